"""Columns that the regional tables of several topics share."""

from __future__ import annotations

from pipeline.fieldsets.base import F

FIELDS = [
    F(
        "area_id",
        "",
        "str",
        "Country or territory (ISO 3166-1 alpha-3; Kosovo: XKX), first-order region (ISO 3166-2; a "
        "trailing ~ marks a stand-in where ISO has no code for the unit) or zone of the grid (zone_id); in "
        "a table of own figures also a site_id",
    ),
    F(
        "level",
        "",
        "str",
        "What the area is: a zone of the grid, a first-order region (state) or a country",
        choices=("zone", "state", "country"),
    ),
]
