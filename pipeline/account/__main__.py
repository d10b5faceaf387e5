"""``python -m pipeline.account``: energy, carbon, water and money of every site and design."""

from __future__ import annotations

import argparse
import json

from pipeline.account.frames import account_frame
from pipeline.configs.account import AccountConfig
from pipeline.configs.reading import read_sections
from pipeline.files import read_npy, read_parquet, read_text, write_parquet
from pipeline.stage import run, say


def main(arguments: list[str] | None = None) -> None:
    """Read the tables of the stages before, write the account."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.account", description=__doc__)
    for name in ("config", "sites", "regional", "facility", "workload", "it-load", "account"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    config = read_sections(given.config, account=AccountConfig)["account"]
    frame = account_frame(
        read_parquet(given.sites),
        read_parquet(given.regional),
        read_parquet(given.facility),
        read_npy(given.it_load),
        float(json.loads(read_text(given.workload))["it_capacity_mw"]),
        config,
    )
    write_parquet(frame, given.account)
    say("account", f"{frame['site_id'].nunique()} sites, {frame['design'].nunique()} designs")


if __name__ == "__main__":
    raise SystemExit(run(main))
