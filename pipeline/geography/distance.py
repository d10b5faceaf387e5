"""Distances in kilometres from a point to polygons given in degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

#: Shortest length of a degree on the WGS 84 ellipsoid, of latitude (at the equator), in km.
_KM_PER_DEGREE = 110.57
#: Edges are cut to this length before projection, so that they bend with the parallels.
_EDGE_DEG = 0.05


def search_box(
    latitude_deg: float, longitude_deg: float, within_km: float
) -> tuple[float, float, float, float]:
    """A longitude-latitude box (west, south, east, north) that holds every point within ``within_km`` [km].

    It may reach beyond ±180° of longitude; :func:`distances_km` and callers look there too.
    """
    half = within_km / _KM_PER_DEGREE
    south, north = max(latitude_deg - half, -90.0), min(latitude_deg + half, 90.0)
    shrink = math.cos(math.radians(max(abs(south), abs(north))))
    wide = 180.0 if shrink * 180.0 <= half else half / shrink
    return longitude_deg - wide, south, longitude_deg + wide, north


def distances_km(
    latitude_deg: float, longitude_deg: float, shapes: Sequence[shapely.Geometry], within_km: float
) -> NDArray[np.float64]:
    """Distance from a point to each polygon on the WGS 84 ellipsoid.

    The polygons near the point are projected to the azimuthal equidistant plane around it, on which distances
    from the centre are true (Snyder 1987, USGS Professional Paper 1395, p. 191).

    Parameters
    ----------
    latitude_deg, longitude_deg
        The point, EPSG:4326.
    shapes
        Polygons in EPSG:4326, cut at the antimeridian.
    within_km
        Distances beyond this are not worked out. Good to 0.1 % up to about 500 km.

    Returns
    -------
    array of float64, one per shape
        Kilometres; 0 inside, infinity where the polygon is further than ``within_km``.
    """
    local = CRS.from_dict({"proj": "aeqd", "lat_0": latitude_deg, "lon_0": longitude_deg, "datum": "WGS84"})
    project = Transformer.from_crs("EPSG:4326", local, always_xy=True).transform
    west, south, east, north = search_box(latitude_deg, longitude_deg, within_km)
    near = np.asarray(shapes, dtype=object)
    found = np.full(len(near), math.inf)
    for turn in (-360.0, 0.0, 360.0):
        if east + turn < -180.0 or west + turn > 180.0:
            continue
        pieces = shapely.clip_by_rect(near, west + turn, south, east + turn, north)
        pieces = shapely.segmentize(pieces, _EDGE_DEG)
        plane = shapely.transform(pieces, lambda xy: np.column_stack(project(xy[:, 0], xy[:, 1])))
        away = shapely.distance(shapely.Point(0.0, 0.0), plane) / 1000.0
        found = np.fmin(found, away)
    return np.where(found <= within_km, found, math.inf)
