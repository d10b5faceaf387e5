"""The water tables as they are shipped: coverage by name, ranges, and figures checked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.datasets import load, source
from pipeline.fieldsets.water import FUELS

LITRES_PER_GALLON = 3.785411784
FACTORS = ["aware_cf_annual", *(f"aware_cf_m{month:02d}" for month in range(1, 13))]


@pytest.fixture(scope="module")
def aware() -> pd.DataFrame:
    return load("water_aware").set_index("area_id")


@pytest.fixture(scope="module")
def aqueduct() -> pd.DataFrame:
    return load("water_aqueduct").set_index("area_id")


@pytest.fixture(scope="module")
def per_fuel() -> pd.DataFrame:
    return load("water_per_fuel").set_index("fuel")


@pytest.mark.parametrize(
    "dataset", ["water_aware", "water_aqueduct", "water_per_fuel", "water_wcf_wri", "water_region_aliases"]
)
def test_is_on_record_and_has_no_empty_column(dataset: str) -> None:
    table, entry = load(dataset), source(dataset)
    assert len(table) == int(entry.rows)
    assert entry.licence and entry.vintage and entry.method
    assert not [name for name in table if table[name].isna().all()]


def test_aware_row_counts(aware: pd.DataFrame) -> None:
    counts = aware["level"].value_counts()
    assert counts["country"] >= 220
    assert counts["state"] >= 3500


def test_aware_factors_are_all_there(aware: pd.DataFrame) -> None:
    assert not aware[FACTORS].isna().any().any()


def test_aware_annual_lies_within_its_months(aware: pd.DataFrame) -> None:
    """The annual factor is a mean of the months, so no month's extreme can be passed (rounding aside)."""
    months = aware[FACTORS[1:]]
    assert (aware["aware_cf_annual"] <= months.max(axis=1) * 1.01).all()
    assert (aware["aware_cf_annual"] >= months.min(axis=1) * 0.99).all()


@pytest.mark.parametrize(
    ("area", "annual", "july"),
    [
        # read from sheet CFs_nonagri of the workbooks, row by row
        ("AFG", 41.3, 64.1),
        ("ARE", 59.5, 84.9),
        ("ALB", 19.2, 85.8),
        ("US-AZ", 99.4538, 100.0),
        ("US-WA", 1.5338, 2.0421),
        ("CA-QC", 1.1451, 1.0551),
        ("SE-BD", 1.2031, 0.8431),
        ("AE-DU", 63.6982, 99.9778),
    ],
)
def test_aware_figures_read_by_hand(aware: pd.DataFrame, area: str, annual: float, july: float) -> None:
    assert aware.loc[area, "aware_cf_annual"] == pytest.approx(annual, abs=1e-4)
    assert aware.loc[area, "aware_cf_m07"] == pytest.approx(july, abs=1e-4)


@pytest.mark.parametrize(
    ("area", "annual"),
    [
        # the workbook by country has some states too, from other polygons: an independent check
        ("AU-NSW", 41.2),
        ("AU-QLD", 35.1),
        ("AU-SA", 58.6),
        ("AU-TAS", 2.83),
        ("AU-VIC", 26.8),
        ("BR-AC", 0.508),
        ("BR-CE", 23.3),
        ("BR-MG", 4.77),
        ("BR-PR", 1.02),
        ("BR-BA", 6.65),
    ],
)
def test_aware_regions_agree_with_the_same_states_in_the_country_workbook(
    aware: pd.DataFrame, area: str, annual: float
) -> None:
    assert aware.loc[area, "aware_cf_annual"] == pytest.approx(annual, rel=0.15)


US_STATES = [
    "AL",
    "AK",
    "AZ",
    "AR",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "HI",
    "ID",
    "IL",
    "IN",
    "IA",
    "KS",
    "KY",
    "LA",
    "ME",
    "MD",
    "MA",
    "MI",
    "MN",
    "MS",
    "MO",
    "MT",
    "NE",
    "NV",
    "NH",
    "NJ",
    "NM",
    "NY",
    "NC",
    "ND",
    "OH",
    "OK",
    "OR",
    "PA",
    "RI",
    "SC",
    "SD",
    "TN",
    "TX",
    "UT",
    "VT",
    "VA",
    "WA",
    "WV",
    "WI",
    "WY",
]


