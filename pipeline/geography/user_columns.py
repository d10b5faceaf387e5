"""A user's own figures of a site, for gates: columns of the candidate table that begin with ``user_``."""

from __future__ import annotations

import csv
import re
from os import PathLike
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.fields import USER_PREFIX
from pipeline.files import read_text

if TYPE_CHECKING:
    import pandas as pd

_NAME = re.compile(r"user_[a-z0-9_]{1,50}")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_TRUTH = {"true": True, "false": False}


def read_user_columns(path: str | PathLike[str]) -> pd.DataFrame:
    """The ``user_`` columns of a CSV of candidates, a row per line of the file in its order.

    A column whose cells are all numbers is numeric, one of ``true`` and ``false`` is boolean, any other is
    text; an empty cell is missing. A word in a column that is mostly numbers is refused: the gate that tests
    the column would fail far from the cause.

    Raises
    ------
    InputError
        A name with other than lower-case letters, digits and underscores, or a word among numbers.
    """
    import pandas as pd

    reader = csv.reader(read_text(path).splitlines(keepends=True))
    header = [name.strip() for name in next(reader)]
    body = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    found: dict[str, pd.Series] = {}
    for at, name in enumerate(header):
        if not name.lower().startswith(USER_PREFIX):
            continue
        if not _NAME.fullmatch(name):
            raise InputError(
                "not a usable name for a column",
                file=path,
                row=1,
                column=name,
                allowed="user_ and then lower-case letters, digits and underscores, 50 at most",
            )
        found[name] = _typed(
            name, [(line, cells[at].strip()) for line, cells in body if len(cells) > at], path
        )
    return pd.DataFrame(found, index=range(len(body)))


def _typed(name: str, cells: list[tuple[int, str]], path: str | PathLike[str]) -> pd.Series:
    import pandas as pd

    given = [(line, cell) for line, cell in cells if cell]
    words = [(line, cell) for line, cell in given if not _NUMBER.fullmatch(cell)]
    if given and not words:
        return pd.Series([float(cell) if cell else float("nan") for _, cell in cells], dtype="float64")
    if given and all(cell.lower() in _TRUTH for _, cell in given):
        return pd.Series([_TRUTH[cell.lower()] if cell else None for _, cell in cells], dtype="boolean")
    if 2 * len(words) < len(given):
        line, cell = words[0]
        raise InputError(
            "a word among numbers",
            file=path,
            row=line,
            column=name,
            value=cell,
            allowed="a number, or an empty cell where none is known",
        )
    return pd.Series([cell or None for _, cell in cells], dtype="str")
