"""A shortlist of diverse sites: good ones that do not all stand or fall together."""

from __future__ import annotations

import numpy as np

EARTH_RADIUS_KM = 6371.0088


def great_circle_km(latitude_deg: np.ndarray, longitude_deg: np.ndarray, index: int) -> np.ndarray:
    """Distance of every point to the one at ``index`` [km]; haversine, error below 0.6 %."""
    lat, lon = np.radians(latitude_deg), np.radians(longitude_deg)
    part = (
        np.sin((lat - lat[index]) / 2) ** 2
        + np.cos(lat) * np.cos(lat[index]) * np.sin((lon - lon[index]) / 2) ** 2
    )
    result: np.ndarray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(part, 1.0)))
    return result


def diverse(
    latitude_deg: np.ndarray,
    longitude_deg: np.ndarray,
    country: np.ndarray,
    *,
    size: int,
    per_country: int,
    apart_km: float,
) -> np.ndarray:
    """Go down the ranking and take each site that is not like those already taken.

    Parameters
    ----------
    latitude_deg, longitude_deg, country
        Of the ranked sites, best first.
    size
        How many to take at most.
    per_country
        How many of one country at most: they share regulation, and often the grid.
    apart_km
        How far from every site already taken at least: nearer ones share weather, water and lines.

    Returns
    -------
    numpy.ndarray
        Indices of the taken sites, best first; fewer than ``size`` if the candidates run out.
    """
    taken: list[int] = []
    free = np.ones(len(country), dtype=bool)
    while free.any() and len(taken) < size:
        site = int(free.argmax())
        taken.append(site)
        free[great_circle_km(latitude_deg, longitude_deg, site) < apart_km] = False
        free[site] = False
        if sum(country[other] == country[site] for other in taken) >= per_country:
            free[country == country[site]] = False
    return np.array(taken, dtype=np.int64)
