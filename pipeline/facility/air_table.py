"""What all designs share at a site: the state of the outside air in every hour, and the sea's temperature."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.compiled import compiled
from pipeline.facility.layout import (
    AIR_DRY_BULB,
    AIR_EVAPORATION,
    AIR_HUMIDITY,
    AIR_LOAD,
    AIR_PRESSURE,
    AIR_SEA,
    AIR_WET_BULB,
    TOWER_NODES,
)
from pipeline.facility.moist_air import (
    ZERO,
    enthalpy,
    humidity_ratio,
    tower_evaporation,
    vapour_pressure,
    wet_bulb,
)

#: The middle effectiveness first: where all towers have it, the others are not needed.
_ORDER = (1, 0, 2)
_NODES = tuple(np.float32(TOWER_NODES[at]) for at in _ORDER)
_EVAPORATIONS = tuple(AIR_EVAPORATION[at] for at in _ORDER)
_DRY_BULB, _WET_BULB, _HUMIDITY, _PRESSURE = AIR_DRY_BULB, AIR_WET_BULB, AIR_HUMIDITY, AIR_PRESSURE
_SEA, _LOAD = AIR_SEA, AIR_LOAD

_jit = compiled(part="details")


@_jit
def fill_air(dry_bulb_c, dew_point_c, pressure_pa, load, bounds, nodes, air):
    """Work out wet bulb, humidity and ``nodes`` (0, 1 or 3) tower evaporations of every hour.

    The hours between ``bounds`` (blocks + 1) go to the blocks of ``air`` (blocks, rows, BLOCK).
    """
    for block in range(bounds.shape[0] - 1):
        start, stop = bounds[block], bounds[block + 1]
        count = stop - start
        table = air[block]
        _fill_state(dry_bulb_c[start:stop], dew_point_c[start:stop], pressure_pa[start:stop], table)
        for i in range(count):  # an array assignment would compile its error messages, too
            table[_LOAD, i] = load[start + i]
        for at in range(nodes):
            _fill_evaporation(table, count, _NODES[at], table[_EVAPORATIONS[at]])


@_jit
def _fill_state(dry_bulb_c, dew_point_c, pressure_pa, table):
    dry, wet, humidity, pressure = table[_DRY_BULB], table[_WET_BULB], table[_HUMIDITY], table[_PRESSURE]
    for i in range(dry_bulb_c.shape[0]):
        t, p = dry_bulb_c[i], pressure_pa[i]
        dew = min(dew_point_c[i], t)
        w = humidity_ratio(vapour_pressure(dew), p)
        dry[i] = t
        pressure[i] = p
        humidity[i] = w
        wet[i] = wet_bulb(t, dew, w, p)


@_jit
def _fill_evaporation(table, count, effectiveness, row):
    dry, wet, humidity, pressure = table[_DRY_BULB], table[_WET_BULB], table[_HUMIDITY], table[_PRESSURE]
    for i in range(count):
        h = enthalpy(dry[i], humidity[i])
        row[i] = tower_evaporation(wet[i], humidity[i], h, pressure[i], effectiveness)


@_jit
def fill_sea(dry_bulb_c, damping, per_day, bounds, air):
    """Temperature of surface water [°C]: daily means through a first-order lag, run until the year closes.

    ``damping`` is the share of the gap that closes in a day; ``per_day`` the hours of a day in the year.
    """
    days = dry_bulb_c.shape[0] // per_day
    means = np.empty(days + 1, dry_bulb_c.dtype)
    for day in range(days + 1):
        part = dry_bulb_c[min(day, days - 1) * per_day : (min(day, days - 1) + 1) * per_day]
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
        means[day] = max(level, ZERO)
    for block in range(bounds.shape[0] - 1):
        for hour in range(bounds[block], bounds[block + 1]):
            air[block, _SEA, hour - bounds[block]] = means[hour // per_day]
