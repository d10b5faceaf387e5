"""The page of the scenarios and their comparison in a real browser with the network off."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cartography.grid import MapInputs
from pipeline.cartography.overview.movers import Scenario
from pipeline.cartography.overview.pages import comparison_page, index_page
from tests.browser.axe import serious
from tests.browser.conftest import Opener
from tests.cartography.synthetic import map_inputs, ranking_config

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scenarios(inputs: MapInputs) -> list[Scenario]:
    weights = {"carbon": 5.0, "electricity_cost": 1.0, "water_scarcity": 2.0, "natural_hazard": 1.0}
    other = map_inputs(60, gaps=0.12, config=ranking_config(weights))
    return [
        Scenario(name, title, one.ranking, one.robustness["statement"], one.robustness["weights"])
        for name, title, one in (("default", "Mixed campus", inputs), ("carbon", "Carbon first", other))
    ]


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("render", [index_page, comparison_page])
def test_it_opens_quietly_and_reads_well(
    open_page: Opener, scenarios: list[Scenario], tmp_path: Path, render: object, width: int
) -> None:
    path = tmp_path / "page.html"
    path.write_text(render(scenarios), encoding="utf-8")  # type: ignore[operator]
    opened = open_page(path, width=width)
    assert serious(opened.page) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.quiet(), (opened.requests, opened.complaints)
    assert "Mixed campus" in opened.page.inner_text("main")
