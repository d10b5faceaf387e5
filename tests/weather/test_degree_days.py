"""Degree-days against closed forms, and the shifts that they ask for."""

import numpy as np
import pytest

from pipeline.weather.degree_days import degree_days, season_of, shifts
from pipeline.weather.generator import KEEPING_MEANS, LINEAR

#: A temperate and a continental year of monthly means [°C].
MONTHS = np.array(
    [[3, 4, 7, 10, 14, 17, 19, 19, 15, 11, 6, 4], [-12, -9, -1, 8, 15, 20, 23, 22, 16, 8, -1, -9]]
)
SPREAD = np.full((2, 12), 3.5)


def days_of(months: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heating and cooling degree-days of monthly means."""
    return degree_days(months @ KEEPING_MEANS.T, SPREAD[: len(months)] @ LINEAR.T)


def test_degree_days_of_a_steady_cold_year_by_hand():
    # Every day at 8.3 °C, hardly any scatter: 10 K below 18.3 °C on 365 days, none above 10 °C.
    heating, cooling = degree_days(np.full((1, 365), 8.3), np.full((1, 365), 1e-3))
    assert heating[0] == pytest.approx(3650.0)
    assert cooling[0] == pytest.approx(0.0, abs=1e-6)


def test_scatter_makes_degree_days_at_the_base_itself():
    # E[max(X, 0)] of a normal of mean 0 and standard deviation 4 is 4 / sqrt(2 pi) = 1.5958.
    heating, _ = degree_days(np.full((1, 365), 18.3), np.full((1, 365), 4.0))
    assert heating[0] == pytest.approx(365 * 1.5958, rel=1e-4)


def test_season_runs_from_about_minus_one_to_one_and_has_no_mean():
    season = season_of(MONTHS.astype(float))
    assert np.ptp(season, axis=1) == pytest.approx(2.0)
    assert season.mean(1) == pytest.approx(0.0, abs=1e-12)
    # In a year without seasons the unit is 1 K, not zero.
    assert season_of(np.full((1, 12), 27.0)) == pytest.approx(0.0)


@pytest.mark.parametrize(("shift", "stretch"), [(0.0, 0.0), (1.2, 0.0), (-0.8, 0.7), (0.5, -1.0)])
def test_shifts_find_what_was_done_to_the_grid(shift, stretch):
    grid = MONTHS.astype(float)
    heating, cooling = days_of(grid + shift + stretch * season_of(grid))
    found = shifts(grid, SPREAD, heating, cooling)
    # The prior pulls towards zero: the mean by less than a tenth, the season, which two sums say less of,
    # by less than a quarter.
    np.testing.assert_allclose(found[0], shift, atol=0.08)
    np.testing.assert_allclose(found[1], stretch, atol=0.25)


def test_where_it_is_always_warm_only_the_mean_moves():
    grid = np.full((1, 12), 27.0) + 0.5 * np.cos(np.arange(12) * np.pi / 6.0)
    heating, cooling = days_of(grid + 1.0)
    mean, season = shifts(grid, SPREAD[:1], heating, cooling)
    assert heating[0] == pytest.approx(0.0, abs=3.0)
    assert mean[0] == pytest.approx(1.0, abs=0.05)
    assert season[0] == pytest.approx(0.0, abs=0.05)
