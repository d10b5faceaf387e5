"""Speed and memory of the facility kernel, side by side with peers in one process.

    python benchmarks/facility_kernel.py [--scale results/facility_scaling.png] [--sites 100000]

Peers come from requirements-bench.txt: psychrolib (with numba, its vectorised form) and sitefootprint. A
peer that is not installed is named and left out. Times are the best of several runs on one core, so that
other work on the machine counts little; trust the ratios. ``--scale`` also runs all designs at 10 to
``--sites`` sites through the stage's own stream, with two threads, and plots time and memory against number.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from pipeline.facility import air_table
from pipeline.facility.designs import catalogue
from pipeline.facility.layout import AIR_ROWS, BLOCK
from pipeline.facility.model import CHUNK, Rows, hours_of_year, run_site, stream
from pipeline.facility.warm import ensure_compiled
from pipeline.facility.weighted import weighted_sums

HOURS = 8760


def climate() -> np.ndarray:
    """A made-up temperate year: dry bulb, dew point, pressure (3, 8760), float32."""
    hour = np.arange(HOURS)
    dry = 12 - 11 * np.cos(2 * np.pi * (hour / 24 - 20) / 365) - 5 * np.cos(2 * np.pi * (hour % 24 - 3) / 24)
    dew = np.minimum(dry - 0.1, 6 - 9 * np.cos(2 * np.pi * (hour / 24 - 20) / 365))
    return np.stack([dry, dew, np.full(HOURS, 98_000.0)]).astype(np.float32)


def best(work: Callable[[], object], seconds: float = 1.0) -> float:
    """Shortest of the runs that fit in ``seconds``, after one that compiles."""
    work()
    shortest, spent = float("inf"), 0.0
    while spent < seconds:
        start = time.perf_counter()
        work()
        taken = time.perf_counter() - start
        shortest, spent = min(shortest, taken), spent + taken
    return shortest


def psychrolib_wet_bulb(weather: np.ndarray) -> float | None:
    """Seconds per site-year of psychrolib's numba-vectorised wet bulb; ``None`` if it is not installed."""
    if importlib.util.find_spec("psychrolib") is None:
        return None
    import psychrolib

    psychrolib.SetUnitSystem(psychrolib.SI)
    hours = 400
    dry, dew, pressure = (row[:hours].astype(np.float64) for row in weather)
    try:
        psychrolib.GetTWetBulbFromTDewPoint(dry, dew, pressure)
        work = lambda: psychrolib.GetTWetBulbFromTDewPoint(dry, dew, pressure)  # noqa: E731
    except (TypeError, ValueError):  # psychrolib without its numba form takes one number at a time
        import numba

        psychrolib.SetUnitSystem(psychrolib.SI)
        scalar = numba.vectorize(nopython=False)(psychrolib.GetTWetBulbFromTDewPoint)
        work = lambda: scalar(dry, dew, pressure)  # noqa: E731
    return best(work) * HOURS / hours


def sitefootprint_seconds(weather: np.ndarray) -> tuple[float, float] | None:
    """Seconds per site-year of sitefootprint's Stull wet bulb with one design, and of the design alone."""
    if importlib.util.find_spec("sitefootprint") is None:
        return None
    from sitefootprint import physics
    from sitefootprint.params import central

    parameters = central()
    dry, dew, _ = weather.astype(np.float64)
    relative = 100 * np.exp(17.62 * dew / (243.12 + dew) - 17.62 * dry / (243.12 + dry))
    wet = physics.wet_bulb_stull(dry, relative)

    def both() -> object:
        return physics.hourly_facility(dry, physics.wet_bulb_stull(dry, relative), parameters, "evaporative")

    return best(both), best(lambda: physics.hourly_facility(dry, wet, parameters, "evaporative"))


