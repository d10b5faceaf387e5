"""One plant over one block of hours: its load, its economizer, its chiller.

Each function is a loop over plain contiguous arrays that calls :mod:`pipeline.facility.components`, so that
the compiler turns it into vector code. Arguments are arrays over the block's hours: ``heat`` [kW per kW of IT
capacity] is what is left to remove and is reduced in place; ``power`` [kW/kW], ``withdrawn`` and ``consumed``
[kg/s per kW], ``assisted`` and ``total`` heat [kW/kW] and the flag ``short`` are added to. ``air`` is a
tuple of the block's rows of the air table. ``P`` is a row of
:data:`pipeline.facility.layout.PLANT_COLUMNS`. The functions are compiled for float32 and float64 and carry
no annotations for that reason.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.facility.components import (
    TRACE,
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
from pipeline.facility.layout import (
    AIR_DRY_BULB,
    AIR_EVAPORATION,
    AIR_HUMIDITY,
    AIR_PRESSURE,
    AIR_SEA,
    AIR_WET_BULB,
    CHILLER_DIRECT,
    CHILLER_NONE,
    CHILLER_SEA,
    CHILLER_WATER,
    ECO_AIRSIDE,
    ECO_DRY,
    ECO_INDIRECT,
    ECO_SEA,
    ECO_TOWER,
    PLANT_COLUMNS,
)
from pipeline.facility.moist_air import LATENT, ONE, ZERO

(
    _HEAT_SHARE,
    _HALL_SHARE,
    _FAN,
    _FAN_CUBIC,
    _PUMP,
    _LATENT,
    _LOW,
    _HIGH,
    _RISE,
    _EFFECTIVENESS,
    _VAPOUR_LOW,
    _VAPOUR_HIGH,
    _PAD_FACTOR,
    _SPRAY,
    _INDIRECT_DRY,
    _INDIRECT_WET,
    _SCAVENGER,
    _WATER,
    _WATER_RISE,
    _APPROACH,
    _EXCHANGER,
    _FLOOR,
    _TOWER_FAN,
    _TOWER_PUMP,
    _RANGE,
    _EVAPORATES,
    _CYCLES,
    _DRIFT,
    _WEIGHT_0,
    _WEIGHT_1,
    _WEIGHT_2,
    _DRY_SECTION,
    _DRY_APPROACH,
    _DRY_FAN,
    _DRY_AIR,
    _DRY_PAD,
    _INTERCEPT,
    _SLOPE,
    _LOWEST,
    _PART_LOAD,
    _STAGING,
    _BEND,
    _INPUT,
    _LIFT_OFFSET,
    _MARGIN,
    _LOWEST_SPEED,
    _LOCKOUT,
    _DERATING,
) = range(len(PLANT_COLUMNS))

_F = np.float32
_DRY_BULB, _WET_BULB, _HUMIDITY, _PRESSURE = AIR_DRY_BULB, AIR_WET_BULB, AIR_HUMIDITY, AIR_PRESSURE
_EVAPORATION_0, _EVAPORATION_1, _EVAPORATION_2 = AIR_EVAPORATION
_SEA = AIR_SEA
_jit = compiled()


@_jit
def hall_load(P, air, load, loss, heat, power, withdrawn, consumed, total):
    """Heat that reaches a plant, with the power of the fans and pumps that carry it there."""
    share, hall, fan, cubic, pump = P[_HEAT_SHARE], P[_HALL_SHARE], P[_FAN], P[_FAN_CUBIC], P[_PUMP]
    latent, low, high, spray = P[_LATENT], P[_LOW], P[_HIGH], P[_SPRAY]
    dry, humidity, pressure = (
        air[_DRY_BULB],
        air[_HUMIDITY],
        air[_PRESSURE],
    )
    for i in range(load.shape[0]):
        x = load[i]
        sensible = x * share + loss[i] * hall
        volume = air_volume(clip(dry[i], low, high), humidity[i], pressure[i])
        fans = fan_power(sensible, x, fan, cubic, volume)
        moisture = latent * (sensible + fans) / LATENT
        carried = (sensible + fans) * (ONE + latent)
        pumps = pump * carried
        heat[i] = carried + pumps
        power[i] += fans + pumps + spray * moisture
        withdrawn[i] += moisture
        consumed[i] += moisture
        total[i] += carried + pumps


@_jit
def run_airside(P, air, heat, power, withdrawn, consumed, assisted):
    """Outside air, with or without evaporative pads."""
    low, high, rise, effectiveness = P[_LOW], P[_HIGH], P[_RISE], P[_EFFECTIVENESS]
    vapour_low, vapour_high, factor, spray = P[_VAPOUR_LOW], P[_VAPOUR_HIGH], P[_PAD_FACTOR], P[_SPRAY]
    lockout = P[_LOCKOUT]
    dry, wet, humidity, pressure = (
        air[_DRY_BULB],
        air[_WET_BULB],
        air[_HUMIDITY],
        air[_PRESSURE],
    )
    for i in range(heat.shape[0]):
        left, water, helped, _, _, _ = airside(
            heat[i],
            dry[i],
            wet[i],
            humidity[i],
            pressure[i],
            low,
            high,
            rise,
            effectiveness,
            vapour_low,
            vapour_high,
            lockout,
        )
        heat[i] = left
        power[i] += spray * water
        withdrawn[i] += factor * water
        consumed[i] += water
        assisted[i] += helped


@_jit
def run_indirect(P, air, load, heat, power, withdrawn, consumed, assisted):
    """Air-to-air exchanger with wettable outside face; its scavenger fan follows the dry exchanger's need."""
    high, rise, dry_share, wet_share = P[_HIGH], P[_RISE], P[_INDIRECT_DRY], P[_INDIRECT_WET]
    scavenger, factor, cubic = P[_SCAVENGER], P[_PAD_FACTOR], P[_FAN_CUBIC]
    dry, wet, evaporation = (
        air[_DRY_BULB],
        air[_WET_BULB],
        air[_EVAPORATION_1],
    )
    back = high + rise
    slowest = P[_LOWEST_SPEED]
    for i in range(heat.shape[0]):
        q = heat[i]
        left, wetted, helped = indirect(q, dry[i], wet[i], back, rise, dry_share, wet_share)
        speed = fan_speed(rise / dry_share, back - dry[i], slowest)
        water = wetted * evaporation[i]
        heat[i] = left
        power[i] += scavenger * (q - left) * (ONE - cubic + cubic * speed * speed)
        withdrawn[i] += factor * water
        consumed[i] += water
        assisted[i] += helped


