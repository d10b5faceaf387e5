"""Packed outlines come back where they were, keep shared borders, and never cross the antimeridian."""

from __future__ import annotations

import base64

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cartography.outlines import STEPS_PER_DEG, pack, simplify, unpack
from tests.cartography.synthetic import countries


def test_a_square_by_hand() -> None:
    # One part, one ring, four vertices; (0, 0) -> (0, 0.02) -> (0.02, 0.02) -> (0.02, 0) in steps of 0.01 are
    # the differences 0 0, 0 2, 2 0, 0 -2, and zigzag doubles: 0 0, 0 4, 4 0, 0 3. Every number fits a byte.
    square = shapely.Polygon([(0, 0), (0, 0.02), (0.02, 0.02), (0.02, 0)])
    (text,) = pack([square])
    assert list(base64.b64decode(text)) == [1, 1, 4, 0, 0, 0, 4, 4, 0, 0, 3]
    assert unpack(text) == [[[(0.0, 0.0), (0.0, 0.02), (0.02, 0.02), (0.02, 0.0)]]]


def test_a_number_above_127_takes_two_bytes() -> None:
    # The first vertex is 1 degree east: 100 steps, zigzag 200 = 0b1_1001000: 0xC8 0x01.
    (text,) = pack([shapely.Polygon([(1, 0), (1, 0.02), (1.02, 0.02), (1.02, 0)])])
    assert bytes([0xC8, 0x01]) in base64.b64decode(text)


def test_holes_and_parts_come_back() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(2, 2, 4, 4).exterior])
    (text,) = pack([shapely.MultiPolygon([ring, shapely.box(20, 20, 21, 21)])])
    parts = unpack(text)
    assert [len(rings) for rings in parts] == [2, 1]
    back = shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in parts])
    assert back.area == pytest.approx(100 - 4 + 1)


@given(
    st.lists(st.tuples(st.floats(-179, 179), st.floats(-89, 89)), min_size=3, max_size=30, unique=True),
)
def test_every_vertex_is_within_half_a_step(points: list[tuple[float, float]]) -> None:
    polygon = shapely.Polygon(points)
    wide = np.abs(np.diff([x for x, _ in [*points, points[0]]])).max() > 179.9
    if wide:
        return
    (text,) = pack([polygon])
    back = np.array([point for rings in unpack(text) for ring in rings for point in ring]).reshape(-1, 2)
    given_points = np.array(points)
    for point in back:
        assert np.abs(given_points - point).max(axis=1).min() <= 0.5 / STEPS_PER_DEG + 1e-9


def test_what_rounds_to_nothing_is_left_out() -> None:
    assert unpack(pack([shapely.box(0, 0, 0.001, 0.001)])[0]) == []


def test_a_ring_over_the_antimeridian_is_refused() -> None:
    fiji = shapely.Polygon([(179, -17), (-179, -17), (-179, -16), (179, -16)])
    with pytest.raises(ValueError, match="antimeridian"):
        pack([fiji])


def test_simplified_neighbours_share_their_border() -> None:
    # Two squares whose common side has a dent of 0.001 degree: both lose it, and no gap opens.
    left = shapely.Polygon([(0, 0), (0, 9), (9, 9), (9.001, 4), (9, 0)])
    right = shapely.Polygon([(9, 0), (9.001, 4), (9, 9), (18, 9), (18, 0)])
    frame = gpd.GeoDataFrame(geometry=[left, right], crs="EPSG:4326")
    simple = simplify(frame, 0.5)
    assert shapely.area(shapely.union_all(simple)) == pytest.approx(18 * 9)
    assert shapely.area(shapely.intersection(*simple)) == 0
    assert [len(shapely.get_coordinates(shape)) for shape in simple] == [5, 5]


def test_small_countries_are_still_there() -> None:
    world = countries()
    simple = dict(zip(world["country_iso3"], simplify(world, 0.2), strict=True))
    for code, shape in zip(world["country_iso3"], world.geometry, strict=True):
        if code in {"SGP", "BHR", "MLT", "HKG", "LUX"}:
            assert shapely.area(simple[code]) == pytest.approx(shapely.area(shape), rel=0.2), code
            assert unpack(pack([simple[code]])[0]), code


def test_the_world_packs_small_and_stays_off_the_antimeridian() -> None:
    packed = pack(simplify(countries(), 0.2))
    assert sum(map(len, packed)) < 200_000
    assert len(packed) == len(countries())
