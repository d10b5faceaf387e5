"""Open-Meteo's archive (ERA5 reanalysis, brought to the site's height): https://open-meteo.com/en/docs."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.errors import InputError
from pipeline.sources.hourly import HourlyAnswer, check_hours, expected_hours, member, numbers
from pipeline.sources.http import Session

URL = "https://archive-api.open-meteo.com/v1/archive"
SERVICE = "Open-Meteo"
#: Variables and the units they must come in.
UNITS = {"temperature_2m": "°C", "dew_point_2m": "°C", "surface_pressure": "hPa"}


def fetch(
    session: Session,
    *,
    latitude_deg: float,
    longitude_deg: float,
    elevation_m: float,
    year: int,
    url: str = URL,
) -> HourlyAnswer:
    """A calendar year with a day on either side, UTC, at ``elevation_m``.

    Raises
    ------
    InputError
        The service fails or answers something else than the hours and units asked for.
    """
    return session.get_json(
        url,
        {
            "latitude": f"{latitude_deg:.4f}",
            "longitude": f"{longitude_deg:.4f}",
            "elevation": f"{elevation_m:.0f}",
            "start_date": f"{year - 1}-12-31",
            "end_date": f"{year + 1}-01-01",
            "hourly": ",".join(UNITS),
            "models": "era5_seamless",
            "timezone": "GMT",
        },
        lambda answer: parse(answer, elevation_m, year),
    )


def parse(answer: dict[str, Any], elevation_m: float, year: int) -> HourlyAnswer:
    """The hours of an answer; ``InputError`` if they are others than those of ``year``, or in other units."""
    for name, unit in UNITS.items():
        found = member(answer, f"hourly_units.{name}", SERVICE)
        if found != unit:
            raise InputError("wrong unit", file=SERVICE, column=name, value=found, allowed=unit)
    try:
        hours = np.array(member(answer, "hourly.time", SERVICE), dtype="datetime64[h]")
    except ValueError:
        raise InputError("the hours of the answer cannot be read", file=SERVICE) from None
    check_hours(hours, expected_hours(year), SERVICE)
    series = [numbers(member(answer, f"hourly.{name}", SERVICE), SERVICE, name) for name in UNITS]
    if any(values.size != hours.size for values in series):
        raise InputError("series of different lengths", file=SERVICE)
    return HourlyAnswer(
        hours_utc=hours,
        dry_bulb_c=series[0],
        dew_point_c=series[1],
        relative_humidity_share=None,
        pressure_pa=100.0 * series[2],
        elevation_m=elevation_m,
        source=f"Open-Meteo archive (ERA5), {year}",
        typical=False,
    )
