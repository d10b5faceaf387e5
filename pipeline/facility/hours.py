"""What one hour asks of a plant, what its economizer takes of that, and what its chiller needs for the rest.

Each ``…_hour`` takes ``c``, what its ``…_of`` reads from a row of
:data:`pipeline.facility.layout.PLANT_COLUMNS` once per block, and one hour's numbers; it is pasted into
the loops of :mod:`pipeline.facility.plants`. Heat and power are in kW per kW of IT capacity, water in kg/s
per kW. They are compiled for float32 (kernel) and float64 (hour-by-hour account), hence without annotations.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.components import (
    air_volume,
    airside,
    chiller_input,
    clip,
    fan_power,
    fan_speed,
    free_share,
    indirect,
    pad_water,
    pre_cooling,
)
from pipeline.facility.layout import PLANT
from pipeline.facility.moist_air import LATENT, ONE, ZERO, jit

_F = np.float32
_P = PLANT
_PER_LATENT = ONE / LATENT


@jit
def hall_of(P):
    """Coefficients of :func:`hall_hour`."""
    return (
        P[_P.heat_share],
        P[_P.hall_share],
        P[_P.fan],
        P[_P.fan_cubic],
        P[_P.pump],
        P[_P.latent],
        P[_P.low_c],
        P[_P.high_c],
        P[_P.spray_kj_per_kg],
    )


@jit
def hall_hour(c, load, loss, dry_c, humidity, pressure_pa):
    """Heat that reaches a plant, power of the fans and pumps that carry it there, moisture sprayed for it."""
    share, hall, fan, cubic, pump, latent, low, high, spray = c
    sensible = load * share + loss * hall
    volume = air_volume(clip(dry_c, low, high), humidity, pressure_pa)
    warm = sensible + fan_power(sensible, load, fan, cubic, volume)
    moisture = latent * warm * _PER_LATENT
    carried = warm * (ONE + latent)
    pumps = pump * carried
    return carried + pumps, warm - sensible + pumps + spray * moisture, moisture


@jit
def loop_of(P):
    """Coefficients of :func:`loop_hour`."""
    return P[_P.heat_share], P[_P.hall_share], P[_P.pump]


@jit
def loop_hour(c, load, loss):
    """The same for a water loop, which has neither fans nor moisture."""
    share, hall, pump = c
    heat = load * share + loss * hall
    pumps = pump * heat
    return heat + pumps, pumps


@jit
def airside_of(P):
    """Coefficients of :func:`airside_hour`."""
    return (
        P[_P.low_c],
        P[_P.high_c],
        P[_P.rise_k],
        P[_P.effectiveness],
        P[_P.vapour_low_pa],
        P[_P.vapour_high_pa],
        P[_P.lockout],
        P[_P.spray_kj_per_kg],
        P[_P.pad_factor],
    )


@jit
def airside_hour(c, heat, dry_c, wet_c, humidity, pressure_pa):
    """Outside air, with or without pads: heat left, power, withdrawal, consumption, heat removed by water."""
    low, high, rise, effectiveness, vapour_low, vapour_high, lockout, spray, factor = c
    left, water, helped, _, _, _ = airside(
        heat,
        dry_c,
        wet_c,
        humidity,
        pressure_pa,
        low,
        high,
        rise,
        effectiveness,
        vapour_low,
        vapour_high,
        lockout,
    )
    return left, spray * water, factor * water, water, helped


@jit
def indirect_of(P):
    """Coefficients of :func:`indirect_hour`."""
    return (
        P[_P.high_c] + P[_P.rise_k],
        P[_P.rise_k],
        P[_P.indirect_dry],
        P[_P.indirect_wet],
        P[_P.scavenger_fan],
        P[_P.pad_factor],
        P[_P.fan_cubic],
        P[_P.lowest_speed],
    )


@jit
def indirect_hour(c, heat, dry_c, wet_c, evaporation):
    """Air-to-air exchanger with wettable outside face; its scavenger fan follows the dry exchanger's need."""
    back, rise, dry, wet, scavenger, factor, cubic, slowest = c
    left, wetted, helped = indirect(heat, dry_c, wet_c, back, rise, dry, wet)
    speed = fan_speed(rise / dry, back - dry_c, slowest)
    power = scavenger * (heat - left) * (ONE - cubic + cubic * speed * speed)
    water = wetted * evaporation
    return left, power, factor * water, water, helped


@jit
def water_of(P):
    """Coefficients of a tower's water."""
    return P[_P.evaporates], P[_P.cycle_factor], P[_P.drift], P[_P.weight_0], P[_P.weight_1], P[_P.weight_2]


@jit
def _tower_water(c, rejected, low, middle, high):
    """Withdrawal and consumption of a tower that rejects heat at the evaporations of three air flows."""
    evaporates, cycles, drift, weight_0, weight_1, weight_2 = c
    wet = rejected * evaporates
    vapour = wet * (weight_0 * low + weight_1 * middle + weight_2 * high)
    lost = drift * wet
    return max(cycles * vapour, vapour + lost), vapour + lost


