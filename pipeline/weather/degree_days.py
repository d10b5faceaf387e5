"""What degree-days of a station say about the monthly means of a grid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from pipeline.weather.generator import KEEPING_MEANS, LINEAR

_Floats = npt.NDArray[np.float64]

#: Bases of the TMYx index: heating degree-days below 65 °F, cooling degree-days above 10 °C. An EPW file made
#: from the same typical year as an entry of the index (Sydney, RMY) gives its 599 heating degree-days with
#: this base and 560 with 18.0 °C.
HEATING_BASE_C, COOLING_BASE_C = 18.3, 10.0
#: Scatter of a typical year's degree-days about the climate's [K d].
SCATTER_K_D = 60.0
#: How far a grid's monthly means and its seasonal cycle may be off [K], the prior of the solution.
SHIFT_SD_K, SEASON_SD_K = 1.5, 1.0


def season_of(dry_bulb_c: _Floats) -> _Floats:
    """The seasonal cycle (n, 12) of monthly means (n, 12), its half amplitude (at least 1 K) as unit."""
    half = np.maximum(np.ptp(dry_bulb_c, axis=1) / 2.0, 1.0)
    return np.asarray((dry_bulb_c - dry_bulb_c.mean(1, keepdims=True)) / half[:, None])


def degree_days(daily_c: _Floats, spread_k: _Floats) -> tuple[_Floats, _Floats]:
    """Heating and cooling degree-days [K d] (n,) of normal days of means and spreads (n, 365)."""

    def above(excess: _Floats) -> _Floats:
        z = excess / spread_k
        density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
        return np.asarray((excess * ndtr(z) + spread_k * density).sum(1))

    return above(HEATING_BASE_C - daily_c), above(daily_c - COOLING_BASE_C)


def shifts(
    dry_bulb_c: _Floats, spread_k: _Floats, heating_k_d: _Floats, cooling_k_d: _Floats
) -> tuple[_Floats, _Floats]:
    """Shift of the mean and stretch of the season [K] (n,) with which a grid meets degree-days.

    Monthly means become ``dry_bulb_c + shift + stretch · season_of(dry_bulb_c)``. Where it is always warm or
    always cold the degree-days fix the mean only; the prior keeps the season then. Gauss-Newton steps of
    the maximum a posteriori.

    Parameters
    ----------
    dry_bulb_c, spread_k
        Monthly means of the grid [°C] and standard deviation of daily means about them [K], (n, 12).
    heating_k_d, cooling_k_d
        Degree-days of the station below 18.3 °C and above 10 °C [K d] (n,).
    """
    base, season = dry_bulb_c @ KEEPING_MEANS.T, season_of(dry_bulb_c) @ KEEPING_MEANS.T
    spread = spread_k @ LINEAR.T
    found = np.zeros((len(base), 2))
    prior = np.array([SHIFT_SD_K, SEASON_SD_K]) ** -2.0
    for _ in range(8):
        daily = base + found[:, :1] + found[:, 1:] * season
        heating, cooling = degree_days(daily, spread)
        cold = ndtr((HEATING_BASE_C - daily) / spread)
        warm = ndtr((daily - COOLING_BASE_C) / spread)
        slope = np.stack(
            [
                np.stack([-cold.sum(1), -(cold * season).sum(1)], axis=-1),
                np.stack([warm.sum(1), (warm * season).sum(1)], axis=-1),
            ],
            axis=1,
        )
        missing = np.stack([heating_k_d - heating, cooling_k_d - cooling], axis=1)
        normal = np.einsum("nij,nik->njk", slope, slope) / SCATTER_K_D**2 + np.diag(prior)
        right = np.einsum("nij,ni->nj", slope, missing) / SCATTER_K_D**2 - found * prior
        found = found + np.linalg.solve(normal, right[..., None])[..., 0]
    return found[:, 0], found[:, 1]
