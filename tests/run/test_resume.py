"""A run killed at any moment resumes and ends with the bytes of an undisturbed one."""

from __future__ import annotations

import csv
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.run.checkout import kilowhere

pytestmark = pytest.mark.slow


def digests(checkout: Path) -> dict[str, str]:
    """Checksums of everything a run leaves for people, but the manifest (it says when the run ended)."""
    files = [*(checkout / "results" / "few").glob("*"), *(checkout / "maps").glob("*.html")]
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(files)
        if path.is_file() and path.name != "manifest.json"
    }


def killed_run(checkout: Path, after_s: float) -> None:
    """Start a run and kill its whole process group after a while."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", "few"],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


#: A change of this order needs a reason in the commit that makes it.
GOLDEN = [
    *("lulea", "reykjavik", "sao-paulo", "singapore", "frankfurt-am-main"),
    *("dublin", "phoenix", "mumbai", "johannesburg"),
]


def check_ranking(checkout: Path) -> None:
    """The order of a few sites far apart, and what must hold of every row."""
    with open(checkout / "results" / "few" / "ranking.csv", encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["rank"]]
    assert [row["site_id"] for row in rows] == GOLDEN
    for row in rows:
        parts = [float(value) for name, value in row.items() if name.startswith("contribution_")]
        assert abs(sum(parts) - float(row["score"])) < 1e-12
        assert float(row["p_top1"]) <= float(row["p_top5"]) <= float(row["p_top10"]) <= 1
        assert float(row["score_low"]) <= float(row["score"]) <= float(row["score_high"])


def test_twice_from_scratch_and_after_kills(clean_results: Path) -> None:
    first = kilowhere(clean_results, "run", "few")
    assert first.returncode == 0, first.stderr
    check_ranking(clean_results)
    undisturbed = digests(clean_results)
    assert {"ranking.csv", "report.html", "few.html"} <= undisturbed.keys()

    again = kilowhere(clean_results, "run", "few")
    assert "nothing to do" in again.stderr
    assert digests(clean_results) == undisturbed

    for name in ("work", "results", "maps", ".snakemake"):
        subprocess.run(["rm", "-rf", name], cwd=clean_results, check=True)
    for after_s in (1.0, 3.0, 5.0, 7.0, 9.0):
        killed_run(clean_results, after_s)
    resumed = kilowhere(clean_results, "run", "few")
    assert resumed.returncode == 0, resumed.stderr
    assert digests(clean_results) == undisturbed
    leftovers = [path for path in clean_results.rglob("*.tmp*") if ".snakemake" not in path.parts]
    assert not leftovers
