"""Compile the kernels before the process that uses them: every run executes the same machine code.

A process that has just compiled the kernels and one that loads them from numba's cache differ in the last bit
of a float32 sum: in the first, the linker binds a function that two kernels share to another of its copies.
Results would then depend on whether a run is the first in its checkout. So the first compiles in a process of
its own.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline.facility.compiled import _HOME as CACHE

_MARK = "complete"


def ensure_compiled() -> None:
    """Fill the kernels' cache in a process of its own, unless it is full for this state of the sources.

    Where the cache cannot be written, kernels are compiled in each process: always the same code, too.
    """
    if CACHE is None or (Path(CACHE) / _MARK).exists():
        return
    subprocess.run([sys.executable, "-m", "pipeline.facility.warm"], check=True)
    (Path(CACHE) / _MARK).touch()


def main() -> None:
    """Run every design for one site of made-up, constant weather, which compiles all that a run calls."""
    import numpy as np

    from pipeline.facility.designs import select
    from pipeline.facility.model import simulate_arrays, table
    from pipeline.facility.weighted import weighted_sums

    designs = select(("all",), {})
    load = np.full(8760, 0.5)
    for writeable in (True, False):  # a memory-mapped year is read-only, which is a type of its own to numba
        weather = np.empty((1, 3, 8760), np.float32)
        weather[:, 0], weather[:, 1], weather[:, 2] = 20.0, 10.0, 101_325.0
        weather.flags.writeable = writeable
        weighted_sums(weather, designs, np.ones((1, 1, 8760), np.float32), draws=1)
        table(simulate_arrays(weather, load, designs, draws=2, seed=1, band_hour_step=7), designs, load)


if __name__ == "__main__":
    main()
