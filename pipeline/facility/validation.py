"""The facility model against published figures; nothing here is fitted, and a miss is printed like a hit.

Climate comes from the embedded typical year. Each function takes a reference table and gives a table of cells
with ours, theirs and the difference; :mod:`pipeline.facility.validation_report` words them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.facility.coefficients import plant_rows
from pipeline.facility.designs import Design, catalogue
from pipeline.facility.hourly import account
from pipeline.facility.layout import PLANT_INDEX
from pipeline.facility.model import simulate
from pipeline.facility.reference import TOWER_PLACES, ZONE_PLACES, years
from pipeline.facility.sampling import central_values

#: Lei 2025 cases whose water is a tower's: evaporation there does not depend on the climate.
TOWER_CASES = frozenset({"1", "2", "3", "4", "5", "8", "15_1", "15_2", "15_3"})
#: Cases with evaporative pads on outside air: switched off there in hot dry hours.
PAD_CASES = frozenset({"0", "1"})
#: Liquid loops at 40 °C and above: water there although air below 30 °C cools them dry.
WARM_LOOP_CASES = frozenset({"16_1", "16_2", "16_3"})
#: Cases whose outside air is on or off: one hour too humid or too dry runs the whole chiller.
SWITCHED_CASES = frozenset({"3", "6"})
#: What an operator's sites plausibly run, from its own statements; the first is the single best guess.
OPERATOR_DESIGNS = {
    "Google": ("waterside_tower", "airside_adiabatic_tower", "dry_cooler_air_chiller", "sea_water"),
    "Microsoft": (
        "airside_adiabatic_air_chiller",
        "airside_adiabatic_tower",
        "dry_cooler_air_chiller",
        "colo_waterside_tower",
        "colo_dry_cooler_air_chiller",
        "colo_air_chiller",
    ),
    "AWS": (
        "airside_adiabatic_air_chiller",
        "airside_adiabatic_tower",
        "dry_cooler_air_chiller",
        "colo_waterside_tower",
        "colo_dry_cooler_air_chiller",
        "colo_air_chiller",
    ),
    "Meta": ("airside_adiabatic_air_chiller", "indirect_evaporative_dx", "airside_air_chiller"),
    "OVHcloud": (
        "colo_warm_loop_adiabatic",
        "liquid_adiabatic_dry_cooler",
        "liquid_dry_cooler_chilled",
        "colo_dry_cooler_air_chiller",
    ),
    "Scaleway": (
        "colo_dry_cooler_air_chiller",
        "colo_air_chiller",
        "airside_adiabatic_air_chiller",
        "indirect_evaporative_dx",
        "lei_midsize_water_chiller",
    ),
    "NREL": ("hpc_liquid_hybrid_tower", "hpc_liquid_tower"),
    "ORNL": ("hpc_liquid_tower",),
    "MGHPCC": ("colo_waterside_tower", "waterside_tower", "lei_midsize_waterside_economizer"),
}


def lei_cells(
    reference: pd.DataFrame, draws: int = 100, places: dict[str, tuple[float, float]] = ZONE_PLACES
) -> pd.DataFrame:
    """Median PUE and WUE of every zone and case of Lei 2025 next to ours, zones standing for ``places``."""
    zones = sorted(set(reference["Climate Zone"]) & set(places))
    designs = [design for design in catalogue().values() if design.lei_case]
    frame = simulate(years({zone: places[zone] for zone in zones}), designs, draws=draws, band_hour_step=7)
    frame["zone"] = [zones[at] for at in frame["site"]]
    frame["case"] = frame["design"].map({design.id: design.lei_case for design in designs})
    theirs = reference.rename(columns={"Climate Zone": "zone", "Case (Original)": "case"})
    cells = frame.merge(theirs, on=["zone", "case"])
    dry = cells["zone"].str.endswith("B")
    cells["sound"] = ~(
        cells["case"].isin(TOWER_CASES)
        | cells["case"].isin(WARM_LOOP_CASES)
        | (cells["case"].isin(PAD_CASES) & dry)
    )
    cells["pue_sound"] = ~(cells["case"].isin(SWITCHED_CASES) | (cells["case"].isin(PAD_CASES) & dry))
    # Their medians are of n = 50 draws: standard error of a median, from their quartiles.
    quartiles = (cells["PUE_p75"] - cells["PUE_p25"]) / 1.349
    cells["pue_error"] = 1.2533 * quartiles / np.sqrt(cells["n"])
    cells["pue_difference"] = cells["pue_p50"] - cells["PUE_p50"]
    cells["wue_difference"] = cells["wue_p50"] - cells["WUE_p50"]
    return cells[
        [
            "case",
            "zone",
            "design",
            "pue_p50",
            "PUE_p50",
            "pue_difference",
            "pue_error",
            "wue_p50",
            "WUE_p50",
            "wue_difference",
            "sound",
            "pue_sound",
        ]
    ]


def tower_cells(reference: pd.DataFrame) -> pd.DataFrame:
    """Water evaporated per heat that the towers of EnergyPlus reject, next to ours.

    Per heat rejected, because EnergyPlus' chiller curves stop at 10 °C chilled water and so overstate the
    compressor heat of the warmer plants.
    """
    used = {site: TOWER_PLACES[site] for site in sorted(set(reference["site"])) if site in TOWER_PLACES}
    weather = dict(zip(used, years(used), strict=True))
    rows = []
    for row in reference.itertuples(index=False):
        if row.site in weather:
            ours = tower_evaporation_per_heat(_tower_plant(float(row.tchw)), weather[row.site])
            theirs = float(row.evap_per_heat_L_kWh)
            rows.append((row.site, float(row.tchw), ours, theirs, ours / theirs - 1.0))
    names = ["site", "chilled_water_c", "ours_l_per_kwh", "energyplus_l_per_kwh", "relative"]
    return pd.DataFrame(rows, columns=names)


def tower_evaporation_per_heat(design: Design, weather: npt.ArrayLike) -> float:
    """Water a design's tower evaporates per heat it rejects in the year [L/kWh]."""
    values = central_values(design)
    row = plant_rows(design, values)[0, 0].astype(np.float64)
    (plant,) = account(design, weather).plants
    pump, fan = row[PLANT_INDEX["tower_pump"]], row[PLANT_INDEX["tower_fan"]]
    work = (plant.chiller_power - plant.chiller_heat * (pump + fan)) / (1.0 + pump + fan)
    rejected = (plant.heat + work) * (1.0 + pump)
    evaporated = plant.consumption - row[PLANT_INDEX["drift"]] * rejected
    return float(evaporated.sum() * 3600 / rejected.sum())


