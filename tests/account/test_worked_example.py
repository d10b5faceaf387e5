"""One site, three hours, two designs, all on paper.

The campus runs in three hours only: 4 MW of IT at noon in January (hour 12), 2 MW at night (hour 0), 4 MW at
noon in July (hour 4356 = 181 days x 24 + 12). Capacity 5 MW.

            IT [MWh]  intensity [g/kWh]  PUE wet  PUE dry
    night       2            400           1.1      1.1
    January     4            300           1.1      1.2
    July        4            200           1.2      1.5

The published annual mean is 300 g/kWh, so relative intensity is 4/3, 1, 2/3.

Energy    wet 2.2 + 4.4 + 4.8 = 11.4 MWh;  dry 2.2 + 4.8 + 6.0 = 13.0 MWh
Carbon    annual mean: wet 11.4 x 300 = 3420 kg; dry 3900 kg
          by hours:    wet 2.2 x 400 + 4.4 x 300 + 4.8 x 200 = 880 + 1320 + 960 = 3160 kg
                       dry 2.2 x 400 + 4.8 x 300 + 6.0 x 200 = 880 + 1440 + 1200 = 3520 kg
          covariance:  wet -260 kg = 2.2/3 - 4.8/3 = -0.8667 MWh x 300; dry -380 kg = (2.2 - 6.0)/3 x 300
Carbon-free share of the grid 0.3, 0.4, 0.6 in the three hours:
          wet 0.66 + 1.76 + 2.88 = 5.3 MWh; dry 0.66 + 1.92 + 3.6 = 6.18 MWh
Contracts 50 % solar: 0, 4 and 6 MWh in the three hours for the wet design (load 2.2, 4.4, 4.8):
          met 0 + 4 + 4.8 = 8.8; the grid's share of the rest 2.2 x 0.3 + 0.4 x 0.4 + 0 = 0.82; 9.62 of 11.4
Market    wet: half of 3160 and 5.7 MWh at 45 kg: 1580 + 256.5 = 1836.5 kg
Water     wet 0.4 and 1.5 L/kWh in January and July: 6 MWh x 0.4 + 4 x 1.5 = 2.4 + 6 = 8.4 m3
          scarcity 10 and 40: 24 + 240 = 264 m3 world-eq.; half of it reclaimed at weight 0: 132
          grid: 11.4 x 2 = 22.8 m3 x 20 = 456; 13 x 2 = 26 m3, 520
Backup    peak 5 x 1.25 = 6.25 MW x 10 h x 0.5 = 31.25 MWh x 73.15 x 3.412141633 / 0.4 kg = 19 499.6 kg
Embodied  hardware 30 t a year; building 5 MW x 900 t / 15 years = 300 t a year
Life      15 years on a path from 1.0 to 0.3: mean 0.65; wet 3.160 x 15 x 0.65 = 30.81 t
Cost      wet 11.4 x 80 = 912 USD; dry 1040 USD
"""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.account.embodied import backup_tco2e, building_tco2e_per_year
from pipeline.account.ledger import Facility, Hours, Ledger, Region, ledger
from pipeline.account.lifetime import lifetime
from pipeline.account.market import market_based_tco2e, matched_share
from pipeline.account.months import monthly_sum
from pipeline.account.pathway import given_pathway

IT = np.zeros(8760)
IT[[0, 12, 4356]] = 2.0, 4.0, 4.0
PUE = np.array([[1.1, 1.1, 1.2], [1.1, 1.2, 1.5]])
ENERGY = PUE * np.array([2.0, 4.0, 4.0])
RELATIVE = np.array([4 / 3, 1.0, 2 / 3])
FREE = np.array([0.3, 0.4, 0.6])


def months(january: tuple[float, float], july: tuple[float, float]) -> np.ndarray:
    values = np.tile(np.array(january)[:, None], 12)
    values[:, 6] = july
    return values


@pytest.fixture
def account() -> Ledger:
    # January holds night and noon: its PUE is energy over IT, 6.6 / 6 and 7.0 / 6
    return ledger(
        monthly_sum(IT),
        5.0,
        4.0,
        Facility(
            months((6.6 / 6, 7.0 / 6), (1.2, 1.5)),
            months((0.5, 0.0), (2.0, 0.0)),
            months((0.4, 0.0), (1.5, 0.0)),
            np.array([1.0, 1.25]),
        ),
        Region(
            np.full(2, 300.0),
            np.full(2, 80.0),
            np.full(2, 2.0),
            np.full(2, 20.0),
            months((10.0, 10.0), (40.0, 40.0)),
        ),
        hours=Hours((ENERGY * (RELATIVE - 1)).sum(axis=1), (ENERGY * FREE).sum(axis=1)),
        reclaimed_share=0.5,
        reclaimed_weight=0.0,
    )


