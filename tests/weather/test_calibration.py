"""Fitting: known coefficients come back, statistics of a year are those of its construction."""

import numpy as np
import pytest

from pipeline.weather.calibration import design_and_targets, fit, observed
from pipeline.weather.site_climate import FEATURES, TARGETS, load_coefficients
from pipeline.weather.typical import typical_year


def test_fit_returns_the_coefficients_that_made_the_values():
    draw = np.random.default_rng(3)
    design = draw.normal(2.0, 3.0, (40, 12, len(FEATURES)))
    design[..., 0] = 1.0
    true = draw.normal(size=len(FEATURES))
    found = fit(design, {"daily_range": design @ true}, ridge=0.0)["daily_range"]
    np.testing.assert_allclose(found, true, rtol=1e-8, atol=1e-8)


def test_ridge_shrinks_but_keeps_the_mean():
    draw = np.random.default_rng(3)
    design = draw.normal(size=(30, 12, len(FEATURES)))
    design[..., 0] = 1.0
    values = design @ np.ones(len(FEATURES))
    shrunk = fit(design, {"vapour": values}, ridge=1.0)["vapour"]
    assert np.abs(shrunk[1:]).sum() < 0.7 * (len(FEATURES) - 1)
    assert (design @ shrunk).mean() == pytest.approx(values.mean())


def test_observed_sees_what_the_year_was_made_of():
    year = typical_year(50.05, 8.6, 113.0)
    seen = observed(year)
    assert set(seen) == set(TARGETS)
    daily = year.dry_bulb_c.reshape(365, 24)
    assert seen["daily_range"][0] == pytest.approx(np.ptp(daily[:31], axis=1).mean())
    assert seen["daily_range"].shape == (12,)
    assert (np.abs(seen["correlation"]) <= 1.0).all()


def test_design_has_a_row_for_each_station_and_month():
    years = [typical_year(50.05, 8.6, 113.0), typical_year(1.37, 103.98, 16.0)]
    design, targets = design_and_targets(years)
    assert design.shape == (2, 12, len(FEATURES))
    assert np.isfinite(design).all()
    assert {name: values.shape for name, values in targets.items()} == dict.fromkeys(TARGETS, (2, 12))


def test_committed_coefficients_cover_every_target_and_feature():
    coefficients = load_coefficients()
    assert set(coefficients) == set(TARGETS)
    assert all(
        values.shape == (len(FEATURES),) and np.isfinite(values).all() for values in coefficients.values()
    )
