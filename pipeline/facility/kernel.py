"""The fused hourly kernel: site × hour × design × draw, float32, in blocks that stay in the nearest cache.

Psychrometrics are worked out once per site-hour and shared by all designs and draws. Every inner loop calls
the functions of :mod:`pipeline.facility.components` on plain arrays, so the compiler turns it into vector
code. Sums leave a block as float32 partial sums over at most 512 hours and are added in float64.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.air_table import quantile
from pipeline.facility.compiled import compiled
from pipeline.facility.components import electrical_loss
from pipeline.facility.moist_air import ONE, ZERO
from pipeline.facility.plants import run_plant

#: Most hours of a block: its arrays stay in the first-level cache.
BLOCK = 512
_F = np.float32
_jit = compiled()


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
def _run_block(rows, load, electrical, plants, kinds, design, scratch):
    """One row over one block: what it loses, needs and evaporates, into the first nine rows of ``scratch``.

    These are electrical loss, heat left, power of the plants, withdrawal, consumption, heat removed with the
    help of water, heat in all, heat of the chillers, and the flag of a shortfall.
    """
    n = load.shape[0]
    loss = scratch[0, :n]
    for kept in range(2, 9):
        for i in range(n):
            scratch[kept, i] = ZERO
    fixed, linear, quadratic = electrical[0], electrical[1], electrical[2]
    design[3] = fixed + linear + quadratic
    for i in range(n):
        loss[i] = electrical_loss(load[i], fixed, linear, quadratic)
    for plant in range(2):
        if kinds[plant, 0] >= 0:
            run_plant(
                plants[plant],
                kinds[plant],
                rows,
                load,
                loss,
                design,
                scratch[1, :n],
                scratch[2, :n],
                scratch[3, :n],
                scratch[4, :n],
                scratch[5, :n],
                scratch[6, :n],
                scratch[7, :n],
                scratch[8, :n],
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
    scratch = np.empty((11, BLOCK), np.float32)
    hourly = np.empty(load.shape[0], np.float32)
    design = np.empty(4, np.float32)
    for i in range(3):
        design[i] = margins[i]
    for row in range(electrical.shape[0]):
        for i in range(BLOCK):
            scratch[9, i] = ZERO
            scratch[10, i] = ZERO
        for block in range(months.shape[0]):
            start, stop = bounds[block], bounds[block + 1]
            here, n = load[start:stop], stop - start
            _run_block(
                _rows(air, start, stop), here, electrical[row], plants[row], kinds[row], design, scratch
            )
            loss, power = scratch[0, :n], scratch[2, :n]
            _sums(here, loss, power, scratch[3, :n], scratch[4, :n], sums[row, months[block]])
            if detail:
                _modes(
                    here,
                    loss,
                    power,
                    scratch[5, :n],
                    scratch[6, :n],
                    scratch[7, :n],
                    scratch[8, :n],
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


@_jit
def _weigh(load, loss, power, most):
    """Facility power over a block, left in ``loss``, with its running maximum by place in the block."""
    for i in range(load.shape[0]):
        facility = load[i] + loss[i] + power[i]
        loss[i] = facility
        most[i] = max(most[i], facility)


@_jit
def _product(facility, weight):
    total = ZERO
    for i in range(facility.shape[0]):
        total += facility[i] * weight[i]
    return total


@_jit
def weigh_designs(
    air, load, bounds, months, electrical, plants, kinds, weights, no_power, sums, weighted, peak
):
    """All rows (design × draw) at one site, their facility power summed under hourly weights.

    As :func:`run_designs`; ``weights`` (series, hours), ``no_power`` (BLOCK) zeros. Adds to ``sums`` (rows,
    12, 3) facility energy, withdrawal and consumption, to ``weighted`` (rows, series) facility power times
    weight, and writes ``peak`` (rows) the largest facility power.
    """
    scratch = np.empty((11, BLOCK), np.float32)
    design = np.zeros(4, np.float32)
    for row in range(electrical.shape[0]):
        for i in range(BLOCK):
            scratch[10, i] = ZERO
        for block in range(months.shape[0]):
            start, stop = bounds[block], bounds[block + 1]
            here, n = load[start:stop], stop - start
            _run_block(
                _rows(air, start, stop), here, electrical[row], plants[row], kinds[row], design, scratch
            )
            facility, zero = scratch[0, :n], no_power[:n]
            _weigh(here, facility, scratch[2, :n], scratch[10, :n])
            _sums(zero, zero, facility, scratch[3, :n], scratch[4, :n], sums[row, months[block]])
            for series in range(weights.shape[0]):
                weighted[row, series] += _product(facility, weights[series, start:stop])
        for i in range(BLOCK):
            peak[row] = max(peak[row], scratch[10, i])
