"""Every total of the account is the sum of its shown parts, with everything switched on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.account.frames import account_tables
from pipeline.account.hardware import Hardware
from pipeline.account.life import Beside
from pipeline.account.money import Tables
from pipeline.configs.account import AccountConfig
from pipeline.datasets import load
from pipeline.fields import check_columns
from pipeline.tables import check_frame

from .test_frames import LOAD, facility, regional, sites

CONFIG = AccountConfig(
    draws=100,
    market={"ppas": [{"technology": "wind", "share": 0.5}]},
    cost={
        "electricity_tax_usd_per_mwh": 5.0,
        "demand_charge_usd_per_mw_month": 1000.0,
        "water_price_by_country_usd_per_m3": {"USA": 2.0},
        "carbon_price_usd_per_tco2e": 80.0,
        "capex_usd_per_w": 11.0,
    },
    reclaimed_water={"share": 0.5, "scarcity_weight": 0.2},
)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    met = facility()[["site_id", "design"]].assign(
        covariance_mwh=[-100.0, 50.0, 200.0, 10.0], carbon_free_mwh=40_000.0, matched_share=0.7
    )
    beside = Beside(
        met=met,
        history=load("carbon_ember"),
        per_fuel=load("carbon_per_fuel"),
        hardware=Hardware(500.0, 300.0, 900.0),
        money=Tables(load("construction"), load("us_cpi"), load("standards_rules"), frozenset(["wet"])),
    )
    return account_tables(sites(), regional(), facility(), LOAD, 10.0, CONFIG, beside).rows


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("carbon_tco2e", ("carbon_annual_mean_tco2e", "carbon_covariance_tco2e")),
        ("embodied_tco2e", ("embodied_hardware_tco2e", "embodied_building_tco2e")),
        ("carbon_total_tco2e", ("carbon_tco2e", "backup_tco2e", "embodied_tco2e")),
        (
            "lifetime_tco2e",
            ("lifetime_operational_tco2e", "lifetime_backup_tco2e", "lifetime_embodied_tco2e"),
        ),
        ("water_consumption_m3", ("site_water_consumption_m3", "grid_water_consumption_m3")),
        ("scarcity_m3_world", ("site_scarcity_m3_world", "grid_scarcity_m3_world")),
        (
            "npv_usd",
            ("npv_electricity_usd", "npv_tax_usd", "npv_demand_usd", "npv_water_usd", "npv_carbon_usd"),
        ),
        ("npv_with_capex_usd", ("npv_usd", "capex_usd")),
    ],
)
def test_totals_are_sums_of_shown_parts(rows: pd.DataFrame, total: str, parts: tuple[str, ...]) -> None:
    found = rows[list(parts)].sum(axis=1, skipna=False)
    np.testing.assert_allclose(rows[total], found, rtol=1e-9)
    assert rows[total].notna().any()


def test_a_missing_part_leaves_the_total_missing(rows: pd.DataFrame) -> None:
    norway = rows[rows["site_id"] == "b"]
    assert norway["npv_electricity_usd"].isna().all()  # no price there
    assert norway["npv_usd"].isna().all()
    # a dry design draws no water, whatever it costs there
    assert norway.set_index("design").loc["dry", "npv_water_usd"] == 0.0
    assert np.isnan(norway.set_index("design").loc["wet", "npv_water_usd"])


def test_every_figure_is_registered_and_has_a_band(rows: pd.DataFrame) -> None:
    check_columns(rows.columns)
    check_frame(rows, key=["site_id", "design"])
    texas = rows[rows["site_id"] == "a"]
    for name in ("carbon_tco2e", "lifetime_tco2e", "npv_usd", "scarcity_m3_world"):
        assert (texas[f"{name}_p05"] < texas[name]).all() and (texas[name] < texas[f"{name}_p95"]).all()
    assert set(texas["cost_boundary"]) == {"electricity, tax, demand, water, carbon"}
    assert texas["capex_usd"].tolist() == pytest.approx([110e6, 110e6 * 1.085])
