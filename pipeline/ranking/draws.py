"""What is drawn: weights, judged figures with their errors, and missing figures; all by seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from pipeline.account.streams import Streams, generator
from pipeline.account.uncertainty import Factors, figure_draws
from pipeline.configs.ranking import CriterionConfig
from pipeline.ranking.scores import worth

WorthDraws = list[Callable[[], np.ndarray]]


def dirichlet_weights(weights: np.ndarray, concentration: float, draws: int, seed: int) -> np.ndarray:
    """Weights around the given ones, shape (draws, criteria); a weight of zero stays zero.

    Dirichlet(concentration x weights): the mean is ``weights``, the variance of weight w is
    ``w (1 - w) / (concentration + 1)``.
    """
    counted = weights > 0
    result = np.zeros((draws, weights.size))
    stream = generator(seed, "weights around the scenario's")
    result[:, counted] = stream.dirichlet(concentration * weights[counted], size=draws)
    return result


def uniform_weights(weights: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Weights uniform over the simplex of the criteria that count (weight above zero)."""
    counted = weights > 0
    result = np.zeros((draws, weights.size))
    stream = generator(seed, "any weights")
    result[:, counted] = stream.dirichlet(np.ones(int(counted.sum())), size=draws)
    return result


def uncertain_worths(rows: pd.DataFrame, criteria: Sequence[CriterionConfig], streams: Streams) -> WorthDraws:
    """Worths with the errors of the account's inputs, shape (rows, block) when called.

    A criterion on a column without a stated error is certain. A missing worth is drawn uniformly from worst
    to best, a site and criterion having a stream of their own.
    """
    available = figure_draws(Factors(rows, streams))
    return [_criterion_draws(rows, criterion, available, streams) for criterion in criteria]


def _criterion_draws(
    rows: pd.DataFrame,
    criterion: CriterionConfig,
    available: dict[str, Callable[[], np.ndarray]],
    streams: Streams,
) -> Callable[[], np.ndarray]:
    central = rows[criterion.column].to_numpy(dtype=float, na_value=np.nan)
    gaps = np.isnan(central)
    gap_names = (f"{criterion.name}|missing|" + rows.loc[gaps, "site_id"].astype(str)).to_numpy()

    def draw() -> np.ndarray:
        if criterion.column in available:
            found = worth(available[criterion.column](), criterion.points)
        else:
            found = np.repeat(worth(central, criterion.points)[:, None], streams.block, axis=1)
        if gaps.any():
            found[gaps] = streams.uniforms(gap_names)
        return found

    return draw
