"""Settings of the standards that a planned site and design are held against."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.configs.base import CountryCode, Section


class StandardsConfig(Section):
    """What the rules ask and the plan does not say elsewhere."""

    climate_by_country: dict[CountryCode, Literal["cool", "warm"]] = Field(
        default_factory=dict,
        description="Climate class of a country for rules that have one (ISO 3166-1 alpha-3); in a"
        " country without a class their verdict is unknown",
    )
    reused_energy_share: float | None = Field(
        default=None,
        ge=0.0,
        le=1.0,
        description="Energy that leaves for reuse over the energy at the meter (ISO 30134-6); null: unknown",
    )
