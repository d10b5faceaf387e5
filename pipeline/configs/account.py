"""Settings of the physical account: boundaries, conventions and stated errors; no preferences."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pipeline.configs.account_parts import (
    BackupConfig,
    EmbodiedConfig,
    MarketConfig,
    PathwayConfig,
    ReclaimedWaterConfig,
)
from pipeline.configs.base import Section
from pipeline.configs.cost import CostConfig
from pipeline.configs.standards import StandardsConfig


def _log_sd(default: float, what: str) -> float:
    """A standard deviation of the natural logarithm: 0.10 is about ten per cent either way."""
    field: float = Field(default=default, ge=0.0, le=3.0, description=what)
    return field


class UncertaintyConfig(Section):
    """Errors of the regional figures as standard deviations of their natural logarithm.

    The *shared* part moves all sites of one dataset together, the *area* part all sites that take their
    figure from the same area. The errors of PUE and of water on site come from the facility
    model's own bands.
    """

    carbon_shared_log_sd: float = _log_sd(
        0.05, "Carbon intensity, shared by a dataset: life-cycle factors per fuel (judgement)"
    )
    carbon_area_log_sd: float = _log_sd(
        0.13,
        "Carbon intensity of a zone or state. Ember and Electricity Maps differ by a robust standard "
        "deviation of 0.18 over 178 countries (2024); shared between the two: 0.18 / sqrt(2)",
    )
    carbon_country_log_sd: float = _log_sd(
        0.24,
        "Carbon intensity of a country used for one place in it: the above and 0.20 for zones within a "
        "country (Electricity Maps 2024: Japan 0.18, Spain 0.23, Italy 0.25)",
    )
    price_shared_log_sd: float = _log_sd(
        0.08,
        "Electricity price, shared by a dataset: common part of three years' change of the industrial price "
        "of US states (EIA 2001-2024: 0.084)",
    )
    price_high_log_sd: float = _log_sd(
        0.12,
        "Electricity price of an area, high confidence: the states' own part of three years' change (EIA "
        "2001-2024: 0.124)",
    )
    price_medium_log_sd: float = _log_sd(0.20, "Electricity price of an area, medium confidence (judgement)")
    price_low_log_sd: float = _log_sd(0.35, "Electricity price of an area, low confidence (judgement)")
    aware_area_log_sd: float = _log_sd(
        0.30, "AWARE factor of a first-order region: basins within it (judgement)"
    )
    aware_country_log_sd: float = _log_sd(
        0.60,
        "AWARE factor of a country used for one place in it: the factors of a country's regions span 1.64 in "
        "the mean of 216 countries, read as the range of a handful of draws",
    )
    grid_water_shared_log_sd: float = _log_sd(
        0.40, "Litres per kWh of the grid, shared: factors per fuel vary several-fold (Macknick et al. 2012)"
    )
    grid_water_area_log_sd: float = _log_sd(
        0.30, "Litres per kWh of the grid of an area: its own cooling systems and reservoirs (judgement)"
    )
    carbon_hours_sd: float = Field(
        default=0.005,
        ge=0.0,
        le=0.5,
        description="Error of the hours' covariance with the load over the annual-mean emissions. Against"
        " hourly figures of 16 zones what hot hours make is off by 0.0027 (docs/validation.md);"
        " the rest, in which hours most is generated, could not be checked (judgement)",
    )
    capex_log_sd: float = _log_sd(
        0.15,
        "Capital cost per watt of a market: the 19 of the United States span 9.3 to 15.0 (Cushman & Wakefield"
        " 2025), read as P5 to P95",
    )
    hardware_log_sd: float = _log_sd(
        0.42,
        "Emissions of making an accelerator where the workload states no band: published figures of one chip"
        " span 164 to 575 kg (NVIDIA; Boavizta), read as P5 to P95",
    )


class AccountConfig(Section):
    """Energy, carbon, water and money of every site and design: one year, and the facility's life."""

    grid_loss_share: float = Field(
        default=0.0,
        ge=0.0,
        lt=0.5,
        description="Share of the electricity sent out that is lost on the way, added to carbon and grid "
        "water (the GHG Protocol counts losses in scope 3, category 3). 0: the account ends at the meter, as "
        "a location-based scope 2 figure does",
    )
    carbon_resolution: Literal["hourly", "annual"] = Field(
        default="hourly",
        description="hourly: hot hours meet dirty hours, with a profile built from the generation mix, where"
        " there is one; annual: mean intensity times energy everywhere",
    )
    mix_intensity_log_limit: float = Field(
        default=0.5,
        ge=0.0,
        le=5.0,
        description="Largest difference of the logarithms of the intensity that the generation mix implies"
        " and the stated one; beyond it (a factor of 1.65: imports, or a country's mix for a zone) the mix is"
        " not the grid's and the annual mean alone is taken (judgement)",
    )
    first_year: int = Field(default=2028, ge=2020, le=2100, description="First year of operation")
    life_years: int = Field(
        default=15,
        ge=1,
        le=50,
        description="Years that the lifetime figures cover (usual: 15-20)",
    )
    pathway: PathwayConfig = Field(
        default_factory=PathwayConfig, description="The grid's intensity over those years"
    )
    market: MarketConfig = Field(default_factory=MarketConfig, description="Contracts for electricity")
    embodied: EmbodiedConfig = Field(
        default_factory=EmbodiedConfig, description="Emissions of making plant and building"
    )
    backup: BackupConfig = Field(default_factory=BackupConfig, description="Backup generators")
    reclaimed_water: ReclaimedWaterConfig = Field(
        default_factory=ReclaimedWaterConfig, description="Cleaned waste water in the cooling"
    )
    cost: CostConfig = Field(default_factory=CostConfig, description="Money over the life")
    standards: StandardsConfig = Field(
        default_factory=StandardsConfig, description="Rules that site and design are held against"
    )
    pareto_shortfall_hours: int = Field(
        default=88,
        ge=0,
        le=8760,
        description="A design whose cooling falls short for more hours of the year beats no other of its"
        " site (design_pareto); 1 % of the year, as the gate of the default plan",
    )
    draws: int = Field(
        default=1000, ge=100, le=100_000, description="Number of draws behind the P5 and P95 of the account"
    )
    seed: int = Field(default=1547, ge=0, description="Seed of those draws")
    uncertainty: UncertaintyConfig = Field(
        default_factory=UncertaintyConfig, description="Errors of the regional figures"
    )

    @property
    def years(self) -> range:
        """Years of operation."""
        return range(self.first_year, self.first_year + self.life_years)

    @model_validator(mode="after")
    def _path_spans_the_life(self) -> AccountConfig:
        path = self.pathway
        if path.method == "given" and not path.given:
            raise ValueError("pathway.given is empty; allowed: a path for all, or per country")
        first, last = self.years[0], self.years[-1]
        for area, shares in path.given.items():
            if not shares:
                raise ValueError(f"the path of {area} is empty; allowed: years and shares")
            if min(shares) > first:
                raise ValueError(
                    f"the path of {area} begins in {min(shares)}, after the facility does;"
                    f" allowed: {first} or earlier"
                )
            if max(shares) < last:
                raise ValueError(
                    f"the path of {area} ends in {max(shares)}, before the facility's life does;"
                    f" allowed: {last} or later"
                )
        return self
