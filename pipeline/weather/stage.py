"""Weather of many sites: files first, then the configured source, streamed to one array on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.configs.weather import WeatherConfig
from pipeline.errors import InputError
from pipeline.files import atomic_path
from pipeline.weather.providers import Matched, live_year, match_files
from pipeline.weather.record import WeatherYear
from pipeline.weather.typical import SOURCE, summary_of, typical_years, uncertainty_of
from pipeline.weather.warming import warmed

HOURS = 8760
COLUMNS = ("dry_bulb_c", "dew_point_c", "pressure_pa")


def _row(site_id: str, year: WeatherYear, fallback: str) -> dict[str, object]:
    return {
        "site_id": site_id,
        "weather_provider": year.provider,
        "elevation_m": year.elevation_m,
        "utc_offset_h": year.utc_offset_h,
        **summary_of(year.dry_bulb_c, year.wet_bulb_c),
        "dry_bulb_mean_sd_k": year.uncertainty.dry_bulb_mean_sd_k,
        "wet_bulb_mean_sd_k": year.uncertainty.wet_bulb_mean_sd_k,
        "dry_bulb_p99_sd_k": year.uncertainty.dry_bulb_p99_sd_k,
        "wet_bulb_p99_sd_k": year.uncertainty.wet_bulb_p99_sd_k,
        "weather_source": year.source,
        "weather_fallback": fallback,
        "weather_warning": "; ".join(year.warnings),
    }


def _years(sites: pd.DataFrame, config: WeatherConfig) -> Iterator[tuple[WeatherYear, str]]:
    """A year and the reason of a fallback (or "") for every site, in order."""
    matched: dict[int, Matched] = match_files(sites, config)
    typical = typical_years(sites.latitude_deg, sites.longitude_deg, sites.elevation_m)
    for row, (climate, index, hours) in enumerate(typical):
        embedded = WeatherYear(
            hours[0],
            hours[1],
            hours[2],
            latitude_deg=float(climate.latitude_deg[index]),
            longitude_deg=float(climate.longitude_deg[index]),
            elevation_m=float(climate.elevation_m[index]),
            utc_offset_h=float(climate.utc_offset_h[index]),
            provider="typical",
            source=SOURCE,
            uncertainty=uncertainty_of(climate, index),
        )
        if row in matched:
            yield matched[row].year, ""
        elif config.provider == "typical":
            yield embedded, ""
        else:
            try:
                yield live_year(embedded, config), ""
            except InputError as error:
                if not config.fallback:
                    raise
                yield embedded, str(error)


def write_weather(sites: pd.DataFrame, config: WeatherConfig, path: Path) -> pd.DataFrame:
    """Write the hours of all sites (n, 3, 8760) float32 to ``path`` and give the table of sites.

    Raises
    ------
    InputError
        A site lies off the grid, a file is faulty, or a live source fails and no fallback is allowed.
    """
    rows = []
    header = {"descr": "<f4", "fortran_order": False, "shape": (len(sites), 3, HOURS)}
    # Site after site, so that memory stays that of one site however many there are.
    with atomic_path(path) as temporary, open(temporary, "wb") as handle:
        np.lib.format.write_array_header_1_0(handle, header)
        for row, (year, fallback) in enumerate(_years(sites, config)):
            common = warmed(year, config.warming_k).without_leap_day()
            block = np.stack([getattr(common, name) for name in COLUMNS])
            handle.write(block.astype("<f4").tobytes())
            rows.append(_row(str(sites.site_id.iloc[row]), common, fallback))
    return pd.DataFrame(rows)
