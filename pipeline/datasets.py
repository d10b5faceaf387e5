"""The one door to ``datasets/``: a table comes out only with its checksum, schema and ranges checked.

``datasets/sources.csv`` has a row per dataset: what it is, who published it, under which licence, from which
vintage, and the SHA-256 its file must have.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.files import read_parquet, read_text, sha256_of

if TYPE_CHECKING:
    import pandas as pd

#: The checkout: datasets, config and Snakefile stand beside the package.
ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "datasets" / "sources.csv"


@dataclass(frozen=True, slots=True)
class Source:
    """One row of ``datasets/sources.csv``; all text, as it stands there."""

    dataset: str
    path: str
    title: str
    publisher: str
    licence: str
    licence_url: str
    vintage: str
    method: str
    url: str
    retrieved: str
    built_by: str
    key: str
    rows: str
    sha256: str
    notes: str


@cache
def sources() -> MappingProxyType[str, Source]:
    """All datasets by id.

    Raises
    ------
    InputError
        ``sources.csv`` is missing or malformed.
    """
    names = [entry.name for entry in fields(Source)]
    rows = list(csv.reader(read_text(SOURCES).splitlines(), strict=True))
    if rows[0] != names:
        raise InputError(
            "wrong header", file=SOURCES, row=1, value=",".join(rows[0]), allowed=",".join(names)
        )
    found: dict[str, Source] = {}
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(names):
            raise InputError(f"{len(row)} cells under {len(names)} column names", file=SOURCES, row=line)
        entry = Source(*row)
        if entry.dataset in found:
            raise InputError("appears twice", file=SOURCES, row=line, column="dataset", value=entry.dataset)
        found[entry.dataset] = entry
    return MappingProxyType(found)


def source(dataset: str) -> Source:
    """The row of one dataset; ``InputError`` names the known ones if there is none."""
    try:
        return sources()[dataset]
    except KeyError:
        raise InputError(
            "no such dataset", file=SOURCES, column="dataset", value=dataset, allowed=", ".join(sources())
        ) from None


def verified_path(dataset: str) -> Path:
    """Where a dataset's file is, after its checksum has been compared.

    Raises
    ------
    InputError
        The file is missing, or its SHA-256 is not the one on record.
    """
    entry = source(dataset)
    path = ROOT / entry.path
    if not path.is_file():
        raise InputError(f"the file of dataset {dataset} is missing", file=path)
    found = sha256_of(path)
    if found != entry.sha256:
        raise InputError(
            f"the checksum of dataset {dataset} does not match",
            file=path,
            value=found,
            allowed=f"sha256 {entry.sha256} as recorded in {SOURCES.name}",
        )
    return path


def load(dataset: str) -> pd.DataFrame:
    """Read a dataset's table (CSV or Parquet) with checksum, column types, ranges and key checked.

    Raises
    ------
    InputError
        The checksum, a column or a cell is not what the registry and ``sources.csv`` say.
    """
    from pipeline.tables import check_frame, read_csv_table

    path, key = verified_path(dataset), [name for name in source(dataset).key.split(";") if name]
    if path.suffix == ".csv":
        with open(path, encoding="utf-8", newline="") as handle:
            header = next(csv.reader(handle))
        return read_csv_table(path, header, key=key)
    frame = read_parquet(path)
    check_frame(frame.drop(columns="geometry", errors="ignore"), key=key, file=path)
    return frame


def verify_all() -> None:
    """Compare the checksum of every dataset; ``InputError`` at the first that differs."""
    for dataset in sources():
        verified_path(dataset)
