"""Parameter values of designs turned into the kernel's rows of coefficients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.facility.designs import Design
from pipeline.facility.layout import (
    CHILLERS,
    ECONOMIZERS,
    ELECTRICAL_COLUMNS,
    PLANT_COLUMNS,
    PLANT_INDEX,
    TOWER_NODES,
)

#: UPS loss at the load where its efficiency is stated: fixed, proportional and square part. Fitted to the
#: shape of double-conversion curves (efficiency 0.91 at 25 %, 0.945 at 50 %, 0.95 at 100 % load: LBNL 2005,
#: "High performance data centers: UPS").
UPS_LOSS_PARTS = (0.55, 0.20, 0.25)
#: Distribution and transformer loss at full load: core loss that stays, and copper loss with the square.
DISTRIBUTION_LOSS_PARTS = (0.25, 0.75)
#: Specific heats [kJ/(kg K)], volume of dry air at 20 °C and 101,325 Pa [m³/kg], density of water [kg/m³].
_CP_AIR, _CP_WATER, _VOLUME, _WATER = 1.006, 4.186, 0.83048, 1000.0
#: Chilled water at which the curve of air-cooled chillers is stated [°C].
_CHILLED_WATER_C = 9.0
#: Bowl of 1/COP in part load around 0.6, per square of the distance (median of 140 published curve sets).
PART_LOAD_BEND = 0.16
#: Capacity lost per kelvin above the design condition (air-cooled 1 %, water-cooled 0.8 %).
DERATING = {"air_cooled_chiller": 0.010, "dx": 0.010, "water_cooled_chiller": 0.008, "none": 0.0}

Values = Mapping[str, npt.NDArray[np.float64]]


def electrical_rows(values: Values) -> npt.NDArray[np.float32]:
    """Loss of power chain and house load per kW of IT capacity, as a parabola of the load: (draws, 3).

    UPS: ASHRAE 90.4 efficiency at a stated load, with loss = fixed + proportional + square part of the
    module's load. Distribution: core loss and copper loss. House load (lighting, offices, security) is fixed.
    """
    ratio = values["ups_load_share"] / 0.5
    at_reference = (1.0 / values["ups_efficiency_share"] - 1.0) / ratio
    fixed, proportional, square = UPS_LOSS_PARTS
    core, copper = DISTRIBUTION_LOSS_PARTS
    distribution = 1.0 / (1.0 - values["distribution_loss_share"]) - 1.0
    rows = np.empty((len(ratio), len(ELECTRICAL_COLUMNS)))
    rows[:, 0] = at_reference * fixed + distribution * core + values["house_load_share"]
    rows[:, 1] = at_reference * proportional * ratio
    rows[:, 2] = at_reference * square * ratio**2 + distribution * copper
    return rows.astype(np.float32)


def plant_kinds(design: Design) -> npt.NDArray[np.int64]:
    """Economizer and chiller of the hall plant and the liquid plant; −1 for no plant."""
    kinds = np.full((2, 2), -1, dtype=np.int64)
    for index, (economizer, rejection, trim) in enumerate((design.air, design.liquid)):
        if economizer == "none" and trim == "none":
            continue
        kinds[index] = ECONOMIZERS[_economizer(economizer, rejection)], CHILLERS[_chiller(rejection, trim)]
    return kinds


def plant_rows(design: Design, values: Values) -> npt.NDArray[np.float32]:
    """Coefficients of both plants for every draw: (draws, 2, columns); values are (draws,) per parameter."""
    count = len(values["ups_load_share"])
    rows = np.zeros((count, 2, len(PLANT_COLUMNS)))
    liquid = values["liquid_share"] if design.liquid != ("none", "none", "none") else np.zeros(count)
    _hall(design, values, 1.0 - liquid, rows[:, 0])
    if design.liquid != ("none", "none", "none"):
        _liquid(design, values, liquid, rows[:, 1])
    return rows.astype(np.float32)


def _economizer(economizer: str, rejection: str) -> str:
    if economizer in ("airside", "airside_evaporative"):
        return "airside"
    if economizer == "indirect_evaporative":
        return "indirect"
    if economizer == "none":
        return "none"
    return {"sea_water": "sea", "dry_cooler": "dry", "adiabatic_dry_cooler": "dry"}.get(rejection, "tower")


def _chiller(rejection: str, trim: str) -> str:
    if trim == "water_cooled_chiller":
        return "sea_cooled" if rejection == "sea_water" else "water_cooled"
    return "none" if trim == "none" else "direct"


def _hall(design: Design, v: Values, share: npt.NDArray[np.float64], out: npt.NDArray[np.float64]) -> None:
    put = _Writer(out)
    put.heat_share = share
    put.hall_share = v["hall_loss_share"]
    put.fan = (
        v["fan_pressure_pa"] / 1000.0 * _VOLUME / (_CP_AIR * v["air_rise_k"] * v["fan_efficiency_share"])
    )
    put.fan_cubic = v["fan_cubic_share"]
    outside = design.air[0] in ("airside", "airside_evaporative")
    hydronic = design.air[0] == "water_side" or design.air[2].endswith("chiller")
    put.pump = _pump(v, "water_pump_kpa", v["water_rise_k"]) if hydronic and not outside else 0.0
    put.latent = 0.0 if outside else 1.0 / v["sensible_heat_ratio"] - 1.0
    put.low_c = v["supply_air_low_c"] if outside else v["supply_air_c"]
    put.high_c = v["supply_air_c"]
    put.rise_k = v["air_rise_k"]
    put.effectiveness = (
        v["evaporative_effectiveness_share"] if design.air[0] == "airside_evaporative" else 0.0
    )
    put.lockout = 1.0 if design.air[0] == "airside" else 0.0
    put.vapour_low_pa = _saturation_pa(v["dew_point_low_c"])
    put.vapour_high_pa = _saturation_pa(v["dew_point_high_c"])
    put.spray_kj_per_kg = v["spray_pressure_kpa"] / (_WATER * v["spray_pump_efficiency_share"])
    put.indirect_dry = v["indirect_dry_share"]
    put.indirect_wet = v["indirect_wet_share"]
    put.scavenger_fan = v["scavenger_fan_kw_per_kw"]
    put.water_c = v["chilled_water_c"]
    put.water_rise_k = v["water_rise_k"]
    _rejection(design.air[1], v, put)
    _trim(design.air[2], v, put)


def _liquid(design: Design, v: Values, share: npt.NDArray[np.float64], out: npt.NDArray[np.float64]) -> None:
    put = _Writer(out)
    put.heat_share = share
    put.pump = v["cdu_pump_kw_per_kw"] + _pump(v, "water_pump_kpa", v["facility_water_rise_k"])
    put.fan_cubic = v["fan_cubic_share"]
    put.rise_k = put.water_rise_k = v["facility_water_rise_k"]
    put.water_c = v["facility_water_c"]
    _rejection(design.liquid[1], v, put)
    _trim(design.liquid[2], v, put)


def _rejection(kind: str, v: Values, put: _Writer) -> None:
    sea, hybrid = kind == "sea_water", kind == "hybrid_tower"
    put.fan_cubic = v["fan_cubic_share"]
    put.approach_k = v["sea_approach_k"] if sea else v["tower_approach_k"]
    put.exchanger_k = v["exchanger_approach_k"] if kind not in ("dry_cooler", "adiabatic_dry_cooler") else 0.0
    put.floor_c = v["condenser_floor_c"]
    put.tower_fan = 0.0 if sea else v["tower_fan_kw_per_kw"]
    put.tower_range_k = v["condenser_range_k"]
    put.tower_pump = _pump(v, "sea_pump_kpa" if sea else "tower_pump_kpa", v["condenser_range_k"])
    put.evaporates = 0.0 if sea else 1.0
    put.cycle_factor = v["cycles_of_concentration"] / (v["cycles_of_concentration"] - 1.0)
    put.pad_factor = v["pad_cycles"] / (v["pad_cycles"] - 1.0)
    put.drift = v["drift_share"] / (_CP_WATER * v["condenser_range_k"])
    put.weight_0, put.weight_1, put.weight_2 = tower_weights(v["tower_air_effectiveness_share"])
    put.dry_section = v["hybrid_dry_share"] if hybrid else 0.0
    put.lowest_speed = v["lowest_fan_speed_share"]
    put.dry_approach_k = v["dry_approach_k"]
    put.dry_fan = v["dry_fan_kw_per_kw"]
    put.dry_air = v["dry_air_kg_per_kj"]
    put.dry_pad = v["dry_pad_effectiveness_share"] if kind == "adiabatic_dry_cooler" else 0.0


def _trim(kind: str, v: Values, put: _Writer) -> None:
    machine = {"air_cooled_chiller": "air_chiller", "dx": "dx"}.get(kind, "water_chiller")
    put.intercept = v[f"{machine}_inverse_cop"]
    put.slope = v[f"{machine}_inverse_cop_per_k"]
    put.lowest = v[f"{machine}_lowest_inverse_cop"]
    put.bend = 0.0 if kind == "dx" else PART_LOAD_BEND
    put.input_factor = 1.0 / v[f"{machine}_cop_factor"]
    put.part_load = v["chiller_part_load"]
    put.staging = v["chiller_staging_share"]
    credit = v["air_chiller_water_credit"] * (put.water_c - _CHILLED_WATER_C)
    put.chiller_on_dry_bulb_c = -credit if kind == "air_cooled_chiller" else 0.0
    put.capacity_margin = v["capacity_margin_share"]
    put.capacity_slope = DERATING[kind]


def tower_weights(effectiveness: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], ...]:
    """Lagrange weights that give a tower's evaporation from that at the nodes of its air's effectiveness.

    Evaporation per heat is nearly a line in the inverse of the effectiveness, whence the parabola is drawn
    there.
    """
    inverse, nodes = 1.0 / effectiveness, [1.0 / node for node in TOWER_NODES]
    weights = []
    for index, node in enumerate(nodes):
        others = [other for at, other in enumerate(nodes) if at != index]
        top = (inverse - others[0]) * (inverse - others[1])
        weights.append(top / ((node - others[0]) * (node - others[1])))
    return tuple(weights)


def _pump(v: Values, pressure: str, rise_k: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Pump power per heat moved [kW/kW]: pressure over density, specific heat, rise and efficiency."""
    return v[pressure] / (_WATER * _CP_WATER * rise_k * v["pump_efficiency_share"])


