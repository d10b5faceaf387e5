"""Other planners' weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.configs.ranking import RankingConfig
from pipeline.ranking.analysis import analyse
from pipeline.ranking.order import order_sites
from pipeline.ranking.presets import preset_weights, rank_order_centroid

from .conftest import SOURCE, settings, table


def with_presets(*presets: dict[str, object]) -> RankingConfig:
    keys = [{"name": f"p{at}", "title": "Someone", "source": SOURCE, **one} for at, one in enumerate(presets)]
    return RankingConfig.model_validate({**settings().model_dump(), "presets": keys})


def test_centroid_weights_of_the_paper() -> None:
    # Barron and Barrett 1996: three attributes 11/18, 5/18, 2/18; two 3/4, 1/4
    assert rank_order_centroid(3) == pytest.approx([11 / 18, 5 / 18, 2 / 18])
    assert rank_order_centroid(2) == pytest.approx([0.75, 0.25])


@given(st.integers(1, 12))
def test_centroid_weights_are_the_mean_of_the_corners_in_that_order(count: int) -> None:
    # The weights w1 >= ... >= wn form a simplex with corners (1,0,..), (1/2,1/2,0,..), ..., (1/n, ..., 1/n).
    corners = np.tril(np.ones((count, count))) / np.arange(1, count + 1)[:, None]
    assert rank_order_centroid(count) == pytest.approx(corners.mean(axis=0))
    assert rank_order_centroid(count).sum() == pytest.approx(1.0)


def test_an_order_gives_the_criteria_it_names_their_weights() -> None:
    config = with_presets({"order": ["water_scarcity", "carbon"]})
    assert preset_weights(config.presets[0], config) == pytest.approx([0.25, 0.0, 0.75])


def test_prices_give_swing_weights() -> None:
    # carbon spans 0 to 1000 kg at 0.19 USD: 190 USD; cost spans 0 to 200 USD at 1: 200 USD
    config = with_presets({"usd_per_unit": {"carbon": 0.19, "electricity_cost": 1.0}})
    spans = {one.name: one.points[-1][0] - one.points[0][0] for one in config.criteria}
    carbon, cost = 0.19 * spans["carbon"], spans["electricity_cost"]
    found = preset_weights(config.presets[0], config)
    assert found == pytest.approx([carbon / (carbon + cost), cost / (carbon + cost), 0.0])


def test_with_prices_the_score_orders_by_money() -> None:
    # Straight value functions: a unit of score is the same money everywhere, so the bill gives the order.
    rows = table({"a dry": (900, 20, 0), "b dry": (100, 150, 0), "c dry": (500, 100, 0)})
    config = with_presets({"usd_per_unit": {"carbon": 0.19, "electricity_cost": 1.0}})
    order = order_sites(rows, np.ones(3, dtype=bool), config)
    (found,) = analyse(rows, np.ones(3, dtype=bool), order, config)["presets"]
    # a: 171 + 20 = 191; b: 19 + 150 = 169; c: 95 + 100 = 195
    assert found["first_ten"] == ["b", "a", "c"]


def test_the_scenario_s_own_weights_move_nothing(three: pd.DataFrame) -> None:
    own = dict(settings().weights)
    config = with_presets({"weights": own}, {"order": ["carbon"]})
    allowed = np.ones(len(three), dtype=bool)
    order = order_sites(three, allowed, config)
    same, other = analyse(three, allowed, order, config)["presets"]
    assert same["rank_correlation"] == 1.0 and same["largest_move"] == 0 and not same["first_changes"]
    assert other["weights"] == {"carbon": 1.0, "electricity_cost": 0.0, "water_scarcity": 0.0}
    assert other["first"] == "a"  # the cleanest


@pytest.mark.parametrize(
    ("preset", "words"),
    [
        ({"order": ["carbon"], "weights": {"carbon": 1.0}}, "one of order, weights, usd_per_unit"),
        ({}, "one of order, weights, usd_per_unit"),
        ({"order": ["carbon", "carbon"]}, "orders a criterion twice"),
        ({"order": ["lignite"]}, "speaks of lignite; allowed: carbon, electricity_cost, water_scarcity"),
        ({"weights": {"carbon": 0.0}}, "weighs nothing"),
    ],
)
def test_what_is_refused(preset: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        with_presets(preset)


def test_a_name_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match="preset x appears twice"):
        with_presets({"name": "x", "order": ["carbon"]}, {"name": "x", "order": ["carbon"]})
