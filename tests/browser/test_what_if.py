"""Changed weights, gates, designs and prices give the scores that the pipeline would give."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.cartography.grid import MapInputs
from pipeline.cartography.payload import BILL
from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.ranking.rank import rank_sites
from tests.browser.axe import serious
from tests.browser.conftest import Opened, Opener
from tests.cartography.synthetic import DESIGNS, HOSTILE, gate_configs, ranking_config

pytestmark = pytest.mark.browser
CRITERIA = [criterion.name for criterion in ranking_config().criteria]
VIEW = (
    "() => ({rank: [...kilowhere.view.rank], score: [...kilowhere.view.score], low: [...kilowhere.view.low],"
    " high: [...kilowhere.view.high], completeness: [...kilowhere.view.completeness],"
    " design: [...kilowhere.view.design].map(d => kilowhere.model.designs[d].name),"
    " parts: kilowhere.model.criteria.map((_, c) =>"
    "  Array.from({length: kilowhere.model.n}, (_, s) => kilowhere.view.contribution(s, c)))})"
)


def settle(opened: Opened) -> None:
    """Wait for the frame in which the order is made anew."""
    opened.page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def pipeline(
    table: pd.DataFrame, gates: Sequence[GateConfig] | None = None, config: RankingConfig | None = None
) -> pd.DataFrame:
    """The pipeline's own ranking under other settings."""
    chosen = gate_configs() if gates is None else gates
    return rank_sites(table, chosen, config or ranking_config()).sites.sort_values("site_id")


def assert_same(opened: Opened, expected: pd.DataFrame) -> None:
    view = opened.page.evaluate(VIEW)
    assert view["rank"] == expected["rank"].fillna(0).astype(int).tolist()
    assert view["design"] == expected["design"].tolist()
    for shown, column in (("score", "score"), ("low", "score_low"), ("high", "score_high")):
        assert view[shown] == pytest.approx(expected[column].tolist(), abs=1e-9)
    assert view["completeness"] == pytest.approx(expected["completeness"].tolist(), abs=1e-9)
    for name, part in zip(CRITERIA, view["parts"], strict=True):
        assert part == pytest.approx(expected[f"contribution_{name}"].tolist(), abs=1e-9), name
    shown = opened.page.locator("#rows button.site").all_text_contents()
    order = expected.sort_values(["rank", "site_id"], na_position="last")["name"].tolist()
    assert shown == order, "the table shows the new order"


def slide(opened: Opened, name: str, value: int | float) -> None:
    opened.page.locator(f"#{name}").evaluate(
        "(node, value) => { node.value = value; node.dispatchEvent(new Event('input')); }", value
    )
    settle(opened)


