"""The fused kernel: against the float64 account, in every climate, and repeatable."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.errors import InputError
from pipeline.facility import simulate
from pipeline.facility.designs import catalogue, select
from pipeline.facility.hourly import account
from pipeline.facility.model import HOURS as YEAR
from pipeline.facility.model import hours_of_year, simulate_arrays, table
from pipeline.fields import check_columns
from pipeline.tables import check_frame
from tests.facility.conftest import HOURS

LOAD = 0.75 + 0.2 * np.sin(2 * np.pi * HOURS / 24)


def test_every_design_runs_in_every_climate(all_climates: npt.NDArray[np.float32]) -> None:
    frame = simulate(all_climates, ("all",), load=LOAD)
    assert len(frame) == len(all_climates) * len(catalogue())
    assert len(catalogue()) >= 23
    numbers = frame.select_dtypes("number").to_numpy()
    assert np.isfinite(numbers).all()
    assert (frame.pue > 1.0).all() and (frame.pue < 3.5).all()
    modes = frame[[f"hours_{mode}" for mode in ("free", "partial", "adiabatic", "mechanical")]]
    assert (modes.sum(axis=1) == YEAR).all()
    assert (frame.wue_l_per_kwh >= frame.consumption_l_per_kwh - 1e-9).all()
    assert (frame.pue_peak >= frame.pue_p99 - 1e-6).all() and (frame.pue_p99 >= frame.pue - 0.05).all()
    check_columns(frame.columns.drop("site"))
    check_frame(frame.drop(columns="site"))


def test_float32_kernel_keeps_to_the_float64_account(any_climate: npt.NDArray[np.float64]) -> None:
    # The bound that the documentation states: 2e-6 of PUE, 5e-6 L/kWh of WUE.
    weather = any_climate.astype(np.float32)
    frame = simulate(weather, ("all",), load=LOAD).set_index("design")
    shares = LOAD.astype(np.float32).astype(np.float64)
    for name in (
        "airside_adiabatic_tower",
        "liquid_hybrid_tower",
        "indirect_evaporative_dx",
        "lei_small_dx",
        "sea_water",
    ):
        exact = account(catalogue()[name], weather.astype(np.float64), shares)
        assert frame.pue[name] == pytest.approx(exact.facility_power.sum() / LOAD.sum(), abs=2e-6)
        assert frame.wue_l_per_kwh[name] == pytest.approx(
            exact.withdrawal.sum() * 3600 / LOAD.sum(), abs=5e-6
        )
        assert frame.peak_facility_mw_per_mw_it[name] == pytest.approx(exact.facility_power.max(), abs=2e-6)


def test_months_make_up_the_year(all_climates: npt.NDArray[np.float32]) -> None:
    frame = simulate(all_climates[:1], ("waterside_tower",), load=LOAD)
    days = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    energy = np.array([part.sum() for part in np.split(LOAD, np.cumsum(days * 24)[:-1])])
    monthly = frame[[f"pue_m{month:02d}" for month in range(1, 13)]].to_numpy()[0]
    assert (monthly * energy).sum() / LOAD.sum() == pytest.approx(frame.pue[0], abs=1e-9)


def test_blocks_cover_the_year_within_months() -> None:
    for step in (1, 7):
        hours = hours_of_year(step)
        assert hours.bounds[0] == 0 and hours.bounds[-1] == len(hours.index)
        assert (np.diff(hours.bounds) > 0).all() and np.diff(hours.bounds).max() <= 512


def test_same_numbers_whatever_the_threads_and_the_company(all_climates: npt.NDArray[np.float32]) -> None:
    chosen = select(["waterside_tower", "liquid_dry_cooler"])
    options = {"draws": 8, "seed": 3, "band_hour_step": 7}
    one = table(simulate_arrays(all_climates, LOAD, chosen, threads=1, **options), chosen, LOAD)
    two = table(simulate_arrays(all_climates, LOAD, chosen, threads=2, **options), chosen, LOAD)
    alone = table(simulate_arrays(all_climates[2:3], LOAD, chosen, threads=1, **options), chosen, LOAD)
    for name, column in one.items():
        assert np.array_equal(column, two[name])
        assert np.array_equal(np.asarray(column)[4:6], alone[name])


def test_bands_hold_the_middle_and_follow_the_seed(all_climates: npt.NDArray[np.float32]) -> None:
    first = simulate(all_climates[:2], ("waterside_tower",), draws=40, seed=1)
    again = simulate(all_climates[:2], ("waterside_tower",), draws=40, seed=1)
    other = simulate(all_climates[:2], ("waterside_tower",), draws=40, seed=2)
    assert first.equals(again)
    assert not first.pue_p95.equals(other.pue_p95)
    for name, middle in (("pue", "pue"), ("wue", "wue_l_per_kwh")):
        assert (first[f"{name}_p05"] < first[f"{name}_p50"]).all()
        assert (first[f"{name}_p50"] < first[f"{name}_p95"]).all()
        assert (first[f"{name}_p05"] < first[middle]).all() and (first[middle] < first[f"{name}_p95"]).all()


def test_sampled_hours_give_the_band_of_all_hours(all_climates: npt.NDArray[np.float32]) -> None:
    whole = simulate(all_climates, ("waterside_tower",), draws=40, band_hour_step=1)
    some = simulate(all_climates, ("waterside_tower",), draws=40, band_hour_step=7)
    for name in ("pue_p05", "pue_p50", "pue_p95"):
        assert np.abs(whole[name] - some[name]).max() < 1e-3
    for name in ("wue_p05", "wue_p50", "wue_p95"):
        assert np.abs(whole[name] / some[name] - 1).max() < 0.01


def test_warmer_air_never_cools_better(all_climates: npt.NDArray[np.float32]) -> None:
    warmer = all_climates.copy()
    warmer[:, :2] += 3.0
    names = ("waterside_tower", "dry_cooler_air_chiller", "colo_air_chiller", "liquid_dry_cooler")
    cool, hot = simulate(all_climates, names), simulate(warmer, names)
    assert (hot.pue >= cool.pue - 1e-6).all()


def test_part_load_costs_efficiency(all_climates: npt.NDArray[np.float32]) -> None:
    full = simulate(all_climates[:1], ("colo_air_chiller",), load=np.full(YEAR, 1.0))
    third = simulate(all_climates[:1], ("colo_air_chiller",), load=np.full(YEAR, 0.3))
    assert third.pue[0] > full.pue[0]


@pytest.mark.parametrize(
    ("weather", "load", "words"),
    [
        (np.zeros((2, 8760)), None, "wrong shape"),
        (np.full((3, 8760), np.nan), None, "dry_bulb_c"),
        (np.stack([np.full(8760, 90.0), np.zeros(8760), np.full(8760, 1e5)]), None, "allowed: -70 to 65"),
        (np.stack([np.zeros(8760), np.zeros(8760), np.full(8760, 1e5)]), np.full(8760, 1.2), "it_load"),
        (np.stack([np.zeros(8760), np.zeros(8760), np.full(8760, 1e5)]), np.zeros(8760), "above 0"),
    ],
)
def test_bad_weather_and_load_are_named(weather: np.ndarray, load: np.ndarray | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        simulate(weather, ("waterside_tower",), load=load)