@pytest.mark.parametrize(
    ("country", "parts"),
    [
        ("US", US_STATES),
        ("CA", ["AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK", "YT", "NT", "NU"]),
        ("AU", ["ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"]),
        (
            "BR",
            [
                "AC",
                "AL",
                "AM",
                "AP",
                "BA",
                "CE",
                "DF",
                "ES",
                "GO",
                "MA",
                "MG",
                "MS",
                "MT",
                "PA",
                "PB",
                "PE",
                "PI",
                "PR",
                "RJ",
                "RN",
                "RO",
                "RR",
                "RS",
                "SC",
                "SE",
                "SP",
                "TO",
            ],
        ),
        (
            "CN",
            [
                "AH",
                "BJ",
                "CQ",
                "FJ",
                "GD",
                "GS",
                "GX",
                "GZ",
                "HA",
                "HB",
                "HE",
                "HI",
                "HL",
                "HN",
                "JL",
                "JS",
                "JX",
                "LN",
                "NM",
                "NX",
                "QH",
                "SC",
                "SD",
                "SH",
                "SN",
                "SX",
                "TJ",
                "XJ",
                "XZ",
                "YN",
                "ZJ",
            ],
        ),
        ("IN", ["AP", "DL", "GJ", "HR", "KA", "KL", "MH", "MP", "PB", "RJ", "TS", "TN", "UP", "WB"]),
        ("JP", [f"{number:02d}" for number in range(1, 48)]),
        ("MX", ["AGU", "BCN", "CHH", "COA", "JAL", "MEX", "NLE", "PUE", "QUE", "SLP", "SON", "TAM"]),
        (
            "DE",
            ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"],
        ),
        ("FR", ["ARA", "HDF", "IDF", "PAC"]),
        ("ES", ["AR", "CT", "MD", "VC"]),
        ("IT", ["21", "25", "45", "62"]),
        ("SE", ["AB", "AC", "BD", "C", "O", "M", "U", "X"]),
        ("NO", ["03", "11", "18", "34", "42", "46", "50"]),
        ("FI", ["05", "09", "14", "18"]),
        ("SA", ["01", "02", "03", "04", "07"]),
        ("AE", ["AZ", "DU", "SH"]),
    ],
)
def test_aware_covers_the_regions_of(aware: pd.DataFrame, country: str, parts: list[str]) -> None:
    missing = [part for part in parts if f"{country}-{part}" not in aware.index]
    assert not missing


@pytest.mark.parametrize(
    "area", ["SGP", "HKG", "TWN", "XKX", "BHR", "MLT", "PSE", "ISL", "LUX", "IRL", "NAM", "SSD", "PRI"]
)
def test_aware_covers_small_countries(aware: pd.DataFrame, area: str) -> None:
    assert aware.loc[area, "level"] == "country"


def test_aware_unnamed_region_of_each_country_fits_its_neighbours(aware: pd.DataFrame) -> None:
    """The regions called "NA": England carries most British demand, Zuid-Holland's water is the Rhine's."""
    assert aware.loc["GB-ENG", "aware_region"] == "NA"
    assert aware.loc["GB-ENG", "aware_cf_annual"] == pytest.approx(
        aware.loc["GBR", "aware_cf_annual"], rel=0.2
    )
    assert aware.loc["NL-ZH", "aware_cf_annual"] == pytest.approx(
        aware.loc["CH-ZH", "aware_cf_annual"], rel=1e-3
    )


def test_aware_covers_the_map(aware: pd.DataFrame) -> None:
    """Of the map's regions at least 93 % have a factor of their own; no id is foreign to the map."""
    regions = set(load("admin1")["region_id"])
    states = set(aware.index[aware["level"] == "state"])
    assert states <= regions
    assert len(states) / len(regions) >= 0.93


def test_aware_union_is_weighted_by_demand(aware: pd.DataFrame) -> None:
    """Innlandet (Norway) is Hedmark and Oppland, joined in 2020.

    CFs_nonagri annual: 0.981114 and 0.926798; pHWC_nonagri annual: 13074660 and 14285401 m3, so
    (0.981114 * 13074660 + 0.926798 * 14285401) / (13074660 + 14285401) = 0.9527.
    """
    assert aware.loc["NO-34", "aware_match"] == "union"
    assert aware.loc["NO-34", "aware_cf_annual"] == pytest.approx(0.9527, abs=1e-4)


def test_aware_places_with_no_basin_are_absent_not_zero(aware: pd.DataFrame) -> None:
    assert "MDV" not in aware.index  # NotDefined in the workbook
    assert "KE-400" not in aware.index  # an alias says that there is no counterpart


