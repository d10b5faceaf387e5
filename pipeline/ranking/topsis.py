"""TOPSIS against fixed ideal points (Hwang and Yoon 1981, doi:10.1007/978-3-642-48318-9)."""

from __future__ import annotations

import numpy as np


def closeness(worths: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Relative closeness to the ideal: 1 at worth 1 in every criterion, 0 at worth 0 in every criterion.

    The ideal and the anti-ideal are the ends of the value functions, not the best and worst candidates, so no
    site's closeness depends on another (no rank reversal). With ``w`` scaled by itself, the distances are
    ``d+ = sqrt(sum (w (1 - v))²)`` and ``d- = sqrt(sum (w v)²)``, the closeness ``d- / (d+ + d-)``.

    Parameters
    ----------
    worths
        Shape (..., criteria), 0 … 1 without gaps.
    weights
        Shape (criteria,), at least one above zero.
    """
    to_ideal = np.sqrt((((1.0 - worths) * weights) ** 2).sum(axis=-1))
    to_worst = np.sqrt(((worths * weights) ** 2).sum(axis=-1))
    result: np.ndarray = to_worst / (to_ideal + to_worst)
    return result
