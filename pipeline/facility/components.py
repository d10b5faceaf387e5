"""The machines of a data center, each as a function of one hour's numbers.

Heat and power are in kW per kW of IT capacity, water flows in kg/s per kW of IT capacity, temperatures in °C.
The functions take float32 in the fused kernel and float64 in the hour-by-hour account, so both run the same
physics. Sources and validity of each equation: docs/method.md, section "Facility".
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.facility.moist_air import (
    CP_AIR,
    CP_VAPOUR,
    CP_WATER,
    GAS_CONSTANT,
    KELVIN,
    LATENT,
    ONE,
    ZERO,
    enthalpy,
    humidity_ratio,
    jit,
)

_F = np.float32
#: Width of the band below the humidity floor in which outside air is shut out, as a share of the floor.
_DRY_BAND = _F(0.1)
#: Share of the load below which a machine counts as off.
TRACE = _F(1e-4)


@jit
def clip(value: Any, low: Any, high: Any) -> Any:
    """Value kept between two bounds."""
    return min(max(value, low), high)


@jit
def electrical_loss(load: Any, fixed: Any, linear: Any, quadratic: Any) -> Any:
    """Loss of UPS, transformers, distribution and house load at an IT load (share of capacity)."""
    return fixed + load * (linear + load * quadratic)


@jit
def air_volume(supply_c: Any, humidity: Any, pressure_pa: Any) -> Any:
    """Volume of supply air relative to dry air at 20 °C and 101,325 Pa: what the fans must move more of."""
    reference = GAS_CONSTANT * _F(293.15) / _F(101325.0)
    return GAS_CONSTANT * (supply_c + KELVIN) * (ONE + _F(1.607858) * humidity) / pressure_pa / reference


@jit
def fan_power(heat: Any, load: Any, per_heat: Any, cubic_share: Any, volume: Any) -> Any:
    """Fans moving air in proportion to the heat.

    ``per_heat`` is kW per kW of heat at full load and reference density; of the pressure, ``cubic_share``
    falls with the square of the flow, the rest is held (fan laws).
    """
    return per_heat * heat * volume * (ONE - cubic_share + cubic_share * load * load)


@jit
def airside(
    heat: Any,
    dry_bulb_c: Any,
    wet_bulb_c: Any,
    humidity: Any,
    pressure_pa: Any,
    low_c: Any,
    high_c: Any,
    rise_k: Any,
    effectiveness: Any,
    vapour_low_pa: Any,
    vapour_high_pa: Any,
    lockout: Any,
) -> Any:
    """Outside air: mixed when cold, passed through when mild, evaporatively cooled when hot, then trimmed.

    Returns heat left for the coil [kW/kW], water evaporated [kg/s per kW], heat removed with the help of that
    water [kW/kW], outside air flow [kg/s per kW], supply temperature [°C] and supply humidity ratio.

    The pads cool along the wet bulb as far as the supply set point asks, the effectiveness allows, and the
    dew-point limit permits. The coil takes the missing kelvins and, when outside air is too humid, the
    moisture above the limit, but never more than recirculation would cost. Below the dew-point floor water is
    added, or with ``lockout`` 1 (no humidifier) the hall recirculates, over a band of a tenth of the floor.
    """
    humidity_high = humidity_ratio(vapour_high_pa, pressure_pa)
    humidity_low = humidity_ratio(vapour_low_pa, pressure_pa)
    specific = CP_AIR + CP_VAPOUR * humidity
    liquid = CP_WATER * wet_bulb_c
    room = max(humidity_high - humidity, ZERO)
    # Kelvins until the dew-point limit: specific·drop = room·(latent + cp_v·(t − drop) − liquid).
    reach = room * (LATENT + CP_VAPOUR * dry_bulb_c - liquid) / (specific + CP_VAPOUR * room)
    drop = min(max(dry_bulb_c - high_c, ZERO), min(effectiveness * (dry_bulb_c - wet_bulb_c), reach))
    cooled = dry_bulb_c - drop
    wetted = specific * drop / (LATENT + CP_VAPOUR * cooled - liquid)
    missing = max(humidity_low - humidity, ZERO)
    added = max(wetted, missing * (ONE - lockout))
    supply = clip(cooled, low_c, high_c)
    back = supply + rise_k
    moist = humidity + added
    supply_humidity = min(moist, max(humidity_high, humidity_low))
    shut = lockout * min(missing / (_DRY_BAND * humidity_low), ONE)
    carried = (CP_AIR + CP_VAPOUR * supply_humidity) * rise_k
    # Enthalpy that the outside air takes up between intake and exhaust, per kg of dry air.
    taken = enthalpy(back, supply_humidity) - enthalpy(dry_bulb_c, humidity) - added * liquid
    # What leaves with the outside air and, when the coil dries it, with the condensate.
    taken = taken + (moist - supply_humidity) * CP_WATER * supply
    trimmed = clip((carried - taken) / carried, ZERO, ONE)
    outside = ZERO if trimmed >= ONE else (ONE - shut) * heat / max(taken, carried)
    share = trimmed + shut * (ONE - trimmed)
    assisted = heat * (ONE - share) * min(drop / max(dry_bulb_c - high_c, _F(1e-3)), ONE)
    return heat * share, outside * added, assisted, outside, supply, supply_humidity


@jit
def indirect(
    heat: Any, dry_bulb_c: Any, wet_bulb_c: Any, return_c: Any, rise_k: Any, dry: Any, wet: Any
) -> Any:
    """Air-to-air exchanger with a wettable outside face; the wetted part follows the load.

    Returns heat left for the trim coil, heat rejected by the wet part (all of it into saturated scavenger
    air), and heat removed thanks to the water beyond what the dry exchanger could do.
    """
    dry_share = clip(dry * (return_c - dry_bulb_c) / rise_k, ZERO, ONE)
    wet_share = max(clip(wet * (return_c - wet_bulb_c) / rise_k, ZERO, ONE), dry_share)
    gain = wet_share - dry_share
    used = min(ONE - dry_share, gain)
    wetted = used / max(gain, _F(1e-6))
    return heat * (ONE - dry_share - used), heat * wetted * wet_share, heat * used


@jit
def free_share(available_c: Any, supply_c: Any, rise_k: Any) -> Any:
    """Share of a water loop's heat that the economizer takes: 1 at the set point, 0 at the return."""
    return clip((supply_c + rise_k - available_c) / rise_k, ZERO, ONE)


