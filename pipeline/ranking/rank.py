"""The ranking of one run, from the joined table to the ranked sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.configs.ranking import CriterionConfig, GateConfig, RankingConfig
from pipeline.ranking import gates, scores
from pipeline.ranking.statement import statement
from pipeline.ranking.sureness import assess, summary

#: Columns that place a site, in the order they are written.
PLACE = ("site_id", "name", "kind", "country_iso3", "country_name", "region_id", "region_name")
POINT = ("latitude_deg", "longitude_deg")
SURE = ("p_top1", "p_top5", "p_top10", "rank_p05", "rank_p50", "rank_p95", "tie_group")


@dataclass(frozen=True)
class Ranking:
    """What the stage writes: the ranked sites, the gates' outcomes, and what is said of the order."""

    sites: pd.DataFrame
    gates: pd.DataFrame
    robustness: dict[str, Any]


def rank_sites(table: pd.DataFrame, gate_list: Sequence[GateConfig], config: RankingConfig) -> Ranking:
    """Gate, score, choose each site's design, order the sites, and test the order.

    Parameters
    ----------
    table
        From :func:`pipeline.ranking.tables.joined`.
    gate_list, config
        Gates and preference of the scenario.

    Returns
    -------
    Ranking
        Sites by rank; excluded ones follow by ``site_id``, with the score they would have had without the
        gates. Equal scores share no rank: the one whose ``site_id`` comes first is placed first.
    """
    outcomes = gates.evaluate(table, gate_list)
    allowed = gates.passing(outcomes, len(table))
    site_ids = table["site_id"].to_numpy(dtype=str)
    weights = np.array(config.scaled_weights)
    worth_of = scores.worths(scores.figures(table, config.criteria), config.criteria)
    scored = scores.score(worth_of, weights)
    chosen = scores.best_rows(site_ids, table["design"].to_numpy(dtype=str), scored.score, allowed)
    frame = _frame(table, scored, chosen, config.criteria)
    frame["designs_passing"] = np.bincount(
        np.unique(site_ids, return_inverse=True)[1], weights=allowed
    ).astype(int)
    frame["gate_reasons"] = _reasons(site_ids, outcomes, allowed)
    frame["gates_undecided"] = _undecided(chosen, outcomes)
    passed = np.flatnonzero(allowed[chosen])
    order = passed[np.lexsort((site_ids[chosen][passed], -scored.score[chosen][passed]))]
    rank = np.full(len(chosen), np.nan)
    rank[order] = np.arange(1, len(order) + 1)
    frame["rank"] = pd.array(rank, dtype="Int64")
    rows = table.iloc[chosen[order]].reset_index(drop=True)
    found = assess(rows, worth_of[chosen[order]], config)
    for name, values in found.columns().items():
        column = np.full(len(chosen), np.nan)
        column[order] = values
        frame[name] = column
    frame["tie_group"] = frame["tie_group"].where(frame["tie_group"] > 0).astype("Int64")
    frame = frame[_columns(frame, config.criteria)]
    frame = frame.sort_values(["rank", "site_id"], na_position="last", kind="stable").reset_index(drop=True)
    counts = gates.exclusions(site_ids, outcomes)
    about = {
        "statement": statement(frame, counts, config),
        "exclusions": counts,
        "excluded_sites": len(chosen) - len(order),
        "ranked_sites": len(order),
        "weights": dict(zip([one.name for one in config.criteria], weights.tolist(), strict=True)),
        **summary(found, rows["site_id"].to_numpy(dtype=str), config),
    }
    return Ranking(frame, gates.gates_frame(table, outcomes), about)


def _frame(
    table: pd.DataFrame, scored: scores.Scores, chosen: np.ndarray, criteria: Sequence[CriterionConfig]
) -> pd.DataFrame:
    """Place, design, score, parts, judged figures and sources of the chosen rows."""
    frame = table.iloc[chosen].reset_index(drop=True)
    sources = [name for name in frame if str(name).endswith("_source")]
    raw = list(dict.fromkeys(criterion.column for criterion in criteria))
    keep = [name for name in (*PLACE, *POINT) if name in frame]
    frame = frame[[*keep, "design", *raw, *[name for name in sources if name not in keep]]].copy()
    frame["score"] = scored.score[chosen]
    frame["score_low"] = scored.low[chosen]
    frame["score_high"] = scored.high[chosen]
    frame["completeness"] = scored.completeness[chosen]
    for index, criterion in enumerate(criteria):
        frame[f"contribution_{criterion.name}"] = scored.contributions[chosen, index]
    return frame


def _columns(frame: pd.DataFrame, criteria: Sequence[CriterionConfig]) -> list[str]:
    first = [name for name in (*PLACE, *POINT) if name in frame]
    middle = ["rank", "score", "score_low", "score_high", "completeness", "design", *SURE]
    parts = [f"contribution_{criterion.name}" for criterion in criteria]
    named = [*first, *middle, *parts]
    raw = list(dict.fromkeys(criterion.column for criterion in criteria))
    last = ["designs_passing", "gate_reasons", "gates_undecided"]
    sources = [str(name) for name in frame if str(name).endswith("_source")]
    return [*named, *raw, *last, *sources]


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
