"""A worked example on paper: one site, a load in January and July only, an evaporative and a dry design.

January: 1000 MWh of IT; July: 500 MWh; IT capacity 4 MW, largest hour 2 MW.
Grid: 300 g/kWh, 80 USD/MWh, 2 L/kWh. Scarcity: 10 in January, 40 in July, 20 in the year.

Evaporative: PUE 1.1 and 1.2; withdrawal 0.5 and 2.0, consumption 0.4 and 1.5 L/kWh; peak 0.7.
  energy       1000 x 1.1 + 500 x 1.2              = 1 700 MWh
  carbon       1700 MWh x 300 kg/MWh               = 510 000 kg = 510 t
  hours        it runs in clean hours: -10 MWh x 300 kg/MWh = -3 t; 425 of its MWh are carbon-free
  withdrawal   1000 x 0.5 + 500 x 2.0              = 1 500 m³
  consumption  1000 x 0.4 + 500 x 1.5              = 1 150 m³
  site m³w     400 x 10 + 750 x 40                 = 34 000
  grid water   1700 x 2                            = 3 400 m³;  x 20 = 68 000 m³w
  cost         1700 x 80                           = 136 000 USD
  peak         4 x 0.7 = 2.8 MW;  2.8 / 2          = 1.4
Dry: PUE 1.2 and 1.4; no water; peak 0.8.
  hours +20 MWh, +6 t; 475 MWh are carbon-free
  energy 1200 + 700 = 1 900 MWh; carbon 570 t; grid water 3 800 m³ = 76 000 m³w; cost 152 000 USD; peak 3.2 MW
"""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.account.ledger import Facility, Hours, Ledger, Region, known_product, ledger

EVAPORATIVE, DRY = 0, 1


def months(january: float, july: float) -> list[float]:
    values = [january] * 12
    values[6] = july
    return values


def region(**changes: object) -> Region:
    base = Region(
        carbon_gco2e_per_kwh=np.full(2, 300.0),
        price_usd_per_mwh=np.full(2, 80.0),
        grid_water_consumption_l_per_kwh=np.full(2, 2.0),
        aware_cf_annual=np.full(2, 20.0),
        aware_cf_monthly=np.array([months(10.0, 40.0)] * 2),
    )
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def account(where: Region, loss: float = 0.0) -> Ledger:
    load = np.zeros(12)
    load[0], load[6] = 1000.0, 500.0
    facility = Facility(
        pue_monthly=np.array([months(1.1, 1.2), months(1.2, 1.4)]),
        withdrawal_monthly=np.array([months(0.5, 2.0), months(0.0, 0.0)]),
        consumption_monthly=np.array([months(0.4, 1.5), months(0.0, 0.0)]),
        peak_facility_mw_per_mw_it=np.array([0.7, 0.8]),
    )
    hours = Hours(np.array([-10.0, 20.0]), np.array([425.0, 475.0]))
    return ledger(load, 4.0, 2.0, facility, where, hours=hours, grid_loss_share=loss)


@pytest.mark.parametrize(
    ("figure", "evaporative", "dry"),
    [
        ("it_mwh", 1500.0, 1500.0),
        ("facility_mwh", 1700.0, 1900.0),
        ("peak_mw", 2.8, 3.2),
        ("peak_mw_per_mw_it", 1.4, 1.6),
        ("carbon_annual_mean_tco2e", 510.0, 570.0),
        ("carbon_covariance_tco2e", -3.0, 6.0),
        ("carbon_tco2e", 507.0, 576.0),
        ("carbon_covariance_kgco2e_per_mwh", -3000.0 / 1700.0, 6000.0 / 1900.0),
        ("carbon_covariance_share", -3.0 / 510.0, 6.0 / 570.0),
        ("grid_carbon_free_share", 0.25, 0.25),
        ("site_water_withdrawal_m3", 1500.0, 0.0),
        ("site_water_consumption_m3", 1150.0, 0.0),
        ("grid_water_consumption_m3", 3400.0, 3800.0),
        ("water_consumption_m3", 4550.0, 3800.0),
        ("site_scarcity_m3_world", 34_000.0, 0.0),
        ("grid_scarcity_m3_world", 68_000.0, 76_000.0),
        ("scarcity_m3_world", 102_000.0, 76_000.0),
        ("electricity_usd", 136_000.0, 152_000.0),
        ("carbon_kgco2e_per_mwh_it", 338.0, 384.0),
        ("electricity_usd_per_mwh_it", 136_000.0 / 1500.0, 152_000.0 / 1500.0),
        ("scarcity_m3_world_per_mwh_it", 68.0, 76_000.0 / 1500.0),
    ],
)
def test_worked_example(figure: str, evaporative: float, dry: float) -> None:
    found = account(region()).columns()[figure]
    assert found[EVAPORATIVE] == pytest.approx(evaporative, rel=1e-12)
    assert found[DRY] == pytest.approx(dry, rel=1e-12)


