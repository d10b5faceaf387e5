"""Other planners' weights: rank-order centroid, and swing weights from prices."""

from __future__ import annotations

import numpy as np

from pipeline.configs.presets import PresetConfig
from pipeline.configs.ranking import RankingConfig


def rank_order_centroid(count: int) -> np.ndarray:
    """Weights of ``count`` criteria by falling importance, sum 1: the centroid of all weights in that order.

    ``w_k = (1/k + 1/(k+1) + ... + 1/n) / n`` (Barron and Barrett 1996, doi:10.1287/mnsc.42.11.1515). Of the
    weights that can be had from an order alone they lose least when the true ones are unknown.
    """
    parts = 1.0 / np.arange(1, count + 1)
    centroid: np.ndarray = np.cumsum(parts[::-1])[::-1] / count
    return centroid


def preset_weights(preset: PresetConfig, config: RankingConfig) -> np.ndarray:
    """The preset's weights in the order of the criteria, sum 1.

    By prices: ``w_k`` goes with ``usd_per_unit_k x (last - first reference point)_k``, the money between
    worst and best. That is exact for a straight value function and right for the whole swing of any other.
    """
    names = [criterion.name for criterion in config.criteria]
    found = np.zeros(len(names))
    if preset.order is not None:
        for name, weight in zip(preset.order, rank_order_centroid(len(preset.order)), strict=True):
            found[names.index(name)] = weight
    elif preset.usd_per_unit is not None:
        for name, usd in preset.usd_per_unit.items():
            points = config.criteria[names.index(name)].points
            found[names.index(name)] = usd * (points[-1][0] - points[0][0])
    else:
        for name, weight in (preset.weights or {}).items():
            found[names.index(name)] = weight
    scaled: np.ndarray = found / found.sum()
    return scaled


def with_weights(config: RankingConfig, weights: np.ndarray) -> RankingConfig:
    """The same preference with other weights."""
    names = [criterion.name for criterion in config.criteria]
    return config.model_copy(update={"weights": dict(zip(names, weights.tolist(), strict=True))})
