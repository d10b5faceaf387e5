"""From the grid to the climate of a site: monthly means, daily range, day-to-day spread, humidity.

Means come from the grid, corrected to the site's elevation. What no grid in a registry holds (daily range,
spread of daily means, depression and range) follows from ridge regressions on properties of the site; the
coefficients are ``datasets/climate/coefficients.csv``, fitted by ``tools/calibrate_weather.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pipeline.datasets import load
from pipeline.weather.degree_days import season_of
from pipeline.weather.grid import EXCEEDED_PERCENT, MID_MONTH_DAY, Sample, sample
from pipeline.weather.psychrometrics import dew_point_c, vapour_pressure_pa
from pipeline.weather.stations import Spread, spreads

_Floats = npt.NDArray[np.float64]

#: Fall of monthly means with height above the grid's ground, and rise below it [K/m]: small for a few
#: hundred metres, which lie within what ERA5's own smooth ground leaves open (slope and valley stations of
#: 44 EPW files give 2 to 3 K/km), and near the free atmosphere's for alpine valleys and summits (Sion and
#: Innsbruck 6, Säntis 5.4 K/km).
LAPSE_NEAR, LAPSE_GROWTH, LAPSE_FAR = 2.5e-3, 2.5e-6, 6.0e-3
#: A typical year lacks the extreme years that long-term quantiles include: share of the stations' spreads
#: it keeps.
TYPICAL_HOT, TYPICAL_COLD = 0.95, 0.90
#: The warmest hour of a mean day of the hottest month lies about half the daily range above that month's
#: mean, and the 1 % hottest hours lie above it: the range is at most this many hot spreads (stations of
#: hot deserts fix it).
RANGE_PER_HOT_SPREAD = 1.9
#: Gas constant of water vapour [J/(g K)]: density from vapour pressure.
VAPOUR_GAS_CONSTANT = 0.4615
#: The features of the regressions, in their order.
FEATURES = (
    "one",
    "log_depression",
    "sun",
    "land_near",
    "elevation_km",
    "root_relief",
    "log_rain",
    "annual_range",
    "season",
    "abs_latitude",
    "off_subtropics",
    "log_hot_spread",
    "log_cold_spread",
)
#: What they are fitted to: logarithms of daily range, day-to-day spreads [K] and of the correction of
#: vapour pressure; the correlation of depression with temperature as its inverse hyperbolic tangent.
TARGETS = ("daily_range", "dry_bulb_sd", "depression_sd", "range_sd", "vapour", "correlation")


@dataclass(frozen=True, slots=True)
class SiteClimate:
    """The climate of ``n`` sites; two-dimensional fields are (n, 12) by month."""

    latitude_deg: _Floats
    longitude_deg: _Floats
    elevation_m: _Floats
    utc_offset_h: _Floats
    dry_bulb_c: _Floats
    vapour_pa: _Floats
    pressure_pa: _Floats
    daily_range_k: _Floats
    dry_bulb_sd_k: _Floats
    depression_sd_k: _Floats
    range_sd_k: _Floats
    correlation: _Floats
    dry_bulb_p01_c: _Floats
    dry_bulb_p99_c: _Floats
    vapour_quantiles_pa: _Floats
    land_near_share: _Floats
    station_km: _Floats
    relief_m: _Floats
    mean_shift_sd_k: _Floats
    hot_sd_k: _Floats


def sun_factor(latitude_deg: _Floats) -> _Floats:
    """Daily mean of the sine of the sun's elevation (n, 12): extraterrestrial radiation over the solar
    constant.
    """
    north = np.radians(latitude_deg)[:, None]
    declination = np.radians(23.45) * np.sin(2.0 * np.pi * (283.0 + MID_MONTH_DAY) / 365.0)[None, :]
    hour_angle = np.arccos(np.clip(-np.tan(np.clip(north, -1.55, 1.55)) * np.tan(declination), -1.0, 1.0))
    return np.asarray(
        (
            hour_angle * np.sin(north) * np.sin(declination)
            + np.cos(north) * np.cos(declination) * np.sin(hour_angle)
        )
        / np.pi
    )


def elevation_correction_k(rise_m: _Floats) -> _Floats:
    """Correction of monthly means [K] for a site ``rise_m`` above its grid's ground."""
    lapse = np.minimum(LAPSE_NEAR + LAPSE_GROWTH * np.abs(rise_m), LAPSE_FAR)
    return np.asarray(-lapse * rise_m)


def grid_dry_bulb(grid: Sample) -> _Floats:
    """Monthly mean dry bulb [°C] (n, 12) of the grid, moved to the sites' elevation."""
    correction = elevation_correction_k(grid.elevation_m - grid.grid_height_m)
    return np.asarray(grid.dry_bulb_c + correction[:, None])


def monthly_dry_bulb(
    latitude_deg: _Floats, longitude_deg: _Floats, grid: Sample, *, exclude_km: float = 0.0
) -> tuple[_Floats, Spread]:
    """Monthly mean dry bulb [°C] (n, 12) as the stations around have it, and what they say of extremes."""
    plain = grid_dry_bulb(grid)
    spread = spreads(latitude_deg, longitude_deg, grid, plain, exclude_km=exclude_km)
    correction = spread.mean_shift_k[:, None] + spread.season_shift_k[:, None] * season_of(plain)
    return np.asarray(plain + correction), spread


