"""The published figures that the facility model is compared with, read from a folder that the user names.

The figures are not part of the checkout: some may not be passed on. Each reader says which file it wants.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.errors import InputError
from pipeline.facility.model import HOURS

#: A place for each ASHRAE 169 climate zone: the representative cities of ASHRAE 90.1-2019; latitude and
#: longitude [deg]. Lei et al. do not say which cities they took.
ZONE_PLACES = {
    "0A": (10.82, 106.67),
    "0B": (24.43, 54.65),
    "1A": (21.33, -157.93),
    "1B": (28.57, 77.10),
    "2A": (27.85, -82.50),
    "2B": (32.17, -110.88),
    "3A": (33.64, -84.43),
    "3B": (31.85, -106.38),
    "3C": (32.57, -116.98),
    "4A": (40.65, -73.80),
    "4B": (35.04, -106.62),
    "4C": (47.45, -122.31),
    "5A": (42.94, -78.74),
    "5B": (39.70, -104.75),
    "5C": (48.12, -123.50),
    "6A": (43.91, -92.50),
    "6B": (47.47, -111.38),
    "7": (48.57, -93.40),
    "8": (64.82, -147.86),
}
#: Cities of the United States reference buildings (NREL/TP-5500-46861), a report that Lei and Masanet 2022
#: cite; zones outside the country keep the places above.
REFERENCE_BUILDING_PLACES = {
    **ZONE_PLACES,
    "1A": (25.82, -80.30),
    "2B": (33.43, -112.00),
    "3B": (36.08, -115.15),
    "3C": (37.62, -122.40),
    "4A": (39.17, -76.68),
    "4C": (47.45, -122.31),
    "5A": (41.98, -87.92),
    "5B": (40.02, -105.25),
    "6A": (44.88, -93.23),
    "6B": (46.60, -111.98),
    "7": (46.83, -92.22),
}
#: Cities of the EnergyPlus tower runs.
TOWER_PLACES = {
    "chicago": (41.98, -87.90),
    "dallas": (32.90, -97.04),
    "denver": (39.83, -104.66),
    "dulles": (38.98, -77.47),
    "frankfurt": (50.05, 8.60),
    "lulea": (65.54, 22.12),
    "phoenix": (33.43, -112.00),
    "seattle": (47.47, -122.32),
    "sydney": (-33.95, 151.18),
}
_FILES = {
    "lei": "lei2025_pue_wue_quantiles*.csv",
    "tower": "energyplus_tower_reference*.csv",
    "quarters": "google_quarterly_pue*.csv",
    "reported": "reported_pue_wue*.csv",
}


def read(folder: str | Path, name: str) -> pd.DataFrame:
    """One of the reference tables, found in ``folder`` or in its sub-folder ``facility``.

    Raises
    ------
    InputError
        There is no such file, or more than one.
    """
    root = Path(folder)
    found = sorted({*root.glob(_FILES[name]), *(root / "facility").glob(_FILES[name])})
    if len(found) != 1:
        raise InputError(
            "the reference folder must hold one such table",
            file=root,
            value=[path.name for path in found],
            allowed=_FILES[name],
        )
    return pd.read_csv(found[0], dtype={"Climate Zone": str, "Case (Original)": str})


def years(places: dict[str, tuple[float, float]]) -> npt.NDArray[np.float32]:
    """Embedded typical years (places, 3, 8760) in the order of ``places``."""
    from pipeline.weather.typical import typical_year

    out = np.empty((len(places), 3, HOURS), dtype=np.float32)
    for at, (latitude, longitude) in enumerate(places.values()):
        year = typical_year(latitude, longitude)
        out[at] = year.dry_bulb_c, year.dew_point_c, year.pressure_pa
    return out
