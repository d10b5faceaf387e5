"""Settings of the regional figures: which convention of carbon and price, and the user's own figures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.configs.base import Section

CarbonMethod = Literal[
    "electricity_maps_consumption_lifecycle", "ember_generation_lifecycle", "egrid_generation_stack"
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
        " egrid_generation_stack: at the stack, US states only",
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
