"""The columns of ranking.csv."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.configs.ranking import RankingConfig
from pipeline.fields import USER_PREFIX
from pipeline.ranking import gates, pareto, shortlist
from pipeline.ranking.order import Order
from pipeline.ranking.robustness import competition_ranks
from pipeline.ranking.scores import MIDDLE
from pipeline.ranking.topsis import closeness

#: Columns that place a site, in the order they are written.
PLACE = ("site_id", "name", "kind", "country_iso3", "country_name", "region_id", "region_name")
POINT = ("latitude_deg", "longitude_deg")
#: Ends like a provenance key, but says what water the plant takes.
NOT_PROVENANCE = "water_source"


def sites_frame(
    table: pd.DataFrame,
    order: Order,
    allowed: np.ndarray,
    outcomes: Sequence[gates.GateOutcome],
    sure: Mapping[str, np.ndarray],
    config: RankingConfig,
) -> pd.DataFrame:
    """One row per site: the ranked ones best first, then the excluded ones by their id.

    ``sure`` are the columns that the draws give the ranked sites, best first; an integer 0 is a gap.
    """
    site_ids = table["site_id"].to_numpy(dtype=str)
    taken = table.iloc[order.chosen].reset_index(drop=True)
    scored = order.scored
    columns: dict[str, object] = {name: taken[name] for name in (*PLACE, *POINT) if name in taken}
    columns["rank"] = _places(order, np.arange(1, len(order.ranked) + 1))
    columns["score"] = scored.score[order.chosen]
    columns["score_low"] = scored.low[order.chosen]
    columns["score_high"] = scored.high[order.chosen]
    columns["completeness"] = scored.completeness[order.chosen]
    columns["design"] = taken["design"]
    columns.update({name: _places(order, values) for name, values in sure.items()})
    columns.update(_other_views(taken, order, config))
    for index, criterion in enumerate(config.criteria):
        columns[f"contribution_{criterion.name}"] = scored.contributions[order.chosen, index]
    columns.update({criterion.column: taken[criterion.column] for criterion in config.criteria})
    columns["designs_passing"] = np.bincount(
        np.unique(site_ids, return_inverse=True)[1], weights=allowed
    ).astype(int)
    columns.update({name: taken[name] for name in taken if str(name).startswith(USER_PREFIX)})
    columns["gate_reasons"] = _reasons(site_ids, outcomes, allowed)
    columns["gates_undecided"] = _undecided(order.chosen, outcomes)
    sources = [str(name) for name in taken if str(name).endswith("_source") and name != NOT_PROVENANCE]
    columns.update({name: taken[name] for name in sources})
    frame = pd.DataFrame(columns)
    return frame.sort_values(["rank", "site_id"], na_position="last", kind="stable").reset_index(drop=True)


def _places(order: Order, values: np.ndarray) -> pd.Series:
    """Values of the ranked sites, best first, at the places of all sites; whole numbers stay whole."""
    column = np.full(len(order.chosen), np.nan)
    column[order.ranked] = np.where(values == 0, np.nan, values) if values.dtype.kind in "iu" else values
    series = pd.Series(column)
    return series.astype("Int64") if values.dtype.kind in "iu" else series


def _other_views(taken: pd.DataFrame, order: Order, config: RankingConfig) -> dict[str, pd.Series]:
    """TOPSIS, Pareto front and diverse shortlist of the ranked sites."""
    worth_of = order.worth_of[order.rows]
    counted = np.array(config.scaled_weights) > 0
    ideal = closeness(np.where(np.isnan(worth_of), MIDDLE, worth_of), np.array(config.scaled_weights))
    front = ~pareto.dominated(worth_of[:, counted])
    wanted = config.shortlist
    ranked = taken.iloc[order.ranked]
    listed = np.zeros(len(ranked), dtype=np.int64)
    picked = shortlist.diverse(
        ranked["latitude_deg"].to_numpy(dtype=float),
        ranked["longitude_deg"].to_numpy(dtype=float),
        ranked["country_iso3"].to_numpy(dtype=str),
        size=wanted.size,
        per_country=wanted.per_country,
        apart_km=wanted.apart_km,
    )
    listed[picked] = np.arange(1, len(picked) + 1)
    on_front = pd.Series(np.full(len(order.chosen), None, dtype=object))
    on_front.iloc[order.ranked] = front
    return {
        "topsis": _places(order, ideal),
        "topsis_rank": _places(order, competition_ranks(ideal)),
        "pareto": on_front.astype("boolean"),
        "pareto_gap": _places(order, pareto.gap(worth_of[:, counted])),
        "shortlist": _places(order, listed),
    }


def _reasons(site_ids: np.ndarray, outcomes: Sequence[gates.GateOutcome], allowed: np.ndarray) -> pd.Series:
    """For sites without a passing design: the reasons of every gate that fails one of its designs."""
    ids, site = np.unique(site_ids, return_inverse=True)
    excluded = np.bincount(site, weights=allowed) == 0
    texts: list[list[str]] = [[] for _ in ids]
    for outcome in outcomes:
        for index in np.flatnonzero(excluded & (np.bincount(site, weights=outcome.failed) > 0)):
            texts[index].append(f"{outcome.gate.name}: {outcome.gate.reason}")
    return pd.Series(["; ".join(text) or None for text in texts], dtype="str")


def _undecided(chosen: np.ndarray, outcomes: Sequence[gates.GateOutcome]) -> pd.Series:
    """For each chosen row, the gates that kept it without knowing."""
    texts = [
        ";".join(outcome.gate.name for outcome in outcomes if outcome.result[row] == gates.UNDECIDED) or None
        for row in chosen
    ]
    return pd.Series(texts, dtype="str")
