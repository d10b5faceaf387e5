"""Seasonal swing of campuses: Kilowhere and SiteFootprint side by side, from the same embedded years.

    python benchmarks/facility_swing.py DIR

DIR holds ``google_quarterly_pue*.csv`` (docs/validation.md). SiteFootprint (requirements-bench.txt) takes its
own central parameters and the relative humidity of the same hours; nothing is fitted here to either.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from sitefootprint import physics
from sitefootprint.params import central

from pipeline.facility.campuses import DAYS, QUARTERS, agreement, campus_swings
from pipeline.facility.reference import read, years


def peer_swing(weather: np.ndarray) -> np.ndarray:
    """SiteFootprint's quarterly PUE minus its mean, (4,), for one year (3, 8760)."""
    dry, dew = weather[:2].astype(np.float64)
    relative = 100 * np.exp(17.62 * dew / (243.12 + dew) - 17.62 * dry / (243.12 + dry))
    wet = physics.wet_bulb_stull(dry, relative)
    pue = physics.hourly_facility(dry, wet, central(), "evaporative")[0][0]
    quarter = np.repeat(np.arange(12), DAYS * 24) // 3
    means = np.array([pue[quarter == at].mean() for at in range(4)])
    return means - means.mean()


def main() -> None:
    """Command-line entry."""
    reference = read(sys.argv[1], "quarters")
    table = campus_swings(reference)
    places = reference.groupby("campus")[["lat_approx", "lon_approx"]].first()
    names = list(table["campus"].drop_duplicates())
    weather = years({name: tuple(places.loc[name]) for name in names})
    table["peer"] = np.concatenate([peer_swing(year) for year in weather])
    rest = table[~table["campus"].str.startswith("Storey")]
    steady = rest[rest["drift_free"].notna()]
    for words, part, seen in (
        ("all campuses", table, "reported"),
        ("without Storey County NV", rest, "reported"),
        ("three years, own drift removed", steady, "drift_free"),
    ):
        print(f"{words}, {len(part) // len(QUARTERS)} campuses; no season {_rmse(part[seen]):.4f}")
        for who, column in (("Kilowhere", "ours"), ("SiteFootprint", "peer")):
            found = agreement(part[column], part[seen])
            print(f"  {who:<14} correlation {found['correlation']:.3f}  RMSE {found['rmse']:.4f}")


def _rmse(values: pd.Series) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


if __name__ == "__main__":
    main()
