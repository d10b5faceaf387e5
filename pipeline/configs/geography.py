"""Settings of the geography stage: which candidate sites, and how they find their region."""

from __future__ import annotations

from pydantic import Field

from pipeline.configs.base import Section


class GeographyConfig(Section):
    """Candidate sites and their join to first-order regions."""

    candidates: str = Field(
        default="datasets/sites/candidates.csv",
        description="Table of candidate sites (CSV), relative to the checkout or absolute",
        min_length=1,
    )
    nearest_region_km: float = Field(
        default=30.0,
        ge=0.0,
        le=200.0,
        description="A point outside every region takes the nearest one within this distance in km. 30 km"
        " covers harbours, causeways and simplified coasts; further out is open sea, and a slip is likelier",
    )
