"""How long the join of points to regions takes, and the same the wrong way round.

    python benchmarks/spatial_join.py [POINTS]

Fast is a tree over the points that is asked by each polygon, prepared once. A tree over the polygons that is
asked by each point tests against polygons that are not prepared; ``sjoin`` does so for ``intersects``.
"""

from __future__ import annotations

import sys
import time

import geopandas as gpd
import numpy as np
from shapely import STRtree

from pipeline.geography.join import pairs
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

    frame = gpd.GeoDataFrame(geometry=points)
    ways = {
        "tree of points, polygons ask (ours)": lambda: len(pairs(points.copy(), regions)[0]),
        "sjoin, points left, within": lambda: len(gpd.sjoin(frame.copy(), regions, predicate="within")),
        "sjoin, points left, intersects": lambda: len(gpd.sjoin(frame.copy(), regions)),
        "tree of polygons, points ask": lambda: (
            STRtree(regions.geometry.array).query(points.array, predicate="intersects").shape[1]
        ),
    }
    vertices = len(regions.get_coordinates())
    print(f"{count} points, {len(regions)} regions, {vertices} vertices")
    first: float | None = None
    for name, way in ways.items():
        start = time.perf_counter()
        found = way()
        taken = time.perf_counter() - start
        first = taken if first is None else first
        print(f"{name:36} {taken:8.2f} s {taken / first:6.1f} x   {found} pairs")


if __name__ == "__main__":
    main()
