"""``python -m pipeline.ranking``: gates, scores, and how sure the order is."""

from __future__ import annotations

import argparse

from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.configs.reading import read_sections
from pipeline.datasets import ROOT
from pipeline.files import read_parquet, write_csv, write_json, write_parquet
from pipeline.ranking.geojson import feature_collection
from pipeline.ranking.polygons import with_polygons
from pipeline.ranking.rank import rank_sites
from pipeline.ranking.tables import joined
from pipeline.stage import run, say

INPUTS = ("sites", "regional", "facility", "account")
EXTRAS = ("acceptability", "sensitivity")
OUTPUTS = ("ranking", "parquet", "geojson", "gates", "ledger", "robustness")


def main(arguments: list[str] | None = None) -> None:
    """Read the tables of the stages before, write the ranking and what belongs to it."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.ranking", description=__doc__)
    for name in ("config", *INPUTS, *OUTPUTS):
        parser.add_argument(f"--{name}", required=True)
    for name in EXTRAS:
        parser.add_argument(f"--{name}", help="written if given")
    given = parser.parse_args(arguments)
    sections = read_sections(given.config, gates=(GateConfig,), ranking=RankingConfig)
    sites, regional, facility, account = (read_parquet(getattr(given, name)) for name in INPUTS)
    table = with_polygons(joined(sites, regional, facility, account), sections["gates"], ROOT)
    result = rank_sites(table, sections["gates"], sections["ranking"])
    write_csv(result.sites, given.ranking)
    write_parquet(result.sites, given.parquet)
    write_json(feature_collection(result.sites), given.geojson)
    write_csv(result.gates, given.gates)
    write_csv(account.sort_values(["site_id", "design"], kind="stable"), given.ledger)
    write_json(result.robustness, given.robustness)
    if given.acceptability is not None:
        write_parquet(result.acceptability, given.acceptability)
    if given.sensitivity is not None:
        write_json(result.sensitivity, given.sensitivity)
    ranked = result.robustness["ranked_sites"]
    say("ranking", f"{ranked} of {len(result.sites)} sites ranked")


if __name__ == "__main__":
    raise SystemExit(run(main))
