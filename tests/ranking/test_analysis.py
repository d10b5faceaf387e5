import numpy as np
import pandas as pd
import pytest

from pipeline.configs.ranking import RankingConfig
from pipeline.errors import InputError
from pipeline.ranking.analysis import analyse, compare
from pipeline.ranking.order import order_sites, swapped

from .conftest import SOURCE, settings, table


def all_allowed(rows: pd.DataFrame) -> np.ndarray:
    return np.ones(len(rows), dtype=bool)


def with_swap(**swap: object) -> RankingConfig:
    keys = {"name": "other", "criterion": "carbon", "source": SOURCE, **swap}
    return RankingConfig.model_validate({**settings().model_dump(), "swaps": [keys]})


def test_a_comparison_by_hand(three: pd.DataFrame) -> None:
    config = settings()
    order = order_sites(three, all_allowed(three), config)
    b, a = order.rows[0], order.rows[1]
    found = compare(three, b, a, order, config)
    # b dry less a dry: carbon 0.40 - 0.45, cost 0.225 - 0.150, water 0.18 - 0.10
    assert found["lead"] == pytest.approx(0.105)
    parts = {name: part["difference"] for name, part in found["by_criterion"].items()}
    assert parts == pytest.approx({"carbon": -0.05, "electricity_cost": 0.075, "water_scarcity": 0.08})
    assert sum(parts.values()) == pytest.approx(found["lead"], abs=1e-12)
    assert found["largest_first"] == ["water_scarcity", "electricity_cost", "carbon"]
    # b loses 0.105 of carbon at 0.105 / 0.5 = 0.21 worth, 210 kg above its 200; a would have to gain as much
    assert found["by_criterion"]["carbon"]["break_even"] == [pytest.approx(410.0), None]
    assert found["by_criterion"]["electricity_cost"]["break_even"] == pytest.approx([120.0, 30.0])
    # all that moves goes to carbon, where a is better by 0.1: from water (0.4 apart) first, 0.5 a unit
    assert found["smallest_weight_move"]["moved"] == pytest.approx(0.2 + (0.105 - 0.2 * 0.5) / 0.35)
    moved = np.array(list(found["smallest_weight_move"]["weights"].values()))
    worth_of = order.worth_of
    assert moved @ (worth_of[b] - worth_of[a]) == pytest.approx(0.0, abs=1e-12)


def test_the_other_way_round_it_is_the_same_move(three: pd.DataFrame) -> None:
    config = settings()
    order = order_sites(three, all_allowed(three), config)
    forth = compare(three, order.rows[0], order.rows[1], order, config)
    back = compare(three, order.rows[1], order.rows[0], order, config)
    assert back["lead"] == -forth["lead"]
    assert back["smallest_weight_move"] == forth["smallest_weight_move"]


def test_the_smallest_move_is_over_all_challengers(three: pd.DataFrame) -> None:
    config = settings()
    order = order_sites(three, all_allowed(three), config)
    found = analyse(three, all_allowed(three), order, config)
    assert found["first"] == "b"
    assert [one["site_id"] for one in found["challengers"]] == ["a", "c"]
    assert found["smallest_weight_move"]["site_id"] == "a"
    # c is worse than b in everything
    assert found["challengers"][1]["smallest_weight_move"] is None


def test_an_empty_ranking_has_nothing_to_turn(three: pd.DataFrame) -> None:
    nobody = np.zeros(len(three), dtype=bool)
    found = analyse(three, nobody, order_sites(three, nobody, settings()), settings())
    assert found == {
        "first": None,
        "challengers": [],
        "smallest_weight_move": None,
        "swaps": [],
        "presets": [],
    }


def test_a_source_swap_by_hand() -> None:
    # a leads by carbon; the other source finds b clean: 0.5 x 0.9 + ... against 0.5 x 0.1
    rows = table({"a dry": (100, 100, 50), "b dry": (200, 100, 50)}, consumption=[900.0, 100.0])
    config = with_swap(column="consumption")
    order = order_sites(rows, all_allowed(rows), config)
    (found,) = analyse(rows, all_allowed(rows), order, config)["swaps"]
    assert found["first_changes"] is True
    assert found["first"] == "b"
    assert found["ranks_of_first_ten"] == {"a": 2, "b": 1}
    assert found["largest_move"] == 1
    assert found["rank_correlation"] == pytest.approx(-1.0)
    assert found["enter_first_ten"] == []


def test_a_swap_may_scale_the_figure_and_change_its_points() -> None:
    rows = table({"a dry": (100, 100, 50)}, generation=50.0, consumption=[75.0])
    other, config = swapped(
        rows,
        with_swap(times="consumption", over="generation", points=[[0, 1], [300, 0]]),
        with_swap(times="consumption", over="generation", points=[[0, 1], [300, 0]]).swaps[0],
    )
    assert other["swap_other"].tolist() == [150.0]
    order = order_sites(other, all_allowed(other), config)
    assert order.scored.contributions[0, 0] == pytest.approx(0.25)


def test_a_gap_in_the_other_source_is_counted() -> None:
    rows = table({"a dry": (100, 100, 50), "b dry": (200, 100, 50)}, consumption=[np.nan, 100.0])
    config = with_swap(column="consumption")
    order = order_sites(rows, all_allowed(rows), config)
    (found,) = analyse(rows, all_allowed(rows), order, config)["swaps"]
    assert found["sites_without_the_figure"] == 1


@pytest.mark.parametrize("key", ["column", "times", "over"])
def test_a_swap_to_a_column_that_is_not_there_is_refused(three: pd.DataFrame, key: str) -> None:
    config = with_swap(**{key: "nowhere"})
    with pytest.raises(InputError, match="swap other"):
        analyse(three, all_allowed(three), order_sites(three, all_allowed(three), config), config)


@pytest.mark.parametrize(
    ("swap", "message"),
    [({}, "changes nothing"), ({"column": "x", "criterion": "peace"}, "is for peace")],
)
def test_a_swap_that_says_nothing_is_refused(swap: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        with_swap(**swap)
