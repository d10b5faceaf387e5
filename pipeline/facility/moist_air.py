"""Moist air for the hourly kernel, on the equations of :mod:`pipeline.weather.psychrometrics`.

The weather room's polynomials and Newton step are used as they are; this module adds what only cooling plants
need: the state of tower exit air, specific volume, and a wet bulb with one Newton step fewer. Every function
takes one number and works in float32 (kernel) as in float64 (the hour-by-hour account that the tests close).

Range: −70 to 65 °C, 50 to 110 kPa. The wet bulb is within 2e-3 K of psychrolib's outside ±0.6 °C around
freezing, where the step from the ice to the water branch allows two roots (tested).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.weather import psychrometrics as air
from pipeline.weather.psychrometrics import _ice_factor, _step, _water

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
_GAMMA, _CHORD = _F(0.000665), _F(0.35)
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
def wet_bulb(dry_bulb_c: Any, dew_point_c: Any, humidity: Any, pressure_pa: Any) -> Any:
    """Thermodynamic wet bulb [°C] (ASHRAE eqs. 33 and 35): a psychrometer's guess, then two Newton steps.

    The guess takes the slope of saturation pressure a third of the way from dew point to dry bulb; below 0 °C
    the last step solves the ice equation.
    """
    gap = dry_bulb_c - dew_point_c
    _, slope = _water(dew_point_c + _CHORD * gap)
    gamma = _GAMMA * pressure_pa
    wet = dew_point_c + gap * gamma / (gamma + slope)
    wet = _step(wet, dry_bulb_c, humidity, pressure_pa, False)
    wet = _step(wet, dry_bulb_c, humidity, pressure_pa, wet < ZERO)
    return min(wet, dry_bulb_c)


@jit
def _exit_step(exit_c: Any, target: Any, pressure_pa: Any) -> Any:
    """One Newton step towards the temperature at which saturated air has the enthalpy ``target``."""
    vapour, slope = _water(exit_c)
    room = ONE / (pressure_pa - vapour)
    humidity = MOLAR_RATIO * vapour * room
    error = enthalpy(exit_c, humidity) - target
    steepness = (LATENT + CP_VAPOUR * exit_c) * MOLAR_RATIO * pressure_pa * slope * room * room
    return exit_c - error / (CP_AIR + CP_VAPOUR * humidity + steepness)


@jit
def tower_evaporation(
    wet_bulb_c: Any, humidity: Any, inlet_enthalpy: Any, pressure_pa: Any, effectiveness: Any
) -> Any:
    """Water that a tower evaporates per heat it rejects [kg/kJ], from the balance of its air.

    Saturated air leaves, having taken up the share ``effectiveness`` of the enthalpy between the intake and
    air saturated at the hot water: h₂ = h₁ + ε·(h_s(T_hot) − h₁), with the hot water 10 K above the wet bulb
    (approach and range). Per heat that is 1/(h₂ − h₁) of dry air and (W₂ − W₁)/(h₂ − h₁) of water (Braun,
    Klein and Mitchell 1989, ASHRAE Trans. 95(2), with saturated exit). Cold air takes up less per kelvin, so
    a tower moves more of it: the reason why evaporation depends on the climate. Two Newton steps find the
    exit.
    """
    hot = wet_bulb_c + _HOT
    vapour, _ = _water(hot)
    rise = effectiveness * (enthalpy(hot, humidity_ratio(vapour, pressure_pa)) - inlet_enthalpy)
    target = inlet_enthalpy + rise
    exit_c = wet_bulb_c + _HOT * effectiveness * (ONE + _BULGE * (ONE - effectiveness))
    exit_c = _exit_step(exit_c, target, pressure_pa)
    exit_c = _exit_step(exit_c, target, pressure_pa)
    # The humidity that closes the enthalpy balance at the last temperature.
    exit_humidity = (target - CP_AIR * exit_c) / (LATENT + CP_VAPOUR * exit_c)
    return (exit_humidity - humidity) / rise
