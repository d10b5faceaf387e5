"""Each machine against hand arithmetic and against its own balances."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.facility import components as c

CP, CPV, CPW, LATENT = 1.006, 1.86, 4.186, 2501.0


def h(temperature: float, humidity: float) -> float:
    return CP * temperature + humidity * (LATENT + CPV * temperature)


def saturation_pa(t: float) -> float:
    return 611.2 * math.exp(17.62 * t / (243.12 + t))


def ratio(vapour: float, pressure: float) -> float:
    return 0.621945 * vapour / (pressure - vapour)


def wet_bulb(dry: float, humidity: float, pressure: float) -> float:
    low, high = -40.0, dry
    for _ in range(80):
        middle = (low + high) / 2
        saturated = ratio(saturation_pa(middle), pressure)
        balance = (
            (LATENT - 2.326 * middle) * saturated
            - CP * (dry - middle)
            - humidity * (LATENT + CPV * dry - CPW * middle)
        )
        low, high = (middle, high) if balance < 0 else (low, middle)
    return (low + high) / 2


states = st.tuples(
    st.floats(-25.0, 46.0),
    st.floats(0.05, 0.98),
    st.floats(70_000.0, 104_000.0),
    st.sampled_from([0.0, 0.88]),
)


@given(state=states, lockout=st.sampled_from([0.0, 1.0]))
@settings(max_examples=300, deadline=None)
def test_airside_closes_energy_and_water(state: tuple[float, float, float, float], lockout: float) -> None:
    dry, relative, pressure, effectiveness = state
    humidity = ratio(relative * saturation_pa(dry), pressure)
    wet = wet_bulb(dry, humidity, pressure)
    low, high, rise, floor, limit = 18.0, 27.0, 12.0, saturation_pa(-9.0), saturation_pa(17.0)
    left, water, helped, outside, supply, supplied = c.airside(
        1.0, dry, wet, humidity, pressure, low, high, rise, effectiveness, floor, limit, lockout
    )
    assert 0.0 <= left <= 1.0 and 0.0 <= helped <= 1.0 - left + 1e-12
    assert low - 1e-6 <= supply <= high + 1e-6
    if outside == 0.0:
        assert left == 1.0 and water == 0.0
        return
    # Heat given to the hall = what outside air takes out (with the water it evaporated and the condensate of
    # the coil) + what the coil takes.
    added = water / outside
    condensate = max(humidity + added - supplied, 0.0) * CPW * supply
    removed = outside * (h(supply + rise, supplied) - h(dry, humidity) - added * CPW * wet + condensate)
    shut = c.airside(1.0, dry, wet, humidity, pressure, low, high, rise, 0.0, floor, 1e4, lockout)[0]
    if lockout == 0.0 or shut == 0.0:
        assert removed + left == pytest.approx(1.0, abs=2e-6)
    # What the hall is given keeps the dew-point limit and, with a humidifier, its floor.
    assert supplied <= max(ratio(limit, pressure), ratio(floor, pressure)) * (1 + 1e-6)
    if lockout == 0.0:
        assert supplied >= ratio(floor, pressure) * (1 - 1e-6)


@given(dry=st.floats(10.0, 46.0), relative=st.floats(0.05, 0.95))
@settings(max_examples=100, deadline=None)
def test_airside_has_no_step(dry: float, relative: float) -> None:
    def left(at: float) -> float:
        humidity = ratio(relative * saturation_pa(dry), 101_325.0)
        return c.airside(
            1.0,
            at,
            wet_bulb(at, humidity, 101_325.0),
            humidity,
            101_325.0,
            18.0,
            27.0,
            12.0,
            0.88,
            300.0,
            1938.0,
            0.0,
        )[0]

    assert abs(left(dry + 0.01) - left(dry)) < 0.01


def test_airside_hand_calculated_desert_hour() -> None:
    # 40 °C, wet bulb 20 °C: 13 K are wanted, 0.88 · 20 = 17.6 K are on offer, so no coil and 13 K of
    # evaporation.
    pressure = 100_000.0
    humidity = 0.0065
    wet = wet_bulb(40.0, humidity, pressure)
    left, water, helped, outside, supply, _ = c.airside(
        1.0, 40.0, wet, humidity, pressure, 18.0, 27.0, 12.0, 0.88, 250.0, 2500.0, 0.0
    )
    assert (
        left == pytest.approx(0.0, abs=1e-12)
        and helped == pytest.approx(1.0)
        and supply == pytest.approx(27.0)
    )
    # Moisture: (1.006 + 1.86·0.0065)·13 / (2501 + 1.86·27 − 4.186·wet bulb); air: 1/(cp·12).
    moisture = (CP + CPV * humidity) * 13.0 / (LATENT + CPV * 27.0 - CPW * wet)
    carried = (CP + CPV * (humidity + moisture)) * 12.0
    assert outside == pytest.approx(1.0 / carried, rel=1e-6)
    assert water == pytest.approx(moisture / carried, rel=1e-6)
    # About 1.48/ΔT L/kWh per kelvin: 13 · 1.48 / 12 = 1.6 L/kWh.
    assert water * 3600 == pytest.approx(13 * 1.48 / 12, rel=0.05)


def test_indirect_uses_no_more_water_than_the_load_asks() -> None:
    # Return 39 °C, rise 12 K. At 20 °C the dry face does 0.58·19/12 = 0.918; the wet face (wet bulb 15 °C)
    # could do 0.72·24/12 > 1, so 1 − 0.918 is gained of the 1 − 0.918 on offer: fully wetted.
    left, wetted, helped = c.indirect(1.0, 20.0, 15.0, 39.0, 12.0, 0.58, 0.72)
    assert left == pytest.approx(0.0, abs=1e-6)
    assert helped == pytest.approx(1.0 - 0.58 * 19 / 12, rel=1e-6)
    assert wetted == pytest.approx(1.0, rel=1e-5)
    # At 10 °C the dry face does all of it and no water is used.
    assert c.indirect(1.0, 10.0, 8.0, 39.0, 12.0, 0.58, 0.72)[1:] == (0.0, 0.0)


def test_integrated_economizer_is_a_ramp() -> None:
    # Set point 20 °C, rise 8 K: all at 20 °C, half at 24 °C, none at 28 °C.
    assert [c.free_share(t, 20.0, 8.0) for t in (15.0, 20.0, 24.0, 28.0, 40.0)] == [1.0, 1.0, 0.5, 0.0, 0.0]


def test_fan_laws() -> None:
    # Half flow: the cubic part at 1/8 of the power, the held pressure at 1/2.
    assert c.fan_power(0.5, 0.5, 0.04, 1.0, 1.0) == pytest.approx(0.04 / 8)
    assert c.fan_power(0.5, 0.5, 0.04, 0.0, 1.0) == pytest.approx(0.04 / 2)
    # At 2,000 m (79,495 Pa) a fan moves 27 % more volume.
    assert c.air_volume(20.0, 0.0, 79_495.0) == pytest.approx(101_325 / 79_495, rel=1e-6)


def test_heat_rejection_fans_slow_down_in_the_cold() -> None:
    # Designed for 18 K between hot side and ambient; with 36 K half the flow does.
    assert c.fan_speed(18.0, 36.0, 0.1) == pytest.approx(0.5)
    assert c.fan_speed(18.0, 10.0, 0.1) == 1.0
    assert c.fan_speed(18.0, 500.0, 0.1) == pytest.approx(0.1)


def test_chiller_curve_published_points() -> None:
    # 1/COP = 0.0916 + 0.00316·lift; lift 20 K: 0.1548 (COP 6.46). At part load 0.3: + 0.16·0.09 = 0.0144.
    assert c.chiller_input(1.0, 20.0, 0.0916, 0.00316, 0.0855, 0.6, 0.16, 1.0) == pytest.approx(0.1548)
    assert c.chiller_input(1.0, 20.0, 0.0916, 0.00316, 0.0855, 0.3, 0.16, 1.0) == pytest.approx(0.1692)
    assert c.chiller_input(2.0, -30.0, 0.0916, 0.00316, 0.0855, 0.6, 0.16, 1.0) == pytest.approx(2 * 0.0855)


@given(drop=st.floats(0.1, 15.0), dry=st.floats(15.0, 46.0), humidity=st.floats(0.001, 0.015))
def test_pads_follow_the_wet_bulb(drop: float, dry: float, humidity: float) -> None:
    wet = wet_bulb(dry, humidity, 101_325.0)
    drop = min(drop, 0.95 * (dry - wet))
    if drop <= 0:
        return
    added = c.pad_water(drop, dry, wet, humidity)
    assert h(dry, humidity) + added * CPW * wet == pytest.approx(h(dry - drop, humidity + added), abs=2e-4)
