"""Settings of the facility stage: which cooling designs, how large, how uncertain."""

from __future__ import annotations

from pydantic import Field

from pipeline.configs.base import Section


class FacilityConfig(Section):
    """Cooling designs and how their energy and water are worked out."""

    designs: tuple[str, ...] = Field(
        default=(
            "airside_adiabatic_tower",
            "airside_adiabatic_air_chiller",
            "waterside_tower",
            "dry_cooler_air_chiller",
            "adiabatic_dry_cooler_air_chiller",
            "liquid_tower",
            "liquid_adiabatic_dry_cooler",
            "liquid_dry_cooler",
        ),
        description="Cooling designs to compare (`kilowhere designs` lists them) or [all]. Default: what "
        "large campuses build; those on sea or reclaimed water are left to the user",
        min_length=1,
    )
    draws: int = Field(
        default=64,
        ge=0,
        le=10_000,
        description="Latin-hypercube draws over the parameter ranges for the P5, P50, P95; 0 repeats the "
        "central value. With 64 the quantiles' own error stays below a tenth of the band",
    )
    seed: int = Field(default=30134, ge=0, description="Seed of the draws")
    band_hour_step: int = Field(
        default=7,
        ge=1,
        le=23,
        description="Draws use every n-th hour of the year, corrected by the same hours at central values; 7 "
        "shares no factor with 24, so every hour of the day is met in every season",
    )
    parameters: dict[str, float] = Field(
        default_factory=dict,
        description="Central values that replace those of datasets/facility/parameters.csv, by name; "
        "each must lie in the parameter's range",
    )
