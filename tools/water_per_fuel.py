"""Water consumed per kWh by fuel, from GREET 2023 and the review of Macknick et al. (2012).

GREET (Argonne National Laboratory) has factors weighted over the United States' plants as they are cooled
(Lee et al. 2018, doi:10.1016/j.apenergy.2017.05.025); Macknick et al. (2012,
doi:10.1088/1748-9326/7/4/045802) have a median per cooling system. Operation only: no fuel supply, no
construction. Figures are per kWh at the plant.
"""

from __future__ import annotations

import statistics
from pathlib import Path

import openpyxl
import pandas as pd

#: US gallon in litres, exact.
LITRES_PER_GALLON = 3.785411784

#: Cells of sheet WCF, section 8 (gal/kWh): label that must stand in column C, and the column of the figure.
GREET_CELLS = {
    "steam": (156, "Without CCS", "E"),
    "combined_cycle": (168, "Without CCS", "E"),
    "oil_steam": (162, "Boilers", "E"),
    "oil_engine": (163, "Internal combustion engines", "E"),
    "nuclear": (175, "Nuclear power plants", "E"),
    "hydro": (177, "Hydroelectric", "E"),
    "geothermal_flash": (179, "Flash", "E"),
    "geothermal_binary": (180, "Binary", "E"),
    "geothermal_egs": (181, "EGS", "E"),
    "wind": (182, "Wind", "E"),
    "solar_pv": (183, "Solar PV", "E"),
    "other": (184, "Others (Biogenic Waste, Pumped Storage, etc.)", "E"),
}
#: Rows of the eight regions that have a factor of their own (the others repeat the US mix).
GREET_REGION_ROWS = {
    157: "FRCC",
    159: "MRO",
    160: "NPCC",
    161: "RFC",
    162: "SERC",
    163: "SPP",
    164: "TRE",
    165: "WECC",
}

#: Medians in gal/MWh per cooling system and prime mover, plants with carbon capture left out.
MACKNICK_GAL_PER_MWH: dict[str, dict[str, float]] = {
    "coal": {
        "generic, tower": 687,
        "subcritical, tower": 479,
        "supercritical, tower": 493,
        "IGCC, tower": 380,
        "generic, once-through": 250,
        "subcritical, once-through": 113,
        "supercritical, once-through": 103,
        "generic, pond": 545,
        "subcritical, pond": 779,
        "supercritical, pond": 42,
    },
    "gas": {
        "combined cycle, tower": 205,
        "steam, tower": 826,
        "combined cycle, once-through": 100,
        "steam, once-through": 240,
        "combined cycle, pond": 240,
        "combined cycle, dry": 2,
    },
    "nuclear": {"tower": 672, "once-through": 269, "pond": 610},
    "bioenergy": {
        "steam, tower": 553,
        "biogas, tower": 235,
        "steam, once-through": 300,
        "steam, pond": 390,
        "biogas, dry": 35,
    },
    "geothermal": {
        "flash, tower": 15,
        "flash, dry": 5,
        "binary, dry": 270,
        "EGS, dry": 505,
        "binary, hybrid": 461,
    },
    "hydro": {"in-stream and reservoir": 4491},
    "solar": {"photovoltaic": 1},
    "wind": {"wind": 0},
}


