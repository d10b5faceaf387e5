"""The generator keeps what it is given: monthly means, daily range, tails, saturation; and repeats itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.weather import generator as gen
from pipeline.weather.psychrometrics import vapour_pressure_pa

MONTH_OF_HOUR = np.repeat(np.arange(12), np.diff(gen.MONTH_START) * 24)


def monthly(mean=12.0, swing=9.0, depression=5.0, daily_range=9.0):
    """A northern mid-latitude climate, (8, 12)."""
    dry = mean - swing * np.cos(2.0 * np.pi * (np.arange(12) + 0.5 - 0.7) / 12.0)
    rows = [dry, vapour_pressure_pa(dry - depression), np.full(12, 98_000.0), np.full(12, daily_range)]
    rows += [np.full(12, 3.0), np.full(12, 2.5), np.full(12, 2.5), np.full(12, 0.3)]
    return np.stack(rows)


def year(climate, place=(45.0, 10.0, 1.0, 14.6, np.nan, np.nan), seed=1, target=None):
    out = np.empty((3, gen.HOURS))
    gen.fill_year(climate, np.array(place), np.empty(0) if target is None else target, seed, out)
    return out


def by_month(values):
    return np.bincount(MONTH_OF_HOUR, weights=values) / np.bincount(MONTH_OF_HOUR)


def test_interpolation_that_keeps_means_keeps_them():
    values = np.array([3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0, -5.0, 3.0, 5.0, 8.0])
    days = gen.KEEPING_MEANS @ values
    months = [days[a:b].mean() for a, b in zip(gen.MONTH_START[:-1], gen.MONTH_START[1:], strict=True)]
    np.testing.assert_allclose(months, values, atol=1e-10)
    np.testing.assert_allclose(gen.LINEAR.sum(1), 1.0)
    assert gen.LINEAR.min() >= 0.0


def test_normal_scores_have_no_mean_and_unit_variance():
    for size in (28, 30, 31):
        scores = gen.SCORES[size, :size]
        assert scores.mean() == pytest.approx(0.0, abs=1e-12)
        assert scores.std() == pytest.approx(1.0)
        assert (np.diff(scores) > 0).all()


def test_random_numbers_are_splitmix64():
    # First output for seed 0 is 0xE220A8397B1DCDAF (reference implementation by S. Vigna); 53 bits of it
    # count.
    state = np.array([0], dtype=np.uint64)
    expected = ((0xE220A8397B1DCDAF >> 11) + 0.5) / 2.0**53
    assert gen._next_random(state) == expected


def test_daily_curve_is_coldest_at_sunrise_and_warmest_when_told():
    curve = np.empty((365, 24))
    gen._daily_curve(0.0, 0.0, 0.0, 14.5, curve)
    np.testing.assert_allclose(curve.sum(1), 0.0, atol=1e-9)
    # At the equator the sun rises at 6 h: the hour from 6 to 7 has its middle half an hour after.
    assert set(curve.argmin(1)) <= {5, 6}
    assert set(curve.argmax(1)) <= {14}
    assert np.ptp(curve, axis=1) == pytest.approx(1.0, abs=0.02)


def test_daily_curve_follows_the_sun_not_the_clock():
    solar, clock = np.empty((365, 24)), np.empty((365, 24))
    gen._daily_curve(40.0, 0.0, 0.0, 14.5, solar)
    # 30° west of the meridian of its zone, the sun is two hours late.
    gen._daily_curve(40.0, -15.0, 1.0, 14.5, clock)
    np.testing.assert_allclose(np.roll(solar, 2, axis=1), clock, atol=1e-9)


def test_monthly_means_are_kept():
    climate = monthly()
    dry, dew, pressure = year(climate)
    np.testing.assert_allclose(by_month(dry), climate[0], atol=0.25)
    np.testing.assert_allclose(by_month(pressure), 98_000.0, atol=1.0)
    # Saturation at night takes a little of the vapour.
    np.testing.assert_allclose(by_month(vapour_pressure_pa(dew)), climate[1], rtol=0.06)


@settings(max_examples=12, deadline=None)
@given(daily_range=st.floats(4.0, 18.0), seed=st.integers(0, 2**60))
def test_mean_daily_range_is_met(daily_range, seed):
    dry = year(monthly(daily_range=daily_range), seed=seed)[0]
    found = np.ptp(dry.reshape(365, 24), axis=1).mean()
    assert found == pytest.approx(daily_range, rel=0.05)


@settings(max_examples=12, deadline=None)
@given(hot=st.floats(31.0, 35.0), cold=st.floats(-9.0, -5.0), seed=st.integers(0, 2**60))
def test_tails_are_met(hot, cold, seed):
    dry = year(monthly(), place=(45.0, 10.0, 1.0, 14.6, cold, hot), seed=seed)[0]
    assert np.quantile(dry, 0.99) == pytest.approx(hot, abs=0.9)
    assert np.quantile(dry, 0.01) == pytest.approx(cold, abs=0.9)


def test_dew_point_never_exceeds_dry_bulb():
    dry, dew, _ = year(monthly(depression=1.0, daily_range=14.0))
    assert (dew <= dry).all()
    assert (dew == dry).mean() > 0.05  # such air is often saturated at night


def test_vapour_moves_to_its_distribution():
    climate = monthly()
    plain = vapour_pressure_pa(year(climate)[1]).reshape(365, 24).mean(1)
    target = np.sort(plain) * 1.10
    moved = vapour_pressure_pa(year(climate, target=target)[1]).reshape(365, 24).mean(1)
    # The weighted geometric mean of 1 and 1.1 at the configured weight.
    assert moved.mean() / plain.mean() == pytest.approx(1.10**gen.LEVELLING, abs=0.03)


def test_days_persist_and_years_differ_by_seed_only():
    climate = monthly()
    first, again, other = year(climate, seed=5), year(climate, seed=5), year(climate, seed=6)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first[0] - other[0]).mean() > 1.0
    daily = first[0].reshape(365, 24).mean(1) - gen.KEEPING_MEANS @ climate[0]
    assert 0.5 < np.corrcoef(daily[1:], daily[:-1])[0, 1] < 0.9
    assert daily.std() == pytest.approx(3.0, rel=0.12)


def test_quantiles_by_counting_match_sorting():
    values = np.random.default_rng(2).normal(10.0, 8.0, 8760)
    low, high = gen._quantiles(values, 0.01, 0.99)
    assert low == pytest.approx(np.quantile(values, 0.01), abs=0.15)
    assert high == pytest.approx(np.quantile(values, 0.99), abs=0.15)


def test_ranks_count_smaller_values_and_break_ties_by_position():
    values = np.array([3.0, 1.0, 3.0, 2.0])
    assert [gen._rank(values, at, 0, 4) for at in range(4)] == [2, 0, 3, 1]
