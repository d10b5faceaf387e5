"""Second opinions of carbon and price: beside the first, never mixed with it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from pipeline.configs.regional import RegionalConfig
from pipeline.datasets import load
from pipeline.geography.regional_carbon import carbon, carbon_alternative
from pipeline.geography.regional_energy import price, price_alternative

from .test_regional import PLACES, TABLES, intensity

MARGINAL = intensity([("CAN", "country", 2021, 372.0)], "stack_co2_only_marginal_operating")
ALL = {**TABLES, "carbon_marginal": MARGINAL}


def alternative(config: RegionalConfig) -> pd.DataFrame:
    return carbon_alternative(PLACES, ALL, config, carbon(PLACES, ALL, config))


def test_the_other_life_cycle_convention_stands_beside_the_first() -> None:
    found = alternative(RegionalConfig())
    # Canada 185.3 for both places; Yunnan 560 x 133.3 / 530.6 = 140.6860; Xizang the nation's 560
    np.testing.assert_allclose(
        found["carbon_alt_gco2e_per_kwh"][:4], [185.3, 185.3, 140.686, 560.0], atol=1e-3
    )
    assert set(found["carbon_alt_source"].dropna()) == {"carbon_ember"}
    # the Isle of Man took Ember's figure in the first place: there is no second opinion
    assert found.iloc[4].isna().all()


def test_marginal_is_a_convention_of_its_own() -> None:
    config = RegionalConfig(carbon_method="ifi_marginal_stack")
    found = carbon(PLACES, ALL, config)
    assert found["carbon_gco2e_per_kwh"].tolist()[:2] == [372.0, 372.0]
    assert found["carbon_gco2e_per_kwh"].iloc[2:].isna().all()  # no average steps in
    assert found["carbon_method"].iloc[0] == "stack_co2_only_marginal_operating"
    named = RegionalConfig(carbon_alternative="ifi_marginal_stack")
    assert alternative(named)["carbon_alt_gco2e_per_kwh"].iloc[1] == 372.0


def test_an_alternative_must_differ() -> None:
    with pytest.raises(ValidationError, match="carbon_alternative is carbon_method itself"):
        RegionalConfig(carbon_alternative="electricity_maps_consumption_lifecycle")


def test_the_embedded_margins_and_prices() -> None:
    margins = load("carbon_marginal").set_index("area_id")["carbon_gco2e_per_kwh"]
    assert margins["AUS"] == 808 and margins["ALB"] == 0  # as published; all hydro has no fossil margin
    places = pd.DataFrame({"zone": None, "state": [None, None], "country": ["DEU", "USA"]}, dtype=object)
    tables = {name: load(name) for name in ("price_industrial", "price_wholesale_europe")}
    config = RegionalConfig()
    found = price_alternative(places, tables, config, price(places, tables, config))
    assert found["price_alt_method"].tolist()[0] == "wholesale_day_ahead"
    assert pd.isna(found["price_alt_usd_per_mwh"].iloc[1])
