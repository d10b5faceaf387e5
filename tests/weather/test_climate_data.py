"""The climate tables: size, rows, coverage of the countries that matter, no empty column."""

import numpy as np

from pipeline.datasets import load, source, verified_path
from pipeline.weather.grid import load_grid
from pipeline.weather.site_climate import FEATURES, TARGETS
from pipeline.weather.stations import spreads

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
    assert len(table) > 15_000
    assert source("climate_stations").rows == str(len(table))
    assert table.notna().all().all()
    assert not table.duplicated(["latitude_deg", "longitude_deg", "elevation_m"]).all()
    assert (table.hot_spread_k > 0.0).mean() > 0.99
    assert table.hot_spread_k.median() < table.cold_spread_k.median()  # winters vary more than summers


def test_time_zones_of_known_places():
    latitude, longitude, offset = (np.array(column) for column in zip(*PLACES.values(), strict=True))
    found = spreads(latitude, longitude, np.zeros(latitude.size))
    np.testing.assert_array_equal(found.utc_offset_h, offset)
    assert (found.nearest_km < 60.0).all()


def test_coefficients_are_complete():
    table = load("climate_coefficients")
    assert len(table) == len(TARGETS) * len(FEATURES)
    assert set(table.climate_target) == set(TARGETS)
    assert set(table.climate_feature) == set(FEATURES)
    assert np.isfinite(table.coefficient).all()
