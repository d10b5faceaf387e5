"""Moist air: saturation pressure, humidity ratio, enthalpy, dew point and wet bulb at true pressure.

Equations are those of the ASHRAE Handbook Fundamentals 2021, chapter 1, which psychrolib follows too:
saturation pressure after Hyland and Wexler (1983, ASHRAE Trans. 89(2A)), valid from −100 to 200 °C.
Functions of one number are compiled (``numba``) and may be called from other compiled code;
:func:`wet_bulb_c` and its kin take arrays.

Below the triple point (0.01 °C) saturation is over ice, as in weather files and psychrolib. The dew point
of cold air is therefore a frost point.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

#: Ratio of the molar masses of water and dry air (ASHRAE eq. 20).
MOLAR_RATIO = 0.621945
#: Specific heats of dry air and vapour [kJ/(kg K)], latent heat at 0 °C [kJ/kg] (ASHRAE eq. 30).
CP_AIR, CP_VAPOUR, LATENT_HEAT = 1.006, 1.86, 2501.0
KELVIN = 273.15
#: Below this temperature [°C] saturation is over ice.
TRIPLE_POINT_C = 0.01

_Array = npt.NDArray[Any]
_jit = njit(cache=True, error_model="numpy")
_inline = njit(cache=True, fastmath=True, error_model="numpy", forceinline=True)


@_jit
def saturation_pressure_water_pa(temperature_c: float) -> float:
    """Saturation pressure over liquid water [Pa] (ASHRAE eq. 6), also of supercooled water below 0 °C."""
    kelvin = temperature_c + KELVIN
    return math.exp(
        -5.8002206e3 / kelvin
        + 1.3914993
        + kelvin * (-4.8640239e-2 + kelvin * (4.1764768e-5 - kelvin * 1.4452093e-8))
        + 6.5459673 * math.log(kelvin)
    )


@_jit
def saturation_pressure_ice_pa(temperature_c: float) -> float:
    """Saturation pressure over ice [Pa] (ASHRAE eq. 5), −100 to 0 °C."""
    kelvin = temperature_c + KELVIN
    return math.exp(
        -5.6745359e3 / kelvin
        + 6.3925247
        + kelvin * (-9.677843e-3 + kelvin * (6.2215701e-7 + kelvin * (2.0747825e-9 - kelvin * 9.484024e-13)))
        + 4.1635019 * math.log(kelvin)
    )


@_jit
def saturation_pressure_pa(temperature_c: float) -> float:
    """Saturation pressure [Pa]: over ice up to the triple point, over water above."""
    if temperature_c <= TRIPLE_POINT_C:
        return saturation_pressure_ice_pa(temperature_c)
    return saturation_pressure_water_pa(temperature_c)


@_jit
def _log_slope(temperature_c: float) -> float:
    """Derivative of the logarithm of saturation pressure [1/K]."""
    kelvin = temperature_c + KELVIN
    if temperature_c <= TRIPLE_POINT_C:
        return (
            5.6745359e3 / kelvin**2
            - 9.677843e-3
            + kelvin * (2 * 6.2215701e-7 + kelvin * (3 * 2.0747825e-9 - kelvin * 4 * 9.484024e-13))
            + 4.1635019 / kelvin
        )
    return (
        5.8002206e3 / kelvin**2
        - 4.8640239e-2
        + kelvin * (2 * 4.1764768e-5 - kelvin * 3 * 1.4452093e-8)
        + 6.5459673 / kelvin
    )


@_jit
def humidity_ratio_from_vapour(vapour_pa: float, pressure_pa: float) -> float:
    """Humidity ratio [kg/kg dry air] of a vapour pressure [Pa] at a total pressure [Pa] (ASHRAE eq. 20)."""
    return MOLAR_RATIO * vapour_pa / (pressure_pa - vapour_pa)


@_jit
def vapour_pressure_from_ratio(humidity_ratio: float, pressure_pa: float) -> float:
    """Vapour pressure [Pa] of a humidity ratio [kg/kg dry air] at a total pressure [Pa]."""
    return pressure_pa * humidity_ratio / (MOLAR_RATIO + humidity_ratio)


@_jit
def enthalpy_from_ratio(dry_bulb_c: float, humidity_ratio: float) -> float:
    """Enthalpy of moist air [kJ/kg dry air], zero for dry air at 0 °C (ASHRAE eq. 30)."""
    return CP_AIR * dry_bulb_c + humidity_ratio * (LATENT_HEAT + CP_VAPOUR * dry_bulb_c)


@_jit
def dew_point_from_vapour(vapour_pa: float) -> float:
    """Dew or frost point [°C] of a vapour pressure [Pa]: Newton on the logarithm of saturation pressure.

    Gives −100 °C for less vapour than saturates at −100 °C, the end of the equation's range. At the triple
    point the two branches leave a gap of 6e-5 of the pressure; a pressure inside it gives the triple point.
    """
    if math.isnan(vapour_pa):
        return vapour_pa
    if vapour_pa <= saturation_pressure_ice_pa(-100.0):
        return -100.0
    at_ice, at_water = (
        saturation_pressure_ice_pa(TRIPLE_POINT_C),
        saturation_pressure_water_pa(TRIPLE_POINT_C),
    )
    low, high = min(at_ice, at_water), max(at_ice, at_water)
    if low <= vapour_pa <= high:
        return TRIPLE_POINT_C
    frozen = vapour_pa < low
    target = math.log(vapour_pa)
    # Magnus' formula inverted is within 1 K everywhere, whence Newton needs three steps.
    guess = math.log(vapour_pa / 611.2)
    dew = 272.62 * guess / (22.46 - guess) if frozen else 243.12 * guess / (17.62 - guess)
    for _ in range(8):
        if frozen:
            dew = min(dew, TRIPLE_POINT_C)
            step = (math.log(saturation_pressure_ice_pa(dew)) - target) / _log_slope(dew)
        else:
            dew = max(dew, TRIPLE_POINT_C + 1e-12)
            step = (math.log(saturation_pressure_water_pa(dew)) - target) / _log_slope(dew)
        dew -= step
        if abs(step) < 1e-9:
            break
    return dew


# --- wet bulb: the form that the compiler turns into vector instructions
# -------------------------------------

# Eighth root of the saturation pressure over water [Pa^(1/8)] in powers of t/50 (2e-6 of the pressure from
# −80 to 70 °C), and saturation over ice divided by that over water in powers of t/50 (9e-6 from −80 to 0
# °C): least-squares fits of relative error to the equations above. `exp` and `log` would keep the loop
# from being vectorised. Constants are float32, so that float32 arrays are worked on in float32, twice as
# many numbers at a time; float64 arrays are promoted. 1e-5 of the pressure is 1.5e-4 K of the wet bulb.
_F = np.float32
_A0, _A1, _A2, _A3, _A4, _A5, _A6, _A7 = (
    _F(value)
    for value in (
        2.229842011,
        1.012419312,
        0.02179632849,
        -0.02013058818,
        0.003010190137,
        -6.446935423e-05,
        -7.682688334e-05,
        2.110655358e-05,
    )
)
_B1, _B2, _B3, _B4, _B5, _B6 = (
    _F(k) * a for k, a in zip((2, 3, 4, 5, 6, 7), (_A2, _A3, _A4, _A5, _A6, _A7), strict=True)
)
_I0, _I1, _I2, _I3 = (_F(value) for value in (0.9999089068, 0.485195646, 0.1037240992, 0.00748394544))
_J2, _J3 = _F(2) * _I2, _F(3) * _I3
_INVERSE, _EIGHT_INVERSE, _ZERO, _ONE = _F(0.02), _F(0.16), _F(0), _F(1)
_RATIO, _CP, _CPV, _LATENT = _F(MOLAR_RATIO), _F(CP_AIR), _F(CP_VAPOUR), _F(LATENT_HEAT)
_DROP, _CARRY, _ICE_LATENT, _ICE_DROP, _ICE_CARRY = _F(2.326), _F(4.186), _F(2830.0), _F(0.24), _F(2.1)
_GAMMA, _CHORD, _TRIPLE = _F(0.000665), _F(0.22), _F(TRIPLE_POINT_C)


@_inline
def _water(temperature_c: Any) -> Any:
    """Saturation pressure over water [Pa] and its slope [Pa/K] by polynomial."""
    x = temperature_c * _INVERSE
    root = _A0 + x * (_A1 + x * (_A2 + x * (_A3 + x * (_A4 + x * (_A5 + x * (_A6 + x * _A7))))))
    slope = _A1 + x * (_B1 + x * (_B2 + x * (_B3 + x * (_B4 + x * (_B5 + x * _B6)))))
    second = root * root
    seventh = second * second * second * root
    return seventh * root, _EIGHT_INVERSE * seventh * slope


@_inline
def _ice_factor(temperature_c: Any) -> Any:
    """Saturation pressure over ice divided by that over water, and its slope [1/K], by polynomial."""
    x = temperature_c * _INVERSE
    return _I0 + x * (_I1 + x * (_I2 + x * _I3)), (_I1 + x * (_J2 + x * _J3)) * _INVERSE


@_inline
def _step(wet: Any, dry: Any, ratio: Any, pressure: Any, frozen: Any) -> Any:
    """One Newton step of the wet-bulb balance over water (ASHRAE eq. 33) or ice (eq. 35)."""
    vapour, slope = _water(wet)
    factor, factor_slope = _ice_factor(wet)
    slope = slope * factor + vapour * factor_slope if frozen else slope
    vapour = vapour * factor if frozen else vapour
    latent = _ICE_LATENT if frozen else _LATENT
    drop = _ICE_DROP if frozen else _DROP
    carry = _ICE_CARRY if frozen else _CARRY
    room = _ONE / (pressure - vapour)
    saturated = _RATIO * vapour * room
    steepness = _RATIO * pressure * slope * room * room
    heat = latent - drop * wet
    error = heat * saturated - _CP * (dry - wet) - ratio * (latent + _CPV * dry - carry * wet)
    return wet - error / (heat * steepness - drop * saturated + _CP + carry * ratio)


@_inline
def _wet_bulb(dry: Any, dew: Any, pressure: Any) -> Any:
    """Wet bulb [°C] from dry bulb, dew point [°C] and pressure [Pa]: a guess and three Newton steps."""
    vapour, _ = _water(dew)
    factor, _ = _ice_factor(dew)
    vapour = vapour * factor if dew <= _TRIPLE else vapour
    ratio = _RATIO * vapour / (pressure - vapour)
    gap = dry - dew
    # The slope of saturation pressure a fifth of the way up stands for the chord from dew point to wet
    # bulb.
    _, slope = _water(dew + _CHORD * gap)
    gamma = _GAMMA * pressure
    wet = dew + gap * gamma / (gamma + slope)
    wet = _step(wet, dry, ratio, pressure, False)
    wet = _step(wet, dry, ratio, pressure, wet < _ZERO)
    wet = _step(wet, dry, ratio, pressure, wet < _ZERO)
    return min(wet, dry)


@njit(cache=True, fastmath=True, error_model="numpy", nogil=True)
def _fill_wet_bulb(dry: _Array, dew: _Array, pressure: _Array, wet: _Array) -> None:
    for i in range(dry.size):
        wet[i] = _wet_bulb(dry[i], min(dew[i], dry[i]), pressure[i])


@_jit
def wet_bulb_scalar_c(dry_bulb_c: float, dew_point_c: float, pressure_pa: float) -> float:
    """Thermodynamic wet bulb [°C] of one state, for compiled callers; see :func:`wet_bulb_c`."""
    return _wet_bulb(dry_bulb_c, min(dew_point_c, dry_bulb_c), pressure_pa)


def wet_bulb_c(
    dry_bulb_c: npt.ArrayLike, dew_point_c: npt.ArrayLike, pressure_pa: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Thermodynamic wet bulb [°C] of arrays of dry bulb [°C], dew point [°C] and pressure [Pa], broadcast
    together.

    Root of the adiabatic saturation balance of ASHRAE Fundamentals 2021, ch. 1, eqs. 33 (water, wet bulb
    above 0 °C) and 35 (ice), by Newton's method, which converges because the balance is convex; a state
    with roots on both branches (within 0.6 K of 0 °C) takes the ice one if the water root lies below 0 °C.
    A dew point above the dry bulb counts as saturated. Valid from −40 to 55 °C, 1 to 100 % relative
    humidity and 55 to 107 kPa: 0.001 K from the exact root (tested). NaN in, NaN out.
    """
    dry, dew, pressure = np.broadcast_arrays(
        np.asarray(dry_bulb_c, dtype=np.float64),
        np.asarray(dew_point_c, dtype=np.float64),
        np.asarray(pressure_pa, dtype=np.float64),
    )
    wet = np.empty(dry.shape, dtype=np.float64)
    _fill_wet_bulb(
        np.ascontiguousarray(dry).ravel(),
        np.ascontiguousarray(dew).ravel(),
        np.ascontiguousarray(pressure).ravel(),
        wet.reshape(-1),
    )
    missing = np.isnan(dry) | np.isnan(dew) | np.isnan(pressure)
    if missing.any():
        wet[missing] = np.nan
    return wet


