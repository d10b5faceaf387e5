"""A year of weather as a table of hours."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pandas as pd

from pipeline.files import write_csv
from pipeline.weather.record import WeatherYear

#: Calendar years that stand for a year of 8,760 and of 8,784 hours.
COMMON_YEAR, LEAP_YEAR = 2023, 2024


def hours_table(year: WeatherYear) -> pd.DataFrame:
    """A row per hour: ``time`` (start, local standard time), dry bulb, dew point, wet bulb [°C], pressure
    [Pa].

    The calendar year is a stand-in: hours of a typical year belong to no one year.
    """
    zone = timezone(timedelta(hours=year.utc_offset_h))
    count = len(year.dry_bulb_c)
    start = datetime(COMMON_YEAR if count == 8760 else LEAP_YEAR, 1, 1, tzinfo=zone)
    return pd.DataFrame(
        {
            "time": [(start + timedelta(hours=hour)).isoformat(timespec="minutes") for hour in range(count)],
            "dry_bulb_c": year.dry_bulb_c.round(2),
            "dew_point_c": year.dew_point_c.round(2),
            "wet_bulb_c": year.wet_bulb_c.round(2),
            "pressure_pa": year.pressure_pa.round(0),
        }
    )


def write_hours(year: WeatherYear, path: Path) -> None:
    """Write :func:`hours_table` as CSV."""
    write_csv(hours_table(year), path)
