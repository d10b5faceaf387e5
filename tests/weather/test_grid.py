"""The climate grid at places whose climate is published, at its seams, and off its edge."""

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.weather.grid import EXCEEDED_PERCENT, load_grid, sample

NAN = float("nan")


def one(latitude, longitude, elevation=NAN):
    return sample([latitude], [longitude], [elevation])


@pytest.mark.parametrize(
    ("latitude", "longitude", "annual_c", "ground_m"),
    [
        # 1991–2020 normals: Singapore 27.8, Phoenix 23.9, Oslo 7.0, Moscow 6.3, Nairobi 19.0 (Dagoretti),
        # Lima 19.6 °C
        (1.35, 103.98, 27.8, 10.0),
        (33.43, -112.0, 23.9, 340.0),
        (59.94, 10.72, 7.0, 94.0),
        (55.83, 37.62, 6.3, 156.0),
        (-1.30, 36.75, 19.0, 1795.0),
        (-12.02, -77.11, 19.6, 12.0),
    ],
)
def test_annual_means_and_heights_of_known_stations(latitude, longitude, annual_c, ground_m):
    found = one(latitude, longitude)
    assert found.dry_bulb_c.mean() == pytest.approx(annual_c, abs=1.5)
    assert found.elevation_m[0] == pytest.approx(ground_m, abs=120.0)


@pytest.mark.parametrize("latitude", [51.5, 5.6, -20.0])
def test_no_seam_at_greenwich(latitude):
    west, east = one(latitude, -0.0005), one(latitude, 0.0005)
    np.testing.assert_allclose(west.dry_bulb_c, east.dry_bulb_c, atol=0.02)
    np.testing.assert_allclose(west.vapour_pa, east.vapour_pa, rtol=1e-3)
    np.testing.assert_allclose(west.density_g_per_m3, east.density_g_per_m3, rtol=1e-3)


def test_no_seam_at_the_antimeridian():
    # Chukotka lies on both sides.
    west, east = one(67.5, 179.9995), one(67.5, -179.9995)
    np.testing.assert_allclose(west.dry_bulb_c, east.dry_bulb_c, atol=0.02)
    np.testing.assert_allclose(west.pressure_pa, east.pressure_pa, rtol=1e-4)


def test_longitude_may_run_to_360():
    np.testing.assert_array_equal(one(40.0, 255.0).dry_bulb_c, one(40.0, -105.0).dry_bulb_c)


def test_given_elevation_counts_and_thins_the_air():
    low, high = one(46.5, 7.5, 500.0), one(46.5, 7.5, 2500.0)
    assert low.elevation_m[0] == 500.0
    # 2000 m of air of about 5 °C: exp(−2000 / (29.27·278)) = 0.782
    assert high.pressure_pa.mean() / low.pressure_pa.mean() == pytest.approx(0.782, abs=0.01)
    assert high.vapour_pa.mean() < 0.6 * low.vapour_pa.mean()


def test_seasons_are_opposed_across_the_equator():
    assert one(48.0, 11.0).dry_bulb_c[0].argmax() in (6, 7)
    assert one(-33.9, 18.6).dry_bulb_c[0].argmax() in (0, 1)


def test_small_islands_have_a_climate():
    male, malta, bermuda = one(4.18, 73.51), one(35.9, 14.5), one(32.3, -64.8)
    assert male.dry_bulb_c.mean() == pytest.approx(28.0, abs=1.2)
    assert malta.dry_bulb_c.mean() == pytest.approx(19.2, abs=1.2)
    assert bermuda.dry_bulb_c.mean() == pytest.approx(22.0, abs=1.5)
    assert male.land_distance_deg[0] > 0.6
    assert malta.land_distance_deg[0] == 0.0


def test_open_sea_and_antarctica_are_refused():
    with pytest.raises(InputError, match="no land within 10 degrees"):
        one(-45.0, -120.0)
    with pytest.raises(InputError, match="does not reach here"):
        one(-75.0, 0.0)


def test_humidity_is_possible_everywhere_on_land():
    grid = load_grid()
    rows, columns = np.nonzero(grid.index >= 0)
    pick = np.random.default_rng(4).choice(rows.size, 400, replace=False)
    found = sample(90.0 - 0.25 * rows[pick], 0.25 * columns[pick], np.full(400, NAN))
    for values in (
        found.dry_bulb_c,
        found.pressure_pa,
        found.vapour_pa,
        found.density_g_per_m3,
        found.rain_log,
    ):
        assert np.isfinite(values).all()
    assert ((found.dry_bulb_c > -60.0) & (found.dry_bulb_c < 45.0)).all()
    assert ((found.pressure_pa > 45e3) & (found.pressure_pa < 109e3)).all()
    assert (np.diff(found.density_g_per_m3, axis=1) <= 1e-9).all()  # rarer exceeded, moister
    assert EXCEEDED_PERCENT.size == found.density_g_per_m3.shape[1]


def test_a_sample_does_not_depend_on_its_neighbours():
    alone = one(48.1, 11.6)
    together = sample([10.0, 48.1, -20.0], [0.0, 11.6, 30.0], [NAN, NAN, NAN])
    np.testing.assert_array_equal(alone.dry_bulb_c[0], together.dry_bulb_c[1])
    np.testing.assert_array_equal(alone.vapour_pa[0], together.vapour_pa[1])
