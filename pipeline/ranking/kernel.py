"""Compiled loops for many thousands of sites: scores, ranks and their counts, a block of draws at a time.

Nothing of size sites x draws is kept. Scores are float32 (sites closer than about 1e-7 share a rank), sorted
by a radix sort on their bits; ranks are counted in bins that are exact for the first hundred.
"""

from __future__ import annotations

import numba
import numpy as np

#: Sites whose worths stay in the nearest cache while the draws of a block pass over them.
TILE = 1024
_RADIX_BITS = 11
_RADIX = 1 << _RADIX_BITS
_PASSES = 3


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

    ``scores`` (draws, sites) float32, at least 0, whose bits then sort as whole numbers; ``bin_of_rank``
    (sites,) by rank less one; ``bins`` (draws, sites) is written.
    """
    draws, sites = scores.shape
    for draw in numba.prange(draws):
        # the complement sorts the highest score first
        keys = ~scores[draw].view(np.uint32)
        order = np.arange(sites).astype(np.uint32)
        other_keys, other_order = np.empty_like(keys), np.empty_like(order)
        for step in range(_PASSES):
            shift = np.uint32(step * _RADIX_BITS)
            mask = np.uint32(_RADIX - 1)
            starts = np.zeros(_RADIX + 1, dtype=np.int64)
            for site in range(sites):
                starts[((keys[site] >> shift) & mask) + 1] += 1
            for digit in range(_RADIX):
                starts[digit + 1] += starts[digit]
            for site in range(sites):
                digit = (keys[site] >> shift) & mask
                place = starts[digit]
                starts[digit] = place + 1
                other_keys[place] = keys[site]
                other_order[place] = order[site]
            keys, other_keys = other_keys, keys
            order, other_order = other_order, order
        rank = 0
        for place in range(sites):
            if place == 0 or keys[place] != keys[place - 1]:
                rank = place
            bins[draw, order[place]] = bin_of_rank[rank]


@numba.njit(parallel=True, cache=True)
def add_counts(bins: np.ndarray, counts: np.ndarray) -> None:
    """Count the bins (draws, sites) of every site into ``counts`` (sites, number of bins)."""
    draws, sites = bins.shape
    for tile in numba.prange((sites + TILE - 1) // TILE):
        for site in range(tile * TILE, min((tile + 1) * TILE, sites)):
            for draw in range(draws):
                counts[site, bins[draw, site]] += 1
