"""What it takes to turn the order of two sites: weights, and figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.ranking.scores import worth


def smallest_weight_move(weights: np.ndarray, difference: np.ndarray) -> tuple[float, np.ndarray] | None:
    """Least weight that must move from some criteria to others to make two sites equal.

    Of all weights (each at least 0, sum 1) with ``w · difference = 0`` those with the smallest
    ``sum |w - weights| / 2``. All that moves goes to the criterion where the second site gains most; it is
    taken first from where the first site gains most: each unit moved there lowers the lead most, so no other
    move is smaller.

    Parameters
    ----------
    weights
        Shape (criteria,), sum 1. Only criteria with a weight above zero are moved.
    difference
        Worth of the first site less that of the second, shape (criteria,); the first leads.

    Returns
    -------
    tuple or None
        How much weight moves (0 … 1) and the weights after it; ``None`` if no weights turn the order: the
        first site is better in every criterion that counts.
    """
    lead = float(weights @ difference)
    counted = np.flatnonzero(weights > 0)
    target = counted[np.argmin(difference[counted])]
    if lead > 0 and difference[target] >= 0:
        # with no advantage anywhere, weights can at best end in a tie
        return None
    after, moved = weights.astype(float).copy(), 0.0
    for source in counted[np.argsort(-difference[counted], kind="stable")]:
        gain = float(difference[source] - difference[target])
        if lead <= 0.0 or gain <= 0.0:
            break
        step = min(float(after[source]), lead / gain)
        after[source] -= step
        after[target] += step
        moved += step
        lead -= step * gain
    return moved, after


def single_weight_flips(weights: np.ndarray, difference: np.ndarray) -> np.ndarray:
    """For each criterion, its weight at which two sites are equal, the others keeping their proportions.

    With ``w`` for the criterion and ``1 - w`` shared by the others as now, the lead is
    ``w d + (1 - w) r`` with ``r`` the others' mean difference; it is zero at ``w = r / (r - d)``. NaN where
    no weight from 0 to 1 does it.
    """
    result = np.full(len(weights), np.nan)
    for index, weight in enumerate(weights):
        if weight >= 1.0:
            continue
        rest = (weights @ difference - weight * difference[index]) / (1.0 - weight)
        if rest != difference[index]:
            turn = rest / (rest - difference[index])
            if 0.0 <= turn <= 1.0:
                result[index] = turn
    return result


def break_even(points: Sequence[tuple[float, float]], value: float, weight: float, lead: float) -> float:
    """Figure at which a site's part of the score changes by ``-lead``; NaN if no figure does it.

    Parameters
    ----------
    points
        Value function of the criterion.
    value
        The figure now; NaN gives NaN.
    weight
        Scaled weight of the criterion.
    lead
        Score to lose (positive) or to gain (negative).
    """
    if weight == 0.0 or np.isnan(value):
        return float("nan")
    target = float(worth(np.array([value]), points)[0]) - lead / weight
    if not 0.0 <= target <= 1.0:
        return float("nan")
    x, y = (np.array(column) for column in zip(*points, strict=True))
    if y[0] > y[-1]:
        x, y = x[::-1], y[::-1]
    # where the worth stays level the inverse is the end nearest to now, and any of them is a fair answer
    return float(np.interp(target, y, x))
