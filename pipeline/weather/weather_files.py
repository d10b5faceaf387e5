"""Hourly weather from files: EPW and TMY3 through pvlib's readers, and plain CSV."""

from __future__ import annotations

import gzip
import io
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.weather.checks import Series, check_series
from pipeline.weather.record import Uncertainty, WeatherYear

if TYPE_CHECKING:
    import pandas as pd

_Floats = npt.NDArray[np.float64]

#: EPW's codes for missing values (EnergyPlus Auxiliary Programs, "EPW data dictionary").
EPW_MISSING_C, EPW_MISSING_PA = 99.9, 999_999.0
#: Lines before the data of an EPW and of a TMY3 file.
EPW_HEADER_LINES, TMY3_HEADER_LINES = 8, 2
#: A typical year of one station against the climate of its place: the spread of means between issues of
#: the same station (TMY2, TMY3, TMYx, IWEC), ANSI/ASHRAE practice and Crawley and Lawrie 2019 (Building
#: Simulation).
FILE_UNCERTAINTY = Uncertainty(
    dry_bulb_mean_sd_k=0.4, wet_bulb_mean_sd_k=0.4, dry_bulb_p99_sd_k=0.7, wet_bulb_p99_sd_k=0.6
)
LEAP_HOURS, COMMON_HOURS = 8784, 8760


def _text(path: Path) -> str:
    """The text of a file, unpacked if its name ends in .gz; Latin-1, as station names are."""
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("latin-1")
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read ({reason})", file=path) from None


def _number(values: pd.Series, path: Path, column: str, first_line: int) -> _Floats:
    """A column as numbers; text is an ``InputError`` that names its row."""
    import pandas as pd

    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64, copy=True)
    text = np.isnan(numbers) & values.notna().to_numpy() & (values.astype(str).str.strip() != "").to_numpy()
    if text.any():
        row = int(np.argmax(text))
        raise InputError(
            "not a number",
            file=path,
            row=row + first_line,
            column=column,
            value=str(values.iloc[row]),
            allowed="a number",
        )
    return numbers


def _check_order(months: npt.NDArray[np.int64], path: Path, first_line: int) -> None:
    """A year has 8,760 hours, or 8,784 with 29 February, with its months in order."""
    if months.size not in (COMMON_HOURS, LEAP_HOURS):
        raise InputError(
            "not a full year",
            file=path,
            value=f"{months.size} hours",
            allowed="8760 hourly rows, or 8784 in a leap year",
        )
    back = np.diff(months) < 0
    if back.any():
        row = int(np.argmax(back)) + 1
        raise InputError(
            "the months are not in order",
            file=path,
            row=row + first_line,
            column="month",
            value=int(months[row]),
            allowed="January to December, an hour a row",
        )


def _year(
    path: Path,
    series: Series,
    meta: dict[str, float],
    *,
    provider: str,
    source: str,
    columns: tuple[str, str, str],
    row_of: Callable[[int], int | None],
    longest_gap_h: int,
) -> WeatherYear:
    checked, warnings = check_series(
        series,
        elevation_m=meta["altitude"],
        file=str(path),
        row_of=row_of,
        columns=columns,
        longest_gap_h=longest_gap_h,
    )
    return WeatherYear(
        checked.dry_bulb_c,
        checked.dew_point_c,
        checked.pressure_pa,
        latitude_deg=meta["latitude"],
        longitude_deg=meta["longitude"],
        elevation_m=meta["altitude"],
        utc_offset_h=meta["TZ"],
        provider=provider,
        source=source,
        uncertainty=FILE_UNCERTAINTY,
        warnings=warnings,
    )