_saturation = np.vectorize(saturation_pressure_pa, otypes=[np.float64])
_dew_point = np.vectorize(dew_point_from_vapour, otypes=[np.float64])


def vapour_pressure_pa(dew_point_c: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Vapour pressure [Pa] of dew points [°C] (frost points at and below 0.01 °C)."""
    return np.asarray(_saturation(np.asarray(dew_point_c, dtype=np.float64)))


def dew_point_c(vapour_pa: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Dew or frost point [°C] of vapour pressures [Pa]."""
    return np.asarray(_dew_point(np.asarray(vapour_pa, dtype=np.float64)))


def humidity_ratio(dew_point_c: npt.ArrayLike, pressure_pa: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Humidity ratio [kg/kg dry air] of dew points [°C] at pressures [Pa] (ASHRAE eq. 20)."""
    vapour = vapour_pressure_pa(dew_point_c)
    return np.asarray(MOLAR_RATIO * vapour / (np.asarray(pressure_pa, dtype=np.float64) - vapour))


def enthalpy_kj_per_kg(
    dry_bulb_c: npt.ArrayLike, dew_point_c: npt.ArrayLike, pressure_pa: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Enthalpy of moist air [kJ/kg dry air] (ASHRAE eq. 30)."""
    dry = np.asarray(dry_bulb_c, dtype=np.float64)
    ratio = humidity_ratio(dew_point_c, pressure_pa)
    return np.asarray(CP_AIR * dry + ratio * (LATENT_HEAT + CP_VAPOUR * dry))


def relative_humidity_share(dry_bulb_c: npt.ArrayLike, dew_point_c: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Relative humidity [0..1] over water above 0.01 °C, over ice below, as psychrolib."""
    return np.asarray(vapour_pressure_pa(dew_point_c) / vapour_pressure_pa(dry_bulb_c))


def standard_pressure_pa(elevation_m: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Pressure [Pa] of the standard atmosphere at an elevation [m] (ASHRAE eq. 3, −5 to 11 km)."""
    return np.asarray(101325.0 * (1.0 - 2.25577e-5 * np.asarray(elevation_m, dtype=np.float64)) ** 5.25588)
