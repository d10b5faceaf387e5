"""What all designs share at a site: the state of the outside air in every hour, and the sea's temperature."""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np

from pipeline.facility.compiled import compiled
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
