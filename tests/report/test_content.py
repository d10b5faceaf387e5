"""The report on small made-up tables: gaps stay gaps, hostile names stay text, every chart has words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline.report import html, ledger, markdown
from pipeline.report.blocks import Block, Figure, Section, Table, Text, unit_of
from pipeline.report.content import PARTS, sections
from pipeline.report.inputs import Inputs
from tests.report.synthetic import NASTY, report_inputs


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Three made-up sites: one complete, one without a price, one excluded."""
    return report_inputs()


@pytest.fixture(scope="module")
def report(inputs: Inputs) -> list[Section]:
    """The whole report of the three sites."""
    return sections(inputs)


def test_every_chart_has_words_and_a_table_beside_it(report: list[Section]) -> None:
    for section in report:
        figures = [block for block in section.blocks if isinstance(block, Figure)]
        assert all(len(figure.alt) > 20 and figure.caption for figure in figures)
        if figures and section.anchor != "summary":  # the summary's map has the shortlist right below it
            assert any(isinstance(block, Table) for block in section.blocks), section.title


def blocks_of(inputs: Inputs, anchor: str) -> list[Block]:
    return list({name: part for name, _, part in PARTS}[anchor](inputs))


def tables_of(inputs: Inputs, anchor: str) -> dict[str, Table]:
    return {block.caption: block for block in blocks_of(inputs, anchor) if isinstance(block, Table)}


def words_of(inputs: Inputs, anchor: str) -> str:
    return " ".join(
        item for block in blocks_of(inputs, anchor) if isinstance(block, Text) for item in block.items
    )


def column_of(table: Table, heading: str) -> list[str]:
    return [row[table.header.index(heading)] for row in table.rows]


def test_a_missing_cost_is_a_dash(inputs: Inputs) -> None:
    money = tables_of(inputs, "account")["Money"]
    assert column_of(money, "electricity, one year [million USD]") == ["50.0", "–"]


def test_new_money_appears_by_the_registry_and_what_is_absent_is_named(
    inputs: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    units = {"land_usd": "USD", "land_again_usd": "USD"}
    monkeypatch.setattr(ledger, "unit_of", lambda name: units.get(name, unit_of(name)))
    account = inputs.account.assign(land_usd=[3e6, 4e6, 5e6], land_again_usd=[3e6, 4e6, 5e6])
    money = tables_of(replace(inputs, account=account), "account")["Money"]
    assert column_of(money, "land [million USD]") == ["3.00", "4.00"]
    assert "land again [million USD]" not in money.header, "the same figures again say nothing"
    money = tables_of(inputs, "account")["Money"]
    assert column_of(money, "present value over the life [million USD]") == ["-900", "-800"]
    said = words_of(inputs, "account")
    assert "net present value" not in said
    assert "embodied carbon" in said, "a column without a single figure is as good as none"
    assert "embodied, per year" in said


def test_a_quantity_has_its_band_beside_it(inputs: Inputs) -> None:
    carbon = tables_of(inputs, "account")["Carbon of one year"]
    heading = "electricity, location-based [thousand tCO2e]"
    assert column_of(carbon, heading) == ["50.0 (40.0–60.0)"] * 2


def test_verdicts_of_standards_have_their_margin(inputs: Inputs) -> None:
    rule = {"rule_title": NASTY, "rule_kind": "law", "rule_status": "draft", "rule_source": "Source"}
    limits = {"metric": "pue", "rule_operator": "at most", "rule_threshold": 1.2}
    row = {
        "site_id": "a",
        "design": "dry",
        "rule": "x",
        "verdict": "pass",
        "rule_value": 1.1,
        "rule_margin": 0.1,
    }
    judged = replace(inputs, standards=pd.DataFrame([{**row, **rule, **limits}]))
    (verdicts,) = [made for name, made in tables_of(judged, "gates").items() if name.startswith("Verdicts")]
    assert column_of(verdicts, "R1") == ["pass, +0.1", "–"]
    assert f"R1: {NASTY} (law, draft, pue at most 1.2). Source" in words_of(judged, "gates")
    assert "holds no verdicts" in words_of(inputs, "gates")


def test_the_summary_does_not_oversell_a_tie(inputs: Inputs) -> None:
    assert "The order among the first 2 is not proven" in words_of(inputs, "summary")
    apart = replace(inputs, ranking=inputs.ranking.assign(tie_group=[1.0, 2.0, float("nan")]))
    assert "not proven" not in words_of(apart, "summary")


def test_every_shortlisted_site_with_hours_has_its_climate(inputs: Inputs) -> None:
    figures = [block for block in blocks_of(inputs, "climate") if isinstance(block, Figure)]
    assert [figure.caption.partition(":")[0] for figure in figures] == ["Alpha"]
    assert "from -5 to 25 °C" in figures[0].alt


def test_excluded_sites_have_their_reason(inputs: Inputs) -> None:
    cells = [cell for table in tables_of(inputs, "gates").values() for row in table.rows for cell in row]
    assert "too little is known" in cells


def test_hostile_names_and_repeated_bytes(inputs: Inputs, report: list[Section]) -> None:
    first, second = html.render("t", "s", report), html.render("t", "s", sections(inputs))
    assert first == second
    assert "<script" not in first
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in first
    for section in report:
        assert f'id="{section.anchor}"' in first
    assert "time to power" in first
    assert "ODbL" in first
    told = markdown.render("t", "s", report)
    assert "Alpha" in told
    assert "<script" not in told.replace("\\<", "")


def test_nothing_ranked_is_said(inputs: Inputs) -> None:
    none = replace(inputs, ranking=inputs.ranking.assign(rank=float("nan")))
    page = html.render("t", "s", sections(none))
    assert "No site is ranked: all 3 candidates fail a gate" in page


def test_one_site_alone_can_be_reported(inputs: Inputs, tmp_path: Path) -> None:
    one = replace(inputs, ranking=inputs.ranking.head(1))
    assert "First of 1 ranked sites" in html.render("t", "s", sections(one))
