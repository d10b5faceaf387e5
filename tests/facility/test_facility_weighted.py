"""Facility power under hourly weights: against the hour-by-hour account, and what must not change it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.errors import InputError
from pipeline.facility import simulate, stream_weighted_sums, weighted_sums
from pipeline.facility.designs import catalogue
from pipeline.facility.hourly import account
from tests.facility.conftest import HOURS

LOAD = 0.75 + 0.2 * np.sin(2 * np.pi * HOURS / 24)
NAMES = ("waterside_tower", "liquid_dry_cooler", "airside_adiabatic_tower", "sea_water")
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@pytest.fixture(scope="module")
def weights(all_climates: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Two made-up series per site: carbon that falls at noon, price that jumps."""
    clock = 400 + 150 * np.cos(2 * np.pi * HOURS / 24)
    price = np.random.default_rng(7).exponential(60.0, (len(all_climates), 8760))
    return np.stack([np.broadcast_to(clock, price.shape), price], axis=1).astype(np.float32)


def test_sums_are_those_of_the_hour_by_hour_account(
    all_climates: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]
) -> None:
    result = weighted_sums(all_climates, NAMES, weights, it_load=LOAD)
    shares = LOAD.astype(np.float32).astype(np.float64)
    for site in (1, 4):
        for at, name in enumerate(NAMES):
            exact = account(catalogue()[name], all_climates[site].astype(np.float64), shares)
            power = exact.facility_power
            expected = weights[site].astype(np.float64) @ power
            assert result.weighted[site, at, 0] == pytest.approx(expected, rel=2e-6)
            months = [part.sum() for part in np.split(power, np.cumsum(DAYS * 24)[:-1])]
            assert result.energy_kwh[site, at, 0] == pytest.approx(months, rel=2e-6)
            for ours, flow in (
                (result.withdrawal_l, exact.withdrawal),
                (result.consumption_l, exact.consumption),
            ):
                litres = [part.sum() * 3600 for part in np.split(flow, np.cumsum(DAYS * 24)[:-1])]
                assert ours[site, at, 0] == pytest.approx(litres, rel=2e-5, abs=1e-3)
            assert result.peak_kw[site, at, 0] == pytest.approx(power.max(), abs=2e-6)


def test_a_weight_of_one_gives_the_energy_and_draws_are_those_of_simulate(
    all_climates: npt.NDArray[np.float32],
) -> None:
    ones = np.ones((2, 1, 8760), np.float32)
    result = weighted_sums(all_climates[:2], NAMES, ones, draws=20, it_load=LOAD, seed=5)
    assert result.weighted.shape == (2, 4, 21, 1)
    assert np.allclose(result.weighted[..., 0], result.energy_kwh.sum(axis=3), rtol=1e-6)
    frame = simulate(all_climates[:2], NAMES, draws=20, load=LOAD, seed=5)
    pue = result.weighted[..., 0] / LOAD.sum()
    assert np.allclose(frame.pue, pue[:, :, 0].ravel(), atol=2e-6)
    assert np.allclose(frame.pue_p95, np.percentile(pue[:, :, 1:], 95, axis=2).ravel(), atol=2e-6)


def test_neither_threads_nor_company_nor_chunks_change_a_site(
    all_climates: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]
) -> None:
    loads = np.stack([np.clip(LOAD + 0.01 * site, 0.1, 1.0) for site in range(len(all_climates))])
    whole = weighted_sums(all_climates, NAMES, weights, draws=2, it_load=loads, threads=2)
    alone = weighted_sums(all_climates[3:4], NAMES, weights[3:4], draws=2, it_load=loads[3:4], threads=1)
    parts = dict(stream_weighted_sums(all_climates, NAMES, weights, draws=2, it_load=loads, chunk=3))
    assert list(parts) == [0, 3]
    for name in whole.__dataclass_fields__:
        assert np.array_equal(getattr(whole, name)[3], getattr(alone, name)[0])
        joined = np.concatenate([getattr(part, name) for part in parts.values()])
        assert np.array_equal(getattr(whole, name), joined)


def test_a_series_with_a_gap_is_missing_and_the_others_are_not(
    all_climates: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]
) -> None:
    holed = weights.copy()
    holed[2, 1, 4000] = np.nan
    full, gap = (weighted_sums(all_climates, NAMES, given) for given in (weights, holed))
    assert np.isnan(gap.weighted[2, :, :, 1]).all()
    known = np.ones(gap.weighted.shape, dtype=bool)
    known[2, :, :, 1] = False
    assert np.array_equal(full.weighted[known], gap.weighted[known])


@pytest.mark.parametrize(
    ("shape", "load", "words"),
    [
        ((6, 8760), None, "weights have the wrong shape"),
        ((5, 1, 8760), None, "weights have the wrong shape"),
        ((6, 1, 8760), np.ones((3, 8760)), "IT load has the wrong shape"),
        ((6, 1, 8760), np.zeros(8760), "above 0"),
    ],
)
def test_wrong_shapes_are_named(
    all_climates: npt.NDArray[np.float32], shape: tuple[int, ...], load: np.ndarray | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        weighted_sums(all_climates, NAMES, np.ones(shape, np.float32), it_load=load)
