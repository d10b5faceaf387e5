"""Quantities of the account as a board reads them: in thousands or millions, with their band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.report.blocks import (
    Column,
    Table,
    bare_words,
    percent,
    plain_words,
    table,
    unit_of,
    unit_text,
    whole,
)
from pipeline.report.inputs import Inputs

#: Units whose quantities are shown in thousands and millions.
_LARGE = ("USD", "MWh", "tCO2e", "m**3", "m3_world")
RANK, NAME = Column("rank", "rank", whole), Column("name", "site")


@dataclass(frozen=True)
class Topic:
    """A part of the account: the columns that it shows first, if the account has them."""

    title: str
    columns: tuple[str, ...]


#: What the report shows of the account. A column that the account does not have is left out of its table.
TOPICS = (
    Topic(
        "Facility and energy",
        ("pue", "pue_peak", "wue_l_per_kwh", "facility_mwh", "peak_mw", "shortfall_hours"),
    ),
    Topic(
        "Carbon of one year",
        (
            *("carbon_tco2e", "carbon_market_tco2e", "carbon_free_matched_share", "backup_tco2e"),
            *("embodied_tco2e", "carbon_total_tco2e"),
        ),
    ),
    Topic(
        "Carbon of the facility's life",
        (
            *("lifetime_operational_tco2e", "lifetime_embodied_tco2e", "lifetime_backup_tco2e"),
            *("lifetime_tco2e", "lifetime_kgco2e_per_mwh_it", "pathway_last_share"),
        ),
    ),
    Topic(
        "Water of one year",
        (
            *("site_water_withdrawal_m3", "site_water_consumption_m3", "reclaimed_water_withdrawal_m3"),
            *("grid_water_consumption_m3", "scarcity_m3_world"),
        ),
    ),
    Topic(
        "Money",
        (
            *("electricity_usd", "electricity_usd_per_mwh_it", "npv_usd", "levelised_usd_per_mwh_it"),
            *("capex_usd", "npv_with_capex_usd", "levelised_with_capex_usd_per_mwh_it"),
        ),
    ),
)

#: Shorter or clearer than the column's own name.
LABELS = {
    "pue_peak": "PUE, worst hour",
    "wue_l_per_kwh": "WUE",
    "facility_mwh": "at the meter",
    "peak_mw": "peak",
    "shortfall_hours": "too warm to cool",
    "carbon_tco2e": "electricity, location-based",
    "carbon_market_tco2e": "electricity, market-based",
    "carbon_free_matched_share": "carbon-free by contract, hour by hour",
    "backup_tco2e": "backup generators",
    "embodied_tco2e": "embodied, per year",
    "carbon_total_tco2e": "total",
    "lifetime_operational_tco2e": "electricity",
    "lifetime_embodied_tco2e": "embodied",
    "lifetime_backup_tco2e": "backup generators",
    "lifetime_tco2e": "total",
    "lifetime_kgco2e_per_mwh_it": "per MWh of IT",
    "pathway_last_share": "grid's intensity in the last year, of today's",
    "site_water_withdrawal_m3": "withdrawn on site",
    "site_water_consumption_m3": "evaporated on site",
    "reclaimed_water_withdrawal_m3": "of it cleaned waste water",
    "grid_water_consumption_m3": "consumed in generation",
    "scarcity_m3_world": "weighted by scarcity",
    "npv_usd": "present value over the life",
    "levelised_usd_per_mwh_it": "levelised per MWh of IT",
    "capex_usd": "capital cost",
    "npv_with_capex_usd": "present value with capital",
    "levelised_with_capex_usd_per_mwh_it": "levelised with capital, per MWh of IT",
    "electricity_usd": "electricity, one year",
    "electricity_usd_per_mwh_it": "electricity per MWh of IT",
}

#: What a planner looks for, and how a column that answers it begins or contains.
WANTED = {
    "net present value": ("npv",),
    "levelised cost": ("levelised", "levelized", "lcoc"),
    "capital cost": ("capex", "capital_"),
    "embodied carbon": ("embodied",),
    "carbon of the whole life": ("lifetime_",),
    "market-based emissions": ("carbon_market",),
    "verdicts of standards": ("standard_", "verdict"),
}


def missing_topics(inputs: Inputs) -> list[str]:
    """What a planner would look for and no column answers with a figure."""
    known = [
        str(name)
        for frame in (inputs.account, inputs.facility, inputs.ranking)
        for name in frame
        if frame[name].notna().any()
    ]
    return [
        topic for topic, marks in WANTED.items() if not any(mark in name for name in known for mark in marks)
    ]


def money_columns(account: pd.DataFrame) -> tuple[str, ...]:
    """The account's further figures in money, whatever they are called; bands stay with theirs.

    A figure that is the same everywhere as one that is shown already is a part that is the whole; it is left
    out.
    """
    shown = [name for topic in TOPICS for name in topic.columns if name in account]
    found: list[str] = []
    for name in map(str, account):
        if "USD" not in unit_of(name) or name.endswith(("_p05", "_p50", "_p95")) or name in shown:
            continue
        if not any(
            np.allclose(account[name], account[one], equal_nan=True) for one in _money(account, shown)
        ):
            found.append(name)
            shown.append(name)
    return tuple(found)


def _money(account: pd.DataFrame, names: Sequence[str]) -> list[str]:
    return [name for name in names if "USD" in unit_of(name) and name in account]


def ledger_table(caption: str, frame: pd.DataFrame, names: Sequence[str]) -> Table | None:
    """A table of the columns that the frame has; ``None`` if it has none of them.

    A quantity with ``<name>_p05`` and ``<name>_p95`` gets its band in brackets behind it.
    """
    present = [name for name in dict.fromkeys(names) if name in frame and frame[name].notna().any()]
    if not present:
        return None
    shown = frame[["rank", "name"]].copy()
    columns = [RANK, NAME]
    for name in present:
        heading, cells = _cells(frame, name)
        shown[name] = pd.Series(cells, index=frame.index, dtype=object)
        columns.append(Column(name, heading, str))
    made = table(caption, shown, columns)
    return Table(made.caption, made.header, made.rows, (True, False, *[True] * len(present)))


def label_of(name: str) -> str:
    """What a column is called in the account's tables."""
    return LABELS.get(name, bare_words(name))


