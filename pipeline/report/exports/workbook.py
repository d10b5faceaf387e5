"""The tables as an XLSX workbook: a sheet each, with a row of units; no cell from data is ever a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from os import PathLike

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from pipeline.fields import registry
from pipeline.files import atomic_path

#: Excel's own beginning of time for files: no clock of ours may enter the bytes.
_EPOCH = datetime(1980, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_HEAD = Font(bold=True)
_UNIT = Font(italic=True, color="FF555555")
_FILL = PatternFill("solid", fgColor="FFE8EEF2")


def write_workbook(sheets: Mapping[str, pd.DataFrame], path: str | PathLike[str]) -> None:
    """Write the sheets in order; the same tables give the same bytes.

    Row 1 holds the column names, row 2 their units. Text that begins with ``=``, ``+``, ``-`` or ``@`` is
    written as text. A missing value is an empty cell.
    """
    book = Workbook(write_only=True)
    book.properties.creator = "Kilowhere"
    book.properties.created = book.properties.modified = _EPOCH
    for name, frame in sheets.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "B3"
        for index, column in enumerate(frame.columns, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = min(40, max(10, len(str(column)) + 2))
        sheet.append([_styled(sheet, str(column), _HEAD) for column in frame.columns])
        sheet.append([_styled(sheet, _unit(str(column)), _UNIT) for column in frame.columns])
        for row in zip(*[_cells(sheet, frame[name]) for name in frame.columns], strict=True):
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    with atomic_path(path) as temporary:
        temporary.write_bytes(_without_clock(buffer.getvalue()))


def _unit(column: str) -> str:
    entry = registry().get(column)
    return entry.unit if entry else ""


def _styled(sheet: object, text: str, font: Font) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type, cell.font, cell.fill = "s", font, _FILL
    return cell


def _cells(sheet: object, column: pd.Series) -> list[object]:
    """A column's values: plain where the workbook would take them as they are, else a cell marked as text."""
    values = column.astype(object).where(column.notna(), None).tolist()
    return [_text(sheet, value) if isinstance(value, str) else value for value in values]


def _text(sheet: object, value: str) -> object:
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not text.startswith(("=", "+", "-", "@", "#")):
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # openpyxl takes a leading "=" for a formula, and "#N/A" for an error, otherwise
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    return cell


def _without_clock(raw: bytes) -> bytes:
    """Pack the members again in order with one fixed time stamp."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving here, whatever it was told
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            new.writestr(info, content)
    return target.getvalue()
