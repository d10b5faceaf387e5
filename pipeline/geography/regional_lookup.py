"""The areas that a site lies in, and the lookup of a figure from the narrowest area that has one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from pyproj import Geod

#: From the narrowest to the widest.
LEVELS = ("zone", "state", "country")


def site_areas(sites: pd.DataFrame, zones: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The zone, first-order region and country of every site.

    Parameters
    ----------
    sites
        ``country_iso3``, ``region_id``, ``latitude_deg``, ``longitude_deg``.
    zones
        Zone of a region: ``area_id``, ``level`` (state), ``zone_id``.
    places
        Places whose supplier belongs to another zone than the region's default: ``zone_id``,
        ``latitude_deg``, ``longitude_deg``, ``radius_km``, and the region ``area_id`` in which they hold.

    Returns
    -------
    DataFrame
        Columns ``zone``, ``state``, ``country``, the sites' index; ``None`` where there is none. The nearest
        place of the site's own region wins over the region's default.
    """
    region = sites["region_id"].astype(object)
    zone = region.map(zones.set_index("area_id")["zone_id"]).astype(object)
    if len(places):
        distance = _distance_km(sites, places)
        near = distance <= places["radius_km"].to_numpy()[None, :]
        near &= region.to_numpy()[:, None] == places["area_id"].to_numpy(dtype=object)[None, :]
        nearest = np.where(near, distance, np.inf).argmin(axis=1)
        zone = zone.where(~near.any(axis=1), places["zone_id"].astype(object).to_numpy()[nearest])
    return pd.DataFrame(
        {"zone": zone, "state": region, "country": sites["country_iso3"].astype(object)}, index=sites.index
    )


def _distance_km(sites: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """Geodesic distances on WGS 84 [km], shape (sites, places)."""
    columns = ["longitude_deg", "latitude_deg"]
    here, there = sites[columns].to_numpy(), places[columns].to_numpy()
    shape = (len(here), len(there))
    from_lon, from_lat = np.repeat(here, len(there), axis=0).T
    to_lon, to_lat = np.tile(there, (len(here), 1)).T
    metres = Geod(ellps="WGS84").inv(from_lon, from_lat, to_lon, to_lat)[2]
    return np.asarray(metres).reshape(shape) / 1000.0


def latest(table: pd.DataFrame, up_to: int | None = None) -> pd.DataFrame:
    """One row per area and level: that of the latest year, not later than ``up_to``.

    A row without a year counts as older than any dated one, and is left out when ``up_to`` is given.
    """
    if up_to is not None:
        table = table[(table["year"] <= up_to).fillna(False).astype(bool)]
    order = table.assign(_year=table["year"].fillna(-1).astype("int64"))
    order = order.sort_values(["area_id", "level", "_year"], kind="stable")
    return order.drop_duplicates(["area_id", "level"], keep="last").drop(columns="_year")


def look_up(
    areas: pd.DataFrame, table: pd.DataFrame, columns: Sequence[str], levels: Sequence[str] = LEVELS
) -> pd.DataFrame:
    """Each site's row of a table: that of its zone, else its region, else its country.

    Parameters
    ----------
    areas
        From :func:`site_areas`.
    table
        ``area_id``, ``level`` and ``columns``; one row per area and level. A row whose first column is
        missing is passed over, so that the wider area is asked.
    columns
        What to return; the first is the figure.
    levels
        Which levels to ask, in this order.

    Returns
    -------
    DataFrame
        ``columns`` and ``level``, the areas' index; missing where no level has a figure.

    Raises
    ------
    ValueError
        An area has two rows on one level.
    """
    table = table[table[columns[0]].notna()].reset_index(drop=True)
    if table.duplicated(["area_id", "level"]).any():
        raise ValueError("an area has two rows on one level")
    position = pd.Series(np.nan, index=areas.index)
    for level in levels:
        part = table[table["level"] == level]
        found = areas[level].map(pd.Series(part.index.astype(float), index=part["area_id"].astype(object)))
        position = position.fillna(found.astype(float))
    # reindex, not loc: a site without a row becomes a row of gaps
    return table[[*columns, "level"]].reindex(position.to_numpy()).set_index(areas.index)