@jit
def tower_of(P):
    """Coefficients of :func:`tower_hour`."""
    return (
        P[_P.water_c],
        P[_P.water_rise_k],
        P[_P.approach_k],
        P[_P.exchanger_k],
        P[_P.floor_c],
        P[_P.tower_fan],
        P[_P.tower_pump],
        P[_P.tower_range_k],
        P[_P.dry_section],
        P[_P.dry_approach_k] + P[_P.exchanger_k],
        P[_P.lowest_speed],
    )


@jit
def tower_hour(c, water, heat, source_c, dry_c, low, middle, high):
    """Water-side economizer on a tower (``source_c``: wet bulb) or on sea water (its temperature)."""
    supply, rise, approach, exchanger, floor, fan, pump, span, section, dry_approach, slowest = c
    cold = max(source_c + approach, floor)
    taken = heat * free_share(cold + exchanger, supply, rise)
    speed = fan_speed(approach + span, supply - exchanger + span - source_c, slowest)
    dry_part = section * free_share(dry_c + dry_approach, supply, rise)
    rejected = taken * (ONE + pump) * (ONE - dry_part)
    drawn, used = _tower_water(water, rejected, low, middle, high)
    return heat - taken, taken * (pump + fan * speed * speed), drawn, used


@jit
def dry_of(P):
    """Coefficients of :func:`dry_hour`."""
    return (
        P[_P.water_c],
        P[_P.water_rise_k],
        P[_P.dry_approach_k],
        P[_P.exchanger_k],
        P[_P.dry_fan],
        P[_P.dry_air],
        P[_P.dry_pad],
        P[_P.pad_factor],
        P[_P.fan_cubic],
        P[_P.lowest_speed],
    )


@jit
def dry_hour(c, heat, dry_c, wet_c, humidity, unbounded):
    """Water-side economizer on a dry cooler, with or without pads; ``unbounded`` 1: there is no chiller.

    Also returns the kelvins by which the loop misses its set point. Without a chiller the loop runs warmer
    instead; those hours count as a shortfall.
    """
    supply, rise, approach, exchanger, fan, flow, pad, factor, cubic, slowest = c
    wanted = supply - approach - exchanger
    drop = pre_cooling(dry_c, wet_c, wanted, pad)
    inlet = dry_c - drop
    taken = heat * max(free_share(inlet + approach + exchanger, supply, rise), unbounded)
    speed = fan_speed(approach + rise, supply - exchanger + rise - inlet, slowest)
    water = taken * flow * speed * pad_water(drop, dry_c, wet_c, humidity)
    power = taken * fan * speed * (ONE - cubic + cubic * speed * speed)
    helped = taken * min(drop / max(dry_c - wanted, _F(1e-3)), ONE)
    return heat - taken, power, factor * water, water, helped, inlet - wanted


@jit
def chiller_of(P, full_loss):
    """Coefficients of a chiller, and at last what it is built for: the plant's full load and a margin."""
    capacity = (P[_P.heat_share] + P[_P.hall_share] * full_loss) * (ONE + P[_P.fan]) * (ONE + P[_P.latent])
    capacity = capacity * (ONE + P[_P.pump]) * (ONE + P[_P.capacity_margin])
    return (
        P[_P.intercept],
        P[_P.slope],
        P[_P.lowest],
        P[_P.part_load] * P[_P.staging],
        P[_P.part_load] * (ONE - P[_P.staging]),
        P[_P.bend],
        P[_P.input_factor],
        P[_P.capacity_slope],
        ONE / capacity,
        capacity,
    )


@jit
def _compressor(c, heat, lift_k):
    intercept, slope, lowest, held, following, bend, factor, _, inverse, _ = c
    part = held + following * min(heat * inverse, ONE)
    return chiller_input(heat, lift_k, intercept, slope, lowest, part, bend, factor)


@jit
def condenser_of(P):
    """Coefficients of a chiller's condenser side."""
    return (
        P[_P.approach_k],
        P[_P.floor_c],
        P[_P.water_c],
        P[_P.tower_pump],
        P[_P.tower_fan],
        P[_P.chiller_on_dry_bulb_c],
    )


@jit
def water_chiller_hour(c, condenser, water, heat, source_c, low, middle, high):
    """Water-cooled chiller with its tower, or cooled by sea water: power, withdrawal, consumption."""
    approach, floor, supply, pump, fan, _ = condenser
    work = _compressor(c, heat, max(source_c + approach, floor) - supply)
    drawn, used = _tower_water(water, (heat + work) * (ONE + pump), low, middle, high)
    return work + (heat + work) * (pump + fan), drawn, used


@jit
def direct_chiller_hour(c, condenser, heat, dry_c):
    """Power of an air-cooled chiller or of direct expansion."""
    return _compressor(c, heat, dry_c + condenser[5])


@jit
def chiller_room(c, source_c, design_c):
    """Heat that a chiller can take in the hour: its capacity, less what heat above the design hour costs."""
    return c[9] * (ONE - c[7] * max(source_c - design_c, ZERO))
