import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.ranking.pareto import dominated, gap
from pipeline.ranking.shortlist import diverse, great_circle_km
from pipeline.ranking.topsis import closeness

worth_tables = arrays(float, st.tuples(st.integers(1, 9), st.just(3)), elements=st.floats(0, 1))


def test_closeness_by_hand() -> None:
    # w = (0.6, 0.4), v = (0.5, 1): d+ = 0.3; d- = sqrt(0.3² + 0.4²) = 0.5; 0.5 / 0.8
    assert closeness(np.array([0.5, 1.0]), np.array([0.6, 0.4])) == pytest.approx(0.625)
    ends = closeness(np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([0.6, 0.4]))
    assert ends.tolist() == [1.0, 0.0]


def test_closeness_of_a_classic_matrix() -> None:
    """Plain TOPSIS with min-max scaling is ours with the candidates' own ends as reference points.

    Three candidates, costs 1 and 2: prices 200, 250, 300 and volumes 16, 8, 4 (more is better), weights 1/2.
    Scaled: (1, 1), (0.5, 1/3), (0, 0).
    """
    x = np.array([[1.0, 1.0], [0.5, 1 / 3], [0.0, 0.0]])
    plus = np.sqrt(0.25**2 + (1 / 3) ** 2)
    minus = np.sqrt(0.25**2 + (1 / 6) ** 2)
    found = closeness(x, np.array([0.5, 0.5]))
    assert found == pytest.approx([1.0, minus / (plus + minus), 0.0])


@settings(deadline=None)
@given(worth_tables)
def test_closeness_keeps_dominance_and_ignores_other_sites(worths: np.ndarray) -> None:
    weights = np.array([0.5, 0.3, 0.2])
    found = closeness(worths, weights)
    assert ((found >= 0) & (found <= 1)).all()
    for index in range(len(worths)):
        assert closeness(worths[index], weights) == found[index]
        better = (worths >= worths[index]).all(axis=1)
        assert (found[better] >= found[index] - 1e-12).all()


def test_pareto_by_hand() -> None:
    worths = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.4, 0.4], [0.5, 0.4]])
    assert dominated(worths).tolist() == [False, False, False, True, True]
    # 0.4, 0.4 lacks 0.1 in both against 0.5, 0.5; 0.5, 0.4 is beaten in one only
    assert gap(worths) == pytest.approx([0.0, 0.0, 0.0, 0.1, 0.0])


def test_a_gap_in_the_data_neither_dominates_nor_is_dominated() -> None:
    worths = np.array([[0.9, np.nan], [0.5, 0.5], [0.2, np.nan], [0.9, 0.9]])
    # the first could be 0 in the second criterion, so it does not dominate; the third could be 1
    assert dominated(worths).tolist() == [False, True, False, False]


@settings(deadline=None)
@given(worth_tables)
def test_the_front_is_what_some_order_puts_first(worths: np.ndarray) -> None:
    off = dominated(worths)
    assert not off.all()
    best = (worths @ np.array([0.2, 0.3, 0.5])).argmax()
    assert gap(worths)[best] <= 1e-12
    for index in np.flatnonzero(off):
        others = np.delete(np.arange(len(worths)), index)
        lead = worths[others] - worths[index]
        assert ((lead >= 0).all(axis=1) & (lead > 0).any(axis=1)).any()
    assert (gap(worths)[~off] == 0.0).all()


def test_identical_sites_share_the_front() -> None:
    assert dominated(np.full((3, 2), 0.5)).tolist() == [False, False, False]
    assert dominated(np.empty((0, 2))).tolist() == []


def test_a_quarter_of_the_equator() -> None:
    # 2 pi 6371.0088 / 4 = 10 007.56 km; the pole is as far
    found = great_circle_km(np.array([0.0, 0.0, 90.0]), np.array([0.0, 90.0, 12.0]), 0)
    assert found == pytest.approx([0.0, 10_007.557, 10_007.557], abs=0.01)


def test_a_diverse_shortlist_by_hand() -> None:
    latitude = np.array([60.0, 60.1, 50.0, 40.0, 30.0])
    longitude = np.zeros(5)
    country = np.array(["N", "S", "N", "N", "E"])
    # the second is 11 km from the first; the fourth would be the third of N
    found = diverse(latitude, longitude, country, size=5, per_country=2, apart_km=300.0)
    assert found.tolist() == [0, 2, 4]
    assert diverse(latitude, longitude, country, size=2, per_country=2, apart_km=300.0).tolist() == [0, 2]
    assert diverse(latitude, longitude, country, size=5, per_country=9, apart_km=0.0).tolist() == [
        0,
        1,
        2,
        3,
        4,
    ]
    assert diverse(latitude[:0], longitude[:0], country[:0], size=5, per_country=2, apart_km=1.0).size == 0
