from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.ranking.diff import Run, causes, compare_runs
from pipeline.ranking.rank import rank_sites

from .conftest import settings, table

ROWS = {"a dry": (100.0, 100.0, 50.0), "b dry": (200.0, 50.0, 10.0), "c dry": (800.0, 150.0, 90.0)}


def finished(
    rows: dict[str, tuple[float, float, float]], manifest: dict[str, Any] | None = None, **keys: Any
) -> Run:
    config = settings(draws=100, **keys)
    return Run("run", rank_sites(table(rows), [], config).sites, config, manifest or {})


def test_equal_runs_do_not_differ() -> None:
    found = compare_runs(finished(ROWS), finished(ROWS))
    assert (found[["score_change", "by_weights", "by_points", "by_figures", "moved"]] == 0.0).all().all()


def test_a_change_of_figures_by_hand() -> None:
    # b's carbon from 200 to 600: 0.5 x (0.4 - 0.8) = -0.2, from first with 0.805 to second with 0.605
    found = compare_runs(finished(ROWS), finished({**ROWS, "b dry": (600.0, 50.0, 10.0)})).set_index(
        "site_id"
    )
    assert found.loc["b", ["rank_before", "rank_after"]].tolist() == [1, 2]
    assert found.loc["b", "by_figures"] == pytest.approx(-0.2)
    assert found.loc["b", "by_weights"] == 0.0
    assert found.loc["a", "score_change"] == 0.0
    assert found.index.tolist() == ["a", "b", "c"]  # those that moved first


def test_a_change_of_weights_by_hand() -> None:
    # all on carbon: a gains 0.5 x 0.9 and loses 0.3 x 0.5 and 0.2 x 0.5
    weights = {"carbon": 1.0, "electricity_cost": 0.0, "water_scarcity": 0.0}
    found = compare_runs(finished(ROWS), finished(ROWS, weights=weights)).set_index("site_id")
    assert found.loc["a", "by_weights"] == pytest.approx(0.45 - 0.15 - 0.10)
    assert found.loc["a", "by_figures"] == 0.0
    assert found.loc["a", "score_change"] == pytest.approx(0.20)


def test_sites_that_come_and_go_are_named() -> None:
    fewer = {key: value for key, value in ROWS.items() if key != "c dry"}
    found = compare_runs(finished(ROWS), finished({**fewer, "d dry": (1.0, 1.0, 1.0)})).set_index("site_id")
    assert pd.isna(found.loc["c", "rank_after"])
    assert pd.isna(found.loc["d", "rank_before"])
    assert pd.isna(found.loc["d", "score_change"])


figure = st.tuples(st.floats(1, 900), st.floats(1, 190), st.floats(1, 95))
weight = st.floats(0.01, 1)


@hypothesis_settings(max_examples=12, deadline=None)
@given(figure, figure, st.tuples(weight, weight, weight), st.floats(1000, 2000))
def test_the_parts_sum_to_the_change(
    before: tuple[float, float, float],
    after: tuple[float, float, float],
    weights: tuple[float, float, float],
    worst: float,
) -> None:
    names = ("carbon", "electricity_cost", "water_scarcity")
    criteria = [one.model_dump() for one in settings().criteria]
    criteria[0]["points"] = [[0, 1], [worst, 0]]
    other = finished(
        {**ROWS, "b dry": after}, weights=dict(zip(names, weights, strict=True)), criteria=criteria
    )
    found = compare_runs(finished({**ROWS, "b dry": before}), other)
    parts = found[["by_weights", "by_points", "by_figures"]].sum(axis=1)
    assert (parts - found["score_change"]).abs().max() <= 1e-12


def test_causes_name_settings_data_and_code() -> None:
    base = {
        "kilowhere": "1",
        "python": "3.11",
        "libraries": {"numpy": "2"},
        "config": {"ranking": {"weights": {"carbon": 0.3}, "criteria": [1]}, "title": "x"},
        "inputs": {"datasets/sources.csv": "abc"},
    }
    other = {
        **base,
        "libraries": {"numpy": "3"},
        "config": {"ranking": {"weights": {"carbon": 0.4}, "criteria": [1]}, "title": "x"},
        "inputs": {"datasets/sources.csv": "abd", "mine.csv": "1"},
    }
    found = causes(finished(ROWS, base), finished(ROWS, other))
    assert found == {
        "settings": ["ranking.weights.carbon"],
        "data": ["datasets/sources.csv", "mine.csv"],
        "code": ["numpy"],
    }
