"""The candidate sites as they are shipped: every point lies where it says, and a slip would be found."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import Geod

from pipeline.datasets import ROOT, load
from pipeline.errors import InputError
from pipeline.geography.candidates import read_candidates
from pipeline.geography.join import BORDER_KM, join_regions
from pipeline.geography.polygons import read_regions

PATH = ROOT / "datasets" / "sites" / "candidates.csv"


@pytest.fixture(scope="module")
def sites() -> pd.DataFrame:
    return read_candidates(PATH)


@pytest.fixture(scope="module")
def regions() -> gpd.GeoDataFrame:
    return read_regions()


def test_there_are_enough_and_they_are_on_record(sites: pd.DataFrame) -> None:
    assert len(load("sites")) == len(sites) >= 280
    assert sites.country_iso3.nunique() >= 75
    assert sites.kind.value_counts().min() >= 60
    assert set(sites.kind) == {"cloud_region", "colocation_metro", "power_led"}


def test_no_column_of_the_file_is_empty_and_every_row_says_why() -> None:
    raw = load("sites")
    assert not [name for name in raw if raw[name].isna().any()]
    assert raw.site_source.str.fullmatch(r"geonames:\d+").all()
    assert raw.site_source.is_unique
    assert raw.name.is_unique


def test_every_point_lies_in_the_country_and_region_it_names(
    sites: pd.DataFrame, regions: gpd.GeoDataFrame
) -> None:
    joined = join_regions(sites, regions, nearest_region_km=BORDER_KM + 0.5)
    assert joined.region_id.tolist() == sites.region_id.tolist()
    assert joined.country_iso3.tolist() == sites.country_iso3.tolist()
    assert (joined.region_join == "within").mean() > 0.9


@pytest.mark.parametrize("column", ["latitude_deg", "longitude_deg"])
def test_a_sign_error_in_any_row_is_found(
    sites: pd.DataFrame, regions: gpd.GeoDataFrame, column: str
) -> None:
    """Turn the sign in each row: the point must leave its region. Only those within a degree of the equator
    or of Greenwich can stay in it.
    """
    turned = sites.assign(**{column: -sites[column]})
    points = gpd.GeoDataFrame(
        turned, geometry=gpd.points_from_xy(turned.longitude_deg, turned.latitude_deg, crs="EPSG:4326")
    )
    held = points.sjoin(regions[["region_id", "geometry"]], lsuffix="named", rsuffix="found")
    same = held[held.region_id_named == held.region_id_found]
    assert same[column].abs().max() < 1.0
    assert len(same) <= 12
    for row in range(0, len(sites), 10):
        if sites.site_id.iloc[row] not in set(same.site_id):
            with pytest.raises(InputError, match=r"with the sign of the l.* turned it would lie there"):
                join_regions(turned.iloc[[row]], regions, nearest_region_km=30.0)


def test_swapped_coordinates_are_refused_with_the_reason(
    sites: pd.DataFrame, regions: gpd.GeoDataFrame
) -> None:
    oslo = sites[sites.site_id == "oslo"]
    swapped = oslo.assign(latitude_deg=oslo.longitude_deg, longitude_deg=oslo.latitude_deg)
    with pytest.raises(InputError, match="latitude and longitude swapped it would lie there"):
        join_regions(swapped, regions, nearest_region_km=30.0)


def test_no_metro_is_there_twice(sites: pd.DataFrame) -> None:
    """No two sites of one country stand within 14 km of each other."""
    geod = Geod(ellps="WGS84")
    rows = list(sites.itertuples())
    for index, one in enumerate(rows):
        for other in rows[:index]:
            if one.country_iso3 != other.country_iso3 or abs(one.latitude_deg - other.latitude_deg) > 0.3:
                continue
            away = geod.inv(one.longitude_deg, one.latitude_deg, other.longitude_deg, other.latitude_deg)[2]
            assert away > 14_000, (one.site_id, other.site_id)


def test_places_that_planners_ask_for(sites: pd.DataFrame) -> None:
    asked = """
    ashburn santa-clara dallas chicago phoenix atlanta columbus salt-lake-city hillsboro the-dalles
    quincy prineville moses-lake boardman abilene pecos midland cheyenne des-moines council-bluffs
    memphis ellendale montreal beauharnois quebec-city-and-levis sept-iles winnipeg labrador-city
    queretaro sao-paulo santiago bogota ciudad-del-este frankfurt-am-main london amsterdam paris
    dublin lulea boden skelleftea narvik mo-i-rana hamina kajaani reykjavik sines zaragoza abu-dhabi
    riyadh tabuk dammam manama doha lagos nairobi naivasha johannesburg addis-ababa navi-mumbai
    chennai jamnagar visakhapatnam gelephu johor-bahru batam singapore hong-kong taipei tokyo
    ulanqab guiyang zhangjiakou zhongwei xining hobart invercargill pristina valletta male
        port-louis
    """
    assert set(asked.split()) - set(sites.site_id) == set()


def test_the_list_covers_every_cloud_region_once() -> None:
    listed = pd.read_csv(ROOT / "tools" / "site_list.csv", keep_default_na=False, dtype=str)
    regions = [region for cell in listed.cloud_regions for region in cell.split()]
    assert len(regions) == len(set(regions)) > 220
    assert {"aws:us-east-1", "azure:eastus2", "gcp:europe-north1", "oci:sa-vinhedo-1"} <= set(regions)
    assert ((listed.kind != "cloud_region") | (listed.cloud_regions != "")).all()