@_jit
def tower_economizer(P, air, source, heat, power, withdrawn, consumed):
    """Water-side economizer on a tower (``source``: wet bulb) or on sea water (its temperature)."""
    supply, rise, approach, exchanger, floor = (
        P[_WATER],
        P[_WATER_RISE],
        P[_APPROACH],
        P[_EXCHANGER],
        P[_FLOOR],
    )
    fan, pump, span, wets, cycles, drift = (
        P[_TOWER_FAN],
        P[_TOWER_PUMP],
        P[_RANGE],
        P[_EVAPORATES],
        P[_CYCLES],
        P[_DRIFT],
    )
    w0, w1, w2 = P[_WEIGHT_0], P[_WEIGHT_1], P[_WEIGHT_2]
    section, dry_approach = P[_DRY_SECTION], P[_DRY_APPROACH]
    dry = air[_DRY_BULB]
    e0, e1, e2 = (
        air[_EVAPORATION_0],
        air[_EVAPORATION_1],
        air[_EVAPORATION_2],
    )
    wanted = supply - exchanger
    slowest = P[_LOWEST_SPEED]
    for i in range(heat.shape[0]):
        q = heat[i]
        cold = max(source[i] + approach, floor)
        taken = q * free_share(cold + exchanger, supply, rise)
        speed = fan_speed(approach + span, wanted + span - source[i], slowest)
        rejected = taken * (ONE + pump)
        dry_part = section * free_share(dry[i] + dry_approach + exchanger, supply, rise)
        wet_heat = rejected * (ONE - dry_part) * wets
        vapour = wet_heat * (w0 * e0[i] + w1 * e1[i] + w2 * e2[i])
        lost = drift * wet_heat
        heat[i] = q - taken
        power[i] += taken * (pump + fan * speed * speed)
        withdrawn[i] += max(cycles * vapour, vapour + lost)
        consumed[i] += vapour + lost


