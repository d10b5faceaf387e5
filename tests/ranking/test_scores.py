import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.errors import InputError
from pipeline.ranking import scores

from .conftest import settings, table

POINTS = ((10.0, 1.0), (20.0, 0.4), (60.0, 0.0))


def test_value_function_by_hand() -> None:
    # halfway from 10 to 20: 0.7; a quarter from 20 to 60: 0.3; constant beyond the ends
    found = scores.worth(np.array([0.0, 10.0, 15.0, 20.0, 30.0, 60.0, 99.0]), POINTS)
    assert found == pytest.approx([1.0, 1.0, 0.7, 0.4, 0.3, 0.0, 0.0])
    assert np.isnan(scores.worth(np.array([np.nan]), POINTS)).all()


def test_score_by_hand() -> None:
    weights = np.array([0.5, 0.3, 0.2])
    found = scores.score(np.array([[0.9, 0.5, np.nan], [0.2, 0.4, 0.6]]), weights)
    # 0.45 + 0.15 + 0.2 x 0.5 = 0.70, from 0.60 to 0.80; a fifth of the weight is unknown
    assert found.score.tolist() == pytest.approx([0.70, 0.34])
    assert found.low.tolist() == pytest.approx([0.60, 0.34])
    assert found.high.tolist() == pytest.approx([0.80, 0.34])
    assert found.completeness.tolist() == pytest.approx([0.8, 1.0])
    assert found.contributions[0].tolist() == pytest.approx([0.45, 0.15, 0.10])


matrix = st.lists(
    st.lists(st.one_of(st.just(np.nan), st.floats(0, 1)), min_size=4, max_size=4), min_size=1, max_size=8
).map(np.array)
weight = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(
    lambda values: np.array(values) / sum(values)
)


@hypothesis_settings(deadline=None)
@given(matrix, weight)
def test_contributions_sum_and_the_interval_holds_the_score(
    worth_of: np.ndarray, weights: np.ndarray
) -> None:
    found = scores.score(worth_of, weights)
    assert np.abs(found.contributions.sum(axis=1) - found.score).max() <= 1e-12
    assert ((found.low <= found.score) & (found.score <= found.high)).all()
    assert found.score == pytest.approx((found.low + found.high) / 2, abs=1e-12)
    complete = ~np.isnan(worth_of).any(axis=1)
    assert found.high[complete] == pytest.approx(found.low[complete], abs=1e-15)


def test_a_missing_or_textual_column_is_refused() -> None:
    config = settings()
    rows = table({"a dry": (1, 2, 3)})
    with pytest.raises(InputError, match="no table has as a number"):
        scores.figures(rows.drop(columns="electricity_usd_per_mwh_it"), config.criteria)
    with pytest.raises(InputError, match="carbon_kgco2e_per_mwh_it"):
        scores.figures(rows.assign(carbon_kgco2e_per_mwh_it="12"), config.criteria)


def test_the_best_design_is_the_best_that_passes() -> None:
    sites = np.array(["a", "a", "b", "b", "c", "c"])
    designs = np.array(["dry", "wet", "dry", "wet", "wet", "dry"])
    found = scores.best_rows(
        sites,
        designs,
        np.array([0.5, 0.9, 0.5, 0.9, 0.7, 0.7]),
        np.array([True, True, True, False, True, True]),
    )
    # a: the higher score; b: the only one that passes; c: equal scores, the name that comes first
    assert found.tolist() == [1, 2, 5]


def test_a_site_that_no_design_passes_keeps_its_best_row() -> None:
    found = scores.best_rows(
        np.array(["a", "a"]), np.array(["dry", "wet"]), np.array([0.1, 0.2]), np.array([False, False])
    )
    assert found.tolist() == [1]


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([[0, 1], [0, 0]], "must rise"),
        ([[0, 1], [1, 0.2], [2, 0.4], [3, 0]], "turns back"),
        ([[0, 1], [1, 0.2]], "whole scale"),
        ([[0, 1]], "at least 2"),
    ],
)
def test_a_value_function_that_is_none_is_refused(points: list[list[float]], message: str) -> None:
    criterion = {"name": "carbon", "column": "x", "points": points}
    with pytest.raises(ValidationError, match=message):
        settings({"carbon": 1.0}, [criterion])


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"carbon": 0.0, "electricity_cost": 0.0, "water_scarcity": 0.0}, "all weights are zero"),
        ({"carbon": 1.0}, "differ in electricity_cost"),
        ({"carbon": 1, "electricity_cost": 1, "water_scarcity": 1, "hazard": 1}, "differ in hazard"),
        ({"carbon": 1, "electricity_cost": -1, "water_scarcity": 1}, "greater than or equal to 0"),
    ],
)
def test_weights_that_cannot_be_are_refused(weights: dict[str, float], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        settings(weights)


def test_weights_are_scaled_to_one() -> None:
    found = settings({"carbon": 5, "electricity_cost": 3, "water_scarcity": 2}).scaled_weights
    assert found == pytest.approx((0.5, 0.3, 0.2))


def test_a_criterion_twice_is_refused() -> None:
    criterion = {"name": "carbon", "column": "x", "points": [[0, 1], [1, 0]]}
    with pytest.raises(ValidationError, match="appears twice"):
        settings({"carbon": 1.0}, [criterion, criterion])
