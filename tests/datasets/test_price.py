"""Power prices as they are shipped: coverage by name, conversions by hand, kinds of price kept apart."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.datasets import load, source
from tests.datasets.test_carbon import EU, US


def test_industrial_table_is_on_record() -> None:
    table = load("price_industrial")
    assert len(table) == int(source("price_industrial").rows) == 578
    assert set(table["price_method"]) == {"industrial_tariff"}
    assert not table.isna().all().any()
    assert table["price_usd_per_mwh"].between(5, 400).all()


def test_states_without_the_census_divisions() -> None:
    table = load("price_industrial")
    states = table[table["area_id"].str.startswith("US-")]
    assert set(states["area_id"]) == {f"US-{state}" for state in US}
    assert (states.groupby("area_id")["year"].nunique() == 10).all()
    assert set(states["price_confidence"]) == {"high"}
    # EIA, Texas 2024: 6.12 cents/kWh = 61.2 USD/MWh
    texas = states[(states["area_id"] == "US-TX") & (states["year"] == 2024)]
    assert texas["price_usd_per_mwh"].item() == pytest.approx(61.2)
    assert texas["level"].item() == "state"


def test_the_union_in_dollars_of_a_stated_year() -> None:
    table = load("price_industrial")
    europe = table[table["publisher"] == "Eurostat"].set_index("area_id")
    # the United Kingdom, Ukraine and Liechtenstein are left out, the reasons are in tools/build_price.py
    assert set(EU) <= set(europe.index)
    assert not {"GBR", "UKR", "LIE"} & set(table["area_id"])
    assert europe["year"].isna().all()
    assert set(europe["price_confidence"]) == {"medium"}
    # Germany: 142.7 EUR/MWh x 1.08238 USD/EUR (ECB, mean of 2024) = 154.456
    germany = europe.loc["DEU"]
    assert germany["price_local_per_mwh"] == pytest.approx(142.7)
    assert germany["price_usd_per_mwh"] == pytest.approx(142.7 * 1.08238, abs=0.001)
    assert (germany["price_currency"], germany["usd_year"]) == ("EUR", 2024)


def test_compiled_tariffs_are_marked_and_stay_in_their_region() -> None:
    table = load("price_industrial")
    low = table[table["price_confidence"] == "low"]
    assert len(low) == 20
    assert low["price_basis"].notna().all()
    # Hydro-Québec's tariff says nothing on Alberta
    assert "CAN" not in set(table["area_id"])
    quebec = low[low["area_id"] == "CA-QC"]
    assert quebec["level"].item() == "state"
    assert quebec["price_usd_per_mwh"].item() == 45.0


@pytest.mark.parametrize("dataset", ["price_industrial", "price_wholesale_europe"])
def test_dollars_are_the_local_price_times_the_rate(dataset: str) -> None:
    table = load(dataset)
    product = table["price_local_per_mwh"] * table["usd_per_currency"]
    np.testing.assert_allclose(table["price_usd_per_mwh"], product, rtol=0, atol=0.002)
    assert (table.loc[table["price_currency"] == "USD", "usd_per_currency"] == 1.0).all()


def test_wholesale_is_another_kind_of_price() -> None:
    table = load("price_wholesale_europe")
    assert len(table) == int(source("price_wholesale_europe").rows) == 307
    assert set(table["price_method"]) == {"wholesale_day_ahead"}
    assert table["area_id"].nunique() == 31
    prices = table.set_index(["area_id", "year"])["price_local_per_mwh"]
    # the crisis of 2022, and the cheap north
    assert prices["DEU", 2022] > 200 > 100 > prices["DEU", 2024]
    assert prices["SWE", 2024] < 45 < prices["ITA", 2024]


def test_large_load_pays_more_than_the_wholesale_price_in_the_median() -> None:
    tariffs = load("price_industrial")
    tariffs = tariffs[tariffs["publisher"] == "Eurostat"].set_index("area_id")["price_usd_per_mwh"]
    table = load("price_wholesale_europe")
    wholesale = table[table["year"] == 2024].set_index("area_id")["price_usd_per_mwh"]
    both = (tariffs / wholesale).dropna()
    assert len(both) >= 25
    assert 1.0 < both.median() < 2.5
