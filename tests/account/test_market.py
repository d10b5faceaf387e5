"""Contracts by hand: the year's volume, and the hours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.account.market import contracted, market_based_tco2e, matched_share, wind_farm_shape
from pipeline.configs.account_parts import MarketConfig


def test_matching_by_hand() -> None:
    """Load 1, 1, 2; contracts 2, 0, 1; grid 50 % clean.

    Met by contract 1 + 0 + 1 = 2; the rest 0 + 1 + 1 = 2, half of it clean: 3 of 4. The surplus of the first
    hour helps nobody.
    """
    load, contracts = np.array([[1.0, 1.0, 2.0]]), np.array([[2.0, 0.0, 1.0]])
    assert matched_share(load, contracts, np.full((1, 3), 0.5))[0] == pytest.approx(0.75)
    assert matched_share(load, 2 * load, np.full((1, 3), np.nan))[0] == 1.0
    assert np.isnan(matched_share(load, contracts, np.full((1, 3), np.nan))[0])


def test_market_based_by_hand() -> None:
    """1000 MWh at 300 kg: 300 t. 60 % wind at 11, 10 % solar at 45: 0.3 x 300 + 6.6 + 4.5 = 101.1 t."""
    found = market_based_tco2e(
        np.array([300.0]),
        np.array([1000.0]),
        {"wind": 0.6, "solar": 0.1},
        {"wind": np.array([11.0]), "solar": np.array([45.0])},
    )
    assert found[0] == pytest.approx(101.1)
    assert market_based_tco2e(np.array([300.0]), np.array([1000.0]), {}, {})[0] == 300.0


def test_flat_technologies_run_flat() -> None:
    found = contracted({"nuclear": 0.4, "solar": 0.5}, {"solar": np.tile([[0.0, 2.0]], 4380)}, 1)
    assert found[0, :2].tolist() == [0.4, 1.4]


def test_a_farm_of_wind() -> None:
    normals = np.random.default_rng(3).standard_normal((4, 8760))
    found = wind_farm_shape(normals, 0.97, 7.5)
    np.testing.assert_allclose(found.mean(axis=1), 1.0)
    # rated power over mean is one over the capacity factor: 0.25 to 0.45 for 7.5 m/s
    capacity = 1.0 / found.max(axis=1)
    assert ((capacity > 0.25) & (capacity < 0.45)).all()
    assert (found == 0).mean() > 0.05  # calms
    steady = wind_farm_shape(normals, 0.0, 7.5)
    assert np.abs(np.diff(found)).mean() < 0.5 * np.abs(np.diff(steady)).mean()


@given(st.floats(0, 3), st.floats(0, 1))
def test_a_flat_contract_for_a_flat_load(share: float, grid: float) -> None:
    load = np.ones((1, 24))
    found = matched_share(load, share * load, np.full((1, 24), grid))[0]
    assert found == pytest.approx(min(share, 1.0) + max(1.0 - share, 0.0) * grid)


@pytest.mark.parametrize(
    ("ppas", "message"),
    [
        ([{"technology": "solar", "share": 0.7}, {"technology": "wind", "share": 0.6}], "sum to 1.3"),
        ([{"technology": "solar", "share": 1.2}], "less than or equal to 1"),
        ([{"technology": "fusion", "share": 0.5}], "technology"),
    ],
)
def test_contracts_that_cannot_be_are_refused(ppas: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        MarketConfig(ppas=ppas)  # type: ignore[arg-type]
