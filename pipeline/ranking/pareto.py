"""The Pareto front: sites that no other beats in everything, whatever the weights."""

from __future__ import annotations

import numpy as np

#: Rows compared at a time; bounds the memory at this many x sites x criteria numbers.
CHUNK = 64


def dominated(worth_of: np.ndarray) -> np.ndarray:
    """Whether another site is at least as good in every criterion and better in one; shape (sites,).

    A missing worth (NaN) is taken as best for the site itself and as worst for the one that would dominate
    it: a gap neither throws a site off the front nor lets it throw another off.
    """
    return _compare(worth_of)[0]


def gap(worth_of: np.ndarray) -> np.ndarray:
    """Worth that a site lacks in every criterion at once to leave its rivals' shadow; 0 on the front.

    A site belongs to the ε-Pareto front (additive ε-dominance: Laumanns et al. 2002,
    doi:10.1162/106365602760234108) where its gap is at most ε.
    """
    return _compare(worth_of)[1]


def _compare(worth_of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    hopeful = np.where(np.isnan(worth_of), 1.0, worth_of)
    rivals = _front(np.where(np.isnan(worth_of), 0.0, worth_of))
    below, gaps = np.zeros(len(worth_of), dtype=bool), np.zeros(len(worth_of))
    for start in range(0, len(worth_of), CHUNK):
        lead = rivals[None, :, :] - hopeful[start : start + CHUNK, None, :]
        smallest = lead.min(axis=-1, initial=np.inf)
        below[start : start + CHUNK] = ((smallest >= 0) & (lead.max(axis=-1, initial=-np.inf) > 0)).any(
            axis=1
        )
        gaps[start : start + CHUNK] = np.maximum(smallest.max(axis=1), 0.0)
    return below, gaps


def _front(worths: np.ndarray) -> np.ndarray:
    """The different rows that no other row dominates: what is beaten by any row is beaten by one of these.

    Rows come by falling sum, so that none can be dominated by a later one.
    """
    rows = np.unique(worths, axis=0)
    rows = rows[np.argsort(-rows.sum(axis=1), kind="stable")]
    front = np.empty_like(rows)
    size = 0
    for row in rows:
        if not (front[:size] >= row).all(axis=1).any():
            front[size] = row
            size += 1
    return front[:size]
