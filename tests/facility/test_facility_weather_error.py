"""What the error of the weather's mean does to a plant."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.facility.designs import select
from pipeline.facility.model import simulate
from pipeline.facility.weather_error import weather_error

LOAD = np.full(8760, 0.8)


def steady(dry_bulb_c: float, dew_point_c: float) -> npt.NDArray[np.float32]:
    year = np.empty((1, 3, 8760), dtype=np.float32)
    year[:, 0], year[:, 1], year[:, 2] = dry_bulb_c, dew_point_c, 101_325.0
    return year


@pytest.mark.parametrize("design", ["waterside_tower", "dry_cooler_air_chiller"])
def test_it_is_half_the_difference_between_a_warmer_and_a_colder_year(design: str) -> None:
    # In a steady year every hour is the same, so whole years stand for the sampled hours.
    found = weather_error(steady(24.0, 14.0), LOAD, select([design], {}), np.array([0.8]))
    warm = simulate(steady(24.8, 14.8), [design], load=LOAD)["pue"][0] - 1.0
    cold = simulate(steady(23.2, 13.2), [design], load=LOAD)["pue"][0] - 1.0
    assert found.overhead_log_sd[0, 0] == pytest.approx((warm - cold) / (warm + cold), rel=2e-3)
    assert found.overhead_log_sd[0, 0] > 0.0


def test_a_measured_year_without_error_moves_nothing(all_climates: npt.NDArray[np.float32]) -> None:
    designs = select(["waterside_tower", "dry_cooler_air_chiller"], {})
    found = weather_error(all_climates, LOAD, designs, np.zeros(len(all_climates)))
    assert np.array_equal(found.overhead_log_sd, np.zeros((len(all_climates), 2)))
    assert np.array_equal(found.site_water_log_sd, np.zeros((len(all_climates), 2)))


def test_an_unknown_error_stays_unknown_and_a_dry_plant_has_none_of_water() -> None:
    years = np.concatenate([steady(24.0, 14.0), steady(30.0, 10.0)])
    designs = select(["dry_cooler_air_chiller"], {})
    found = weather_error(years, LOAD, designs, np.array([np.nan, 0.5]))
    assert np.isnan(found.overhead_log_sd[0, 0]) and np.isnan(found.site_water_log_sd[0, 0])
    assert found.site_water_log_sd[1, 0] == 0.0
