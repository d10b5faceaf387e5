"""The page is complete, cannot run what comes from data, and has the same bytes every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from pipeline.cartography import assets
from pipeline.cartography.offline import check_offline, outside_references
from pipeline.cartography.page import render_page, script_json
from pipeline.cartography.payload import payload
from pipeline.cartography.policy import content_hash
from pipeline.configs.maps import MapsConfig
from pipeline.datasets import ROOT
from pipeline.errors import InputError
from pipeline.files import sha256_of
from tests.cartography.synthetic import HOSTILE, gate_configs, map_inputs, ranking_config

MAPS = MapsConfig(outline_tolerance_deg=0.5)


def page(title: str = "Made-up campus", maps: MapsConfig = MAPS) -> str:
    inputs = map_inputs(12, names=HOSTILE, title=title, world=False)
    return render_page(payload(inputs, maps, gate_configs(), ranking_config()), maps)


class Scripts(HTMLParser):
    """The page's scripts as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.policy = ""
        self.titles = ""
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in = tag
        if tag == "script":
            self.scripts.append((given, ""))
        if tag == "style":
            self.styles.append("")
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        if self._in == "style":
            self.styles[-1] += data
        if self._in == "title":
            self.titles += data


def test_the_policy_names_every_script_and_nothing_else() -> None:
    found = Scripts(page())
    running = [text for attributes, text in found.scripts if attributes.get("type") != "application/json"]
    rules = dict(rule.strip().split(" ", 1) for rule in found.policy.split(";"))
    assert rules["script-src"].split() == [content_hash(text) for text in running]
    assert rules["style-src"].split() == [content_hash(text) for text in found.styles]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == rules["img-src"] == "'none'"
    assert "unsafe" not in found.policy
    assert not re.search(r"\son\w+=|\sstyle=", page().split("<script")[0])


def test_names_that_look_like_markup_stay_data() -> None:
    found = Scripts(page(title="</title><script>alert(1)</script>"))
    assert found.titles.startswith("</title><script>alert(1)</script>")
    data = [text for attributes, text in found.scripts if attributes.get("type") == "application/json"]
    assert len(data) == 1
    assert len(found.scripts) == 4
    assert "<" not in data[0]
    assert json.loads(data[0])["sites"]["name"][: len(HOSTILE)] == list(HOSTILE)


def test_json_for_a_script_reads_back_and_holds_no_tag() -> None:
    value = {"a": "</script><!--&\u2028\u2029", "b": [1.5, None, "\u202e"]}
    text = script_json(value)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == value
    with pytest.raises(ValueError, match="JSON"):
        script_json(float("nan"))


@pytest.mark.parametrize(
    "piece",
    [
        "<script src='https://cdn.example/x.js'></script>",
        "<script src=//cdn.example/x.js></script>",
        "<link rel=stylesheet href='http://cdn.example/x.css'>",
        "<img srcset='picture.png 2x'>",
        "<style>a { background: url(https://cdn.example/a.png) }</style>",
        "<style>@import 'x.css';</style>",
        "<p style='background: url(\"a.png\")'>",
        "<svg><use href='other.svg#a'></svg>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        "<form action='https://example.org'>",
    ],
)
def test_whatever_a_browser_would_fetch_is_found(piece: str) -> None:
    with pytest.raises(ValueError, match="from outside"):
        check_offline(f"<!doctype html><html><body>{piece}</body></html>")


def test_what_needs_no_network_is_let_through() -> None:
    assert (
        outside_references(
            "<a href='https://example.org'>source</a><img src='data:image/png;base64,AA=='>"
            "<style>a { background: url(data:image/png;base64,AA==) }</style><svg><use href='#a'/></svg>"
        )
        == []
    )
    check_offline(page())


def test_the_page_has_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.cartography.test_page import page;"
        "print(hashlib.sha256(page().encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert not re.search(r"_[0-9a-f]{32}\b", page()), "folium's random names"


def test_an_online_base_map_is_off_and_only_its_server_is_allowed() -> None:
    tiles = {
        "online_tiles_url": "https://tile.example/{z}/{x}/{y}.png",
        "online_tiles_attribution": "© <b>us</b>",
    }
    found = Scripts(page(maps=MapsConfig(outline_tolerance_deg=0.5, **tiles)))
    assert "img-src https://tile.example" in found.policy
    script = found.scripts[2][1]
    assert "tile.example" in script
    assert ".addTo(map_kilowhere);" not in script.split("tile_layer_online", 1)[1]
    assert "<b>us</b>" not in script


@pytest.mark.parametrize(
    "wrong",
    [
        {"online_tiles_url": "http://tile.example/{z}/{x}/{y}.png", "online_tiles_attribution": "x"},
        {"online_tiles_url": "https://tile.example/{{z}}", "online_tiles_attribution": "x"},
        {"online_tiles_url": "https://tile.example/{z}"},
        {"rank_classes": [25, 10]},
        {"class_breaks": {"pue": [1.2, 1.2]}},
        {"surprise": 1},
    ],
)
def test_wrong_settings_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        MapsConfig.model_validate(wrong)


def test_the_library_is_the_one_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    record = json.loads((assets.FOLDER / "vendor" / "vendor.json").read_text())
    for name, expected in record["files_sha256"].items():
        assert sha256_of(assets.FOLDER / "vendor" / name) == expected
    assert "Redistribution and use" in assets.leaflet()[0], "the licence travels with the copy"
    monkeypatch.setattr(assets, "sha256_of", lambda path: "0" * 64)
    with pytest.raises(InputError, match="checksum"):
        assets.leaflet.__wrapped__()
