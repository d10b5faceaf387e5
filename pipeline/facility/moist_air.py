"""Moist air in a form that vectorises: the same equations as :mod:`pipeline.weather.psychrometrics`, no libm.

The hourly kernel needs saturation pressure, wet bulb and the state of tower exit air several times in each of
millions of hours. Calls of ``exp`` and ``log`` would stop the compiler from using vector instructions, so the
saturation pressure is a polynomial of its eighth root and Newton steps are unrolled. Every function takes one
number and works in float32 (kernel) as in float64 (the hour-by-hour account that the tests close).

Range: −70 to 70 °C, 50 to 110 kPa. Largest errors against psychrolib, measured by the tests: 1.5e-5 of the
saturation pressure, 2e-3 K of the wet bulb outside ±0.6 °C around freezing, where the step from the ice to the
water branch allows two roots.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

# Constants are float32, so that float32 arguments stay float32; float64 arguments are promoted.
_F = np.float32
ZERO, ONE, HALF = _F(0.0), _F(1.0), _F(0.5)

#: Eighth root of saturation pressure over liquid water [Pa^(1/8)] in powers of t/50: a least-squares fit of
#: relative error to Hyland and Wexler (1983), ASHRAE Handbook Fundamentals 2021, ch. 1, eq. 6, −70 to 70 °C.
ROOT_COEFFICIENTS = (
    2.22984419,
    1.01243524,
    2.17763602e-2,
    -2.01986222e-2,
    3.03736592e-3,
    6.75862436e-6,
    -8.60812297e-5,
)
#: Saturation pressure over ice divided by that over liquid water, 1 + Σ a·(t/50)^k below 0 °C (eq. 5 / eq. 6).
ICE_COEFFICIENTS = (0.48565587, 0.10435451, 0.00773802)

_A0, _A1, _A2, _A3, _A4, _A5, _A6 = (_F(value) for value in ROOT_COEFFICIENTS)
_B1, _B2, _B3, _B4, _B5, _B6 = (_F(k * value) for k, value in enumerate(ROOT_COEFFICIENTS) if k)
_I1, _I2, _I3 = (_F(value) for value in ICE_COEFFICIENTS)
_J1, _J2, _J3 = _F(ICE_COEFFICIENTS[0]), _F(2 * ICE_COEFFICIENTS[1]), _F(3 * ICE_COEFFICIENTS[2])
_SCALE, _EIGHT = _F(1 / 50), _F(8.0)

#: Ratio of the molar masses of water and dry air; specific heats [kJ/(kg K)]; latent heat at 0 °C [kJ/kg]
#: (ASHRAE Handbook Fundamentals 2021, ch. 1, eqs. 20, 30, 33).
MOLAR_RATIO = _F(0.621945)
CP_AIR, CP_VAPOUR, CP_WATER, LATENT = _F(1.006), _F(1.86), _F(4.186), _F(2501.0)
#: Gas constant of dry air [kJ/(kg K)] in Pa units, and 0 °C [K].
GAS_CONSTANT, KELVIN = _F(287.042), _F(273.15)
_MOLAR_INVERSE = _F(1.607858)
_WET1, _ICE0, _ICE1, _ICE3 = _F(2.326), _F(2830.0), _F(0.24), _F(2.1)
_GAMMA = _F(0.000665)

jit = njit(cache=True, fastmath=True, error_model="numpy", forceinline=True)


@jit
def saturation(temperature_c: Any) -> Any:
    """Saturation pressure [Pa] (over ice below 0 °C) and its slope [Pa/K] at a temperature [°C]."""
    x = temperature_c * _SCALE
    root = _A0 + x * (_A1 + x * (_A2 + x * (_A3 + x * (_A4 + x * (_A5 + x * _A6)))))
    slope = _B1 + x * (_B2 + x * (_B3 + x * (_B4 + x * (_B5 + x * _B6))))
    cold = min(x, ZERO)
    ice = ONE + cold * (_I1 + cold * (_I2 + cold * _I3))
    ice_slope = (_J1 + cold * (_J2 + cold * _J3)) if x < ZERO else ZERO
    second = root * root
    seventh = second * second * second * root
    water = seventh * root
    return water * ice, (_EIGHT * seventh * slope * ice + water * ice_slope) * _SCALE


@jit
def liquid_saturation(temperature_c: Any) -> Any:
    """Saturation pressure over liquid water [Pa], also below 0 °C, and its slope [Pa/K]."""
    x = temperature_c * _SCALE
    root = _A0 + x * (_A1 + x * (_A2 + x * (_A3 + x * (_A4 + x * (_A5 + x * _A6)))))
    slope = _B1 + x * (_B2 + x * (_B3 + x * (_B4 + x * (_B5 + x * _B6))))
    second = root * root
    seventh = second * second * second * root
    return seventh * root, _EIGHT * seventh * slope * _SCALE


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
def _wet_bulb_step(wet: Any, dry_bulb_c: Any, humidity: Any, pressure_pa: Any, frozen: Any) -> Any:
    """One Newton step of ASHRAE eq. 33 (water) or eq. 35 (ice)."""
    vapour, slope = saturation(wet)
    room = ONE / (pressure_pa - vapour)
    saturated = MOLAR_RATIO * vapour * room
    saturated_slope = MOLAR_RATIO * pressure_pa * slope * room * room
    latent = _ICE0 if frozen else LATENT
    drop = _ICE1 if frozen else _WET1
    carry = _ICE3 if frozen else CP_WATER
    heat = latent - drop * wet
    error = (
        heat * saturated
        - CP_AIR * (dry_bulb_c - wet)
        - humidity * (latent + CP_VAPOUR * dry_bulb_c - carry * wet)
    )
    gradient = heat * saturated_slope - drop * saturated + CP_AIR + carry * humidity
    return wet - error / gradient


@jit
def wet_bulb(dry_bulb_c: Any, dew_point_c: Any, humidity: Any, pressure_pa: Any) -> Any:
    """Thermodynamic wet bulb [°C] (ASHRAE eqs. 33 and 35): psychrometer guess, then three Newton steps.

    The guess takes the slope of saturation pressure four tenths of the way from dew point to dry bulb; below
    0 °C the last two steps solve the ice equation. The result lies between dew point and dry bulb.
    """
    gap = dry_bulb_c - dew_point_c
    _, slope = saturation(dew_point_c + _F(0.22) * gap)
    gamma = _GAMMA * pressure_pa
    wet = dew_point_c + gap * gamma / (gamma + slope)
    wet = _wet_bulb_step(wet, dry_bulb_c, humidity, pressure_pa, False)
    frozen = wet < ZERO
    wet = _wet_bulb_step(wet, dry_bulb_c, humidity, pressure_pa, frozen)
    wet = _wet_bulb_step(wet, dry_bulb_c, humidity, pressure_pa, frozen)
    return min(wet, dry_bulb_c)


@jit
def _exit_step(exit_c: Any, target: Any, pressure_pa: Any) -> Any:
    """One Newton step towards the temperature at which saturated air has the enthalpy ``target``."""
    vapour, slope = liquid_saturation(exit_c)
    room = ONE / (pressure_pa - vapour)
    humidity = MOLAR_RATIO * vapour * room
    error = enthalpy(exit_c, humidity) - target
    steepness = (LATENT + CP_VAPOUR * exit_c) * MOLAR_RATIO * pressure_pa * slope * room * room
    return exit_c - error / (CP_AIR + CP_VAPOUR * humidity + steepness)


@jit
def tower_evaporation(
    wet_bulb_c: Any, humidity: Any, inlet_enthalpy: Any, pressure_pa: Any, enthalpy_rise: Any
) -> Any:
    """Water that a tower evaporates per heat it rejects [kg/kJ], from the balance of its air.

    Saturated air leaves with the enthalpy of the intake plus ``enthalpy_rise`` [kJ/kg dry air] = 1/a, where a is
    the dry-air flow per heat [kg/kJ]; the evaporated mass is a·(W_exit − W_in). The balance is that of Braun,
    Klein and Mitchell (1989, ASHRAE Trans. 95(2)) with an exit at saturation. Three Newton steps find the exit
    temperature from a guess at the slope of saturated enthalpy near the wet bulb.
    """
    target = inlet_enthalpy + enthalpy_rise
    vapour, slope = liquid_saturation(wet_bulb_c)
    room = ONE / (pressure_pa - vapour)
    incline = CP_AIR + LATENT * MOLAR_RATIO * pressure_pa * slope * room * room
    # Saturated enthalpy is convex: its slope grows by about 4 % per kelvin.
    first = enthalpy_rise / incline
    exit_c = wet_bulb_c + first / (ONE + _F(0.018) * first)
    exit_c = _exit_step(exit_c, target, pressure_pa)
    exit_c = _exit_step(exit_c, target, pressure_pa)
    exit_c = _exit_step(exit_c, target, pressure_pa)
    # The humidity that closes the balance at the last temperature.
    exit_humidity = (target - CP_AIR * exit_c) / (LATENT + CP_VAPOUR * exit_c)
    return (exit_humidity - humidity) / enthalpy_rise
