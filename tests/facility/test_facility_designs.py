"""Designs and parameters as data: what is there, what fits together, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline import datasets
from pipeline.errors import InputError
from pipeline.facility.coefficients import electrical_rows, plant_kinds
from pipeline.facility.designs import ENVELOPE_LIMITS, Parameter, build_catalogue, catalogue, select
from pipeline.facility.sampling import central_values, draw_values, quantile_of


def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    return datasets.load("facility_designs"), datasets.load("facility_parameters")


def test_the_systems_of_the_literature_are_there() -> None:
    known = catalogue().values()
    cases = {design.lei_case for design in known if design.lei_case}
    assert cases == {
        *map(str, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 17, 18)),
        *(f"{case}_{variant}" for case in (15, 16) for variant in (1, 2, 3)),
    }
    assert any(design.air[0] == "indirect_evaporative" for design in known)
    assert any(design.it_cooling == "immersion" for design in known)
    assert any(design.it_cooling == "rear_door" for design in known)
    assert {"reclaimed", "sea"} <= {design.water_source for design in known}
    assert {
        "open_tower",
        "closed_tower",
        "hybrid_tower",
        "dry_cooler",
        "adiabatic_dry_cooler",
        "sea_water",
    } <= {rejection for design in known for _, rejection, _ in (design.air, design.liquid)}


def test_every_parameter_has_unit_range_and_source() -> None:
    _, parameters = tables()
    assert (parameters.low <= parameters.central).all() and (parameters.central <= parameters.high).all()
    assert parameters.parameter_source.str.len().min() > 10
    wide = parameters[parameters.distribution != "fixed"]
    assert (wide.low < wide.high).all()


def test_a_liquid_hall_keeps_a_plant_for_its_air() -> None:
    for design in catalogue().values():
        if design.it_cooling in ("direct_to_chip", "immersion"):
            assert (plant_kinds(design)[:, 0] >= 0).all()


def test_set_points_keep_their_envelopes_and_classes() -> None:
    for design in catalogue().values():
        low, high, _ = ENVELOPE_LIMITS[design.envelope]
        assert low <= design.parameters["supply_air_c"].central <= high


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"supply_air_low_c": 20.0, "supply_air_c": 40.0}, "supply_air_c"),
        ({"chilled_water_c": 60.0}, "chilled_water_c"),
        ({"chiled_water_c": 20.0}, "did you mean chilled_water_c"),
    ],
)
def test_impossible_values_are_named(overrides: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        select(["waterside_tower"], overrides)


def test_supply_above_return_is_impossible() -> None:
    designs, parameters = tables()
    row = (parameters.parameter == "chilled_water_c") & (parameters.facility_class_scope == "hyperscale")
    warm = parameters.copy()
    warm.loc[row, ["central", "low", "high"]] = [38.0, 36.0, 40.0]
    with pytest.raises(InputError, match="water supply above supply air"):
        build_catalogue(designs, warm)
    rise = (parameters.parameter == "water_rise_k") & (parameters.facility_class_scope == "hyperscale")
    parameters.loc[rise, ["central", "low", "high"]] = [30.0, 20.0, 40.0]
    with pytest.raises(InputError, match="water return above the hall's return air"):
        build_catalogue(designs, parameters)


def test_a_known_value_is_not_drawn() -> None:
    (design,) = select(["waterside_tower"], {"tower_approach_k": 5.0})
    assert set(draw_values(design, 20, 1)["tower_approach_k"]) == {5.0}


def test_unknown_and_repeated_designs_are_refused() -> None:
    with pytest.raises(InputError, match="did you mean waterside_tower"):
        select(["waterside_towr"])
    with pytest.raises(InputError, match="appears twice"):
        select(["waterside_tower", "waterside_tower"])
    assert [design.id for design in select(["all"])] == list(catalogue())


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("air_rejection", "none", "without a tower"),
        ("liquid_trim", "air_cooled_chiller", "without liquid cooling"),
        ("it_cooling", "immersion", "without a plant"),
    ],
)
def test_components_that_do_not_fit_are_refused(column: str, value: str, words: str) -> None:
    designs, parameters = tables()
    designs = designs[designs.design == "airside_adiabatic_tower"].copy()
    designs[column] = value
    with pytest.raises(InputError, match=words):
        build_catalogue(designs, parameters)


def test_a_row_is_all_it_takes_to_add_a_design() -> None:
    designs, parameters = tables()
    row = designs[designs.design == "waterside_tower"].assign(design="my_plant", air_rejection="hybrid_tower")
    known = build_catalogue(pd.concat([designs, row]), parameters)
    assert known["my_plant"].air == ("water_side", "hybrid_tower", "water_cooled_chiller")


def test_power_chain_at_the_stated_load_by_hand() -> None:
    # UPS 0.95 at half load and loaded to half: 1/0.95 − 1; distribution 1/0.98 − 1; house load 0.01.
    values = central_values(catalogue()["waterside_tower"])
    values |= {
        "ups_efficiency_share": np.array([0.95]),
        "ups_load_share": np.array([0.5]),
        "distribution_loss_share": np.array([0.02]),
        "house_load_share": np.array([0.01]),
    }
    assert electrical_rows(values)[0].sum() == pytest.approx(0.05263158 + 0.02040816 + 0.01, rel=1e-6)
    # A 2N plant loads its modules half as much: fixed loss counts double, so the loss grows.
    lighter = electrical_rows(values | {"ups_load_share": np.array([0.25])})[0].sum()
    assert lighter > electrical_rows(values)[0].sum()


def test_latin_hypercube_fills_every_stratum() -> None:
    design = catalogue()["waterside_tower"]
    drawn = draw_values(design, 50, 7)
    entry = design.parameters["tower_approach_k"]
    strata = np.floor((drawn["tower_approach_k"] - entry.low) / (entry.high - entry.low) * 50)
    assert sorted(strata) == list(range(50))
    again = draw_values(design, 50, 7)
    assert all(np.array_equal(drawn[name], again[name]) for name in drawn)


def test_triangular_quantiles_by_hand() -> None:
    # Triangle on 0..4 with its peak at 1: F(1) = 1/4, F⁻¹(1/16) = 0.5, F⁻¹(1 − 3/16) = 4 − sqrt(3/16·12) =
    # 2.5.
    entry = Parameter("x", "1", 1.0, 0.0, 4.0, "triangular", "test")
    assert quantile_of(entry, np.array([1 / 16, 1 / 4, 13 / 16])) == pytest.approx([0.5, 1.0, 2.5])
    assert quantile_of(replace(entry, distribution="uniform"), np.array([0.25])) == pytest.approx([1.0])
    assert quantile_of(replace(entry, distribution="fixed"), np.array([0.9])) == pytest.approx([1.0])
