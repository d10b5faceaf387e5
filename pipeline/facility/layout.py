"""How a design stands in the arrays that the kernel reads: one row of numbers per plant, named here.

A *plant* is what removes one stream of heat: a design has a hall plant (air) and, when liquid-cooled, a
liquid plant. A plant is an economizer followed by a chiller; either may be absent.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Final

#: Economizers and chillers, as the kernel's numbers.
ECONOMIZERS: Final = {"none": 0, "airside": 1, "indirect": 2, "tower": 3, "dry": 4, "sea": 5}
CHILLERS: Final = {"none": 0, "water_cooled": 1, "direct": 2, "sea_cooled": 3}

ECO_NONE, ECO_AIRSIDE, ECO_INDIRECT, ECO_TOWER, ECO_DRY, ECO_SEA = range(6)
CHILLER_NONE, CHILLER_WATER, CHILLER_DIRECT, CHILLER_SEA = range(4)

#: Effectiveness of a tower's air at which evaporation is worked out once per site-hour; a tower with another
#: one takes the parabola through these.
TOWER_NODES: Final = (0.30, 0.43, 0.60)

#: Most hours of a block: what a loop reads and writes stays in the nearest cache.
BLOCK: Final = 512
#: Rows of a site's air table (blocks, rows × BLOCK): what all designs share, and the IT load.
AIR_ROWS: Final = 9
AIR_DRY_BULB, AIR_WET_BULB, AIR_HUMIDITY, AIR_PRESSURE = range(4)
AIR_EVAPORATION: Final = (4, 5, 6)
AIR_SEA, AIR_LOAD = 7, 8

PLANT_COLUMNS: Final = (
    "heat_share",  # of IT heat
    "hall_share",  # of the heat of electrical losses
    "fan",  # kW per kW of heat, full load, reference density
    "fan_cubic",
    "pump",  # kW per kW of heat: chilled or facility water, CDU
    "latent",  # kW of moisture per kW of sensible heat on a wet coil
    "low_c",
    "high_c",
    "rise_k",
    "effectiveness",
    "vapour_low_pa",
    "vapour_high_pa",
    "pad_factor",  # withdrawal per evaporation of pads
    "spray_kj_per_kg",  # pump work per kg sprayed
    "indirect_dry",
    "indirect_wet",
    "scavenger_fan",
    "water_c",
    "water_rise_k",
    "approach_k",
    "exchanger_k",
    "floor_c",
    "tower_fan",
    "tower_pump",
    "tower_range_k",
    "evaporates",  # 1, or 0 for sea water
    "cycle_factor",  # withdrawal per evaporation of towers
    "drift",  # kg/s per kW rejected
    "weight_0",
    "weight_1",
    "weight_2",
    "dry_section",  # share of a hybrid tower's dry section, 0 for a wet tower
    "dry_approach_k",
    "dry_fan",
    "dry_air",  # kg/s per kW rejected at full fan speed
    "dry_pad",  # effectiveness of adiabatic pads
    "intercept",
    "slope",
    "lowest",
    "part_load",
    "staging",
    "bend",
    "input_factor",  # 1 / COP factor
    "chiller_on_dry_bulb_c",  # offset of the lift of air-cooled machines
    "capacity_margin",
    "lowest_speed",  # of heat-rejection fans, share of full flow
    "lockout",  # 1: no humidifier for outside air, which is shut out when too dry; 0: humidified
    "capacity_slope",  # share lost per kelvin above the design condition
)
#: The same as attributes, for compiled code.
PLANT: Final = namedtuple("Plant", PLANT_COLUMNS)(*range(len(PLANT_COLUMNS)))
PLANT_INDEX: Final = {name: index for index, name in enumerate(PLANT_COLUMNS)}
ELECTRICAL_COLUMNS: Final = ("fixed", "linear", "quadratic")

#: Columns of the kernel's result rows.
ANNUAL_COLUMNS: Final = (
    "pue_peak",
    "pue_p99",
    "peak_facility",
    "hours_free",
    "hours_partial",
    "hours_adiabatic",
    "hours_mechanical",
    "shortfall_hours",
)
