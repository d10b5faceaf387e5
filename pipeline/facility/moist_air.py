"""Moist air for the hourly kernel, on the equations of :mod:`pipeline.weather.psychrometrics`.

The weather room's polynomials are used as they are; this module adds what only the kernel needs: the state of
tower exit air, specific volume, and a wet bulb in one step. Every function
takes one number and works in float32 (kernel) as in float64 (the hour-by-hour account that the tests close).

Range: −70 to 65 °C, 50 to 110 kPa. The wet bulb is within 0.01 K of psychrolib's for dew points up to 60 K
below the dry bulb, on average 2e-4 K, outside ±0.6 °C around freezing, where the step from the ice to the
water branch allows two roots (tested).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.weather import psychrometrics as air
from pipeline.weather.psychrometrics import _ice_factor, _water

# Constants are float32, so that float32 arguments stay float32; float64 arguments are promoted.
_F = np.float32
ZERO, ONE, HALF = _F(0.0), _F(1.0), _F(0.5)

#: Ratio of the molar masses of water and dry air; specific heats [kJ/(kg K)]; latent heat at 0 °C [kJ/kg]
#: (ASHRAE Handbook Fundamentals 2021, ch. 1, eqs. 20, 30, 33).
MOLAR_RATIO = _F(air.MOLAR_RATIO)
CP_AIR, CP_VAPOUR, LATENT = _F(air.CP_AIR), _F(air.CP_VAPOUR), _F(air.LATENT_HEAT)
CP_WATER = _F(4.186)
#: Gas constant of dry air [J/(kg K)], and 0 °C [K].
GAS_CONSTANT, KELVIN = _F(287.042), _F(air.KELVIN)
_MOLAR_INVERSE = _F(1.607858)
_GAMMA, _CHORD, _CHORD_DEW, _CHORD_GAP = _F(0.000665), _F(0.386), _F(0.00635), _F(0.00356)
#: Half of e″·e/e′², which falls from 0.45 in the cold to 0.41 in the heat.
_HALF_BEND = _F(0.42)
#: ASHRAE eqs. 33 and 35: fall of the latent heat with the wet bulb, and what applies over ice.
_DROP, _ICE_LATENT, _ICE_DROP, _ICE_CARRY = _F(2.326), _F(2830.0), _F(0.24), _F(2.1)
#: Hot water above the wet bulb [K], and how far saturated enthalpy bends over that span.
_HOT, _BULGE = _F(10.0), _F(0.2)

jit = compiled(inline=True)


@jit
def vapour_pressure(dew_point_c: Any) -> Any:
    """Vapour pressure [Pa] of a dew point [°C], over ice below 0 °C as in weather files."""
    vapour, _ = _water(dew_point_c)
    factor, _ = _ice_factor(dew_point_c)
    return vapour * (factor if dew_point_c < ZERO else ONE)


@jit
def humidity_ratio(vapour_pa: Any, pressure_pa: Any) -> Any:
    """Humidity ratio [kg/kg dry air] of a vapour pressure [Pa] (ASHRAE eq. 20)."""
    return MOLAR_RATIO * vapour_pa / (pressure_pa - vapour_pa)


@jit
def enthalpy(temperature_c: Any, humidity: Any) -> Any:
    """Enthalpy of moist air [kJ/kg dry air] (ASHRAE eq. 30)."""
    return CP_AIR * temperature_c + humidity * (LATENT + CP_VAPOUR * temperature_c)


@jit
def specific_volume(temperature_c: Any, humidity: Any, pressure_pa: Any) -> Any:
    """Volume of moist air [m³/kg dry air] (ASHRAE eq. 26)."""
    return GAS_CONSTANT * (temperature_c + KELVIN) * (ONE + _MOLAR_INVERSE * humidity) / pressure_pa


@jit
def _wet_step(wet: Any, dry_bulb_c: Any, humidity: Any, pressure_pa: Any, frozen: Any) -> Any:
    """One step of Halley's kind on the wet-bulb balance over water (ASHRAE eq. 33) or ice (eq. 35).

    The balance is multiplied by p − e, which leaves its root where it is and spares a division. Its bend is
    that of the saturation pressure, whose second derivative is about 0.84 e′²/e.
    """
    vapour, slope = _water(wet)
    factor, factor_slope = _ice_factor(wet)
    slope = slope * factor + vapour * factor_slope if frozen else slope
    vapour = vapour * factor if frozen else vapour
    latent = _ICE_LATENT if frozen else LATENT
    drop = _ICE_DROP if frozen else _DROP
    carry = _ICE_CARRY if frozen else CP_WATER
    heat = MOLAR_RATIO * (latent - drop * wet)
    given = CP_AIR * (dry_bulb_c - wet) + humidity * (latent + CP_VAPOUR * dry_bulb_c - carry * wet)
    room = pressure_pa - vapour
    error = heat * vapour - room * given
    grip = slope * (heat + given)
    inverse = ONE / (grip - MOLAR_RATIO * drop * vapour + room * (CP_AIR + carry * humidity))
    step = error * inverse
    return wet - step * (ONE + _HALF_BEND * grip * slope / vapour * inverse * step)


@jit
def wet_bulb(dry_bulb_c: Any, dew_point_c: Any, humidity: Any, pressure_pa: Any) -> Any:
    """Thermodynamic wet bulb [°C] (ASHRAE eqs. 33 and 35): a psychrometer's guess, then one step.

    The guess takes the slope of saturation pressure where the chord from dew point to wet bulb has it, some
    third of the way to the dry bulb (fitted: 0.1 K on average); below 0 °C the step solves the ice equation.
    """
    gap = dry_bulb_c - dew_point_c
    _, slope = _water(dew_point_c + (_CHORD - _CHORD_DEW * dew_point_c - _CHORD_GAP * gap) * gap)
    gamma = _GAMMA * pressure_pa
    wet = dew_point_c + gap * gamma / (gamma + slope)
    wet = _wet_step(wet, dry_bulb_c, humidity, pressure_pa, wet < ZERO)
    return min(wet, dry_bulb_c)


@jit
def _exit_step(exit_c: Any, target: Any, pressure_pa: Any) -> Any:
    """One such step to where saturated air has the enthalpy ``target``; the balance times p − e."""
    vapour, slope = _water(exit_c)
    room = pressure_pa - vapour
    missing = CP_AIR * exit_c - target
    heat = MOLAR_RATIO * (LATENT + CP_VAPOUR * exit_c)
    error = missing * room + heat * vapour
    grip = slope * (heat - missing)
    inverse = ONE / (CP_AIR * room + grip + MOLAR_RATIO * CP_VAPOUR * vapour)
    step = error * inverse
    return exit_c - step * (ONE + _HALF_BEND * grip * slope / vapour * inverse * step)


@jit
def tower_evaporation(
    wet_bulb_c: Any, humidity: Any, inlet_enthalpy: Any, pressure_pa: Any, effectiveness: Any
) -> Any:
    """Water that a tower evaporates per heat it rejects [kg/kJ], from the balance of its air.

    Saturated air leaves, having taken up the share ``effectiveness`` of the enthalpy between the intake and
    air saturated at the hot water: h₂ = h₁ + ε·(h_s(T_hot) − h₁), with the hot water 10 K above the wet bulb
    (approach and range). Per heat that is 1/(h₂ − h₁) of dry air and (W₂ − W₁)/(h₂ − h₁) of water (Braun,
    Klein and Mitchell 1989, ASHRAE Trans. 95(2), with saturated exit). Cold air takes up less per kelvin, so
    a tower moves more of it: the reason why evaporation depends on the climate. One step finds the exit to
    2e-4 of the water.
    """
    hot = wet_bulb_c + _HOT
    vapour, _ = _water(hot)
    rise = effectiveness * (enthalpy(hot, humidity_ratio(vapour, pressure_pa)) - inlet_enthalpy)
    target = inlet_enthalpy + rise
    exit_c = wet_bulb_c + _HOT * effectiveness * (ONE + _BULGE * (ONE - effectiveness))
    exit_c = _exit_step(exit_c, target, pressure_pa)
    # The humidity that closes the enthalpy balance at the last temperature.
    latent = LATENT + CP_VAPOUR * exit_c
    return (target - CP_AIR * exit_c - humidity * latent) / (latent * rise)
