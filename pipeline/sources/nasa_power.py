"""NASA POWER, hourly point data (MERRA-2 reanalysis): https://power.larc.nasa.gov/docs/services/api/."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.errors import InputError
from pipeline.sources.hourly import HourlyAnswer, check_hours, expected_hours, member
from pipeline.sources.http import Session

URL = "https://power.larc.nasa.gov/api/temporal/hourly/point"
SERVICE = "NASA POWER"
#: Temperature and dew point at 2 m [°C], surface pressure [kPa].
PARAMETERS = ("T2M", "T2MDEW", "PS")


def fetch(
    session: Session, *, latitude_deg: float, longitude_deg: float, year: int, url: str = URL
) -> HourlyAnswer:
    """A calendar year with a day on either side, UTC, at the height of MERRA-2's cell.

    Raises
    ------
    InputError
        The service fails or answers something else than the hours asked for.
    """
    return session.get_json(
        url,
        {
            "parameters": ",".join(PARAMETERS),
            "community": "RE",
            "latitude": f"{latitude_deg:.4f}",
            "longitude": f"{longitude_deg:.4f}",
            "start": f"{year - 1}1231",
            "end": f"{year + 1}0101",
            "format": "JSON",
            "time-standard": "UTC",
        },
        lambda answer: parse(answer, year),
    )


def parse(answer: dict[str, Any], year: int) -> HourlyAnswer:
    """The hours of an answer; ``InputError`` if they are others than those of ``year``."""
    columns = [member(answer, f"properties.parameter.{name}", SERVICE) for name in PARAMETERS]
    fill = float(member(answer, "header.fill_value", SERVICE))
    keys = sorted(columns[0])
    try:
        hours = np.array(
            [np.datetime64(f"{key[:4]}-{key[4:6]}-{key[6:8]}T{key[8:10]}", "h") for key in keys],
            dtype="datetime64[h]",
        )
        series = [np.array([float(column[key]) for key in keys]) for column in columns]
    except (KeyError, TypeError, ValueError):
        raise InputError("the hours of the answer cannot be read", file=SERVICE) from None
    check_hours(hours, expected_hours(year), SERVICE)
    for values in series:
        values[values == fill] = np.nan
    place = member(answer, "geometry.coordinates", SERVICE)
    return HourlyAnswer(
        hours_utc=hours,
        dry_bulb_c=series[0],
        dew_point_c=series[1],
        relative_humidity_share=None,
        pressure_pa=1000.0 * series[2],
        elevation_m=float(place[2]) if len(place) > 2 else float("nan"),
        source=f"NASA POWER hourly (MERRA-2), {year}",
        typical=False,
    )
