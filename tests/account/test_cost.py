"""Money by hand: parts of a year, present values, levelised cost, an index, break-even prices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.account.breakeven import Line, break_even, break_evens
from pipeline.account.cost import (
    Prices,
    Quantities,
    capital,
    discounted,
    present_values,
    to_money_of,
    yearly_parts,
)
from pipeline.account.finance import annuity_factor, discount_factors, levelised
from pipeline.configs.account import AccountConfig
from pipeline.configs.cost import CostConfig
from pipeline.datasets import load
from pipeline.errors import InputError

#: Two years at 10 %: 1/1.1 + 1/1.21 = 0.909091 + 0.826446 = 1.735537.
ANNUITY = 1.7355371900826446


def quantities(pathway: tuple[float, float] = (1.0, 0.5)) -> Quantities:
    return Quantities(
        it_mwh=np.array([1000.0]),
        facility_mwh=np.array([1200.0]),
        peak_mw=np.array([0.2]),
        withdrawal_m3=np.array([300.0]),
        carbon_tco2e=np.array([400.0]),
        pathway=np.array([pathway]),
    )


ALL = Prices(
    electricity_usd_per_mwh=np.array([50.0]),
    tax_usd_per_mwh=5.0,
    demand_usd_per_mw_month=1000.0,
    water_usd_per_m3=np.array([2.0]),
    carbon_usd_per_tco2e=80.0,
    capex_usd_per_w=np.array([10.0]),
)


def test_a_year_by_hand() -> None:
    found = {name: float(value[0]) for name, value in yearly_parts(quantities(), ALL).items()}
    # 1200 x 50; 1200 x 5; 0.2 MW x 12 x 1000; 300 x 2; 400 x 80
    assert found == pytest.approx(
        {
            "electricity": 60_000.0,
            "tax": 6_000.0,
            "demand": 2_400.0,
            "water": 600.0,
            "carbon": 32_000.0,
        }
    )


def test_the_life_by_hand() -> None:
    found = {name: float(value[0]) for name, value in present_values(quantities(), ALL, 0.1, 0.0).items()}
    assert found["electricity"] == pytest.approx(60_000.0 * ANNUITY)
    assert found["demand"] == pytest.approx(2_400.0 * ANNUITY)
    # half the emissions in the second year: 32 000/1.1 + 16 000/1.21
    assert found["carbon"] == pytest.approx(32_000 / 1.1 + 16_000 / 1.21)
    # a price that rises by 10 % a year offsets the discount from the second year on
    rising = present_values(quantities(), ALL, 0.1, 0.1)["electricity"][0]
    assert rising == pytest.approx(2 * 60_000.0 / 1.1)
    assert capital(2.0, ALL, np.array([0.1]))[0] == pytest.approx(2e6 * 10.0 * 1.1)


def test_a_part_without_a_price_is_in_no_total() -> None:
    bare = Prices(electricity_usd_per_mwh=np.array([50.0]))
    assert set(present_values(quantities(), bare, 0.1, 0.0)) == {"electricity"}
    assert np.isnan(capital(2.0, bare, np.zeros(1))[0])


def test_a_dry_design_needs_no_water_price() -> None:
    dry = Quantities(*(np.ones(2) for _ in range(3)), np.array([0.0, 5.0]), np.ones(2), np.ones((2, 1)))
    prices = Prices(np.ones(2), water_usd_per_m3=np.array([np.nan, np.nan]))
    water = yearly_parts(dry, prices)["water"]
    assert water[0] == 0.0 and np.isnan(water[1])


def test_levelised_is_the_price_that_pays() -> None:
    value = np.array([104_132.23])  # 60 000 a year
    found = levelised(value, np.array([1000.0]), 0.1, 2)
    assert found[0] == pytest.approx(60.0, abs=1e-4)


@given(st.floats(0.001, 0.5), st.integers(1, 40))
def test_the_annuity_is_the_sum_of_its_years(rate: float, years: int) -> None:
    closed = (1.0 - (1.0 + rate) ** -years) / rate
    assert annuity_factor(rate, years) == pytest.approx(closed, rel=1e-9)
    assert annuity_factor(0.0, years) == years
    assert len(discount_factors(rate, years)) == years


def test_a_dated_index() -> None:
    index = load("us_cpi").set_index("year")["us_cpi_index"].to_dict()
    # 100 dollars of 2015 in 2024: 313.689 / 237.017
    found = to_money_of(np.array([100.0, 100.0]), np.array([2015.0, 2024.0]), index, 2024)
    np.testing.assert_allclose(found, [100 * 313.689 / 237.017, 100.0])
    with pytest.raises(InputError, match="no price index for the year"):
        to_money_of(np.array([1.0]), np.array([1970.0]), index, 2024)


def test_break_even_by_hand() -> None:
    """100 + 2 p = 160 + p at 60; a dearer and thirstier one never overtakes."""
    assert break_even(Line(100.0, 2.0), Line(160.0, 1.0)) == 60.0
    assert break_even(Line(160.0, 2.0), Line(100.0, 1.0)) is None
    assert break_even(Line(1.0, 1.0), Line(2.0, 1.0)) is None
    assert break_even(Line(np.nan, 1.0), Line(2.0, 2.0)) is None


@given(*(st.floats(0, 1e6) for _ in range(2)), *(st.floats(0.001, 1e3) for _ in range(2)))
def test_at_the_break_even_both_cost_the_same(one: float, two: float, slow: float, fast: float) -> None:
    found = break_even(Line(one, slow), Line(two, fast))
    if found is not None:
        assert one + found * slow == pytest.approx(two + found * fast, rel=1e-6, abs=1e-3)


def row(npv: float, carbon: float, water: float, energy: float, electricity: float) -> dict[str, float]:
    return {
        "npv_usd": npv,
        "npv_with_capex_usd": np.nan,
        "npv_electricity_usd": electricity,
        "discounted_carbon_tco2e": carbon,
        "site_water_withdrawal_m3": water,
        "discounted_facility_mwh": energy,
    }


def test_break_evens_of_two_sites_by_hand() -> None:
    """A costs 1000 and emits 50 t; B costs 1600 and emits 20 t: equal at 600/30 = 20 USD/t.

    Water: A draws 10 x annuity 2 = 20, B nothing: 600 / 20 = 30 USD/m3. A's power: 100 MWh that cost 1000; it
    costs what B does at 16 USD/MWh.
    """
    cheap, clean = row(1000.0, 50.0, 10.0, 100.0, 1000.0), row(1600.0, 20.0, 0.0, 100.0, 1600.0)
    found = break_evens(cheap, clean, 2.0)
    assert found["carbon_price_usd_per_tco2e"] == pytest.approx(20.0)
    assert found["water_price_usd_per_m3"] == pytest.approx(30.0)
    assert found["power_price_usd_per_mwh"] == pytest.approx(16.0)
    # a carbon price already in the account is taken off first
    paid = cheap | {"npv_usd": 1000.0 + 50.0 * 7, "npv_carbon_usd": 50.0 * 7}
    both = clean | {"npv_usd": 1600.0 + 20.0 * 7, "npv_carbon_usd": 20.0 * 7}
    assert break_evens(paid, both, 2.0)["carbon_price_usd_per_tco2e"] == pytest.approx(20.0)


def test_discounted_quantities_times_a_price_are_present_values() -> None:
    energy, carbon = discounted(quantities(), 0.1, 0.02)
    found = present_values(quantities(), ALL, 0.1, 0.02)
    assert energy[0] * 50.0 == pytest.approx(found["electricity"][0], rel=1e-12)
    assert carbon[0] * 80.0 == pytest.approx(found["carbon"][0], rel=1e-12)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"currency": "EUR"}, "Input should be 'USD'"),
        ({"discount_rate_real": 7.0}, "less than or equal to 0.5"),
    ],
)
def test_mixed_currencies_and_per_cents_are_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        CostConfig(**settings)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match=message):
        AccountConfig(cost=settings)  # type: ignore[arg-type]
