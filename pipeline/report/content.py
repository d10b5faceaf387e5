"""What the planning report says, section by section, from a finished ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.report.blocks import Block, Markdown, Section
from pipeline.report.inputs import Inputs
from pipeline.report.parts.account import account
from pipeline.report.parts.climate import climate
from pipeline.report.parts.gates import gates
from pipeline.report.parts.provenance import data_sources, settings, versions, workload
from pipeline.report.parts.robustness import robustness
from pipeline.report.parts.shortlist import shortlist
from pipeline.report.parts.summary import summary


def _limits(inputs: Inputs) -> Iterator[Block]:
    text = inputs.limitations.strip()
    heading, _, rest = text.partition("\n")
    yield Markdown(rest if heading.startswith("# ") else text)  # the section has the heading already


PARTS: tuple[tuple[str, str, Callable[[Inputs], Iterator[Block]]], ...] = (
    ("summary", "Summary", summary),
    ("shortlist", "Shortlist", shortlist),
    ("account", "Account of the shortlist", account),
    ("gates", "Gates and standards", gates),
    ("robustness", "How sure the order is", robustness),
    ("climate", "Weather of the shortlist", climate),
    ("workload", "Workload", workload),
    ("limits", "What the ranking does not know", _limits),
    ("sources", "Data and licences", data_sources),
    ("settings", "Settings", settings),
    ("versions", "Versions", versions),
)


def sections(inputs: Inputs) -> list[Section]:
    """The whole report."""
    return [Section(anchor, title, tuple(part(inputs))) for anchor, title, part in PARTS]
