"""Gates and standards."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.report.blocks import Block, Column, Text, table, whole
from pipeline.report.inputs import Inputs, words
from pipeline.report.ledger import ledger_table, standard_columns


def gates(inputs: Inputs) -> Iterator[Block]:
    """What the gates ask, whom they exclude and why, and the verdicts of standards where there are some."""
    yield Text.of(
        "A gate passes or fails a site with a cooling design, with its reason; it adds no score. "
        "A site is excluded when no design passes."
    )
    yield Text(
        tuple(f"{words(gate.name)}: {gate.reason}" for gate in inputs.config.gates)
        or ("This scenario has no gate.",)
    )
    counts = inputs.robustness.get("exclusions", [])
    if counts:
        frame = pd.DataFrame(counts)
        columns = [
            Column("gate", "gate", words),
            Column("excluded", "sites excluded by it", whole),
            Column("excluded_alone", "by it alone", whole),
            Column("designs_failed", "site-designs taken away", whole),
            Column("undecided", "undecided", whole),
        ]
        yield table("Sites excluded", frame, [column for column in columns if column.name in frame])
    excluded = inputs.ranking[inputs.ranking["rank"].isna()]
    if not excluded.empty:
        yield table(
            "Excluded sites and why",
            excluded.sort_values("site_id"),
            [Column("name", "site"), Column("country_iso3", "country"), Column("gate_reasons", "reasons")],
        )
    yield from _standards(inputs)


def _standards(inputs: Inputs) -> Iterator[Block]:
    ledger = inputs.chosen(inputs.short) if not inputs.short.empty else pd.DataFrame()
    names = standard_columns(ledger)
    made = ledger_table("Standards: verdicts and margins of the shortlist", ledger, names) if names else None
    yield made or Text.of(
        "Standards: this run holds no verdicts. A threshold that a standard sets can be made a gate "
        "on the column that it limits (PUE, WUE, carbon per MWh)."
    )
