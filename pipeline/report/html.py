"""A report as one HTML page that needs nothing from outside and runs no script."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup

from pipeline.report.blocks import Facts, Figure, Heading, Markdown, Section, Table, Text
from pipeline.templating import environment


@cache
def _environment() -> jinja2.Environment:
    pages = environment("pipeline.report")
    pages.tests.update(
        text=lambda block: isinstance(block, Text),
        table=lambda block: isinstance(block, Table),
        figure=lambda block: isinstance(block, Figure),
        markdown=lambda block: isinstance(block, Markdown),
        facts=lambda block: isinstance(block, Facts),
        heading=lambda block: isinstance(block, Heading),
    )
    pages.filters.update(data_uri=_data_uri, markdown=_markdown)
    return pages


def render(title: str, subtitle: str, sections: Sequence[Section]) -> str:
    """The page. Everything that comes from data is escaped; charts are images, in which nothing can run."""
    return (
        _environment()
        .get_template("report.html.j2")
        .render(title=title, subtitle=subtitle, sections=sections)
    )


def _data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _markdown(source: str) -> Markup:
    """Our own documentation as HTML; raw HTML in it stays text."""
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(source))  # noqa: S704
