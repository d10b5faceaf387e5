"""One plant over one block of hours: two loops, each compiled for the machines it holds.

The first carries the heat to the plant and lets the economizer take its share; the second is the chiller.
Everything that an hour needs in a loop stays in registers, so that the year costs little more than reading
the air table. A *first* plant writes the block's results, a second one adds to them. ``detail`` loops also
keep what modes and shortfalls ask for.

Arguments: ``P`` a row of :data:`pipeline.facility.layout.PLANT_COLUMNS`, ``electrical`` (3), ``air`` the
block's part of the air table (rows after one another, BLOCK hours each), ``count`` its hours, and ``out``,
rows of BLOCK hours in the order of ``OUT``: heat left to remove [kW per kW of IT capacity], power of the
whole facility [kW/kW], withdrawal and consumption [kg/s per kW], heat removed with the help of water and heat
in all [kW/kW], heat of the chillers [kW/kW], and 1 where the plant falls short. Rows at fixed distances in
one array tell the compiler that they do not overlap; separate arrays would keep it from vector code.
"""
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from typing import Any

import numpy as np

from pipeline.facility import hours
from pipeline.facility.compiled import compiled
from pipeline.facility.components import TRACE, electrical_loss
from pipeline.facility.layout import (
    AIR_ROWS,
    BLOCK,
    CHILLER_DIRECT,
    CHILLER_NONE,
    CHILLER_SEA,
    CHILLER_WATER,
    ECO_AIRSIDE,
    ECO_DRY,
    ECO_INDIRECT,
    ECO_NONE,
    ECO_SEA,
    ECO_TOWER,
)
from pipeline.facility.moist_air import ONE, ZERO

OUT = ("heat", "facility", "withdrawal", "consumption", "assisted", "total", "mechanical", "short")
_HEAT, _FACILITY, _WITHDRAWAL, _CONSUMPTION, _ASSISTED, _TOTAL, _MECHANICAL, _SHORT = (
    at * BLOCK for at in range(len(OUT))
)
_DRY_BULB, _WET_BULB, _HUMIDITY, _PRESSURE, _EVAPORATION_0, _EVAPORATION_1, _EVAPORATION_2, _SEA, _LOAD = (
    at * BLOCK for at in range(AIR_ROWS)
)
#: A loop this far above its set point [K] has missed it.
_MISSED = np.float32(0.01)
_hall, _hall_of, _loop, _loop_of = hours.hall_hour, hours.hall_of, hours.loop_hour, hours.loop_of
_airside, _airside_of = hours.airside_hour, hours.airside_of
_indirect, _indirect_of = hours.indirect_hour, hours.indirect_of
_tower, _tower_of, _dry, _dry_of = hours.tower_hour, hours.tower_of, hours.dry_hour, hours.dry_of
_water_of, _chiller_of, _condenser_of = hours.water_of, hours.chiller_of, hours.condenser_of
_water, _direct, _room = hours.water_chiller_hour, hours.direct_chiller_hour, hours.chiller_room
_jit, _jit_detailed = compiled(), compiled(part="details")


