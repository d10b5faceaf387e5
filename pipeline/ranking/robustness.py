"""How sure the order is: stochastic multicriteria acceptability analysis over weights and inputs together.

SMAA-2 (Lahdelma and Salminen 2001, doi:10.1287/opre.49.3.444.11220): weights and judged figures are drawn
jointly, the sites are ranked in every draw, and shares of the draws are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Acceptability:
    """How often each site takes each rank; ``counts`` has shape (sites, sites), column r - 1 is rank r.

    Ranks are competition ranks: one more than the number of sites with a higher score, so that identical
    sites share a rank.
    """

    counts: np.ndarray
    draws: int

    @property
    def last_rank(self) -> np.ndarray:
        """The rank that each column counts."""
        return np.arange(1, self.counts.shape[1] + 1)

    def p_top(self, places: int) -> np.ndarray:
        """Share of the draws in which a site's rank is at most ``places``."""
        result: np.ndarray = self.counts[:, :places].sum(axis=1) / self.draws
        return result

    def quantile(self, share: float) -> np.ndarray:
        """Smallest rank that a site reaches or betters in at least ``share`` of the draws."""
        short = np.cumsum(self.counts, axis=1) < share * self.draws
        result: np.ndarray = short.sum(axis=1) + 1.0
        return result


def draw_scores(
    worth_draws: Sequence[Callable[[], np.ndarray]], weight_sets: Sequence[np.ndarray], sites: int
) -> list[np.ndarray]:
    """Scores of every draw, shape (draws, sites), for each set of weights with the same worths.

    Criteria are added one by one and never by a matrix product, whose order of summation may differ from
    column to column: equal sites have equal scores to the last bit.

    Parameters
    ----------
    worth_draws
        For each criterion, a function that gives worths of shape (sites, draws) or (sites, 1).
    weight_sets
        Each of shape (draws, criteria).
    sites
        Number of sites.
    """
    scores = [np.zeros((len(weights), sites)) for weights in weight_sets]
    for index, draws_of in enumerate(worth_draws):
        worths = np.ascontiguousarray(draws_of().T)
        for total, weights in zip(scores, weight_sets, strict=True):
            total += weights[:, index, None] * worths
    return scores


def rank_counts(scores: np.ndarray) -> np.ndarray:
    """How often each site takes each rank, shape (sites, sites); ``scores`` has shape (draws, sites)."""
    sites = scores.shape[1]
    cells = np.arange(sites) * sites + (competition_ranks(scores) - 1)
    return np.bincount(cells.ravel(), minlength=sites * sites).reshape(sites, sites)


def competition_ranks(scores: np.ndarray) -> np.ndarray:
    """Ranks along the last axis, 1 is the highest score; equal scores share the best rank they reach."""
    order = np.argsort(-scores, axis=-1)
    falling = np.take_along_axis(scores, order, axis=-1)
    place = np.broadcast_to(np.arange(scores.shape[-1]), scores.shape)
    tied = falling[..., 1:] == falling[..., :-1]
    if tied.any():
        place = place.copy()
        place[..., 1:][tied] = 0
        place = np.maximum.accumulate(place, axis=-1)
    ranks = np.empty(scores.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, place + 1, axis=-1)
    return ranks


def wins_of(scores: np.ndarray) -> np.ndarray:
    """How often each site's score is at least another's: wins plus half the ties, shape (sites, sites)."""
    sites = scores.shape[1]
    result = np.empty((sites, sites))
    for index in range(sites):
        own = scores[:, index, None]
        result[index] = (own > scores).sum(axis=0) + 0.5 * (own == scores).sum(axis=0)
    return result


def first_place_weights(scores: np.ndarray, weight_draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sum of the weights of the draws that each site wins (sites, criteria), and their number (sites,).

    Their quotient is SMAA's central weight vector: what one has to care about for the site to come first.
    """
    first = scores == scores.max(axis=1, keepdims=True, initial=-np.inf)
    return first.T.astype(float) @ weight_draws, first.sum(axis=0)


def tie_groups(beats: np.ndarray, certainty: float) -> np.ndarray:
    """Groups of sites whose order is not established, numbered from the best.

    The best site not yet in a group leads the next one; the sites after it belong to it up to the first
    that the leader beats with at least ``certainty``. So every leader is established against the next
    group's leader, and not against its own members.

    Parameters
    ----------
    beats
        P(row beats column), shape (sites, sites), sites in the order of the ranking.
    certainty
        Share of draws from which on an order counts as established, e.g. 0.95.
    """
    groups = np.zeros(len(beats), dtype=np.int64)
    start, number = 0, 0
    while start < len(groups):
        number += 1
        beaten = np.flatnonzero(beats[start, start + 1 :] >= certainty)
        end = start + 1 + int(beaten[0]) if len(beaten) else len(groups)
        groups[start:end] = number
        start = end
    return groups
