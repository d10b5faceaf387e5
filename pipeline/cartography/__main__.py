"""``python -m pipeline.cartography``: draw the map of a ranking as one HTML file that needs no network."""

from __future__ import annotations

import argparse
import json

import geopandas as gpd
import pandas as pd

from pipeline.cartography.grid import MapInputs
from pipeline.cartography.page import render_page
from pipeline.cartography.payload import payload
from pipeline.configs.maps import MapsConfig
from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.configs.reading import read_sections
from pipeline.datasets import ROOT, load, sources, verified_path
from pipeline.files import read_parquet, read_text, write_text
from pipeline.ranking.polygons import with_polygons
from pipeline.ranking.tables import joined
from pipeline.stage import run, say

TABLES = ("sites", "regional", "facility", "account")
OTHERS = ("weather", "standards", "ranking", "gates", "robustness")


def main(arguments: list[str] | None = None) -> None:
    """Read what the stages left, write the map."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.cartography", description=__doc__)
    for name in ("config", "title", "scenario", *TABLES, *OTHERS, "map"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    sections = read_sections(given.config, maps=MapsConfig, gates=(GateConfig,), ranking=RankingConfig)
    table = joined(*(read_parquet(getattr(given, name)) for name in TABLES))
    inputs = MapInputs(
        title=given.title,
        scenario=given.scenario,
        table=with_polygons(table, sections["gates"], ROOT),
        weather=read_parquet(given.weather),
        ranking=read_parquet(given.ranking),
        gates=pd.read_csv(given.gates, keep_default_na=False),
        robustness=json.loads(read_text(given.robustness)),
        sources=sources(),
        countries=gpd.read_parquet(verified_path("admin0")),
        regions=gpd.read_parquet(verified_path("admin1")),
        standards=read_parquet(given.standards).merge(load("standards_rules"), on="rule"),
    )
    data = payload(inputs, sections["maps"], sections["gates"], sections["ranking"])
    page = render_page(data, sections["maps"])
    write_text(page, given.map)
    say("cartography", f"{len(inputs.ranking)} candidates, {len(page.encode()) / 1e6:.1f} MB, {given.map}")


if __name__ == "__main__":
    raise SystemExit(run(main))
