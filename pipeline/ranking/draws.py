"""What is drawn: weights, judged figures with their errors, and missing figures; all by seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from pipeline.account.figures import figure_draws
from pipeline.account.streams import Streams, generator
from pipeline.account.uncertainty import Factors
from pipeline.configs.ranking import CriterionConfig, RankingConfig
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


def ordinal_weights(weights: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Weights uniform over all that keep the order of importance of the given ones.

    Uniform draws from the simplex, sorted and handed out by rank; equal weights come in either order, and a
    weight of zero stays zero.
    """
    counted = np.flatnonzero(weights > 0)
    stream = generator(seed, "weights in the scenario's order")
    falling = -np.sort(-stream.dirichlet(np.ones(len(counted)), size=draws), axis=1)
    lots = stream.random((draws, len(counted)))
    order = np.lexsort((lots, np.broadcast_to(-weights[counted], lots.shape)), axis=1)
    result = np.zeros((draws, weights.size))
    result[np.arange(draws)[:, None], counted[order]] = falling
    return result


def scenario_weights(config: RankingConfig) -> np.ndarray:
    """The headline's weight draws, shape (draws, criteria), by the scenario's way of drawing."""
    setting, weights = config.robustness, np.array(config.scaled_weights)
    if setting.sampling == "any":
        return uniform_weights(weights, setting.draws, setting.seed)
    if setting.sampling == "same_order":
        return ordinal_weights(weights, setting.draws, setting.seed)
    return dirichlet_weights(weights, setting.concentration, setting.draws, setting.seed)


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
