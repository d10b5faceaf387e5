"""Settings of the physical account: boundaries and conventions, no preferences."""

from __future__ import annotations

from pydantic import Field

from pipeline.configs.base import Section


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