def one_core(weather: np.ndarray) -> None:
    """Print times per site-year and the ratios to the peers."""
    load, hours = np.ones(HOURS, np.float32), hours_of_year()
    air = np.zeros((len(hours.months), AIR_ROWS, BLOCK), np.float32)
    known = catalogue()
    ours = best(lambda: air_table.fill_air(weather[0], weather[1], weather[2], load, hours.bounds, 0, air))
    _line("wet bulb alone", ours)
    single = {}
    for name in (
        "dry_cooler_air_chiller",
        "waterside_tower",
        "airside_adiabatic_tower",
        "liquid_dry_cooler",
    ):
        rows = Rows.of([known[name]])
        single[name] = best(lambda rows=rows: run_site(weather, load, rows, hours, False))
        _line(f"wet bulb + {name}", single[name])
    every = Rows.of(list(known.values()))
    for detail, words in ((False, "sums"), (True, "sums, modes, peak, P99, shortfall")):
        taken = best(lambda detail=detail: run_site(weather, load, every, hours, detail))
        each = taken / len(known)
        print(f"all {len(known)} designs of a site-year, {words}: {1e3 * taken:.2f} ms")
        print(f"    {1e6 * each:.1f} us per design, {1e3 * each * 23:.2f} ms for 23 of them")
    peer = psychrolib_wet_bulb(weather)
    if peer is None:
        print("psychrolib: not installed")
    else:
        _line("psychrolib, vectorised wet bulb", peer)
        print(f"    x{peer / ours:.0f} of our wet bulb alone")
        print(f"    x{peer / single['waterside_tower']:.0f} of our wet bulb with the tower design")
    footprint = sitefootprint_seconds(weather)
    if footprint is None:
        print("sitefootprint: not installed")
    else:
        both, alone = footprint
        _line("sitefootprint, Stull + evaporative", both)
        for name, ours_too in single.items():
            print(f"    x{both / ours_too:.1f} of ours with {name}")
        print(f"    x{both / each:.1f} of one of ours when all designs share the air of the site")
        _line("sitefootprint, evaporative alone", alone)


def _line(name: str, seconds: float) -> None:
    print(f"{name:<44} {1e6 * seconds:9.1f} us  {HOURS / seconds / 1e6:8.1f} M site-hours/s")


def hourly_sums(weather: np.ndarray, sites: int = 40, draws: int = 50) -> None:
    """Time of all designs and draws under two hourly series per site, two threads."""
    where = np.broadcast_to(weather, (sites, *weather.shape))
    weights = np.random.default_rng(1).random((sites, 2, HOURS), dtype=np.float32)
    taken = best(lambda: weighted_sums(where, ("all",), weights, draws=draws, threads=2), 4.0)
    rows = sites * (1 + draws) * len(catalogue())
    print(f"hourly sums of {sites} sites x {len(catalogue())} designs x {1 + draws} rows: {taken:.2f} s")
    print(f"    {1e6 * taken / rows:.1f} us per row-year, {1000 * taken / sites:.0f} s per 1,000 sites")


def scaling(weather: np.ndarray, most: int, picture: str) -> None:
    """Core seconds and memory of all designs from 10 to ``most`` sites, two threads; a plot of both.

    Core seconds, since wall time on a shared machine measures the neighbours.
    """
    designs = list(catalogue().values())
    load = np.ones(HOURS)
    counts = [10**power for power in range(1, 9) if 10**power < most] + [most]
    times, memory = [], []
    for count in counts:
        sites = np.broadcast_to(weather, (count, *weather.shape))
        start = time.process_time()
        done = 0
        for _, columns in stream(sites, load, designs, draws=0, seed=1, band_hour_step=7, threads=2):
            done += len(columns["pue"])
        times.append(time.process_time() - start)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)
        rate = 1e3 * times[-1] / count
        print(f"{count:>7} sites: {times[-1]:8.2f} core s, {rate:.2f} ms each, peak {memory[-1]:.2f} GiB")
        assert done == count * len(designs)
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
    left.loglog(counts, times, "o-", label="measured")
    left.loglog(counts, [times[-1] * count / counts[-1] for count in counts], "k:", label="linear")
    left.set(xlabel="sites", ylabel="core seconds", title=f"all {len(designs)} designs, a year each")
    left.legend()
    right.semilogx(counts, memory, "o-")
    right.set(
        xlabel="sites", ylabel="peak memory, GiB", ylim=(0, 2.1), title=f"streamed {CHUNK} sites at a time"
    )
    Path(picture).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture, dpi=110)
    print(f"wrote {picture}")


def main() -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", help="also measure scaling and write the plot here")
    parser.add_argument("--sites", type=int, default=100_000)
    given = parser.parse_args()
    weather = climate()
    ensure_compiled()
    one_core(weather)
    hourly_sums(weather)
    if given.scale:
        scaling(weather, given.sites, given.scale)


if __name__ == "__main__":
    main()
