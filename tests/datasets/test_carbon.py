"""Carbon intensity, generation mix and grid zones as they are shipped: coverage by name, figures by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.datasets import load, source, verified_path
from pipeline.fieldsets.water import FUELS

SHARES = [f"mix_share_{fuel}" for fuel in FUELS]
# fmt: off
EU = (
    "AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC", "HUN", "IRL",
    "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "ESP", "SWE",
)
US = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA",
    "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM",
    "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA",
    "WV", "WI", "WY",
)
CANADA = (
    "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
)
CHINA = (
    "AH", "BJ", "CQ", "FJ", "GD", "GS", "GX", "GZ", "HA", "HB", "HE", "HI", "HL", "HN", "JL", "JS",
    "JX", "LN", "NM", "NX", "QH", "SC", "SD", "SH", "SN", "SX", "TJ", "XJ", "YN", "ZJ",
)
AUSTRALIA = (
    "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA",
)
JAPAN = (
    "HKD", "TH", "TK", "CB", "HR", "KN", "CG", "SK", "KY", "ON",
)
# fmt: on
INTENSITIES = {
    "carbon_electricity_maps": 1760,
    "carbon_ember": 3237,
    "carbon_egrid": 52,
    "carbon_china": 31,
}


def figure(dataset: str, area: str, year: int, level: str = "country") -> float:
    table = load(dataset)
    row = table[(table["area_id"] == area) & (table["level"] == level) & (table["year"] == year)]
    assert len(row) == 1
    return float(row["carbon_gco2e_per_kwh"].iloc[0])


@pytest.mark.parametrize(("dataset", "rows"), INTENSITIES.items())
def test_intensities_are_on_record_and_complete(dataset: str, rows: int) -> None:
    table = load(dataset)
    assert len(table) == rows == int(source(dataset).rows)
    assert not table.drop(columns="zone_name").isna().any().any()
    assert len(set(table["carbon_method"])) == 1
    assert (table["carbon_gco2e_per_kwh"] > 0).all()
    assert (table["carbon_gco2e_per_kwh"] < 1400).all()


@pytest.mark.parametrize("dataset", ["carbon_electricity_maps", "carbon_ember"])
def test_two_hundred_countries_without_aggregates(dataset: str) -> None:
    table = load(dataset)
    countries = table.loc[table["level"] == "country", "area_id"]
    assert countries.nunique() >= 200
    assert countries.str.fullmatch("[A-Z]{3}").all()
    names = set(table.loc[table["level"] == "country", "zone_name"].dropna())
    assert not names & {
        "World",
        "EU",
        "European Union (27)",
        "Africa",
        "Asia",
        "Europe",
        "OECD (Ember)",
        "G20",
    }


@pytest.mark.parametrize("dataset", ["carbon_electricity_maps", "carbon_ember", "generation_mix"])
def test_every_country_of_the_union_and_the_large_grids(dataset: str) -> None:
    table = load(dataset)
    have = set(table.loc[table["level"] == "country", "area_id"])
    missing = {*EU, "USA", "CHN", "IND", "JPN", "KOR", "BRA", "GBR", "ZAF", "SAU", "ARE", "SGP", "IDN"} - have
    assert not missing
    assert (
        not {"NOR", "ISL", "CHE", "TUR", "MEX", "ARG", "CHL", "NGA", "KEN", "EGY", "VNM", "TWN", "HKG"} - have
    )


@pytest.mark.parametrize("dataset", ["carbon_electricity_maps", "carbon_ember"])
def test_clean_and_dirty_grids_are_where_they_belong(dataset: str) -> None:
    table = load(dataset)
    table = table[(table["level"] == "country") & (table["year"] == 2024)].set_index("area_id")
    grams = table["carbon_gco2e_per_kwh"]
    assert grams[["NOR", "ISL", "SWE", "CHE", "FRA"]].max() < 60
    assert grams[["POL", "ZAF", "IND", "IDN", "BWA"]].min() > 550


def test_the_conventions_differ_and_are_kept_apart() -> None:
    """Ireland 2024-25: 301 of the power consumed; 256 generated (imports from Great Britain and the mix)."""
    assert figure("carbon_electricity_maps", "IRL", 2025) == 301
    assert 250 < figure("carbon_ember", "IRL", 2025) < 262
    assert figure("carbon_electricity_maps", "ARE", 2025) == 348
    assert figure("carbon_ember", "ARE", 2024) == pytest.approx(467.5, abs=0.1)


def test_electricity_maps_zones_by_name() -> None:
    table = load("carbon_electricity_maps")
    table = table[table["year"] == 2025].set_index(["level", "area_id"])["carbon_gco2e_per_kwh"]
    states = [f"CA-{part}" for part in CANADA] + [f"AU-{part}" for part in AUSTRALIA]
    assert table["state"][states].notna().all()
    assert table["state"]["CA-QC"] == 41
    assert table["state"]["AU-QLD"] > 500 > table["state"]["AU-TAS"]
    zones = ["IN-NO", "IN-SO", "IN-EA", "IN-WE", "IN-NE", "BR-N", "BR-NE", "BR-CS", "BR-S"]
    zones += [f"JP-{part}" for part in JAPAN]
    zones += ["US-TEX-ERCO", "US-MIDA-PJM", "US-CAL-CISO", "US-NY-NYIS", "SE-SE1", "NO-NO4", "DK-DK1"]
    assert table["zone"][zones].notna().all()
    # the province of Sondrio is IT-SO in ISO 3166-2; South Italy is a zone of the grid, not that province
    assert ("state", "IT-SO") not in table.index


def test_a_life_cycle_figure_of_zero_is_a_gap() -> None:
    table = load("carbon_ember")
    central_africa = table[table["area_id"] == "CAF"]
    assert central_africa["year"].max() == 2012


def test_egrid_states_and_their_unit() -> None:
    table = load("carbon_egrid")
    assert set(table.loc[table["level"] == "state", "area_id"]) == {f"US-{state}" for state in US}
    # eGRID2023, Alabama: 713.976 lb/MWh x 0.45359237 kg/lb = 323.854 g/kWh
    assert figure("carbon_egrid", "US-AL", 2023, "state") == pytest.approx(323.854)
    assert figure("carbon_egrid", "US-VT", 2023, "state") < 30 < 900 / 2
    assert figure("carbon_egrid", "USA", 2023) == pytest.approx(349.667)


def test_chinese_provinces() -> None:
    table = load("carbon_china")
    assert set(table.loc[table["level"] == "state", "area_id"]) == {f"CN-{part}" for part in CHINA}
    # Announcement 2025 No. 47: Beijing 0.5554, nation 0.5306 kgCO2/kWh
    assert figure("carbon_china", "CN-BJ", 2023, "state") == 555.4
    assert figure("carbon_china", "CHN", 2023) == 530.6
    assert (
        figure("carbon_china", "CN-YN", 2023, "state") < 200 < figure("carbon_china", "CN-SX", 2023, "state")
    )


def test_mix_shares_sum_to_one_and_no_column_is_empty() -> None:
    table = load("generation_mix")
    assert len(table) == int(source("generation_mix").rows) == 225
    np.testing.assert_allclose(table[SHARES].sum(axis=1), 1.0, rtol=0, atol=1e-12)
    assert (table[SHARES].sum() > 0).all()
    assert table["year"].min() >= 2020  # Western Sahara (2009) is left out
    assert "ESH" not in set(table["area_id"])


def test_mix_of_known_grids() -> None:
    table = load("generation_mix").set_index("area_id")
    assert table.loc["FRA", "mix_share_nuclear"] > 0.6
    assert table.loc["NOR", "mix_share_hydro"] > 0.85
    assert table.loc["POL", "mix_share_coal"] > 0.55
    # Iceland: 5.92 TWh of 19.87 TWh
    assert table.loc["ISL", "mix_share_geothermal"] == pytest.approx(5.92 / 19.87, abs=0.001)
    # the tides of the Rance are not geothermal
    assert table.loc["FRA", "mix_share_geothermal"] == 0.0 < table.loc["FRA", "mix_share_other"]
    assert set(table.index[table["level"] == "state"]) == {f"CA-{part}" for part in CANADA}
    assert table.loc["CA-QC", "mix_share_hydro"] > 0.9


def test_zones_are_of_real_regions_and_have_a_figure() -> None:
    zones, places = load("grid_zones"), load("grid_places")
    regions = pd.read_parquet(verified_path("admin1"), columns=["region_id"])["region_id"]
    assert set(zones["area_id"]) <= set(regions)
    assert set(places["area_id"]) <= set(regions)
    figures = load("carbon_electricity_maps")
    known = set(figures.loc[figures["year"] == 2025, "area_id"])
    assert set(zones["zone_id"]) <= known
    assert set(places["zone_id"]) <= known


@pytest.mark.parametrize(
    ("prefix", "count", "apart"),
    [
        # Alaska and Hawaii have figures of their own, and the islands are countries in the tables
        ("US-", 49, {f"US-{part}" for part in ("AK", "HI", "AS", "GU", "MP", "PR", "VI")}),
        ("JP-", 47, set()),
        ("BR-", 26, {"BR-RR"}),  # Roraima was on no common grid
        ("IN-", 34, {"IN-AN", "IN-LD"}),  # the islands are on no regional grid
    ],
)
def test_regions_with_a_zone(prefix: str, count: int, apart: set[str]) -> None:
    zones = load("grid_zones")["area_id"]
    mine = set(zones[zones.str.startswith(prefix)])
    assert len(mine) == count
    regions = pd.read_parquet(verified_path("admin1"), columns=["region_id"])["region_id"].dropna()
    assert set(regions[regions.str.startswith(prefix)]) - mine == apart


def test_places_lie_in_the_state_they_name() -> None:
    import geopandas as gpd

    places = load("grid_places")
    points = gpd.GeoDataFrame(
        places, geometry=gpd.points_from_xy(places["longitude_deg"], places["latitude_deg"]), crs="EPSG:4326"
    )
    regions = gpd.read_parquet(verified_path("admin1"), columns=["region_id", "geometry"])
    held = points.sjoin(regions[regions["region_id"].str.startswith("US-", na=False)], predicate="within")
    assert len(held) == len(places)
    assert (held["area_id"] == held["region_id"]).all()
