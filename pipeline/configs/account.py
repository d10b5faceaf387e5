"""Settings of the physical account: boundaries, conventions and stated errors; no preferences."""

from __future__ import annotations

from pydantic import Field

from pipeline.configs.base import Section


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


class AccountConfig(Section):
    """Energy, carbon, water and money of every site and design in one year of operation."""

    grid_loss_share: float = Field(
        default=0.0,
        ge=0.0,
        lt=0.5,
        description="Share of the electricity sent out that is lost on the way, added to carbon and grid "
        "water (the GHG Protocol counts losses in scope 3, category 3). 0: the account ends at the meter, as "
        "a location-based scope 2 figure does",
    )
    draws: int = Field(
        default=1000, ge=100, le=100_000, description="Number of draws behind the P5 and P95 of the account"
    )
    seed: int = Field(default=1547, ge=0, description="Seed of those draws")
    uncertainty: UncertaintyConfig = Field(
        default_factory=UncertaintyConfig, description="Errors of the regional figures"
    )
