"""Moist air in the kernel's form: against psychrolib, hand arithmetic and its own balances."""

from __future__ import annotations

import numpy as np
import psychrolib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facility import air_table, moist_air
from pipeline.facility.coefficients import tower_weights
from pipeline.facility.layout import AIR_ROWS, BLOCK

psychrolib.SetUnitSystem(psychrolib.SI)


def filled(dry: float, dew: float, pressure: float, dtype: type = np.float64) -> np.ndarray:
    year = [np.array([value], dtype=dtype) for value in (dry, dew, pressure, 1.0)]
    return table(year, 3)[:, 0]


def table(year: list[np.ndarray], nodes: int) -> np.ndarray:
    """Rows of the air table over hours that need not fill a block."""
    hours = len(year[0])
    bounds = np.array([*range(0, hours, BLOCK), hours])
    air = np.zeros((len(bounds) - 1, AIR_ROWS, BLOCK), dtype=year[0].dtype)
    air_table.fill_air(*year, bounds, nodes, air)
    return air.swapaxes(0, 1).reshape(AIR_ROWS, -1)[:, :hours]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_wet_bulb_agrees_with_psychrolib(dtype: type) -> None:
    rng = np.random.default_rng(1)
    dry = rng.uniform(-35, 48, 3000)
    dew = np.clip(dry - rng.gamma(1.5, 7.0, 3000), -35, 29)
    dew = np.clip(dew, dry - 60, dry)  # 48 °C with a dew point of −12 °C: 2 % relative humidity
    pressure = rng.uniform(65_000, 104_000, 3000)
    air = table([values.astype(dtype) for values in (dry, dew, pressure, np.ones(3000))], 0)
    expected = np.array(
        [psychrolib.GetTWetBulbFromTDewPoint(*state) for state in zip(dry, dew, pressure, strict=True)]
    )
    # Between −1 and 0.6 °C water and ice each have a root; psychrolib's own tolerance is 0.001 K.
    clear = (expected > 0.6) | (expected < -1.5)
    assert np.abs(air[1] - expected)[clear].max() < 0.01
    assert np.quantile(np.abs(air[1] - expected)[clear], 0.99) < 0.002


def test_tower_air_closes_enthalpy_and_leaves_saturated() -> None:
    # 25 °C, dew point 15 °C, sea level. Wet bulb 18.6 °C, so the hot water is at 28.6 °C.
    effectiveness = 0.43
    dry, dew, pressure = 25.0, 15.0, 101_325.0
    air = filled(dry, dew, pressure)
    wet, humidity, evaporation = air[1], air[2], air[5]
    hot = psychrolib.GetSatAirEnthalpy(wet + 10.0, pressure) / 1000
    entering = psychrolib.GetMoistAirEnthalpy(dry, humidity) / 1000
    rise = effectiveness * (hot - entering)
    leaving = humidity + evaporation * rise
    exit_c = psychrolib.GetTDryBulbFromEnthalpyAndHumRatio((entering + rise) * 1000, leaving)
    assert psychrolib.GetSatHumRatio(exit_c, pressure) == pytest.approx(leaving, rel=2e-3)
    # Per heat: what the air gains as vapour, which is the heat and what the air itself cools down by.
    cooled = (1.006 + 1.86 * humidity) * (dry - exit_c)
    by_hand = (rise + cooled) / (2501.0 + 1.86 * exit_c) / rise
    assert evaporation == pytest.approx(by_hand, rel=1e-6)
    # Heat over latent heat would be 1.47 L/kWh at every place; dry air makes it more.
    assert evaporation * 3600 > 1.47


@given(
    dry=st.floats(-20, 45),
    depression=st.floats(0.2, 25),
    pressure=st.floats(65_000, 104_000),
    low=st.floats(0.2, 0.5),
)
@settings(max_examples=60, deadline=None)
def test_less_air_carries_more_water_per_heat(
    dry: float, depression: float, pressure: float, low: float
) -> None:
    air = filled(dry, min(dry - depression, 28.0), pressure)
    entering = moist_air.enthalpy(dry, air[2])
    little = moist_air.tower_evaporation(air[1], air[2], entering, pressure, low)
    much = moist_air.tower_evaporation(air[1], air[2], entering, pressure, low + 0.2)
    assert little > 0
    # Air that is warmer than its wet bulb is cooled by the water: the less air per heat, the less of that.
    if dry - air[1] > 6:
        assert little > much


def test_evaporation_between_the_nodes() -> None:
    weights = tower_weights(np.array([0.30, 0.43, 0.60, 0.5]))
    assert np.allclose(np.array(weights)[:, :3], np.eye(3), atol=1e-12)
    air = filled(30.0, 12.0, 95_000.0)
    exact = moist_air.tower_evaporation(air[1], air[2], moist_air.enthalpy(30.0, air[2]), 95_000.0, 0.5)
    assert sum(float(weight[3]) * air[4 + at] for at, weight in enumerate(weights)) == pytest.approx(
        exact, rel=2e-3
    )


def test_specific_volume_by_hand() -> None:
    # Dry air at 20 °C and 101,325 Pa: 287.042 · 293.15 / 101325 = 0.83046 m³/kg.
    assert moist_air.specific_volume(20.0, 0.0, 101_325.0) == pytest.approx(0.83046, abs=1e-5)
