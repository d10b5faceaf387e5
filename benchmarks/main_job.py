"""Time the commands that a user types, and their memory: ``python benchmarks/main_job.py --into README.md``.

Each figure is one whole process tree on this machine: wall time, and the highest sum of resident memory over
the tree, sampled ten times a second. Times depend on the machine; compare them only within one table.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
MARKS = ("<!-- timing:start -->", "<!-- timing:end -->")


def measure(arguments: list[str], *, repeat: int = 1) -> tuple[float, float]:
    """Median wall seconds, and the largest memory of the process tree in MiB."""
    times, peak = [], 0.0
    for _ in range(repeat):
        started = time.perf_counter()
        process = subprocess.Popen(
            [str(Path(sys.executable).parent / "kilowhere"), *arguments],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, tree_mib(watched))
            time.sleep(0.1 if time.perf_counter() - started > 2 else 0.01)
        times.append(time.perf_counter() - started)
        if process.returncode:
            raise SystemExit(f"kilowhere {' '.join(arguments)} ended with code {process.returncode}")
    return sorted(times)[len(times) // 2], peak


def tree_mib(process: psutil.Process) -> float:
    """Resident memory of a process and all below it; one that ends meanwhile counts as nothing."""
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0
    for member in family:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


def clean() -> None:
    """Remove what a run makes, and the compiled kernels."""
    for name in ("work", "results", "maps", "logs", ".snakemake"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for cache in (ROOT / "pipeline").rglob("*.nb[ci]"):
        cache.unlink()


def rows() -> list[tuple[str, float, float]]:
    """Measure in the order of the table."""
    clean()
    first = measure(["run"])
    shutil.rmtree(ROOT / "work")
    shutil.rmtree(ROOT / "results")
    shutil.rmtree(ROOT / "maps")
    return [
        ("`kilowhere run` after set-up, kernels not yet compiled", *first),
        ("`kilowhere run` from scratch, kernels compiled", *measure(["run"])),
        ("`kilowhere run` again, nothing to do", *measure(["run"], repeat=3)),
        (
            "`kilowhere run training-cluster water-scarce`",
            *measure(["run", "training-cluster", "water-scarce"]),
        ),
        ("`kilowhere check`", *measure(["check"], repeat=3)),
        ("`kilowhere --help`", *measure(["--help"], repeat=5)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, help="replace the block between the timing marks of this file")
    given = parser.parse_args()
    lines = [
        f"Measured by `python benchmarks/main_job.py` on {os.cpu_count()} cores:",
        "",
        "| command | wall time, s | peak memory of all its processes, MiB |",
        "|---|---:|---:|",
        *(
            f"| {what} | {seconds:.{1 if seconds >= 1 else 2}f} | {mib:.0f} |"
            for what, seconds, mib in rows()
        ),
    ]
    print("\n".join(lines))
    if given.into:
        text = given.into.read_text(encoding="utf-8")
        before, rest = text.split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        given.into.write_text("\n".join([before + MARKS[0], *lines, MARKS[1]]) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
