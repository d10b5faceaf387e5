"""How sure the order is: ranks of every site over random draws."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Draws handled at a time; bounds the memory at 3 x sites x this many numbers.
CHUNK = 500


@dataclass(frozen=True)
class Acceptability:
    """How often each site takes each rank; ``counts`` has shape (sites, sites), column r - 1 is rank r.

    Ranks are competition ranks: one more than the number of sites with a higher score, so that identical
    sites share a rank.
    """

    counts: np.ndarray
    draws: int

    def p_top(self, places: int) -> np.ndarray:
        """Share of the draws in which a site's rank is at most ``places``."""
        result: np.ndarray = self.counts[:, :places].sum(axis=1) / self.draws
        return result

    def quantile(self, share: float) -> np.ndarray:
        """Smallest rank that a site reaches or betters in at least ``share`` of the draws."""
        reached = np.cumsum(self.counts, axis=1) >= share * self.draws
        result: np.ndarray = reached.argmax(axis=1) + 1.0
        return result


def rank_acceptability(
    worth_of: np.ndarray, weight_draws: np.ndarray, generator: np.random.Generator
) -> Acceptability:
    """Rank all sites once per draw of the weights.

    Parameters
    ----------
    worth_of
        Shape (sites, criteria), 0 … 1; a missing worth (NaN) is drawn anew in every draw, uniformly from
        worst to best.
    weight_draws
        Shape (draws, criteria).
    generator
        Source of the draws for missing figures.
    """
    sites, draws = len(worth_of), len(weight_draws)
    counts = np.zeros(sites * sites, dtype=np.int64)
    for start in range(0, draws, CHUNK):
        weights = weight_draws[start : start + CHUNK]
        ranks = competition_ranks(_scores(worth_of, weights, generator))
        cells = np.arange(sites)[:, None] * sites + (ranks - 1)
        counts += np.bincount(cells.ravel(), minlength=sites * sites)
    return Acceptability(counts.reshape(sites, sites), draws)


def _scores(worth_of: np.ndarray, weights: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Scores of shape (sites, draws); criteria are added one by one, so that equal sites stay equal."""
    scores = np.zeros((len(worth_of), len(weights)))
    for index in range(worth_of.shape[1]):
        column = np.repeat(worth_of[:, index, None], len(weights), axis=1)
        gaps = np.isnan(worth_of[:, index])
        column[gaps] = generator.random((int(gaps.sum()), len(weights)))
        scores += column * weights[:, index]
    return scores


def competition_ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks down the first axis, 1 is the highest score; equal scores share the best rank they reach."""
    order = np.argsort(-scores, axis=0, kind="stable")
    falling = np.take_along_axis(scores, order, axis=0)
    place = np.arange(len(scores))[:, None] + np.zeros((1, scores.shape[1]), dtype=np.int64)
    place[1:][falling[1:] == falling[:-1]] = 0
    place = np.maximum.accumulate(place, axis=0)
    ranks = np.empty_like(place)
    np.put_along_axis(ranks, order, place + 1, axis=0)
    return ranks