def epw_place(path: str | Path) -> dict[str, float]:
    """Latitude, longitude [deg], TZ [h] and altitude [m] of an EPW's first line.

    The last four cells count, since names with a comma shift the columns of some files.
    """
    path = Path(path)
    first = _text(path).split("\n", 1)[0]
    cells = [cell.strip() for cell in first.strip().split(",")]
    names = ("latitude", "longitude", "TZ", "altitude")
    if cells[0].upper() != "LOCATION" or len(cells) < 10:
        raise InputError(
            "not an EPW file", file=path, row=1, value=first[:60], allowed="a first line LOCATION,…"
        )
    try:
        place = {name: float(cell) for name, cell in zip(names, cells[-4:], strict=True)}
    except ValueError:
        raise InputError(
            "no position", file=path, row=1, value=first[-60:], allowed="latitude,longitude,zone,elevation"
        ) from None
    if abs(place["latitude"]) > 90.0 or abs(place["longitude"]) > 180.0 or abs(place["TZ"]) > 14.0:
        raise InputError(
            "no such position",
            file=path,
            row=1,
            value=",".join(cells[-4:]),
            allowed="latitude −90 to 90, longitude −180 to 180, zone −12 to 14",
        )
    return place


def read_epw(path: str | Path, *, longest_gap_h: int = 6) -> WeatherYear:
    """Read an EPW file (also .epw.gz) with pvlib and check it.

    Raises
    ------
    InputError
        The file is no EPW, not a full year, or has impossible values or long gaps; file, row, column,
        value named.
    """
    from pvlib.iotools import read_epw as pvlib_epw

    path = Path(path)
    place = epw_place(path)
    text = _text(path)
    lines = text.splitlines()
    # pvlib takes the position from cells 7 to 10; put it there whatever the name held.
    head = ["LOCATION", "", "", "", "", "", *(repr(place[name]) for name in place)]
    body = "\n".join([",".join(head), *lines[1:]])
    try:
        data, _ = pvlib_epw(io.StringIO(body + "\n"))
    except (ValueError, KeyError, IndexError) as error:
        raise InputError(f"not a readable EPW file ({str(error).splitlines()[0]})", file=path) from None
    first_line = EPW_HEADER_LINES + 1
    months = data["month"].to_numpy(dtype=np.int64)
    _check_order(months, path, first_line)
    dry, dew, pressure = (
        _number(data[name], path, name, first_line)
        for name in ("temp_air", "temp_dew", "atmospheric_pressure")
    )
    dry[dry == EPW_MISSING_C] = np.nan
    dew[dew == EPW_MISSING_C] = np.nan
    pressure[pressure == EPW_MISSING_PA] = np.nan
    years = data["year"].to_numpy(dtype=np.int64)
    return _year(
        path,
        Series(dry, dew, pressure),
        place,
        provider="epw",
        source=f"{path.name}, months of {years.min()}-{years.max()}",
        columns=("dry bulb temperature", "dew point temperature", "atmospheric pressure"),
        row_of=lambda hour: hour + first_line,
        longest_gap_h=longest_gap_h,
    )


def read_tmy3(path: str | Path, *, longest_gap_h: int = 6) -> WeatherYear:
    """Read a TMY3 file (NREL, CSV) with pvlib and check it; pressure is in hPa there."""
    from pvlib.iotools import read_tmy3 as pvlib_tmy3

    path = Path(path)
    try:
        data, meta = pvlib_tmy3(path, coerce_year=2001, map_variables=False, encoding="latin-1")
    except (ValueError, KeyError, IndexError, OSError) as error:
        raise InputError(f"not a readable TMY3 file ({str(error).splitlines()[0]})", file=path) from None
    first_line = TMY3_HEADER_LINES + 1
    names = ("Dry-bulb (C)", "Dew-point (C)", "Pressure (mbar)")
    absent = [name for name in names if name not in data.columns]
    if absent:
        raise InputError("a column is missing", file=path, row=2, column=absent[0], allowed=", ".join(names))
    months = np.array([int(str(day)[:2]) for day in data["Date (MM/DD/YYYY)"]])
    _check_order(months, path, first_line)
    dry, dew, pressure = (_number(data[name], path, name, first_line) for name in names)
    for values in (dry, dew, pressure):
        values[values == -9900.0] = np.nan
    return _year(
        path,
        Series(dry, dew, pressure * 100.0),
        {name: float(meta[name]) for name in ("latitude", "longitude", "TZ", "altitude")},
        provider="tmy3",
        source=path.name,
        columns=names,
        row_of=lambda hour: hour + first_line,
        longest_gap_h=longest_gap_h,
    )


