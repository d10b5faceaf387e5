"""Money by hand: parts of a year, present values, levelised cost, an index, break-even prices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.account.breakeven import Crossing, Line, boundary, break_even, break_evens
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


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        # 100 + 2 p = 160 + p at 60: 102 against 161 at p = 1, 300 against 260 at p = 100
        (Line(100.0, 2.0), Line(160.0, 1.0), Crossing(60.0, "below")),
        (Line(160.0, 1.0), Line(100.0, 2.0), Crossing(60.0, "above")),
        # dearer and thirstier, cheaper and thriftier: they would meet at -60
        (Line(160.0, 2.0), Line(100.0, 1.0), Crossing(None, "never")),
        (Line(100.0, 1.0), Line(160.0, 2.0), Crossing(None, "always")),
        # parallel
        (Line(1.0, 1.0), Line(2.0, 1.0), Crossing(None, "always")),
        (Line(2.0, 1.0), Line(1.0, 1.0), Crossing(None, "never")),
        (Line(2.0, 1.0), Line(2.0, 1.0), Crossing(None, "equal")),
        # the same but for rounding
        (Line(0.1 + 0.2, 1.0), Line(0.3, 1.0), Crossing(None, "equal")),
        # the same without a price, 2 p against p with one
        (Line(5.0, 2.0), Line(5.0, 1.0), Crossing(0.0, "below")),
        (Line(5.0, 1.0), Line(5.0, 2.0), Crossing(0.0, "above")),
        (Line(np.nan, 1.0), Line(2.0, 2.0), Crossing(None, "unknown")),
        (Line(1.0, np.nan), Line(2.0, 2.0), Crossing(None, "unknown")),
    ],
)
def test_break_even_by_hand(here: Line, there: Line, expected: Crossing) -> None:
    assert break_even(here, there) == expected


COSTS, QUANTITIES = st.floats(0, 1e6), st.floats(0.001, 1e3)


@given(COSTS, COSTS, QUANTITIES, QUANTITIES)
def test_both_cost_the_same_at_the_break_even_and_swap_there(
    one: float, two: float, slow: float, fast: float
) -> None:
    """Equal to 1e-9 of the largest term at the price; above and below it, the one named is the cheaper."""
    found = break_even(Line(one, slow), Line(two, fast))

    def gap(price: float) -> float:
        return (two + price * fast) - (one + price * slow)

    if found.price is None:
        signs = {np.sign(gap(price)) for price in (1.0, 1e9)} if found.outcome != "equal" else set()
        assert signs <= ({1.0, 0.0} if found.outcome == "always" else {-1.0, 0.0})
        return
    scale = max(one, two, found.price * slow, found.price * fast)
    assert abs(gap(found.price)) <= 1e-9 * scale
    far = 2.0 * found.price + 1.0
    assert gap(far) >= 0.0 if found.outcome == "above" else gap(far) <= 0.0


@given(COSTS, COSTS, QUANTITIES, QUANTITIES)
def test_the_other_side_sees_the_same_price(one: float, two: float, slow: float, fast: float) -> None:
    mirror = {"below": "above", "above": "below", "always": "never", "never": "always", "equal": "equal"}
    found = break_even(Line(one, slow), Line(two, fast))
    back = break_even(Line(two, fast), Line(one, slow))
    assert (back.price, back.outcome) == (found.price, mirror[found.outcome])


def row(carbon: float, water: float, energy: float, electricity: float, **more: float) -> dict[str, float]:
    return {
        "npv_electricity_usd": electricity,
        "capex_usd": np.nan,
        "discounted_carbon_tco2e": carbon,
        "site_water_withdrawal_m3": water,
        "discounted_facility_mwh": energy,
        **more,
    }


#: A costs 1000, emits 50 t and draws 10 m3 a year; B costs 1600, emits 20 t and draws nothing.
CHEAP, CLEAN = row(50.0, 10.0, 100.0, 1000.0), row(20.0, 0.0, 100.0, 1600.0)


def test_break_evens_of_two_sites_by_hand() -> None:
    """Carbon: equal at (1600 - 1000) / (50 - 20) = 20 USD/t.

    Water: A draws 10 x annuity 2 = 20, B nothing: 600 / 20 = 30 USD/m3. A's power: 100 MWh that cost 1000; it
    costs what B does at 16 USD/MWh. A is the cheaper one below all three.
    """
    found = break_evens(CHEAP, CLEAN, 2.0)
    assert found["carbon_price_usd_per_tco2e"] == pytest.approx(20.0)
    assert found["water_price_usd_per_m3"] == pytest.approx(30.0)
    assert found["power_price_usd_per_mwh"] == pytest.approx(16.0)
    outcomes = {name: value for name, value in found.items() if name.endswith("_outcome")}
    assert outcomes == dict.fromkeys(
        ("carbon_price_outcome", "water_price_outcome", "power_price_outcome"), "below"
    )
    assert break_evens(CLEAN, CHEAP, 2.0)["carbon_price_outcome"] == "above"


def test_a_price_in_the_account_gives_way_to_the_one_that_is_sought() -> None:
    paid, both = CHEAP | {"npv_carbon_usd": 50.0 * 7}, CLEAN | {"npv_carbon_usd": 20.0 * 7}
    found = break_evens(paid, both, 2.0)
    assert found["carbon_price_usd_per_tco2e"] == pytest.approx(20.0)
    # the others keep it: (1740 - 1350) / 20 and (1740 - 350) / 100
    assert found["water_price_usd_per_m3"] == pytest.approx(19.5)
    assert found["power_price_usd_per_mwh"] == pytest.approx(13.9)


def test_an_unknown_price_of_water_hides_its_own_break_even_least() -> None:
    """The price of A's water is not known: at which price both cost the same still is."""
    found = break_evens(CHEAP | {"npv_water_usd": np.nan}, CLEAN | {"npv_water_usd": 0.0}, 2.0)
    assert found["water_price_usd_per_m3"] == pytest.approx(30.0)
    assert found["carbon_price_usd_per_tco2e"] is None and found["carbon_price_outcome"] == "unknown"


