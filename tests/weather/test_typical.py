"""The embedded year: a record that repeats itself, means and tails near published climates, an honest
doubt.
"""

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.weather.site_climate import elevation_correction_k, site_climate, sun_factor
from pipeline.weather.typical import seed_of, typical_year, typical_years, vapour_by_rank


def test_a_year_is_complete_and_possible():
    year = typical_year(50.05, 8.6, 113.0)
    for values in (year.dry_bulb_c, year.dew_point_c, year.pressure_pa):
        assert values.shape == (8760,)
        assert np.isfinite(values).all()
    assert (year.dew_point_c <= year.dry_bulb_c).all()
    assert (year.wet_bulb_c <= year.dry_bulb_c + 1e-9).all()
    assert (year.wet_bulb_c >= year.dew_point_c - 0.02).all()
    assert year.utc_offset_h == 1.0
    assert year.elevation_m == 113.0
    assert year.provider == "typical"
    assert "ERA5 2000-2025" in year.source


@pytest.mark.parametrize(
    ("latitude", "longitude", "elevation", "dry_c", "hot_c", "cold_c"),
    [
        # Annual mean 1991–2020 (national services); 1 % and 99 % dry bulb of ASHRAE 2021.
        (51.478, -0.461, 25.0, 11.7, 26.6, -1.0),  # London Heathrow
        (33.43, -112.0, 337.0, 23.9, 42.8, 5.7),  # Phoenix
        (1.37, 103.98, 16.0, 27.8, 32.9, 23.7),  # Singapore Changi
        (41.98, -87.92, 201.0, 10.5, 31.5, -15.6),  # Chicago O'Hare
        (-33.95, 151.18, 6.0, 18.8, 31.0, 7.4),  # Sydney
        (64.13, -21.94, 15.0, 5.4, 15.6, -7.3),  # Reykjavík
    ],
)
def test_known_stations(latitude, longitude, elevation, dry_c, hot_c, cold_c):
    year = typical_year(latitude, longitude, elevation)
    assert year.dry_bulb_c.mean() == pytest.approx(dry_c, abs=1.3)
    assert np.quantile(year.dry_bulb_c, 0.99) == pytest.approx(hot_c, abs=2.0)
    assert np.quantile(year.dry_bulb_c, 0.01) == pytest.approx(cold_c, abs=3.0)


def test_same_place_same_year_alone_and_in_any_list():
    alone = typical_year(39.74, -105.18, 1829.0)
    places = [(60.0, 25.0), (39.74, -105.18), (-1.3, 36.8)]
    for order in (places, places[::-1]):
        latitude, longitude = zip(*order, strict=True)
        heights = [1829.0 if place == places[1] else np.nan for place in order]
        for at, (_, _, hours) in enumerate(typical_years(latitude, longitude, heights, block=2)):
            if order[at] == places[1]:
                np.testing.assert_array_equal(hours[0], alone.dry_bulb_c)
                np.testing.assert_array_equal(hours[1], alone.dew_point_c)


def test_seeds_differ_by_place_and_fit_64_bits():
    seeds = {
        seed_of(north, east) for north in (-90.0, 0.0, 48.1, 90.0) for east in (-180.0, 0.0, 11.6, 180.0)
    }
    assert len(seeds) == 16
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert seed_of(48.1, 11.6) == seed_of(48.1000001, 11.6)


def test_warmest_hour_is_in_the_afternoon_of_the_local_clock():
    # Madrid keeps Central European Time 4° west of Greenwich: the sun stands highest after 13 h.
    year = typical_year(40.45, -3.55, 609.0)
    by_hour = year.dry_bulb_c.reshape(365, 24)[150:240].mean(0)
    assert year.utc_offset_h == 1.0
    assert by_hour.argmax() in (15, 16)
    assert by_hour.argmin() in (5, 6)


def test_higher_is_colder_and_thinner():
    low, high = typical_year(46.5, 7.5, 600.0), typical_year(46.5, 7.5, 2000.0)
    assert high.dry_bulb_c.mean() < low.dry_bulb_c.mean() - 3.0
    assert high.pressure_pa.mean() < low.pressure_pa.mean() - 10_000.0


def test_coast_has_a_smaller_daily_range_than_inland():
    def daily_range(*place):
        return np.ptp(typical_year(*place).dry_bulb_c.reshape(365, 24), axis=1).mean()

    assert daily_range(37.62, -122.4, 2.0) < daily_range(38.5, -121.5, 7.0) - 2.0  # San Francisco, Sacramento


def test_elevation_correction_by_hand():
    # 100 m below: (2.5e-3 + 2.5e-6·100)·100 = 0.275 K; 2000 m above: capped at 6 K/km, −12 K.
    np.testing.assert_allclose(elevation_correction_k(np.array([-100.0, 0.0, 2000.0])), [0.275, 0.0, -12.0])


def test_sun_factor_at_the_equator_and_in_polar_night():
    factor = sun_factor(np.array([0.0, 80.0]))
    # At the equator at equinox the mean sine of elevation is 1/π.
    assert factor[0, 2] == pytest.approx(1.0 / np.pi, abs=0.003)
    assert factor[1, 11] == pytest.approx(0.0, abs=1e-9)
    # At 80° N in June the sun does not set: sin 80°·sin 23.1° = 0.386.
    assert factor[1, 5] == pytest.approx(0.386, abs=0.01)


def test_vapour_by_rank_passes_through_its_stretched_quantiles():
    quantiles = np.array([30.0, 26.0, 24.0, 21.0, 15.0, 9.0, 7.0, 6.0, 5.0]) * 100.0
    plain = vapour_by_rank(quantiles, 1.0)
    # At the mean of its own there is nothing to move; at twice the mean it moves by the root of two.
    own = float((plain.mean()) ** 2)
    days = vapour_by_rank(quantiles, own)
    assert days.shape == (365,)
    assert (np.diff(days) >= 0).all()
    assert days.mean() == pytest.approx(own)
    assert vapour_by_rank(quantiles, 2.0 * own).mean() == pytest.approx(own * np.sqrt(2.0))
    # 24 over 15 hPa exceeded 10 and 50 % of the year, its logarithm stretched by 1.15.
    ratio = np.quantile(days, 0.9) / np.quantile(days, 0.5)
    assert ratio == pytest.approx((24.0 / 15.0) ** 1.15, rel=0.01)


def test_doubt_grows_with_relief_and_distance():
    plain, alps = typical_year(52.2, 5.9), typical_year(46.6, 7.9)
    assert alps.uncertainty.dry_bulb_mean_sd_k > plain.uncertainty.dry_bulb_mean_sd_k > 0.3
    assert alps.uncertainty.wet_bulb_p99_sd_k > plain.uncertainty.wet_bulb_p99_sd_k > 0.3


def test_off_the_grid_is_refused():
    with pytest.raises(InputError, match="does not reach here"):
        typical_year(-80.0, 0.0)


def test_climate_of_many_sites_has_their_shape():
    climate = site_climate([48.0, -33.0, 1.0], [11.0, 151.0, 104.0], [500.0, 20.0, 10.0])
    assert climate.daily_range_k.shape == (3, 12)
    assert (climate.correlation < 1.0).all()
    assert (climate.dry_bulb_p01_c < climate.dry_bulb_c.min(1)).all()
    assert (climate.dry_bulb_p99_c > climate.dry_bulb_c.max(1)).all()
