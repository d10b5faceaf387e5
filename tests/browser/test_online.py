"""The optional online base map: off until its box is ticked, and then only its server is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cartography.grid import MapInputs
from pipeline.cartography.page import render_page
from pipeline.cartography.payload import payload
from pipeline.configs.maps import MapsConfig
from tests.browser.conftest import Opener
from tests.cartography.synthetic import gate_configs, ranking_config

pytestmark = pytest.mark.browser


def test_tiles_are_asked_for_only_when_wanted(open_page: Opener, inputs: MapInputs, tmp_path: Path) -> None:
    maps = MapsConfig(
        online_tiles_url="https://tile.example/{z}/{x}/{y}.png", online_tiles_attribution="© <b>Tiles</b>"
    )
    path = tmp_path / "map.html"
    path.write_text(
        render_page(payload(inputs, maps, gate_configs(), ranking_config()), maps), encoding="utf-8"
    )
    opened = open_page(path)
    page = opened.page
    page.wait_for_selector("html[data-ready=true]")
    page.wait_for_timeout(300)
    assert opened.quiet(), (opened.requests, opened.complaints)
    assert page.locator(".map-bar").inner_text().endswith("Online base map (© <b>Tiles</b>)")
    page.check("#online")
    page.wait_for_timeout(300)
    assert opened.requests
    assert all(url.startswith("https://tile.example/") for url in opened.requests)
    assert not any("Content Security Policy" in text for text in opened.complaints)
    assert page.locator(".leaflet-control-attribution b").count() == 0
    page.uncheck("#online")
    assert page.evaluate("kilowhere.map.hasLayer(tile_layer_online)") is False
