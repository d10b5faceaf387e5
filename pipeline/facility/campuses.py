"""The seasonal swing of campuses whose operator publishes quarterly PUE, next to one design's."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.facility.model import simulate
from pipeline.facility.reference import years

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
#: The one design that stands for Google's campuses, and the year-round constant it is measured against.
CAMPUS_DESIGN, CONSTANT_PUE = "waterside_tower", 1.10
#: Quarters from which a campus' drift over the years can be told from its seasons.
DRIFT_QUARTERS = 12


def quarters_of(frame: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Quarterly PUE (rows, 4) from monthly columns, months weighted by their days."""
    months = frame[[f"pue_m{month:02d}" for month in range(1, 13)]].to_numpy() * DAYS
    return np.stack(
        [months[:, 3 * q : 3 * q + 3].sum(axis=1) / DAYS[3 * q : 3 * q + 3].sum() for q in range(4)], axis=1
    )


def campus_swings(reference: pd.DataFrame, design: str = CAMPUS_DESIGN) -> pd.DataFrame:
    """Quarterly PUE minus the campus mean, averaged over years: reported and ours.

    ``drift_free`` is what is reported without the campus' own drift, NaN where its years are too few.
    """
    seen = reference.pivot_table(index="campus", columns="quarter", values="pue", aggfunc="mean")
    seen = seen[list(QUARTERS)].dropna()
    place = reference.groupby("campus")[["lat_approx", "lon_approx"]].first()
    weather = years({name: tuple(place.loc[name]) for name in seen.index})
    ours = simulate(weather, [design])
    quarterly = quarters_of(ours)
    table = pd.DataFrame(
        {
            "campus": np.repeat(seen.index, 4),
            "quarter": np.tile(QUARTERS, len(seen)),
            "reported": seen.sub(seen.mean(axis=1), axis=0).to_numpy().ravel(),
            "ours": (quarterly - quarterly.mean(axis=1, keepdims=True)).ravel(),
        }
    )
    table["drift_free"] = np.concatenate([drift_free(reference, name) for name in seen.index])
    table["reported_mean"] = np.repeat(seen.mean(axis=1).to_numpy(), 4)
    table["ours_mean"] = np.repeat(ours["pue"].to_numpy(), 4)
    return table


def agreement(ours: npt.ArrayLike, theirs: npt.ArrayLike) -> dict[str, float]:
    """Correlation, root-mean-square error and the error of saying nothing."""
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    return {
        "correlation": float(np.corrcoef(a, b)[0, 1]),
        "rmse": float(np.sqrt(np.mean((a - b) ** 2))),
        "rmse_of_nothing": float(np.sqrt(np.mean(b**2))),
    }


def drift_free(reference: pd.DataFrame, campus: str) -> npt.NDArray[np.float64]:
    """A campus' four seasonal effects (4,) beside a straight line through its years (least squares).

    A campus that gets better by 0.02 a year shows that within each year too: its fourth quarter lies below
    its first, whatever the weather.
    """
    part = reference[reference["campus"] == campus]
    if len(part) < DRIFT_QUARTERS:
        return np.full(4, np.nan)
    quarter = part["quarter"].map({name: at for at, name in enumerate(QUARTERS)}).to_numpy()
    when = part["year"].to_numpy() + quarter / 4
    columns = np.column_stack([np.eye(4)[quarter], when - when.mean()])
    effects = np.linalg.lstsq(columns, part["pue"].to_numpy(dtype=float), rcond=None)[0][:4]
    return effects - effects.mean()
