"""Settings of the account's money: which prices count, in the dollars of which year, discounted how."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.configs.base import CountryCode, Section


class CostConfig(Section):
    """Money over the facility's life. All prices are real US dollars of one year; what is null is left out.

    A part that is left out is named in the ledger and stays out of every total: no total holds a zero for it.
    """

    currency: Literal["USD"] = Field(
        default="USD",
        description="Currency of every amount below and of all results; turn others first",
    )
    money_year: int = Field(
        default=2024,
        ge=2010,
        le=2100,
        description="Year of the dollars. Other years are brought to it by the US consumer price index",
    )
    undated_price_year: int = Field(
        default=2024,
        ge=2010,
        le=2100,
        description="Year of the dollars of a price whose own year is not on record (its exchange rate is"
        " of 2024)",
    )
    discount_rate_real: float = Field(
        default=0.07,
        ge=0.0,
        le=0.5,
        description="Real discount rate per year (assumption; 0.04-0.10)",
    )
    price_change_real_per_year: float = Field(
        default=0.0,
        ge=-0.2,
        le=0.2,
        description="Real change of the electricity price per year over the life (assumption; -0.02-0.03)",
    )
    electricity_tax_usd_per_mwh: float | None = Field(
        default=None, ge=0.0, le=1000.0, description="Taxes and levies on top of the price; null: left out"
    )
    demand_charge_usd_per_mw_month: float | None = Field(
        default=None,
        ge=0.0,
        le=1e6,
        description="Charge on the peak power of the year; null: left out (a tariff may hold it already)",
    )
    water_price_usd_per_m3: float | None = Field(
        default=None, ge=0.0, le=1000.0, description="Price of water withdrawn; null: left out"
    )
    water_price_by_country_usd_per_m3: dict[CountryCode, Annotated[float, Field(ge=0.0, le=1000.0)]] = Field(
        default_factory=dict, description="The same for single countries (ISO 3166-1 alpha-3)"
    )
    carbon_price_usd_per_tco2e: float | None = Field(
        default=None,
        ge=0.0,
        le=10_000.0,
        description="Price of a tonne of the electricity's emissions, on the grid's path; null: left out. Do"
        " not set it where the tariff holds it already",
    )
    construction: bool = Field(
        default=True,
        description="Take the construction index for the capital cost, where it has a figure",
    )
    capex_usd_per_w: float | None = Field(
        default=None,
        gt=0.0,
        le=100.0,
        description="Capital cost per watt of IT capacity for all sites, instead of the index",
    )
    liquid_premium_share: float = Field(
        default=0.085,
        ge=0.0,
        le=1.0,
        description="Capital cost of liquid-cooled designs on top of the index, which is of air-cooled"
        " builds: 7-10 % in the United States for facilities for AI (Turner & Townsend 2025)",
    )
