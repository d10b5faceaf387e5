"""Gates by polygon: which sites lie inside the areas of a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline.configs.ranking import GateConfig, polygon_files
from pipeline.errors import InputError


def with_polygons(table: pd.DataFrame, gates: Sequence[GateConfig], root: Path) -> pd.DataFrame:
    """The table with a column ``inside <file>`` for every polygon file that a gate names.

    A point on a border lies inside. Relative paths start at ``root``.

    Raises
    ------
    InputError
        A file is missing or unreadable, holds no polygon, or does not state its coordinate system.
    """
    return table.assign(**{f"inside {name}": _inside(table, root / name) for name in polygon_files(gates)})


def _inside(table: pd.DataFrame, path: Path) -> pd.Series:
    import geopandas as gpd
    from pyogrio.errors import DataSourceError

    if not path.is_file():
        raise InputError("the polygons of a gate are missing", file=path)
    try:
        areas = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    except (DataSourceError, ValueError, OSError) as error:
        raise InputError(
            f"is not a readable file of polygons ({str(error).splitlines()[0]})", file=path
        ) from None
    if areas.empty or not areas.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        kinds = ", ".join(sorted(set(areas.geometry.geom_type.dropna()))) or "nothing"
        raise InputError("not polygons", file=path, value=kinds, allowed="polygons and multipolygons")
    if areas.crs is None:
        raise InputError("the coordinate system is not stated", file=path, allowed="any that is named in it")
    whole = areas.to_crs(4326).union_all()
    points = gpd.points_from_xy(table["longitude_deg"], table["latitude_deg"])
    return pd.Series(whole.intersects(points), index=table.index, dtype=bool)
