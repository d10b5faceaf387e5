"""The planning report in a real browser with the network off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.report import html
from pipeline.report.content import sections
from tests.browser.axe import serious
from tests.browser.conftest import Opener
from tests.report.synthetic import NASTY, report_inputs

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    inputs = report_inputs()
    names = {"Gamma": "\u202egnirts\u202c javascript:alert(1) \"'><img src=x onerror=alert(1)>"}
    told = replace(
        inputs, ranking=inputs.ranking.replace({"name": names}), limitations="- https://a.b/" + "c" * 200
    )
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html.render(NASTY, NASTY, sections(told)), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [375, 1200, 1920])
def test_it_opens_quietly_and_reads_well(open_page: Opener, report_file: Path, width: int) -> None:
    opened = open_page(report_file, width=width)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (
        page.locator("script, main img:not([src^='data:image/svg+xml;base64,']), a[href^=javascript]").count()
        == 0
    )
    assert page.evaluate("[...document.images].every((one) => one.complete && one.naturalWidth > 100)")
    assert opened.quiet(), (opened.requests, opened.complaints)
    assert serious(page) == []
    assert NASTY in page.inner_text("#shortlist")
