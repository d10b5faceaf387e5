"""Value functions and the weighted score with its exact parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.configs.ranking import CriterionConfig
from pipeline.errors import InputError

#: What a missing worth counts as in the score: the middle of its range, since nothing tells more.
MIDDLE = 0.5


def worth(values: np.ndarray, points: Sequence[tuple[float, float]]) -> np.ndarray:
    """Piecewise linear value function: 0 worst … 1 best, constant beyond the ends, NaN where missing.

    The points are fixed in the configuration, never taken from the candidates, so that a site that comes or
    goes changes no other site's worth.
    """
    x, y = zip(*points, strict=True)
    return np.where(np.isnan(values), np.nan, np.interp(values, x, y))


def figures(table: pd.DataFrame, criteria: Sequence[CriterionConfig]) -> np.ndarray:
    """The judged figures, shape (rows, criteria), NaN where missing.

    Raises
    ------
    InputError
        A criterion asks for a column that is not there or is not a number.
    """
    for criterion in criteria:
        numeric = [name for name in table if pd.api.types.is_numeric_dtype(table[name])]
        if criterion.column not in numeric:
            raise InputError(
                f"criterion {criterion.name} asks for a column that no table has as a number",
                column=f"ranking.criteria.{criterion.name}.column",
                value=criterion.column,
                allowed=", ".join(numeric),
            )
    return np.column_stack(
        [table[criterion.column].to_numpy(dtype=float, na_value=np.nan) for criterion in criteria]
    )


def worths(values: np.ndarray, criteria: Sequence[CriterionConfig]) -> np.ndarray:
    """Worth of every figure, shape (rows, criteria)."""
    return np.column_stack(
        [worth(values[:, index], criterion.points) for index, criterion in enumerate(criteria)]
    )


@dataclass(frozen=True)
class Scores:
    """Scores of each row. ``contributions`` has shape (rows, criteria) and sums to ``score``."""

    contributions: np.ndarray
    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    completeness: np.ndarray


def ordered_sum(parts: np.ndarray) -> np.ndarray:
    """Sum over the last axis from left to right, so that equal rows have equal sums to the last bit."""
    total = np.zeros(parts.shape[:-1])
    for index in range(parts.shape[-1]):
        total = total + parts[..., index]
    return total


def score(worth_of: np.ndarray, weights: np.ndarray) -> Scores:
    """Weighted sum, its parts, and the interval that missing figures leave open.

    ``low`` and ``high`` take every missing worth as 0 and as 1; the score takes it as 0.5, which is the
    midpoint of the two. ``completeness`` is the share of weight whose figures are known.
    """
    missing = np.isnan(worth_of)
    contributions = weights * np.where(missing, MIDDLE, worth_of)
    return Scores(
        contributions=contributions,
        score=ordered_sum(contributions),
        low=ordered_sum(weights * np.where(missing, 0.0, worth_of)),
        high=ordered_sum(weights * np.where(missing, 1.0, worth_of)),
        completeness=np.where(missing.any(axis=-1), ordered_sum(np.where(missing, 0.0, weights)), 1.0),
    )


def best_rows(
    site_ids: np.ndarray, designs: np.ndarray, scores: np.ndarray, allowed: np.ndarray
) -> np.ndarray:
    """Index of each site's best row, sites in rising order of their id.

    Among the rows that are ``allowed``; among all of the site's rows where none is. Equal scores: the design
    whose name comes first.
    """
    order = np.lexsort((designs, -scores, ~allowed, site_ids))
    first = np.ones(len(order), dtype=bool)
    first[1:] = site_ids[order][1:] != site_ids[order][:-1]
    return order[first]
