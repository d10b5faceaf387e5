"""Columns that the regional tables of several topics share."""

from __future__ import annotations

from pipeline.fieldsets.base import F

FIELDS = [
    F(
        "area_id",
        "",
        "str",
        "Country or territory (ISO 3166-1 alpha-3; Kosovo: XKX) or first-order region (ISO 3166-2; a "
        "trailing ~ marks a stand-in where ISO has no code for the unit)",
    ),
    F(
        "level",
        "",
        "str",
        "What the area is: a first-order region (state) or a country",
        choices=("state", "country"),
    ),
]
