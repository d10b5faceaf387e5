"""Psychrometrics against psychrolib, hand calculation and a bisection of the exact balance."""

import math

import numpy as np
import psychrolib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.weather import psychrometrics as moist

psychrolib.SetUnitSystem(psychrolib.SI)


def states(count=1500, seed=7):
    """Random states over the range that the module promises: −40..55 °C, 1..100 %, 55..107 kPa."""
    draw = np.random.default_rng(seed)
    dry = draw.uniform(-40.0, 55.0, count)
    humidity = draw.uniform(0.01, 1.0, count)
    pressure = draw.uniform(55e3, 107e3, count)
    vapour = humidity * np.array([psychrolib.GetSatVapPres(t) for t in dry])
    return dry, humidity, vapour, pressure


def exact_wet_bulb(dry, dew, pressure):
    """Bisection of ASHRAE eq. 33 (water), or eq. 35 (ice) where the water root lies below 0 °C."""
    ratio = moist.humidity_ratio_from_vapour(moist.saturation_pressure_pa(dew), pressure)

    def balance(wet, latent, drop, carry, saturation):
        vapour = saturation(wet)
        saturated = 0.621945 * vapour / (pressure - vapour)
        return (
            (latent - drop * wet) * saturated
            - 1.006 * (dry - wet)
            - ratio * (latent + 1.86 * dry - carry * wet)
        )

    def root(*branch):
        low, high = -80.0, dry + 1e-9
        for _ in range(50):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if balance(middle, *branch) > 0 else (middle, high)
        return middle

    water = root(2501.0, 2.326, 4.186, moist.saturation_pressure_water_pa)
    return water if water >= 0.0 else root(2830.0, 0.24, 2.1, moist.saturation_pressure_ice_pa)


def test_saturation_pressure_matches_the_published_table():
    # ASHRAE Fundamentals 2021, ch. 1, table 3 (absolute pressure): −40 °C 0.01285 kPa, 0 °C 0.61121 kPa,
    # 20 °C 2.33921 kPa, 50 °C 12.3513 kPa.
    assert moist.saturation_pressure_pa(-40.0) == pytest.approx(12.85, rel=5e-4)
    assert moist.saturation_pressure_ice_pa(0.0) == pytest.approx(611.15, rel=1e-4)
    assert moist.saturation_pressure_pa(20.0) == pytest.approx(2338.8, rel=2e-4)
    assert moist.saturation_pressure_pa(50.0) == pytest.approx(12351.3, rel=2e-4)


def test_saturation_pressure_equals_psychrolib_on_both_branches():
    for temperature in np.linspace(-60.0, 60.0, 121):
        assert moist.saturation_pressure_pa(temperature) == pytest.approx(
            psychrolib.GetSatVapPres(float(temperature)), rel=1e-12
        )


def test_humidity_ratio_and_enthalpy_by_hand():
    # 2000 Pa of vapour in 101,325 Pa: 0.621945·2000/(101325 − 2000) = 0.01252343 kg/kg
    ratio = moist.humidity_ratio_from_vapour(2000.0, 101325.0)
    assert ratio == pytest.approx(0.01252343, abs=1e-8)
    assert moist.vapour_pressure_from_ratio(ratio, 101325.0) == pytest.approx(2000.0, rel=1e-12)
    # 30 °C: 1.006·30 + 0.01252343·(2501 + 1.86·30) = 30.18 + 32.0199 = 62.1999 kJ/kg
    assert moist.enthalpy_from_ratio(30.0, ratio) == pytest.approx(62.1999, abs=1e-3)


def test_arrays_agree_with_the_functions_of_one_number():
    dew = np.array([[-12.0, 4.0], [15.5, 21.0]])
    ratio = moist.humidity_ratio(dew, 90_000.0)
    assert ratio.shape == (2, 2)
    assert ratio[1, 0] == moist.humidity_ratio_from_vapour(moist.saturation_pressure_pa(15.5), 90_000.0)
    assert moist.enthalpy_kj_per_kg(25.0, dew, 90_000.0)[1, 0] == pytest.approx(
        moist.enthalpy_from_ratio(25.0, ratio[1, 0]), rel=1e-12
    )
    np.testing.assert_allclose(moist.relative_humidity_share(dew, dew), 1.0)


def test_wet_bulb_is_within_a_hundredth_of_psychrolib_above_freezing():
    dry, humidity, vapour, pressure = states()
    ours = moist.wet_bulb_c(dry, moist.dew_point_c(vapour), pressure)
    theirs = np.array(
        [
            psychrolib.GetTWetBulbFromRelHum(*state)
            for state in zip(dry.tolist(), humidity.tolist(), pressure.tolist(), strict=True)
        ]
    )
    warm, cold = theirs > 0.0, theirs < -0.6
    assert warm.sum() > 500
    assert cold.sum() > 500
    assert np.abs(ours - theirs)[warm].max() < 0.01
    assert np.abs(ours - theirs)[cold].max() < 0.01


