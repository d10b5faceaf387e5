"""The fused hourly kernel: site × hour × design × draw, float32, in blocks that stay in the first-level cache.

Psychrometrics are worked out once per site-hour and shared by all designs and draws. Every inner loop calls the
functions of :mod:`pipeline.facility.components` on plain arrays, so the compiler turns it into vector code.
Sums leave a block as float32 partial sums over at most 512 hours and are added in float64.
"""

from __future__ import annotations

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.facility.components import (
    TRACE,
    air_volume,
    airside,
    chiller_input,
    clip,
    electrical_loss,
    fan_power,
    fan_speed,
    free_share,
    indirect,
    pad_water,
    pre_cooling,
)
from pipeline.facility.layout import (
    ANNUAL_COLUMNS,
    CHILLER_DIRECT,
    CHILLER_NONE,
    CHILLER_SEA,
    CHILLER_WATER,
    ECO_AIRSIDE,
    ECO_DRY,
    ECO_INDIRECT,
    ECO_SEA,
    ECO_TOWER,
    TOWER_NODES,
    PLANT_COLUMNS,
)
from pipeline.facility.moist_air import (
    LATENT,
    ONE,
    ZERO,
    enthalpy,
    humidity_ratio,
    tower_evaporation,
    vapour_pressure,
    wet_bulb,
)

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

BLOCK = 512
_NODE_0, _NODE_1, _NODE_2 = (np.float32(value) for value in TOWER_NODES)
_ANNUAL = len(ANNUAL_COLUMNS)
_F = np.float32
#: Rows of a site's air table.
AIR_ROWS = 8
_DRY_BULB, _WET_BULB, _HUMIDITY, _PRESSURE, _EVAPORATION_0, _EVAPORATION_1, _EVAPORATION_2, _SEA = range(
    AIR_ROWS
)

_jit = compiled()


@_jit
def fill_air(dry_bulb_c, dew_point_c, pressure_pa, nodes, air):  # type: ignore[no-untyped-def]
    """Work out wet bulb, humidity and tower evaporation of every hour; ``nodes`` is 0, 1 or 3 of the latter."""
    hours = dry_bulb_c.shape[0]
    wet, humidity = air[_WET_BULB], air[_HUMIDITY]
    low, mid, high = air[_EVAPORATION_0], air[_EVAPORATION_1], air[_EVAPORATION_2]
    dry, pressure = air[_DRY_BULB], air[_PRESSURE]
    for i in range(hours):
        t, p = dry_bulb_c[i], pressure_pa[i]
        dew = min(dew_point_c[i], t)
        w = humidity_ratio(vapour_pressure(dew), p)
        dry[i] = t
        pressure[i] = p
        humidity[i] = w
        wet[i] = wet_bulb(t, dew, w, p)
    if nodes > 0:
        for i in range(hours):
            h = enthalpy(dry[i], humidity[i])
            mid[i] = tower_evaporation(wet[i], humidity[i], h, pressure[i], _NODE_1)
    if nodes > 1:
        for i in range(hours):
            h = enthalpy(dry[i], humidity[i])
            low[i] = tower_evaporation(wet[i], humidity[i], h, pressure[i], _NODE_0)
        for i in range(hours):
            h = enthalpy(dry[i], humidity[i])
            high[i] = tower_evaporation(wet[i], humidity[i], h, pressure[i], _NODE_2)


@_jit
def fill_sea(damping, air):  # type: ignore[no-untyped-def]
    """Temperature of surface water: dry bulb through a first-order lag (share per hour), run to its cycle."""
    hours = air.shape[1]
    dry, sea = air[_DRY_BULB], air[_SEA]
    mean = 0.0
    for i in range(hours):
        mean += dry[i]
    level = mean / hours
    for _ in range(3):
        for i in range(hours):
            level += damping * (dry[i] - level)
            sea[i] = max(level, 0.0)


@compiled(inline=True)
def _row(air, which, start, like):  # type: ignore[no-untyped-def]
    """The hours of one row of the air table that a block works on; contiguous, so that loops vectorise."""
    return air[which, start : start + like.shape[0]]


