"""Time and memory of the account hour by hour: every design and draw against carbon and price of every hour.

    python benchmarks/account_speed.py [--sites 1000] [--draws 50]

Every site has its own weather and grid: the grid's hours are built, multiplied by an intensity and a price,
and summed with every design's and draw's facility power as it is computed; nothing hourly is stored beyond a
chunk. Each size runs in a process of its own; the smaller ones show how time grows.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

import numpy as np

SIZES = (50, 100, 200, 500, 1000)
CHUNK = 50


def run(sites: int, draws: int) -> dict[str, float]:
    """Account for ``sites`` sites and say how long it took, after the kernels have been compiled."""
    from pipeline.facility.warm import ensure_compiled

    ensure_compiled()
    from pipeline.account.carbon_hourly import PerFuel, grid_hours
    from pipeline.datasets import load
    from pipeline.facility import weighted_sums
    from pipeline.facility.designs import select
    from pipeline.fieldsets.water import FUELS
    from pipeline.weather.typical import typical_year

    places = load("sites").iloc[:40]
    years = [
        typical_year(latitude, longitude)
        for latitude, longitude in zip(places["latitude_deg"], places["longitude_deg"], strict=True)
    ]
    weather = np.stack([np.stack([y.dry_bulb_c, y.dew_point_c, y.pressure_pa]) for y in years])
    weather = weather[:, :, :8760].astype(np.float32)
    table = load("carbon_per_fuel").set_index("fuel").loc[list(FUELS)]
    per_fuel = PerFuel(
        table["lifecycle_gco2e_per_kwh"].to_numpy(dtype=float),
        table["carbon_free"].to_numpy(dtype=float),
        table["must_run_share"].to_numpy(dtype=float),
    )
    parameters = load("carbon_profile").set_index("parameter")["central"].to_dict()
    rng = np.random.default_rng(1)
    shares = rng.dirichlet(np.ones(len(FUELS)), size=sites)
    latitude, longitude = rng.uniform(-60, 65, sites), rng.uniform(-180, 180, sites)
    intensity, price = rng.uniform(20, 800, sites), rng.uniform(30, 200, sites)
    designs = select(("all",), {})
    wall, used = time.perf_counter(), time.process_time()
    total = np.zeros(2)
    for start in range(0, sites, CHUNK):
        here = slice(start, min(start + CHUNK, sites))
        count = here.stop - here.start
        air = weather[np.arange(here.start, here.stop) % len(weather)]
        air[:, 0] += rng.normal(0.0, 1.0, (count, 1)).astype(np.float32)  # no two sites alike
        np.minimum(air[:, 1], air[:, 0], out=air[:, 1])
        grid = grid_hours(
            shares[here],
            per_fuel,
            parameters,
            latitude_deg=latitude[here],
            longitude_deg=longitude[here],
            utc_offset_h=np.round(longitude[here] / 15.0),
            dry_bulb_c=air[:, 0],
        )
        # an hourly price for the timing: dear when dispatchable plants run
        hourly_price = price[here, None] * (2.0 - grid.carbon_free_share)
        weights = np.stack([intensity[here, None] * grid.relative, hourly_price], axis=1)
        found = weighted_sums(air, designs, weights.astype(np.float32), draws=draws)
        total += found.weighted.sum(axis=(0, 1, 2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - used,
        "peak_mib": peak,
        "designs": len(designs),
        "check": float(total.sum()),
    }


def main() -> None:
    """Print a row per size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=int, default=SIZES[-1])
    parser.add_argument("--draws", type=int, default=50)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(run(given.one, given.draws)))
        return
    print("sites  designs  draws  wall, s  core seconds  core ms per site  peak, MiB")
    for sites in [size for size in SIZES if size < given.sites] + [given.sites]:
        command = [sys.executable, __file__, "--one", str(sites), "--draws", str(given.draws)]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"{sites:5}  {found['designs']:7}  {given.draws:5}  {found['wall_s']:7.1f}"
            f"  {found['cpu_s']:12.1f}  {1000 * found['cpu_s'] / sites:16.1f}  {found['peak_mib']:9.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
