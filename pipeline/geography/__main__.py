"""The geography stage: every candidate's region, and the regional figures that hang on it."""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.configs.geography import GeographyConfig
from pipeline.configs.reading import read_sections
from pipeline.configs.regional import RegionalConfig
from pipeline.files import write_parquet
from pipeline.geography.candidates import read_candidates, site_rows
from pipeline.geography.join import join_regions
from pipeline.geography.polygons import read_regions
from pipeline.geography.regional import attach
from pipeline.stage import run, say


def main(arguments: list[str] | None = None) -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.geography", description=__doc__)
    parser.add_argument("--config", required=True, help='JSON with the sections "geography" and "regional"')
    parser.add_argument("--candidates", type=Path, required=True, help="CSV of candidate sites")
    parser.add_argument("--sites", type=Path, required=True, help="output: the sites with their regions")
    parser.add_argument("--regional", type=Path, required=True, help="output: regional figures of each site")
    given = parser.parse_args(arguments)
    sections = read_sections(given.config, geography=GeographyConfig, regional=RegionalConfig)
    sites = join_regions(
        read_candidates(given.candidates),
        read_regions(),
        nearest_region_km=sections["geography"].nearest_region_km,
        file=given.candidates,
        rows=site_rows(given.candidates),
    )
    regional = attach(sites, sections["regional"])
    write_parquet(sites, given.sites)
    write_parquet(regional, given.regional)
    off = int((sites.region_join == "nearest").sum())
    say(
        "geography",
        f"{len(sites)} sites in {sites.country_iso3.nunique()} countries, {off} by nearest region",
    )


if __name__ == "__main__":
    raise SystemExit(run(main))
