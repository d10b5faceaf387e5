"""The map in a real browser with the network off."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cartography.grid import MapInputs
from tests.browser.axe import serious
from tests.browser.conftest import Opener
from tests.cartography.synthetic import HOSTILE

pytestmark = pytest.mark.browser


def ranked(inputs: MapInputs) -> pd.DataFrame:
    return inputs.ranking[inputs.ranking["rank"].notna()].sort_values("rank")


def test_it_asks_for_nothing_and_complains_of_nothing(open_map: Opener) -> None:
    opened = open_map()
    opened.page.wait_for_timeout(300)
    assert opened.quiet(), (opened.requests, opened.complaints)


def test_the_policy_holds_when_a_script_is_slipped_in(open_map: Opener) -> None:
    opened = open_map()
    opened.page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.hacked = 1';"
        " document.body.append(s); const i = new Image(); i.src = 'https://example.org/a.png'; }"
    )
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.hacked") is None
    assert opened.requests == []
    assert len(opened.complaints) == 2
    assert all("Content Security Policy" in text for text in opened.complaints)


def test_every_ranked_site_has_a_marker_that_opens_its_card(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    page = opened.page
    for site in inputs.ranking.itertuples():
        # Zoom to the site, then click where its marker is: what opens is its card.
        at = page.evaluate(
            "id => { const k = kilowhere; const s = k.model.sites.id.indexOf(id);"
            " k.map.setView([k.model.sites.latitude[s], k.model.sites.longitude[s]], 9, {animate: false});"
            " const at = [k.model.sites.latitude[s], k.model.sites.longitude[s]];"
            " const p = k.map.latLngToContainerPoint(at);"
            " const b = k.map.getContainer().getBoundingClientRect(); return [b.left + p.x, b.top + p.y]; }",
            site.site_id,
        )
        page.mouse.click(*at)
        assert page.locator("#card-title").text_content() == site.name, site.site_id
        card = page.locator("#card").inner_text()
        standing = "Excluded" if pd.isna(site.rank) else f"Rank {site.rank} of {len(ranked(inputs))}"
        assert standing in card
        page.click("#card-close")
        assert page.locator("#card").is_hidden()
    assert opened.quiet(), (opened.requests, opened.complaints)


def test_a_marker_is_painted_where_each_ranked_site_is(open_map: Opener, inputs: MapInputs) -> None:
    page = open_map().page
    painted = page.evaluate(
        "() => { const k = kilowhere; const context = k.sites._container.getContext('2d');"
        " const ratio = window.devicePixelRatio; const found = [];"
        " for (let s = 0; s < k.model.n; s += 1) {"
        "  k.map.setView([k.model.sites.latitude[s], k.model.sites.longitude[s]], 9, {animate: false});"
        "  const x = Math.round(ratio * (k.sites._x[s] - k.sites._bounds.min.x));"
        "  const y = Math.round(ratio * (k.sites._y[s] - k.sites._bounds.min.y));"
        "  const pixels = context.getImageData(x - 4, y - 4, 9, 9).data;"
        "  if (pixels.some((value, k) => k % 4 === 3 && value > 0)) found.push(k.model.sites.id[s]); }"
        " return found; }"
    )
    assert painted == sorted(inputs.ranking["site_id"])


def test_the_page_scores_as_the_pipeline_does(open_map: Opener, inputs: MapInputs) -> None:
    view = open_map().page.evaluate(
        "() => ({rank: [...kilowhere.view.rank], score: [...kilowhere.view.score],"
        " low: [...kilowhere.view.low], high: [...kilowhere.view.high],"
        " completeness: [...kilowhere.view.completeness],"
        " parts: kilowhere.model.criteria.map((_, c) =>"
        "  Array.from({length: kilowhere.model.n}, (_, s) => kilowhere.view.contribution(s, c)))})"
    )
    expected = inputs.ranking.sort_values("site_id")
    assert view["rank"] == expected["rank"].fillna(0).astype(int).tolist()
    for shown, column in (("score", "score"), ("low", "score_low"), ("high", "score_high")):
        assert view[shown] == pytest.approx(expected[column].tolist(), abs=1e-12)
    assert view["completeness"] == pytest.approx(expected["completeness"].tolist(), abs=1e-12)
    names = [column for column in expected if column.startswith("contribution_")]
    for name, part in zip(names, view["parts"], strict=True):
        assert part == pytest.approx(expected[name].tolist(), abs=1e-12), name


def test_names_from_data_are_text(open_map: Opener, inputs: MapInputs) -> None:
    opened = open_map()
    page = opened.page
    shown = page.locator("button.site").all_text_contents()
    assert set(HOSTILE) <= set(shown)
    for name in HOSTILE:
        page.evaluate("name => kilowhere.select(kilowhere.model.sites.name.indexOf(name))", name)
        assert page.locator("#card-title").text_content() == name
    assert page.evaluate("window.hacked") is None
    assert (
        page.locator("#rows script, #card script, #rows img, #card img, #card a[href^=javascript]").count()
        == 0
    )
    assert opened.quiet(), (opened.requests, opened.complaints)


def test_the_card_says_where_every_figure_comes_from(open_map: Opener, inputs: MapInputs) -> None:
    page = open_map().page
    first = ranked(inputs).iloc[0]
    page.evaluate("id => kilowhere.select(kilowhere.model.sites.id.indexOf(id))", first["site_id"])
    page.locator("#card summary", has_text="Where the figures come from").click()
    text = page.locator("#card").inner_text()
    row = inputs.table[
        (inputs.table.site_id == first["site_id"]) & (inputs.table.design == first["design"])
    ].iloc[0]
    assert f"{row['pue']:.4g}" in text
    for value, source in (("carbon_gco2e_per_kwh", "carbon_source"), ("aware_cf_annual", "aware_source")):
        if pd.isna(row[value]):
            assert "missing, not estimated" in text
        else:
            told = inputs.sources[row[source]]
            assert told.title in text
            assert told.licence in text


def test_the_card_has_the_rules_that_apply_with_their_margin(open_map: Opener, inputs: MapInputs) -> None:
    page = open_map().page
    page.evaluate("kilowhere.select(0)")
    page.locator("#card summary", has_text="Standards and laws").click()
    text = page.locator("#card").inner_text()
    assert "Yearly report: applies: a duty without a limit" in text
    assert "Annual <b>PUE</b>: " in text
    site = inputs.ranking.sort_values("site_id").iloc[0]
    row = inputs.table[
        (inputs.table["site_id"] == site.site_id) & (inputs.table["design"] == site.design)
    ].iloc[0]
    assert f"pue {row.pue:.4g}, at most 1.3; margin" in text


def test_a_what_if_says_that_its_sureness_is_not_known(open_map: Opener) -> None:
    page = open_map().page
    assert "draws in the top ten" in page.locator("#legend-sites").inner_text()
    page.evaluate(
        "kilowhere.settings.weights[0] = 0.9; kilowhere.update(); kilowhere.select(kilowhere.view.order[0])"
    )
    assert "how sure a what-if is has not been drawn" in page.locator("#legend-sites").inner_text()
    assert "how sure: not drawn for a what-if" in page.locator("#card").inner_text()
    assert "rank intervals and rings are hidden" in page.locator("#banner").inner_text()


def test_the_table_sorts_searches_and_filters(open_map: Opener, inputs: MapInputs) -> None:
    page = open_map().page
    names = page.locator("#rows button.site")
    order = inputs.ranking.sort_values(["rank", "site_id"], na_position="last")
    assert names.all_text_contents() == order["name"].tolist()
    page.click("#columns button[data-sort=score]")
    page.click("#columns button[data-sort=score]")
    scores = [
        float(text) for text in page.locator("#rows tr td:nth-child(3) span:first-child").all_text_contents()
    ]
    assert scores == sorted(scores)
    assert page.locator("th[aria-sort=ascending]").count() == 1
    one = order["name"].iloc[-1]
    page.fill("#search", one.upper())
    assert one in names.all_text_contents()
    assert page.evaluate("kilowhere.sites._shown.reduce((a, b) => a + b)") == names.count()
    page.fill("#search", "")
    page.select_option("#status", "out")
    assert sorted(names.all_text_contents()) == sorted(order[order["rank"].isna()]["name"])
    page.select_option("#status", "10")
    assert names.count() == min(10, int(order["rank"].notna().sum()))


def test_it_is_worked_by_keyboard(open_map: Opener, inputs: MapInputs) -> None:
    page = open_map().page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#rows button.site").nth(2).focus()
    page.keyboard.press("Enter")
    assert page.locator("#card-title").text_content() == ranked(inputs)["name"].iloc[2]
    assert page.evaluate("document.activeElement.id") == "card-title"
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.textContent") == ranked(inputs)["name"].iloc[2]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (375, 800), (1920, 1080)])
def test_axe_finds_nothing_serious(open_map: Opener, width: int, height: int, tmp_path: Path) -> None:
    opened = open_map(width=width, height=height)
    page = opened.page
    page.evaluate(
        "() => { kilowhere.select(0); for (const d of document.querySelectorAll('details')) d.open = true; }"
    )
    page.select_option("#measure", "carbon_gco2e_per_kwh")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the screen"
    folder = os.environ.get("KILOWHERE_SCREENSHOTS")
    page.screenshot(path=Path(folder or tmp_path) / f"map-{width}.png")