def test_capital_counts_where_both_know_it() -> None:
    """400 of capital at A and 100 at B: (1700 - 1400) / 30 = 10 USD/t; known at one alone, 20 as without."""
    built = CHEAP | {"capex_usd": 400.0}, CLEAN | {"capex_usd": 100.0}
    assert boundary(*built) == "npv_with_capex_usd"
    assert break_evens(*built, 2.0)["carbon_price_usd_per_tco2e"] == pytest.approx(10.0)
    assert boundary(built[0], CLEAN) == "npv_usd"
    assert break_evens(built[0], CLEAN, 2.0)["carbon_price_usd_per_tco2e"] == pytest.approx(20.0)


def test_the_same_row_is_equal_at_any_price() -> None:
    found = break_evens(CHEAP, CHEAP, 2.0)
    assert found["carbon_price_outcome"] == found["water_price_outcome"] == "equal"
    # its own power alone: the same at the price it has
    assert found["power_price_usd_per_mwh"] == pytest.approx(10.0)


@given(st.floats(0.0, 10.0), st.floats(0.0, 0.2), st.floats(-0.05, 0.05))
def test_present_values_are_linear_in_prices(factor: float, rate: float, change: float) -> None:
    """Twice every price is twice every part; the levelised cost times the discounted MWh is the total."""
    scaled = Prices(**{name: None if value is None else value * factor for name, value in vars(ALL).items()})
    once = present_values(quantities(), ALL, rate, change)
    found = present_values(quantities(), scaled, rate, change)
    for part, value in once.items():
        assert found[part][0] == pytest.approx(factor * value[0], rel=1e-12)
    total = np.sum(list(once.values()), axis=0)
    each = levelised(total, quantities().it_mwh, rate, 2)
    energy = sum(1000.0 / (1.0 + rate) ** year for year in (1, 2))
    assert each[0] * energy == pytest.approx(total[0], rel=1e-12)


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
