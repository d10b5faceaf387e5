"""The ranking of one run, from the joined table to everything that is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.ranking import gates
from pipeline.ranking.analysis import analyse
from pipeline.ranking.frame import sites_frame
from pipeline.ranking.order import order_sites, with_completeness
from pipeline.ranking.statement import statement
from pipeline.ranking.sureness import assess, summary


@dataclass(frozen=True)
class Ranking:
    """What the stage writes.

    ``sites``: a row per site. ``gates``: a row per site, design and gate. ``acceptability``: the share of the
    draws for each ranked site and rank. ``robustness``: how sure the order is. ``sensitivity``: what would
    turn it.
    """

    sites: pd.DataFrame
    gates: pd.DataFrame
    acceptability: pd.DataFrame
    robustness: dict[str, Any]
    sensitivity: dict[str, Any]


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
    table = with_completeness(table, config)
    outcomes = gates.evaluate(table, gate_list)
    allowed = gates.passing(outcomes, len(table))
    order = order_sites(table, allowed, config)
    rows = table.iloc[order.rows].reset_index(drop=True)
    found = assess(rows, order.worth_of[order.rows], config)
    sites = sites_frame(table, order, allowed, outcomes, found.columns(), config)
    counts = gates.exclusions(table["site_id"].to_numpy(dtype=str), outcomes)
    names = [criterion.name for criterion in config.criteria]
    about = {
        "statement": statement(sites, counts, found, config),
        "median_rank_interval_of_first_ten": found.median_interval(10),
        "exclusions": counts,
        "excluded_sites": len(order.chosen) - len(order.ranked),
        "ranked_sites": len(order.ranked),
        "weights": dict(zip(names, config.scaled_weights, strict=True)),
        "pareto": {
            "front": sites.loc[sites["pareto"].fillna(False).astype(bool), "site_id"].tolist(),
            "epsilon": config.pareto_epsilon,
            "within_epsilon": int((sites["pareto_gap"] <= config.pareto_epsilon).sum()),
        },
        **summary(found, rows["site_id"].to_numpy(dtype=str), config),
    }
    return Ranking(
        sites,
        gates.gates_frame(table, outcomes),
        found.acceptability(rows["site_id"]),
        about,
        analyse(table, allowed, order, config),
    )
