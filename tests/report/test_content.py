"""The report on small made-up tables: gaps stay gaps, hostile names stay text, every chart has words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from pipeline.config import load_config
from pipeline.datasets import sources
from pipeline.report import html, markdown
from pipeline.report.blocks import Figure, Table
from pipeline.report.content import Inputs, sections

NASTY = "<script>alert(1)</script> $x_1$ | 😀"
MONTHS = [f"{month:02d}" for month in range(1, 13)]


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Three made-up sites: one complete, one without a price, one excluded."""
    ids, names = ["a", "b", "c"], ["Alpha", NASTY, "Gamma"]
    config = load_config("default")
    criteria = [one.name for one in config.ranking.criteria]
    ranking = pd.DataFrame(
        {
            "site_id": ids,
            "name": names,
            "country_iso3": ["NOR", "SGP", "MDV"],
            "latitude_deg": [60.0, 1.3, 4.0],
            "longitude_deg": [5.0, 103.8, 73.5],
            "rank": [1.0, 2.0, float("nan")],
            "score": [0.9, 0.5, 0.4],
            "score_low": [0.9, 0.35, 0.1],
            "score_high": [0.9, 0.65, 0.7],
            "completeness": [1.0, 0.7, 0.4],
            "design": ["dry", "wet", "wet"],
            "gate_reasons": ["", "", "too little is known"],
            **{name: [0.7, 0.3, float("nan")] for name in ("p_top1", "p_top5", "p_top10")},
            **{name: [1.0, 2.0, float("nan")] for name in ("rank_p05", "rank_p50", "rank_p95")},
            **{f"contribution_{name}": [0.18, 0.1, 0.08] for name in criteria},
        }
    )
    rows = pd.DataFrame({"site_id": ids, "design": ["dry", "wet", "wet"]})
    facility = rows.assign(
        pue=1.1,
        pue_p05=1.05,
        pue_p95=1.2,
        wue_l_per_kwh=0.5,
        **{f"{what}_m{month}": 1.1 for what in ("pue", "wue") for month in MONTHS},
    )
    account = rows.assign(
        facility_mwh=1e6,
        peak_mw=110.0,
        carbon_tco2e=5e4,
        electricity_usd=[5e7, float("nan"), float("nan")],
        site_water_withdrawal_m3=1e5,
        site_water_consumption_m3=8e4,
        grid_water_consumption_m3=1e6,
        scarcity_m3_world=2e6,
    )
    regional = pd.DataFrame(
        {
            "site_id": ids,
            "carbon_gco2e_per_kwh": 50.0,
            "carbon_method": "life_cycle",
            "carbon_source": "carbon_ember",
            "price_usd_per_mwh": [50.0, float("nan"), float("nan")],
            "price_source": ["price_industrial", None, None],
            "aware_source": "water_aware",
        }
    )
    jobs = pd.DataFrame({"job": ["train"], "job_kind": ["training"], "it_mwh_p50": [8e5]})
    return Inputs(
        scenario="default",
        config=config,
        sites=ranking[["site_id", "name"]],
        regional=regional,
        weather=ranking[["site_id"]],
        jobs=jobs,
        workload={"it_mwh": 8e5},
        facility=facility,
        account=account,
        ranking=ranking,
        gates=pd.DataFrame(),
        robustness={"statement": "How sure: not at all.", "exclusions": []},
        limitations="# What the ranking does not know\n\n- time to power",
        sources=sources(),
        land=gpd.GeoDataFrame(geometry=[box(-10, -10, 10, 10)], crs=4326),
    )


def test_every_chart_has_words_and_a_table_beside_it(inputs: Inputs) -> None:
    for section in sections(inputs):
        figures = [block for block in section.blocks if isinstance(block, Figure)]
        assert all(len(figure.alt) > 20 and figure.caption for figure in figures)
        if figures and section.anchor != "summary":  # the summary's map has the shortlist right below it
            assert any(isinstance(block, Table) for block in section.blocks), section.title


def test_a_missing_cost_is_a_dash(inputs: Inputs) -> None:
    account = next(section for section in sections(inputs) if section.anchor == "account")
    table = next(block for block in account.blocks if isinstance(block, Table))
    column = table.header.index("electricity [USD]")
    assert [row[column] for row in table.rows] == ["50 000 000", "–"]


def test_excluded_sites_have_their_reason(inputs: Inputs) -> None:
    gates = next(section for section in sections(inputs) if section.anchor == "gates")
    cells = [cell for block in gates.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    assert "too little is known" in cells


def test_hostile_names_and_repeated_bytes(inputs: Inputs) -> None:
    first, second = (html.render("t", "s", sections(inputs)) for _ in range(2))
    assert first == second
    assert "<script" not in first
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in first
    for section in sections(inputs):
        assert f'id="{section.anchor}"' in first
    assert "time to power" in first
    assert "ODbL" in first
    assert "Alpha" in markdown.render("t", "s", sections(inputs))


def test_nothing_ranked_is_said(inputs: Inputs) -> None:
    none = replace(inputs, ranking=inputs.ranking.assign(rank=float("nan")))
    page = html.render("t", "s", sections(none))
    assert "No site is ranked: all 3 candidates fail a gate" in page


def test_one_site_alone_can_be_reported(inputs: Inputs, tmp_path: Path) -> None:
    one = replace(inputs, ranking=inputs.ranking.head(1))
    assert "First of 1 ranked sites" in html.render("t", "s", sections(one))
