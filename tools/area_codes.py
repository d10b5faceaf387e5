"""ISO 3166-1 alpha-3 codes by alpha-2 code and by the country names that the publishers use."""

from __future__ import annotations

import csv
from pathlib import Path


def _read(kind: str) -> dict[str, str]:
    with open(Path(__file__).with_suffix(".csv"), encoding="utf-8", newline="") as handle:
        return {row["key"]: row["alpha3"] for row in csv.DictReader(handle) if row["kind"] == kind}


#: Kosovo has the user-assigned codes XK and XKX.
ALPHA3_BY_ALPHA2 = _read("alpha2")
ALPHA3_BY_NAME = _read("name")
