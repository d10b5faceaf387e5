"""What weather stations near a site say about its extremes, and its time zone.

``datasets/climate/stations.parquet`` holds, for each of some 14,000 stations, how far the 1 % hottest
hours stand above the mean of the hottest month and the 1 % coldest below that of the coldest month. These
spreads vary smoothly over land, so a site takes a mean of its neighbours, weighted by distance and
difference in elevation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.datasets import load

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

_Floats = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0
#: e-folding distance [km] and difference in elevation [m] of a station's weight, and how many are asked.
DISTANCE_KM, RISE_M, NEIGHBOURS = 30.0, 200.0, 40
#: Beyond this distance [km] a station's time zone says nothing about the site's.
TIME_ZONE_KM = 500.0


@dataclass(frozen=True, slots=True)
class Stations:
    """The station table as arrays with a search tree over unit vectors."""

    tree: cKDTree
    elevation_m: _Floats
    hot_spread_k: _Floats
    cold_spread_k: _Floats
    utc_offset_h: _Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """Spreads at sites [K] and the distance to the nearest station used [km]."""

    hot_k: _Floats
    cold_k: _Floats
    nearest_km: _Floats
    utc_offset_h: _Floats


def unit_vectors(latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike) -> npt.NDArray[Any]:
    """Points (n, 3) on the unit sphere."""
    north = np.radians(np.asarray(latitude_deg, dtype=np.float64))
    east = np.radians(np.asarray(longitude_deg, dtype=np.float64))
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1)


@cache
def load_stations() -> Stations:
    """Read the station table, its checksum compared first."""
    from scipy.spatial import cKDTree

    table = load("climate_stations")
    return Stations(
        tree=cKDTree(unit_vectors(table.latitude_deg.to_numpy(), table.longitude_deg.to_numpy())),
        elevation_m=table.elevation_m.to_numpy(dtype=np.float64),
        hot_spread_k=table.hot_spread_k.to_numpy(dtype=np.float64),
        cold_spread_k=table.cold_spread_k.to_numpy(dtype=np.float64),
        utc_offset_h=table.utc_offset_h.to_numpy(dtype=np.float64),
    )


def spreads(
    latitude_deg: _Floats, longitude_deg: _Floats, elevation_m: _Floats, *, exclude_km: float = 0.0
) -> Spread:
    """Spreads of the stations around sites (n,).

    ``exclude_km`` leaves out stations nearer than that: for judging the method as if a site had none.
    """
    stations = load_stations()
    chord, near = stations.tree.query(unit_vectors(latitude_deg, longitude_deg), k=NEIGHBOURS)
    distance = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
    rise = np.abs(stations.elevation_m[near] - np.asarray(elevation_m)[:, None])
    used = distance >= exclude_km
    # Far from all stations the exponentials vanish; the floor keeps the nearest in proportion.
    weights = np.where(used, np.exp(-distance / DISTANCE_KM - rise / RISE_M) + 1e-9 / (1.0 + distance), 0.0)
    total = weights.sum(1)
    nearest = np.where(used, distance, np.inf).min(1)
    solar = np.round(np.asarray(longitude_deg) / 15.0)
    zone = np.where(distance[:, 0] <= TIME_ZONE_KM, stations.utc_offset_h[near[:, 0]], solar)
    return Spread(
        hot_k=(weights * stations.hot_spread_k[near]).sum(1) / total,
        cold_k=(weights * stations.cold_spread_k[near]).sum(1) / total,
        nearest_km=nearest,
        utc_offset_h=zone,
    )
