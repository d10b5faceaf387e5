"""The ledger of one site and design as nested plain values, and as text for a report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.fields import field

#: Section -> part -> columns. A name of one column is the figure itself.
LAYOUT: dict[str, dict[str, str]] = {
    "energy": {"it": "it_mwh", "facility": "facility_mwh", "peak": "peak_mw", "pue": "pue"},
    "carbon": {"operational": "carbon_tco2e", "intensity": "carbon_kgco2e_per_mwh_it"},
    "water": {
        "site_withdrawal": "site_water_withdrawal_m3",
        "site": "site_water_consumption_m3",
        "grid_water": "grid_water_consumption_m3",
        "total": "water_consumption_m3",
        "m3_world_site": "site_scarcity_m3_world",
        "m3_world_grid": "grid_scarcity_m3_world",
        "m3_world": "scarcity_m3_world",
        "m3_world_intensity": "scarcity_m3_world_per_mwh_it",
    },
    "cost": {"electricity": "electricity_usd", "intensity": "electricity_usd_per_mwh_it"},
}

#: What the regional figure behind each section is called in the regional table.
SOURCES = {
    "carbon": ("carbon_source", "carbon_method", "carbon_year", "carbon_level"),
    "water": ("aware_source", "aware_level", "grid_water_source"),
    "cost": ("price_source", "price_method", "price_year", "price_level", "price_confidence"),
}

#: What the account leaves out, by section; a planner must not take silence for zero.
LEFT_OUT = {
    "energy": "losses between power plant and meter, unless grid_loss_share is set",
    "carbon": "hardware, plant and building (embodied), backup generation, refrigerants, market instruments",
    "water": "water behind hardware and fuel supply; discharge and its treatment",
    "cost": "capital, staff, land, taxes, water, carbon price, demand charges the tariff does not hold",
}


def sheet(site: pd.Series, row: pd.Series, regional: pd.Series) -> dict[str, Any]:
    """Sections of one site and design, each figure with value, unit, band and the sources behind it.

    Parameters
    ----------
    site, row, regional
        The site's row, its row of account and facility joined, and its regional row.
    """
    sections: dict[str, Any] = {}
    for section, parts in LAYOUT.items():
        sources = {name: _plain(regional[name]) for name in SOURCES.get(section, ()) if name in regional}
        sections[section] = {part: _figure(row, column) for part, column in parts.items()}
        sections[section]["sources"] = sources
        sections[section]["left_out"] = LEFT_OUT[section]
    return {
        "site_id": _plain(row["site_id"]),
        "name": _plain(site["name"]),
        "country_iso3": _plain(site["country_iso3"]),
        "design": _plain(row["design"]),
        **sections,
    }


def _figure(row: pd.Series, column: str) -> dict[str, Any]:
    low, high = (_plain(row.get(f"{column}_{end}")) for end in ("p05", "p95"))
    return {
        "value": _plain(row[column]),
        "unit": field(column).unit,
        "band": None if low is None or high is None else [low, high],
        "column": column,
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def sheet_text(found: dict[str, Any]) -> str:
    """A table in Markdown, to be pasted into a report."""
    lines = [
        f"**{found['name']}** ({found['country_iso3']}, {found['site_id']}), {found['design']}: one year",
        "",
        "| | figure | unit | P5 to P95 | source |",
        "|---|---:|---|---|---|",
    ]
    for section in LAYOUT:
        told = ", ".join(str(value) for value in found[section]["sources"].values() if value is not None)
        for part in LAYOUT[section]:
            figure = found[section][part]
            band = "" if figure["band"] is None else " to ".join(_number(end) for end in figure["band"])
            name = part.replace("_", " ")
            lines.append(
                f"| {section}: {name} | {_number(figure['value'])} | {figure['unit']} | {band} | {told} |"
            )
            told = ""
    lines += ["", *(f"Not in {section}: {found[section]['left_out']}." for section in LAYOUT)]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "missing"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