def economize(economizer: int, first: bool, detail: bool) -> Any:
    """Loop of a plant's load and one kind of economizer; see the module for its arguments.

    ``unbounded`` is 1 for a dry cooler without a chiller, else 0.
    """
    is_airside, is_indirect, is_dry = (economizer == kind for kind in (ECO_AIRSIDE, ECO_INDIRECT, ECO_DRY))
    is_tower = economizer in (ECO_TOWER, ECO_SEA)
    source = _SEA if economizer == ECO_SEA else _WET_BULB

    def loop(P, electrical, air, count, unbounded, out):
        fixed, linear, quadratic = electrical[0], electrical[1], electrical[2]
        hall, liquid, outside, scavenged = _hall_of(P), _loop_of(P), _airside_of(P), _indirect_of(P)
        tower, water, cooler = _tower_of(P), _water_of(P), _dry_of(P)
        for i in range(count):
            x, dry, wet, humidity = air[i + _LOAD], air[i + _DRY_BULB], air[i + _WET_BULB], air[i + _HUMIDITY]
            loss = electrical_loss(x, fixed, linear, quadratic)
            if first:
                q, power, moisture = _hall(hall, x, loss, dry, humidity, air[i + _PRESSURE])
            else:
                q, power = _loop(liquid, x, loss)
                moisture = ZERO
            left, more, drawn, used, helped, missing = q, ZERO, ZERO, ZERO, ZERO, ZERO
            if is_airside:
                left, more, drawn, used, helped = _airside(outside, q, dry, wet, humidity, air[i + _PRESSURE])
            if is_indirect:
                left, more, drawn, used, helped = _indirect(scavenged, q, dry, wet, air[i + _EVAPORATION_1])
            if is_tower:
                left, more, drawn, used = _tower(
                    tower,
                    water,
                    q,
                    air[i + source],
                    dry,
                    air[i + _EVAPORATION_0],
                    air[i + _EVAPORATION_1],
                    air[i + _EVAPORATION_2],
                )
            if is_dry:
                left, more, drawn, used, helped, missing = _dry(cooler, q, dry, wet, humidity, unbounded)
            out[i] = left
            if first:
                out[i + _FACILITY] = x + loss + power + more
                out[i + _WITHDRAWAL] = moisture + drawn
                out[i + _CONSUMPTION] = moisture + used
            else:
                out[i + _FACILITY] += power + more
                out[i + _WITHDRAWAL] += drawn
                out[i + _CONSUMPTION] += used
            if detail:
                if first:
                    out[i + _ASSISTED] = helped
                    out[i + _TOTAL] = q
                    out[i + _MECHANICAL] = ZERO
                    out[i + _SHORT] = ZERO
                else:
                    out[i + _ASSISTED] += helped
                    out[i + _TOTAL] += q
                if is_dry:
                    out[i + _SHORT] = ONE if unbounded * missing > _MISSED else out[i + _SHORT]

    return _named(loop, f"economize_{economizer}_{first:d}_{detail:d}", detail)


def chill(chiller: int, detail: bool) -> Any:
    """Loop of one kind of chiller over the heat that is left; ``design_c`` its source in the design hour."""
    is_none, is_direct = chiller == CHILLER_NONE, chiller == CHILLER_DIRECT
    source = {CHILLER_DIRECT: _DRY_BULB, CHILLER_SEA: _SEA}.get(chiller, _WET_BULB)

    def loop(P, electrical, air, count, design_c, out):
        machine = _chiller_of(P, electrical[0] + electrical[1] + electrical[2])
        condenser, water = _condenser_of(P), _water_of(P)
        for i in range(count):
            q = out[i]
            if is_none:
                out[i + _SHORT] = ONE if q > TRACE * out[i + _TOTAL] else out[i + _SHORT]
            elif is_direct:
                out[i + _FACILITY] += _direct(machine, condenser, q, air[i + source])
            else:
                power, drawn, used = _water(
                    machine,
                    condenser,
                    water,
                    q,
                    air[i + source],
                    air[i + _EVAPORATION_0],
                    air[i + _EVAPORATION_1],
                    air[i + _EVAPORATION_2],
                )
                out[i + _FACILITY] += power
                out[i + _WITHDRAWAL] += drawn
                out[i + _CONSUMPTION] += used
            if detail:
                out[i + _MECHANICAL] += q
                if not is_none:
                    room = _room(machine, air[i + source], design_c)
                    out[i + _SHORT] = ONE if q > room else out[i + _SHORT]

    return _named(loop, f"chill_{chiller}_{detail:d}", detail)


def _named(loop: Any, name: str, detail: bool) -> Any:
    """Compile a loop under a name of its own.

    Linker and cache know a function by its name and types; two loops of one name could take each other's
    place when they come from different runs of the compiler.
    """
    loop.__name__ = loop.__qualname__ = name
    return (_jit_detailed if detail else _jit)(loop)


