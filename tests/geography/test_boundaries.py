"""The boundaries as they are shipped: codes, coverage by name, clean geometry."""

from __future__ import annotations

import re

import geopandas as gpd
import pytest
import shapely

from pipeline.datasets import source, verified_path
from pipeline.geography.polygons import check_crs, country_codes, read_regions


@pytest.fixture(scope="module")
def admin1() -> gpd.GeoDataFrame:
    return read_regions()


@pytest.fixture(scope="module")
def admin0() -> gpd.GeoDataFrame:
    return gpd.read_parquet(verified_path("admin0"))


def test_both_layers_together_are_small() -> None:
    assert sum(verified_path(name).stat().st_size for name in ("admin0", "admin1")) <= 8_000_000


def test_columns_rows_and_crs(admin0: gpd.GeoDataFrame, admin1: gpd.GeoDataFrame) -> None:
    assert list(admin1) == ["country_iso3", "country_name", "region_id", "region_name", "geometry"]
    assert list(admin0) == ["country_iso3", "country_name", "geometry"]
    for name, frame in (("admin0", admin0), ("admin1", admin1)):
        check_crs(frame)
        assert len(frame) == int(source(name).rows)
        assert not frame.isna().any().any()
        assert not (frame.drop(columns="geometry") == "").any().any()
    assert admin1.region_id.is_unique
    assert admin0.country_iso3.is_unique
    assert len(admin1) > 3700
    assert len(admin0) > 240


def test_geometry_is_valid_and_within_the_world(admin0: gpd.GeoDataFrame, admin1: gpd.GeoDataFrame) -> None:
    for frame in (admin0, admin1):
        assert frame.is_valid.all()
        assert not frame.is_empty.any()
        assert set(frame.geom_type) <= {"Polygon", "MultiPolygon"}
        west, south, east, north = frame.total_bounds
        assert west >= -180 and east <= 180 and south >= -90 and north <= 90


def test_polygons_are_cut_at_the_antimeridian(admin1: gpd.GeoDataFrame) -> None:
    """No single part spans half the world; Chukotka and Fiji have parts at both ends of it."""
    parts = shapely.bounds(shapely.get_parts(admin1.geometry.array))
    assert (parts[:, 2] - parts[:, 0]).max() < 180
    chukotka = admin1[admin1.region_id == "RU-CHU"].total_bounds
    assert chukotka[0] == pytest.approx(-180) and chukotka[2] == pytest.approx(180)


def test_neighbours_share_their_borders(admin1: gpd.GeoDataFrame) -> None:
    """Simplifying must open no gap: a country's area is the sum of its regions' areas, so none overlap, and
    the union of the contiguous United States has no slivers inside it.
    """
    inland = admin1[admin1.region_id.isin(["US-KS", "US-NE", "US-CO", "US-OK", "US-MO", "US-IA"])]
    union = inland.union_all()
    assert shapely.area(union) == pytest.approx(shapely.area(inland.geometry.array).sum(), rel=1e-12)
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0


def test_countries_are_the_union_of_their_regions(admin0: gpd.GeoDataFrame, admin1: gpd.GeoDataFrame) -> None:
    of_regions = shapely.area(admin1.geometry.array)
    total = admin1.assign(extent=of_regions).groupby("country_iso3").extent.sum()
    whole = dict(zip(admin0.country_iso3, shapely.area(admin0.geometry.array), strict=True))
    assert set(total.index) == set(whole)
    for code, area in total.items():
        assert whole[code] == pytest.approx(area, rel=2e-4), code


def test_region_codes_have_the_form_of_iso_3166_2(admin1: gpd.GeoDataFrame) -> None:
    iso, stand_in = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"), re.compile(r"[A-Z]{2}-X[A-Z0-9]{1,3}~")
    wrong = [code for code in admin1.region_id if not (iso.fullmatch(code) or stand_in.fullmatch(code))]
    assert wrong == []
    assert admin1.region_id.str.endswith("~").mean() < 0.03


@pytest.mark.parametrize(
    "country",
    ["FRA", "NOR", "XKX", "TWN", "CYP", "SOM", "SGP", "HKG", "MAC", "BHR", "MLT", "SSD", "PSE", "SJM"],
)
def test_countries_that_natural_earth_codes_oddly_are_there(country: str) -> None:
    assert country in country_codes()


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("US-TX", "Texas"),
        ("CA-QC", "Québec"),
        ("CN-NM", "Inner Mongolia"),
        ("IN-TS", "Telangana"),
        ("IN-OD", "Odisha"),
        ("GB-ENG", "England"),
        ("FR-IDF", "Île-de-France"),
        ("FR-20R", "Corse"),
        ("ES-AR", "Aragón"),
        ("IT-25", "Lombardia"),
        ("BE-WAL", "Wallonie"),
        ("NO-50", "Trøndelag"),
        ("PL-14", "Masovian"),
        ("IR-23", "Tehran"),
        ("IR-30", "Alborz"),
        ("CO-DC", "Bogotá"),
        ("ZA-GP", "Gauteng"),
        ("TW-NWT", "New Taipei City"),
        ("BA-SRP", "Republika Srpska"),
        ("PH-00", "Metro Manila"),
        ("XK-X04~", "Pristina"),
    ],
)
def test_regions_carry_the_current_code(admin1: gpd.GeoDataFrame, region: str, name: str) -> None:
    assert admin1.set_index("region_id").region_name[region] == name


def test_places_that_must_resolve(admin1: gpd.GeoDataFrame) -> None:
    """Small and disputed places, by a point of each (longitude, latitude)."""
    places = {
        "SGP": (103.82, 1.35),
        "HKG": (114.17, 22.32),
        "TWN": (121.0, 24.0),
        "XKX": (21.17, 42.66),
        "BHR": (50.55, 26.05),
        "MLT": (14.45, 35.88),
        "CYP": (33.2, 35.0),
        "SOM": (44.06, 9.56),
        "UKR": (34.1, 45.2),
        "REU": (55.5, -21.1),
        "PRI": (-66.5, 18.2),
    }
    for country, (longitude, latitude) in places.items():
        held = admin1.country_iso3[admin1.intersects(shapely.Point(longitude, latitude))]
        assert held.tolist() == [country]


def test_area_on_the_ellipsoid_is_that_of_the_almanac(admin1: gpd.GeoDataFrame) -> None:
    """Colorado covers 269,837 km² (US Census Bureau) and has no coast; Natural Earth's scale is 1:10m."""
    colorado = admin1[admin1.region_id == "US-CO"].to_crs("EPSG:6933")
    assert colorado.area.iloc[0] / 1e6 == pytest.approx(269_837, rel=0.004)