@_jit
def dry_economizer(P, air, unbounded, heat, power, withdrawn, consumed, assisted):
    """Water-side economizer on a dry cooler, with or without adiabatic pads; ``unbounded`` 1: no chiller."""
    supply, rise, approach, fan = P[_WATER], P[_WATER_RISE], P[_DRY_APPROACH], P[_DRY_FAN]
    flow, pad, factor, cubic, exchanger = (
        P[_DRY_AIR],
        P[_DRY_PAD],
        P[_PAD_FACTOR],
        P[_FAN_CUBIC],
        P[_EXCHANGER],
    )
    dry, wet, humidity = (
        air[_DRY_BULB],
        air[_WET_BULB],
        air[_HUMIDITY],
    )
    wanted = supply - approach - exchanger
    slowest = P[_LOWEST_SPEED]
    for i in range(heat.shape[0]):
        q = heat[i]
        drop = pre_cooling(dry[i], wet[i], wanted, pad)
        inlet = dry[i] - drop
        free = free_share(inlet + approach + exchanger, supply, rise)
        # Without a chiller the loop runs warmer than wanted instead; those hours count as a shortfall.
        taken = q * max(free, unbounded)
        speed = fan_speed(approach + rise, supply - exchanger + rise - inlet, slowest)
        water = taken * flow * speed * pad_water(drop, dry[i], wet[i], humidity[i])
        helped = drop / max(dry[i] - wanted, _F(1e-3))
        heat[i] = q - taken
        power[i] += taken * fan * speed * (ONE - cubic + cubic * speed * speed)
        withdrawn[i] += factor * water
        consumed[i] += water
        assisted[i] += taken * min(helped, ONE)


@_jit
def water_chiller(P, air, source, heat, design_c, capacity, power, withdrawn, consumed, short):
    """Water-cooled chiller with its tower, or cooled by sea water."""
    supply, approach, floor = P[_WATER], P[_APPROACH], P[_FLOOR]
    fan, pump, wets, cycles, drift = P[_TOWER_FAN], P[_TOWER_PUMP], P[_EVAPORATES], P[_CYCLES], P[_DRIFT]
    w0, w1, w2 = P[_WEIGHT_0], P[_WEIGHT_1], P[_WEIGHT_2]
    c0, c1, least, nominal, staging = (
        P[_INTERCEPT],
        P[_SLOPE],
        P[_LOWEST],
        P[_PART_LOAD],
        P[_STAGING],
    )
    bend, factor, derating = P[_BEND], P[_INPUT], P[_DERATING]
    e0, e1, e2 = (
        air[_EVAPORATION_0],
        air[_EVAPORATION_1],
        air[_EVAPORATION_2],
    )
    inverse = ONE / capacity
    for i in range(heat.shape[0]):
        q = heat[i]
        condenser = max(source[i] + approach, floor)
        part = nominal * (staging + (ONE - staging) * min(q * inverse, ONE))
        work = chiller_input(q, condenser - supply, c0, c1, least, part, bend, factor)
        rejected = (q + work) * (ONE + pump)
        wet_heat = rejected * wets
        vapour = wet_heat * (w0 * e0[i] + w1 * e1[i] + w2 * e2[i])
        lost = drift * wet_heat
        power[i] += work + (q + work) * (pump + fan)
        withdrawn[i] += max(cycles * vapour, vapour + lost)
        consumed[i] += vapour + lost
        room = capacity * (ONE - derating * max(source[i] - design_c, ZERO))
        short[i] = ONE if q > room else short[i]


