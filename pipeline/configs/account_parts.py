"""Settings of the account's parts: pathway of the grid, contracts, embodied carbon, backup, reused water."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from pipeline.configs.base import Section

#: A country, or ``all`` for those without a path of their own.
_PathOf = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3}|all)$")]
#: From the cleanest grid to coal over its life cycle, 820 over 12 g/kWh; dirtier ones the account refuses.
_PathShare = Annotated[float, Field(ge=0.0, le=70.0)]


class PathwayConfig(Section):
    """How the grid's intensity goes on over the facility's life."""

    method: Literal["trend", "constant", "given"] = Field(
        default="trend",
        description="trend: each country's own trend since 2010 (Ember), half-way to the median of all;"
        " constant: as published; given: the path below",
    )
    given: dict[_PathOf, dict[int, _PathShare]] = Field(
        default_factory=dict,
        description="For method given: country (ISO 3166-1 alpha-3) or all, then year and share of the site's"
        " present intensity, linear in between: {all: {2028: 1.0, 2045: 0.3}}",
    )
    trend_own_weight: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description="Weight of the country's own trend against the median of all countries. Neither end"
        " predicts better throughout (docs/validation.md)",
    )
    slope_sd_per_year: float = Field(
        default=0.03,
        ge=0.0,
        le=0.5,
        description="Error of the trend: standard deviation of the yearly change of the logarithm; such"
        " predictions over 7 to 10 years were off by a robust 0.024 to 0.032 a year (docs/validation.md)",
    )
    floor_gco2e_per_kwh: float = Field(
        default=12.0,
        ge=0.0,
        le=500.0,
        description="No grid is taken below this: nuclear and wind power over their life cycle, 12 and 11"
        " g/kWh (IPCC AR5 WG III, table A.III.2)",
    )
    ceiling_gco2e_per_kwh: float = Field(
        default=820.0,
        ge=0.0,
        le=2000.0,
        description="No grid rises above this: coal over its life cycle (IPCC AR5 WG III, table A.III.2)",
    )
    own_figure_year: int = Field(
        default=2025,
        ge=2010,
        le=2100,
        description="Year that an own figure without a year describes",
    )


class PpaConfig(Section):
    """A power purchase agreement or plant of one's own."""

    technology: Literal["solar", "wind", "hydro", "geothermal", "nuclear", "bioenergy"] = Field(
        description="What generates"
    )
    share: float = Field(gt=0.0, le=1.0, description="Contracted energy over the year's energy at the meter")


class MarketConfig(Section):
    """Contracts: market-based emissions and hourly matching."""

    ppas: tuple[PpaConfig, ...] = Field(
        default=(), description="Contracts in the grid of the site; none: market-based equals location-based"
    )
    wind_persistence: float = Field(
        default=0.97,
        ge=0.0,
        lt=1.0,
        description="Correlation of a wind farm's wind from hour to hour (assumption; 0.95-0.99)",
    )
    wind_mean_speed_m_per_s: float = Field(
        default=7.5,
        gt=3.0,
        lt=15.0,
        description="Mean wind speed at the hub of a contracted farm (assumption; 6.5-9.5)",
    )

    @property
    def shares(self) -> dict[str, float]:
        """Contracted share by technology."""
        found: dict[str, float] = {}
        for ppa in self.ppas:
            found[ppa.technology] = found.get(ppa.technology, 0.0) + ppa.share
        return found

    @model_validator(mode="after")
    def _at_most_all(self) -> MarketConfig:
        total = sum(ppa.share for ppa in self.ppas)
        if total > 1.0 + 1e-12:
            raise ValueError(f"the contracts' shares sum to {total:g}; allowed: at most 1")
        return self


class EmbodiedConfig(Section):
    """Emissions of making plant and building; those of the hardware come from the workload."""

    building_tco2e_per_mw: float = Field(
        default=980.0,
        ge=0.0,
        le=20_000.0,
        description="Building with its electrical and cooling plant per MW of IT capacity: 39 % of the"
        " 12,600 t over 20 years of a 5 MW facility near Paris (Data4 and APL Data Center, life-cycle"
        " assessment, 2025)",
    )
    building_low_tco2e_per_mw: float = Field(
        default=500.0, gt=0.0, le=20_000.0, description="Lower end, P5 (assumption)"
    )
    building_high_tco2e_per_mw: float = Field(
        default=4500.0,
        gt=0.0,
        le=20_000.0,
        description="Upper end, P95: up to 4,500 t per MW (Currie & Brown)",
    )

    @model_validator(mode="after")
    def _ordered(self) -> EmbodiedConfig:
        if (
            not self.building_low_tco2e_per_mw
            <= self.building_tco2e_per_mw
            <= self.building_high_tco2e_per_mw
        ):
            raise ValueError("building figures out of order; allowed: low <= central <= high")
        return self


class BackupConfig(Section):
    """Diesel generators: hours of tests and outages."""

    hours_per_year: float = Field(
        default=12.0,
        ge=0.0,
        le=8760.0,
        description="Hours a year in which the generators run, tests and outages (assumption: an hour a"
        " month; 6-50)",
    )
    load_share: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        description="Their load in those hours over the peak power of the site (assumption; 0.3-1)",
    )
    efficiency_share: float = Field(
        default=0.38,
        gt=0.1,
        le=0.6,
        description="Electricity over the fuel's higher heating value (assumption; 0.33-0.42)",
    )


class ReclaimedWaterConfig(Section):
    """Water of the cooling that is cleaned waste water."""

    share: float = Field(
        default=0.0, ge=0.0, le=1.0, description="Share of the withdrawal that is reclaimed water"
    )
    share_by_site: dict[str, Annotated[float, Field(ge=0.0, le=1.0)]] = Field(
        default_factory=dict, description="The same for single sites, by site_id"
    )
    scarcity_weight: float = Field(
        default=1.0,
        ge=0.0,
        le=1.0,
        description="Weight of reclaimed water against fresh water in the scarcity figure. 1: evaporated"
        " effluent is lost to the river below; 0: it would have run into the sea",
    )
