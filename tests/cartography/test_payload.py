"""What the page is given is what the stages left."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.cartography.gates import ABSENT
from pipeline.cartography.grid import Grid, MapInputs, label
from pipeline.cartography.payload import payload
from pipeline.cartography.provenance import FIGURES, INPUTS, MEASURES, further_figures
from pipeline.cartography.standards import NO_RULE, VERDICTS
from pipeline.configs.maps import MapsConfig
from pipeline.configs.presets import PresetConfig
from pipeline.fields import registry
from tests.cartography.synthetic import DESIGNS, gate_configs, map_inputs, ranking_config

MAPS = MapsConfig(outline_tolerance_deg=0.5)


def wide(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f8")


def narrow(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f4")


@pytest.fixture(scope="module")
def inputs() -> MapInputs:
    return map_inputs(25, gaps=0.3, world=False)


@pytest.fixture(scope="module")
def data(inputs: MapInputs) -> dict[str, Any]:
    return payload(inputs, MAPS, gate_configs(), ranking_config())


def test_sites_stand_in_rising_order_with_the_pipelines_numbers(
    inputs: MapInputs, data: dict[str, Any]
) -> None:
    ranking = inputs.ranking.sort_values("site_id")
    assert data["sites"]["id"] == ranking["site_id"].tolist()
    assert data["sites"]["name"] == ranking["name"].tolist()
    for name in ("rank", "score", "p_top10", "completeness"):
        expected = ranking[name].to_numpy(dtype=float, na_value=np.nan)
        np.testing.assert_array_equal(wide(data["sites"]["numbers"][name]), expected)
    assert [data["designs"][index]["name"] for index in data["sites"]["design"]] == ranking["design"].tolist()
    assert [data["countries"][index] for index in data["sites"]["country"]] == ranking[
        "country_name"
    ].tolist()


def test_every_cell_of_the_grid_has_its_own_figure(inputs: MapInputs, data: dict[str, Any]) -> None:
    rows = inputs.table.set_index(["site_id", "design"])
    carbon = next(one for one in data["criteria"] if one["name"] == "carbon")
    figure = next(one for one in data["figures"] if one["name"] == "carbon_tco2e")
    for site, site_id in enumerate(data["sites"]["id"]):
        for slot, design in enumerate(DESIGNS):
            cell, row = site * len(DESIGNS) + slot, rows.loc[(site_id, design)]
            np.testing.assert_equal(wide(carbon["values"])[cell], row["carbon_kgco2e_per_mwh_it"])
            np.testing.assert_equal(narrow(figure["values"])[cell], np.float32(row["carbon_tco2e"]))


def test_a_mix_is_told_by_its_largest_shares(data: dict[str, Any]) -> None:
    mix = next(one for one in data["inputs"] if one["key"] == "mix")
    assert mix["shown"]["texts"] == ["hydro 70 %, coal 29 %"]


def test_a_gap_stays_a_gap(inputs: MapInputs, data: dict[str, Any]) -> None:
    price = next(one for one in data["inputs"] if one["key"] == "price")
    gaps = inputs.table.drop_duplicates("site_id").sort_values("site_id")["price_usd_per_mwh"].isna()
    assert gaps.any()
    np.testing.assert_array_equal(np.isnan(narrow(price["values"])), gaps)


def test_gates_have_a_result_for_every_cell(inputs: MapInputs, data: dict[str, Any]) -> None:
    found = inputs.gates.set_index(["gate", "site_id", "design"])["gate_result"]
    names = ["pass", "fail", "undecided"]
    for gate in data["gates"]:
        results = np.frombuffer(base64.b64decode(gate["results"]), np.uint8)
        assert [names[code] for code in results] == [
            found[(gate["name"], site, design)] for site in data["sites"]["id"] for design in DESIGNS
        ]


def test_gates_tell_what_they_look_at(inputs: MapInputs, data: dict[str, Any]) -> None:
    scarce = next(gate for gate in data["gates"] if gate["name"] == "scarce_water")
    assert [test["text"] for test in scarce["tests"]] == ["above 30", "above 0.05"]
    expected = inputs.table.sort_values(["site_id", "design"])["aware_cf_annual"].to_numpy(dtype=np.float32)
    np.testing.assert_array_equal(narrow(scarce["tests"][0]["values"]), expected)


def test_a_design_that_was_not_computed_is_absent(inputs: MapInputs) -> None:
    table = inputs.table
    gone = table["site_id"].eq("s000003") & table["design"].ne(
        inputs.ranking.set_index("site_id").loc["s000003", "design"]
    )
    fewer = MapInputs(**{**inputs.__dict__, "table": table[~gone]})
    data = payload(fewer, MAPS, gate_configs(), ranking_config())
    absent = np.frombuffer(base64.b64decode(data["absent"]), np.uint8).reshape(-1, len(DESIGNS))
    assert absent.sum(axis=1).tolist() == [2 if index == 3 else 0 for index in range(25)]
    gate = np.frombuffer(base64.b64decode(data["gates"][0]["results"]), np.uint8).reshape(-1, len(DESIGNS))
    assert (gate[3] == ABSENT).sum() == 2


def test_large_sets_carry_the_chosen_design_only(inputs: MapInputs) -> None:
    data = payload(
        inputs, MapsConfig(outline_tolerance_deg=0.5, full_detail_sites=24), gate_configs(), ranking_config()
    )
    assert data["allDesigns"] is False
    ranking = inputs.ranking.sort_values("site_id")
    carbon = next(one for one in data["criteria"] if one["name"] == "carbon")
    np.testing.assert_array_equal(wide(carbon["values"]), ranking["carbon_kgco2e_per_mwh_it"])


def test_every_figure_names_inputs_that_the_page_has(data: dict[str, Any]) -> None:
    keys = {entry["key"] for entry in data["inputs"]}
    for figure in data["figures"]:
        assert set(figure["inputs"]) <= keys, figure["name"]
    for entry in data["inputs"]:
        known = ~np.isnan(narrow(entry["values"]))
        source = entry.get("source")
        if source is not None and entry["key"] != "climate":
            assert [code is not None for code in source["codes"]] == known.tolist()
            assert set(source["texts"]) <= set(data["sources"])


def test_shown_columns_are_registered_with_these_units() -> None:
    fields = registry()
    shown = [(one.column, one.unit) for one in (*FIGURES, *MEASURES)] + [
        (one.column, one.unit) for one in INPUTS
    ]
    spoken = {
        "m**3": "m³",
        "m3_world": "m³ world-eq",
        "m3_world / m**3": "m³ world-eq/m³",
        "degC": "°C",
        "hour": "h",
    }
    for column, unit in shown:
        known = fields[column].unit
        words = spoken.get(known, known.replace(" ", "").replace("m3_world", "m³ world-eq"))
        assert unit.removesuffix("/yr").removesuffix(" IT") == words, column


def test_the_bill_has_what_prices_would_add(inputs: MapInputs, data: dict[str, Any]) -> None:
    prices, rows = data["prices"], inputs.table.sort_values(["site_id", "design"])
    assert data["criteria"][prices["criterion"]]["column"] == "electricity_usd_per_mwh_it"
    expected = rows["carbon_tco2e"] / rows["it_mwh"]
    np.testing.assert_allclose(wide(prices["carbonTonnes"]), expected, rtol=1e-12)


def test_regions_take_the_mean_and_the_best_of_their_sites(inputs: MapInputs) -> None:
    table = inputs.table.copy()
    table["region_id"] = table["region_id"].iloc[0]
    table["country_iso3"] = inputs.countries["country_iso3"].iloc[2]
    one = MapInputs(**{**inputs.__dict__, "table": table})
    data = payload(one, MAPS, gate_configs(), ranking_config())
    regions = {measure["name"]: narrow(measure["regions"]) for measure in data["measures"]}
    nations = {measure["name"]: narrow(measure["countries"]) for measure in data["measures"]}
    assert regions["pue"].tolist() == [np.float32(table["pue"].min())]
    assert regions["aware_cf_annual"][0] == pytest.approx(table["aware_cf_annual"].mean())
    # Its level is the country in these tables, so that the whole country has it and the region has no own.
    assert nations["carbon_gco2e_per_kwh"][2] == pytest.approx(table["carbon_gco2e_per_kwh"].mean())
    assert np.isnan(regions["carbon_gco2e_per_kwh"]).all()
    assert np.isnan(nations["carbon_gco2e_per_kwh"]).sum() == 4


def test_rules_have_their_verdict_and_margin_in_every_cell(inputs: MapInputs, data: dict[str, Any]) -> None:
    duty, limit = data["standards"]
    assert (duty["name"], duty["limit"], limit["name"], limit["limit"]) == ("duty", None, "limit", 1.3)
    rows = inputs.table.sort_values(["site_id", "design"])
    margins = (1.3 - rows["pue"]).to_numpy()
    np.testing.assert_allclose(narrow(limit["margins"]), margins, rtol=1e-6, atol=1e-7)
    verdict = np.frombuffer(base64.b64decode(limit["verdicts"]), np.uint8)
    np.testing.assert_array_equal(verdict, np.where(margins >= 0, VERDICTS["pass"], VERDICTS["fail"]))
    first = np.frombuffer(base64.b64decode(duty["verdicts"]), np.uint8)
    designs = len(data["designs"])
    assert set(first[:designs]) == {VERDICTS["applies"]}
    assert set(first[designs:]) == {NO_RULE}
    without = MapInputs(**{**inputs.__dict__, "standards": None})
    assert payload(without, MAPS, gate_configs(), ranking_config())["standards"] == []


def test_presets_of_the_configuration_are_offered(inputs: MapInputs) -> None:
    source = "order: made up for the test"
    preset = PresetConfig(
        name="investor", title="Investor", order=("electricity_cost", "carbon"), source=source
    )
    config = ranking_config().model_copy(update={"presets": (preset,)})
    (found,) = payload(inputs, MAPS, gate_configs(), config)["presets"]
    # Rank-order centroid of two: (1 + 1/2) / 2 and (1/2) / 2, in the order of the criteria.
    assert found["weights"] == [0.25, 0.75, 0.0, 0.0]
    assert (found["key"], found["label"]) == ("preset:investor", "Investor")


def test_new_money_is_shown_by_the_registry() -> None:
    table = pd.DataFrame(
        {
            "npv_usd": [1.0],
            "npv_usd_p05": [0.5],
            "npv_usd_p95": [2.0],
            "levelised_usd_per_mwh_it": [50.0],
            "capex_usd": [float("nan")],
            "price_usd_per_mwh": [40.0],
            "electricity_usd": [3.0],
            "pue": [1.1],
        }
    )
    found = {figure.column: figure for figure in further_figures(table)}
    assert list(found) == ["npv_usd", "levelised_usd_per_mwh_it"]
    assert (found["npv_usd"].label, found["npv_usd"].low) == ("Present value", "npv_usd_p05")
    assert found["levelised_usd_per_mwh_it"].label == "Levelised per MWh of IT"
    assert found["levelised_usd_per_mwh_it"].unit == "USD/MWh"


@pytest.mark.parametrize(
    ("name", "text"),
    [("airside_adiabatic", "Airside adiabatic"), ("best_pue", "Best PUE"), ("wue", "WUE"), ("", "")],
)
def test_names_become_words(name: str, text: str) -> None:
    assert label(name) == text


def test_the_grid_ignores_the_order_of_rows(inputs: MapInputs, data: dict[str, Any]) -> None:
    shuffled = MapInputs(
        **{
            **inputs.__dict__,
            "table": inputs.table.sample(frac=1, random_state=3),
            "ranking": inputs.ranking.sample(frac=1, random_state=4),
            "gates": inputs.gates.sample(frac=1, random_state=5),
            "weather": inputs.weather.sample(frac=1, random_state=6),
        }
    )
    assert payload(shuffled, MAPS, gate_configs(), ranking_config()) == data
    assert isinstance(Grid.of(shuffled, keep_all=True).table, pd.DataFrame)
