"""Running the command on a copy of the checkout."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

#: Sites that are far apart in climate, grid and data coverage.
FEW = (
    "lulea",
    "singapore",
    "frankfurt",
    "phoenix",
    "dublin",
    "mumbai",
    "sao-paulo",
    "johannesburg",
    "reykjavik",
)


def kilowhere(checkout: Path, *arguments: str, timeout_s: float = 300) -> subprocess.CompletedProcess[str]:
    """Run the command on a copy of the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        timeout=timeout_s,
    )


def candidate_rows(checkout: Path) -> list[dict[str, str]]:
    with open(checkout / "datasets" / "sites" / "candidates.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write_candidates(rows: list[dict[str, str]], path: Path) -> None:
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def add_small_scenario(checkout: Path) -> None:
    """Write ``config/scenarios/few.yaml`` with about ten candidates and few draws."""
    rows = candidate_rows(checkout)
    chosen = [row for row in rows if row["site_id"].startswith(FEW)]
    assert len(chosen) >= 8
    write_candidates(chosen, checkout / "few.csv")
    (checkout / "config" / "scenarios" / "few.yaml").write_text(
        "title: A few sites\ngeography:\n  candidates: few.csv\n", encoding="utf-8"
    )