@jit
def fan_speed(design_difference_k: Any, difference_k: Any, slowest: Any) -> Any:
    """Flow share of a heat-rejection fan: capacity is flow times hot side minus ambient."""
    return clip(design_difference_k / max(difference_k, _F(1e-3)), slowest, ONE)


@jit
def pre_cooling(dry_bulb_c: Any, wet_bulb_c: Any, wanted_c: Any, effectiveness: Any) -> Any:
    """Kelvins by which wetted pads cool a dry cooler's air: no more than the set point asks."""
    return min(max(dry_bulb_c - wanted_c, ZERO), effectiveness * (dry_bulb_c - wet_bulb_c))


@jit
def pad_water(drop_k: Any, dry_bulb_c: Any, wet_bulb_c: Any, humidity: Any) -> Any:
    """Moisture [kg/kg] that pads add while cooling by ``drop_k`` along the wet bulb; closes the enthalpy."""
    room = LATENT + CP_VAPOUR * (dry_bulb_c - drop_k) - CP_WATER * wet_bulb_c
    return (CP_AIR + CP_VAPOUR * humidity) * drop_k / room


@jit
def chiller_input(
    heat: Any, lift_k: Any, intercept: Any, slope: Any, lowest: Any, part_load: Any, bend: Any, factor: Any
) -> Any:
    """Compressor power: heat times 1/COP, linear in the lift, with a floor and a bowl in part load."""
    away = part_load - _F(0.6)
    return heat * factor * (max(intercept + slope * lift_k, lowest) + bend * away * away)
