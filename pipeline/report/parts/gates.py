"""Gates and standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.report.blocks import Block, Column, Heading, Text, table, whole
from pipeline.report.inputs import Inputs, words


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
    yield Heading("Standards")
    if inputs.standards is None or inputs.short.empty:
        yield Text.of(
            "This run holds no verdicts of standards. A threshold that a standard sets can be made a gate "
            "on the column that it limits (PUE, WUE, carbon per MWh)."
        )
        return
    sites = inputs.short[["site_id", "rank", "name", "design"]]
    judged = sites.merge(inputs.standards, on=["site_id", "design"]).sort_values(["rank", "rule"])
    if judged.empty:
        yield Text.of("None of the rules on record applies to a site of the shortlist.")
        return
    rules = judged.drop_duplicates("rule").sort_values("rule").reset_index(drop=True)
    labels = {rule: f"R{place + 1}" for place, rule in enumerate(rules["rule"])}
    yield Text(tuple(f"{labels[row.rule]}: {_rule_text(row)}" for row in rules.itertuples()))
    shown = sites.copy()
    for rule, label in labels.items():
        found = judged[judged["rule"] == rule].set_index("site_id")
        shown[label] = [
            _verdict(found.loc[site]) if site in found.index else None for site in sites["site_id"]
        ]
    yield table(
        "Verdicts of the shortlist with the margin to the limit (positive: on the right side); a "
        "dash: not applicable",
        shown,
        [Column("rank", "rank", whole), Column("name", "site"), *[Column(one) for one in labels.values()]],
    )


def _rule_text(rule: Any) -> str:
    limit = (
        ""
        if pd.isna(rule.rule_threshold)
        else f", {words(rule.metric)} {rule.rule_operator} {rule.rule_threshold:g}"
    )
    status = "" if rule.rule_status == "final" else ", draft"
    return f"{rule.rule_title} ({rule.rule_kind}{status}{limit}). {rule.rule_source}"


def _verdict(row: pd.Series) -> str:
    margin = row["rule_margin"]
    return str(row["verdict"]) if pd.isna(margin) else f"{row['verdict']}, {float(margin):+.3g}"
