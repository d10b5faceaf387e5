"""The order itself: scores, each site's design, ranks; without gates' reasons, draws or files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.configs.ranking import RankingConfig, SwapConfig
from pipeline.errors import InputError
from pipeline.ranking import scores


@dataclass(frozen=True)
class Order:
    """Sites in rising order of their id, and their order.

    ``worth_of`` (rows, criteria) and ``scored`` are of every row (site x design). ``chosen`` (sites,) is each
    site's row. ``ranked`` are the places in ``chosen`` of the sites that pass, best first.
    """

    worth_of: np.ndarray
    scored: scores.Scores
    chosen: np.ndarray
    ranked: np.ndarray

    @property
    def rows(self) -> np.ndarray:
        """Rows of the ranked sites, best first."""
        return np.asarray(self.chosen[self.ranked])


def order_sites(table: pd.DataFrame, allowed: np.ndarray, config: RankingConfig) -> Order:
    """Score every row, choose each site's best allowed design, and order the sites.

    Parameters
    ----------
    table
        A row per site and design.
    allowed
        Rows that pass the gates.
    config
        Criteria and weights.
    """
    site_ids = table["site_id"].to_numpy(dtype=str)
    worth_of = scores.worths(scores.figures(table, config.criteria), config.criteria)
    scored = scores.score(worth_of, np.array(config.scaled_weights))
    chosen = scores.best_rows(site_ids, table["design"].to_numpy(dtype=str), scored.score, allowed)
    passed = np.flatnonzero(allowed[chosen])
    ranked = passed[np.lexsort((site_ids[chosen][passed], -scored.score[chosen][passed]))]
    return Order(worth_of, scored, chosen, ranked)


def with_completeness(table: pd.DataFrame, config: RankingConfig) -> pd.DataFrame:
    """The table with ``completeness``, the share of the weight whose figures are known, for gates to ask."""
    worth_of = scores.worths(scores.figures(table, config.criteria), config.criteria)
    return table.assign(completeness=scores.score(worth_of, np.array(config.scaled_weights)).completeness)


def swapped(
    table: pd.DataFrame, config: RankingConfig, swap: SwapConfig
) -> tuple[pd.DataFrame, RankingConfig]:
    """The table and the settings with one criterion's figure replaced by another source's.

    Raises
    ------
    InputError
        The swap asks for a column that is not there or is not a number.
    """
    position = [criterion.name for criterion in config.criteria].index(swap.criterion)
    old = config.criteria[position]
    figure = _number(table, swap, swap.column or old.column)
    if swap.times is not None:
        figure = figure * _number(table, swap, swap.times)
    if swap.over is not None:
        figure = figure / _number(table, swap, swap.over)
    column = f"swap_{swap.name}"
    new = old.model_copy(
        update={"column": column, "points": swap.points or old.points, "source": swap.source}
    )
    criteria = (*config.criteria[:position], new, *config.criteria[position + 1 :])
    return table.assign(**{column: figure}), config.model_copy(update={"criteria": criteria})


def _number(table: pd.DataFrame, swap: SwapConfig, column: str) -> pd.Series:
    if column not in table or not pd.api.types.is_numeric_dtype(table[column]):
        numeric = [str(name) for name in table if pd.api.types.is_numeric_dtype(table[name])]
        raise InputError(
            f"swap {swap.name} asks for a column that no table has as a number",
            column=f"ranking.swaps.{swap.name}",
            value=column,
            allowed=", ".join(numeric),
        )
    return table[column].astype(float)
