"""The hours of a grid by hand: sun, demand, must-run and what follows; shares and mean kept exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.account.carbon_hourly import (
    PerFuel,
    demand_shape,
    dispatch,
    grid_hours,
    solar_shape,
    wind_shape,
)
from pipeline.datasets import load
from pipeline.fieldsets.water import FUELS

PARAMETERS = load("carbon_profile").set_index("parameter")["central"].to_dict()
_TABLE = load("carbon_per_fuel").set_index("fuel").loc[list(FUELS)]
PER_FUEL = PerFuel(
    _TABLE["lifecycle_gco2e_per_kwh"].to_numpy(dtype=float),
    _TABLE["carbon_free"].to_numpy(dtype=float),
    _TABLE["must_run_share"].to_numpy(dtype=float),
)
GREENWICH = {"longitude_deg": np.array([0.0]), "utc_offset_h": np.array([0.0])}
HOURS = np.arange(8760)


def mix(**shares: float) -> np.ndarray:
    return np.array([[shares.get(fuel, 0.0) for fuel in FUELS]])


def hours(shares: np.ndarray, latitude: float = 50.0) -> tuple[np.ndarray, np.ndarray]:
    found = grid_hours(
        shares,
        PER_FUEL,
        PARAMETERS,
        latitude_deg=np.full(len(shares), latitude),
        longitude_deg=np.zeros(len(shares)),
        utc_offset_h=np.zeros(len(shares)),
        dry_bulb_c=np.full((len(shares), 8760), 17.0),
    )
    return found.relative, found.carbon_free_share


def test_the_sun_stands_in_the_south_at_noon() -> None:
    day = solar_shape(np.array([50.0]), **GREENWICH).reshape(365, 24)
    assert (day[:, 0] == 0).all()  # midnight
    # the middle of hour 11 or 12 is nearest to noon whatever the equation of time (at most 16 minutes)
    assert set(day.argmax(axis=1)) <= {11, 12}
    assert day[171].sum() > 4 * day[355].sum()  # June against December at 50 degrees
    assert day.mean() == pytest.approx(1.0)


def test_the_clock_moves_the_sun() -> None:
    # 90 degrees east on Greenwich's clock: noon at six in the morning
    day = solar_shape(np.array([0.0]), np.array([90.0]), np.array([0.0])).reshape(365, 24)
    assert set(day.argmax(axis=1)) <= {5, 6}


def test_clear_sky_by_hand() -> None:
    """Noon at the equinox: at the equator cos z = 1 gives 1098 exp(-0.059) = 1035.1; at 60 deg cos z = 0.5
    gives 549 exp(-0.118) = 487.9; so the ratio is 0.4714.
    """
    noon = 80 * 24 + 11  # 22 March; the equation of time is -7 minutes, so mean noon is at 12:07
    equator = solar_shape(np.array([0.0]), np.array([9.25]), np.array([0.0]))
    north = solar_shape(np.array([60.0]), np.array([9.25]), np.array([0.0]))
    raw = [1098 * c * np.exp(-0.059 / c) for c in (1.0, 0.5)]
    assert raw[1] / raw[0] == pytest.approx(0.4714, abs=1e-4)
    # two hours of one site compare as their raw powers do: an hour before noon cos z = cos 15 deg = 0.9659
    ratio = equator[0, noon - 1] / equator[0, noon]
    expected = 0.9659 * np.exp(-0.059 / 0.9659) / np.exp(-0.059)
    assert ratio == pytest.approx(expected, abs=0.01)
    assert north[0, noon] > 0


def test_wind_is_strong_in_winter_and_even_at_the_equator() -> None:
    found = wind_shape(np.array([50.0, -50.0, 5.0]), PARAMETERS)
    january, july = 14 * 24, 196 * 24
    assert found[0, january] == pytest.approx(1.25)
    assert found[1, january] == pytest.approx(0.75)
    assert found[0, july] == pytest.approx(0.75, abs=1e-3)
    assert (found[2] == 1.0).all()


def test_demand_rises_with_heat_and_cold_and_falls_on_weekends() -> None:
    weather = np.full((3, 8760), 17.0)
    weather[1, : 30 * 24] = 30.0
    weather[2, : 30 * 24] = 4.0
    mild, hot, cold = demand_shape(weather, PARAMETERS).reshape(3, 365, 24)
    # ten kelvin past a threshold: 1 + 10 x 0.02 and 1 + 10 x 0.012; day 21 feels only days like it
    assert hot[21].mean() / hot[98].mean() == pytest.approx(1.20)
    assert cold[21].mean() / cold[98].mean() == pytest.approx(1.12)
    assert mild[5].mean() / mild[4].mean() == pytest.approx(0.92)
    assert mild[0].argmin() == 3 or mild[0].argmin() == 4


def test_dispatch_by_hand() -> None:
    """Half coal (half of it flat), half solar that shines in two of four hours; demand 1 throughout.

    Flat coal 0.25. Residual: 1 - 0.25 - 0.5 x (0, 2, 2, 0) = 0.75, 0, 0, 0.75 (the clipped ones would be
    -0.25); mean 0.375, over which it is 2, 0, 0, 2. Coal: 0.25 + 0.25 x that = 0.75, 0.25, 0.25, 0.75.
    """
    solar = np.array([[0.0, 2.0, 2.0, 0.0]])
    one = np.ones((1, 4))
    constant, residual = dispatch(mix(coal=0.5, solar=0.5), PER_FUEL.must_run_share, one, one, solar)
    assert residual[0].tolist() == [2.0, 0.0, 0.0, 2.0]
    coal = constant[0, FUELS.index("coal")] + (0.5 - constant[0, FUELS.index("coal")]) * residual[0]
    assert coal.tolist() == [0.75, 0.25, 0.25, 0.75]


def test_one_fuel_has_no_hours() -> None:
    for fuel in ("coal", "nuclear", "solar"):
        relative, _ = hours(mix(**{fuel: 1.0}))
        np.testing.assert_allclose(relative, 1.0, rtol=1e-12)


def test_solar_cleans_the_noon_and_nuclear_flattens_it() -> None:
    relative, free = hours(np.concatenate([mix(coal=0.7, solar=0.3), mix(coal=0.4, nuclear=0.3, solar=0.3)]))
    by_hour = relative.reshape(2, 365, 24).mean(axis=1)
    assert set(by_hour.argmin(axis=1)) <= {11, 12}
    assert (free[1] > free[0]).mean() > 0.9
    assert free.min() >= 0 and free.max() <= 1


def test_a_site_does_not_depend_on_its_neighbours() -> None:
    three = np.concatenate([mix(coal=0.4, solar=0.3, hydro=0.3), mix(gas=0.7, wind=0.3), mix(nuclear=1.0)])
    together = hours(three)
    for at in range(3):
        alone = hours(three[at : at + 1])
        assert (alone[0] == together[0][at]).all() and (alone[1] == together[1][at]).all()


def test_no_mix_no_hours() -> None:
    shares = mix(coal=1.0)
    shares[0, 0] = np.nan
    relative, free = hours(shares)
    assert np.isnan(relative).all() and np.isnan(free).all()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=10, max_size=10).filter(lambda parts: sum(parts) > 0.01))
def test_shares_and_mean_are_kept_whatever_the_mix(parts: list[float]) -> None:
    shares = np.array([parts]) / sum(parts)
    relative, free = hours(shares, latitude=-35.0)
    solar = solar_shape(np.array([-35.0]), **GREENWICH)
    wind = wind_shape(np.array([-35.0]), PARAMETERS)
    demand = demand_shape(np.full((1, 8760), 17.0), PARAMETERS)
    constant, residual = dispatch(shares, PER_FUEL.must_run_share, demand, wind, solar)
    rest = shares - constant
    generation = constant.T + rest.T * residual
    for fuel, shape in (("wind", wind), ("solar", solar)):
        generation[FUELS.index(fuel)] = shares[0, FUELS.index(fuel)] * shape[0]
    # every fuel generates its annual share, and the generation-weighted mean of the intensity is exactly 1
    np.testing.assert_allclose(generation.mean(axis=1), shares[0], rtol=1e-9, atol=1e-12)
    total = generation.sum(axis=0)
    assert (relative[0] * total).sum() / total.sum() == pytest.approx(1.0, rel=1e-12)
    clean = PER_FUEL.carbon_free @ generation / total
    np.testing.assert_allclose(free[0], clean, rtol=1e-9, atol=1e-12)
