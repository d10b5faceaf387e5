"""Compile the kernels before the process that uses them: every run executes the same machine code.

A process that has just compiled the kernels and one that loads them from numba's cache differ in the last bit
of a float32 sum: in the first, the linker binds a function that two kernels share to another of its copies.
Results would then depend on whether a run is the first in its checkout. So the first compiles in a process of
its own.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

from pipeline.facility.compiled import _HOME as CACHE

_MARK = "complete"
_PARTS = ("sums", "details")


def ensure_compiled() -> None:
    """Fill the kernels' cache in processes of their own, unless it is full for this state of the sources.

    The two parts of the cache are compiled side by side; a second caller waits for the first. Where the cache
    cannot be written, kernels are compiled in each process: always the same code, too.
    """
    if CACHE is None or (Path(CACHE) / _MARK).exists():
        return
    Path(CACHE).mkdir(parents=True, exist_ok=True)
    with (Path(CACHE) / "lock").open("w") as lock:
        with contextlib.suppress(ImportError):  # Windows has no such lock; there, start one run at a time
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        if (Path(CACHE) / _MARK).exists():
            return
        command = [sys.executable, "-m", "pipeline.facility.warm"]
        running = [subprocess.Popen([*command, part]) for part in _PARTS]  # noqa: S603 - our own module
        codes = [process.wait() for process in running]
        if any(codes):
            raise subprocess.CalledProcessError(max(codes, key=abs), command)
        (Path(CACHE) / _MARK).touch()


def main(part: str) -> None:
    """Call one half of the kernels once, on made-up numbers: designs that nobody looks at."""
    import numpy as np

    from pipeline.facility import air_table, kernel
    from pipeline.facility.designs import select
    from pipeline.facility.layout import AIR_ROWS, ANNUAL_COLUMNS, BLOCK
    from pipeline.facility.model import DESIGN_QUANTILE, HOURS, NO_WEIGHTS, Rows, hours_of_year

    rows, hours = Rows.of(select(("all",), {})[:1]), hours_of_year()
    sums = np.zeros((1, 12, 3))
    air = np.ones((len(hours.months), AIR_ROWS, BLOCK), np.float32)
    given = (
        air.reshape(len(air), -1),
        hours.bounds,
        hours.months,
        rows.electrical,
        rows.plants,
        rows.kinds,
    )
    if part == "sums":
        kernel.run_designs(*given, NO_WEIGHTS, sums, np.zeros((1, 0)), np.zeros(1, np.float32))
        return
    year = np.ones(HOURS, np.float32)
    air_table.fill_air(year, year, 1e5 * year, year, hours.bounds, 0, air)
    air_table.fill_sea(year, 0.1, 24, hours.bounds, air)
    kernel.describe_designs(*given, DESIGN_QUANTILE, sums, np.zeros((1, len(ANNUAL_COLUMNS))))


if __name__ == "__main__":
    main(sys.argv[1])
