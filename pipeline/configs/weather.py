"""Settings of the weather stage: where each site's hourly year comes from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.configs.base import Section


class WeatherConfig(Section):
    """Source of hourly weather, files that go before it, and what happens when a source fails."""

    provider: Literal["typical", "nasa-power", "open-meteo", "pvgis"] = Field(
        default="typical",
        description="Where hourly weather comes from: typical (embedded, no network), nasa-power, "
        "open-meteo (ERA5), "
        "pvgis. The embedded year is the default since it needs no network and is the same tomorrow",
    )
    epw_folder: str = Field(
        default="",
        description="Folder of EPW files; a site takes the nearest file within the two limits below, before "
        "`provider` is asked. Empty: none",
    )
    epw_distance_km: float = Field(
        default=30.0,
        gt=0.0,
        le=300.0,
        description="Largest distance in km between a site and the station of its EPW file. Spread of "
        "hot and cold "
        "hours between neighbouring stations has an e-folding distance of about 30 km",
    )
    epw_elevation_difference_m: float = Field(
        default=150.0,
        gt=0.0,
        le=2000.0,
        description="Largest difference in elevation in m between a site and the station of its EPW "
        "file: 150 m is "
        "about 0.5-1 K",
    )
    longest_gap_h: int = Field(
        default=6,
        ge=0,
        le=72,
        description="Longest gap in hours of a file or an answer that is filled by interpolation; longer "
        "is an error. "
        "Six hours keep the shape of the day",
    )
    year: int = Field(
        default=2023,
        ge=1984,
        le=2100,
        description="Calendar year asked of nasa-power and open-meteo; 2023 is complete in both",
    )
    warming_k: float = Field(
        default=0.0,
        ge=-3.0,
        le=6.0,
        description="Kelvins by which every hour of every site is moved, at its own relative humidity: the "
        "climate of the plant's life instead of 2000-2025 (land has warmed by 0.2 to 0.4 K a decade). "
        "Default none: a scenario is the planner's choice",
    )
    offline: bool = Field(
        default=False,
        description="Never open a socket: live sources answer from the cache or fail",
    )
    fallback: bool = Field(
        default=False,
        description="Whether a site whose live source fails takes the embedded year and is marked; "
        "otherwise the run "
        "stops, since a silent change of source would look like a result",
    )
    cache_folder: str = Field(
        default=".cache/weather",
        description="Folder of answers of live sources, kept by request with their checksum",
    )
    requests_per_minute: float = Field(
        default=30.0,
        gt=0.0,
        le=600.0,
        description="Requests per minute to a live source at most; 30 is half of the strictest public "
        "limit (NASA "
        "POWER: about one a second)",
    )
    timeout_s: float = Field(
        default=60.0,
        gt=0.0,
        le=600.0,
        description="Seconds that one whole answer may take; a year of NASA POWER takes 5-20 s",
    )
