"""The climate grid: monthly means and what shapes the day, at any point on land.

Read once, on first use, from ``datasets/climate/grid.npz`` (see ``tools/build_climate.py`` for its
arrays). All samples are vectorised over sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.datasets import verified_path
from pipeline.errors import InputError

_Array = npt.NDArray[Any]
_Floats = npt.NDArray[np.float64]

ROWS, COLUMNS, CELL_DEG = 601, 1440, 0.25
#: Exceedance probabilities of the vapour densities [%].
EXCEEDED_PERCENT = np.array([1.0, 5.0, 10.0, 20.0, 50.0, 80.0, 90.0, 95.0, 99.0])
#: Southernmost latitude of the grid [deg].
SOUTH_DEG = -60.0
#: Beyond this distance from a land cell [deg] a site is an island of its own.
ISLAND_DEG = 0.6
#: Middle of each month [day of a 365-day year].
MID_MONTH_DAY = np.array([15.5, 45.0, 74.5, 105.0, 135.5, 166.0, 196.5, 227.5, 258.0, 288.5, 319.0, 349.5])


@dataclass(frozen=True, slots=True)
class Grid:
    """The arrays in memory; see ``tools/build_climate.py``."""

    index: _Array
    cells: _Array
    rain: _Array
    land_share: _Array
    land_near: _Array
    land_far: _Array
    topography: _Array
    pressure: _Array
    air: _Array
    vapour: _Array
    height: _Array
    density: _Array
    scale_height: _Array
    density_height: _Array


@dataclass(frozen=True, slots=True)
class Sample:
    """What the grid says about ``n`` sites; months along the second axis."""

    dry_bulb_c: _Floats
    rain_log: _Floats
    grid_height_m: _Floats
    elevation_m: _Floats
    pressure_pa: _Floats
    vapour_pa: _Floats
    density_g_per_m3: _Floats
    land_near_share: _Floats
    land_far_share: _Floats
    relief_m: _Floats
    land_distance_deg: _Floats


def _box_mean(share: _Array, half: int) -> _Array:
    """Mean over a square of 2·half + 1 cells, wrapping in longitude, by cumulative sums."""
    padded = np.pad(share.astype(np.float32), ((half, half), (0, 0)), mode="edge")
    padded = np.pad(padded, ((0, 0), (half, half)), mode="wrap")
    total = np.pad(padded.cumsum(0, dtype=np.float64).cumsum(1), ((1, 0), (1, 0)))
    width = 2 * half + 1
    box = total[width:, width:] - total[:-width, width:] - total[width:, :-width] + total[:-width, :-width]
    return (box / width**2).astype(np.float32)


@cache
def load_grid() -> Grid:
    """Read and unpack the grid, its checksum compared first (0.3 s, 60 MB)."""
    with np.load(verified_path("climate_grid"), allow_pickle=False) as archive:
        a = {name: archive[name] for name in archive.files}
    land = np.unpackbits(a["land_bits"], count=ROWS * COLUMNS).astype(bool)
    index = np.full(land.size, -1, dtype=np.int32)
    index[land] = np.arange(int(land.sum()), dtype=np.int32)
    share = a["land_share"] / np.float32(100.0)
    return Grid(
        index=index.reshape(ROWS, COLUMNS),
        cells=np.cumsum(a["temperature"], axis=0, dtype=np.int16),
        rain=a["rain"],
        land_share=share,
        land_near=_box_mean(share, 2),
        land_far=_box_mean(share, 11),
        topography=np.cumsum(a["topography"], axis=1, dtype=np.int16),
        pressure=a["pressure"],
        air=a["air"],
        vapour=a["vapour"],
        height=a["height"],
        density=a["density"],
        scale_height=a["scale_height"],
        density_height=a["density_height"],
    )


def _corners(position: _Floats, count: int) -> tuple[_Array, _Floats]:
    """Lower index and fraction on an axis of ``count`` nodes, kept inside."""
    lower = np.clip(np.floor(position).astype(np.int64), 0, count - 2)
    return lower, np.clip(position - lower, 0.0, 1.0)


def _around(row: _Floats, column: _Floats, rows: int, columns: int) -> tuple[_Array, _Array, _Floats]:
    """Rows, columns and weights (4, n) of the four nodes around each point; columns wrap."""
    i, fi = _corners(row, rows)
    j = np.floor(column).astype(np.int64)
    fj = column - j
    ii = np.stack([i, i, i + 1, i + 1])
    jj = np.stack([j, j + 1, j, j + 1]) % columns
    weights = np.stack([(1 - fi) * (1 - fj), (1 - fi) * fj, fi * (1 - fj), fi * fj])
    return ii, jj, weights


def _harmonics(coefficients: _Floats) -> _Floats:
    """Monthly values (n, 12) of mean, annual and semi-annual cosine and sine (n, 5), as in GPT2w."""
    angle = 2.0 * np.pi * MID_MONTH_DAY / 365.25
    basis = np.stack([np.ones(12), np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])
    # Not a matrix product: its rounding depends on how many sites there are.
    return np.asarray((coefficients[:, None, :] * basis.T[None, :, :]).sum(-1))


def _terrain(grid: Grid, latitude: _Floats, longitude: _Floats) -> tuple[_Floats, _Floats]:
    """Height of the nearest 5′ land point [m] and the standard deviation of land heights within 30 km [m]."""
    heights, relief = np.zeros(latitude.size), np.zeros(latitude.size)
    for site, (north, east) in enumerate(zip(latitude, longitude, strict=True)):
        row = (90.125 - north) * 12.0
        column = (east + 180.125) * 12.0
        reach = 4
        wide = min(int(np.ceil(reach / max(np.cos(np.radians(north)), 0.2))), 20)
        rows = np.arange(max(int(row) - reach, 0), min(int(row) + reach + 2, grid.topography.shape[0]))
        columns = np.arange(int(column) - wide, int(column) + wide + 2)
        # The array repeats three columns of either end, so that −180.125 and 179.875 are the same meridian.
        block = 5.0 * grid.topography[np.ix_(rows, columns % 4320)].astype(np.float64)
        land = block != 0.0
        if not land.any():
            continue
        relief[site] = block[land].std()
        north_km = (rows[:, None] - row) * 9.27
        east_km = (columns[None, :] - column) * 9.27 * np.cos(np.radians(north))
        distance = np.where(land, north_km**2 + east_km**2, np.inf)
        # The four nearest land points, weighted by distance, stand for the ground at the site.
        order = np.argsort(distance, axis=None, kind="stable")[:4]
        squared = distance.ravel()[order]
        weights = np.where(np.isfinite(squared), 1.0 / (squared + 1.0), 0.0)
        heights[site] = (weights * block.ravel()[order]).sum() / weights.sum()
    return heights, relief


def _surface(grid: Grid, latitude: _Floats, longitude: _Floats) -> tuple[_Floats, _Floats, _Floats, _Floats]:
    """ERA5 temperature (n, 12), rain, mean height of the cells used, and how far they are [deg].

    Land cells count by their share of land, so that a coastal site takes its climate from the land side;
    where none of the four around the point holds land, the nearest land within 2° stands in.
    """
    ii, jj, weights = _around(
        (90.0 - latitude) / CELL_DEG, np.mod(longitude, 360.0) / CELL_DEG, ROWS, COLUMNS
    )
    weights = weights * (grid.land_share[ii, jj] + 0.02) * (grid.index[ii, jj] >= 0)
    total = weights.sum(0)
    far = np.zeros(latitude.size)
    for site in np.flatnonzero(total < 1e-9):
        i, j, distance = _nearest_land(grid, float(latitude[site]), float(longitude[site]))
        ii[:, site], jj[:, site] = i, j
        weights[:, site] = [1.0, 0.0, 0.0, 0.0]
        total[site] = 1.0
        far[site] = distance
    weights = weights / total
    cells = np.maximum(grid.index[ii, jj], 0)
    temperature = 0.02 * np.einsum("kn,knm->nm", weights, grid.cells[cells].astype(np.float64))
    rain = np.einsum("kn,knm->nm", weights, grid.rain[cells].astype(np.float64)) / 30.0
    height = (weights * _cell_heights(grid, ii, jj)).sum(0)
    island = far > ISLAND_DEG
    if island.any():
        temperature[island], height[island] = _sea_air(grid, latitude[island], longitude[island])
    return temperature, rain, height, far


def _sea_air(grid: Grid, latitude: _Floats, longitude: _Floats) -> tuple[_Floats, _Floats]:
    """Monthly air temperature [°C] (n, 12) of GPT2w and the height of its ground [m]."""
    ii, jj, weights = _around(89.5 - latitude, np.mod(longitude - 0.5, 360.0), 180, 360)
    air = np.einsum("kn,knm->nm", weights, 0.01 * grid.air[ii, jj].astype(np.float64))
    return _harmonics(air), (weights * grid.height[ii, jj]).sum(0)


def _cell_heights(grid: Grid, rows: _Array, columns: _Array) -> _Floats:
    """Mean height of 0.25° cells [m], sea as 0: ERA5's model ground is about as smooth."""
    edge = np.array([0.5, 1.0, 1.0, 0.5]) / 3.0
    top = 3 * rows
    left = 3 * ((columns + COLUMNS // 2) % COLUMNS)
    total = np.zeros(rows.shape)
    for i, down in enumerate(edge):
        for j, right in enumerate(edge):
            total += down * right * grid.topography[np.minimum(top + i, 1804), left + j]
    return 5.0 * total


def _nearest_land(grid: Grid, latitude: float, longitude: float) -> tuple[int, int, float]:
    """The nearest land cell and its distance [deg of arc]; ``InputError`` if none is within 10° or so."""
    row, column = round((90.0 - latitude) / CELL_DEG), round(longitude % 360.0 / CELL_DEG)
    shrink = max(float(np.cos(np.radians(latitude))), 0.2)
    reach, wide = 40, min(int(40 / shrink), 200)
    rows = np.arange(max(row - reach, 0), min(row + reach + 1, ROWS))
    columns = np.arange(column - wide, column + wide + 1)
    found = grid.index[np.ix_(rows, columns % COLUMNS)] >= 0
    if not found.any():
        raise InputError(
            "no land within 10 degrees: the climate grid covers land north of 60 S",
            value=f"{latitude:.4f}, {longitude:.4f}",
            allowed="a point on or near land",
        )
    down = (rows[:, None] * CELL_DEG - (90.0 - latitude)) ** 2
    across = ((columns[None, :] * CELL_DEG - longitude % 360.0) * shrink) ** 2
    distance = np.where(found, down + across, np.inf)
    i, j = np.unravel_index(int(np.argmin(distance)), distance.shape)
    return int(rows[i]), int(columns[j] % COLUMNS), float(np.sqrt(distance[i, j]))


def _humid_air(
    grid: Grid, latitude: _Floats, longitude: _Floats, elevation: _Floats
) -> tuple[_Floats, _Floats]:
    """Monthly pressure and vapour pressure [Pa] of GPT2w, each of its nodes taken to the site's elevation.

    Pressure follows the hypsometric equation at the node's temperature (Böhm et al. 2015, GPS Solutions
    19, 433: GPT2w); vapour pressure the cube of the pressure ratio, as water vapour thins about three
    times faster than air.
    """
    ii, jj, weights = _around(89.5 - latitude, np.mod(longitude - 0.5, 360.0), 180, 360)
    pressure, vapour = np.zeros((latitude.size, 12)), np.zeros((latitude.size, 12))
    shift = np.array([60000.0, 0, 0, 0, 0])
    for i, j, weight in zip(ii, jj, weights, strict=True):
        at_node = _harmonics(2.0 * grid.pressure[i, j] + shift)
        kelvin = _harmonics(0.01 * grid.air[i, j] + np.array([273.15, 0, 0, 0, 0]))
        specific = np.maximum(_harmonics(1e-6 * grid.vapour[i, j]), 1e-5)
        ratio = np.exp(-(elevation - grid.height[i, j])[:, None] / (29.27 * kelvin))
        pressure += weight[:, None] * at_node * ratio
        vapour += weight[:, None] * specific * at_node / (0.622 + 0.378 * specific) * ratio**3
    return pressure, vapour


def _vapour_density(grid: Grid, latitude: _Floats, longitude: _Floats, elevation: _Floats) -> _Floats:
    """Vapour density [g/m³] exceeded in ``EXCEEDED_PERCENT`` of the year (n, 9), after ITU-R P.836-6,
    annex 1.

    Each node is scaled to the site's elevation with its own scale height, then interpolated.
    """
    ii, jj, weights = _around((90.0 - latitude) / 1.125, np.mod(longitude, 360.0) / 1.125, 161, 321)
    density = np.zeros((latitude.size, EXCEEDED_PERCENT.size))
    for i, j, weight in zip(ii, jj, weights, strict=True):
        rise = (elevation - grid.density_height[i, j])[:, None]
        # P.836 trusts its scale heights for corrections of up to about two of them.
        scaled = np.exp(-np.clip(rise / grid.scale_height[i, j], -2.0, 2.0))
        density += weight[:, None] * 1e-3 * grid.density[i, j] * scaled
    return density


def sample(latitude_deg: npt.ArrayLike, longitude_deg: npt.ArrayLike, elevation_m: npt.ArrayLike) -> Sample:
    """What the grid says about sites.

    Parameters
    ----------
    latitude_deg, longitude_deg
        Positions (n,), north of 60 S.
    elevation_m
        Heights of the ground above sea level (n,); NaN takes the height of the nearest 5′ land points.

    Raises
    ------
    InputError
        A point lies south of the grid or more than 10° from any land.
    """
    grid = load_grid()
    latitude = np.atleast_1d(np.asarray(latitude_deg, dtype=np.float64))
    longitude = np.mod(np.atleast_1d(np.asarray(longitude_deg, dtype=np.float64)) + 180.0, 360.0) - 180.0
    given = np.atleast_1d(np.asarray(elevation_m, dtype=np.float64))
    outside = ~((latitude >= SOUTH_DEG) & (latitude <= 90.0))
    if outside.any():
        raise InputError(
            "the climate grid does not reach here",
            column="latitude_deg",
            value=float(latitude[outside][0]),
            allowed=f"{SOUTH_DEG:g} to 90",
        )
    ground, relief = _terrain(grid, latitude, longitude)
    elevation = np.where(np.isnan(given), ground, given)
    temperature, rain, height, far = _surface(grid, latitude, longitude)
    pressure, vapour = _humid_air(grid, latitude, longitude, elevation)
    ii, jj, weights = _around(
        (90.0 - latitude) / CELL_DEG, np.mod(longitude, 360.0) / CELL_DEG, ROWS, COLUMNS
    )
    return Sample(
        dry_bulb_c=temperature,
        rain_log=rain,
        grid_height_m=height,
        elevation_m=elevation,
        pressure_pa=pressure,
        vapour_pa=vapour,
        density_g_per_m3=_vapour_density(grid, latitude, longitude, elevation),
        land_near_share=(weights * grid.land_near[ii, jj]).sum(0),
        land_far_share=(weights * grid.land_far[ii, jj]).sum(0),
        relief_m=relief,
        land_distance_deg=far,
    )
