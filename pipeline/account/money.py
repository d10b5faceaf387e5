"""Columns of money and standards of every row, from the account's quantities and the tables of prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.account.cost import (
    Prices,
    Quantities,
    capital,
    discounted,
    present_values,
    to_money_of,
    yearly_parts,
)
from pipeline.account.finance import levelised
from pipeline.account.standards import metrics, verdicts, worst
from pipeline.configs.account import AccountConfig


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables of the account's money and standards: ``construction``, ``us_cpi``, ``rules``;
    ``liquid_designs``.
    """

    construction: pd.DataFrame
    us_cpi: pd.DataFrame
    rules: pd.DataFrame
    liquid_designs: frozenset[str]


def money_columns(
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    pathway: np.ndarray,
    config: AccountConfig,
    tables: Tables,
    it_capacity_mw: float,
) -> pd.DataFrame:
    """Cost of the first year, present values, levelised cost and capital cost of every row.

    ``rows`` are facility, site and regional columns joined, ``figures`` those of the ledger, ``pathway``
    (rows, years) the grid's factors. A total holds the parts that are set and nothing for the others.
    """
    setting, years = config.cost, config.life_years
    capex, source = _capex(rows, config, tables)
    prices = _prices(rows, config, tables, capex)
    quantities = Quantities(
        it_mwh=figures["it_mwh"].to_numpy(dtype=float),
        facility_mwh=figures["facility_mwh"].to_numpy(dtype=float),
        peak_mw=figures["peak_mw"].to_numpy(dtype=float),
        withdrawal_m3=figures["site_water_withdrawal_m3"].to_numpy(dtype=float),
        carbon_tco2e=figures["carbon_tco2e"].to_numpy(dtype=float),
        pathway=pathway,
    )
    first = yearly_parts(quantities, prices)
    rates = setting.discount_rate_real, setting.price_change_real_per_year
    value = present_values(quantities, prices, *rates)
    energy, carbon = discounted(quantities, *rates)
    npv = np.sum(list(value.values()), axis=0)
    liquid = rows["design"].isin(tables.liquid_designs).to_numpy()
    built = capital(it_capacity_mw, prices, np.where(liquid, setting.liquid_premium_share, 0.0))
    # the year's electricity has a column of its own, as published
    found = {f"cost_{name}_usd": part for name, part in first.items() if name != "electricity"}
    found |= {f"npv_{name}_usd": part for name, part in value.items()}
    found |= {"discounted_facility_mwh": energy, "discounted_carbon_tco2e": carbon}
    found |= {"npv_usd": npv, "capex_usd": built, "npv_with_capex_usd": npv + built}
    for name, present in (("levelised", npv), ("levelised_with_capex", npv + built)):
        found[f"{name}_usd_per_mwh_it"] = levelised(
            present, quantities.it_mwh, setting.discount_rate_real, years
        )
    return pd.DataFrame(found).assign(
        cost_boundary=", ".join(value), capex_source=source, capex_log_sd=config.uncertainty.capex_log_sd
    )


def _prices(rows: pd.DataFrame, config: AccountConfig, tables: Tables, capex: np.ndarray) -> Prices:
    setting = config.cost
    index = dict(zip(tables.us_cpi["year"].astype(int), tables.us_cpi["us_cpi_index"], strict=True))
    published = rows["price_year"] if "price_year" in rows else pd.Series(np.nan, rows.index)
    electricity = to_money_of(
        rows["price_usd_per_mwh"].to_numpy(dtype=float, na_value=np.nan),
        published.to_numpy(dtype=float, na_value=setting.undated_price_year),
        index,
        setting.money_year,
    )
    water = None
    if setting.water_price_usd_per_m3 is not None or setting.water_price_by_country_usd_per_m3:
        common = np.nan if setting.water_price_usd_per_m3 is None else setting.water_price_usd_per_m3
        own = rows["country_iso3"].map(setting.water_price_by_country_usd_per_m3)
        water = own.fillna(common).to_numpy(dtype=float)
    return Prices(
        electricity_usd_per_mwh=electricity,
        tax_usd_per_mwh=setting.electricity_tax_usd_per_mwh,
        demand_usd_per_mw_month=setting.demand_charge_usd_per_mw_month,
        water_usd_per_m3=water,
        carbon_usd_per_tco2e=setting.carbon_price_usd_per_tco2e,
        capex_usd_per_w=capex,
    )


def _capex(rows: pd.DataFrame, config: AccountConfig, tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """Capital cost per watt of every row, the region's before the country's, and where it comes from."""
    setting = config.cost
    if setting.capex_usd_per_w is not None:
        return np.full(len(rows), setting.capex_usd_per_w), np.full(len(rows), "own figure", dtype=object)
    if not setting.construction:
        return np.full(len(rows), np.nan), np.full(len(rows), None, dtype=object)
    index = dict(zip(tables.us_cpi["year"].astype(int), tables.us_cpi["us_cpi_index"], strict=True))
    table = tables.construction.set_index("area_id")
    price = pd.Series(
        to_money_of(
            table["construction_usd_per_w"].to_numpy(dtype=float),
            table["year"].to_numpy(dtype=float),
            index,
            setting.money_year,
        ),
        table.index,
    )
    area = rows["region_id"].where(rows["region_id"].isin(table.index), rows["country_iso3"])
    return _sourced(area.map(price))


def _sourced(price: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    source = pd.Series("construction", price.index).where(price.notna())
    return price.to_numpy(dtype=float), source.to_numpy(dtype=object)


def standards_columns(
    rows: pd.DataFrame, figures: pd.DataFrame, config: AccountConfig, tables: Tables, it_capacity_mw: float
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Columns of the account, and the verdict of every rule that applies (``standards.parquet``)."""
    found = metrics(
        (figures["facility_mwh"] / figures["it_mwh"]).to_numpy(dtype=float),
        figures["it_mwh"].to_numpy(dtype=float),
        figures["site_water_withdrawal_m3"].to_numpy(dtype=float),
        figures["carbon_tco2e"].to_numpy(dtype=float),
        config.market.shares,
        figures["carbon_free_matched_share"].to_numpy(dtype=float),
        config.standards.reused_energy_share,
    )
    names = rows[["site_id", "design", "country_iso3"]]
    table = verdicts(
        names,
        found,
        tables.rules,
        it_capacity_mw=it_capacity_mw,
        first_year=config.first_year,
        climate_by_country=config.standards.climate_by_country,
    )
    columns = pd.DataFrame(
        {
            "cue_kgco2e_per_kwh": found["cue_kgco2e_per_kwh"],
            "ref_share": found["ref_share"],
            "standards_law_verdict": worst(names, table, tables.rules, "law"),
            "standards_voluntary_verdict": worst(names, table, tables.rules, "voluntary"),
        }
    )
    return columns, table
