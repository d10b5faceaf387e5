"""The charts' own arithmetic, and that they are the same twice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.report.charts import places, ranks, scores
from pipeline.report.charts.style import clean

SITES = pd.DataFrame(
    {
        "site_id": ["a", "b"],
        "name": ["$x$ \u202egnirts 😀", "Beta"],
        "rank": [1, 2],
        "rank_p05": [1.0, 1.0],
        "rank_p50": [1.0, 2.0],
        "rank_p95": [2.0, 5.0],
        "cost": [10.0, 20.0],
        "carbon": [5.0, float("nan")],
    }
)


def test_names_lose_what_no_font_has_and_what_is_mathematics() -> None:
    assert clean("$x$ \u202egnirts 😀") == r"\$x\$ gnirts "
    assert clean("a" * 50) == "a" * 33 + "…"


def test_a_rank_that_is_never_taken_is_zero() -> None:
    table = pd.DataFrame(
        {"site_id": ["b", "a", "b"], "rank": [2, 1, 9], "rank_acceptability": [0.4, 0.9, 0.1]}
    )
    np.testing.assert_array_equal(
        ranks.acceptability_matrix(SITES, table, 3), [[0.9, 0.0, 0.0], [0.0, 0.4, 0.0]]
    )


def test_labels_of_crowded_sites_do_not_cover_each_other() -> None:
    spots = np.array([[5.0, 60.0], [6.0, 59.0], [8.0, 58.0], [17.0, 68.0], [14.0, 66.0], [5.5, 60.5]])
    labels = np.array(places.spread_labels(spots))
    for one in range(len(labels)):
        for other in range(one):
            apart = np.abs(labels[one] - labels[other])
            assert apart[0] >= 9.5 or apart[1] >= 7.5


def test_the_same_figures_give_the_same_bytes() -> None:
    assert ranks.rank_intervals(SITES) == ranks.rank_intervals(SITES)
    drawn = [scores.trade_off(SITES, SITES, ("cost", "carbon"), ("USD", "kg")) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "<script" not in drawn[0]
