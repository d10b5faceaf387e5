"""Which year a site takes: the nearest file of a folder, or a live source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.configs.weather import WeatherConfig
from pipeline.errors import InputError
from pipeline.weather.record import WeatherYear
from pipeline.weather.stations import EARTH_RADIUS_KM, unit_vectors
from pipeline.weather.weather_files import epw_place, read_epw


@dataclass(frozen=True, slots=True)
class Matched:
    """A file taken for a site, with how far its station is."""

    year: WeatherYear
    distance_km: float


def match_files(sites: pd.DataFrame, config: WeatherConfig) -> dict[int, Matched]:
    """The file of each site that has one within the configured distance and difference in elevation, by
    row.

    A site without an elevation takes the nearest file within the distance. Ties go to the first name.
    """
    if not config.epw_folder:
        return {}
    folder = Path(config.epw_folder)
    if not folder.is_dir():
        raise InputError("no such folder", file=folder, column="weather.epw_folder", value=config.epw_folder)
    paths = sorted([*folder.glob("*.epw"), *folder.glob("*.epw.gz")])
    if not paths:
        raise InputError("no EPW file in the folder", file=folder, allowed="*.epw or *.epw.gz")
    places = [epw_place(path) for path in paths]
    stations = unit_vectors([place["latitude"] for place in places], [place["longitude"] for place in places])
    heights = np.array([place["altitude"] for place in places])
    found: dict[int, Matched] = {}
    read: dict[Path, WeatherYear] = {}
    for row, site in enumerate(unit_vectors(sites.latitude_deg, sites.longitude_deg)):
        chord = np.linalg.norm(stations - site, axis=1)
        distance = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(chord / 2.0, 1.0))
        rise = np.abs(heights - sites.elevation_m.iloc[row])
        allowed = (distance <= config.epw_distance_km) & ~(rise > config.epw_elevation_difference_m)
        if not allowed.any():
            continue
        best = int(np.argmin(np.where(allowed, distance, np.inf)))
        path = paths[best]
        if path not in read:
            read[path] = read_epw(path, longest_gap_h=config.longest_gap_h)
        found[row] = Matched(read[path], float(distance[best]))
    return found


def live_year(site: WeatherYear, config: WeatherConfig) -> WeatherYear:
    """The year of the configured live source at the place of ``site``.

    Raises
    ------
    InputError
        The source cannot be reached or answers something else than a year of weather.
    """
    from pipeline.sources.http import SessionSettings, shared_session
    from pipeline.weather.live import fetch_year

    settings = SessionSettings(
        cache_folder=Path(config.cache_folder),
        offline=config.offline,
        requests_per_minute=config.requests_per_minute,
        timeout_s=config.timeout_s,
    )
    return fetch_year(
        config.provider,
        shared_session(settings),
        latitude_deg=site.latitude_deg,
        longitude_deg=site.longitude_deg,
        elevation_m=site.elevation_m,
        utc_offset_h=site.utc_offset_h,
        year=config.year,
        longest_gap_h=config.longest_gap_h,
    )