def test_wet_bulb_is_within_a_thousandth_of_the_exact_root():
    dry, _, vapour, pressure = states(400, seed=11)
    dew = moist.dew_point_c(vapour)
    exact = np.array([exact_wet_bulb(*state) for state in zip(dry, dew, pressure, strict=True)])
    assert np.abs(moist.wet_bulb_c(dry, dew, pressure) - exact).max() < 1e-3


def test_float32_kernel_stays_within_a_thousandth():
    dry, _, vapour, pressure = states(400, seed=3)
    dew = moist.dew_point_c(vapour)
    single = np.empty(dry.size, dtype=np.float32)
    moist._fill_wet_bulb(dry.astype(np.float32), dew.astype(np.float32), pressure.astype(np.float32), single)
    double = moist.wet_bulb_c(dry, dew, pressure)
    away = np.abs(double) > 0.6
    assert np.abs(single - double)[away].max() < 1e-3


def test_dew_point_inverts_saturation_pressure_across_the_triple_point():
    temperature = np.concatenate([np.linspace(-90.0, 60.0, 301), [0.0, 0.01, 0.0100001, -1e-9]])
    back = moist.dew_point_c(moist.vapour_pressure_pa(temperature))
    # At the triple point the two branches differ by 6e-5 of the pressure, which is 1e-3 K.
    near = np.abs(temperature - 0.01) < 0.02
    np.testing.assert_allclose(back[~near], temperature[~near], atol=1e-8)
    np.testing.assert_allclose(back[near], temperature[near], atol=2e-3)


def test_dew_point_of_less_vapour_than_the_equation_covers_is_its_end():
    assert moist.dew_point_from_vapour(0.0) == -100.0
    assert math.isnan(moist.dew_point_from_vapour(math.nan))


def test_saturated_air_has_its_temperature_as_wet_bulb():
    dry = np.array([-30.0, -5.0, 3.0, 18.0, 35.0, 50.0])
    np.testing.assert_allclose(moist.wet_bulb_c(dry, dry, 95_000.0), dry, atol=1e-3)


def test_dew_point_above_dry_bulb_counts_as_saturated_and_nan_stays_nan():
    wet = moist.wet_bulb_c([10.0, np.nan, 10.0], [12.0, 5.0, 5.0], [1e5, 1e5, np.nan])
    assert wet[0] == pytest.approx(10.0, abs=1e-3)
    assert np.isnan(wet[1:]).all()


def test_wet_bulb_broadcasts():
    wet = moist.wet_bulb_c(np.array([[20.0], [30.0]]), np.array([5.0, 10.0, 15.0]), 101325.0)
    assert wet.shape == (2, 3)
    assert wet[1, 2] == pytest.approx(moist.wet_bulb_scalar_c(30.0, 15.0, 101325.0), abs=1e-4)


def test_standard_pressure_by_hand():
    # 1600 m: 101325·(1 − 2.25577e-5·1600)^5.25588 = 101325·0.963907680^5.25588 = 83,525 Pa
    assert float(moist.standard_pressure_pa(1600.0)) == pytest.approx(
        101325.0 * math.exp(5.25588 * math.log(0.96390768)), rel=1e-9
    )
    assert float(moist.standard_pressure_pa(0.0)) == 101325.0


@settings(max_examples=200, deadline=None)
@given(
    dry=st.floats(-40.0, 55.0),
    gap=st.floats(0.0, 40.0),
    pressure=st.floats(55e3, 107e3),
)
def test_wet_bulb_lies_between_dew_point_and_dry_bulb(dry, gap, pressure):
    dew = max(dry - gap, -60.0)
    wet = moist.wet_bulb_scalar_c(dry, dew, pressure)
    assert dew - 0.01 <= wet <= dry + 1e-9


@settings(max_examples=100, deadline=None)
@given(dry=st.floats(1.0, 55.0), share=st.floats(0.05, 0.95), pressure=st.floats(60e3, 105e3))
def test_wet_bulb_rises_with_moisture(dry, share, pressure):
    drier = dry - 30.0 * share
    moister = dry - 29.0 * share
    assert (
        moist.wet_bulb_scalar_c(dry, moister, pressure) > moist.wet_bulb_scalar_c(dry, drier, pressure)
        or abs(moist.wet_bulb_scalar_c(dry, drier, pressure)) < 0.7
    )
