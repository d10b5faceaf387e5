"""The hours of a grid: how its carbon intensity swings about the annual mean, built from its generation mix.

No hourly data are in the checkout. Sun and calendar give the shape of solar power and demand, plants that run
flat run flat, and the rest of every fuel follows what is left of demand. Only the *shape* comes from here;
the level stays that of the published annual intensity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.account.months import HOURS
from pipeline.fieldsets.water import FUELS

#: Fuels whose output the weather decides.
WEATHER_FUELS = ("wind", "solar")
_HOUR_OF_DAY = np.arange(HOURS) % 24
_DAY = np.arange(HOURS) // 24


@dataclass(frozen=True, slots=True)
class PerFuel:
    """Factors per fuel in the order of ``FUELS``: greenhouse gas [g/kWh], carbon-free or not, must-run
    share.
    """

    gco2e_per_kwh: np.ndarray
    carbon_free: np.ndarray
    must_run_share: np.ndarray


@dataclass(frozen=True, slots=True)
class GridHours:
    """``relative`` intensity over its annual mean and ``carbon_free_share``, shape (sites, 8760); NaN rows
    where there is no mix.
    """

    relative: np.ndarray
    carbon_free_share: np.ndarray


def solar_shape(latitude_deg: np.ndarray, longitude_deg: np.ndarray, utc_offset_h: np.ndarray) -> np.ndarray:
    """Power of the sun under a clear sky over its annual mean, shape (sites, 8760), local standard time.

    Position of the sun by pvlib (declination and equation of time after Spencer 1971) at the middle of each
    hour; global irradiance of a clear sky after Haurwitz (1945, Journal of Meteorology 2, 154-166): ``1098
    cos z exp(-0.059 / cos z)``. No clouds and flat panels: the hours are right, winter is a little low.
    """
    from pvlib.solarposition import declination_spencer71, equation_of_time_spencer71

    day_of_year = _DAY + 1
    declination = declination_spencer71(day_of_year)
    minutes = equation_of_time_spencer71(day_of_year)
    solar_hour = _HOUR_OF_DAY + 0.5 + minutes / 60.0 - 12.0
    shift = longitude_deg / 15.0 - utc_offset_h
    angle = np.radians(15.0 * (solar_hour + shift[:, None]))
    latitude = np.radians(latitude_deg)[:, None]
    cosine = np.cos(latitude) * (np.cos(declination) * np.cos(angle)) + np.sin(latitude) * np.sin(declination)
    up = np.maximum(cosine, 1e-3)
    power = np.where(cosine > 1e-3, 1098.0 * up * np.exp(-0.059 / up), 0.0)
    found: np.ndarray = power / power.mean(axis=1, keepdims=True)
    return found


def wind_shape(latitude_deg: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
    """Wind power of a whole grid over its annual mean: a season and nothing else, shape (sites, 8760)."""
    far = np.abs(latitude_deg) > parameters["wind_seasonal_from_deg"]
    swing = np.where(far, np.sign(latitude_deg), 0.0) * parameters["wind_winter_swing_share"]
    season = np.cos(2.0 * np.pi * (_DAY - 14) / 365.0)
    found: np.ndarray = 1.0 + swing[:, None] * season
    return found


def demand_shape(dry_bulb_c: np.ndarray, parameters: Mapping[str, float]) -> np.ndarray:
    """Demand over its annual mean from hour, weekday and the site's temperature, shape (sites, 8760).

    A day is felt as its own mean with a part of yesterday's and the day before's, as buildings do
    (Staffell, Pfenninger and Johnson 2023, doi:10.1038/s41560-023-01341-5); demand rises from two
    thresholds on. The year begins on a Monday, as the workload's does.
    """
    hour = _HOUR_OF_DAY[:24] + 0.5
    day = (
        1.0
        - parameters["demand_night_swing_share"]
        * np.cos(2.0 * np.pi * (hour - parameters["demand_lowest_hour"]) / 24.0)
        + parameters["demand_second_swing_share"]
        * np.cos(4.0 * np.pi * (hour - parameters["demand_second_peak_hour"]) / 24.0)
    )
    days = dry_bulb_c.reshape(len(dry_bulb_c), 365, 24).mean(axis=2, dtype=float)
    past = parameters["felt_yesterday_share"]
    felt = days + past * np.roll(days, 1, axis=1) + past**2 * np.roll(days, 2, axis=1)
    felt /= 1.0 + past + past**2
    heating = np.maximum(parameters["heating_threshold_c"] - felt, 0.0) * parameters["heating_per_k"]
    cooling = np.maximum(felt - parameters["cooling_threshold_c"], 0.0) * parameters["cooling_per_k"]
    week = np.where(np.arange(365) % 7 >= 5, parameters["demand_weekend_factor"], 1.0)
    daily = week * (1.0 + heating + cooling)
    demand = (daily[:, :, None] * day).reshape(len(dry_bulb_c), HOURS)
    found: np.ndarray = demand / demand.mean(axis=1, keepdims=True)
    return found


def dispatch(
    shares: np.ndarray, must_run_share: np.ndarray, demand: np.ndarray, wind: np.ndarray, solar: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Split generation over the hours: what runs flat or with the weather, and what follows the rest.

    Fuel f with annual share s_f: wind and solar take their shapes; of any other fuel the part m_f runs flat
    and the part 1 - m_f follows the residual demand r_h = max(d_h - flat - wind_h - solar_h, 0), scaled so
    that every fuel's annual share is kept exactly. Where the residual is nothing, generation exceeds demand:
    exported, stored or spilled.

    Parameters
    ----------
    shares
        Annual shares in the order of ``FUELS``, shape (sites, fuels).
    must_run_share
        m_f in the same order; NaN for wind and solar.
    demand, wind, solar
        Shapes with mean 1, (sites, hours).

    Returns
    -------
    tuple of numpy.ndarray
        Per site, and fuel in the order of ``FUELS``: the constant part, shape (sites, fuels), and the
        residual over its mean, shape (sites, hours). Generation of fuel f in hour h is ``constant_f + (s_f
        - constant_f) residual_h``, of wind and solar ``s_f shape_h``.
    """
    at = {fuel: FUELS.index(fuel) for fuel in WEATHER_FUELS}
    constant = np.nan_to_num(must_run_share) * shares
    for fuel in WEATHER_FUELS:
        constant[:, at[fuel]] = 0.0
    moving = shares[:, [at["wind"]]] * wind + shares[:, [at["solar"]]] * solar
    residual = np.maximum(demand - constant.sum(axis=1, keepdims=True) - moving, 0.0)
    mean = residual.mean(axis=1, keepdims=True)
    found = np.divide(residual, mean, out=np.ones_like(residual), where=mean > 0)
    return constant, found