def _tower_plant(chilled_water_c: float) -> Design:
    """A tower plant at another chilled-water temperature, whatever the range on record."""
    design = catalogue()["colo_waterside_tower"]
    entry = design.parameters["chilled_water_c"]
    fixed = replace(entry, central=chilled_water_c, low=chilled_water_c, high=chilled_water_c)
    return replace(design, parameters={**design.parameters, "chilled_water_c": fixed})


def site_bands(reference: pd.DataFrame, draws: int = 100) -> pd.DataFrame:
    """Every reported site with a known place: its figure, the best guess, the band of plausible designs."""
    rows = reference[reference["use_for"].eq("validate") & reference["lat"].notna()].copy()
    rows = rows[rows["operator"].isin(OPERATOR_DESIGNS)]
    places = {
        f"{lat:.2f},{lon:.2f}": (lat, lon)
        for lat, lon in rows[["lat", "lon"]].drop_duplicates().itertuples(index=False)
    }
    weather = dict(zip(places, years(places), strict=True))
    results: dict[tuple[str, str], pd.DataFrame] = {}
    out = []
    for row in rows.itertuples(index=False):
        key = (f"{row.lat:.2f},{row.lon:.2f}", row.operator)
        if key not in results:
            designs: Sequence[str] = OPERATOR_DESIGNS[row.operator]
            results[key] = simulate(weather[key[0]], designs, draws=draws, band_hour_step=7)
        band = results[key]
        out.append(
            {
                "operator": row.operator,
                "site": row.site,
                "year": row.year,
                "pue": row.pue,
                "pue_guess": band["pue"].iloc[0],
                "pue_low": band["pue_p05"].min(),
                "pue_high": band["pue_p95"].max(),
                "wue": row.wue_l_per_kwh_it,
                "wue_guess": band["wue_l_per_kwh"].iloc[0],
                "wue_low": band["wue_p05"].min(),
                "wue_high": band["wue_p95"].max(),
            }
        )
    return pd.DataFrame(out)
