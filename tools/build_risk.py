"""Build the risk tables of ``datasets/risk``: ``python tools/build_risk.py --reference DIR``.

``DIR`` holds ``worldriskindex_2023.csv`` (WorldRiskReport 2023, Bündnis Entwicklung Hilft and IFHV) and
``wgi_2022_normalised.csv`` (World Bank, Worldwide Governance Indicators, mean of the six estimates of 2022,
rescaled from -2.5…2.5 to 0…1). Both are per country: context and a coarse screen, never a site's own hazard.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from area_codes import ALPHA3_BY_NAME

from pipeline.files import write_csv

OUT = Path(__file__).resolve().parent.parent / "datasets" / "risk"


def risk_worldriskindex(reference: Path) -> pd.DataFrame:
    """Total and exposure per country.

    The index is the geometric mean of exposure and vulnerability; a row that breaks this stops the build. The
    seven exposure components are left out: the file does not say which is which.
    """
    table = pd.read_csv(reference / "worldriskindex_2023.csv", encoding="utf-8")
    mean = (table["exposure"] * table["vulnerability"]) ** 0.5
    wrong = table[(mean - table["worldriskindex"]).abs() > 0.06]
    if len(wrong):
        raise SystemExit(f"index is not the geometric mean of its parts: {sorted(wrong['iso3'])}")
    return pd.DataFrame(
        {
            "area_id": table["iso3"],
            "level": "country",
            "hazard_risk_index": table["worldriskindex"],
            "hazard_exposure_index": table["exposure"],
        }
    ).sort_values("area_id")


def risk_wgi(reference: Path) -> pd.DataFrame:
    """Mean of the six governance indicators per country."""
    table = pd.read_csv(reference / "wgi_2022_normalised.csv", encoding="utf-8")
    codes = table["Country/Territory"].map(ALPHA3_BY_NAME)
    if codes.isna().any():
        raise SystemExit(f"no code for {sorted(table['Country/Territory'][codes.isna()])}")
    out = pd.DataFrame({"area_id": codes, "level": "country", "governance_index": table["2022"].round(6)})
    return out.dropna(subset="governance_index").sort_values("area_id")


def main() -> None:
    """Write the two tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reference", type=Path, required=True)
    given = parser.parse_args()
    write_csv(risk_worldriskindex(given.reference), OUT / "worldriskindex.csv")
    write_csv(risk_wgi(given.reference), OUT / "wgi.csv")


if __name__ == "__main__":
    main()
