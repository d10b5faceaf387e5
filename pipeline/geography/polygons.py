"""The region polygons: reading them, and the one coordinate system they may have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.datasets import verified_path
from pipeline.errors import InputError

if TYPE_CHECKING:
    import geopandas as gpd

#: The coordinate system of sites and polygons: longitude and latitude on WGS 84.
CRS = "EPSG:4326"


def read_regions(path: str | Path | None = None) -> gpd.GeoDataFrame:
    """First-order regions: country_iso3, country_name, region_id, region_name, geometry (EPSG:4326).

    Parameters
    ----------
    path
        A GeoParquet file with these columns; default is the dataset ``admin1``, whose checksum is compared.

    Raises
    ------
    InputError
        The file cannot be read, or is not what ``sources.csv`` says.
    """
    import geopandas as gpd
    import pyarrow as pa

    path = verified_path("admin1") if path is None else path
    try:
        return gpd.read_parquet(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"is not a readable GeoParquet file ({reason})", file=path) from None


def country_codes() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes of the countries and territories that have polygons (Kosovo: XKX)."""
    import pyarrow.parquet as pq

    return frozenset(pq.read_table(verified_path("admin0"), columns=["country_iso3"])[0].to_pylist())


def check_crs(regions: gpd.GeoDataFrame) -> None:
    """Raise ``ValueError`` if polygons are not in EPSG:4326: a join across coordinate systems finds nothing
    or, worse, the wrong region.
    """
    if regions.crs is None or not regions.crs.equals(CRS, ignore_axis_order=True):
        found = "none" if regions.crs is None else regions.crs.to_string()
        raise ValueError(f"the polygons must be in {CRS}; found {found}")