def grid_hours(
    shares: np.ndarray,
    per_fuel: PerFuel,
    parameters: Mapping[str, float],
    *,
    latitude_deg: np.ndarray,
    longitude_deg: np.ndarray,
    utc_offset_h: np.ndarray,
    dry_bulb_c: np.ndarray,
) -> GridHours:
    """Hourly intensity over its annual mean, and the carbon-free share of generation, of every site's grid.

    The relative intensity is scaled so that its mean weighted by generation is exactly 1: times the stated
    annual intensity it has that annual intensity, whatever the factors per fuel.

    Parameters
    ----------
    shares
        Shares of generation in the order of ``FUELS``, shape (sites, 10); NaN where unknown.
    per_fuel, parameters
        Factors per fuel and parameters of the shapes (``carbon_per_fuel``, ``carbon_profile``).
    latitude_deg, longitude_deg, utc_offset_h
        Shape (sites,).
    dry_bulb_c
        Local standard time, shape (sites, 8760).
    """
    known = ~np.isnan(shares).any(axis=1)
    relative = np.full((len(shares), HOURS), np.nan)
    free = np.full((len(shares), HOURS), np.nan)
    if known.any():
        mix = shares[known]
        solar = solar_shape(latitude_deg[known], longitude_deg[known], utc_offset_h[known])
        wind = wind_shape(latitude_deg[known], parameters)
        demand = demand_shape(dry_bulb_c[known], parameters)
        constant, residual = dispatch(mix, per_fuel.must_run_share, demand, wind, solar)
        following = mix - constant
        for fuel in WEATHER_FUELS:
            following[:, FUELS.index(fuel)] = 0.0

        def total(factor: np.ndarray) -> np.ndarray:
            """Sum over fuels of generation times a factor, hour by hour."""
            # row by row, not as a matrix product: a site's last digit must not depend on its neighbours
            flat, rest = ((part * factor).sum(axis=1, keepdims=True) for part in (constant, following))
            found: np.ndarray = flat + rest * residual
            for fuel, shape in (("wind", wind), ("solar", solar)):
                at = FUELS.index(fuel)
                found += (mix[:, at] * factor[at])[:, None] * shape
            return found

        generation = total(np.ones(len(FUELS)))
        emitted, clean = total(per_fuel.gco2e_per_kwh), total(per_fuel.carbon_free)
        year = generation.sum(axis=1, keepdims=True)
        mean = emitted.sum(axis=1, keepdims=True) / year * generation
        # an hour in which nothing runs (sun alone, at night) takes the mean
        relative[known] = np.divide(emitted, mean, out=np.ones_like(mean), where=mean > 0)
        share = np.broadcast_to(clean.sum(axis=1, keepdims=True) / year, mean.shape).copy()
        free[known] = np.divide(clean, generation, out=share, where=generation > 0)
    return GridHours(relative, free)
