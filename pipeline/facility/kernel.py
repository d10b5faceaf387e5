"""The fused hourly kernel: site × hour × design × draw, float32, in blocks that stay in the nearest cache.

Psychrometrics are worked out once per site-hour and shared by all designs and draws. Every inner loop calls
the functions of :mod:`pipeline.facility.components` on plain arrays, so the compiler turns it into vector
code. Sums leave a block as float32 partial sums over at most 512 hours and are added in float64.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.facility.components import electrical_loss
from pipeline.facility.layout import (
    AIR_DRY_BULB,
    AIR_EVAPORATION,
    AIR_HUMIDITY,
    AIR_PRESSURE,
    AIR_SEA,
    AIR_WET_BULB,
    TOWER_NODES,
)
from pipeline.facility.moist_air import (
    ONE,
    ZERO,
    enthalpy,
    humidity_ratio,
    tower_evaporation,
    vapour_pressure,
    wet_bulb,
)
from pipeline.facility.plants import run_plant

#: Most hours of a block: its arrays stay in the first-level cache.
BLOCK = 512
_NODE_0, _NODE_1, _NODE_2 = (np.float32(value) for value in TOWER_NODES)
_F = np.float32
_DRY_BULB, _WET_BULB, _HUMIDITY, _PRESSURE = AIR_DRY_BULB, AIR_WET_BULB, AIR_HUMIDITY, AIR_PRESSURE
_EVAPORATION_0, _EVAPORATION_1, _EVAPORATION_2 = AIR_EVAPORATION
_SEA = AIR_SEA

_jit = compiled()


@_jit
def fill_air(dry_bulb_c, dew_point_c, pressure_pa, nodes, air):
    """Work out wet bulb, humidity and ``nodes`` (0, 1 or 3) tower evaporations of every hour."""
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
def fill_sea(damping, per_day, air):
    """Temperature of surface water [°C]: daily means through a first-order lag, run until the year closes.

    ``damping`` is the share of the gap that closes in a day; ``per_day`` the hours of a day in the table.
    """
    dry, sea = air[_DRY_BULB], air[_SEA]
    days = dry.shape[0] // per_day
    means = np.empty(days + 1, dry.dtype)
    for day in range(days + 1):
        part = dry[min(day, days - 1) * per_day : (min(day, days - 1) + 1) * per_day]
        total = ZERO
        for i in range(part.shape[0]):
            total += part[i]
        means[day] = total / per_day
    level = ZERO
    for day in range(days):
        level += means[day] / days
    for _ in range(3):
        for day in range(days):
            level += damping * (means[day] - level)
    for day in range(days + 1):
        level += damping * (means[day] - level)
        water = max(level, ZERO)
        part = sea[day * per_day : min((day + 1) * per_day, sea.shape[0])]
        for i in range(part.shape[0]):
            part[i] = water


@_jit
def _sums(load, loss, power, withdrawn, consumed, sums):
    facility, water, lost = ZERO, ZERO, ZERO
    for i in range(load.shape[0]):
        facility += load[i] + loss[i] + power[i]
        water += withdrawn[i]
        lost += consumed[i]
    sums[0] += facility
    sums[1] += water
    sums[2] += lost


@_jit
def _modes(load, loss, power, assisted, total, mechanical, short, hourly, worst, most, annual):
    """Hourly PUE, running maxima by place in the block, and the hours in each mode.

    A maximum over a block is not vectorised; one that is kept per place in the block is.
    """
    for i in range(load.shape[0]):
        facility = load[i] + loss[i] + power[i]
        ratio = facility / load[i]
        hourly[i] = ratio
        worst[i] = max(worst[i], ratio)
        most[i] = max(most[i], facility)
    partial, adiabatic, full, missing = ZERO, ZERO, ZERO, ZERO
    trace, nearly = _F(1e-3), _F(1.0 - 1e-3)
    for i in range(load.shape[0]):
        heat = total[i]
        is_full = ONE if mechanical[i] > nearly * heat else ZERO
        some = ONE if mechanical[i] > trace * heat else ZERO
        wet = ONE if assisted[i] > trace * heat else ZERO
        full += is_full
        partial += some - is_full
        adiabatic += wet * (ONE - some)
        missing += short[i]
    annual[3] += load.shape[0] - full - partial - adiabatic
    annual[4] += partial
    annual[5] += adiabatic
    annual[6] += full
    annual[7] += missing


@_jit
def quantile(values, share, low, high):
    """Value between ``low`` and ``high`` that ``share`` of the values do not exceed, to 1/8192 of that span.

    Bisection with counts, which vectorise; a sort would cost more than the year's physics.
    """
    count = values.shape[0]
    bottom, top, wanted = _F(low), _F(high), _F(share * count)
    for _ in range(13):
        middle = _F(0.5) * (bottom + top)
        below = ZERO
        for i in range(count):
            below += ONE if values[i] <= middle else ZERO
        if below >= wanted:
            top = middle
        else:
            bottom = middle
    return top


@_jit
def _rows(air, start, stop):
    """The rows of the air table over a block, each contiguous, so that loops vectorise."""
    return (
        air[0, start:stop],
        air[1, start:stop],
        air[2, start:stop],
        air[3, start:stop],
        air[4, start:stop],
        air[5, start:stop],
        air[6, start:stop],
        air[7, start:stop],
    )


@_jit
def run_designs(air, load, bounds, months, electrical, plants, kinds, margins, detail, sums, annual):
    """All rows (design × draw) at one site.

    ``air`` (8, hours) from :func:`fill_air`; ``load`` (hours) IT load as a share of capacity; ``bounds``
    block limits (blocks + 1) with the month of each block in ``months``; ``electrical`` (rows, 3); ``plants``
    (rows, 2, columns); ``kinds`` (rows, 2, 2) economizer and chiller, −1 for no plant; ``margins`` (3) design
    dry bulb, wet bulb and sea temperature. Adds to ``sums`` (rows, 12, 3) facility energy, withdrawal and
    consumption, and with ``detail`` writes ``annual`` (rows, columns).
    """
    hours = load.shape[0]
    scratch = np.empty((11, BLOCK), np.float32)
    hourly = np.empty(hours, np.float32)
    design = np.empty(4, np.float32)
    for i in range(3):
        design[i] = margins[i]
    for row in range(electrical.shape[0]):
        fixed, linear, quadratic = electrical[row, 0], electrical[row, 1], electrical[row, 2]
        design[3] = fixed + linear + quadratic
        for i in range(BLOCK):
            scratch[9, i] = ZERO
            scratch[10, i] = ZERO
        for block in range(months.shape[0]):
            start, stop = bounds[block], bounds[block + 1]
            n = stop - start
            here = load[start:stop]
            rows = _rows(air, start, stop)
            loss, heat, power = scratch[0, :n], scratch[1, :n], scratch[2, :n]
            withdrawn, consumed, assisted = scratch[3, :n], scratch[4, :n], scratch[5, :n]
            total, mechanical, short = scratch[6, :n], scratch[7, :n], scratch[8, :n]
            for kept in range(2, 9):
                for i in range(n):
                    scratch[kept, i] = ZERO
            for i in range(n):
                loss[i] = electrical_loss(here[i], fixed, linear, quadratic)
            for plant in range(2):
                if kinds[row, plant, 0] >= 0:
                    run_plant(
                        plants[row, plant],
                        kinds[row, plant],
                        rows,
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
                    scratch[9, :n],
                    scratch[10, :n],
                    annual[row],
                )
        if detail:
            for i in range(BLOCK):
                annual[row, 0] = max(annual[row, 0], scratch[9, i])
                annual[row, 2] = max(annual[row, 2], scratch[10, i])
            annual[row, 1] = quantile(hourly, 0.99, 1.0, annual[row, 0])
