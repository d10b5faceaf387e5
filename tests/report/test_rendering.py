"""Nothing that comes from data becomes markup, script or formula, and the same report has the same bytes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from pipeline.report import html, markdown
from pipeline.report.blocks import Column, Figure, Markdown, Section, Text, heading, number, percent, table

NASTY = "<script>alert(1)</script> \"'&|`*_ javascript:alert(1) \u202eevil 😀"


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def report() -> list[Section]:
    frame = pd.DataFrame({"name": [NASTY, "plain"], "score": [0.5, float("nan")]})
    return [
        Section("a", NASTY, (Text.of(NASTY), Text.of("one", NASTY))),
        Section(
            "b",
            "Tables",
            (table(NASTY, frame, [Column("name"), Column("score")]), Markdown("# T\n\n- *x* <b>")),
        ),
        Section("c", "Charts", (Figure(NASTY, NASTY, f"<svg><text>{'x'}</text></svg>"),)),
    ]


def test_data_stays_text_in_html() -> None:
    page = Page(html.render(NASTY, NASTY, report()))
    assert "script" not in {tag for tag, _ in page.tags}
    assert "b" not in {tag for tag, _ in page.tags}
    assert sum(NASTY in text for text in page.text) >= 5
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href"):
            value = attributes.get(name) or ""
            assert value.startswith(("data:image/svg+xml;base64,", "#")) or not value
    policy = next(attributes for tag, attributes in page.tags if attributes.get("http-equiv"))
    assert "default-src 'none'" in (policy["content"] or "")


def test_data_stays_text_in_markdown() -> None:
    from markdown_it import MarkdownIt

    source = markdown.render(NASTY, NASTY, report())
    page = Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(source))
    assert "script" not in {tag for tag, _ in page.tags}
    assert {tag for tag, _ in page.tags} >= {"h1", "h2", "table", "td"}
    rows = [line for line in source.splitlines() if line.startswith("| ")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {3}


def test_a_missing_figure_is_a_dash_and_not_zero() -> None:
    shown = table("t", pd.DataFrame({"score": [0.0, float("nan")]}), [Column("score")])
    assert shown.rows == (("0",), ("–",))
    assert shown.numeric == (True,)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.012345, "0.0123"),
        (1.234, "1.23"),
        (99.96, "100"),
        (123.4, "123"),
        (1234567.8, "1 234 568"),
        (-2500, "-2 500"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.994, "99 %"), (0.999, "> 99 %"), (1, "100 %")],
)
def test_a_share_is_never_rounded_to_certainty(share: float, text: str) -> None:
    assert percent(share) == text


def test_headings_name_the_unit() -> None:
    assert heading("latitude_deg").endswith("[deg]")
    assert heading("no_such_field") == "no such field"