def test_sliders_reorder_as_the_pipeline_would(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    random = np.random.default_rng(5)
    opened.page.click("#whatif-toggle")
    for _ in range(5):
        weights = {name: int(random.integers(0, 101)) for name in CRITERIA}
        weights[CRITERIA[0]] += 1
        for name, value in weights.items():
            slide(opened, f"weight-{name}", min(value, 100))
        config = ranking_config({name: min(value, 100) / 100 for name, value in weights.items()})
        assert_same(opened, pipeline(inputs.table, config=config))
    assert opened.page.locator("#banner").is_visible()
    assert opened.page.locator("#columns button[data-sort=moved]").count() == 1, (
        "no draws belong to this order"
    )
    assert opened.quiet(), (opened.requests, opened.complaints)


def test_every_preset_and_reset(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    opened.page.click("#whatif-toggle")
    scenario = dict(zip(CRITERIA, ranking_config().scaled_weights, strict=True))
    for preset in ("equal", *CRITERIA):
        opened.page.select_option("#preset", preset)
        settle(opened)
        weights = dict.fromkeys(CRITERIA, 0.25)
        if preset != "equal":
            rest = 1 - scenario[preset]
            weights = {name: 0.6 if name == preset else 0.4 * scenario[name] / rest for name in CRITERIA}
        assert_same(opened, pipeline(inputs.table, config=ranking_config(weights)))
    opened.page.click("#reset")
    settle(opened)
    assert_same(opened, inputs.ranking.sort_values("site_id"))
    assert opened.page.locator("#banner").is_hidden()
    assert opened.page.input_value("#preset") == "scenario"


def test_gates_can_be_switched_off(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    opened.page.click("#whatif-toggle")
    boxes = opened.page.locator("#whatif .gate input")
    assert boxes.count() == len(gate_configs())
    for place in range(len(gate_configs())):
        boxes.nth(place).uncheck()
        settle(opened)
        assert_same(opened, pipeline(inputs.table, gates=gate_configs()[place + 1 :]))


@pytest.mark.parametrize("design", DESIGNS)
def test_one_design_for_all(open_map: Opener, inputs: MapInputs, design: str) -> None:
    opened = open_map()
    opened.page.click("#whatif-toggle")
    opened.page.select_option("#design", str(DESIGNS.index(design)))
    settle(opened)
    assert_same(opened, pipeline(inputs.table[inputs.table["design"] == design].reset_index(drop=True)))


def priced(table: pd.DataFrame, carbon: float, water: float) -> pd.DataFrame:
    """The bill with a price of carbon [USD/t] and of water withdrawn on site [USD/m³] on top."""
    bill = table[BILL]
    if carbon:
        bill = bill + carbon * table["carbon_kgco2e_per_mwh_it"] / 1000
    if water:
        bill = bill + water * table["site_water_withdrawal_m3"] / table["it_mwh"]
    return table.assign(**{BILL: bill})


def test_prices_of_carbon_and_water(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    opened.page.click("#whatif-toggle")
    for carbon, water in ((120, 0), (120, 7.5), (0, 20)):
        slide(opened, "carbon-price", carbon)
        slide(opened, "water-price", water)
        assert_same(opened, pipeline(priced(inputs.table, carbon, water)))


def test_all_weights_zero_orders_nothing(open_map: Opener) -> None:
    opened = open_map()
    opened.page.click("#whatif-toggle")
    for name in CRITERIA:
        slide(opened, f"weight-{name}", 0)
    assert opened.page.evaluate("kilowhere.view.ranked") == 0
    assert "nothing orders the sites" in opened.page.locator("#banner").inner_text()
    assert opened.quiet(), (opened.requests, opened.complaints)


def changed_state(opened: Opened) -> None:
    page = opened.page
    page.click("#whatif-toggle")
    slide(opened, "weight-carbon", 83)
    slide(opened, "carbon-price", 95)
    page.select_option("#design", "1")
    page.locator("#whatif .gate input").nth(0).uncheck()
    page.select_option("#measure", "pue")
    page.fill("#search", "a")
    page.select_option("#status", "25")
    page.evaluate("kilowhere.compare.set([3, 5, 8]); kilowhere.select(7)")
    settle(opened)
    page.wait_for_timeout(400)


def test_a_link_restores_the_state(open_map: Opener) -> None:
    opened = open_map()
    changed_state(opened)
    fragment = opened.page.evaluate("location.hash")
    again = open_map(fragment=fragment)
    settle(again)
    assert again.page.evaluate(VIEW) == opened.page.evaluate(VIEW)
    state = (
        "() => [kilowhere.selected, kilowhere.compare.chosen, kilowhere.measure.name,"
        " document.getElementById('search').value, document.getElementById('status').value,"
        " [...document.querySelectorAll('#rows button.site')].map(b => b.textContent),"
        " document.getElementById('whatif').hidden]"
    )
    assert again.page.evaluate(state) == opened.page.evaluate(state)
    assert again.quiet(), (again.requests, again.complaints)
    again.page.click("#reset")
    again.page.wait_for_timeout(500)
    assert "weights" not in again.page.evaluate("location.hash")


@pytest.mark.parametrize(
    "fragment",
    [
        "#weights=carbon:1e999,nonsense:3,electricity_cost:-1&off=nothing&design=none&carbon=x&site=y&shade=z",
        "#weights=%3Cscript%3E&find=%3Cscript%3Ewindow.hacked%3D1%3C/script%3E&show=%22&compare=,,,a",
        "#%E0%A4%A",
    ],
)
def test_a_broken_link_does_no_harm(open_map: Opener, inputs: MapInputs, fragment: str) -> None:
    opened = open_map(fragment=fragment)
    opened.page.fill("#search", "")
    settle(opened)
    assert_same(opened, inputs.ranking.sort_values("site_id"))
    assert opened.page.evaluate("window.hacked") is None
    assert opened.quiet(), (opened.requests, opened.complaints)


def downloaded(opened: Opened) -> tuple[str, list[dict[str, Any]]]:
    with opened.page.expect_download() as waiting:
        opened.page.click("#csv")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    return waiting.value.suggested_filename, list(csv.DictReader(io.StringIO(text)))


def test_the_shown_table_comes_as_csv(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    name, rows = downloaded(opened)
    assert name == "kilowhere-made-up.csv"
    expected = inputs.ranking.sort_values(["rank", "site_id"], na_position="last")
    assert [row["site_id"] for row in rows] == expected["site_id"].tolist()
    assert [float(row["score"]) for row in rows] == pytest.approx(expected["score"].tolist(), abs=1e-12)
    assert [row["rank"] for row in rows] == [
        "" if pd.isna(rank) else str(rank) for rank in expected["rank"].tolist()
    ]
    assert {row["name"].removeprefix("'") for row in rows} >= {name.removeprefix("'") for name in HOSTILE}
    assert not [row["name"] for row in rows if row["name"].startswith(("=", "+", "-", "@"))]
    opened.page.select_option("#status", "10")
    assert len(downloaded(opened)[1]) == 10


def test_sites_side_by_side(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    page = opened.page
    boxes = page.locator("#rows .pick input")
    for place in range(4):
        boxes.nth(place).check()
    boxes.nth(4).click()
    assert not boxes.nth(4).is_checked(), "four are the most"
    page.click("#compare-open")
    first = inputs.ranking.sort_values("rank").head(4)
    heads = page.locator("#compare thead th").all_text_contents()[1:]
    assert [head.startswith(name) for head, name in zip(heads, first["name"], strict=True)] == [True] * 4
    ranks = page.locator("#compare tbody tr").first.locator("td").all_text_contents()
    assert [text.split()[0] for text in ranks] == ["1", "2", "3", "4"]
    page.keyboard.press("Escape")
    assert page.locator("#compare").is_hidden()
    assert opened.quiet(), (opened.requests, opened.complaints)


def test_axe_finds_nothing_serious_in_panels_and_dialog(open_map: Opener) -> None:
    opened = open_map()
    opened.page.click("#whatif-toggle")
    slide(opened, "weight-carbon", 90)
    opened.page.click("#share")
    assert serious(opened.page) == []
    opened.page.evaluate("kilowhere.compare.set([1, 2, 3]); kilowhere.compare.open()")
    assert serious(opened.page) == []
