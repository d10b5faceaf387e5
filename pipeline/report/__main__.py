"""``python -m pipeline.report``: write the planning report of a ranking, as HTML and as Markdown."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from pipeline import __version__
from pipeline.config import Config
from pipeline.datasets import load, sources, verified_path
from pipeline.files import read_npy, read_parquet, read_text, write_text
from pipeline.report import html, markdown
from pipeline.report.content import sections
from pipeline.report.inputs import SHORTLIST, Climate, Inputs
from pipeline.stage import run, say
from pipeline.weather.psychrometrics import wet_bulb_c

TABLES = ("sites", "regional", "weather", "jobs", "facility", "account", "ranking", "acceptability")
DOCUMENTS = ("workload", "robustness", "sensitivity")
#: Degrees; the outlines in the report are a picture five inches high.
_LAND_TOLERANCE_DEG = 0.25
#: The libraries whose version could change a figure of the report.
_LIBRARIES = ("geopandas", "matplotlib", "numba", "numpy", "pandas", "pyarrow", "scipy", "shapely")


def _land() -> gpd.GeoDataFrame:
    land = gpd.read_parquet(verified_path("admin0"))
    land.geometry = land.geometry.simplify(_LAND_TOLERANCE_DEG, preserve_topology=False)
    return land[~land.geometry.is_empty]


def _versions() -> dict[str, str]:
    found = {name: version(name) for name in _LIBRARIES}
    return {"kilowhere": __version__, "python": platform.python_version(), **found}


def shortlist_climates(ranking: pd.DataFrame, summary: pd.DataFrame, hours: np.ndarray) -> dict[str, Climate]:
    """The hours of the shortlisted sites.

    ``hours`` has shape (sites, 3, 8760) in the order of ``summary``: dry bulb [°C], dew point [°C], pressure
    [Pa], as the weather stage leaves them.
    """
    place = {site: row for row, site in enumerate(summary["site_id"])}
    first = ranking[ranking["rank"].notna()].sort_values("rank", kind="stable").head(SHORTLIST)
    found = {}
    for site in first["site_id"]:
        dry, dew, pressure = np.asarray(hours[place[site]], dtype=float)
        found[str(site)] = Climate(dry, wet_bulb_c(dry, dew, pressure))
    return found


def read_inputs(given: Mapping[str, str]) -> Inputs:
    """Everything that the stages left, by the names of the command line."""
    tables = {name: read_parquet(given[name]) for name in TABLES}
    documents = {name: json.loads(read_text(given[name])) for name in DOCUMENTS}
    return Inputs(
        scenario=given["scenario"],
        config=Config.model_validate_json(given["config"]),
        **tables,
        **documents,
        gates=pd.read_csv(given["gates"]),
        limitations=read_text(given["limitations"]),
        sources=sources(),
        land=_land(),
        climates=shortlist_climates(
            tables["ranking"], tables["weather"], read_npy(given["weather_hours"], mmap=True)
        ),
        standards=read_parquet(given["standards"]).merge(load("standards_rules"), on="rule"),
        versions=_versions(),
    )


def main(arguments: list[str] | None = None) -> None:
    """Read what the stages left, write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (
        *("config", "scenario", *TABLES, *DOCUMENTS, "weather-hours", "standards", "gates", "limitations"),
        *("html", "markdown"),
    ):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    inputs = read_inputs(vars(given))
    parts = sections(inputs)
    subtitle = f"Scenario “{given.scenario}”: {len(inputs.ranked)} of {len(inputs.ranking)} candidates ranked"
    write_text(markdown.render(inputs.config.title, subtitle, parts), given.markdown)
    page = html.render(inputs.config.title, subtitle, parts)
    write_text(page, given.html)
    say(
        "report",
        f"{len(parts)} sections, {len(page.encode()) / 1e6:.1f} MB, written to {Path(given.html).parent}",
    )


if __name__ == "__main__":
    raise SystemExit(run(main))
