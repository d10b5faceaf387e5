"""How long the join of points to regions takes, and the same the wrong way round.

    python benchmarks/spatial_join.py [POINTS]

``sjoin`` with the points as left frame indexes the points and prepares each polygon once. A tree built over the
polygons and asked point by point finds the same pairs with an unprepared test each.
"""

from __future__ import annotations

import sys
import time

import geopandas as gpd
import numpy as np
from shapely import STRtree

from pipeline.geography.polygons import CRS, read_regions


def random_points(count: int, seed: int = 20261123) -> gpd.GeoSeries:
    """Points spread evenly over the sphere between 60° S and 75° N."""
    rng = np.random.default_rng(seed)
    sine = rng.uniform(np.sin(np.radians(-60.0)), np.sin(np.radians(75.0)), count)
    latitude, longitude = np.degrees(np.arcsin(sine)), rng.uniform(-180.0, 180.0, count)
    return gpd.GeoSeries(gpd.points_from_xy(longitude, latitude, crs=CRS))


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    regions, points = read_regions()[["region_id", "geometry"]], random_points(count)

    start = time.perf_counter()
    joined = gpd.sjoin(gpd.GeoDataFrame(geometry=points), regions, predicate="intersects")
    sjoin_s = time.perf_counter() - start

    start = time.perf_counter()
    tree = STRtree(regions.geometry.array)
    asked, _ = tree.query(points.array, predicate="intersects")
    tree_s = time.perf_counter() - start

    if len(asked) != len(joined):
        raise SystemExit(f"the two ways disagree: {len(joined)} and {len(asked)} pairs")
    print(
        f"{count} points, {len(regions)} regions, {len(regions.get_coordinates())} vertices, {len(asked)} pairs"
    )
    print(f"sjoin, points left:            {sjoin_s:7.2f} s")
    print(f"tree of polygons, points ask:  {tree_s:7.2f} s  ({tree_s / sjoin_s:.1f} times as long)")


if __name__ == "__main__":
    main()
