"""Regional figures: which area a figure comes from, in which convention, and what is said about it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.configs.regional import RegionalConfig
from pipeline.fields import check_columns
from pipeline.fieldsets.water import FUELS
from pipeline.geography.regional import attach
from pipeline.geography.regional_carbon import carbon, region_ratios
from pipeline.geography.regional_energy import grid_water, price
from pipeline.geography.regional_lookup import latest, look_up, site_areas
from pipeline.tables import check_frame

AREAS = pd.DataFrame(
    {
        "zone": ["Z1", None, None, None],
        "state": ["AA-1", "AA-2", None, "BB-1"],
        "country": ["AAA", "AAA", "AAA", "BBB"],
    },
    dtype=object,
)


def table(rows: list[tuple[str, str, int | None, float]], value: str = "figure") -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["area_id", "level", "year", value])
    return found.astype({"year": "Int64"})


def intensity(rows: list[tuple[str, str, int | None, float]], method: str) -> pd.DataFrame:
    return table(rows, "carbon_gco2e_per_kwh").assign(carbon_method=method)


def test_the_narrowest_area_with_a_figure_wins() -> None:
    figures = table(
        [
            ("Z1", "zone", 2024, 1.0),
            ("AA-1", "state", 2024, 2.0),
            ("AA-2", "state", 2024, 3.0),
            ("AAA", "country", 2024, 4.0),
        ]
    )
    found = look_up(AREAS, figures, ("figure", "year"))
    assert found["figure"].tolist()[:3] == [1.0, 3.0, 4.0]
    assert found["level"].tolist()[:3] == ["zone", "state", "country"]
    assert found.iloc[3].isna().all()  # no figure is a gap, not a zero


def test_a_region_with_a_gap_asks_its_country() -> None:
    figures = table([("AA-2", "state", 2024, np.nan), ("AAA", "country", 2024, 4.0)])
    assert look_up(AREAS, figures, ("figure",))["figure"].tolist()[:3] == [4.0, 4.0, 4.0]


def test_a_zone_and_a_region_of_the_same_name_are_not_mixed_up() -> None:
    areas = pd.DataFrame({"zone": [None], "state": ["IT-SO"], "country": ["ITA"]}, dtype=object)
    figures = table([("IT-SO", "zone", 2024, 293.0), ("ITA", "country", 2024, 286.0)])
    assert look_up(areas, figures, ("figure",))["figure"].tolist() == [286.0]


def test_two_rows_for_an_area_are_refused() -> None:
    with pytest.raises(ValueError, match="two rows"):
        look_up(AREAS, table([("AAA", "country", 2023, 1.0), ("AAA", "country", 2024, 2.0)]), ("figure",))


def test_latest_year_and_undated_rows() -> None:
    figures = table(
        [
            ("AAA", "country", 2022, 1.0),
            ("AAA", "country", 2024, 2.0),
            ("BBB", "country", None, 3.0),
            ("CCC", "country", None, 4.0),
            ("CCC", "country", 2020, 5.0),
        ]
    )
    assert latest(figures).set_index("area_id")["figure"].to_dict() == {"AAA": 2.0, "BBB": 3.0, "CCC": 5.0}
    assert latest(figures, 2023).set_index("area_id")["figure"].to_dict() == {"AAA": 1.0, "CCC": 5.0}


@given(st.permutations(range(4)), st.lists(st.floats(0, 1000), min_size=4, max_size=4))
def test_the_order_of_sites_does_not_matter(order: list[int], values: list[float]) -> None:
    figures = table(
        [
            (area, level, 2024, value)
            for (area, level), value in zip(
                [("Z1", "zone"), ("AA-2", "state"), ("AAA", "country"), ("BBB", "country")],
                values,
                strict=True,
            )
        ]
    )
    straight = look_up(AREAS, figures, ("figure",))["figure"]
    mixed = look_up(AREAS.iloc[order], figures, ("figure",))["figure"]
    pd.testing.assert_series_equal(mixed.sort_index(), straight)


def test_a_place_overrides_the_zone_of_its_region_only_nearby() -> None:
    sites = pd.DataFrame(
        {
            "country_iso3": "USA",
            "region_id": ["US-WA", "US-WA", "US-OR"],
            # Quincy; Olympia; a point of Oregon inside the circle around The Dalles' neighbour in Washington
            "latitude_deg": [47.234, 47.04, 45.60],
            "longitude_deg": [-119.853, -122.90, -121.18],
        }
    )
    zones = pd.DataFrame({"area_id": ["US-WA", "US-OR"], "level": "state", "zone_id": ["BPAT", "PGE"]})
    places = pd.DataFrame(
        {
            "area_id": ["US-WA", "US-WA"],
            "latitude_deg": [47.234, 45.60],
            "longitude_deg": [-119.853, -121.18],
            "radius_km": 25.0,
            "zone_id": ["GCPD", "KLIC"],
        }
    )
    found = site_areas(sites, zones, places)
    assert found["zone"].tolist() == ["GCPD", "BPAT", "PGE"]
    assert found["state"].tolist() == ["US-WA", "US-WA", "US-OR"]


def test_the_radius_is_in_kilometres() -> None:
    """One degree of latitude at 47° is 111.2 km: a circle of 111 km does not reach, one of 112 km does."""
    site = pd.DataFrame(
        {"country_iso3": ["USA"], "region_id": ["US-WA"], "latitude_deg": [46.5], "longitude_deg": [-120.0]}
    )
    zones = pd.DataFrame({"area_id": ["US-WA"], "level": "state", "zone_id": ["default"]})
    for radius, expected in ((111.0, "default"), (112.0, "place")):
        places = pd.DataFrame(
            {
                "area_id": ["US-WA"],
                "latitude_deg": [47.5],
                "longitude_deg": [-120.0],
                "radius_km": [radius],
                "zone_id": ["place"],
            }
        )
        assert site_areas(site, zones, places)["zone"].item() == expected


CONSUMED = intensity(
    [("CA-QC", "state", 2025, 41.0), ("CAN", "country", 2025, 136.0), ("CHN", "country", 2025, 485.0)],
    "life_cycle_consumption_flow_traced",
)
GENERATED = intensity(
    [("CAN", "country", 2024, 185.3), ("CHN", "country", 2024, 560.0), ("IMN", "country", 2022, 300.0)],
    "life_cycle_generation",
)
STACK = intensity([("USA", "country", 2023, 350.0), ("US-AL", "state", 2023, 323.9)], "stack_generation")
CHINA = intensity(
    [("CHN", "country", 2023, 530.6), ("CN-YN", "state", 2023, 133.3)],
    "stack_co2_only_generation_with_transfers",
)
TABLES = {
    "carbon_electricity_maps": CONSUMED,
    "carbon_ember": GENERATED,
    "carbon_egrid": STACK,
    "carbon_china": CHINA,
}
PLACES = pd.DataFrame(
    {
        "zone": None,
        "state": ["CA-QC", "CA-ON", "CN-YN", "CN-XZ", None, "US-AL"],
        "country": ["CAN", "CAN", "CHN", "CHN", "IMN", "USA"],
    },
    dtype=object,
)


def test_carbon_by_hand() -> None:
    found = carbon(PLACES, TABLES, RegionalConfig())
    # Yunnan: 485 x 133.3 / 530.6 = 121.8443
    np.testing.assert_allclose(
        found["carbon_gco2e_per_kwh"], [41.0, 136.0, 121.8442, 485.0, 300.0, np.nan], rtol=0, atol=1e-4
    )
    assert found["carbon_level"].tolist()[:5] == ["state", "country", "state", "country", "country"]
    traced = "life_cycle_consumption_flow_traced"
    assert found["carbon_method"].tolist()[:5] == [
        *(traced, traced, f"{traced}_scaled_by_china_mee", traced),
        "life_cycle_generation",
    ]
    assert found["carbon_source"].tolist()[:5] == ["carbon_electricity_maps"] * 4 + ["carbon_ember"]
    assert found["carbon_year"].tolist()[:5] == [2025, 2025, 2025, 2025, 2022]
    assert found.iloc[5].isna().all()  # Alabama has a stack figure only: never mixed in


def test_carbon_without_fallback_and_scaling() -> None:
    strict = RegionalConfig(carbon_allow_fallback=False, carbon_scale_subnational=False)
    found = carbon(PLACES, TABLES, strict)
    assert found["carbon_gco2e_per_kwh"].tolist()[:4] == [41.0, 136.0, 485.0, 485.0]
    assert found.iloc[4].isna().all()
    assert set(found["carbon_method"].dropna()) == {"life_cycle_consumption_flow_traced"}


def test_a_stack_convention_has_no_substitute() -> None:
    found = carbon(PLACES, TABLES, RegionalConfig(carbon_method="egrid_generation_stack"))
    assert found["carbon_gco2e_per_kwh"].notna().tolist() == [False] * 5 + [True]
    assert found["carbon_method"].iloc[5] == "stack_generation"


def test_a_year_before_all_figures_leaves_gaps() -> None:
    found = carbon(PLACES, TABLES, RegionalConfig(carbon_year=2020))
    assert found["carbon_gco2e_per_kwh"].isna().all()
    assert found["carbon_source"].isna().all()


def test_ratios_need_one_national_figure() -> None:
    assert region_ratios(CHINA)["ratio"].item() == pytest.approx(133.3 / 530.6)
    with pytest.raises(ValueError, match="not one"):
        region_ratios(CHINA[CHINA["level"] == "state"])


def prices() -> dict[str, pd.DataFrame]:
    tariff = table(
        [("CA-QC", "state", None, 45.0), ("IMN", "country", 2024, 200.0)], "price_usd_per_mwh"
    ).assign(price_method="industrial_tariff", price_confidence=["low", "high"])
    market = table([("CAN", "country", 2024, 30.0)], "price_usd_per_mwh").assign(
        price_method="wholesale_day_ahead", price_confidence="high"
    )
    return {"price_industrial": tariff, "price_wholesale_europe": market}


def test_a_missing_price_is_missing() -> None:
    found = price(PLACES, prices(), RegionalConfig())
    np.testing.assert_array_equal(found["price_usd_per_mwh"], [45.0, np.nan, np.nan, np.nan, 200.0, np.nan])
    gaps = found[found["price_usd_per_mwh"].isna()]
    assert gaps.isna().all().all()
    assert pd.isna(found["price_year"].iloc[0])  # a tariff whose year is not on record


def test_price_by_confidence_year_and_kind() -> None:
    sure = price(PLACES, prices(), RegionalConfig(price_min_confidence="high"))
    assert sure["price_usd_per_mwh"].notna().tolist() == [False] * 4 + [True, False]
    dated = price(PLACES, prices(), RegionalConfig(price_year=2024))
    assert dated["price_usd_per_mwh"].notna().tolist() == [False] * 4 + [True, False]
    mixed = price(PLACES, prices(), RegionalConfig(price_allow_fallback=True))
    assert mixed["price_method"].tolist()[:2] == ["industrial_tariff", "wholesale_day_ahead"]
    assert mixed["price_source"].tolist()[:2] == ["price_industrial", "price_wholesale_europe"]


def per_fuel(hydro: float = 16.0) -> pd.DataFrame:
    factors = {"coal": 1.5, "hydro": hydro, "wind": 0.0}
    return pd.DataFrame(
        {
            "fuel": FUELS,
            "water_consumption_l_per_kwh": [factors.get(fuel, np.nan) for fuel in FUELS],
            "reservoir_evaporation": [fuel == "hydro" for fuel in FUELS],
        }
    )


def shares(**given: float) -> pd.DataFrame:
    return pd.DataFrame({f"mix_share_{fuel}": [given.get(fuel, 0.0)] for fuel in FUELS})


def test_grid_water_by_hand() -> None:
    # 0.5 x 1.5 + 0.25 x 16 + 0.25 x 0 = 4.75 L/kWh; without reservoirs 0.75
    made = shares(coal=0.5, hydro=0.25, wind=0.25)
    assert grid_water(made, per_fuel(), reservoirs=True).iloc[0].tolist() == [4.75, "water_per_fuel"]
    assert grid_water(made, per_fuel(), reservoirs=False).iloc[0, 0] == 0.75


def test_grid_water_is_missing_with_the_mix_or_a_factor_that_counts() -> None:
    none = pd.DataFrame({f"mix_share_{fuel}": [np.nan] for fuel in FUELS})
    assert grid_water(none, per_fuel(), reservoirs=True).isna().all().all()
    assert grid_water(shares(coal=0.9, gas=0.1), per_fuel(), reservoirs=True).isna().all().all()
    assert grid_water(shares(coal=1.0), per_fuel(), reservoirs=True).iloc[0, 0] == 1.5


SITES = pd.DataFrame(
    {
        "site_id": ["quincy", "quebec", "mumbai", "tokyo", "sao-paulo", "kunming", "oslo", "singapore"],
        "country_iso3": ["USA", "CAN", "IND", "JPN", "BRA", "CHN", "NOR", "SGP"],
        "region_id": ["US-WA", "CA-QC", "IN-MH", "JP-13", "BR-SP", "CN-YN", "NO-03", None],
        "latitude_deg": [47.234, 46.8, 19.1, 35.7, -23.5, 25.0, 59.9, 1.35],
        "longitude_deg": [-119.853, -71.2, 72.9, 139.7, -46.6, 102.7, 10.75, 103.8],
    }
)


def test_shipped_figures_reach_the_sites() -> None:
    found = attach(SITES, RegionalConfig())
    check_columns(found.columns)
    check_frame(found, key=("site_id",))
    assert found["site_id"].tolist() == SITES["site_id"].tolist()
    rows = found.set_index("site_id")
    # Electricity Maps 2025: Grant County PUD, Québec, Western India, Tōkyō, Central Brazil, NO1
    grams = rows["carbon_gco2e_per_kwh"]
    assert grams[["quincy", "quebec", "mumbai", "tokyo", "sao-paulo", "oslo"]].tolist() == [
        *(51.0, 41.0, 653.0, 535.0, 106.0, 24.0)
    ]
    # 485 x 133.3 / 530.6, the ministry's Yunnan over the nation
    assert grams["kunming"] == pytest.approx(485 * 133.3 / 530.6)
    assert rows.loc["singapore", "carbon_level"] == "country"
    assert rows["carbon_level"].tolist()[:4] == ["zone", "state", "zone", "zone"]
    # a level and a source wherever there is a figure, and nowhere else
    for figure, stem in (
        ("carbon_gco2e_per_kwh", "carbon"),
        ("price_usd_per_mwh", "price"),
        ("mix_share_coal", "mix"),
        ("grid_water_consumption_l_per_kwh", "grid_water"),
        ("aware_cf_annual", "aware"),
        ("aqueduct_bws_score_min", "aqueduct"),
        ("hazard_exposure_index", "hazard"),
        ("governance_index", "governance"),
    ):
        assert (found[figure].notna() == found[f"{stem}_source"].notna()).all(), figure
    assert pd.isna(rows.loc["singapore", "aqueduct_bws_score_min"])  # no data there, and never 0
    assert rows.loc["quebec", ["price_usd_per_mwh", "price_confidence"]].tolist() == [45.0, "low"]
    assert pd.isna(rows.loc["sao-paulo", "price_year"])


def test_another_convention_moves_all_sites() -> None:
    ember = attach(SITES, RegionalConfig(carbon_method="ember_generation_lifecycle"))
    assert set(ember["carbon_source"]) == {"carbon_ember"}
    assert set(ember["carbon_method"]) == {
        "life_cycle_generation",
        "life_cycle_generation_scaled_by_china_mee",
    }