@pytest.mark.parametrize(
    ("figure", "wet", "dry"),
    [
        ("it_mwh", 10.0, 10.0),
        ("facility_mwh", 11.4, 13.0),
        ("carbon_annual_mean_tco2e", 3.420, 3.900),
        ("carbon_covariance_tco2e", -0.260, -0.380),
        ("carbon_tco2e", 3.160, 3.520),
        ("carbon_covariance_kgco2e_per_mwh", -260 / 11.4, -380 / 13.0),
        ("grid_carbon_free_share", 5.3 / 11.4, 6.18 / 13.0),
        ("site_water_consumption_m3", 8.4, 0.0),
        ("site_water_withdrawal_m3", 11.0, 0.0),
        ("reclaimed_water_withdrawal_m3", 5.5, 0.0),
        ("grid_water_consumption_m3", 22.8, 26.0),
        ("site_scarcity_m3_world", 132.0, 0.0),
        ("grid_scarcity_m3_world", 456.0, 520.0),
        ("scarcity_m3_world", 588.0, 520.0),
        ("peak_mw", 5.0, 6.25),
        ("electricity_usd", 912.0, 1040.0),
    ],
)
def test_the_year(account: Ledger, figure: str, wet: float, dry: float) -> None:
    np.testing.assert_allclose(account.columns()[figure], [wet, dry], rtol=1e-9, atol=1e-12)


def test_contracts(account: Ledger) -> None:
    found = matched_share(ENERGY[:1], np.array([[0.0, 4.0, 6.0]]), FREE[None])
    assert found[0] == pytest.approx(9.62 / 11.4, rel=1e-12)
    market = market_based_tco2e(
        account.carbon_tco2e, account.facility_mwh, {"solar": 0.5}, {"solar": np.full(2, 45.0)}
    )
    assert market[0] == pytest.approx(1.8365, rel=1e-9)


def test_the_life_is_the_sum_of_its_parts(account: Ledger) -> None:
    backup = backup_tco2e(account.peak_mw, 10.0, 0.5, 0.4)
    # 73.15 kg per million Btu x 3.412141633 / 0.4 = 623.9954 kg/MWh, x 31.25 MWh
    assert backup[1] == pytest.approx(31.25 * 0.6239954, rel=1e-6)
    building = building_tco2e_per_year(5.0, 900.0, 15)
    assert building == pytest.approx(300.0)
    path = given_pathway({"all": {2028: 1.0, 2042: 0.3}}, ["NOR", "NOR"], range(2028, 2043))
    found = lifetime(account.carbon_tco2e, account.it_mwh, backup, 30.0, building, path)
    np.testing.assert_allclose(
        found.lifetime_operational_tco2e, np.array([3.16, 3.52]) * 15 * 0.65, rtol=1e-9
    )
    assert found.embodied_tco2e.tolist() == [330.0, 330.0]
    parts = found.lifetime_operational_tco2e + found.lifetime_backup_tco2e + found.lifetime_embodied_tco2e
    np.testing.assert_allclose(found.lifetime_tco2e, parts, rtol=1e-9)
    year = account.carbon_tco2e + found.backup_tco2e + found.embodied_tco2e
    np.testing.assert_allclose(found.carbon_total_tco2e, year, rtol=1e-9)
    assert found.lifetime_kgco2e_per_mwh_it[0] == pytest.approx(1000 * found.lifetime_tco2e[0] / 150.0)


def test_unknown_hardware_leaves_the_life_unknown(account: Ledger) -> None:
    path = given_pathway({"all": {2028: 1.0, 2042: 1.0}}, ["NOR", "NOR"], range(2028, 2043))
    found = lifetime(account.carbon_tco2e, account.it_mwh, np.zeros(2), float("nan"), 1.0, path)
    assert np.isnan(found.lifetime_tco2e).all()
    assert not np.isnan(found.lifetime_operational_tco2e).any()
