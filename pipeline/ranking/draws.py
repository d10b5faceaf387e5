"""Random weights and missing figures, seeded."""

from __future__ import annotations

import numpy as np


def dirichlet_weights(
    weights: np.ndarray, concentration: float, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Weights around the given ones, shape (draws, criteria); a weight of zero stays zero.

    Dirichlet(concentration x weights): the mean is ``weights``, the variance of weight w is
    ``w (1 - w) / (concentration + 1)``.
    """
    counted = weights > 0
    result = np.zeros((draws, weights.size))
    result[:, counted] = generator.dirichlet(concentration * weights[counted], size=draws)
    return result


def uniform_weights(weights: np.ndarray, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Weights uniform over the simplex of the criteria that count (weight above zero)."""
    counted = weights > 0
    result = np.zeros((draws, weights.size))
    result[:, counted] = generator.dirichlet(np.ones(int(counted.sum())), size=draws)
    return result
