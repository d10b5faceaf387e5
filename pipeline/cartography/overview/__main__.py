"""``python -m pipeline.cartography.overview``: the page that links the scenarios, and their comparison."""

from __future__ import annotations

import argparse
import json

from pipeline.cartography.overview.movers import Scenario
from pipeline.cartography.overview.pages import comparison_page, index_page
from pipeline.files import read_parquet, read_text, write_text
from pipeline.stage import run, say


def main(arguments: list[str] | None = None) -> None:
    """Read the scenarios' rankings, write both pages."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.cartography.overview", description=__doc__)
    parser.add_argument(
        "--scenario",
        nargs=4,
        action="append",
        required=True,
        metavar=("NAME", "TITLE", "RANKING", "ROBUSTNESS"),
        help="once per scenario; the first is the one that the others are compared with",
    )
    parser.add_argument("--index", required=True)
    parser.add_argument("--comparison", required=True)
    given = parser.parse_args(arguments)
    scenarios = []
    for name, title, ranking, robustness in given.scenario:
        told = json.loads(read_text(robustness))
        scenarios.append(
            Scenario(
                name, title, read_parquet(ranking), str(told.get("statement", "")), told.get("weights", {})
            )
        )
    write_text(comparison_page(scenarios), given.comparison)
    write_text(index_page(scenarios), given.index)
    say("overview", f"{len(scenarios)} scenarios, {given.index}")


if __name__ == "__main__":
    raise SystemExit(run(main))
