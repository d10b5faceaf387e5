"""Power price, generation mix and the water of generation of each site."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.configs.regional import RegionalConfig
from pipeline.fieldsets.energy import CONFIDENCES
from pipeline.fieldsets.water import FUELS
from pipeline.geography.regional_lookup import latest, look_up

TABLE_OF_PRICE = {"industrial_tariff": "price_industrial", "wholesale_day_ahead": "price_wholesale_europe"}
SHARES = tuple(f"mix_share_{fuel}" for fuel in FUELS)


def price(areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame], config: RegionalConfig) -> pd.DataFrame:
    """Price [USD/MWh] with method, year, level, confidence and source; missing stays missing."""
    methods: list[str] = [config.price_method]
    if config.price_allow_fallback:
        methods += [method for method in TABLE_OF_PRICE if method != config.price_method]
    found: pd.DataFrame | None = None
    for method in methods:
        one = _price(areas, tables[TABLE_OF_PRICE[method]], TABLE_OF_PRICE[method], config)
        found = one if found is None else found.where(found["price_usd_per_mwh"].notna(), one)
    assert found is not None  # there is always the configured method
    return found


def _price(areas: pd.DataFrame, table: pd.DataFrame, source: str, config: RegionalConfig) -> pd.DataFrame:
    enough = CONFIDENCES[: CONFIDENCES.index(config.price_min_confidence) + 1]
    table = latest(table[table["price_confidence"].isin(enough)], config.price_year)
    columns = ("price_usd_per_mwh", "price_method", "year", "price_confidence")
    found = look_up(areas, table, columns)
    return pd.DataFrame(
        {
            "price_usd_per_mwh": found["price_usd_per_mwh"],
            "price_method": found["price_method"],
            "price_year": found["year"].astype("Int64"),
            "price_level": found["level"],
            "price_confidence": found["price_confidence"],
            "price_source": _source(source, found["price_usd_per_mwh"]),
        }
    )


def price_alternative(
    areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame], config: RegionalConfig, chosen: pd.DataFrame
) -> pd.DataFrame:
    """The second kind of price: ``price_alt_*``; missing where there is none or it was chosen already."""
    other = {"industrial_tariff": "wholesale_day_ahead", "wholesale_day_ahead": "industrial_tariff"}
    name = TABLE_OF_PRICE[config.price_alternative or other[config.price_method]]
    found = _price(areas, tables[name], name, config)
    taken = (found["price_source"] == chosen["price_source"]).fillna(False).astype(bool)
    return found.mask(taken).rename(columns=lambda column: column.replace("price_", "price_alt_", 1))


def mix(areas: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Shares of generation by fuel, which sum to 1 or are all missing, with year, level and source."""
    found = look_up(areas, table, (*SHARES, "year"))
    return pd.concat(
        [
            found[list(SHARES)],
            pd.DataFrame(
                {
                    "mix_year": found["year"].astype("Int64"),
                    "mix_level": found["level"],
                    "mix_source": _source("generation_mix", found[SHARES[0]]),
                }
            ),
        ],
        axis=1,
    )


def grid_water(shares: pd.DataFrame, per_fuel: pd.DataFrame, *, reservoirs: bool) -> pd.DataFrame:
    """Water consumed in generation [L/kWh]: the sum over fuels of share times consumption per kWh.

    Parameters
    ----------
    shares
        ``mix_share_<fuel>`` of every site.
    per_fuel
        ``fuel``, ``water_consumption_l_per_kwh``, ``reservoir_evaporation``.
    reservoirs
        Whether evaporation from reservoirs counts; if not, such a fuel counts as 0 L/kWh.

    Missing where the mix is missing, or where a fuel with a share has no factor.
    """
    table = per_fuel.set_index("fuel").loc[list(FUELS)]
    factor = table["water_consumption_l_per_kwh"]
    if not reservoirs:
        factor = factor.mask(table["reservoir_evaporation"].astype(bool), 0.0)
    total = pd.Series(0.0, shares.index)
    for fuel in FUELS:
        share = shares[f"mix_share_{fuel}"]
        # a fuel that is not in the mix needs no factor
        total = total + (share * factor[fuel]).mask(share == 0.0, 0.0)
    return pd.DataFrame(
        {"grid_water_consumption_l_per_kwh": total, "grid_water_source": _source("water_per_fuel", total)}
    )


def _source(name: str, value: pd.Series) -> pd.Series:
    return pd.Series(name, value.index, dtype="str").where(value.notna())
