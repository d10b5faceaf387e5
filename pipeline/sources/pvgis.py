"""PVGIS typical meteorological year (ERA5, ISO 15927-4):
https://joint-research-centre.ec.europa.eu/pvgis_en.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.errors import InputError
from pipeline.sources.hourly import HourlyAnswer, member, numbers
from pipeline.sources.http import Session

URL = "https://re.jrc.ec.europa.eu/api/v5_3/tmy"
SERVICE = "PVGIS"


def fetch(session: Session, *, latitude_deg: float, longitude_deg: float, url: str = URL) -> HourlyAnswer:
    """A typical year of 8,760 hours in UTC; humidity is relative, pressure at the height of PVGIS's ground.

    Raises
    ------
    InputError
        The service fails or answers something else than a year of hours.
    """
    return session.get_json(
        url,
        {"lat": f"{latitude_deg:.4f}", "lon": f"{longitude_deg:.4f}", "outputformat": "json"},
        parse,
    )


def parse(answer: dict[str, Any]) -> HourlyAnswer:
    """The hours of an answer; ``InputError`` if they are no year in order."""
    rows = member(answer, "outputs.tmy_hourly", SERVICE)
    if not isinstance(rows, list) or len(rows) != 8760:
        found = len(rows) if isinstance(rows, list) else type(rows).__name__
        raise InputError("not a full year", file=SERVICE, value=found, allowed="8760 hours")
    try:
        stamps = [str(row["time(UTC)"]) for row in rows]
        columns = {name: [row[name] for row in rows] for name in ("T2m", "RH", "SP")}
        # The months come from several years; what counts is the place in a year of 365 days.
        hours = np.array(
            [np.datetime64(f"2001-{text[4:6]}-{text[6:8]}T{text[9:11]}", "h") for text in stamps],
            dtype="datetime64[h]",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"the hours of the answer cannot be read ({error})", file=SERVICE) from None
    if not np.array_equal(hours, np.arange(np.datetime64("2001-01-01T00"), np.datetime64("2002-01-01T00"))):
        raise InputError("the hours are not those of a year in order", file=SERVICE, value=stamps[0])
    months = member(answer, "outputs.months_selected", SERVICE)
    years = sorted({int(month["year"]) for month in months})
    return HourlyAnswer(
        hours_utc=hours,
        dry_bulb_c=numbers(columns["T2m"], SERVICE, "T2m"),
        dew_point_c=None,
        relative_humidity_share=numbers(columns["RH"], SERVICE, "RH") / 100.0,
        pressure_pa=numbers(columns["SP"], SERVICE, "SP"),
        elevation_m=float(member(answer, "inputs.location.elevation", SERVICE)),
        source=f"PVGIS typical year (ERA5), months of {years[0]}-{years[-1]}",
        typical=True,
    )
