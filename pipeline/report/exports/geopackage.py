"""The ranking as GeoPackage and GeoParquet, with the same bytes for the same figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from os import PathLike
from xml.sax.saxutils import quoteattr

import geopandas as gpd
import pandas as pd
import pyogrio

from pipeline.files import atomic_path

LAYER = "ranking"
#: No clock of ours may enter the bytes.
_THEN = "1980-01-01T00:00:00.000Z"
#: The map's classes of ranks with its colours (ColorBrewer's Blues, dark is good).
CLASSES = ((10, "#0b2c5e"), (25, "#1d5fa3"), (50, "#4f93c6"), (100, "#a3cbe3"), (None, "#e3eff6"))
_OUT = "#9aa3ad"


def points(ranking: pd.DataFrame) -> gpd.GeoDataFrame:
    """The sites as points (EPSG:4326)."""
    places = gpd.points_from_xy(ranking["longitude_deg"], ranking["latitude_deg"])
    return gpd.GeoDataFrame(ranking, geometry=places, crs="EPSG:4326")


def write_geoparquet(ranking: pd.DataFrame, path: str | PathLike[str]) -> None:
    """Write the sites as GeoParquet 1.1 with WKB points."""
    with atomic_path(path) as temporary:
        points(ranking).to_parquet(temporary, index=False, schema_version="1.1.0")


def write_geopackage(ranking: pd.DataFrame, path: str | PathLike[str]) -> None:
    """Write the sites as points, layer ``ranking``, with a default style that QGIS takes up by itself.

    GDAL stamps the file with the date of writing; ``OGR_CURRENT_DATE`` (GDAL's GPKG driver) fixes it. QGIS
    reads styles from the table ``layer_styles`` (its database manager's own format).
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _THEN})
    with atomic_path(path) as temporary:
        points(ranking).to_file(temporary, layer=LAYER, driver="GPKG", engine="pyogrio")
        connection = sqlite3.connect(temporary)
        try:
            _add_style(connection)
            connection.commit()
        finally:
            connection.close()


def _add_style(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog "
        "TEXT(256), "
        "f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), "
        "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
        "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
    )
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
        "styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner, update_time) "
        "VALUES ('', '', ?, 'geom', 'rank', ?, '', 1, ?, '', ?)",
        (LAYER, style_qml(), "Classes of ranks; grey: excluded by a gate", _THEN),
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
        (_THEN,),
    )


def style_qml(classes: Sequence[tuple[int | None, str]] = CLASSES) -> str:
    """A QGIS style (QML): rules by class of rank, labels for the first ten, crosses for excluded sites."""
    rules: list[tuple[str, str, str]] = []
    last = 0
    for limit, colour in classes:
        text = f'"rank" > {last}' + (f' AND "rank" <= {limit}' if limit else "")
        name = f"rank {last + 1} to {limit}" if limit else f"rank {last + 1} and later"
        rules.append(
            (text, name, _symbol(len(rules), "circle", colour, 3.2 if limit == classes[0][0] else 2.2))
        )
        last = limit or last
    rules.append(('"rank" IS NULL', "excluded by a gate", _symbol(len(rules), "cross2", _OUT, 1.8)))
    symbols = "".join(symbol for _, _, symbol in rules)
    written = "".join(
        f'<rule key="{{r{index}}}" symbol="{index}" filter={quoteattr(text)} label={quoteattr(name)}/>'
        for index, (text, name, _) in enumerate(rules)
    )
    label = quoteattr('if("rank" <= 10, "rank" || \' \' || "name", NULL)')
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="Symbology|Labeling" labelsEnabled="1">'
        '<renderer-v2 type="RuleRenderer" symbollevels="0" forceraster="0" enableorderby="0">'
        f'<rules key="{{root}}">{written}</rules><symbols>{symbols}</symbols></renderer-v2>'
        '<labeling type="simple"><settings calloutType="simple">'
        f'<text-style fieldName={label} isExpression="1" fontSize="8" textColor="27,35,48,255">'
        '<text-buffer bufferDraw="1" bufferSize="1" bufferColor="255,255,255,255"/></text-style>'
        '<placement placement="6" dist="1"/></settings></labeling></qgis>'
    )


def _symbol(index: int, shape: str, colour: str, size_mm: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    options = {
        "name": shape,
        "color": f"{red},{green},{blue},255",
        "outline_color": f"{red},{green},{blue},255" if shape == "cross2" else "71,81,93,255",
        "outline_width": "0.4" if shape == "cross2" else "0.2",
        "size": f"{size_mm}",
        "size_unit": "MM",
    }
    written = "".join(
        f'<Option name="{key}" type="QString" value="{value}"/>' for key, value in options.items()
    )
    return (
        f'<symbol name="{index}" type="marker" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="SimpleMarker" enabled="1" pass="0" locked="0"><Option type="Map">{written}</Option>'
        "</layer></symbol>"
    )
