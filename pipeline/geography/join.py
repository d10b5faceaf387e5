"""The join between candidate sites and first-order regions."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from pipeline.errors import InputError
from pipeline.fields import USER_PREFIX
from pipeline.geography.distance import distances_km, search_box
from pipeline.geography.polygons import CRS, check_crs

#: Natural Earth's 1:10m borders run up to a kilometre or two off (St. Louis and the old town of Nicosia fall
#: on the wrong side): a site that names its country or region is believed within this distance of it. [km]
BORDER_KM = 2.0

OUTPUT = (
    "site_id",
    "name",
    "kind",
    "country_iso3",
    "country_name",
    "region_id",
    "region_name",
    "latitude_deg",
    "longitude_deg",
    "elevation_m",
    "region_join",
    "region_join_distance_km",
    "site_source",
    "site_note",
)


def join_regions(
    sites: pd.DataFrame,
    regions: gpd.GeoDataFrame,
    *,
    nearest_region_km: float,
    file: str | PathLike[str] | None = None,
    rows: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """Find the region of every site.

    A site takes the region whose polygon holds it. Off the coast it takes the nearest region of its country
    within ``nearest_region_km``; just across a drawn border it stays in the country and region it names when
    that is within ``BORDER_KM``.

    Parameters
    ----------
    sites
        One row per site: ``site_id, name, country_iso3, latitude_deg, longitude_deg``; ``region_id`` may name
        the region the site is expected in.
    regions
        Polygons in EPSG:4326 with ``country_iso3, country_name, region_id, region_name``.
    nearest_region_km
        Largest distance from a point at sea to its region [km].
    file, rows
        Where the sites were read from and the line of each, for messages.

    Returns
    -------
    DataFrame
        ``OUTPUT`` columns, the sites' order; ``region_join_distance_km`` is 0 inside a polygon.

    Raises
    ------
    InputError
        A point is too far from any region of the country it names, or in another region than it names. If
        swapping latitude and longitude or turning a sign puts it there, the message says so.
    ValueError
        The polygons are not in EPSG:4326.
    """
    check_crs(regions)
    regions = regions.reset_index(drop=True)
    expected = sites.region_id if "region_id" in sites else pd.Series(None, sites.index, dtype="str")
    held = _holding(sites, regions, expected)
    country = regions.country_iso3.to_numpy(dtype=object)
    region = regions.region_id.to_numpy(dtype=object)
    chosen, distance = held.copy(), np.zeros(len(sites))
    named_region = expected.fillna("").to_numpy(dtype=object)
    named_country = sites.country_iso3.to_numpy(dtype=object)
    right = (held >= 0) & (country[held] == named_country)
    right &= (named_region == "") | (region[held] == named_region)
    for position in np.flatnonzero(~right):
        site = sites.iloc[position]
        on_land = held[position] >= 0
        limit = min(BORDER_KM, nearest_region_km) if on_land else nearest_region_km
        near = _nearest(site, regions, named_region[position], limit)
        if near is None:
            raise InputError(
                _problem(site, regions, held[position], named_region[position], nearest_region_km),
                file=file,
                row=None if rows is None else rows.get(site.site_id),
                column="latitude_deg, longitude_deg",
                value=f"{site.site_id}: {site.latitude_deg:g}, {site.longitude_deg:g}",
                allowed=f"a point in {named_region[position] or site.country_iso3}",
            )
        chosen[position], distance[position] = near
    found = regions.iloc[chosen].reset_index(drop=True)
    result = sites.reset_index(drop=True).assign(
        country_name=found.country_name,
        region_id=found.region_id,
        region_name=found.region_name,
        region_join=np.where(distance > 0.0, "nearest", "within"),
        region_join_distance_km=distance,
    )
    own = [name for name in sites if name.startswith(USER_PREFIX)]
    return result.reindex(columns=[*OUTPUT, *own]).astype({"region_join": "str"})


def pairs(points: gpd.GeoSeries, regions: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Positions (point, region) of every point and each region that holds it, borders included.

    The tree is built over the points and asked by the polygons, which are prepared once each. The other way
    round, as ``sjoin`` goes about ``intersects``, takes four to nine times as
    long (benchmarks/spatial_join.py).
    """
    region, point = points.sindex.query(regions.geometry.array, predicate="intersects")
    return point, region


def _holding(sites: pd.DataFrame, regions: gpd.GeoDataFrame, expected: pd.Series) -> np.ndarray:
    """Row of the region that holds each site, -1 if none.

    A point on a shared border is held by both sides: the one it names is taken, then that of its country,
    then the first by row.
    """
    points = gpd.GeoSeries(gpd.points_from_xy(sites.longitude_deg, sites.latitude_deg, crs=CRS))
    site, row = pairs(points, regions)
    found = pd.DataFrame(
        {
            "site": site,
            "other_region": regions.region_id.to_numpy(dtype=object)[row]
            != expected.to_numpy(dtype=object)[site],
            "other_country": regions.country_iso3.to_numpy(dtype=object)[row]
            != sites.country_iso3.to_numpy(dtype=object)[site],
            "row": row,
        }
    )
    first = found.sort_values(list(found)).drop_duplicates("site")
    held = np.full(len(sites), -1)
    held[first.site.to_numpy()] = first.row.to_numpy()
    return held


def _nearest(
    site: pd.Series, regions: gpd.GeoDataFrame, named: str, within_km: float
) -> tuple[int, float] | None:
    """Row and distance [km] of the nearest region of the site's country (or of the region it names)."""
    west, south, east, north = search_box(site.latitude_deg, site.longitude_deg, within_km)
    boxes = [shapely.box(west + turn, south, east + turn, north) for turn in (-360.0, 0.0, 360.0)]
    near = np.unique(regions.sindex.query(boxes)[1])
    ok = regions.country_iso3.iloc[near].to_numpy(dtype=object) == site.country_iso3
    if named:
        ok &= regions.region_id.iloc[near].to_numpy(dtype=object) == named
    near = near[ok]
    if not len(near):
        return None
    away = distances_km(site.latitude_deg, site.longitude_deg, regions.geometry.array[near], within_km)
    best = int(away.argmin())
    return (int(near[best]), float(away[best])) if np.isfinite(away[best]) else None


def _problem(site: pd.Series, regions: gpd.GeoDataFrame, held: int, named: str, within_km: float) -> str:
    """What is wrong with a point that is not where it says, and which slip would explain it."""
    land = regions.country_name[regions.country_iso3 == site.country_iso3].iloc[0]
    place = f"{named}, {land}" if named else land
    lands_of_named = set(regions.country_iso3[regions.region_id == named])
    if lands_of_named and site.country_iso3 not in lands_of_named:
        return f"the site names region {named} and country {site.country_iso3}, which has no such region"
    if held >= 0:
        at = regions.iloc[held]
        text = f"the point lies in {at.region_name} ({at.region_id}), {at.country_name}, not in {place}"
    else:
        text = f"the point is at sea or more than {within_km:g} km from {place}"
    latitude, longitude = site.latitude_deg, site.longitude_deg
    slips = (
        ("latitude and longitude swapped", longitude, latitude),
        ("the sign of the longitude turned", latitude, -longitude),
        ("the sign of the latitude turned", -latitude, longitude),
        ("both signs turned", -latitude, -longitude),
    )
    for slip, north, east in slips:
        slipped = site.copy()
        slipped["latitude_deg"], slipped["longitude_deg"] = north, east
        if abs(north) <= 90.0 and _nearest(slipped, regions, named, within_km):
            return f"{text}; with {slip} it would lie there"
    return text