# A compiled loop must be a name of the module: numba's cache knows no other way to find it again.
_none_1, _airside_1, _indirect_1, _tower_1, _dry_1, _sea_1 = (
    economize(kind, True, False)
    for kind in (ECO_NONE, ECO_AIRSIDE, ECO_INDIRECT, ECO_TOWER, ECO_DRY, ECO_SEA)
)
_none_1d, _airside_1d, _indirect_1d, _tower_1d, _dry_1d, _sea_1d = (
    economize(kind, True, True) for kind in (ECO_NONE, ECO_AIRSIDE, ECO_INDIRECT, ECO_TOWER, ECO_DRY, ECO_SEA)
)
_none_2, _tower_2, _dry_2, _sea_2 = (
    economize(kind, False, False) for kind in (ECO_NONE, ECO_TOWER, ECO_DRY, ECO_SEA)
)
_none_2d, _tower_2d, _dry_2d, _sea_2d = (
    economize(kind, False, True) for kind in (ECO_NONE, ECO_TOWER, ECO_DRY, ECO_SEA)
)
_water_c, _direct_c, _sea_c = (chill(kind, False) for kind in (CHILLER_WATER, CHILLER_DIRECT, CHILLER_SEA))
_none_cd, _water_cd, _direct_cd, _sea_cd = (
    chill(kind, True) for kind in (CHILLER_NONE, CHILLER_WATER, CHILLER_DIRECT, CHILLER_SEA)
)
#: The detailed loops by kind, for the hour-by-hour account.
LOOPS = {
    ECO_NONE: _none_1d,
    ECO_AIRSIDE: _airside_1d,
    ECO_INDIRECT: _indirect_1d,
    ECO_TOWER: _tower_1d,
    ECO_DRY: _dry_1d,
    ECO_SEA: _sea_1d,
}
LIQUID_LOOPS = {ECO_NONE: _none_2d, ECO_TOWER: _tower_2d, ECO_DRY: _dry_2d, ECO_SEA: _sea_2d}
CHILLERS = {
    CHILLER_NONE: _none_cd,
    CHILLER_WATER: _water_cd,
    CHILLER_DIRECT: _direct_cd,
    CHILLER_SEA: _sea_cd,
}


@_jit
def run_plant(P, electrical, kind, air, count, design, out):
    """The hall's plant over a block: heat to the plant, economizer, chiller."""
    economizer, chiller = kind[0], kind[1]
    unbounded = ONE if chiller == CHILLER_NONE else ZERO
    if economizer == ECO_NONE:
        _none_1(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_AIRSIDE:
        _airside_1(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_INDIRECT:
        _indirect_1(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_TOWER:
        _tower_1(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_DRY:
        _dry_1(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_SEA:
        _sea_1(P, electrical, air, count, unbounded, out)
    _run_chiller(P, electrical, chiller, air, count, design, out)


@_jit
def run_loop(P, electrical, kind, air, count, design, out):
    """The liquid's plant, which adds to the hall's."""
    economizer, chiller = kind[0], kind[1]
    unbounded = ONE if chiller == CHILLER_NONE else ZERO
    if economizer == ECO_NONE:
        _none_2(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_TOWER:
        _tower_2(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_DRY:
        _dry_2(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_SEA:
        _sea_2(P, electrical, air, count, unbounded, out)
    _run_chiller(P, electrical, chiller, air, count, design, out)


@_jit
def _run_chiller(P, electrical, chiller, air, count, design, out):
    if chiller == CHILLER_WATER:
        _water_c(P, electrical, air, count, design[1], out)
    elif chiller == CHILLER_DIRECT:
        _direct_c(P, electrical, air, count, design[0], out)
    elif chiller == CHILLER_SEA:
        _sea_c(P, electrical, air, count, design[2], out)


@_jit_detailed
def run_plant_detailed(P, electrical, kind, air, count, design, out):
    """As :func:`run_plant`, with what modes and shortfalls ask for."""
    economizer, chiller = kind[0], kind[1]
    unbounded = ONE if chiller == CHILLER_NONE else ZERO
    if economizer == ECO_NONE:
        _none_1d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_AIRSIDE:
        _airside_1d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_INDIRECT:
        _indirect_1d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_TOWER:
        _tower_1d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_DRY:
        _dry_1d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_SEA:
        _sea_1d(P, electrical, air, count, unbounded, out)
    _run_chiller_detailed(P, electrical, chiller, air, count, design, out)


@_jit_detailed
def run_loop_detailed(P, electrical, kind, air, count, design, out):
    """As :func:`run_loop`, with what modes and shortfalls ask for."""
    economizer, chiller = kind[0], kind[1]
    unbounded = ONE if chiller == CHILLER_NONE else ZERO
    if economizer == ECO_NONE:
        _none_2d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_TOWER:
        _tower_2d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_DRY:
        _dry_2d(P, electrical, air, count, unbounded, out)
    elif economizer == ECO_SEA:
        _sea_2d(P, electrical, air, count, unbounded, out)
    _run_chiller_detailed(P, electrical, chiller, air, count, design, out)


@_jit_detailed
def _run_chiller_detailed(P, electrical, chiller, air, count, design, out):
    if chiller == CHILLER_NONE:
        _none_cd(P, electrical, air, count, design[0], out)
    elif chiller == CHILLER_WATER:
        _water_cd(P, electrical, air, count, design[1], out)
    elif chiller == CHILLER_DIRECT:
        _direct_cd(P, electrical, air, count, design[0], out)
    elif chiller == CHILLER_SEA:
        _sea_cd(P, electrical, air, count, design[2], out)
