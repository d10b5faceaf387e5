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
from pipeline.facility.components import electrical_loss
from pipeline.facility.designs import Design
from pipeline.facility.layout import (
    AIR_ROWS,
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
    PLANT_INDEX,
)
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
    air = np.zeros((AIR_ROWS, hours))
    air_table.fill_air(series[0], series[1], series[2], 3, air)
    air_table.fill_sea(1.0 / float(chosen["sea_lag_days"][0]), min(24, hours), air)
    # The kernel reads float32 coefficients; the account must use the same numbers.
    electrical = electrical_rows(chosen)[0].astype(np.float64)
    rows = plant_rows(design, chosen)[0].astype(np.float64)
    kinds = plant_kinds(design)
    loss = np.array([electrical_loss(one, *electrical) for one in share])
    margins = [float(np.quantile(air[at], 0.996)) for at in (0, 1, 7)]
    short = np.zeros(hours)
    done = [
        _plant(rows[at], kinds[at], air, share, loss, margins, float(electrical.sum()), short)
        for at in range(2)
        if kinds[at, 0] >= 0
    ]
    return HourlyAccount(air, share, loss, tuple(done), short)


def _plant(
    P: Series,
    kind: npt.NDArray[np.int64],
    air: Series,
    load: Series,
    loss: Series,
    margins: list[float],
    full_loss: float,
    short: Series,
) -> PlantHours:
    hours = len(load)

    def fresh(count: int) -> list[Series]:
        return [np.zeros(hours) for _ in range(count)]

    def part(name: str) -> float:
        return float(P[PLANT_INDEX[name]])

    rows = tuple(air)
    heat, transport, withdrawn, consumed, total = fresh(5)
    plants.hall_load(P, rows, load, loss, heat, transport, withdrawn, consumed, total)
    entered = heat.copy()
    it_heat, loss_heat = part("heat_share") * load, part("hall_share") * loss
    latent = entered / (1.0 + part("pump"))
    latent = latent - latent / (1.0 + part("latent"))
    economizer, assisted, chiller = fresh(3)
    wet, sea = rows[1], rows[7]
    if kind[0] == ECO_AIRSIDE:
        plants.run_airside(P, rows, heat, economizer, withdrawn, consumed, assisted)
    elif kind[0] == ECO_INDIRECT:
        plants.run_indirect(P, rows, load, heat, economizer, withdrawn, consumed, assisted)
    elif kind[0] in (ECO_TOWER, ECO_SEA):
        source = wet if kind[0] == ECO_TOWER else sea
        plants.tower_economizer(P, rows, source, heat, economizer, withdrawn, consumed)
    elif kind[0] == ECO_DRY:
        alone = kind[1] == CHILLER_NONE
        if alone:
            plants.dry_shortfall(P, rows, short)
        plants.dry_economizer(P, rows, 1.0 if alone else 0.0, heat, economizer, withdrawn, consumed, assisted)
    elif kind[0] != ECO_NONE:
        raise ValueError(f"economizer {kind[0]} has no hourly account")
    left = heat.copy()
    capacity = (
        (part("heat_share") + part("hall_share") * full_loss) * (1 + part("fan")) * (1 + part("latent"))
    )
    capacity *= (1 + part("pump")) * (1 + part("capacity_margin"))
    if kind[1] in (CHILLER_WATER, CHILLER_SEA):
        at = 1 if kind[1] == CHILLER_WATER else 2
        source = wet if kind[1] == CHILLER_WATER else sea
        plants.water_chiller(
            P, rows, source, heat, margins[at], capacity, chiller, withdrawn, consumed, short
        )
    elif kind[1] == CHILLER_DIRECT:
        plants.direct_chiller(P, rows, heat, margins[0], capacity, chiller, short)
    else:
        plants.no_chiller(heat, total, short)
    return PlantHours(
        it_heat,
        loss_heat,
        transport,
        latent,
        entered,
        entered - left,
        assisted,
        economizer,
        left,
        chiller,
        withdrawn,
        consumed,
    )
