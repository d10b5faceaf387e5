"""Columns of the country-level risk tables: context and a coarse screen, never a site's own hazard."""

from __future__ import annotations

from pipeline.fieldsets.base import F

FIELDS = [
    F(
        "hazard_risk_index",
        "1",
        "float",
        "WorldRiskIndex of the country: geometric mean of exposure and vulnerability (0 to 100)",
        0.0,
        100.0,
        nullable=True,
    ),
    F(
        "hazard_exposure_index",
        "1",
        "float",
        "WorldRiskIndex exposure of the country's people to earthquake, tsunami, cyclone, flood, drought and "
        "sea-level rise (0 to 100)",
        0.0,
        100.0,
        nullable=True,
    ),
    F(
        "governance_index",
        "1",
        "float",
        "Worldwide Governance Indicators, mean of the six, rescaled from -2.5…2.5 to 0…1",
        0.0,
        1.0,
        nullable=True,
    ),
]
