"""The same report as Markdown, to be pasted into a planning document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.report.blocks import Block, Facts, Heading, Markdown, Section, Table, Text


def render(title: str, subtitle: str, sections: Sequence[Section]) -> str:
    """The report; characters of data that Markdown or HTML would read as markup are escaped."""
    parts = [f"# {escape(title)}", escape(subtitle)]
    for section in sections:
        parts.append(f"## {escape(section.title)}")
        parts.extend(_block(block) for block in section.blocks)
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Text):
        if len(block.items) == 1:
            return escape(block.items[0])
        return "\n".join(f"- {escape(item)}" for item in block.items)
    if isinstance(block, Markdown):
        return re.sub(r"(?m)^(#+) ", r"##\1 ", block.source.strip())
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Heading):
        return f"### {escape(block.text)}"
    if isinstance(block, Facts):
        return "\n".join(
            f"- **{escape(one.label)}:** {escape(one.value)}" + (f" ({escape(one.note)})" if one.note else "")
            for one in block.items
        )
    return f"*{escape(block.caption)}. {escape(block.alt)}*"


def _table(table: Table) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(escape(cell) for cell in cells) + " |"

    rule = "|" + "|".join("---:" if flag else "---" for flag in table.numeric) + "|"
    return "\n".join([f"**{escape(table.caption)}**", "", line(table.header), rule, *map(line, table.rows)])


def escape(text: str) -> str:
    """Make text that cannot be read as Markdown or HTML, nor break a table row."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
