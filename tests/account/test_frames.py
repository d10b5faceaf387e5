import numpy as np
import pandas as pd
import pytest

from pipeline.account.frames import account_frame
from pipeline.account.months import MONTHS
from pipeline.configs.account import AccountConfig
from pipeline.errors import InputError
from pipeline.fields import check_columns
from pipeline.tables import check_frame

CONFIG = AccountConfig(draws=200)


def sites() -> pd.DataFrame:
    return pd.DataFrame(
        {"site_id": ["b", "a"], "country_iso3": ["NOR", "USA"], "region_id": ["NO-03", "US-TX"]}
    )


def regional() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "site_id": ["a", "b"],
            "carbon_gco2e_per_kwh": [400.0, 30.0],
            "carbon_level": ["state", "country"],
            "carbon_source": ["egrid", "ember"],
            "price_usd_per_mwh": [60.0, np.nan],
            "price_level": ["state", None],
            "price_confidence": ["high", None],
            "price_source": ["eia", None],
            "grid_water_consumption_l_per_kwh": [1.0, 6.0],
            "grid_water_source": "fuel",
            "aware_cf_annual": [50.0, 1.0],
            "aware_level": "state",
            "aware_source": "aware",
            **{f"aware_cf_m{month}": [50.0, 1.0] for month in MONTHS},
        }
    )


def facility() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "site_id": ["b", "b", "a", "a"],
            "design": ["wet", "dry", "wet", "dry"],
            "peak_facility_mw_per_mw_it": [1.2, 1.4, 1.2, 1.5],
            "pue_p05": 1.05,
            "pue_p95": 1.3,
            "overhead_weather_log_sd": 0.02,
            "site_water_weather_log_sd": 0.05,
            "wue_p05": [0.2, 0.0, 0.5, 0.0],
            "wue_p95": [0.4, 0.0, 1.5, 0.0],
        }
    )
    for month in MONTHS:
        frame[f"pue_m{month}"] = [1.1, 1.2, 1.15, 1.3]
        frame[f"wue_m{month}"] = [0.3, 0.0, 1.0, 0.0]
        frame[f"consumption_m{month}"] = [0.2, 0.0, 0.8, 0.0]
    return frame


LOAD = np.full(8760, 10.0)


def test_rows_are_joined_by_site_whatever_the_order() -> None:
    found = account_frame(sites(), regional(), facility(), LOAD, 10.0, CONFIG)
    assert found[["site_id", "design"]].to_numpy().tolist() == [
        ["a", "dry"],
        ["a", "wet"],
        ["b", "dry"],
        ["b", "wet"],
    ]
    # 87 600 MWh x 1.3 x 400 kg/MWh = 45 552 t
    assert found["carbon_tco2e"][0] == pytest.approx(45_552.0)
    assert found["electricity_usd"].isna().tolist() == [False, False, True, True]
    shuffled = account_frame(
        sites().iloc[::-1],
        regional().iloc[::-1],
        facility().sample(frac=1, random_state=1),
        LOAD,
        10.0,
        CONFIG,
    )
    pd.testing.assert_frame_equal(found, shuffled)


def test_bands_hold_the_central_figure() -> None:
    found = account_frame(sites(), regional(), facility(), LOAD, 10.0, CONFIG)
    for name in ("carbon_tco2e", "scarcity_m3_world", "facility_mwh"):
        assert (found[f"{name}_p05"] < found[name]).all()
        assert (found[f"{name}_p95"] > found[name]).all()
    assert found["electricity_usd_p05"].isna().tolist() == [False, False, True, True]


def test_every_column_is_registered_and_in_range() -> None:
    found = account_frame(sites(), regional(), facility(), LOAD, 10.0, CONFIG)
    check_columns(found.columns)
    check_frame(found, key=["site_id", "design"])


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ((sites(), regional().iloc[:1], facility()), "regional table and the sites differ"),
        ((sites(), regional(), facility().iloc[:2]), "facility table and the sites differ"),
        ((sites(), pd.concat([regional(), regional()]), facility()), "appears twice"),
        ((sites(), regional(), pd.concat([facility(), facility()])), "appears twice"),
    ],
)
def test_tables_that_do_not_fit_are_refused(
    tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        account_frame(*tables, LOAD, 10.0, CONFIG)


@pytest.mark.parametrize(
    ("load", "capacity", "message"),
    [(np.zeros(8760), 10.0, "zero in every hour"), (LOAD, 9.0, "exceeds the IT capacity")],
)
def test_a_load_that_cannot_be_is_refused(load: np.ndarray, capacity: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        account_frame(sites(), regional(), facility(), load, capacity, CONFIG)


def test_a_design_that_cannot_cool_is_on_no_front() -> None:
    """The wet design of both sites falls short in 89 hours of the year, one more than is allowed."""
    plants = facility()
    plants["shortfall_hours"] = np.where(plants["design"] == "wet", 89, 88)
    rows = account_frame(sites(), regional(), plants, LOAD, 10.0, AccountConfig(draws=200))
    assert rows.loc[rows["design_pareto"], "design"].tolist() == ["dry", "dry"]
    allowed = AccountConfig(draws=200, pareto_shortfall_hours=89)
    again = account_frame(sites(), regional(), plants, LOAD, 10.0, allowed)
    assert again.loc[again["design"] == "wet", "design_pareto"].all()