@_jit
def _load(P, air, start, load, loss, heat, power, withdrawn, consumed, total):  # type: ignore[no-untyped-def]
    """Heat that reaches a plant, with the power of the fans and pumps that carry it there."""
    share, hall, fan, cubic, pump = P[_HEAT_SHARE], P[_HALL_SHARE], P[_FAN], P[_FAN_CUBIC], P[_PUMP]
    latent, low, high, spray = P[_LATENT], P[_LOW], P[_HIGH], P[_SPRAY]
    dry, humidity, pressure = (
        _row(air, _DRY_BULB, start, load),
        _row(air, _HUMIDITY, start, load),
        _row(air, _PRESSURE, start, load),
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
def _airside(P, air, start, heat, power, withdrawn, consumed, assisted):  # type: ignore[no-untyped-def]
    low, high, rise, effectiveness = P[_LOW], P[_HIGH], P[_RISE], P[_EFFECTIVENESS]
    vapour_low, vapour_high, factor, spray = P[_VAPOUR_LOW], P[_VAPOUR_HIGH], P[_PAD_FACTOR], P[_SPRAY]
    lockout = P[_LOCKOUT]
    dry, wet, humidity, pressure = (
        _row(air, _DRY_BULB, start, heat),
        _row(air, _WET_BULB, start, heat),
        _row(air, _HUMIDITY, start, heat),
        _row(air, _PRESSURE, start, heat),
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
def _indirect(P, air, start, load, heat, power, withdrawn, consumed, assisted):  # type: ignore[no-untyped-def]
    high, rise, dry_share, wet_share = P[_HIGH], P[_RISE], P[_INDIRECT_DRY], P[_INDIRECT_WET]
    scavenger, factor, cubic = P[_SCAVENGER], P[_PAD_FACTOR], P[_FAN_CUBIC]
    dry, wet, evaporation = (
        _row(air, _DRY_BULB, start, heat),
        _row(air, _WET_BULB, start, heat),
        _row(air, _EVAPORATION_1, start, heat),
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
def _tower_economizer(P, air, start, source, heat, power, withdrawn, consumed):  # type: ignore[no-untyped-def]
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
    dry = _row(air, _DRY_BULB, start, heat)
    e0, e1, e2 = (
        _row(air, _EVAPORATION_0, start, heat),
        _row(air, _EVAPORATION_1, start, heat),
        _row(air, _EVAPORATION_2, start, heat),
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
def _dry_economizer(P, air, start, unbounded, heat, power, withdrawn, consumed, assisted):  # type: ignore[no-untyped-def]
    supply, rise, approach, fan = P[_WATER], P[_WATER_RISE], P[_DRY_APPROACH], P[_DRY_FAN]
    flow, pad, factor, cubic, exchanger = (
        P[_DRY_AIR],
        P[_DRY_PAD],
        P[_PAD_FACTOR],
        P[_FAN_CUBIC],
        P[_EXCHANGER],
    )
    dry, wet, humidity = (
        _row(air, _DRY_BULB, start, heat),
        _row(air, _WET_BULB, start, heat),
        _row(air, _HUMIDITY, start, heat),
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
def _water_chiller(P, air, start, source, heat, design_c, capacity, power, withdrawn, consumed, short):  # type: ignore[no-untyped-def]
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
        _row(air, _EVAPORATION_0, start, heat),
        _row(air, _EVAPORATION_1, start, heat),
        _row(air, _EVAPORATION_2, start, heat),
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
def _direct_chiller(P, air, start, heat, design_c, capacity, power, short):  # type: ignore[no-untyped-def]
    c0, c1, least, nominal, staging = (
        P[_INTERCEPT],
        P[_SLOPE],
        P[_LOWEST],
        P[_PART_LOAD],
        P[_STAGING],
    )
    bend, factor, derating, offset = P[_BEND], P[_INPUT], P[_DERATING], P[_LIFT_OFFSET]
    dry = _row(air, _DRY_BULB, start, heat)
    inverse = ONE / capacity
    for i in range(heat.shape[0]):
        q = heat[i]
        part = nominal * (staging + (ONE - staging) * min(q * inverse, ONE))
        power[i] += chiller_input(q, dry[i] + offset, c0, c1, least, part, bend, factor)
        room = capacity * (ONE - derating * max(dry[i] - design_c, ZERO))
        short[i] = ONE if q > room else short[i]


@_jit
def _no_chiller(heat, total, short):  # type: ignore[no-untyped-def]
    for i in range(heat.shape[0]):
        short[i] = ONE if heat[i] > TRACE * total[i] else short[i]


@_jit
def _dry_shortfall(P, air, start, short):  # type: ignore[no-untyped-def]
    """Hours in which a dry cooler without a chiller cannot hold its supply temperature."""
    wanted = P[_WATER] - P[_DRY_APPROACH] - P[_EXCHANGER]
    pad = P[_DRY_PAD]
    dry, wet = _row(air, _DRY_BULB, start, short), _row(air, _WET_BULB, start, short)
    for i in range(short.shape[0]):
        missing = dry[i] - pre_cooling(dry[i], wet[i], wanted, pad) - wanted
        short[i] = ONE if missing > _F(0.01) else short[i]


@_jit
def _plant(
    P,
    kind,
    air,
    start,
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
):  # type: ignore[no-untyped-def]
    """One plant over one block: load, economizer, chiller."""
    economizer, chiller = kind[0], kind[1]
    wet, sea = _row(air, _WET_BULB, start, heat), _row(air, _SEA, start, heat)
    _load(P, air, start, load, loss, heat, power, withdrawn, consumed, total)
    if economizer == ECO_AIRSIDE:
        _airside(P, air, start, heat, power, withdrawn, consumed, assisted)
    elif economizer == ECO_INDIRECT:
        _indirect(P, air, start, load, heat, power, withdrawn, consumed, assisted)
    elif economizer == ECO_TOWER:
        _tower_economizer(P, air, start, wet, heat, power, withdrawn, consumed)
    elif economizer == ECO_SEA:
        _tower_economizer(P, air, start, sea, heat, power, withdrawn, consumed)
    elif economizer == ECO_DRY:
        unbounded = ONE if chiller == CHILLER_NONE else ZERO
        if chiller == CHILLER_NONE:
            _dry_shortfall(P, air, start, short)
        _dry_economizer(P, air, start, unbounded, heat, power, withdrawn, consumed, assisted)
    capacity = (P[_HEAT_SHARE] + P[_HALL_SHARE] * design[3]) * (ONE + P[_FAN]) * (ONE + P[_LATENT])
    capacity = capacity * (ONE + P[_PUMP]) * (ONE + P[_MARGIN])
    if chiller == CHILLER_WATER:
        _water_chiller(P, air, start, wet, heat, design[1], capacity, power, withdrawn, consumed, short)
    elif chiller == CHILLER_SEA:
        _water_chiller(P, air, start, sea, heat, design[2], capacity, power, withdrawn, consumed, short)
    elif chiller == CHILLER_DIRECT:
        _direct_chiller(P, air, start, heat, design[0], capacity, power, short)
    else:
        _no_chiller(heat, total, short)
    for i in range(heat.shape[0]):
        mechanical[i] += heat[i]


@_jit
def _sums(load, loss, power, withdrawn, consumed, sums):  # type: ignore[no-untyped-def]
    facility, water, lost = ZERO, ZERO, ZERO
    for i in range(load.shape[0]):
        facility += load[i] + loss[i] + power[i]
        water += withdrawn[i]
        lost += consumed[i]
    sums[0] += facility
    sums[1] += water
    sums[2] += lost


@_jit
def _modes(load, loss, power, assisted, total, mechanical, short, hourly, annual):  # type: ignore[no-untyped-def]
    """Hourly PUE, its peak, the peak power, and the hours in each mode."""
    partial, adiabatic, full, missing, peak, most = ZERO, ZERO, ZERO, ZERO, ZERO, ZERO
    trace, nearly = _F(1e-3), _F(1.0 - 1e-3)
    for i in range(load.shape[0]):
        facility = load[i] + loss[i] + power[i]
        ratio = facility / load[i]
        hourly[i] = ratio
        peak = max(peak, ratio)
        most = max(most, facility)
    for i in range(load.shape[0]):
        heat = total[i]
        is_full = ONE if mechanical[i] > nearly * heat else ZERO
        some = ONE if mechanical[i] > trace * heat else ZERO
        wet = ONE if assisted[i] > trace * heat else ZERO
        full += is_full
        partial += some - is_full
        adiabatic += wet * (ONE - some)
        missing += short[i]
    annual[0] = max(annual[0], peak)
    annual[2] = max(annual[2], most)
    annual[3] += load.shape[0] - full - partial - adiabatic
    annual[4] += partial
    annual[5] += adiabatic
    annual[6] += full
    annual[7] += missing


@_jit
def quantile(values, share):  # type: ignore[no-untyped-def]
    """Value that at least ``share`` of the values do not exceed, to 1/4096 of their span.

    Bisection with counts, which vectorise; a sort would cost more than the year's physics.
    """
    count = values.shape[0]
    low, high = values[0], values[0]
    for i in range(count):
        low = min(low, values[i])
        high = max(high, values[i])
    wanted = _F(share * count)
    for _ in range(12):
        middle = _F(0.5) * (low + high)
        below = ZERO
        for i in range(count):
            below += ONE if values[i] <= middle else ZERO
        if below >= wanted:
            high = middle
        else:
            low = middle
    return high


@_jit
def run_designs(air, load, bounds, months, electrical, plants, kinds, margins, detail, sums, annual):  # type: ignore[no-untyped-def]
    """All rows (design × draw) at one site.

    ``air`` (8, hours) from :func:`fill_air`; ``load`` (hours) IT load as a share of capacity; ``bounds`` block
    limits (blocks + 1) with the month of each block in ``months``; ``electrical`` (rows, 3); ``plants``
    (rows, 2, columns); ``kinds`` (rows, 2, 2) economizer and chiller, −1 for no plant; ``margins`` (3) design dry
    bulb, wet bulb and sea temperature. Adds to ``sums`` (rows, 12, 3) facility energy, withdrawal and
    consumption, and with ``detail`` writes ``annual`` (rows, columns).
    """
    hours = load.shape[0]
    scratch = np.empty((9, BLOCK), np.float32)
    hourly = np.empty(hours, np.float32)
    design = np.empty(4, np.float32)
    design[:3] = margins
    for row in range(electrical.shape[0]):
        fixed, linear, quadratic = electrical[row, 0], electrical[row, 1], electrical[row, 2]
        design[3] = fixed + linear + quadratic
        for block in range(months.shape[0]):
            start, stop = bounds[block], bounds[block + 1]
            n = stop - start
            here = load[start:stop]
            loss, heat, power = scratch[0, :n], scratch[1, :n], scratch[2, :n]
            withdrawn, consumed, assisted = scratch[3, :n], scratch[4, :n], scratch[5, :n]
            total, mechanical, short = scratch[6, :n], scratch[7, :n], scratch[8, :n]
            scratch[2:] = ZERO
            for i in range(n):
                loss[i] = electrical_loss(here[i], fixed, linear, quadratic)
            for plant in range(2):
                if kinds[row, plant, 0] >= 0:
                    _plant(
                        plants[row, plant],
                        kinds[row, plant],
                        air,
                        start,
                        here,
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
                    )
            _sums(here, loss, power, withdrawn, consumed, sums[row, months[block]])
            if detail:
                _modes(
                    here,
                    loss,
                    power,
                    assisted,
                    total,
                    mechanical,
                    short,
                    hourly[start:stop],
                    annual[row],
                )
        if detail:
            annual[row, 1] = quantile(hourly, 0.99)
