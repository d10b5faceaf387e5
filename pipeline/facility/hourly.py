"""The hour-by-hour account of one design at one site, in float64: what the annual figures are made of.

The same compiled functions as in the fused kernel, given float64 arrays, run stage by stage so that every
flow of heat, power and water can be seen. Tests close its balances; the kernel's float32 error is measured on
it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.facility import air_table, plants
from pipeline.facility.coefficients import electrical_rows, plant_kinds, plant_rows
from pipeline.facility.designs import Design
from pipeline.facility.layout import (
    AIR_DRY_BULB,
    AIR_ROWS,
    AIR_SEA,
    AIR_WET_BULB,
    BLOCK,
    CHILLER_DIRECT,
    CHILLER_NONE,
    CHILLER_SEA,
    ECO_NONE,
    PLANT_INDEX,
)
from pipeline.facility.plants import OUT
from pipeline.facility.sampling import central_values

Series = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlantHours:
    """One plant, hour by hour: kW, and kg/s of water, per kW of IT capacity."""

    it_heat: Series
    loss_heat: Series
    transport_power: Series
    latent_heat: Series
    heat: Series
    economizer_heat: Series
    assisted_heat: Series
    economizer_power: Series
    chiller_heat: Series
    chiller_power: Series
    withdrawal: Series
    consumption: Series


@dataclass(frozen=True, slots=True)
class HourlyAccount:
    """A design's year: IT and loss power, and its plants."""

    air: Series
    it_power: Series
    loss: Series
    plants: tuple[PlantHours, ...]
    short: Series

    @property
    def facility_power(self) -> Series:
        """All power that enters the facility, kW per kW of IT capacity."""
        total = self.it_power + self.loss
        for plant in self.plants:
            total = total + plant.transport_power + plant.economizer_power + plant.chiller_power
        return total

    @property
    def withdrawal(self) -> Series:
        """Water taken, kg/s per kW of IT capacity."""
        return np.sum([plant.withdrawal for plant in self.plants], axis=0)

    @property
    def consumption(self) -> Series:
        """Water evaporated or drifted away, kg/s per kW of IT capacity."""
        return np.sum([plant.consumption for plant in self.plants], axis=0)


def account(
    design: Design,
    weather: npt.ArrayLike,
    load: npt.ArrayLike | None = None,
    values: dict[str, Series] | None = None,
) -> HourlyAccount:
    """Run one design over hourly weather (3, hours) in float64.

    ``load`` is IT power as a share of capacity (default 1), ``values`` arrays of length one per parameter
    (default: central).
    """
    series = np.ascontiguousarray(weather, dtype=np.float64)
    hours = series.shape[1]
    share = np.ones(hours) if load is None else np.ascontiguousarray(load, dtype=np.float64)
    chosen = central_values(design) if values is None else values
    bounds = np.array([*range(0, hours, BLOCK), hours])
    air = np.zeros((len(bounds) - 1, AIR_ROWS, BLOCK))
    air_table.fill_air(*series, share, bounds, 3, air)
    air_table.fill_sea(series[0], 1.0 / float(chosen["sea_lag_days"][0]), min(24, hours), bounds, air)
    year = air.swapaxes(0, 1).reshape(AIR_ROWS, -1)[:, :hours]
    # The kernel reads float32 coefficients; the account must use the same numbers.
    electrical = electrical_rows(chosen)[0].astype(np.float64)
    rows = plant_rows(design, chosen)[0].astype(np.float64)
    kinds = plant_kinds(design)
    margins = [float(np.quantile(year[at], 0.996)) for at in (AIR_DRY_BULB, AIR_WET_BULB, AIR_SEA)]
    fixed, linear, quadratic = electrical
    loss = fixed + share * (linear + share * quadratic)
    run = _Run(air.reshape(len(air), -1), np.diff(bounds), electrical, share, loss, dict(enumerate(margins)))
    done = [_plant(run, rows[at], kinds[at], at == 0) for at in range(2) if kinds[at, 0] >= 0]
    short = np.max([missed for _, missed in done], axis=0)
    return HourlyAccount(year, share, loss, tuple(plant for plant, _ in done), short)


@dataclass(frozen=True, slots=True)
class _Run:
    """What all plants of a run share."""

    air: Series
    counts: npt.NDArray[np.int64]
    electrical: Series
    load: Series
    loss: Series
    margins: dict[int, float]


def _outputs(
    run: _Run, row: Series, economizer: int, chiller: int | None, alone: bool, first: bool
) -> Series:
    """Rows of :data:`pipeline.facility.plants.OUT` over the year, as if the plant were the only one."""
    year = []
    for table, count in zip(run.air, run.counts, strict=True):
        out = np.zeros(len(OUT) * BLOCK)
        loop = plants.LOOPS[economizer] if first else plants.LIQUID_LOOPS[economizer]
        loop(row, run.electrical, table, count, 1.0 if alone else 0.0, out)
        if chiller is not None:
            at = {CHILLER_DIRECT: 0, CHILLER_SEA: 2}.get(chiller, 1)
            plants.CHILLERS[chiller](row, run.electrical, table, count, run.margins[at], out)
        year.append(out.reshape(len(OUT), BLOCK)[:, :count])
    return np.concatenate(year, axis=1)


def _plant(run: _Run, row: Series, kind: npt.NDArray[np.int64], first: bool) -> tuple[PlantHours, Series]:
    """One plant by the kernel's own loops: without machines, with its economizer, and with its chiller."""
    alone = kind[1] == CHILLER_NONE
    bare = dict(zip(OUT, _outputs(run, row, ECO_NONE, None, alone, first), strict=True))
    eased = dict(zip(OUT, _outputs(run, row, kind[0], None, alone, first), strict=True))
    whole = dict(zip(OUT, _outputs(run, row, kind[0], kind[1], alone, first), strict=True))

    def part(name: str) -> float:
        return float(row[PLANT_INDEX[name]])

    heat = bare["heat"]
    carried = heat / (1.0 + part("pump"))
    it_and_loss = run.load + run.loss if first else 0.0
    plant = PlantHours(
        it_heat=part("heat_share") * run.load,
        loss_heat=part("hall_share") * run.loss,
        transport_power=bare["facility"] - it_and_loss,
        latent_heat=carried - carried / (1.0 + part("latent")),
        heat=heat,
        economizer_heat=heat - eased["heat"],
        assisted_heat=eased["assisted"],
        economizer_power=eased["facility"] - bare["facility"],
        chiller_heat=eased["heat"],
        chiller_power=whole["facility"] - eased["facility"],
        withdrawal=whole["withdrawal"],
        consumption=whole["consumption"],
    )
    return plant, whole["short"]
