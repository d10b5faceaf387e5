"""Fitting the regressions of the typical year to measured years: pure functions, used by the tools that
judge it.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.weather.generator import MONTH_START
from pipeline.weather.grid import sample
from pipeline.weather.psychrometrics import vapour_pressure_pa
from pipeline.weather.record import WeatherYear
from pipeline.weather.site_climate import FEATURES, TARGETS, features, first_vapour, monthly_dry_bulb

_Floats = npt.NDArray[np.float64]

#: Ridge penalty per observation on standardised features; left-out errors are flat from 0.03 to 0.2.
RIDGE = 0.1


def _by_month(daily: _Floats, statistic: str = "mean") -> _Floats:
    parts = [daily[start:end] for start, end in itertools.pairwise(MONTH_START)]
    return np.array([getattr(part, statistic)() for part in parts])


def _anomaly(daily: _Floats) -> _Floats:
    """Departure from a seasonal cycle of three harmonics."""
    angle = 2.0 * np.pi * np.arange(daily.size) / daily.size
    basis = np.stack(
        [np.ones(daily.size)] + [f(n * angle) for n in (1, 2, 3) for f in (np.cos, np.sin)], axis=1
    )
    return np.asarray(daily - basis @ np.linalg.lstsq(basis, daily, rcond=None)[0])


def _within_month_sd(anomaly: _Floats) -> _Floats:
    return np.maximum(_by_month(anomaly, "std"), 0.1)


def observed(year: WeatherYear) -> dict[str, _Floats]:
    """Monthly statistics (12,) of a measured year: the quantities that ``TARGETS`` stand for."""
    common = year.without_leap_day()
    dry, dew = common.dry_bulb_c.reshape(365, 24), common.dew_point_c.reshape(365, 24)
    depression = (dry - dew).mean(1)
    daily_range = np.ptp(dry, axis=1)
    warm, dryness = _anomaly(dry.mean(1)), _anomaly(depression)
    correlation = [
        np.corrcoef(warm[start:end], dryness[start:end])[0, 1]
        for start, end in itertools.pairwise(MONTH_START)
    ]
    return {
        "daily_range": _by_month(daily_range),
        "dry_bulb_sd": _within_month_sd(warm),
        "depression_sd": _within_month_sd(dryness),
        "range_sd": _within_month_sd(_anomaly(daily_range)),
        "vapour": _by_month(vapour_pressure_pa(dew).mean(1)),
        "correlation": np.nan_to_num(np.array(correlation)),
    }


def design_and_targets(
    years: Sequence[WeatherYear], *, exclude_km: float = 0.0
) -> tuple[_Floats, dict[str, _Floats]]:
    """Features (n, 12, features) at the stations of ``years`` and what was seen there (n, 12) by target."""
    latitude = np.array([year.latitude_deg for year in years])
    longitude = np.array([year.longitude_deg for year in years])
    grid = sample(latitude, longitude, np.array([year.elevation_m for year in years]))
    dry_bulb, spread = monthly_dry_bulb(latitude, longitude, grid, exclude_km=exclude_km)
    vapour = first_vapour(grid, dry_bulb)
    seen = [observed(year) for year in years]
    targets = {
        name: np.log(np.stack([one[name] for one in seen])) for name in TARGETS if name != "correlation"
    }
    targets["vapour"] = targets["vapour"] - np.log(vapour)
    targets["correlation"] = np.arctanh(np.clip(np.stack([one["correlation"] for one in seen]), -0.95, 0.95))
    return features(latitude, grid, dry_bulb, vapour, spread), targets


def fit(design: _Floats, targets: Mapping[str, _Floats], ridge: float = RIDGE) -> dict[str, _Floats]:
    """Ridge regression of every target; gives coefficients of the plain features, in the order of
    ``FEATURES``.
    """
    flat = design.reshape(-1, len(FEATURES))
    mean, scale = flat[:, 1:].mean(0), flat[:, 1:].std(0)
    standard = (flat[:, 1:] - mean) / scale
    gram = standard.T @ standard + ridge * len(flat) * np.eye(standard.shape[1])
    fitted = {}
    for name, values in targets.items():
        wanted = values.reshape(-1)
        slope = np.linalg.solve(gram, standard.T @ (wanted - wanted.mean())) / scale
        fitted[name] = np.concatenate([[wanted.mean() - slope @ mean], slope])
    return fitted
