"""``python -m pipeline.report``: write the planning report and the exports of a ranking."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd

from pipeline.config import Config
from pipeline.datasets import sources, verified_path
from pipeline.files import read_parquet, read_text, write_text
from pipeline.report import html, markdown
from pipeline.report.content import Inputs, sections
from pipeline.report.geopackage import write_geopackage
from pipeline.report.workbook import write_workbook
from pipeline.stage import run, say

TABLES = ("sites", "regional", "weather", "jobs", "facility", "account", "ranking")
#: Degrees; the outlines in the report are a picture five inches high.
_LAND_TOLERANCE_DEG = 0.2


def _land() -> gpd.GeoDataFrame:
    land = gpd.read_parquet(verified_path("admin0"))
    land.geometry = land.geometry.simplify(_LAND_TOLERANCE_DEG)
    return land[~land.geometry.is_empty]


def workbook_sheets(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """The workbook: ranking first, sources last."""
    listed = pd.DataFrame([{"dataset": key, **_as_dict(value)} for key, value in inputs.sources.items()])
    return {
        "ranking": inputs.ranking,
        "account": inputs.account,
        "facility": inputs.facility,
        "gates": inputs.gates,
        "regional": inputs.regional,
        "weather": inputs.weather,
        "workload": inputs.jobs,
        "sources": listed,
    }


def _as_dict(source: object) -> dict[str, str]:
    names = (
        "title",
        "publisher",
        "licence",
        "vintage",
        "method",
        "url",
        "retrieved",
        "rows",
        "sha256",
        "notes",
    )
    return {name: getattr(source, name) for name in names}


def main(arguments: list[str] | None = None) -> None:
    """Read what the stages left, write report and exports."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (
        *("config", "scenario", *TABLES, "workload", "gates", "robustness", "limitations"),
        *("html", "markdown", "workbook", "geopackage"),
    ):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    inputs = Inputs(
        scenario=given.scenario,
        config=Config.model_validate_json(given.config),
        **{name: read_parquet(getattr(given, name)) for name in TABLES},
        workload=json.loads(read_text(given.workload)),
        gates=pd.read_csv(given.gates),
        robustness=json.loads(read_text(given.robustness)),
        limitations=read_text(given.limitations),
        sources=sources(),
        land=_land(),
    )
    parts = sections(inputs)
    subtitle = f"Scenario “{given.scenario}”: {len(inputs.ranked)} of {len(inputs.ranking)} candidates ranked"
    write_workbook(workbook_sheets(inputs), given.workbook)
    write_geopackage(inputs.ranking, given.geopackage)
    write_text(markdown.render(inputs.config.title, subtitle, parts), given.markdown)
    write_text(html.render(inputs.config.title, subtitle, parts), given.html)
    say("report", f"{len(parts)} sections, written to {Path(given.html).parent}")


if __name__ == "__main__":
    raise SystemExit(run(main))
