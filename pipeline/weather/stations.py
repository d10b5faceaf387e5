"""What weather stations say about a place: where the grid's means are off, how far its extremes stand out.

``datasets/climate/stations.parquet`` holds, for each of some 10,000 stations with measured years, four
terms: the shift of the grid's annual mean and the stretch of its season that the station's degree-days ask
for, and how far the 1 % hottest and coldest hours stand off the hottest and coldest month so corrected.
Each is a regression on properties of the place (``station_trends.csv``) plus a residual; residuals of
neighbours are carried to other places by simple kriging, which also says how sure they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.datasets import load
from pipeline.weather.grid import Sample

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

_Floats = npt.NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0
#: Stations asked per place.
NEIGHBOURS = 24
#: Covariance of residuals in units of their variance: what a station has for itself (instrument, yard,
#: typical year), a local part and a regional part with their e-folding distances [km] and differences in
#: elevation [m]. Read off the correlogram of 10,000 stations (0.7 below 8 km, 0.25 at 30 km, 0.1 at
#: 200 km for means; 0.4 to 0.6 at 200 km for extremes).
OWN, LOCAL, REGIONAL = 0.30, 0.35, 0.35
LOCAL_KM, LOCAL_RISE_M, REGIONAL_KM, REGIONAL_RISE_M = 25.0, 250.0, 500.0, 2000.0
#: Residuals grow with relief: their scale is the root of 1 + relief / 200 m.
RELIEF_M = 200.0
#: Beyond this distance [km] a station's time zone says nothing about the place's.
TIME_ZONE_KM = 500.0
#: The terms and the properties they are regressed on, in their order; ``error_sd`` in the table is the
#: root mean square of left-out errors in units of the kriging's own.
TERMS = ("mean_shift", "season_shift", "hot_spread", "cold_spread")
PROPERTIES = (
    "one",
    "below_grid_km",
    "above_grid_km",
    "root_relief",
    "land_near",
    "land_far",
    "elevation_km",
    "annual_range",
    "annual_mean",
    "abs_latitude",
    "log_rain",
    "sea_range",
)


@dataclass(frozen=True, slots=True)
class Stations:
    """The station table as arrays with a search tree over unit vectors; residuals (n, 4) are scaled."""

    tree: cKDTree
    points: _Floats
    elevation_m: _Floats
    scaled_residual_k: _Floats
    utc_offset_h: _Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """The terms at places [K] (n,), the standard error of three of them, the nearest station used [km]."""

    mean_shift_k: _Floats
    season_shift_k: _Floats
    hot_k: _Floats
    cold_k: _Floats
    mean_shift_sd_k: _Floats
    hot_sd_k: _Floats
    cold_sd_k: _Floats
    nearest_km: _Floats
    utc_offset_h: _Floats


def unit_vectors(latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike) -> npt.NDArray[Any]:
    """Points (n, 3) on the unit sphere."""
    north = np.radians(np.asarray(latitude_deg, dtype=np.float64))
    east = np.radians(np.asarray(longitude_deg, dtype=np.float64))
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=-1)


def relief_scale(relief_m: _Floats) -> _Floats:
    """By how much residuals are larger than over flat land."""
    return np.asarray(np.sqrt(1.0 + relief_m / RELIEF_M))


def properties(latitude_deg: _Floats, grid: Sample, dry_bulb_c: _Floats) -> _Floats:
    """The design matrix (n, properties), ordered as ``PROPERTIES``; ``dry_bulb_c`` (n, 12) is the grid's."""
    rise = (grid.elevation_m - grid.grid_height_m) / 1000.0
    annual_range = np.ptp(dry_bulb_c, axis=1) / 10.0
    columns = (
        np.ones_like(rise),
        np.maximum(-rise, 0.0),
        np.maximum(rise, 0.0),
        np.sqrt(grid.relief_m / 100.0),
        grid.land_near_share,
        grid.land_far_share,
        grid.elevation_m / 1000.0,
        annual_range,
        dry_bulb_c.mean(1) / 10.0,
        np.abs(latitude_deg) / 50.0,
        grid.rain_log.mean(1),
        (1.0 - grid.land_near_share) * annual_range,
    )
    return np.stack(columns, axis=-1)


@cache
def load_stations() -> Stations:
    """Read the station table, its checksum compared first."""
    from scipy.spatial import cKDTree

    table = load("climate_stations")
    points = unit_vectors(table.latitude_deg.to_numpy(), table.longitude_deg.to_numpy())
    residual = table[[f"{term}_residual_k" for term in TERMS]].to_numpy(dtype=np.float64)
    return Stations(
        tree=cKDTree(points),
        points=points,
        elevation_m=table.elevation_m.to_numpy(dtype=np.float64),
        scaled_residual_k=residual / relief_scale(table.relief_m.to_numpy(dtype=np.float64))[:, None],
        utc_offset_h=table.utc_offset_h.to_numpy(dtype=np.float64),
    )


