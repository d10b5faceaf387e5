"""From a service's answer in UTC to a checked year at the site, in local standard time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.sources import nasa_power, open_meteo, pvgis
from pipeline.sources.hourly import HourlyAnswer
from pipeline.sources.http import Session
from pipeline.weather.checks import Series, check_series, fill_gaps
from pipeline.weather.psychrometrics import dew_point_c, saturation_pressure_water_pa
from pipeline.weather.record import Uncertainty, WeatherYear
from pipeline.weather.site_climate import elevation_correction_k

_Floats = npt.NDArray[np.float64]

#: A reanalysis against the climate of a station: one year's own weather (0.5 K between years) for single
#: years, and the cell's own error (about 0.7 K, as ERA5 means against 44 stations here).
SINGLE_YEAR = Uncertainty(0.85, 0.75, 1.4, 1.2)
TYPICAL_YEAR = Uncertainty(0.7, 0.6, 1.1, 1.0)


def _local(values: _Floats, answer: HourlyAnswer, utc_offset_h: float, year: int) -> _Floats:
    """Hours of the local year from hours in UTC; a half-hour offset takes means of neighbours."""
    if answer.typical:
        start = np.round(-utc_offset_h * 2.0) / 2.0
        first = (np.arange(values.size) + start) % values.size
        low = np.floor(first).astype(np.int64)
        return np.asarray(
            values[low] + (first - low) * (values[(low + 1) % values.size] - values[low]), dtype=np.float64
        )
    begin = np.datetime64(f"{year}-01-01T00", "h")
    count = int((np.datetime64(f"{year + 1}-01-01T00", "h") - begin).astype(np.int64))
    first = float((begin - answer.hours_utc[0]).astype(np.int64)) - utc_offset_h
    at = first + np.arange(count)
    low = np.floor(at).astype(np.int64)
    share = at - low
    high = np.minimum(low + 1, values.size - 1)
    return np.where(share > 0.0, values[low] + share * (values[high] - values[low]), values[low])


def _dew_point(answer: HourlyAnswer) -> _Floats:
    if answer.dew_point_c is not None:
        return answer.dew_point_c
    if answer.relative_humidity_share is None:
        raise InputError("the answer has no humidity", file=answer.source)
    saturation = np.array([saturation_pressure_water_pa(t) for t in answer.dry_bulb_c])
    return dew_point_c(answer.relative_humidity_share * saturation)


def to_year(
    answer: HourlyAnswer,
    *,
    provider: str,
    latitude_deg: float,
    longitude_deg: float,
    elevation_m: float,
    utc_offset_h: float,
    year: int,
    longest_gap_h: int,
) -> WeatherYear:
    """Bring an answer to the site's elevation and local standard time, and check it.

    Temperature and dew point follow the lapse of :func:`elevation_correction_k`, pressure the hypsometric
    equation.
    """
    dry, dew, pressure = (
        _local(fill_gaps(values, longest_gap_h)[0], answer, utc_offset_h, year)
        for values in (answer.dry_bulb_c, _dew_point(answer), answer.pressure_pa)
    )
    rise = 0.0 if np.isnan(answer.elevation_m) else elevation_m - answer.elevation_m
    shift = float(elevation_correction_k(np.array([rise]))[0])
    pressure = pressure * np.exp(-rise / (29.27 * (dry + 273.15)))
    checked, warnings = check_series(
        Series(dry + shift, dew + shift, pressure),
        elevation_m=elevation_m,
        file=answer.source,
        row_of=lambda hour: hour + 1,
        columns=("dry bulb", "dew point", "pressure"),
        longest_gap_h=longest_gap_h,
    )
    if abs(rise) >= 1.0:
        warnings = (*warnings, f"moved by {rise:.0f} m in height: {shift:+.1f} K")
    return WeatherYear(
        checked.dry_bulb_c,
        checked.dew_point_c,
        checked.pressure_pa,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        elevation_m=elevation_m,
        utc_offset_h=utc_offset_h,
        provider=provider,
        source=answer.source,
        uncertainty=TYPICAL_YEAR if answer.typical else SINGLE_YEAR,
        warnings=warnings,
    )


def fetch_year(
    provider: str,
    session: Session,
    *,
    latitude_deg: float,
    longitude_deg: float,
    elevation_m: float,
    utc_offset_h: float,
    year: int,
    longest_gap_h: int = 6,
    urls: Mapping[str, str] | None = None,
) -> WeatherYear:
    """Ask a live source for the year of a site.

    ``urls`` replaces the public address of a provider, for tests and mirrors.

    Raises
    ------
    InputError
        Unknown provider; no usable answer.
    """
    place = {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg}
    address = dict(urls or {})
    if provider == "nasa-power":
        answer = nasa_power.fetch(session, **place, year=year, url=address.get(provider, nasa_power.URL))
    elif provider == "open-meteo":
        answer = open_meteo.fetch(
            session,
            **place,
            elevation_m=elevation_m,
            year=year,
            url=address.get(provider, open_meteo.URL),
        )
    elif provider == "pvgis":
        answer = pvgis.fetch(session, **place, url=address.get(provider, pvgis.URL))
    else:
        raise InputError("no such live source", value=provider, allowed="nasa-power, open-meteo, pvgis")
    return to_year(
        answer,
        provider=provider,
        **place,
        elevation_m=elevation_m,
        utc_offset_h=utc_offset_h,
        year=year,
        longest_gap_h=longest_gap_h,
    )
