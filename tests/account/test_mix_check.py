"""A mix that contradicts the stated intensity gives a grid no hours."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.account.mix_check import CONTRADICTS, MARGINAL, NO_MIX, usable_mix


@pytest.mark.parametrize(
    ("intensity", "reason"),
    # half gas at 490 and half wind at 11 imply 250.5 g: exp(0.5) of it is 413, exp(-0.5) is 152
    [(250.5, None), (412.0, None), (414.0, CONTRADICTS), (153.0, None), (151.0, CONTRADICTS)],
)
def test_the_limit_by_hand(intensity: float, reason: str | None) -> None:
    found = usable_mix(
        np.array([[0.5, 0.5]]), np.array([intensity]), np.array([[490.0, 11.0]]), np.array([False]), 0.5
    )
    assert found.reason[0] == reason
    assert np.isnan(found.shares).all() == (reason is not None)


def test_other_reasons_come_first_and_neighbours_stay() -> None:
    shares = np.array([[0.5, 0.5], [np.nan, np.nan], [0.5, 0.5], [0.5, 0.5]])
    found = usable_mix(
        shares,
        np.array([250.5, 250.5, 9000.0, np.nan]),
        np.tile([490.0, 11.0], (4, 1)),
        np.array([False, False, True, False]),
        0.5,
    )
    assert found.reason.tolist() == [None, NO_MIX, MARGINAL, None]
    assert found.shares[0].tolist() == [0.5, 0.5]
    assert shares[2].tolist() == [0.5, 0.5]  # the caller's table is left as it was
