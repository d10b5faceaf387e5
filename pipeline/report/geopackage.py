"""The ranking as a GeoPackage with the same bytes for the same figures."""

from __future__ import annotations

from os import PathLike

import geopandas as gpd
import pandas as pd
import pyogrio

from pipeline.files import atomic_path


def write_geopackage(ranking: pd.DataFrame, path: str | PathLike[str]) -> None:
    """Write the sites as points (EPSG:4326), layer ``ranking``.

    GDAL stamps the file with the date of writing; ``OGR_CURRENT_DATE`` (GDAL's GPKG driver) fixes it.
    """
    points = gpd.GeoDataFrame(
        ranking,
        geometry=gpd.points_from_xy(ranking["longitude_deg"], ranking["latitude_deg"]),
        crs="EPSG:4326",
    )
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "1980-01-01T00:00:00.000Z"})
    with atomic_path(path) as temporary:
        points.to_file(temporary, layer="ranking", driver="GPKG", engine="pyogrio")
