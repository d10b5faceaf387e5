"""Reading a CSV table against the field registry, so that a wrong cell is named by file, row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from os import PathLike
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.fields import field
from pipeline.fieldsets.base import Field
from pipeline.files import read_text

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d+")
_BOOL = {"true": True, "false": False}


def read_csv_table(
    path: str | PathLike[str],
    columns: Sequence[str],
    *,
    optional: Sequence[str] = (),
    key: Sequence[str] = (),
    extra: bool = False,
) -> pd.DataFrame:
    """Read and check a UTF-8, comma-separated table.

    Parameters
    ----------
    path
        The file.
    columns, optional
        Names of the columns that must, and that may be there; each is checked by its registry entry.
    key
        Columns whose values together may not repeat.
    extra
        Whether other columns are allowed; they are dropped. They are an error otherwise.

    Returns
    -------
    DataFrame
        Typed columns in the order ``columns`` then the optional ones present. An empty cell is missing.

    Raises
    ------
    InputError
        The first fault in reading order, with file, row, column, value and what is allowed.
    """
    import pandas as pd

    rows = _rows(path)
    header, body = rows[0][1], rows[1:]
    wanted = _check_header(header, columns, optional, extra, path)
    if not body:
        raise InputError("the table has a header but no rows", file=path)
    for line, cells in body:
        if len(cells) != len(header):
            raise InputError(f"{len(cells)} cells under {len(header)} column names", file=path, row=line)
    lines = [line for line, _ in body]
    frame = pd.DataFrame(
        {
            name: _typed(field(name), [cells[header.index(name)].strip() for _, cells in body], lines, path)
            for name in wanted
        }
    )
    check_frame(frame, key=key, file=path, lines=lines)
    return frame


def check_frame(
    frame: pd.DataFrame,
    *,
    key: Sequence[str] = (),
    file: str | PathLike[str] | None = None,
    lines: Sequence[int] | None = None,
) -> None:
    """Check a typed table against the registry: ranges, choices, gaps and repeated keys.

    ``lines`` are the rows' line numbers in the file (default: 2, 3, …). Raises ``InputError`` at the first
    fault.
    """
    import pandera.pandas as pa
    from pandera.errors import SchemaErrors

    lines = list(lines) if lines is not None else list(range(2, len(frame) + 2))
    schema = pa.DataFrameSchema({name: _column_schema(field(name)) for name in frame.columns})
    try:
        schema.validate(frame.reset_index(drop=True), lazy=True)
    except SchemaErrors as errors:
        first = errors.failure_cases.sort_values(["index", "column"], kind="stable").iloc[0]
        entry = field(str(first["column"]))
        missing = first["check"] == "not_nullable"
        value = first["failure_case"]
        raise InputError(
            "the value is missing" if missing else "not allowed",
            file=file,
            row=None if first["index"] is None else lines[int(first["index"])],
            column=entry.name,
            value=None if missing else value.item() if hasattr(value, "item") else value,
            allowed=entry.allowed(),
        ) from None
    if key:
        repeated = frame.duplicated(list(key)).to_numpy()
        if repeated.any():
            at = int(repeated.argmax())
            value = ", ".join(str(frame[name].iloc[at]) for name in key)
            raise InputError(
                "appears twice",
                file=file,
                row=lines[at],
                column=", ".join(key),
                value=value,
                allowed="each once",
            )


def _rows(path: str | PathLike[str]) -> list[tuple[int, list[str]]]:
    """Lines with their numbers; blank lines are passed over."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InputError(f"not a well-formed CSV file ({error})", file=path, row=reader.line_num) from None
    return [(rows[0][0], [cell.strip() for cell in rows[0][1]]), *rows[1:]]


def _check_header(
    header: list[str], columns: Sequence[str], optional: Sequence[str], extra: bool, path: str | PathLike[str]
) -> list[str]:
    for name in header:
        if header.count(name) > 1:
            raise InputError("the column appears twice", file=path, row=1, column=name)
    for name in columns:
        if name not in header:
            raise InputError(
                "the column is missing",
                file=path,
                row=1,
                column=name,
                value=", ".join(header),
                allowed=", ".join(columns),
            )
    known = [*columns, *optional]
    if not extra:
        for name in header:
            if name not in known:
                raise InputError("unknown column", file=path, row=1, column=name, allowed=", ".join(known))
    return [name for name in known if name in header]


def _typed(entry: Field, cells: list[str], lines: list[int], path: str | PathLike[str]) -> pd.Series:
    """One column's cells as its type; text where a number belongs is named by its row."""
    import pandas as pd

    if entry.dtype == "str":
        return pd.Series([cell or None for cell in cells], dtype="str")
    for line, cell in zip(lines, cells, strict=True):
        ok = (
            not cell
            or (entry.dtype == "float" and _NUMBER.fullmatch(cell))
            or (entry.dtype == "int" and _WHOLE.fullmatch(cell))
            or (entry.dtype == "bool" and cell.lower() in _BOOL)
        )
        if not ok:
            raise InputError(
                f"not {entry.allowed().split(' from ')[0].split(' of at ')[0].removesuffix(', or empty')}",
                file=path,
                row=line,
                column=entry.name,
                value=cell,
                allowed=entry.allowed(),
            )
    if entry.dtype == "float":
        return pd.Series([float(cell) if cell else float("nan") for cell in cells], dtype="float64")
    if entry.dtype == "int":
        return pd.Series(
            [int(cell) if cell else None for cell in cells], dtype="Int64" if entry.nullable else None
        )
    return pd.Series(
        [_BOOL[cell.lower()] if cell else None for cell in cells], dtype="boolean" if entry.nullable else None
    )


def _column_schema(entry: Field):  # type: ignore[no-untyped-def]  # pandera's Column, imported late for start-up
    import pandera.pandas as pa

    checks = []
    if entry.minimum is not None:
        checks.append(pa.Check.ge(entry.minimum))
    if entry.maximum is not None:
        checks.append(pa.Check.le(entry.maximum))
    if entry.choices is not None:
        checks.append(pa.Check.isin(entry.choices))
    return pa.Column(checks=checks, nullable=entry.nullable)
