"""Workbook, GeoPackage, GeoParquet: what goes in comes out, nothing is a formula, same data, same bytes."""

from __future__ import annotations

import sqlite3
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from pipeline.files import sha256_of
from pipeline.report.exports.geopackage import CLASSES, style_qml, write_geopackage, write_geoparquet
from pipeline.report.exports.workbook import write_workbook

FRAME = pd.DataFrame(
    {
        "site_id": ["a", "b", "c", "d"],
        "name": ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)"],
        "latitude_deg": [1.5, -2.0, 0.0, 60.0],
        "longitude_deg": [10.0, 20.0, -30.0, 179.0],
        "rank": [1.0, float("nan"), 2.0, 3.0],
    }
)


def test_formula_like_text_stays_text(tmp_path: Path) -> None:
    write_workbook({"ranking": FRAME, "a name longer than thirty-one characters": FRAME}, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [len(name) <= 31 for name in book.sheetnames] == [True, True]
    rows = list(book["ranking"].iter_rows())
    assert [cell.value for cell in rows[0]] == list(FRAME.columns)
    assert rows[1][2].value == "deg"
    assert [row[1].value for row in rows[2:]] == FRAME["name"].tolist()
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    assert all(row[1].quotePrefix for row in rows[2:])
    assert rows[3][4].value is None, "a missing value is an empty cell"


def test_control_characters_do_not_break_the_workbook(tmp_path: Path) -> None:
    write_workbook({"s": pd.DataFrame({"name": ["a\x00b\x0b"]})}, tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["s"]["A3"].value == "ab"


def test_the_geopackage_reads_back(tmp_path: Path) -> None:
    write_geopackage(FRAME, tmp_path / "a.gpkg")
    read = gpd.read_file(tmp_path / "a.gpkg", layer="ranking")
    assert read.crs.to_epsg() == 4326
    assert read["name"].tolist() == FRAME["name"].tolist()
    assert [(point.y, point.x) for point in read.geometry] == list(
        zip(FRAME["latitude_deg"], FRAME["longitude_deg"], strict=True)
    )
    assert read["rank"].isna().tolist() == [False, True, False, False]


def test_the_geopackage_brings_its_style(tmp_path: Path) -> None:
    write_geopackage(FRAME, tmp_path / "a.gpkg")
    connection = sqlite3.connect(tmp_path / "a.gpkg")
    found = connection.execute(
        "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles"
    ).fetchall()
    column = connection.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()[0]
    connection.close()
    assert found == [("ranking", column, 1, style_qml())]


def test_the_style_has_a_rule_and_a_symbol_for_every_rank() -> None:
    page = ET.fromstring(style_qml().partition("\n")[2])
    rules = [rule.attrib for rule in page.iter("rule")]
    symbols = {symbol.attrib["name"] for symbol in page.iter("symbol")}
    assert [rule["symbol"] for rule in rules] == [str(k) for k in range(len(CLASSES) + 1)]
    assert symbols == {rule["symbol"] for rule in rules}
    filters = [rule["filter"] for rule in rules]
    assert filters[:2] == ['"rank" > 0 AND "rank" <= 10', '"rank" > 10 AND "rank" <= 25']
    assert filters[-2:] == ['"rank" > 100', '"rank" IS NULL']


def test_the_geoparquet_reads_back(tmp_path: Path) -> None:
    write_geoparquet(FRAME, tmp_path / "a.geoparquet")
    read = gpd.read_parquet(tmp_path / "a.geoparquet")
    assert read.crs.to_epsg() == 4326
    assert read["name"].tolist() == FRAME["name"].tolist()
    assert [point.x for point in read.geometry] == FRAME["longitude_deg"].tolist()
    assert read["rank"].isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        ("xlsx", lambda path: write_workbook({"a": FRAME}, path)),
        ("gpkg", lambda path: write_geopackage(FRAME, path)),
        ("geoparquet", lambda path: write_geoparquet(FRAME, path)),
    ],
)
def test_no_clock_enters_the_bytes(tmp_path: Path, suffix: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / f"1.{suffix}")
    time.sleep(2.1)  # zip time stamps count in steps of two seconds
    write(tmp_path / f"2.{suffix}")
    assert sha256_of(tmp_path / f"1.{suffix}") == sha256_of(tmp_path / f"2.{suffix}")