@cache
def load_trends() -> Mapping[str, _Floats]:
    """Coefficients by term in the order of ``PROPERTIES``, and the terms' ``error_sd`` [K] last."""
    table = load("climate_station_trends").pivot_table(
        index="climate_target", columns="climate_feature", values="coefficient"
    )
    order = [*PROPERTIES, "error_sd"]
    return MappingProxyType({term: table.loc[term, order].to_numpy(dtype=np.float64) for term in TERMS})


def covariance(chord: _Floats, rise_m: _Floats) -> _Floats:
    """Covariance of two places by their chord on the unit sphere and difference in elevation [m]."""
    distance = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
    rise = np.abs(rise_m)
    local = LOCAL * np.exp(-distance / LOCAL_KM - rise / LOCAL_RISE_M)
    return np.asarray(local + REGIONAL * np.exp(-distance / REGIONAL_KM - rise / REGIONAL_RISE_M))


def krige(
    stations: Stations, points: _Floats, elevation_m: _Floats, *, exclude_km: float = 0.0
) -> tuple[_Floats, _Floats, _Floats, npt.NDArray[np.int64]]:
    """Simple kriging of the scaled residuals.

    Parameters
    ----------
    points, elevation_m
        Unit vectors (n, 3) and heights [m] of the places.
    exclude_km
        Leave out stations nearer than this: for judging the method as if a place had none.

    Returns
    -------
    tuple
        Scaled residuals (n, 4), kriging variance (n,) for one station's worth (1 where no station is near),
        distance [km] of the nearest station used and index of the nearest of all (n,).
    """
    spare = 24 if exclude_km > 0.0 else 0
    chord, near = stations.tree.query(points, k=NEIGHBOURS + spare)
    distance = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
    nearest = near[:, 0]
    if spare:
        order = np.argsort(np.where(distance >= exclude_km, distance, np.inf), axis=1, kind="stable")
        order = order[:, :NEIGHBOURS]
        near, distance, chord = (np.take_along_axis(a, order, 1) for a in (near, distance, chord))
    height = stations.elevation_m[near]
    between = np.linalg.norm(stations.points[near][:, :, None] - stations.points[near][:, None], axis=-1)
    system = covariance(between, height[:, :, None] - height[:, None]) + OWN * np.eye(NEIGHBOURS)
    # Where fewer than the asked for lie outside the circle, those inside have no say.
    shared = np.where(distance >= exclude_km, covariance(chord, height - elevation_m[:, None]), 0.0)
    weights = np.linalg.solve(system, shared[..., None])[..., 0]
    carried = (weights[..., None] * stations.scaled_residual_k[near]).sum(1)
    variance = OWN + LOCAL + REGIONAL - (weights * shared).sum(1)
    return carried, variance, np.where(distance >= exclude_km, distance, np.inf).min(1), nearest


def spreads(
    latitude_deg: _Floats,
    longitude_deg: _Floats,
    grid: Sample,
    dry_bulb_c: _Floats,
    *,
    exclude_km: float = 0.0,
) -> Spread:
    """The terms of the stations around places (n,) whose grid is ``grid`` and ``dry_bulb_c`` (n, 12)."""
    stations = load_stations()
    points = unit_vectors(latitude_deg, longitude_deg)
    carried, variance, nearest_km, nearest = krige(stations, points, grid.elevation_m, exclude_km=exclude_km)
    scale = relief_scale(grid.relief_m)
    design = properties(np.asarray(latitude_deg), grid, dry_bulb_c)
    term, error = {}, {}
    for at, (name, values) in enumerate(load_trends().items()):
        # Not a matrix product: its rounding depends on how many sites there are.
        term[name] = (design * values[:-1]).sum(-1) + scale * carried[:, at]
        error[name] = values[-1] * scale * np.sqrt(variance)
    solar = np.round(np.asarray(longitude_deg) / 15.0)
    chord = np.linalg.norm(points - stations.points[nearest], axis=-1)
    close = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0)) <= TIME_ZONE_KM
    return Spread(
        mean_shift_k=term["mean_shift"],
        season_shift_k=term["season_shift"],
        hot_k=np.clip(term["hot_spread"], 0.5, 25.0),
        cold_k=np.clip(term["cold_spread"], 0.5, 40.0),
        mean_shift_sd_k=error["mean_shift"],
        hot_sd_k=error["hot_spread"],
        cold_sd_k=error["cold_spread"],
        nearest_km=nearest_km,
        utc_offset_h=np.where(close, stations.utc_offset_h[nearest], solar),
    )
