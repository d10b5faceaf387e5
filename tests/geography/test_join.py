"""The join on a toy world of squares, where every answer is known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.geography.join import OUTPUT, join_regions

KM_PER_DEGREE = 111.3195  # along the equator


def world() -> gpd.GeoDataFrame:
    """Two countries: AAA with AA-1 (0..10° E) and AA-2 (10..20° E), BBB with BB-1 (20..30° E); 0..10° N."""
    return gpd.GeoDataFrame(
        {
            "country_iso3": ["AAA", "AAA", "BBB"],
            "country_name": ["Aland", "Aland", "Beland"],
            "region_id": ["AA-1", "AA-2", "BB-1"],
            "region_name": ["West", "East", "Whole"],
        },
        geometry=[shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(20, 0, 30, 10)],
        crs="EPSG:4326",
    )


def sites(*rows: tuple[float, float, str, str | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "site_id": [f"s{index}" for index in range(len(rows))],
            "name": [f"Site {index}" for index in range(len(rows))],
            "kind": pd.Series(["power_led"] * len(rows), dtype="str"),
            "latitude_deg": [row[0] for row in rows],
            "longitude_deg": [row[1] for row in rows],
            "country_iso3": [row[2] for row in rows],
            "region_id": pd.Series([row[3] for row in rows], dtype="str"),
            "elevation_m": np.nan,
        }
    )


def test_points_find_their_squares_in_their_own_order() -> None:
    joined = join_regions(
        sites((5, 25, "BBB", None), (5, 5, "AAA", None), (5, 15, "AAA", "AA-2")),
        world(),
        nearest_region_km=30.0,
    )
    assert list(joined) == list(OUTPUT)
    assert joined.site_id.tolist() == ["s0", "s1", "s2"]
    assert joined.region_id.tolist() == ["BB-1", "AA-1", "AA-2"]
    assert joined.country_name.tolist() == ["Beland", "Aland", "Aland"]
    assert joined.region_join.tolist() == ["within"] * 3
    assert joined.region_join_distance_km.tolist() == [0.0] * 3


def test_a_point_on_a_border_takes_the_side_it_names() -> None:
    border = sites((5, 10, "AAA", None), (5, 10, "AAA", "AA-2"), (5, 20, "BBB", None), (5, 20, "AAA", None))
    joined = join_regions(border, world(), nearest_region_km=30.0)
    assert joined.region_id.tolist() == ["AA-1", "AA-2", "BB-1", "AA-2"]


def test_off_the_coast_the_nearest_region_within_the_distance() -> None:
    """0.1° south of the coast is 11.06 km (a degree of latitude at the equator is 110.574 km)."""
    joined = join_regions(sites((-0.1, 15, "AAA", None)), world(), nearest_region_km=30.0)
    assert joined.region_id.tolist() == ["AA-2"]
    assert joined.region_join.tolist() == ["nearest"]
    assert joined.region_join_distance_km.iloc[0] == pytest.approx(11.0574, abs=0.001)


def test_too_far_out_at_sea_names_the_site() -> None:
    with pytest.raises(InputError) as raised:
        join_regions(
            sites((5, 5, "AAA", None), (-1, 15, "AAA", None)),
            world(),
            nearest_region_km=30.0,
            file="mine.csv",
            rows={"s0": 2, "s1": 3},
        )
    assert str(raised.value).startswith("mine.csv, row 3, column latitude_deg, longitude_deg")
    assert "more than 30 km from Aland" in str(raised.value)
    assert "s1: -1, 15" in str(raised.value)


def test_a_point_in_another_country_is_refused() -> None:
    with pytest.raises(InputError, match=r"lies in Whole \(BB-1\), Beland, not in Aland"):
        join_regions(sites((5, 25, "AAA", None)), world(), nearest_region_km=30.0)


def test_on_foreign_land_only_the_width_of_a_border_is_forgiven() -> None:
    """1.1 km across the border stays with the country it names; 5.6 km does not, though 30 km are allowed
    at sea.
    """
    near = join_regions(sites((0.0, 20.01, "AAA", None)), world(), nearest_region_km=30.0)
    assert near.region_id.tolist() == ["AA-2"]
    assert near.region_join_distance_km.iloc[0] == pytest.approx(0.01 * KM_PER_DEGREE, rel=1e-3)
    with pytest.raises(InputError, match="not in Aland"):
        join_regions(sites((0.0, 20.05, "AAA", None)), world(), nearest_region_km=30.0)


def test_a_point_in_another_region_than_it_names_is_refused() -> None:
    with pytest.raises(InputError, match=r"lies in East \(AA-2\), Aland, not in AA-1"):
        join_regions(sites((5, 15, "AAA", "AA-1")), world(), nearest_region_km=30.0)
    with pytest.raises(InputError, match="not in AA-9"):
        join_regions(sites((5, 15, "AAA", "AA-9")), world(), nearest_region_km=30.0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "slip"),
    [
        (15.0, 5.0, "latitude and longitude swapped"),
        (5.0, -15.0, "the sign of the longitude turned"),
        (-5.0, 15.0, "the sign of the latitude turned"),
        (-5.0, -15.0, "both signs turned"),
    ],
)
def test_the_slip_that_explains_it_is_named(latitude: float, longitude: float, slip: str) -> None:
    with pytest.raises(InputError, match=f"with {slip} it would lie there"):
        join_regions(sites((latitude, longitude, "AAA", None)), world(), nearest_region_km=30.0)


@pytest.mark.parametrize("crs", ["EPSG:3857", None])
def test_polygons_in_another_crs_are_refused(crs: str | None) -> None:
    regions = world().set_crs(None, allow_override=True) if crs is None else world().to_crs(crs)
    with pytest.raises(ValueError, match="must be in EPSG:4326"):
        join_regions(sites((5, 5, "AAA", None)), regions, nearest_region_km=30.0)


def test_an_index_with_gaps_does_not_matter() -> None:
    table = sites((5, 25, "BBB", None), (5, 5, "AAA", None), (5, 15, "AAA", None)).iloc[[0, 2]]
    regions = world().iloc[[2, 1]]
    joined = join_regions(table, regions, nearest_region_km=30.0)
    assert joined.site_id.tolist() == ["s0", "s2"]
    assert joined.region_id.tolist() == ["BB-1", "AA-2"]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 9.99), st.floats(0.01, 29.99)), min_size=1, max_size=20))
def test_the_square_is_that_of_the_arithmetic(points: list[tuple[float, float]]) -> None:
    """Any point on land: the region follows from the tens of its longitude; the join adds and loses none."""
    expected = [("AA-1", "AA-2", "BB-1")[min(int(longitude // 10), 2)] for _, longitude in points]
    table = sites(
        *(
            (latitude, longitude, "BBB" if region == "BB-1" else "AAA", region)
            for (latitude, longitude), region in zip(points, expected, strict=True)
        )
    )
    assert join_regions(table, world(), nearest_region_km=0.0).region_id.tolist() == expected
