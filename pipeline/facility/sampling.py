"""Draws of facility parameters: a seeded Latin hypercube per design, the same quantiles for all designs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.facility.designs import Design, Parameter


def central_values(design: Design) -> dict[str, npt.NDArray[np.float64]]:
    """Central value of every parameter, as arrays of length one."""
    return {name: np.array([entry.central]) for name, entry in design.parameters.items()}


def draw_values(design: Design, draws: int, seed: int) -> dict[str, npt.NDArray[np.float64]]:
    """Latin-hypercube draws (scipy.stats.qmc.LatinHypercube) of every parameter.

    A parameter keeps its column of the hypercube in all designs, so that two designs are compared under the
    same luck.
    """
    from scipy.stats import qmc

    names = sorted(design.parameters)
    unit = qmc.LatinHypercube(d=len(names), rng=np.random.default_rng(seed)).random(draws)
    return {name: quantile_of(design.parameters[name], unit[:, column]) for column, name in enumerate(names)}


def quantile_of(entry: Parameter, share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Inverse distribution function of a parameter at shares in 0..1."""
    if entry.distribution == "fixed" or entry.low == entry.high:
        return np.full(len(share), entry.central)
    if entry.distribution == "uniform":
        return entry.low + share * (entry.high - entry.low)
    width = entry.high - entry.low
    peak = (entry.central - entry.low) / width
    rising = entry.low + np.sqrt(share * width * (entry.central - entry.low))
    falling = entry.high - np.sqrt((1.0 - share) * width * (entry.high - entry.central))
    return np.where(share < peak, rising, falling)
