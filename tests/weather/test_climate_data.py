"""The climate tables: size, rows, coverage of the countries that matter, no empty column."""

import numpy as np

from pipeline.datasets import load, source, verified_path
from pipeline.weather.grid import load_grid, sample
from pipeline.weather.site_climate import FEATURES, TARGETS, grid_dry_bulb
from pipeline.weather.stations import PROPERTIES, TERMS, spreads

#: A point near the capital of places that a coarse table would miss, and its offset from UTC [h].
PLACES = {
    "Singapore": (1.35, 103.82, 8.0),
    "Hong Kong": (22.32, 114.17, 8.0),
    "Taipei": (25.03, 121.56, 8.0),
    "Pristina": (42.66, 21.16, 1.0),
    "Manama": (26.22, 50.58, 3.0),
    "Valletta": (35.90, 14.51, 1.0),
    "Reykjavík": (64.13, -21.94, 0.0),
    "Luleå": (65.58, 22.15, 1.0),
    "Mumbai": (19.08, 72.88, 5.5),
    "Kathmandu": (27.70, 85.32, 5.75),
    "Abilene": (32.45, -99.73, -6.0),
    "Santiago": (-33.45, -70.67, -4.0),
    "Lagos": (6.45, 3.39, 1.0),
    "St. John's": (47.56, -52.71, -3.5),
}


def test_grid_is_small_packed_and_whole():
    assert verified_path("climate_grid").stat().st_size <= 15_000_000
    grid = load_grid()
    assert grid.cells.shape[0] == 268_318
    assert grid.cells.shape[1] == 12
    # ERA5's hottest and coldest monthly means on land north of 60 S lie between −50 and 42 °C.
    assert 0.02 * grid.cells.min() > -52.0
    assert 0.02 * grid.cells.max() < 44.0
    assert grid.topography.max() * 5 > 6000
    assert grid.topography.min() * 5 > -450


def test_stations_are_many_and_possible():
    table = load("climate_stations")
    assert len(table) > 10_000
    assert source("climate_stations").rows == str(len(table))
    assert table.notna().all().all()
    assert not table.duplicated(["latitude_deg", "longitude_deg", "elevation_m"]).all()
    residual = table[[f"{term}_residual_k" for term in TERMS]]
    # Residuals of a regression have no mean; outliers were compared with their neighbours.
    assert (residual.mean().abs() < 0.05).all()
    assert residual.mean_shift_residual_k.std() < 1.0
    assert residual.cold_spread_residual_k.std() > residual.hot_spread_residual_k.std()  # winters vary more


def test_time_zones_of_known_places():
    latitude, longitude, offset = (np.array(column) for column in zip(*PLACES.values(), strict=True))
    grid = sample(latitude, longitude, np.full(latitude.size, np.nan))
    found = spreads(latitude, longitude, grid, grid_dry_bulb(grid))
    np.testing.assert_array_equal(found.utc_offset_h, offset)
    assert (found.nearest_km < 70.0).all()


def test_coefficients_are_complete():
    table = load("climate_coefficients")
    assert len(table) == len(TARGETS) * len(FEATURES)
    assert set(table.climate_target) == set(TARGETS)
    assert set(table.climate_feature) == set(FEATURES)
    assert np.isfinite(table.coefficient).all()


def test_station_trends_are_complete():
    table = load("climate_station_trends")
    assert len(table) == len(TERMS) * (len(PROPERTIES) + 1)
    assert set(table.climate_target) == set(TERMS)
    assert set(table.climate_feature) == {*PROPERTIES, "error_sd"}
    error = table.set_index(["climate_feature", "climate_target"]).coefficient["error_sd"]
    assert error.between(0.2, 3.0).all()
