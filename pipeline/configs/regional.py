"""Settings of the regional figures: which convention of carbon and price, and the user's own figures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipeline.configs.base import Section

CarbonMethod = Literal[
    "electricity_maps_consumption_lifecycle",
    "ember_generation_lifecycle",
    "egrid_generation_stack",
    "ifi_marginal_stack",
]
PriceMethod = Literal["industrial_tariff", "wholesale_day_ahead"]


class RegionalConfig(Section):
    """One convention for all sites; where a site has no figure in it, the site's row says what it has."""

    carbon_method: CarbonMethod = Field(
        default="electricity_maps_consumption_lifecycle",
        description="Convention of the carbon intensity. electricity_maps_consumption_lifecycle: emissions of"
        " the power consumed, imports traced, life cycle; one convention for countries and for the grids of"
        " the US, Canada, Australia, India, Japan, Brazil and others, hence the default."
        " ember_generation_lifecycle: of the power generated, countries only."
        " egrid_generation_stack: at the stack, US states only."
        " ifi_marginal_stack: operating margin (UNFCCC, international financial institutions, 2021), CO2 at"
        " the stack of the plants that follow demand: what one more MWh causes, not what a MWh contains;"
        " countries only",
    )
    carbon_alternative: CarbonMethod | None = Field(
        default=None,
        description="Second convention, shown beside the first as carbon_alt_gco2e_per_kwh and never mixed"
        " with it; null: the other life-cycle one",
    )
    carbon_year: int | None = Field(
        default=None,
        ge=2010,
        le=2100,
        description="Take the latest figure up to this year; null: the latest there is, which may differ by"
        " area (see carbon_year of each site)",
    )
    carbon_scale_subnational: bool = Field(
        default=True,
        description="Where the convention has only the country's figure, multiply it by the ratio of region"
        " to country in China's official factors, which count transfers between provinces; carbon_method"
        " then says scaled_by. A national mean would put Yunnan's hydro and Shanxi's coal on one level",
    )
    carbon_allow_fallback: bool = Field(
        default=True,
        description="Where the convention has no figure at all, take the other life-cycle one (a stack figure"
        " is never mixed in); false: the figure is missing",
    )
    price_method: PriceMethod = Field(
        default="industrial_tariff",
        description="industrial_tariff: what large industry pays, network included (US states, Europe, some"
        " others). wholesale_day_ahead: energy only, Europe",
    )
    price_year: int | None = Field(
        default=None,
        ge=2015,
        le=2100,
        description="Take the latest price up to this year; null: the latest. Prices whose year is not on"
        " record are used only with null",
    )
    price_min_confidence: Literal["high", "medium", "low"] = Field(
        default="low",
        description="Treat prices of lower confidence as missing; low: use all (the account widens their"
        " band)",
    )
    price_allow_fallback: bool = Field(
        default=False,
        description="Take the other kind of price where the chosen one is missing. Off: a wholesale price"
        " lacks network and levies and would flatter the site",
    )
    price_alternative: PriceMethod | None = Field(
        default=None,
        description="Second kind of price, shown as price_alt_usd_per_mwh; null: the one not chosen",
    )
    grid_water_reservoirs: bool = Field(
        default=True,
        description="Count evaporation from hydropower reservoirs as water of generation; it dominates where"
        " hydro is large and its allocation is disputed",
    )
    overrides: str | None = Field(
        default=None,
        min_length=1,
        description="Own figures (CSV with area_id, field, value, source), relative to the checkout or"
        " absolute; they win over the datasets. area_id: a site, zone, region or country; the narrowest wins",
    )

    @model_validator(mode="after")
    def _alternatives_differ(self) -> RegionalConfig:
        for name in ("carbon", "price"):
            method = getattr(self, f"{name}_method")
            if getattr(self, f"{name}_alternative") == method:
                raise ValueError(f"{name}_alternative is {name}_method itself; allowed: another, or null")
        return self