def read_greet(path: Path) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Factors in gal/kWh; and (steam turbine, hydro) in gal/kWh of the eight regions."""
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True)["WCF"]
    rows = dict(enumerate(sheet.iter_rows(min_row=1, max_row=190, values_only=True), start=1))
    factors = {}
    for name, (row, label, column) in GREET_CELLS.items():
        if str(rows[row][2]).strip() != label:
            raise SystemExit(f"GREET sheet WCF row {row}: {rows[row][2]!r} where {label!r} was expected")
        factors[name] = float(rows[row]["ABCDEFGHIJKL".index(column)])
    regions = {}
    for row, region in GREET_REGION_ROWS.items():
        if rows[row][8] != f"{region} Mix":
            raise SystemExit(f"GREET sheet WCF row {row}: {rows[row][8]!r} where {region} was expected")
        regions[region] = (float(rows[row][9]), float(rows[row][11]))
    return factors, regions


def water_per_fuel(greet_file: Path) -> pd.DataFrame:
    """One row per fuel: central, lowest and highest figure in L/kWh and what they are.

    Central: GREET's United States fleet where it has one (it weights the cooling systems as they are built),
    Macknick's median where GREET has none or a single plant kind. Lowest and highest: over Macknick's medians
    and GREET's kinds; hydro: quartiles of GREET's eight regions, whose extremes are three orders of magnitude
    apart.
    """
    greet, regions = read_greet(greet_file)
    medians = {
        fuel: sorted(value / 1000 for value in kinds.values()) for fuel, kinds in MACKNICK_GAL_PER_MWH.items()
    }
    steam = [steam for steam, _ in regions.values()]
    low, _, high = statistics.quantiles([hydro for _, hydro in regions.values()], n=4, method="inclusive")
    geothermal = [
        *medians["geothermal"],
        greet["geothermal_flash"],
        greet["geothermal_binary"],
        greet["geothermal_egs"],
    ]
    span = "lowest and highest: medians per cooling system, Macknick et al. 2012"
    table: dict[str, tuple[float, float | None, float | None, str]] = {
        "coal": (
            greet["steam"],
            medians["coal"][0],
            medians["coal"][-1],
            f"US steam plants, GREET 2023; {span}",
        ),
        "gas": (
            greet["combined_cycle"],
            medians["gas"][0],
            medians["gas"][-1],
            f"US combined cycle, GREET 2023; {span}",
        ),
        "oil": (
            greet["oil_steam"],
            greet["oil_engine"],
            max(steam),
            "US steam plants, GREET 2023; lowest: engines and gas turbines; highest: steam plants of the "
            "region with the highest figure (SPP), GREET 2023",
        ),
        "nuclear": (
            greet["nuclear"],
            medians["nuclear"][0],
            medians["nuclear"][-1],
            f"US steam plants, GREET 2023; {span}",
        ),
        "hydro": (
            greet["hydro"],
            low,
            high,
            "reservoir evaporation, share of power by economic benefit, US mean, GREET 2023; lowest and "
            "highest: quartiles of eight US regions (0.67 to 1194 L/kWh). Macknick et al. 2012: 17.0",
        ),
        "wind": (
            medians["wind"][0],
            medians["wind"][0],
            greet["wind"],
            "Macknick et al. 2012; highest: GREET 2023",
        ),
        "solar": (
            medians["solar"][0],
            medians["solar"][0],
            greet["solar_pv"],
            "photovoltaic, Macknick et al. 2012; highest: GREET 2023. Concentrating solar power is not in it",
        ),
        "bioenergy": (
            statistics.median(medians["bioenergy"]),
            medians["bioenergy"][0],
            medians["bioenergy"][-1],
            f"median of the medians, Macknick et al. 2012; {span}. Growing the fuel is not in it",
        ),
        "geothermal": (
            statistics.median(medians["geothermal"]),
            min(geothermal),
            max(geothermal),
            "median of the medians per kind of plant, Macknick et al. 2012; lowest: flash, dry; highest: "
            "binary, GREET 2023 (brine may count)",
        ),
        "other": (
            greet["other"],
            None,
            None,
            "biogenic waste, pumped storage and the like, GREET 2023; one figure only",
        ),
    }
    litres = [
        [None if value is None else round(value * LITRES_PER_GALLON, 4) for value in row[:3]]
        for row in table.values()
    ]
    frame = pd.DataFrame(
        litres,
        columns=[f"water_consumption_{kind}l_per_kwh" for kind in ("", "min_", "max_")],
        dtype="float64",
    )
    frame.insert(0, "fuel", list(table))
    frame["reservoir_evaporation"] = ["true" if fuel == "hydro" else "false" for fuel in table]
    frame["water_consumption_basis"] = [row[3] for row in table.values()]
    return frame
