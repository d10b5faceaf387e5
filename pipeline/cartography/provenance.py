"""Which figures the maps show, and what each of them rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.fields import registry


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a site with a cooling design, as the maps show it.

    ``inputs`` are the keys of :data:`INPUTS` that it is computed from; ``low`` and ``high`` name the columns
    of its band where a stage gives one.
    """

    column: str
    label: str
    unit: str
    group: str
    inputs: tuple[str, ...]
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A figure of a site's region or climate, with the columns that say where it comes from.

    ``level`` and ``year`` may be fixed text in quotes where the table has no column for them. ``shown`` is
    the stem of share columns that are shown as one text instead of the value.
    """

    key: str
    label: str
    column: str
    unit: str
    source: str
    level: str = ""
    year: str = ""
    method: str = ""
    note: str = ""
    shown: str = ""


_CLIMATE, _CARBON, _PRICE = "climate", "carbon", "price"

#: In the order of the popup; a figure whose column no table has is left out.
FIGURES = (
    Figure("pue", "PUE, year", "1", "Facility", (_CLIMATE,), "pue_p05", "pue_p95"),
    Figure("pue_peak", "PUE, worst hour", "1", "Facility", (_CLIMATE,)),
    Figure("wue_l_per_kwh", "WUE, withdrawal", "L/kWh IT", "Facility", (_CLIMATE,), "wue_p05", "wue_p95"),
    Figure("shortfall_hours", "Hours the cooling falls short", "h/yr", "Facility", (_CLIMATE,)),
    Figure(
        "facility_mwh",
        "Electricity at the meter",
        "MWh/yr",
        "Energy",
        (_CLIMATE,),
        "facility_mwh_p05",
        "facility_mwh_p95",
    ),
    Figure("peak_mw", "Peak at the meter", "MW", "Energy", (_CLIMATE,)),
    Figure(
        "carbon_tco2e",
        "Emissions, location-based",
        "tCO2e/yr",
        "Carbon",
        (_CLIMATE, _CARBON),
        "carbon_tco2e_p05",
        "carbon_tco2e_p95",
    ),
    Figure("carbon_market_tco2e", "Emissions, market-based", "tCO2e/yr", "Carbon", (_CLIMATE, _CARBON)),
    Figure("carbon_total_tco2e", "With backup and embodied", "tCO2e/yr", "Carbon", (_CLIMATE, _CARBON)),
    Figure(
        "lifetime_tco2e",
        "Over the facility's life",
        "tCO2e",
        "Carbon",
        (_CLIMATE, _CARBON),
        "lifetime_tco2e_p05",
        "lifetime_tco2e_p95",
    ),
    Figure("carbon_kgco2e_per_mwh_it", "Per MWh of IT", "kgCO2e/MWh", "Carbon", (_CLIMATE, _CARBON)),
    Figure("site_water_withdrawal_m3", "Withdrawn on site", "m³/yr", "Water", (_CLIMATE,)),
    Figure("site_water_consumption_m3", "Consumed on site", "m³/yr", "Water", (_CLIMATE,)),
    Figure(
        "grid_water_consumption_m3",
        "Consumed in generation",
        "m³/yr",
        "Water",
        (_CLIMATE, "mix", "grid_water"),
    ),
    Figure(
        "scarcity_m3_world",
        "Weighted by scarcity",
        "m³ world-eq/yr",
        "Water",
        (_CLIMATE, "mix", "grid_water", "scarcity"),
        "scarcity_m3_world_p05",
        "scarcity_m3_world_p95",
    ),
    Figure(
        "scarcity_m3_world_per_mwh_it",
        "Weighted, per MWh of IT",
        "m³ world-eq/MWh",
        "Water",
        (_CLIMATE, "mix", "grid_water", "scarcity"),
    ),
    Figure(
        "electricity_usd",
        "Electricity",
        "USD/yr",
        "Cost",
        (_CLIMATE, _PRICE),
        "electricity_usd_p05",
        "electricity_usd_p95",
    ),
    Figure("electricity_usd_per_mwh_it", "Electricity per MWh of IT", "USD/MWh", "Cost", (_CLIMATE, _PRICE)),
)

INPUTS = (
    Input(
        _CLIMATE,
        "Climate (mean dry bulb)",
        "dry_bulb_mean_c",
        "°C",
        "weather_source",
        level="'site'",
        method="weather_provider",
        note="weather_fallback",
    ),
    Input(
        _CARBON,
        "Grid carbon intensity",
        "carbon_gco2e_per_kwh",
        "gCO2e/kWh",
        "carbon_source",
        level="carbon_level",
        year="carbon_year",
        method="carbon_method",
    ),
    Input(
        _PRICE,
        "Price of electricity",
        "price_usd_per_mwh",
        "USD/MWh",
        "price_source",
        level="price_level",
        year="price_year",
        method="price_method",
        note="price_confidence",
    ),
    Input(
        "mix",
        "Generation mix",
        "mix_share_coal",
        "1",
        "mix_source",
        level="mix_level",
        year="mix_year",
        shown="mix",
    ),
    Input(
        "grid_water",
        "Water consumed by generation",
        "grid_water_consumption_l_per_kwh",
        "L/kWh",
        "grid_water_source",
    ),
    Input(
        "scarcity",
        "Water scarcity (AWARE)",
        "aware_cf_annual",
        "m³ world-eq/m³",
        "aware_source",
        level="aware_level",
    ),
    Input(
        "stress",
        "Water stress category (Aqueduct, 0 low to 4 extremely high)",
        "aqueduct_bws_category",
        "1",
        "aqueduct_source",
        level="aqueduct_level",
    ),
    Input(
        "hazard",
        "Exposure to natural hazards (0–100)",
        "hazard_exposure_index",
        "1",
        "hazard_source",
        level="'country'",
    ),
    Input("governance", "Governance (0–1)", "governance_index", "1", "governance_source", level="'country'"),
)

#: Ends of names that belong to another column.
_BANDS = ("_p05", "_p50", "_p95")


def further_figures(table: pd.DataFrame) -> list[Figure]:
    """Figures in money that the account has beside :data:`FIGURES`, by the field registry."""
    shown = {figure.column for figure in FIGURES}
    found: list[Figure] = []
    known: list[str] = []
    for name in map(str, table):
        entry = registry().get(name)
        if entry is None or "USD" not in entry.unit or name in shown or name.endswith(_BANDS):
            continue
        if name.startswith("price_") or not table[name].notna().any():  # prices have their own sources
            continue
        if any(
            np.allclose(table[name], table[one], equal_nan=True) for one in (*shown, *known) if one in table
        ):
            continue  # a part that is the whole
        known.append(name)
        words = _MONEY_ENDS.sub("", name).replace("npv", "present value").replace("_", " ")
        low, high = (f"{name}_{end}" if f"{name}_{end}" in table else None for end in ("p05", "p95"))
        per_it = " per MWh of IT" if name.endswith("_per_mwh_it") else ""
        label = words[:1].upper() + words[1:] + per_it
        found.append(
            Figure(name, label, entry.unit.replace(" / ", "/"), "Cost", (_CLIMATE, _PRICE), low, high)
        )
    return found


#: Ends of names in money that only repeat the unit.
_MONEY_ENDS = re.compile(r"_usd(_per_mwh)?(_it)?$")
#: Which inputs a judged column rests on, where it is not one of :data:`FIGURES`.
INPUTS_OF_COLUMN = {
    **{figure.column: figure.inputs for figure in FIGURES},
    **{entry.column: (entry.key,) for entry in INPUTS},
    "hazard_risk_index": ("hazard",),
}


_MEAN = "as used by the area's candidates (mean); areas without a candidate are not shaded"


@dataclass(frozen=True, slots=True)
class Measure:
    """What areas can be shaded by: a column, and how the sites of an area are brought together.

    Where the column named by ``level`` says ``country``, the figure holds for the whole country, and that is
    what is shaded; otherwise the site's first-order region is.
    """

    column: str
    label: str
    unit: str
    combine: str
    note: str
    level: str = ""


MEASURES = (
    Measure("carbon_gco2e_per_kwh", "Grid carbon intensity", "gCO2e/kWh", "mean", _MEAN, "carbon_level"),
    Measure("price_usd_per_mwh", "Price of electricity", "USD/MWh", "mean", _MEAN, "price_level"),
    Measure("aware_cf_annual", "Water scarcity (AWARE)", "m³ world-eq/m³", "mean", _MEAN, "aware_level"),
    Measure("pue", "Best PUE", "1", "min", "best design at the region's best candidate"),
    Measure(
        "wue_l_per_kwh",
        "Least water use (WUE)",
        "L/kWh IT",
        "min",
        "driest design at the region's candidates",
    ),
)