def test_losses_raise_generation_but_not_the_bill() -> None:
    # a fifth is lost: 1700 MWh at the meter are 2125 MWh sent out
    found = account(region(), loss=0.2)
    assert found.carbon_annual_mean_tco2e[EVAPORATIVE] == pytest.approx(637.5)
    assert found.carbon_covariance_tco2e[EVAPORATIVE] == pytest.approx(-3.75)
    assert found.grid_water_consumption_m3[EVAPORATIVE] == pytest.approx(4250.0)
    assert found.electricity_usd[EVAPORATIVE] == pytest.approx(136_000.0)
    assert found.facility_mwh[EVAPORATIVE] == pytest.approx(1700.0)


@pytest.mark.parametrize(
    ("missing", "gone"),
    [
        (
            "carbon_gco2e_per_kwh",
            {
                "carbon_annual_mean_tco2e",
                "carbon_covariance_tco2e",
                "carbon_tco2e",
                "carbon_covariance_kgco2e_per_mwh",
                "carbon_kgco2e_per_mwh_it",
            },
        ),
        ("price_usd_per_mwh", {"electricity_usd", "electricity_usd_per_mwh_it"}),
        (
            "grid_water_consumption_l_per_kwh",
            {
                "grid_water_consumption_m3",
                "water_consumption_m3",
                "grid_scarcity_m3_world",
                "scarcity_m3_world",
                "scarcity_m3_world_per_mwh_it",
            },
        ),
        (
            "aware_cf_annual",
            {"grid_scarcity_m3_world", "scarcity_m3_world", "scarcity_m3_world_per_mwh_it"},
        ),
    ],
)
def test_a_missing_input_takes_exactly_its_figures_away(missing: str, gone: set[str]) -> None:
    found = account(region(**{missing: np.full(2, np.nan)})).columns()
    assert {name for name, values in found.items() if np.isnan(values).all()} == gone
    assert not any(np.isnan(values).any() for name, values in found.items() if name not in gone)


def test_unknown_hours_leave_the_annual_mean_alone() -> None:
    found = ledger(
        np.full(12, 1.0),
        1.0,
        1.0,
        Facility(np.full((1, 12), 1.5), np.zeros((1, 12)), np.zeros((1, 12)), np.ones(1)),
        Region(np.array([100.0]), np.ones(1), np.ones(1), np.ones(1), np.ones((1, 12))),
    )
    assert np.isnan(found.carbon_covariance_tco2e[0])
    # 18 MWh x 100 kg/MWh
    assert found.carbon_tco2e[0] == found.carbon_annual_mean_tco2e[0] == pytest.approx(1.8)


@pytest.mark.parametrize(("carbon_free_mwh", "share"), [(18.0 * (1 + 1.2e-8), 1.0), (9.0, 0.5), (-1e-9, 0.0)])
def test_no_share_beyond_the_whole(carbon_free_mwh: float, share: float) -> None:
    """12 MWh of IT at a PUE of 1.5 are 18 MWh; a sum over hours may come out a digit above."""
    found = ledger(
        np.full(12, 1.0),
        1.0,
        1.0,
        Facility(np.full((1, 12), 1.5), np.zeros((1, 12)), np.zeros((1, 12)), np.ones(1)),
        Region(np.array([100.0]), np.ones(1), np.ones(1), np.ones(1), np.ones((1, 12))),
        hours=Hours(np.zeros(1), np.array([carbon_free_mwh])),
    )
    assert found.grid_carbon_free_share[0] == share


