"""Region outlines for the maps: simplified, and packed into a few hundred kilobytes of text.

Coordinates are rounded to 1/100 degree (1.1 km), written as differences, zigzag-mapped to non-negative
integers and stored as LEB128 variable-length bytes in base64: about three characters per vertex instead of
fifteen as GeoJSON. ``assets/js/outlines.js`` reads it back.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import shapely

#: Steps per degree of the packed coordinates.
STEPS_PER_DEG = 100

#: Areas up to this size (square degrees; Singapore has 0.06) keep finer outlines, or little would be left.
SMALL_AREA_DEG2 = 0.5
SMALL_TOLERANCE_DEG = 0.005


def simplify(frame: gpd.GeoDataFrame, tolerance_deg: float) -> list[shapely.Geometry]:
    """Drop vertices so that neighbours keep the very same border; small areas are simplified less.

    Parameters
    ----------
    frame
        Polygons that touch and do not overlap, in longitude and latitude [deg].
    tolerance_deg
        Visvalingam-Whyatt: corners whose triangle is smaller than the square of it go [deg].
    """
    shapes = np.asarray(frame.geometry.array, dtype=object)
    if not len(shapes):
        return []
    coarse = shapely.coverage_simplify(shapes, tolerance_deg)
    small = shapely.area(shapes) <= SMALL_AREA_DEG2
    if small.any() and tolerance_deg > SMALL_TOLERANCE_DEG:
        coarse[small] = shapely.coverage_simplify(shapes[small], SMALL_TOLERANCE_DEG)
    return list(coarse)


def pack(shapes: Iterable[shapely.Geometry]) -> list[str]:
    """Each polygon or multipolygon as base64 text; parts that round to nothing are left out.

    Raises
    ------
    ValueError
        A ring spans more than half the world: it was not cut at the antimeridian, and would cross the map.
    """
    return [base64.b64encode(_varints(_integers(shape))).decode("ascii") for shape in shapes]


def unpack(text: str) -> list[list[list[tuple[float, float]]]]:
    """Read :func:`pack` back: parts, rings, (longitude, latitude) in degrees. The rings are not closed."""
    numbers = iter(_read_varints(base64.b64decode(text)))
    return [
        [_ring(numbers, count) for count in [next(numbers) for _ in range(next(numbers))]]
        for _ in range(next(numbers, 0))
    ]


def _ring(numbers: Iterable[int], count: int) -> list[tuple[float, float]]:
    source, x, y, points = iter(numbers), 0, 0, []
    for _ in range(count):
        x, y = x + _unzigzag(next(source)), y + _unzigzag(next(source))
        points.append((x / STEPS_PER_DEG, y / STEPS_PER_DEG))
    return points


def _integers(shape: shapely.Geometry) -> list[int]:
    """Number of parts; per part the number of rings and their lengths; then the zigzag differences."""
    parts = []
    for polygon in shapely.get_parts(shape):
        rings = [_rounded(ring) for ring in (polygon.exterior, *polygon.interiors)]
        if len(rings[0]) >= 3:
            parts.append([ring for ring in rings if len(ring) >= 3])
    out = [len(parts)]
    for kept in parts:
        out += [len(kept), *(len(ring) for ring in kept)]
        for ring in kept:
            steps = np.diff(ring, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
            out += ((steps << 1) ^ (steps >> 63)).ravel().tolist()
    return out


def _rounded(ring: shapely.LinearRing) -> np.ndarray:
    """Vertices on the grid, shape (n, 2), without the closing one and without repeats in a row."""
    points = np.rint(shapely.get_coordinates(ring)[:-1] * STEPS_PER_DEG).astype(np.int64)
    step = np.abs(np.diff(points[:, 0], append=points[:1, 0]))
    if step.max(initial=0) > 180 * STEPS_PER_DEG:
        raise ValueError("a ring crosses the antimeridian; cut it there")
    keep = np.any(points != np.roll(points, 1, axis=0), axis=1)
    return points[keep]


def _unzigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)


def _varints(values: Sequence[int]) -> bytes:
    """LEB128: seven bits per byte, lowest first; the high bit says that more follow."""
    out = bytearray()
    for value in values:
        while value > 0x7F:
            out.append((value & 0x7F) | 0x80)
            value >>= 7
        out.append(value)
    return bytes(out)


def _read_varints(data: bytes) -> Iterable[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0
