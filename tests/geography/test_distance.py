"""Distances against closed forms and against geodesics."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from pipeline.geography.distance import distances_km, search_box

GEOD = Geod(ellps="WGS84")
EQUATOR_KM_PER_DEGREE = 2 * math.pi * 6378.137 / 360  # 111.3195 km


def test_along_the_equator() -> None:
    """0.1° east of a square's edge on the equator: 0.1 x 111.3195 = 11.13195 km."""
    square = shapely.box(-1, -1, 0, 1)
    assert distances_km(0.0, 0.1, [square], 30.0)[0] == pytest.approx(0.1 * EQUATOR_KM_PER_DEGREE, rel=1e-6)


def test_along_a_meridian() -> None:
    """0.1° north of an edge along 60° N: a degree of latitude is 111.4 km there (geodesic as reference)."""
    square = shapely.box(9, 58, 11, 60)
    expected = GEOD.inv(10.0, 60.0, 10.0, 60.1)[2] / 1000
    assert expected == pytest.approx(11.14, abs=0.01)
    assert distances_km(60.1, 10.0, [square], 30.0)[0] == pytest.approx(expected, rel=1e-4)


def test_a_degree_of_longitude_shrinks_with_latitude() -> None:
    """At 60° N a degree of longitude is half of that at the equator: 0.2° is 11.2 km, not 22.3."""
    square = shapely.box(8, 59, 10, 61)
    assert distances_km(60.0, 10.2, [square], 30.0)[0] == pytest.approx(11.16, abs=0.02)


def test_inside_is_zero_and_far_is_infinite() -> None:
    square = shapely.box(-1, -1, 1, 1)
    assert distances_km(0.0, 0.0, [square], 30.0)[0] == 0.0
    assert distances_km(0.0, 1.3, [square], 30.0)[0] == math.inf  # 33.4 km
    assert distances_km(0.0, 1.3, [square], 40.0)[0] == pytest.approx(0.3 * EQUATOR_KM_PER_DEGREE, rel=1e-6)


@pytest.mark.parametrize(("point", "west", "east"), [(179.95, -180.0, -179.0), (-179.95, 179.0, 180.0)])
def test_across_the_antimeridian(point: float, west: float, east: float) -> None:
    """0.05° from the line: 5.566 km to a polygon that begins on its other side."""
    square = shapely.box(west, -1, east, 1)
    assert distances_km(0.0, point, [square], 30.0)[0] == pytest.approx(
        0.05 * EQUATOR_KM_PER_DEGREE, rel=1e-5
    )


def test_several_shapes_keep_their_order() -> None:
    near, far = shapely.box(0.1, -1, 1, 1), shapely.box(-2, -1, -0.2, 1)
    away = distances_km(0.0, 0.0, [far, near], 50.0)
    assert away == pytest.approx([0.2 * EQUATOR_KM_PER_DEGREE, 0.1 * EQUATOR_KM_PER_DEGREE], rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    latitude=st.floats(-80, 80),
    longitude=st.floats(-179, 179),
    bearing=st.floats(0, 360),
    away_km=st.floats(1, 29),
)
def test_to_a_speck_it_is_the_geodesic(
    latitude: float, longitude: float, bearing: float, away_km: float
) -> None:
    """The distance to a polygon about 2 m wide is that of the geodesic to it."""
    there_lon, there_lat, _ = GEOD.fwd(longitude, latitude, bearing, away_km * 1000)
    speck = shapely.Point(there_lon, there_lat).buffer(1e-5, quad_segs=2)
    assert distances_km(latitude, longitude, [speck], 40.0)[0] == pytest.approx(away_km, abs=0.005)


@settings(max_examples=60, deadline=None)
@given(
    latitude=st.floats(-89, 89),
    longitude=st.floats(-180, 180),
    bearing=st.floats(0, 360),
    km=st.floats(1, 200),
)
def test_the_search_box_holds_the_circle(
    latitude: float, longitude: float, bearing: float, km: float
) -> None:
    west, south, east, north = search_box(latitude, longitude, km)
    there_lon, there_lat, _ = GEOD.fwd(longitude, latitude, bearing, km * 1000)
    turned = [there_lon + turn for turn in (-360, 0, 360)]
    assert south - 1e-9 <= there_lat <= north + 1e-9
    assert any(west - 1e-9 <= each <= east + 1e-9 for each in turned)
