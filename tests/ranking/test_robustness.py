import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pipeline.ranking.draws import dirichlet_weights, ordinal_weights, uniform_weights
from pipeline.ranking.robustness import (
    Acceptability,
    competition_ranks,
    draw_scores,
    first_place_weights,
    rank_counts,
    tie_groups,
    wins_of,
)

score_tables = arrays(float, (5, 6), elements=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))


def test_ranks_by_hand() -> None:
    found = competition_ranks(np.array([[0.3, 0.9, 0.3, 0.1], [0.5, 0.5, 0.5, 0.5]]))
    assert found.tolist() == [[2, 1, 2, 4], [1, 1, 1, 1]]


@settings(deadline=None)
@given(score_tables)
def test_a_rank_is_one_more_than_the_number_of_better_sites(scores: np.ndarray) -> None:
    better = (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    assert np.array_equal(competition_ranks(scores), better + 1)


def test_acceptability_by_hand() -> None:
    # three draws: a first twice and last once
    scores = np.array([[0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.1, 0.5, 0.9]])
    found = Acceptability(rank_counts(scores), 3)
    assert found.counts.tolist() == [[2, 0, 1], [0, 3, 0], [1, 0, 2]]
    assert found.p_top(1) == pytest.approx([2 / 3, 0.0, 1 / 3])
    assert found.p_top(2) == pytest.approx([2 / 3, 1.0, 1 / 3])
    assert found.p_top(10).tolist() == [1.0, 1.0, 1.0]
    assert found.quantile(0.5).tolist() == [1.0, 2.0, 3.0]
    assert found.quantile(0.95).tolist() == [3.0, 2.0, 3.0]


@settings(deadline=None)
@given(score_tables)
def test_every_draw_is_counted_once_per_site(scores: np.ndarray) -> None:
    counts = rank_counts(scores)
    assert counts.sum(axis=1).tolist() == [5] * 6
    assert (np.diff(Acceptability(counts, 5).quantile(0.5)).size) == 5
    assert (Acceptability(counts, 5).p_top(6) == 1.0).all()


def test_smaa_closed_form_two_criteria() -> None:
    """SMAA with two criteria and uniform weights has its figures on paper.

    a = (1, 0) beats b = (0, 1) where w > 1/2: half the simplex, with a mean weight of 3/4. c = (0.6, 0.6) is
    first where 0.6 > max(w, 1 - w): 0.4 < w < 0.6, a fifth, with a mean weight of 1/2; a and b keep 0.4 each
    and a's central weight becomes 0.8.
    """
    draws = 40_000
    weights = uniform_weights(np.array([0.5, 0.5]), draws, 1)
    worths = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]])
    columns = [lambda index=index: worths[:, index, None] for index in range(2)]
    (scores,) = draw_scores(columns, (weights,), 3)
    found = Acceptability(rank_counts(scores), draws)
    assert found.p_top(1) == pytest.approx([0.4, 0.4, 0.2], abs=0.01)
    assert found.p_top(2) == pytest.approx([0.5, 0.5, 1.0], abs=0.01)
    total, number = first_place_weights(scores, weights)
    central = total / number[:, None]
    assert central[:, 0] == pytest.approx([0.8, 0.2, 0.5], abs=0.01)
    beats = wins_of(scores) / draws
    assert beats[0, 1] == pytest.approx(0.5, abs=0.01)
    assert beats[2, 0] == pytest.approx(0.6, abs=0.01)


@settings(deadline=None)
@given(score_tables)
def test_beating_and_being_beaten_make_one(scores: np.ndarray) -> None:
    beats = wins_of(scores) / len(scores)
    assert beats + beats.T == pytest.approx(np.ones((6, 6)))


def test_tie_groups_by_hand() -> None:
    # 1 is tied with 2 and beats 3; 3 is tied with 4
    beats = np.array(
        [[0.5, 0.9, 0.97, 1.0], [0.1, 0.5, 0.8, 1.0], [0.03, 0.2, 0.5, 0.6], [0.0, 0.0, 0.4, 0.5]]
    )
    assert tie_groups(beats, 0.95).tolist() == [1, 1, 2, 2]
    assert tie_groups(beats, 0.90).tolist() == [1, 2, 2, 3]
    assert tie_groups(np.full((3, 3), 0.5), 0.95).tolist() == [1, 1, 1]
    assert tie_groups(np.empty((0, 0)), 0.95).tolist() == []


def test_dirichlet_weights_have_the_stated_mean_and_spread() -> None:
    weights = np.array([0.3, 0.0, 0.7])
    drawn = dirichlet_weights(weights, 20.0, 20_000, 5)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(20_000))
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=0.003)
    # variance w (1 - w) / 21 = 0.01
    assert drawn[:, 0].std() == pytest.approx(0.1, abs=0.003)
    assert (drawn[:, 1] == 0.0).all()


def test_uniform_weights_fill_the_simplex_of_the_criteria_that_count() -> None:
    drawn = uniform_weights(np.array([0.9, 0.05, 0.0, 0.05]), 20_000, 5)
    assert drawn.mean(axis=0) == pytest.approx([1 / 3, 1 / 3, 0.0, 1 / 3], abs=0.01)
    # P(w1 > 1/2) on a triangle is 1/4
    assert (drawn[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=0.02)


def test_ordinal_weights_keep_the_order_and_have_the_rank_order_centroid_as_mean() -> None:
    drawn = ordinal_weights(np.array([0.2, 0.7, 0.0, 0.1]), 20_000, 5)
    assert (drawn[:, 1] >= drawn[:, 0]).all()
    assert (drawn[:, 0] >= drawn[:, 3]).all()
    assert (drawn[:, 2] == 0.0).all()
    # rank order centroid of three: (1 + 1/2 + 1/3) / 3 = 11/18, 5/18, 2/18 (Barron and Barrett 1996)
    assert drawn.mean(axis=0) == pytest.approx([5 / 18, 11 / 18, 0.0, 2 / 18], abs=0.01)


def test_equal_weights_come_in_either_order() -> None:
    drawn = ordinal_weights(np.array([0.25, 0.5, 0.25]), 20_000, 5)
    assert (drawn[:, 1] >= drawn[:, [0, 2]].max(axis=1)).all()
    assert (drawn[:, 0] > drawn[:, 2]).mean() == pytest.approx(0.5, abs=0.02)