@pytest.mark.parametrize("area", ["SGP", "MLT", "BRB", "MUS", "US-HI"])
def test_aqueduct_no_data_is_absent(aqueduct: pd.DataFrame, area: str) -> None:
    assert area not in aqueduct.index


def test_aqueduct_figures(aqueduct: pd.DataFrame) -> None:
    assert (aqueduct["level"] == "country").sum() == 164  # 189 countries, 25 without data
    assert (aqueduct["level"] == "state").sum() == 50  # 50 states and the District of Columbia, less Hawaii
    assert aqueduct.loc["EGY", "aqueduct_bws_category"] == 4
    assert aqueduct.loc["CAN", "aqueduct_bws_category"] == 1
    assert aqueduct.loc["US-NM", "aqueduct_bws_score"] == 4.259
    assert aqueduct.loc["US-CA", "aqueduct_bws_category"] == 3


def test_aqueduct_25_countries_are_extremely_stressed(aqueduct: pd.DataFrame) -> None:
    """WRI, 2023: "25 countries … currently face extremely high water stress"."""
    country = aqueduct[aqueduct["level"] == "country"]
    assert (country["aqueduct_bws_category"] == 4).sum() == 25


def test_aqueduct_category_bounds_the_score(aqueduct: pd.DataFrame) -> None:
    country = aqueduct[aqueduct["level"] == "country"]
    assert country["aqueduct_bws_score"].isna().all()
    assert (country["aqueduct_bws_score_min"] == country["aqueduct_bws_category"]).all()
    assert (country["aqueduct_bws_score_max"] == country["aqueduct_bws_category"] + 1).all()
    state = aqueduct[aqueduct["level"] == "state"]
    assert (state["aqueduct_bws_score"] // 1 == state["aqueduct_bws_category"]).all()


def test_every_fuel_has_its_row_and_a_central_figure(per_fuel: pd.DataFrame) -> None:
    assert tuple(per_fuel.index) == FUELS
    assert not per_fuel["water_consumption_l_per_kwh"].isna().any()


def test_fuel_range_holds_the_central_figure(per_fuel: pd.DataFrame) -> None:
    known = per_fuel.drop(index="other")
    central = known["water_consumption_l_per_kwh"]
    assert (known["water_consumption_min_l_per_kwh"] <= central).all()
    assert (central <= known["water_consumption_max_l_per_kwh"]).all()
    assert (
        per_fuel.loc["other", ["water_consumption_min_l_per_kwh", "water_consumption_max_l_per_kwh"]]
        .isna()
        .all()
    )


def test_fuel_figures_by_hand(per_fuel: pd.DataFrame) -> None:
    central = per_fuel["water_consumption_l_per_kwh"]
    # GREET 2023, sheet WCF: 0.402193, 0.158818 and 4.408811 gal/kWh times 3.785412 L/gal
    assert central["coal"] == pytest.approx(0.4021929 * LITRES_PER_GALLON, abs=1e-4)
    assert central["gas"] == pytest.approx(0.1588184 * LITRES_PER_GALLON, abs=1e-4)
    assert central["hydro"] == pytest.approx(4.4088107 * LITRES_PER_GALLON, abs=1e-4)
    # Macknick et al. 2012: nuclear 269 (once-through) and 672 gal/MWh (tower)
    assert per_fuel.loc["nuclear", "water_consumption_min_l_per_kwh"] == pytest.approx(1.0183, abs=1e-4)
    assert per_fuel.loc["nuclear", "water_consumption_max_l_per_kwh"] == pytest.approx(2.5438, abs=1e-4)


def test_only_hydro_is_reservoir_evaporation(per_fuel: pd.DataFrame) -> None:
    assert per_fuel.index[per_fuel["reservoir_evaporation"]].tolist() == ["hydro"]


def test_wri_factors() -> None:
    table = load("water_wcf_wri").set_index("area_id")["grid_water_wcf_l_per_kwh"]
    assert len(table) == 30
    assert table["BRA"] == pytest.approx(18.603389)
    assert table["SWE"] == pytest.approx(6.03151)
    assert table.idxmin() == "IRL"


def test_aliases_name_each_place_once() -> None:
    table = load("water_region_aliases")
    assert not table.duplicated(["alias_country", "alias_attribute", "alias_value"]).any()
    assert table["alias_reason"].str.len().min() > 10