@pytest.mark.parametrize(("weight", "expected"), [(1.0, 34_000.0), (0.0, 13_600.0), (0.5, 23_800.0)])
def test_reclaimed_water_weighs_what_is_stated(weight: float, expected: float) -> None:
    # 60 % of 34 000 m3 world-eq. are reclaimed: 34 000 x (0.4 + 0.6 x weight)
    load = np.zeros(12)
    load[0], load[6] = 1000.0, 500.0
    found = ledger(
        load,
        4.0,
        2.0,
        Facility(
            np.array([months(1.1, 1.2)]),
            np.array([months(0.5, 2.0)]),
            np.array([months(0.4, 1.5)]),
            np.array([0.7]),
        ),
        Region(
            np.array([300.0]),
            np.array([80.0]),
            np.array([2.0]),
            np.array([20.0]),
            np.array([months(10.0, 40.0)]),
        ),
        reclaimed_share=np.array([0.6]),
        reclaimed_weight=weight,
    )
    assert found.site_scarcity_m3_world[0] == pytest.approx(expected)
    assert found.reclaimed_water_withdrawal_m3[0] == pytest.approx(0.6 * 1500.0)
    assert found.site_water_withdrawal_m3[0] == pytest.approx(1500.0)


def test_a_dry_design_needs_no_scarcity_factor_for_its_own_water() -> None:
    found = account(region(aware_cf_monthly=np.full((2, 12), np.nan)))
    assert np.isnan(found.site_scarcity_m3_world[EVAPORATIVE])
    assert found.site_scarcity_m3_world[DRY] == 0.0


def test_nothing_times_unknown_is_nothing_and_all_else_unknown() -> None:
    found = known_product(np.array([0.0, 1.0, np.nan, 3.0]), np.array([np.nan, np.nan, 2.0, 2.0]))
    assert found[0] == 0.0
    assert np.isnan(found[1])
    assert np.isnan(found[2])
    assert found[3] == 6.0


positive = st.floats(0.01, 1e3)


@settings(deadline=None)
@given(
    load=st.lists(st.floats(0, 1e5), min_size=12, max_size=12).filter(lambda values: sum(values) > 1),
    pue=st.lists(st.floats(1, 3), min_size=12, max_size=12),
    water=st.lists(st.floats(0, 5), min_size=12, max_size=12),
    aware=st.lists(st.floats(0.1, 100), min_size=12, max_size=12),
    carbon=positive,
    price=positive,
    grid=positive,
)
def test_totals_are_sums_of_shown_parts(
    load: list[float],
    pue: list[float],
    water: list[float],
    aware: list[float],
    carbon: float,
    price: float,
    grid: float,
) -> None:
    energy = np.array(load)
    found = ledger(
        energy,
        1.0,
        1.0,
        Facility(np.array([pue]), np.array([water]), np.array([water]), np.ones(1)),
        Region(
            np.array([carbon]),
            np.array([price]),
            np.array([grid]),
            np.array([np.mean(aware)]),
            np.array([aware]),
        ),
    )
    assert found.facility_mwh[0] == pytest.approx(
        sum(e * p for e, p in zip(load, pue, strict=True)), rel=1e-9
    )
    assert found.water_consumption_m3 == pytest.approx(
        found.site_water_consumption_m3 + found.grid_water_consumption_m3, rel=1e-9
    )
    assert found.scarcity_m3_world == pytest.approx(
        found.site_scarcity_m3_world + found.grid_scarcity_m3_world, rel=1e-9
    )
    assert found.carbon_kgco2e_per_mwh_it * found.it_mwh == pytest.approx(found.carbon_tco2e * 1000, rel=1e-9)
    # energy is conserved: the meter never shows less than IT, and no more than the worst month's PUE times IT
    assert found.it_mwh[0] * (1 - 1e-12) <= found.facility_mwh[0] <= found.it_mwh[0] * max(pue) * (1 + 1e-12)
