"""Kriging of station terms: closed forms of one and two stations, and what the table says of known places."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from pipeline.weather.degree_days import degree_days
from pipeline.weather.generator import KEEPING_MEANS
from pipeline.weather.grid import sample
from pipeline.weather.site_climate import grid_dry_bulb, monthly_dry_bulb
from pipeline.weather.stations import (
    LOCAL,
    LOCAL_KM,
    NEIGHBOURS,
    OWN,
    REGIONAL,
    REGIONAL_KM,
    Stations,
    covariance,
    krige,
    relief_scale,
    spreads,
    unit_vectors,
)

#: One degree of a meridian [km].
DEGREE_KM = 6371.0 * np.pi / 180.0


def stations(latitude: list[float], value: list[float]) -> Stations:
    """Stations on the meridian of Greenwich, the rest far south and silent."""
    north = np.array([*latitude, *np.linspace(-80.0, -70.0, NEIGHBOURS + 24 - len(latitude))])
    points = unit_vectors(north, np.zeros(north.size))
    residual = np.zeros((north.size, 4))
    residual[: len(value)] = np.array(value)[:, None]
    return Stations(cKDTree(points), points, np.zeros(north.size), residual, np.zeros(north.size))


def at(latitude: float) -> tuple[np.ndarray, np.ndarray]:
    return unit_vectors(np.array([latitude]), np.array([0.0])), np.zeros(1)


def test_covariance_at_no_distance_and_at_a_degree():
    assert covariance(np.array(0.0), np.array(0.0)) == pytest.approx(LOCAL + REGIONAL)
    chord = 2.0 * np.sin(np.radians(0.5))
    expected = LOCAL * np.exp(-DEGREE_KM / LOCAL_KM) + REGIONAL * np.exp(-DEGREE_KM / REGIONAL_KM)
    assert covariance(np.array(chord), np.array(0.0)) == pytest.approx(expected)
    # 250 m of difference in elevation cost the local part a factor e, the regional one e^(1/8).
    expected = LOCAL / np.e + REGIONAL * np.exp(-0.125)
    assert covariance(np.array(0.0), np.array(-250.0)) == pytest.approx(expected)


def test_one_station_lends_what_is_not_its_own():
    # At the station: weight (LOCAL + REGIONAL) / (OWN + LOCAL + REGIONAL) = 0.7, variance 1 - 0.7² = 0.51.
    carried, variance, nearest_km, nearest = krige(stations([50.0], [2.0]), *at(50.0))
    assert carried[0] == pytest.approx(np.full(4, 1.4), abs=1e-6)
    assert variance[0] == pytest.approx(0.51, abs=1e-6)
    assert (nearest_km[0], nearest[0]) == (0.0, 0)
    assert pytest.approx(1.0) == OWN + LOCAL + REGIONAL


def test_two_stations_at_a_place_outvote_their_own_noise():
    # Weights w of both: (1 + 0.7) w = 0.7.
    carried, variance, _, _ = krige(stations([50.0, 50.0], [2.0, 4.0]), *at(50.0))
    weight = 0.7 / 1.7
    assert carried[0, 0] == pytest.approx(weight * 6.0, abs=1e-6)
    assert variance[0] == pytest.approx(1.0 - 2.0 * weight * 0.7, abs=1e-6)


def test_left_out_stations_have_no_say():
    near = stations([50.0, 50.05, 51.0], [5.0, 5.0, 1.0])  # 0, 5.6 and 111 km away
    carried, variance, nearest_km, _ = krige(near, *at(50.0), exclude_km=8.0)
    share = covariance(np.array(2.0 * np.sin(np.radians(0.5))), np.array(0.0))
    assert carried[0, 0] == pytest.approx(share, abs=1e-6)
    assert variance[0] == pytest.approx(1.0 - share**2, abs=1e-6)
    assert nearest_km[0] == pytest.approx(DEGREE_KM, rel=1e-6)


def test_far_from_all_stations_nothing_is_carried():
    carried, variance, _, _ = krige(stations([50.0], [2.0]), *at(89.0))
    assert np.abs(carried).max() < 1e-3
    assert variance[0] == pytest.approx(1.0, abs=1e-5)


def test_relief_scale_by_hand():
    np.testing.assert_allclose(relief_scale(np.array([0.0, 600.0])), [1.0, 2.0])


def place(latitude: float, longitude: float, elevation: float, **options):
    position = np.array([latitude]), np.array([longitude])
    grid = sample(*position, np.array([elevation]))
    return spreads(*position, grid, grid_dry_bulb(grid), **options), grid, position


def test_stations_lend_their_terms_and_time_zone():
    near, _, _ = place(33.43, -112.0, 337.0)
    without, _, _ = place(33.43, -112.0, 337.0, exclude_km=8.0)
    assert near.nearest_km[0] < 5.0
    assert without.nearest_km[0] >= 8.0
    assert near.utc_offset_h[0] == without.utc_offset_h[0] == -7.0
    assert abs(near.hot_k[0] - without.hot_k[0]) < 2.0
    # The airport in the middle of Phoenix is warmer than the grid and than its neighbours.
    assert near.mean_shift_k[0] > without.mean_shift_k[0]
    assert near.mean_shift_sd_k[0] < without.mean_shift_sd_k[0]


def test_an_ocean_island_keeps_a_finite_climate_and_more_doubt():
    island, _, _ = place(-27.1, -109.4, 50.0)
    airport, _, _ = place(50.05, 8.6, 113.0)
    assert np.isfinite([island.hot_k[0], island.cold_k[0], island.mean_shift_k[0]]).all()
    assert airport.mean_shift_sd_k[0] < 0.6


def test_an_alpine_valley_has_its_stations_degree_days():
    # Sion, TMYx 2004-2018: 2,698 K d below 18.3 °C, 1,473 K d above 10 °C; the grid alone is 1.4 K too cold.
    _, grid, position = place(46.22, 7.33, 482.0)
    corrected, _ = monthly_dry_bulb(*position, grid)
    spread = np.full((1, 365), 3.5)
    plain, _ = degree_days(grid_dry_bulb(grid) @ KEEPING_MEANS.T, spread)
    heating, cooling = degree_days(corrected @ KEEPING_MEANS.T, spread)
    assert plain[0] > 1.15 * 2698.0
    assert heating[0] == pytest.approx(2698.0, rel=0.06)
    assert cooling[0] == pytest.approx(1473.0, rel=0.1)
