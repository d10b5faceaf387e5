"""``python -m pipeline.report.exports``: write workbook, GeoPackage and GeoParquet of a ranking."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from pipeline.datasets import Source, sources
from pipeline.files import read_parquet
from pipeline.report.exports.geopackage import write_geopackage, write_geoparquet
from pipeline.report.exports.workbook import write_workbook
from pipeline.stage import run, say

#: In the order of the sheets.
TABLES = ("ranking", "account", "facility", "regional", "weather", "workload")
_SOURCE_COLUMNS = (
    *("title", "publisher", "licence", "vintage", "method", "url", "retrieved", "rows", "sha256", "notes"),
)


def workbook_sheets(
    tables: Mapping[str, pd.DataFrame], gates: pd.DataFrame, known: Mapping[str, Source]
) -> dict[str, pd.DataFrame]:
    """The workbook: the tables, what every gate said, and the sources last."""
    listed = pd.DataFrame(
        [
            {"dataset": key, **{name: getattr(one, name) for name in _SOURCE_COLUMNS}}
            for key, one in known.items()
        ]
    )
    return {**tables, "gates": gates, "sources": listed}


def main(arguments: list[str] | None = None) -> None:
    """Read what the stages left, write the exports."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.report.exports", description=__doc__)
    for name in (*TABLES, "gates", "workbook", "geopackage", "geoparquet"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    tables = {name: read_parquet(getattr(given, name)) for name in TABLES}
    sheets = workbook_sheets(tables, pd.read_csv(given.gates), sources())
    write_geopackage(tables["ranking"], given.geopackage)
    write_geoparquet(tables["ranking"], given.geoparquet)
    write_workbook(sheets, given.workbook)
    say("exports", f"{len(sheets)} sheets, written to {Path(given.workbook).parent}")


if __name__ == "__main__":
    raise SystemExit(run(main))
