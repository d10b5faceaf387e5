import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from pipeline.ranking.sensitivity import break_even, single_weight_flips, smallest_weight_move

WEIGHTS = np.array([0.5, 0.3, 0.2])


def test_smallest_move_by_hand() -> None:
    # lead 0.5 x 0.4 + 0.3 x 0.1 - 0.2 x 0.6 = 0.11; each unit from the first to the third costs 1.0 of it
    found = smallest_weight_move(WEIGHTS, np.array([0.4, 0.1, -0.6]))
    assert found is not None
    moved, after = found
    assert moved == pytest.approx(0.11)
    assert after.tolist() == pytest.approx([0.39, 0.3, 0.31])


def test_a_move_empties_one_criterion_and_goes_on_with_the_next() -> None:
    # lead 0.2 x 0.8 + 0.5 x 0.6 - 0.3 x 0.1 = 0.43; the first gives all of its 0.2, worth 0.9 each:
    # 0.25 is left, and the second gives 0.25 / 0.7
    found = smallest_weight_move(np.array([0.2, 0.5, 0.3]), np.array([0.8, 0.6, -0.1]))
    assert found is not None
    assert found[0] == pytest.approx(0.2 + 0.25 / 0.7)
    assert found[1][0] == 0.0


def test_a_site_better_in_everything_cannot_be_overtaken_by_weights() -> None:
    assert smallest_weight_move(WEIGHTS, np.array([0.1, 0.2, 0.3])) is None
    # nor by a criterion that does not count
    assert smallest_weight_move(np.array([0.6, 0.4, 0.0]), np.array([0.1, 0.2, -0.3])) is None


@settings(deadline=None)
@given(
    arrays(float, 4, elements=st.integers(1, 100).map(float)),
    arrays(float, 4, elements=st.integers(1, 200).map(lambda whole: (whole - 100.5) / 100)),
)
def test_no_smaller_move_exists(raw: np.ndarray, difference: np.ndarray) -> None:
    weights = raw / raw.sum()
    if weights @ difference < 0:
        difference = -difference
    assume(weights @ difference > 1e-6)
    found = smallest_weight_move(weights, difference)
    if found is None:
        assert (difference > 0).all()
        return
    moved, after = found
    assert after.sum() == pytest.approx(1.0)
    assert (after >= 0).all()
    assert after @ difference == pytest.approx(0.0, abs=1e-9)
    # the same as a linear program: w = weights + up - down, least sum of up
    programme = linprog(
        np.concatenate([np.ones(4), np.zeros(4)]),
        A_eq=np.array([np.concatenate([difference, -difference]), np.concatenate([np.ones(4), -np.ones(4)])]),
        b_eq=[-(weights @ difference), 0.0],
        bounds=[(0, None)] * 4 + [(0, limit) for limit in weights],
    )
    assert moved == pytest.approx(programme.fun, abs=1e-7)


def test_single_weights_by_hand() -> None:
    # d = (0.4, -0.2), w = (0.6, 0.4): lead 0.16; w1 x 0.4 = (1 - w1) x 0.2 at w1 = 1/3
    found = single_weight_flips(np.array([0.6, 0.4]), np.array([0.4, -0.2]))
    assert found == pytest.approx([1 / 3, 2 / 3])
    assert np.isnan(single_weight_flips(np.array([0.6, 0.4]), np.array([0.4, 0.2]))).all()
    assert np.isnan(single_weight_flips(np.array([1.0]), np.array([0.4]))).all()


POINTS = ((0.0, 1.0), (100.0, 0.5), (300.0, 0.0))


def test_break_even_by_hand() -> None:
    # worth now 0.75; 0.1 less at a weight of 0.4 is 0.25 less: 0.5, at 100
    assert break_even(POINTS, 50.0, 0.4, 0.1) == pytest.approx(100.0)
    # 0.1 more: worth 1, at 0
    assert break_even(POINTS, 50.0, 0.4, -0.1) == pytest.approx(0.0)
    # 0.9 less at a weight of 0.4 cannot be
    assert np.isnan(break_even(POINTS, 50.0, 0.4, 0.9))
    assert np.isnan(break_even(POINTS, np.nan, 0.4, 0.1))
    assert np.isnan(break_even(POINTS, 50.0, 0.0, 0.1))
    rising = ((0.0, 0.0), (10.0, 1.0))
    assert break_even(rising, 5.0, 1.0, 0.2) == pytest.approx(3.0)
