"""Reading a table of candidate sites, the project's or the user's own, with every cell checked."""

from __future__ import annotations

import csv
import difflib
import re
from os import PathLike
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.fields import USER_PREFIX
from pipeline.files import read_text
from pipeline.geography.polygons import country_codes
from pipeline.geography.user_columns import read_user_columns
from pipeline.tables import read_csv_table

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = ("site_id", "name", "latitude_deg", "longitude_deg", "country_iso3")
OPTIONAL = ("region_id", "kind", "elevation_m", "site_source", "site_note")
COLUMNS = (
    "site_id",
    "name",
    "kind",
    "country_iso3",
    "region_id",
    "latitude_deg",
    "longitude_deg",
    "elevation_m",
    "site_source",
    "site_note",
)
_SITE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def read_candidates(path: str | PathLike[str]) -> pd.DataFrame:
    """Read and check candidate sites; fast enough to run before any other work starts.

    Whether a point lies in the country it names is for :func:`pipeline.geography.join.join_regions`.

    Parameters
    ----------
    path
        UTF-8 CSV with at least ``site_id, name, latitude_deg, longitude_deg, country_iso3``; ``region_id``,
        ``kind``, ``elevation_m``, ``site_source`` and ``site_note`` may be there. Columns whose names begin
        with ``user_`` are kept for gates. Other columns are passed over, unless their name is so near to one
        of these that it looks like a slip.

    Returns
    -------
    DataFrame
        One row per site with the columns ``COLUMNS`` and the user's, in the file's order; what is not given
        is missing.

    Raises
    ------
    InputError
        The first fault, with file, row, column, value and what is allowed.
    """
    import pandas as pd

    rows = site_rows(path)
    _check_latitude_range(path)
    frame = read_csv_table(path, REQUIRED, optional=OPTIONAL, key=("site_id",), extra=True)
    countries = country_codes()
    for site, country in zip(frame.site_id, frame.country_iso3, strict=True):
        if not _SITE_ID.fullmatch(site):
            raise InputError(
                "not a usable key",
                file=path,
                row=rows[site],
                column="site_id",
                value=site,
                allowed="1 to 64 letters, digits, dots, hyphens or underscores, a letter or digit first",
            )
        if country not in countries:
            near = difflib.get_close_matches(country.upper(), sorted(countries), n=3)
            raise InputError(
                "unknown country",
                file=path,
                row=rows[site],
                column="country_iso3",
                value=country,
                allowed="ISO 3166-1 alpha-3 in capitals" + (f" (nearest: {', '.join(near)})" if near else ""),
            )
    for name in COLUMNS:
        if name not in frame:
            frame[name] = pd.Series(float("nan") if name == "elevation_m" else None, frame.index)
    typed = frame.loc[:, list(COLUMNS)].astype(
        {name: "float64" if name == "elevation_m" else "str" for name in OPTIONAL}
    )
    return pd.concat([typed, read_user_columns(path)], axis=1)


def site_rows(path: str | PathLike[str]) -> dict[str, int]:
    """The line number of every site in a candidate file, for messages.

    Raises
    ------
    InputError
        The file cannot be read, or a column's name looks like a slip of a known one.
    """
    reader = csv.reader(read_text(path).splitlines(keepends=True))
    header = [name.strip() for name in next(reader)]
    _check_names(header, path)
    at = header.index("site_id") if "site_id" in header else 0
    return {cells[at].strip(): reader.line_num for cells in reader if len(cells) > at}


def _check_names(header: list[str], path: str | PathLike[str]) -> None:
    """An optional column under a slightly wrong name would be passed over in silence: refuse it."""
    known = (*REQUIRED, *OPTIONAL)
    for name in header:
        near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.8)
        own = name.lower().startswith(USER_PREFIX)
        if name not in known and not own and near and near[0] not in header:
            raise InputError("unknown column", file=path, row=1, column=name, allowed=f"{near[0]} (nearest)")


def _check_latitude_range(path: str | PathLike[str]) -> None:
    """Say that latitude and longitude look swapped where the latitude cannot be one but the longitude can."""
    reader = csv.DictReader(read_text(path).splitlines(keepends=True), skipinitialspace=True)
    for cells in reader:
        try:
            latitude, longitude = (
                float(cells.get(name) or "nan") for name in ("latitude_deg", "longitude_deg")
            )
        except ValueError:
            continue  # text in a number: read_csv_table names the first such cell
        if 90.0 < abs(latitude) <= 180.0 and abs(longitude) <= 90.0:
            raise InputError(
                "not allowed; latitude and longitude may be swapped"
                f" (longitude_deg is {longitude:g} in this row)",
                file=path,
                row=reader.line_num,
                column="latitude_deg",
                value=latitude,
                allowed="a number from -90 to 90",
            )
