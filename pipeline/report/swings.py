"""How far the error of each judged figure moves a site's score."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.configs.ranking import RankingConfig
from pipeline.ranking.scores import worth
from pipeline.report.inputs import words

#: The quantity of the account whose band a judged figure has in proportion.
BAND_OF = {
    "carbon_kgco2e_per_mwh_it": "carbon_tco2e",
    "electricity_usd_per_mwh_it": "electricity_usd",
    "scarcity_m3_world_per_mwh_it": "scarcity_m3_world",
    "lifetime_kgco2e_per_mwh_it": "lifetime_tco2e",
}


def swings(site: pd.Series, account: pd.Series, ranking: RankingConfig) -> pd.DataFrame:
    """Scores with one figure at its 5th and 95th percentile and all others at their central values.

    Parameters
    ----------
    site : Series
        A row of the ranking, with ``score`` and ``contribution_<criterion>``.
    account : Series
        Its row of the account, with the bands ``<name>_p05`` and ``<name>_p95``.

    Returns
    -------
    DataFrame
        A row per criterion: ``label, weight, low, high`` (scores; missing where no error is stated) and
        ``span``. A missing figure moves the score from worst (worth 0) to best (worth 1).
    """
    rows = []
    for criterion, weight in zip(ranking.criteria, ranking.scaled_weights, strict=True):
        found = _worths(criterion.column, criterion.points, account)
        low = high = float("nan")
        if found is not None:
            rest = float(site["score"]) - float(site[f"contribution_{criterion.name}"])
            low, high = (rest + weight * one for one in sorted(found))
        rows.append(
            {"label": words(criterion.name), "weight": weight, "low": low, "high": high, "span": high - low}
        )
    return pd.DataFrame(rows)


def _worths(
    column: str, points: tuple[tuple[float, float], ...], account: pd.Series
) -> tuple[float, float] | None:
    """Worth at both ends of the band; ``None`` if no error is stated."""
    if column not in account:
        return None
    value = account[column]
    if pd.isna(value):
        return 0.0, 1.0
    name = BAND_OF.get(column, column)
    ends = [account.get(f"{name}_{end}") for end in ("p05", "p95")]
    middle = account.get(name)
    if middle is None or pd.isna(middle) or any(end is None or pd.isna(end) for end in ends) or middle == 0:
        return None
    figures = np.array([float(value) * float(end) / float(middle) for end in ends])
    first, last = worth(figures, points)
    return float(first), float(last)
