"""The embedded typical year: any point on land, no network, with its uncertainty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.weather.generator import HOURS, fill_year
from pipeline.weather.grid import EXCEEDED_PERCENT
from pipeline.weather.record import Uncertainty, WeatherYear
from pipeline.weather.site_climate import SiteClimate, site_climate

_Floats = npt.NDArray[np.float64]

SOURCE = "climate_grid: ERA5 2000-2025, GPT2w, ITU-R P.836-6; climate_stations: TMYx 2004-2018"
#: Solar hour of the warmest time inland, and how much earlier the sea breeze brings it.
WARMEST_SOLAR_HOUR, SEA_BREEZE_H = 14.6, 1.2
#: Stations' vapour varies more than P.836's, a reanalysis of 1.125°: without it the 99 % wet bulb of 45 EPW
#: files is 0.5 K too low and the 1 % one 0.7 K too high in the mean.
VAPOUR_STRETCH = 1.15


def seed_of(latitude_deg: float, longitude_deg: float) -> int:
    """Seed from the position to 1e-4 deg (11 m): the same place has the same year in any list of sites."""
    north, east = round(latitude_deg * 1e4), round(longitude_deg * 1e4)
    return ((north + 900_000) * 3_600_001 + east + 1_800_000) % 2**63


def _ranks() -> tuple[_Floats, _Floats]:
    """Normal scores of 365 ranked days, and of the exceedance probabilities in rising order of vapour."""
    from statistics import NormalDist

    inverse = NormalDist().inv_cdf
    days = np.array([inverse((rank + 0.5) / 365.0) for rank in range(365)])
    return days, np.array([inverse(1.0 - share / 100.0) for share in EXCEEDED_PERCENT[::-1]])


_DAY_SCORES, _QUANTILE_SCORES = _ranks()


def vapour_by_rank(quantiles_pa: _Floats, mean_pa: float) -> _Floats:
    """Vapour pressure [Pa] of 365 days in rising order from values exceeded in ``EXCEEDED_PERCENT`` of it.

    Logarithms are interpolated over normal scores and stretched by ``VAPOUR_STRETCH`` about their mean, then
    moved half-way (geometric mean) to ``mean_pa``, the calibrated level of the months.
    """
    days = np.interp(_DAY_SCORES, _QUANTILE_SCORES, np.log(quantiles_pa[::-1]))
    days = np.exp(days.mean() + VAPOUR_STRETCH * (days - days.mean()))
    return np.asarray(days * np.sqrt(mean_pa / days.mean()))


def fill_site(climate: SiteClimate, site: int, out: npt.NDArray[np.float64]) -> None:
    """Fill ``out`` (3, 8760) with dry bulb [°C], dew point [°C] and pressure [Pa] of one site."""
    monthly = np.stack(
        [
            climate.dry_bulb_c[site],
            climate.vapour_pa[site],
            climate.pressure_pa[site],
            climate.daily_range_k[site],
            climate.dry_bulb_sd_k[site],
            climate.depression_sd_k[site],
            climate.range_sd_k[site],
            climate.correlation[site],
        ]
    )
    latitude, longitude = float(climate.latitude_deg[site]), float(climate.longitude_deg[site])
    place = np.array(
        [
            latitude,
            longitude,
            climate.utc_offset_h[site],
            WARMEST_SOLAR_HOUR - SEA_BREEZE_H * (1.0 - climate.land_near_share[site]),
            climate.dry_bulb_p01_c[site],
            climate.dry_bulb_p99_c[site],
        ]
    )
    fill_year(
        monthly,
        place,
        vapour_by_rank(climate.vapour_quantiles_pa[site], float(climate.vapour_pa[site].mean())),
        seed_of(latitude, longitude),
        out,
    )


def uncertainty_of(climate: SiteClimate, site: int) -> Uncertainty:
    """Standard errors of one site: those of the kriged terms, and what remains besides.

    The error of the mean is the kriging's (it grows away from stations and with relief) and 0.35 K for the
    typical year's own scatter; wet bulb follows it by 0.6 and has 0.35 K of its own. Judged at 44 stations
    without those within 8 km, warming taken off: 61 to 77 % of the errors lie inside
    (``benchmarks/weather_validation.py``).
    """
    mean, hot = float(climate.mean_shift_sd_k[site]), float(climate.hot_sd_k[site])
    return Uncertainty(
        dry_bulb_mean_sd_k=float(np.hypot(mean, 0.35)),
        wet_bulb_mean_sd_k=float(np.hypot(0.6 * mean, 0.35)),
        dry_bulb_p99_sd_k=hot,
        wet_bulb_p99_sd_k=float(np.hypot(0.7 * mean, 0.95)),
    )


def typical_years(
    latitude_deg: npt.ArrayLike,
    longitude_deg: npt.ArrayLike,
    elevation_m: npt.ArrayLike,
    *,
    block: int = 256,
) -> Iterator[tuple[SiteClimate, int, _Floats]]:
    """Stream the years of many sites: climate of its block, index in it, and (3, 8760) hours that are
    reused.

    Memory stays that of one block whatever the number of sites.
    """
    latitude = np.atleast_1d(np.asarray(latitude_deg, dtype=np.float64))
    longitude = np.atleast_1d(np.asarray(longitude_deg, dtype=np.float64))
    elevation = np.atleast_1d(np.asarray(elevation_m, dtype=np.float64))
    out = np.empty((3, HOURS))
    for start in range(0, latitude.size, block):
        part = slice(start, start + block)
        climate = site_climate(latitude[part], longitude[part], elevation[part])
        for site in range(climate.latitude_deg.size):
            fill_site(climate, site, out)
            yield climate, site, out


def typical_year(latitude_deg: float, longitude_deg: float, elevation_m: float | None = None) -> WeatherYear:
    """The typical year of one place.

    Parameters
    ----------
    latitude_deg, longitude_deg
        WGS 84, north of 60 S, on or near land.
    elevation_m
        Height of the ground; ``None`` takes the grid's best topography.

    Returns
    -------
    WeatherYear
        8,760 hours, the same for the same place whenever and with whatever others it is made.
    """
    height = np.nan if elevation_m is None else elevation_m
    climate, site, hours = next(typical_years([latitude_deg], [longitude_deg], [height]))
    return WeatherYear(
        dry_bulb_c=hours[0].copy(),
        dew_point_c=hours[1].copy(),
        pressure_pa=hours[2].copy(),
        latitude_deg=float(latitude_deg),
        longitude_deg=float(longitude_deg),
        elevation_m=float(climate.elevation_m[site]),
        utc_offset_h=float(climate.utc_offset_h[site]),
        provider="typical",
        source=SOURCE,
        uncertainty=uncertainty_of(climate, site),
    )


def summary_of(dry_bulb_c: _Floats, wet_bulb: _Floats) -> dict[str, float]:
    """Annual means and 99 % quantiles [°C] of hourly series."""
    return {
        "dry_bulb_mean_c": float(np.mean(dry_bulb_c)),
        "wet_bulb_mean_c": float(np.mean(wet_bulb)),
        "dry_bulb_p99_c": float(np.quantile(dry_bulb_c, 0.99)),
        "wet_bulb_p99_c": float(np.quantile(wet_bulb, 0.99)),
    }