def read_csv(
    path: str | Path,
    *,
    latitude_deg: float,
    longitude_deg: float,
    elevation_m: float,
    utc_offset_h: float | None = None,
    longest_gap_h: int = 6,
) -> WeatherYear:
    """Read a CSV with the columns ``time,dry_bulb_c,dew_point_c`` and, if known, ``pressure_pa``.

    ``time`` is the start of an hour in local standard time, ISO 8601; its offset from UTC, where given,
    must be the same in all rows. Other columns are left alone. Without pressure, the standard atmosphere
    is used and said so.
    """
    import pandas as pd

    path = Path(path)
    try:
        data = pd.read_csv(io.StringIO(_text(path)), dtype=str)
    except (ValueError, pd.errors.ParserError) as error:
        raise InputError(f"not a readable CSV ({str(error).splitlines()[0]})", file=path) from None
    needed = ["time", "dry_bulb_c", "dew_point_c"]
    for name in needed:
        if name not in data.columns:
            raise InputError("a column is missing", file=path, row=1, column=name, allowed=", ".join(needed))
    offset = _check_times(data["time"], path)
    if offset is None:
        offset = utc_offset_h if utc_offset_h is not None else float(np.round(longitude_deg / 15.0))
    dry, dew = (_number(data[name], path, name, 2) for name in needed[1:])
    pressure = (
        _number(data["pressure_pa"], path, "pressure_pa", 2)
        if "pressure_pa" in data.columns
        else np.full(dry.size, np.nan)
    )
    return _year(
        path,
        Series(dry, dew, pressure),
        {"latitude": latitude_deg, "longitude": longitude_deg, "altitude": elevation_m, "TZ": offset},
        provider="csv",
        source=path.name,
        columns=("dry_bulb_c", "dew_point_c", "pressure_pa"),
        row_of=lambda hour: hour + 2,
        longest_gap_h=longest_gap_h,
    )


def _check_times(times: pd.Series, path: Path) -> float | None:
    """The times must step by one hour from 1 January, 00:00; gives their offset from UTC [h] if they
    have one.
    """
    from datetime import datetime, timedelta

    parsed = []
    for row, text in enumerate(times, start=2):
        try:
            parsed.append(datetime.fromisoformat(str(text)))
        except ValueError:
            raise InputError(
                "not a time", file=path, row=row, column="time", value=text, allowed="2023-01-01T00:00"
            ) from None
    if len(parsed) not in (COMMON_HOURS, LEAP_HOURS):
        raise InputError(
            "not a full year",
            file=path,
            value=f"{len(parsed)} hours",
            allowed="8760 hourly rows, or 8784 in a leap year",
        )
    first = parsed[0]
    if (first.month, first.day, first.hour, first.minute) != (1, 1, 0, 0):
        raise InputError(
            "does not begin with the year",
            file=path,
            row=2,
            column="time",
            value=times.iloc[0],
            allowed="1 January, 00:00, local standard time",
        )
    hour = timedelta(hours=1)
    for row, (earlier, later) in enumerate(itertools.pairwise(parsed), start=3):
        leap_day_left_out = (later.month, later.day, later.hour) == (3, 1, 0) and later - earlier == 25 * hour
        if later - earlier != hour and not leap_day_left_out:
            raise InputError(
                "the hours do not follow each other",
                file=path,
                row=row,
                column="time",
                value=times.iloc[row - 2],
                allowed=str(earlier + hour),
            )
    shift = first.utcoffset()
    return None if shift is None else shift.total_seconds() / 3600.0


READERS: dict[str, Callable[..., WeatherYear]] = {"epw": read_epw, "tmy3": read_tmy3}
