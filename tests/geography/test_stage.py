"""The stage as its rule calls it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.datasets import ROOT
from pipeline.fields import check_columns
from pipeline.files import sha256_of
from pipeline.geography.__main__ import main
from pipeline.geography.join import OUTPUT
from pipeline.stage import run

CONFIG = '{"geography": {}, "regional": {}}'


def call(folder: Path, candidates: Path, config: str = CONFIG) -> list[str]:
    return [
        *("--config", config, "--candidates", str(candidates)),
        *("--sites", str(folder / "sites.parquet"), "--regional", str(folder / "regional.parquet")),
    ]


def test_both_tables_have_a_row_per_candidate_and_the_same_bytes_twice(tmp_path: Path) -> None:
    shipped = ROOT / "datasets" / "sites" / "candidates.csv"
    for folder in (tmp_path / "one", tmp_path / "two"):
        assert run(main, call(folder, shipped)) == 0
    sites = pd.read_parquet(tmp_path / "one" / "sites.parquet")
    regional = pd.read_parquet(tmp_path / "one" / "regional.parquet")
    assert list(sites) == list(OUTPUT)
    check_columns(sites.columns)
    check_columns(regional.columns)
    assert regional.site_id.tolist() == sites.site_id.tolist() == pd.read_csv(shipped).site_id.tolist()
    for name in ("sites.parquet", "regional.parquet"):
        assert sha256_of(tmp_path / "one" / name) == sha256_of(tmp_path / "two" / name)


def test_a_site_at_sea_leaves_one_line_and_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "site_id,name,latitude_deg,longitude_deg,country_iso3\n"
        "oslo,Oslo,59.91,10.75,NOR\n"
        "atlantis,Atlantis,40.0,-40.0,PRT\n"
    )
    assert run(main, call(tmp_path / "out", mine)) == 2
    said = capsys.readouterr().err.strip()
    assert said.count("\n") == 0
    assert f"{mine}, row 3" in said
    assert "atlantis" in said
    assert not (tmp_path / "out").exists()


def test_an_own_table_with_the_least_columns_runs(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "site_id,name,latitude_deg,longitude_deg,country_iso3\n"
        "harbour,Harbour,59.60,10.60,NOR\n"
        "lima,Lima,-12.05,-77.04,PER\n"
    )
    assert run(main, call(tmp_path, mine)) == 0
    sites = pd.read_parquet(tmp_path / "sites.parquet").set_index("site_id")
    assert sites.region_id["lima"] == "PE-LMA"
    assert sites.country_iso3["harbour"] == "NOR"
    assert sites.kind.isna().all()
