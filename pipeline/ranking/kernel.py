"""Compiled loops for many thousands of sites: scores, ranks and their counts, a block of draws at a time.

Nothing of size sites x draws is kept. Scores are float32, and sites closer than about 1e-7 share a rank.
Ranks are counted in bins that are exact for the first hundred.
"""

from __future__ import annotations

import numba
import numpy as np

#: Sites whose worths stay in the nearest cache while the draws of a block pass over them.
TILE = 1024
#: The scores of a draw are told apart in DIGITS ** PASSES steps.
DIGIT_BITS = 8
DIGITS = 1 << DIGIT_BITS
PASSES = 3


@numba.njit(parallel=True, cache=True, fastmath={"contract"})
def weighted_sums(worths: np.ndarray, weights: np.ndarray, scores: np.ndarray) -> None:
    """``scores[d, s] = sum_k weights[d, k] worths[k, s]``; all float32, criteria in their order."""
    criteria, sites = worths.shape
    draws = weights.shape[0]
    for tile in numba.prange((sites + TILE - 1) // TILE):
        start = tile * TILE
        end = min(start + TILE, sites)
        for draw in range(draws):
            row = scores[draw, start:end]
            row[:] = np.float32(0.0)
            for criterion in range(criteria):
                weight = weights[draw, criterion]
                column = worths[criterion, start:end]
                for site in range(row.size):
                    row[site] += weight * column[site]


@numba.njit(parallel=True, cache=True, fastmath={"contract"})
def closeness_to_ideal(worths: np.ndarray, weights: np.ndarray, scores: np.ndarray) -> None:
    """TOPSIS against worth 1 and 0, as in :mod:`pipeline.ranking.topsis`; all float32."""
    criteria, sites = worths.shape
    draws = weights.shape[0]
    one = np.float32(1.0)
    for tile in numba.prange((sites + TILE - 1) // TILE):
        start = tile * TILE
        end = min(start + TILE, sites)
        ideal = np.empty(TILE, dtype=np.float32)
        worst = np.empty(TILE, dtype=np.float32)
        for draw in range(draws):
            ideal[:] = np.float32(0.0)
            worst[:] = np.float32(0.0)
            for criterion in range(criteria):
                square = weights[draw, criterion] * weights[draw, criterion]
                column = worths[criterion, start:end]
                for site in range(column.size):
                    value = column[site]
                    rest = one - value
                    ideal[site] += square * rest * rest
                    worst[site] += square * value * value
            row = scores[draw, start:end]
            for site in range(row.size):
                away = np.sqrt(worst[site])
                row[site] = away / (away + np.sqrt(ideal[site]))


@numba.njit(parallel=True, cache=True)
def rank_bins(scores: np.ndarray, bin_of_rank: np.ndarray, bins: np.ndarray) -> None:
    """Bin of every site's competition rank in every draw.

    The distance from the draw's highest score, in 2**24 steps down to its lowest, is sorted by its digits;
    the site's number travels in the lower half of the same word.

    ``scores`` (draws, sites) float32; ``bin_of_rank`` (sites,) by rank less one; ``bins`` (draws, sites) is
    written.
    """
    draws, sites = scores.shape
    mask = np.uint64(DIGITS - 1)
    half = np.uint64(32)
    for draw in numba.prange(draws):
        row = scores[draw]
        highest, lowest = row[0], row[0]
        for site in range(sites):
            highest = max(highest, row[site])
            lowest = min(lowest, row[site])
        steps = np.float64(DIGITS**PASSES - 1)
        scale = 0.0 if highest == lowest else steps / (np.float64(highest) - np.float64(lowest))
        words, other = np.empty(sites, dtype=np.uint64), np.empty(sites, dtype=np.uint64)
        starts = np.zeros((PASSES, DIGITS + 1), dtype=np.int64)
        for site in range(sites):
            key = np.uint64(np.int64((np.float64(highest) - np.float64(row[site])) * scale))
            words[site] = (key << half) | np.uint64(site)
            for step in range(PASSES):
                starts[step, np.int64((key >> np.uint64(step * DIGIT_BITS)) & mask) + 1] += 1
        for step in range(PASSES):
            place_of = starts[step]
            for digit in range(DIGITS):
                place_of[digit + 1] += place_of[digit]
            shift = half + np.uint64(step * DIGIT_BITS)
            for site in range(sites):
                here = np.int64((words[site] >> shift) & mask)
                other[place_of[here]] = words[site]
                place_of[here] += 1
            words, other = other, words
        rank = 0
        for place in range(sites):
            if place > 0 and words[place] >> half != words[place - 1] >> half:
                rank = place
            bins[draw, np.int64(words[place] & np.uint64(0xFFFFFFFF))] = bin_of_rank[rank]


@numba.njit(parallel=True, cache=True)
def add_counts(bins: np.ndarray, counts: np.ndarray) -> None:
    """Count the bins (draws, sites) of every site into ``counts`` (sites, number of bins)."""
    draws, sites = bins.shape
    for tile in numba.prange((sites + TILE - 1) // TILE):
        for site in range(tile * TILE, min((tile + 1) * TILE, sites)):
            for draw in range(draws):
                counts[site, bins[draw, site]] += 1
