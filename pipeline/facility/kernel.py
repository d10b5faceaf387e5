"""The fused hourly kernel: site × hour × design × draw, float32, in blocks that stay in the nearest cache.

Psychrometrics are worked out once per site-hour and shared by all designs and draws. Every inner loop of
:mod:`pipeline.facility.plants` runs over plain arrays, so the compiler turns it into vector code. Sums leave
a block as float32 partial sums over at most 512 hours and are added in float64.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.facility.layout import AIR_DRY_BULB, AIR_LOAD, AIR_SEA, AIR_WET_BULB, BLOCK
from pipeline.facility.moist_air import ONE, ZERO
from pipeline.facility.plants import OUT, run_loop, run_loop_detailed, run_plant, run_plant_detailed

_F = np.float32
_, _FACILITY, _WITHDRAWAL, _CONSUMPTION, _ASSISTED, _TOTAL, _MECHANICAL, _SHORT = (
    at * BLOCK for at in range(len(OUT))
)
_LOAD = AIR_LOAD * BLOCK
#: What air-cooled, water-cooled and sea-cooled machines give their heat to.
_SOURCES = (AIR_DRY_BULB * BLOCK, AIR_WET_BULB * BLOCK, AIR_SEA * BLOCK)
_jit, _jit_detailed = compiled(), compiled(part="details")


@_jit
def _sums(out, count, sums):
    power, water, lost = ZERO, ZERO, ZERO
    for i in range(count):
        power += out[i + _FACILITY]
        water += out[i + _WITHDRAWAL]
        lost += out[i + _CONSUMPTION]
    sums[0] += power
    sums[1] += water
    sums[2] += lost


@_jit_detailed
def _modes(air, count, out, hourly, worst, most, annual, sums):
    """Sums, hourly PUE, running maxima by place in the block, and the hours in each mode.

    A maximum over a block is not vectorised; one that is kept per place in the block is.
    """
    power, water, lost = ZERO, ZERO, ZERO
    partial, adiabatic, full, missing = ZERO, ZERO, ZERO, ZERO
    trace, nearly = _F(1e-3), _F(1.0 - 1e-3)
    for i in range(count):
        facility = out[i + _FACILITY]
        ratio = facility / air[i + _LOAD]
        hourly[i] = ratio
        worst[i] = max(worst[i], ratio)
        most[i] = max(most[i], facility)
        power += facility
        water += out[i + _WITHDRAWAL]
        lost += out[i + _CONSUMPTION]
        heat, mechanical = out[i + _TOTAL], out[i + _MECHANICAL]
        is_full = ONE if mechanical > nearly * heat else ZERO
        some = ONE if mechanical > trace * heat else ZERO
        wet = ONE if out[i + _ASSISTED] > trace * heat else ZERO
        full += is_full
        partial += some - is_full
        adiabatic += wet * (ONE - some)
        missing += out[i + _SHORT]
    sums[0] += power
    sums[1] += water
    sums[2] += lost
    annual[3] += count - full - partial - adiabatic
    annual[4] += partial
    annual[5] += adiabatic
    annual[6] += full
    annual[7] += missing


@_jit
def run_designs(air, bounds, months, electrical, plants, kinds, weights, sums, weighted, peak):
    """Sums of all rows (design × draw) at one site, plain and under hourly weights.

    ``air`` (blocks, rows × BLOCK) as :func:`pipeline.facility.air_table.fill_air` fills it; ``bounds`` block
    limits (blocks + 1) with the month of each block in ``months``; ``electrical`` (rows, 3); ``plants``
    (rows, 2, columns); ``kinds`` (rows, 2, 2) economizer and chiller, −1 for no plant; ``weights`` (series,
    hours), series perhaps 0. Adds to ``sums`` (rows, 12, 3) facility energy, withdrawal and consumption. With
    a series, adds to ``weighted`` (rows, series) facility power times weight and writes ``peak`` (rows) the
    largest facility power.
    """
    out = np.empty(len(OUT) * BLOCK, np.float32)
    most, margins = np.empty(BLOCK, np.float32), np.zeros(3, np.float32)
    series = weights.shape[0]
    for row in range(electrical.shape[0]):
        hall, liquid = kinds[row, 0], kinds[row, 1]
        for i in range(BLOCK):
            most[i] = ZERO
        for block in range(months.shape[0]):
            start, stop = bounds[block], bounds[block + 1]
            table, count = air[block], stop - start
            run_plant(plants[row, 0], electrical[row], hall, table, count, margins, out)
            if liquid[0] >= 0:
                run_loop(plants[row, 1], electrical[row], liquid, table, count, margins, out)
            _sums(out, count, sums[row, months[block]])
            if series > 0:
                _peak(out, count, most)
            for at in range(series):
                weighted[row, at] += _product(out, count, weights[at, start:stop])
        if series > 0:
            for i in range(BLOCK):
                peak[row] = max(peak[row], most[i])


@_jit_detailed
def describe_designs(air, bounds, months, electrical, plants, kinds, design_share, sums, annual):
    """As :func:`run_designs`, and writes ``annual`` (rows, columns): peaks, P99, hours in each mode.

    ``design_share`` of the hours lie below the conditions that the plant is built for.
    """
    out = np.empty(len(OUT) * BLOCK, np.float32)
    worst, most = np.empty(BLOCK, np.float32), np.empty(BLOCK, np.float32)
    hourly, margins = np.empty(bounds[-1], np.float32), np.empty(3, np.float32)
    for at in range(3):
        for block in range(months.shape[0]):
            for hour in range(bounds[block], bounds[block + 1]):
                hourly[hour] = air[block, _SOURCES[at] + hour - bounds[block]]
        margins[at] = quantile(hourly, design_share, -70.0, 65.0)
    for row in range(electrical.shape[0]):
        hall, liquid = kinds[row, 0], kinds[row, 1]
        for i in range(BLOCK):
            worst[i] = most[i] = ZERO
        for block in range(months.shape[0]):
            start, stop = bounds[block], bounds[block + 1]
            table, count = air[block], stop - start
            run_plant_detailed(plants[row, 0], electrical[row], hall, table, count, margins, out)
            if liquid[0] >= 0:
                run_loop_detailed(plants[row, 1], electrical[row], liquid, table, count, margins, out)
            _modes(table, count, out, hourly[start:stop], worst, most, annual[row], sums[row, months[block]])
        for i in range(BLOCK):
            annual[row, 0] = max(annual[row, 0], worst[i])
            annual[row, 2] = max(annual[row, 2], most[i])
        annual[row, 1] = quantile(hourly, 0.99, 1.0, annual[row, 0])


@_jit_detailed
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
def _product(out, count, weight):
    total = ZERO
    for i in range(count):
        total += out[i + _FACILITY] * weight[i]
    return total


@_jit
def _peak(out, count, most):
    for i in range(count):
        most[i] = max(most[i], out[i + _FACILITY])
