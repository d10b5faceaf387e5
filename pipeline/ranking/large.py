"""Rank acceptability of very many sites by weights alone, in a bounded amount of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

#: Ranks counted one by one; beyond, a bin spans this share of its first rank.
EXACT_RANKS = 100
BIN_GROWTH = 0.06

#: Scores held at a time (float32): 32 MiB.
BLOCK_SCORES = 8 * 2**20

Method = Literal["weighted_sum", "topsis"]


@dataclass(frozen=True)
class BinnedAcceptability:
    """How often each site's rank falls into each bin; ``last_rank`` is the last rank of each bin.

    ``counts`` has shape (sites, bins). Ranks are competition ranks.
    """

    counts: np.ndarray
    last_rank: np.ndarray
    draws: int

    def p_top(self, places: int) -> np.ndarray:
        """Share of the draws in which a site's rank is at most ``places``.

        Raises
        ------
        ValueError
            ``places`` is beyond the ranks that are counted one by one, and not the number of sites.
        """
        if places < self.last_rank[-1] and places not in self.last_rank:
            raise ValueError(f"P(top {places}) is not known: ranks beyond {EXACT_RANKS} are counted in bins")
        result: np.ndarray = self.counts[:, self.last_rank <= places].sum(axis=1) / self.draws
        return result

    def quantile(self, share: float) -> np.ndarray:
        """Rank that a site reaches or betters in ``share`` of the draws, rounded up to its bin's last."""
        short = np.cumsum(self.counts, axis=1, dtype=np.int64) < share * self.draws
        result: np.ndarray = self.last_rank[short.sum(axis=1)].astype(float)
        return result


def last_ranks(sites: int) -> np.ndarray:
    """Last rank of each bin: every rank up to :data:`EXACT_RANKS`, then growing bins up to ``sites``."""
    ends = list(range(1, min(sites, EXACT_RANKS) + 1))
    while ends and ends[-1] < sites:
        ends.append(min(sites, ends[-1] + max(1, int(BIN_GROWTH * ends[-1]))))
    return np.array(ends, dtype=np.int64)


def acceptability(
    worths: np.ndarray,
    weight_draws: np.ndarray,
    method: Method = "weighted_sum",
    see: Callable[[np.ndarray], None] | None = None,
) -> BinnedAcceptability:
    """Rank all sites once per draw of the weights, all worths being certain.

    Parameters
    ----------
    worths
        Shape (sites, criteria), 0 … 1 without gaps.
    weight_draws
        Shape (draws, criteria), at most 65 535 draws, each summing to 1.
    method
        ``weighted_sum``, or ``topsis`` against the fixed ideal.
    see
        Called with the scores of every block (draws, sites), to count something else on the way.

    Raises
    ------
    ValueError
        More draws than the counters hold.
    """
    from pipeline.ranking.kernel import add_counts, rank_bins

    sites, draws = len(worths), len(weight_draws)
    if draws > np.iinfo(np.uint16).max:
        raise ValueError(f"{draws} draws do not fit the counters; at most {np.iinfo(np.uint16).max}")
    last = last_ranks(sites)
    bin_of_rank = np.searchsorted(last, np.arange(1, sites + 1)).astype(np.uint16)
    counts = np.zeros((sites, len(last)), dtype=np.uint16)
    bins: np.ndarray | None = None
    for scores in score_blocks(worths, weight_draws, method):
        if bins is None or len(bins) != len(scores):
            bins = np.empty(scores.shape, dtype=np.uint16)
        rank_bins(scores, bin_of_rank, bins)
        add_counts(bins, counts)
        if see is not None:
            see(scores)
    return BinnedAcceptability(counts, last, draws)


def score_blocks(
    worths: np.ndarray, weight_draws: np.ndarray, method: Method = "weighted_sum"
) -> Iterator[np.ndarray]:
    """Scores of blocks of draws, shape (draws, sites), float32; the next block overwrites the one before."""
    from pipeline.ranking.kernel import closeness_to_ideal, weighted_sums

    fill = {"weighted_sum": weighted_sums, "topsis": closeness_to_ideal}[method]
    columns = np.ascontiguousarray(worths.T, dtype=np.float32)
    weights = np.ascontiguousarray(weight_draws, dtype=np.float32)
    step = max(2, BLOCK_SCORES // max(1, len(worths)))
    buffer = np.empty((min(step, len(weights)), len(worths)), dtype=np.float32)
    for start in range(0, len(weights), step):
        block = weights[start : start + step]
        fill(columns, block, buffer[: len(block)])
        yield buffer[: len(block)]