def first_vapour(grid: Sample, dry_bulb_c: _Floats) -> _Floats:
    """Monthly vapour pressure [Pa] (n, 12) before correction: the season of GPT2w at the level of ITU-R
    P.836.

    Both are means of reanalyses; P.836 resolves height better, GPT2w has the months. Their geometric mean
    is used.
    """
    density = grid.vapour_pa / (VAPOUR_GAS_CONSTANT * (dry_bulb_c + 273.15))
    edges = np.concatenate([[0.0], EXCEEDED_PERCENT, [100.0]]) / 100.0
    ends = np.concatenate(
        [grid.density_g_per_m3[:, :1], grid.density_g_per_m3, grid.density_g_per_m3[:, -1:]], axis=1
    )
    level = np.trapezoid(ends, edges, axis=1)
    factor = level / density.mean(1)
    return np.asarray(np.minimum(grid.vapour_pa * factor[:, None], vapour_pressure_pa(dry_bulb_c)))


def features(
    latitude_deg: _Floats, grid: Sample, dry_bulb_c: _Floats, vapour_pa: _Floats, spread: Spread
) -> _Floats:
    """The design matrix (n, 12, features) in the order of ``FEATURES``."""
    annual = dry_bulb_c.mean(1, keepdims=True)
    month = np.ones((1, 12))
    columns = (
        np.ones_like(dry_bulb_c),
        np.log(np.maximum(dry_bulb_c - dew_point_c(vapour_pa), 1.0)),
        sun_factor(latitude_deg),
        grid.land_near_share[:, None] * month,
        grid.elevation_m[:, None] / 1000.0 * month,
        np.sqrt(grid.relief_m)[:, None] * month,
        grid.rain_log,
        (dry_bulb_c.max(1) - dry_bulb_c.min(1))[:, None] * month,
        dry_bulb_c - annual,
        np.abs(latitude_deg)[:, None] / 50.0 * month,
        # Distance from 35°, the belt of clear dry air, in the same unit as the latitude.
        np.abs(np.abs(latitude_deg) / 50.0 - 0.7)[:, None] * month,
        np.log(np.maximum(spread.hot_k, 1.0))[:, None] * month,
        np.log(np.maximum(spread.cold_k, 1.0))[:, None] * month,
    )
    return np.stack(columns, axis=-1)


@cache
def load_coefficients() -> Mapping[str, _Floats]:
    """The fitted coefficients by target, in the order of ``FEATURES``."""
    table = load("climate_coefficients").pivot_table(
        index="climate_target", columns="climate_feature", values="coefficient"
    )
    return MappingProxyType(
        {target: table.loc[target, list(FEATURES)].to_numpy(dtype=np.float64) for target in TARGETS}
    )


def site_climate(
    latitude_deg: npt.ArrayLike,
    longitude_deg: npt.ArrayLike,
    elevation_m: npt.ArrayLike,
    *,
    coefficients: Mapping[str, _Floats] | None = None,
    exclude_km: float = 0.0,
) -> SiteClimate:
    """The climate of sites.

    Parameters
    ----------
    latitude_deg, longitude_deg, elevation_m
        Positions (n,); a missing elevation takes the grid's best topography.
    coefficients
        Other regressions than those of the dataset, for judging them.
    exclude_km
        Leave out stations nearer than this, for judging.

    Raises
    ------
    InputError
        A site lies where the grid has no data.
    """
    latitude = np.atleast_1d(np.asarray(latitude_deg, dtype=np.float64))
    longitude = np.atleast_1d(np.asarray(longitude_deg, dtype=np.float64))
    grid = sample(latitude, longitude, elevation_m)
    dry_bulb, spread = monthly_dry_bulb(latitude, longitude, grid, exclude_km=exclude_km)
    vapour = first_vapour(grid, dry_bulb)
    design = features(latitude, grid, dry_bulb, vapour, spread)
    fitted = coefficients if coefficients is not None else load_coefficients()
    # Not a matrix product: its rounding depends on how many sites there are.
    value = {target: (design * fitted[target]).sum(-1) for target in TARGETS}
    vapour = np.minimum(vapour * np.exp(np.clip(value["vapour"], -0.5, 0.5)), vapour_pressure_pa(dry_bulb))
    kelvin = dry_bulb.mean(1, keepdims=True) + 273.15
    widest = np.clip(RANGE_PER_HOT_SPREAD * TYPICAL_HOT * spread.hot_k, 3.0, 24.0)
    return SiteClimate(
        latitude_deg=latitude,
        longitude_deg=longitude,
        elevation_m=grid.elevation_m,
        utc_offset_h=spread.utc_offset_h,
        dry_bulb_c=dry_bulb,
        vapour_pa=vapour,
        pressure_pa=grid.pressure_pa,
        daily_range_k=np.clip(np.exp(value["daily_range"]), 1.5, widest[:, None]),
        dry_bulb_sd_k=np.clip(np.exp(value["dry_bulb_sd"]), 0.3, 12.0),
        depression_sd_k=np.clip(np.exp(value["depression_sd"]), 0.3, 12.0),
        range_sd_k=np.clip(np.exp(value["range_sd"]), 0.3, 8.0),
        correlation=np.tanh(value["correlation"]),
        dry_bulb_p01_c=dry_bulb.min(1) - TYPICAL_COLD * spread.cold_k,
        dry_bulb_p99_c=dry_bulb.max(1) + TYPICAL_HOT * spread.hot_k,
        vapour_quantiles_pa=VAPOUR_GAS_CONSTANT * kelvin * grid.density_g_per_m3,
        land_near_share=grid.land_near_share,
        station_km=spread.nearest_km,
        relief_m=grid.relief_m,
        mean_shift_sd_k=spread.mean_shift_sd_k,
        hot_sd_k=spread.hot_sd_k,
    )
