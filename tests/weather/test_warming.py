"""A warmer year: each hour moves by the same, relative humidity stays."""

import numpy as np
import pytest
from click.testing import CliRunner

from pipeline.weather.cli import weather as command
from pipeline.weather.psychrometrics import relative_humidity_share
from pipeline.weather.typical import typical_year
from pipeline.weather.warming import warmed


@pytest.fixture(scope="module")
def year():
    return typical_year(51.5, 7.0)


def test_no_warming_is_the_year_itself(year):
    assert warmed(year, 0.0) is year


@pytest.mark.parametrize("warming_k", [-1.0, 0.6, 3.0])
def test_hours_move_by_the_same_and_keep_their_relative_humidity(year, warming_k):
    warm = warmed(year, warming_k)
    np.testing.assert_allclose(warm.dry_bulb_c - year.dry_bulb_c, warming_k, atol=1e-12)
    before = relative_humidity_share(year.dry_bulb_c, year.dew_point_c)
    after = relative_humidity_share(warm.dry_bulb_c, warm.dew_point_c)
    np.testing.assert_allclose(after, before, atol=2e-4)
    assert (warm.dew_point_c <= warm.dry_bulb_c).all()
    np.testing.assert_array_equal(warm.pressure_pa, year.pressure_pa)
    assert warm.source == f"{year.source}; {warming_k:+g} K at the same relative humidity"


def test_a_kelvin_by_hand():
    # 25 °C and 50 %: vapour 0.5 · 3169.2 Pa; at 26 °C 0.5 · 3363.1 Pa, whose dew point is 14.78 °C
    # (13.87 °C before).
    year = typical_year(51.5, 7.0)
    flat = type(year)(
        np.full(8760, 25.0),
        np.full(8760, 13.87),
        np.full(8760, 101_325.0),
        51.5,
        7.0,
        0.0,
        1.0,
        "typical",
        "made",
        year.uncertainty,
    )
    assert warmed(flat, 1.0).dew_point_c[0] == pytest.approx(14.79, abs=0.02)


def test_command_warms(year):
    result = CliRunner().invoke(command, ["--lat", "51.5", "--lon", "7", "--warming-k", "1.5"])
    assert result.exit_code == 0
    assert "+1.5 K at the same relative humidity" in result.output
    assert f"dry bulb  {year.dry_bulb_c.mean() + 1.5:>8.1f}" in result.output
