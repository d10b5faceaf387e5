"""Shares of variance against closed forms; the Pareto set of a site's designs by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.account.pareto import pareto_among, pareto_within
from pipeline.account.variance import drivers, median_shares, variance_shares, variance_table


def scores(count: int, draws: int = 20_000) -> list[np.ndarray]:
    return list(np.random.default_rng(11).standard_normal((count, 1, draws)))


def test_a_sum_is_divided_by_variances() -> None:
    first, second, idle = scores(3)
    # variances 4 and 1
    found = variance_shares(2.0 * first + second, [first, second, idle])[0]
    np.testing.assert_allclose(found, [0.8, 0.2, 0.0], atol=0.01)


def test_a_log_normal_product_by_its_closed_form() -> None:
    """S_i = (exp(s_i²) − 1) / (exp(s_1² + s_2²) − 1): for 0.4 and 0.2, 0.1735/0.2214 and 0.0408/0.2214."""
    first, second = scores(2, 200_000)
    found = variance_shares(np.exp(0.4 * first + 0.2 * second), [first, second])[0]
    np.testing.assert_allclose(found, [0.7837, 0.1843], atol=0.01)
    assert found.sum() < 1.0  # the product's own part belongs to neither


def test_what_does_not_vary_or_is_missing() -> None:
    first = scores(1)[0]
    assert variance_shares(np.full_like(first, 3.0), [first])[0, 0] == 0.0
    assert np.isnan(variance_shares(np.full_like(first, np.nan), [first])[0, 0])


def test_table_and_driver() -> None:
    names = pd.DataFrame({"site_id": ["a", "b"], "design": ["dry", "dry"]})
    shares = {"carbon_tco2e": np.array([[0.2, 0.7], [np.nan, np.nan]])}
    inputs = {"carbon_tco2e": ("plant", "carbon")}
    table = variance_table(names, shares, inputs)
    assert table["site_id"].tolist() == ["a", "a"]
    assert table["variance_share"].tolist() == [0.2, 0.7]
    found = drivers(names, shares, inputs)["carbon_tco2e_driver"]
    assert found[0] == "carbon" and pd.isna(found[1])


def test_medians_over_sites() -> None:
    names = pd.DataFrame({"site_id": ["a", "b", "c"], "design": "dry"})
    shares = {"carbon_tco2e": np.array([[0.2, 0.7], [0.1, 0.9], [0.6, 0.4]])}
    found = median_shares(variance_table(names, shares, {"carbon_tco2e": ("plant", "carbon")}))
    assert found["variance_input"].tolist() == ["carbon", "plant"]
    assert found["variance_share"].tolist() == [0.7, 0.2]


def test_pareto_by_hand() -> None:
    """Site a: (1, 5), (2, 4), (2, 5): the last is beaten by both. Site b stands alone."""
    groups = np.array(["a", "b", "a", "a"])
    figures = np.array([[1.0, 5.0], [9.0, 9.0], [2.0, 4.0], [2.0, 5.0]])
    assert pareto_within(groups, figures).tolist() == [True, True, True, False]


def test_a_figure_missing_for_the_whole_site_decides_nothing() -> None:
    groups = np.array(["a", "a"])
    assert pareto_within(groups, np.array([[np.nan, 1.0], [np.nan, 2.0]])).tolist() == [True, False]
    # missing for one: best for itself, worst as a rival
    assert pareto_within(groups, np.array([[np.nan, 3.0], [1.0, 2.0]])).tolist() == [True, True]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_pareto_as_its_definition_says(rows: list[tuple[int, int, int]]) -> None:
    table = np.array(rows, dtype=float)
    found = pareto_within(table[:, 0], table[:, 1:])
    for at, (site, *mine) in enumerate(table):
        rivals = [other[1:] for other in table if other[0] == site]
        beaten = any((other <= mine).all() and (other < mine).any() for other in rivals)
        assert found[at] == (not beaten)


@pytest.mark.parametrize("count", [1, 300])
def test_rows_do_not_depend_on_their_number(count: int) -> None:
    first, second = np.random.default_rng(1).standard_normal((2, count, 500))
    whole = variance_shares(first + second, [first, second])
    np.testing.assert_allclose(whole[:1], variance_shares((first + second)[:1], [first[:1], second[:1]]))


def test_a_plant_too_small_beats_nobody() -> None:
    """At a the cheapest (1, 1) cannot cool: (2, 2) is unbeaten, (3, 3) is beaten by it. At b none can."""
    site = np.array(["a", "a", "a", "b", "b"])
    figures = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [1.0, 1.0], [2.0, 2.0]])
    able = np.array([False, True, True, False, False])
    assert pareto_among(site, figures, able).tolist() == [False, True, False, True, False]
    everyone = np.ones(5, dtype=bool)
    assert (pareto_among(site, figures, everyone) == pareto_within(site, figures)).all()
