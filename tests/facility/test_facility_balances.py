"""Energy and water of every design close in every hour, in every climate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.facility.coefficients import plant_kinds, plant_rows
from pipeline.facility.designs import catalogue
from pipeline.facility.hourly import HourlyAccount, account
from pipeline.facility.layout import ECO_DRY, ECO_SEA, ECO_TOWER, PLANT_INDEX
from pipeline.facility.sampling import central_values
from tests.facility.conftest import HOURS, climate

LOAD = 0.7 + 0.25 * np.sin(2 * np.pi * HOURS / 24)
NAMES = sorted(catalogue())


@pytest.fixture(scope="module")
def year() -> npt.NDArray[np.float64]:
    """A few days out of each month of two unlike climates."""
    pick = (HOURS // 24) % 10 == 0
    return np.concatenate([climate("hot_dry")[:, pick], climate("subarctic")[:, pick]], axis=1)


def run(name: str, year: npt.NDArray[np.float64]) -> HourlyAccount:
    load = np.resize(LOAD, year.shape[1])
    return account(catalogue()[name], year, load)


@pytest.mark.parametrize("name", NAMES)
def test_heat_of_every_hour_is_removed(name: str, year: npt.NDArray[np.float64]) -> None:
    design = catalogue()[name]
    rows = plant_rows(design, central_values(design))[0].astype(np.float64)
    result = run(name, year)
    # IT heat goes to the plants once, and so does the share of the losses that stays in the hall.
    it_heat = sum(plant.it_heat for plant in result.plants)
    assert np.allclose(it_heat, result.it_power, rtol=1e-6)
    for at, plant in enumerate(result.plants):
        # In: IT, losses, fans and pumps as heat, moisture. Out: economizer and chiller.
        spray = rows[at, PLANT_INDEX["spray_kj_per_kg"]] * plant.latent_heat / 2501.0
        entering = plant.it_heat + plant.loss_heat + plant.latent_heat + (plant.transport_power - spray)
        assert np.abs(plant.heat - entering).max() < 1e-9
        assert np.abs(plant.heat - plant.economizer_heat - plant.chiller_heat).max() < 1e-9
        for flow in (plant.economizer_heat, plant.chiller_heat, plant.chiller_power, plant.economizer_power):
            assert flow.min() >= -1e-12
        assert (plant.assisted_heat <= plant.heat + 1e-9).all()


@pytest.mark.parametrize("name", NAMES)
def test_power_of_every_hour_adds_up(name: str, year: npt.NDArray[np.float64]) -> None:
    result = run(name, year)
    parts = result.it_power + result.loss
    for plant in result.plants:
        parts = parts + plant.transport_power + plant.economizer_power + plant.chiller_power
    assert np.abs(result.facility_power - parts).max() < 1e-9
    assert (result.facility_power > result.it_power).all()


@pytest.mark.parametrize("name", NAMES)
def test_water_of_every_hour_adds_up(name: str, year: npt.NDArray[np.float64]) -> None:
    result = run(name, year)
    assert (result.withdrawal >= result.consumption - 1e-15).all()
    assert result.consumption.min() >= 0.0
    design = catalogue()[name]
    if (
        not design.evaporative
        and all(p.latent_heat.max() == 0 for p in result.plants)
        and design.air[0] != "airside"
    ):
        assert result.withdrawal.max() == 0.0


@pytest.mark.parametrize("name", ["waterside_tower", "lei_midsize_water_chiller", "reclaimed_water_tower"])
def test_tower_water_is_evaporation_drift_and_blowdown(name: str, year: npt.NDArray[np.float64]) -> None:
    design = catalogue()[name]
    values = central_values(design)
    row = plant_rows(design, values)[0, 0].astype(np.float64)
    result = run(name, year)
    (plant,) = result.plants
    kind = plant_kinds(design)[0]
    assert kind[0] in (ECO_TOWER, 0)
    pump, fan = row[PLANT_INDEX["tower_pump"]], row[PLANT_INDEX["tower_fan"]]
    # Chiller power is the compressor's plus that of pump and fan, which follow the heat rejected.
    compressor = (plant.chiller_power - plant.chiller_heat * (pump + fan)) / (1 + pump + fan)
    # All heat and all compressor work ends in the tower, with the heat of the condenser pump.
    rejected = (plant.heat + compressor) * (1 + pump)
    nodes = result.air[4:7]
    weights = row[[PLANT_INDEX[f"weight_{at}"] for at in range(3)]]
    evaporation = rejected * (weights[:, None] * nodes).sum(axis=0)
    drift = row[PLANT_INDEX["drift"]] * rejected
    cycles = row[PLANT_INDEX["cycle_factor"]] / (row[PLANT_INDEX["cycle_factor"]] - 1.0)
    blowdown = evaporation / (cycles - 1.0) - drift
    moisture = plant.latent_heat / 2501.0
    assert np.abs(plant.consumption - (evaporation + drift + moisture)).max() < 1e-9
    assert np.abs(plant.withdrawal - (evaporation + drift + blowdown + moisture)).max() < 1e-9
    assert (blowdown > 0).all()


def test_closed_and_sea_water_loops_take_no_fresh_water(year: npt.NDArray[np.float64]) -> None:
    for name in ("dry_cooler_air_chiller", "sea_water", "liquid_dry_cooler"):
        kinds = plant_kinds(catalogue()[name])
        assert kinds[0, 0] in (ECO_DRY, ECO_SEA)
        assert run(name, year).withdrawal.max() == 0.0
