"""What is printed after a run: where the results are, the first ten, and how sure the order is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from pipeline.datasets import ROOT

_TOP = 10


def summary(scenario: str) -> str:
    """The closing lines of a run, read from its results."""
    folder = ROOT / "results" / scenario
    with open(folder / "ranking.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    statement = json.loads((folder / "robustness.json").read_text(encoding="utf-8"))["statement"]
    ranked = sorted((row for row in rows if row["rank"]), key=lambda row: int(float(row["rank"])))
    lines = [f"\n{scenario}: {len(ranked)} of {len(rows)} candidate sites ranked\n"]
    if ranked:
        lines += _table(ranked[:_TOP])
    lines += ["", str(statement), "", *_where(scenario, folder)]
    return "\n".join(lines)


def _table(rows: list[dict[str, str]]) -> list[str]:
    name_width = max(4, *(len(row["name"]) for row in rows))
    design_width = max(6, *(len(row["design"]) for row in rows))
    head = f"{'rank':>4}  {'site':<{name_width}}  {'':3}  {'score':>6}  {'design':<{design_width}}  P(top 10)"
    return [
        head,
        *(
            f"{int(float(row['rank'])):>4}  {row['name']:<{name_width}}  {row['country_iso3']:3}  "
            f"{float(row['score']):>6.3f}  {row['design']:<{design_width}}  {float(row['p_top10']):>8.0%}"
            for row in rows
        ),
    ]


def _where(scenario: str, folder: Path) -> list[str]:
    places = {
        "ranking": folder / "ranking.csv",
        "map": ROOT / "maps" / f"{scenario}.html",
        "report": folder / "report.html",
    }
    return [f"{what + ':':<9}{path.relative_to(ROOT)}" for what, path in places.items()]
