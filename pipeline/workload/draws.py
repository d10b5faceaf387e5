"""A result as a distribution: a central value, the factors that it was multiplied by, and which matters."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Estimate:
    """A central value times independent factors, each an array of draws, shape (draws,)."""

    central: float
    factors: Mapping[str, np.ndarray]

    @property
    def draws(self) -> np.ndarray:
        """The value in each draw; the central one alone where nothing varies."""
        return reduce(np.multiply, self.factors.values(), np.array([self.central]))

    def quantiles(self) -> tuple[float, float, float]:
        """P5, P50 and P95 of the draws."""
        low, middle, high = np.quantile(self.draws, [0.05, 0.5, 0.95])
        return float(low), float(middle), float(high)

    def driver(self) -> str:
        """The factor whose rank agrees most with the value's (Spearman); ``none`` where nothing varies."""
        varying = {name: one for name, one in self.factors.items() if np.ptp(one) > 0.0}
        if not varying:
            return "none"
        ranks = _ranks(self.draws)
        agreement = {name: abs(np.corrcoef(_ranks(one), ranks)[0, 1]) for name, one in varying.items()}
        return max(agreement, key=lambda name: (agreement[name], name))

    def times(self, central: float, **factors: np.ndarray) -> Estimate:
        """This value times another with factors of its own; a factor of the same name is the same draw."""
        return Estimate(self.central * central, {**self.factors, **factors})

    def record(self, name: str) -> dict[str, float]:
        """``name`` and its quantiles under ``name_p05`` …, for JSON and tables."""
        low, middle, high = self.quantiles()
        return {name: self.central, f"{name}_p05": low, f"{name}_p50": middle, f"{name}_p95": high}


def _ranks(values: np.ndarray) -> np.ndarray:
    """Place of each draw in the order; draws are continuous, so there are no ties."""
    return np.argsort(np.argsort(values, kind="stable"), kind="stable")


def generator(seed: int, name: str) -> np.random.Generator:
    """A stream of its own for ``name``: a new job or figure changes no other's draws."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def triangular(rng: np.random.Generator, low: float, mode: float, high: float, draws: int) -> np.ndarray:
    """Draws between the ends found, likeliest at the centre; a point where the ends meet."""
    return np.full(draws, mode) if low == high else rng.triangular(low, mode, high, draws)


def overhead_factor(overheads: pd.DataFrame, name: str, seed: int, draws: int) -> tuple[float, np.ndarray]:
    """Central value of a row of ``workload_overheads`` and its draws over that value.

    The stream is the row's own, so that one quantity is one draw wherever it enters.
    """
    row = overheads.loc[name]
    low, central, high = (float(row[f"overhead_{part}"]) for part in ("low", "central", "high"))
    return central, triangular(generator(seed, name), low, central, high, draws) / central