def _saturation_pa(dew_point_c: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Saturation pressure over liquid water (Hyland and Wexler 1983), −60 to 60 °C."""
    kelvin = dew_point_c + 273.15
    return np.exp(
        -5.8002206e3 / kelvin
        + 1.3914993
        - 4.8640239e-2 * kelvin
        + 4.1764768e-5 * kelvin**2
        - 1.4452093e-8 * kelvin**3
        + 6.5459673 * np.log(kelvin)
    )


class _Writer:
    """Sets a column of the coefficient rows by name; an unknown name is an error."""

    __slots__ = ("_rows",)

    def __init__(self, rows: npt.NDArray[np.float64]) -> None:
        object.__setattr__(self, "_rows", rows)

    def __setattr__(self, name: str, value: npt.NDArray[np.float64] | float) -> None:
        self._rows[:, PLANT_INDEX[name]] = value

    def __getattr__(self, name: str) -> npt.NDArray[np.float64]:
        rows: npt.NDArray[np.float64] = self._rows
        return rows[:, PLANT_INDEX[name]]


def stack(
    designs: Sequence[Design], values: Sequence[Values]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Rows of all designs, draws within designs: electrical (rows, 3), plants (rows, 2, columns), kinds."""
    electrical = np.concatenate([electrical_rows(one) for one in values])
    plants = np.concatenate([plant_rows(design, one) for design, one in zip(designs, values, strict=True)])
    kinds = np.concatenate(
        [
            np.repeat(plant_kinds(design)[None], len(one["ups_load_share"]), axis=0)
            for design, one in zip(designs, values, strict=True)
        ]
    )
    return electrical, plants, kinds
