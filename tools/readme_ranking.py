"""Put the first lines of the default ranking into README.md: run it after ``kilowhere run``."""

from __future__ import annotations

import csv
import json

from pipeline.datasets import ROOT
from pipeline.files import write_text

MARKS = ("<!-- ranking:start -->", "<!-- ranking:end -->")


def main() -> None:
    with open(ROOT / "results" / "default" / "ranking.csv", encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["rank"]][:8]
    statement = json.loads((ROOT / "results" / "default" / "robustness.json").read_text("utf-8"))["statement"]
    lines = [
        "| rank | site | country | design | score | P(top 10) | rank, 5–95 % of draws |",
        "|---:|---|---|---|---:|---:|---|",
    ]
    for row in rows:
        low, high = (f"{float(row[name]):.0f}" for name in ("rank_p05", "rank_p95"))
        lines.append(
            f"| {float(row['rank']):.0f} | {row['name']} | {row['country_iso3']} | `{row['design']}` "
            f"| {float(row['score']):.3f} | {float(row['p_top10']):.0%} | {low}–{high} |"
        )
    page = ROOT / "README.md"
    before, rest = page.read_text("utf-8").split(MARKS[0])
    after = rest.split(MARKS[1])[1]
    write_text("\n".join([before + MARKS[0], *lines, "", statement, MARKS[1]]) + after, page)


if __name__ == "__main__":
    main()