def _cells(frame: pd.DataFrame, name: str) -> tuple[str, list[str | None]]:
    """Heading and texts of a column, all with the same number of digits behind the point."""
    values = frame[name]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return label_of(name), [None if pd.isna(value) else plain_words(str(value)) for value in values]
    unit = unit_of(name)
    if name.endswith("_share"):
        return label_of(name), [None if pd.isna(value) else percent(value) for value in values]
    factor, word = _scale(values, unit)
    digits = 3 if name.startswith("pue") else _digits(values / factor)
    low, high = (frame.get(f"{name}_{end}", pd.Series(float("nan"), frame.index)) for end in ("p05", "p95"))
    cells: list[str | None] = []
    for value, below, above in zip(values / factor, low / factor, high / factor, strict=True):
        if pd.isna(value):
            cells.append(None)
            continue
        band = (
            ""
            if pd.isna(below) or pd.isna(above)
            else f" ({_figure(below, digits)}–{_figure(above, digits)})"
        )
        cells.append(_figure(value, digits) + band)
    said = " ".join(part for part in (word, unit_text(unit)) if part not in ("", "1"))
    return f"{label_of(name)} [{said}]" if said else label_of(name), cells


def _digits(values: pd.Series) -> int:
    """Digits behind the point that give the largest figure three in all, at most three."""
    largest = float(values.abs().max())
    return 0 if largest >= 100 else 1 if largest >= 10 else 2 if largest >= 1 else 3


def _figure(value: float, digits: int) -> str:
    """A figure with so many digits; what is not zero is not rounded to it."""
    if value == 0:
        return "0"
    if abs(value) < 0.5 * 10**-digits:
        return f"< {10**-digits:.{digits}f}"
    return f"{value:,.{digits}f}".replace(",", "\u202f")


def _scale(values: pd.Series, unit: str) -> tuple[float, str]:
    """What a column is divided by, and the word for it."""
    largest = values.abs().max() if values.notna().any() else 0.0
    if unit not in _LARGE or largest < 10_000:
        return 1.0, ""
    return (1e6, "million") if largest >= 2e6 else (1e3, "thousand")