@_jit
def direct_chiller(P, air, heat, design_c, capacity, power, short):
    """Air-cooled chiller or direct expansion."""
    c0, c1, least, nominal, staging = (
        P[_INTERCEPT],
        P[_SLOPE],
        P[_LOWEST],
        P[_PART_LOAD],
        P[_STAGING],
    )
    bend, factor, derating, offset = P[_BEND], P[_INPUT], P[_DERATING], P[_LIFT_OFFSET]
    dry = air[_DRY_BULB]
    inverse = ONE / capacity
    for i in range(heat.shape[0]):
        q = heat[i]
        part = nominal * (staging + (ONE - staging) * min(q * inverse, ONE))
        power[i] += chiller_input(q, dry[i] + offset, c0, c1, least, part, bend, factor)
        room = capacity * (ONE - derating * max(dry[i] - design_c, ZERO))
        short[i] = ONE if q > room else short[i]


@_jit
def no_chiller(heat, total, short):
    """Without a chiller, heat that is left means that the set point is not held."""
    for i in range(heat.shape[0]):
        short[i] = ONE if heat[i] > TRACE * total[i] else short[i]


@_jit
def dry_shortfall(P, air, short):
    """Hours in which a dry cooler without a chiller cannot hold its supply temperature."""
    wanted = P[_WATER] - P[_DRY_APPROACH] - P[_EXCHANGER]
    pad = P[_DRY_PAD]
    dry, wet = air[_DRY_BULB], air[_WET_BULB]
    for i in range(short.shape[0]):
        missing = dry[i] - pre_cooling(dry[i], wet[i], wanted, pad) - wanted
        short[i] = ONE if missing > _F(0.01) else short[i]


@_jit
def run_plant(
    P,
    kind,
    air,
    load,
    loss,
    design,
    heat,
    power,
    withdrawn,
    consumed,
    assisted,
    total,
    mechanical,
    short,
):
    """One plant over one block: load, economizer, chiller."""
    economizer, chiller = kind[0], kind[1]
    wet, sea = air[_WET_BULB], air[_SEA]
    hall_load(P, air, load, loss, heat, power, withdrawn, consumed, total)
    if economizer == ECO_AIRSIDE:
        run_airside(P, air, heat, power, withdrawn, consumed, assisted)
    elif economizer == ECO_INDIRECT:
        run_indirect(P, air, load, heat, power, withdrawn, consumed, assisted)
    elif economizer == ECO_TOWER:
        tower_economizer(P, air, wet, heat, power, withdrawn, consumed)
    elif economizer == ECO_SEA:
        tower_economizer(P, air, sea, heat, power, withdrawn, consumed)
    elif economizer == ECO_DRY:
        unbounded = ONE if chiller == CHILLER_NONE else ZERO
        if chiller == CHILLER_NONE:
            dry_shortfall(P, air, short)
        dry_economizer(P, air, unbounded, heat, power, withdrawn, consumed, assisted)
    capacity = (P[_HEAT_SHARE] + P[_HALL_SHARE] * design[3]) * (ONE + P[_FAN]) * (ONE + P[_LATENT])
    capacity = capacity * (ONE + P[_PUMP]) * (ONE + P[_MARGIN])
    if chiller == CHILLER_WATER:
        water_chiller(P, air, wet, heat, design[1], capacity, power, withdrawn, consumed, short)
    elif chiller == CHILLER_SEA:
        water_chiller(P, air, sea, heat, design[2], capacity, power, withdrawn, consumed, short)
    elif chiller == CHILLER_DIRECT:
        direct_chiller(P, air, heat, design[0], capacity, power, short)
    else:
        no_chiller(heat, total, short)
    for i in range(heat.shape[0]):
        mechanical[i] += heat[i]
