"""The ledger of one site and design as nested plain values, and as text for a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.account.layout import LAYOUT, LEFT_OUT, NOTES
from pipeline.fields import field

#: Figures of the account whose variance is divided, by section.
_DRIVEN = {
    "energy": "facility_mwh",
    "carbon": "carbon_tco2e",
    "water": "scarcity_m3_world",
    "cost": "electricity_usd",
}


def sheet(
    site: pd.Series,
    row: pd.Series,
    regional: pd.Series,
    variance: pd.DataFrame,
    bands: Mapping[str, tuple[float, float]],
    rules: pd.DataFrame,
    titles: Mapping[str, str],
) -> dict[str, Any]:
    """Sections of one site and design, each figure with value, unit, band and the sources behind it.

    Parameters
    ----------
    site, row, regional
        The site's row, its row of account and facility joined, and its regional row.
    variance
        Shares of variance of this site and design: ``variance_of``, ``variance_input``, ``variance_share``.
    bands
        P5 and P95 by column.
    rules
        Verdicts of this site and design with their rules, as ``standards.parquet`` and the table of rules.
    titles
        What to call a dataset, by its id.
    """
    sections: dict[str, Any] = {}
    for section, parts in LAYOUT.items():
        found: dict[str, Any] = {
            part: _figure(row, column, bands.get(column), _sources(stems, row, regional, titles))
            for part, (column, stems) in parts.items()
            if column in row.index
        }
        found["notes"] = {
            name: value
            for name in NOTES[section]
            if (value := _plain(row.get(name, regional.get(name)))) is not None
        }
        driven = variance[variance["variance_of"] == _DRIVEN.get(section)]
        found["variance"] = {
            str(name): float(share)
            for name, share in zip(driven["variance_input"], driven["variance_share"], strict=True)
        }
        found["left_out"] = LEFT_OUT[section]
        sections[section] = found
    sections["standards"]["rules"] = _rules(rules)
    return {
        "site_id": _plain(row["site_id"]),
        "name": _plain(site["name"]),
        "country_iso3": _plain(site["country_iso3"]),
        "design": _plain(row["design"]),
        **sections,
    }


def _sources(
    stems: tuple[str, ...], row: pd.Series, regional: pd.Series, titles: Mapping[str, str]
) -> list[str]:
    """The sources behind a figure: datasets by id, or by the ``<stem>_source`` of the site."""
    found = []
    for stem in stems:
        named = _plain(regional.get(f"{stem}_source", row.get(f"{stem}_source")))
        if named is None and f"{stem}_source" not in regional.index:
            named = stem if stem in titles else None
        if named is not None:
            found.append(titles.get(named, str(named)))
    return found


def _rules(rules: pd.DataFrame) -> list[dict[str, Any]]:
    columns = (
        *("rule", "rule_title", "metric", "verdict", "rule_value", "rule_operator", "rule_threshold"),
        *("rule_margin", "rule_kind", "rule_status", "rule_source"),
    )
    return [{name: _plain(row[name]) for name in columns} for _, row in rules.iterrows()]


def _figure(
    row: pd.Series, column: str, band: tuple[float, float] | None, sources: list[str]
) -> dict[str, Any]:
    low, high = band or (_plain(row.get(f"{column}_{end}")) for end in ("p05", "p95"))
    return {
        "value": _plain(row[column]),
        "unit": field(column).unit,
        "band": None if low is None or high is None else [low, high],
        "sources": sources,
        "column": column,
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def sheet_text(found: dict[str, Any]) -> str:
    """A table in Markdown, to be pasted into a report."""
    lines = [
        f"**{found['name']}** ({found['country_iso3']}, {found['site_id']}), {found['design']}",
        "",
        "| | figure | unit | P5 to P95 | source |",
        "|---|---:|---|---|---|",
    ]
    known: dict[str, int] = {}
    for section in LAYOUT:
        for part, figure in found[section].items():
            if part in ("notes", "variance", "left_out", "rules"):
                continue
            band = "" if figure["band"] is None else " to ".join(_number(end) for end in figure["band"])
            name = part.replace("_", " ")
            told = ", ".join(str(known.setdefault(name, len(known) + 1)) for name in figure["sources"])
            value = _number(figure["value"])
            if figure["value"] is None and figure["column"].endswith("_verdict"):
                value = "no rule applies"
            lines.append(f"| {section}: {name} | {value} | {figure['unit']} | {band} | {told} |")
    lines.append("")
    for section in LAYOUT:
        notes = found[section]["notes"]
        if notes:
            told = ", ".join(f"{name} {value}" for name, value in notes.items())
            lines.append(f"{section.capitalize()}: {told}.")
        shares = sorted(found[section]["variance"].items(), key=lambda item: -item[1])
        if shares and shares[0][1] > 0:
            told = ", ".join(f"{name} {share:.0%}" for name, share in shares[:3])
            lines.append(f"What makes {section} uncertain (share of variance): {told}.")
    for rule in found["standards"]["rules"]:
        margin = "" if rule["rule_margin"] is None else f", margin {_number(rule['rule_margin'])}"
        status = f"{rule['rule_kind']}, {rule['rule_status']}"
        lines.append(f"{rule['verdict'].capitalize()}: {rule['rule_title']} ({status}){margin}.")
    if "break_even" in found:
        lines += ["", _break_even_text(found["break_even"])]
    lines += ["", *(f"[{at}] {name}" for name, at in known.items())]
    lines += ["", *(f"Not in {section}: {found[section]['left_out']}." for section in LAYOUT)]
    return "\n".join(lines)


def _break_even_text(found: dict[str, Any]) -> str:
    """One sentence: at which prices this site costs what the other one does, and which side is cheaper."""
    told = [
        _crossing_text(what, unit, found[f"{name}_usd_per_{per}"], found[f"{name}_outcome"])
        for name, per, what, unit in (
            ("carbon_price", "tco2e", "carbon price at both", "USD/t"),
            ("water_price", "m3", "water price at both", "USD/m3"),
            ("power_price", "mwh", "power price here", "USD/MWh"),
        )
    ]
    return f"Against {found['against']} ({found['cost']}): " + "; ".join(told) + "."


def _crossing_text(what: str, unit: str, price: float | None, outcome: str) -> str:
    if price is not None:
        return f"{what}: cheaper {outcome} {_number(price)} {unit}"
    told = {
        "always": "cheaper at any",
        "never": "dearer at any",
        "equal": "the same at any",
        "unknown": "not known",
    }
    return f"{what}: {told[outcome]}"


def _number(value: float | str | bool | None) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool | str):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
