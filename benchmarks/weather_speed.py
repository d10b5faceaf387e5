"""How fast wet bulbs and typical years are, one core, beside psychrolib's own compiled arrays in the same
run.

python benchmarks/weather_speed.py [SITES]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import psychrolib

from pipeline.weather.psychrometrics import _fill_wet_bulb
from pipeline.weather.typical import typical_years

#: psychrolib solves by bisection: fewer states are enough to time it.
STATES, PEER_STATES = 4_000_000, 200_000


def best(work: Callable[[], object], repeats: int = 5) -> float:
    """Shortest of some runs [s], after one that compiles."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def states(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Dry bulb, relative humidity, pressure of data-center climates, seeded."""
    draw = np.random.default_rng(20261123)
    return draw.uniform(-15.0, 42.0, count), draw.uniform(0.1, 1.0, count), draw.uniform(80e3, 103e3, count)


def wet_bulbs() -> None:
    """Print states per second of both, and the largest difference away from freezing."""
    from pipeline.weather.psychrometrics import dew_point_c, vapour_pressure_pa

    psychrolib.SetUnitSystem(psychrolib.SI)
    dry, humidity, pressure = states(PEER_STATES)
    peer = best(lambda: psychrolib.GetTWetBulbFromRelHum(dry, humidity, pressure), repeats=3)
    theirs = psychrolib.GetTWetBulbFromRelHum(dry, humidity, pressure)
    dew = dew_point_c(humidity * vapour_pressure_pa(dry))
    factor = STATES // PEER_STATES
    single = [np.tile(values, factor).astype(np.float32) for values in (dry, dew, pressure)]
    out = np.empty(STATES, dtype=np.float32)
    ours = best(lambda: _fill_wet_bulb(*single, out))
    away = np.abs(theirs) > 0.6
    worst = np.abs(out[:PEER_STATES] - theirs)[away].max()
    ratio = (peer / PEER_STATES) / (ours / STATES)
    rates = PEER_STATES / peer / 1e6, STATES / ours / 1e6
    print(f"wet bulb: psychrolib arrays {rates[0]:.2f} M/s, float32 kernel {rates[1]:.0f} M/s")
    print(
        f"          {ratio:.0f} times as fast, largest difference {worst:.4f} K (theirs is good to 0.001 K)"
    )


def years(count: int) -> None:
    """Print milliseconds per typical year and the memory that streaming many of them takes."""
    import resource

    draw = np.random.default_rng(7)
    north, east = draw.uniform(35.0, 55.0, count), draw.uniform(-120.0, -75.0, count)
    next(typical_years(north[:1], east[:1], [np.nan]))
    start = time.process_time()
    for _ in typical_years(north, east, np.full(count, np.nan)):
        pass
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    print(
        f"typical year: {1000.0 * spent / count:.2f} ms per site; {count} sites streamed, peak {peak:.0f} MiB"
    )


if __name__ == "__main__":
    wet_bulbs()
    years(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
