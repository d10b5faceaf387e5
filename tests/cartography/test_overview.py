"""The page that links the scenarios, and who moves between them."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cartography.overview.__main__ import main
from pipeline.cartography.overview.movers import Scenario, moves
from pipeline.cartography.overview.pages import comparison_page, index_page, rank_chart
from pipeline.files import write_json, write_parquet
from tests.cartography.synthetic import HOSTILE, map_inputs, ranking_config


def scenario(name: str, rows: list[tuple[str, float | None, str, float, float, str | None]]) -> Scenario:
    frame = pd.DataFrame(
        rows,
        columns=["site_id", "rank", "design", "contribution_carbon", "contribution_cost", "gate_reasons"],
    )
    frame["name"] = "Site " + frame["site_id"]
    frame["country_name"] = "Utopia"
    frame["rank"] = frame["rank"].astype("Int64")
    frame["score"] = frame["contribution_carbon"] + frame["contribution_cost"]
    frame["p_top10"] = 1.0
    return Scenario(name, f"Plan {name}", frame, "So sure.", {"carbon": 0.5, "cost": 0.5})


BEFORE = scenario(
    "a",
    [
        ("x", 1, "tower", 0.40, 0.30, None),
        ("y", 2, "dry", 0.30, 0.30, None),
        ("z", 3, "dry", 0.10, 0.10, None),
        ("w", None, "dry", 0.40, 0.40, "hazard: too exposed"),
        ("v", None, "dry", 0.40, 0.40, "hazard: too exposed"),
    ],
)
AFTER = scenario(
    "b",
    [
        ("x", 3, "dry", 0.10, 0.30, None),
        ("y", 2, "dry", 0.30, 0.30, None),
        ("z", None, "dry", 0.10, 0.10, "scarce_water: none left"),
        ("w", 1, "dry", 0.40, 0.40, None),
        ("v", None, "dry", 0.40, 0.40, "hazard: too exposed"),
    ],
)


def test_moves_by_hand() -> None:
    found = moves(BEFORE, AFTER).set_index("site_id")
    assert list(found.index) == ["w", "x", "y", "z"], "by the better of the two ranks; v is ranked in neither"
    assert found.loc["x", "moved"] == -2
    # Ranked in both are x and y. Carbon changed by -0.30 and 0, on average -0.15; x lies 0.15 below it.
    assert found.loc["x", "why"] == "cooling: tower → dry; carbon -0.150 against the mean change"
    assert found.loc["y", "moved"] == 0
    assert found.loc["y", "why"] == ""
    assert found.loc["w", "why"] == "excluded before: hazard: too exposed"
    assert found.loc["z", "why"] == "excluded: scarce_water: none left"
    assert pd.isna(found.loc["z", "rank_after"])


def test_a_site_that_comes_or_goes_is_said_to() -> None:
    fewer = Scenario("c", "C", BEFORE.ranking.query("site_id != 'x'"), "", {})
    found = moves(BEFORE, fewer).set_index("site_id")
    assert found.loc["x", "why"] == "not a candidate any more"
    assert moves(fewer, BEFORE).set_index("site_id").loc["x", "why"] == "a new candidate"


def test_the_same_scenario_moves_nothing() -> None:
    found = moves(BEFORE, BEFORE)
    assert found["moved"].tolist() == [0, 0, 0]
    assert found["why"].tolist() == ["", "", ""]


def test_a_criterion_that_only_one_scenario_judges_counts_from_nothing() -> None:
    other = Scenario("d", "D", BEFORE.ranking.drop(columns="contribution_cost"), "", {"carbon": 1.0})
    found = moves(other, BEFORE).set_index("site_id")
    assert found["moved"].tolist() == [0, 0, 0]


def test_the_chart_follows_the_first_ten_of_any() -> None:
    chart = rank_chart([BEFORE, AFTER])
    assert {line.name: line.points for line in chart.lines} == {
        "Site x": ((0, 1), (1, 3)),
        "Site y": ((0, 2), (1, 2)),
        "Site z": ((0, 3),),
        "Site w": ((1, 1),),
    }
    assert chart.y(1) < chart.y(2) < chart.y(999) == chart.y(chart.lowest)


def test_pages_link_what_there_is_and_escape_what_comes_from_data() -> None:
    inputs = map_inputs(12, names=HOSTILE, world=False)
    bad = Scenario("bad", "<b>Bad</b>", inputs.ranking, "<i>sure</i>", {})
    pages = [index_page([BEFORE, bad]), comparison_page([bad, BEFORE])]
    for page in pages:
        assert "<script" not in page
        assert "<b>Bad" not in page
        assert re.search(r"default-src &#39;none&#39;", page)
    for link in ("a.html", "../results/a/report.html", "../results/a/ranking.csv", "comparison.html"):
        assert f'href="{link}"' in pages[0]
    assert "comparison.html" not in index_page([BEFORE]), "one scenario is compared with nothing"


def test_both_pages_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inputs = map_inputs(15, world=False)
    write_parquet(inputs.ranking, tmp_path / "ranking.parquet")
    write_json(
        {"statement": "Sure.", "weights": dict(ranking_config().weights)}, tmp_path / "robustness.json"
    )
    files = [str(tmp_path / "ranking.parquet"), str(tmp_path / "robustness.json")]
    main(
        [
            *("--scenario", "one", "First", *files, "--scenario", "two", "Second", *files),
            *("--index", str(tmp_path / "index.html"), "--comparison", str(tmp_path / "comparison.html")),
        ]
    )
    assert "First" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Second" in (tmp_path / "comparison.html").read_text(encoding="utf-8")
    assert capsys.readouterr().err.startswith("overview: 2 scenarios")
