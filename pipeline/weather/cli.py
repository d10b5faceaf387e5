"""``kilowhere weather``: the hourly year of a place, as figures, CSV and chart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli_types import Finite, NewFile

if TYPE_CHECKING:
    from pipeline.weather.record import WeatherYear

#: A station farther away or with another height than these is said [km, m].
STATION_KM, STATION_RISE_M = 30.0, 100.0
PROVIDERS = ("typical", "nasa-power", "open-meteo", "pvgis", "epw")


def _year(
    provider: str,
    lat: float,
    lon: float,
    elevation_m: float | None,
    epw: Path | None,
    year: int,
    offline: bool,
    cache: Path,
) -> WeatherYear:
    if provider == "epw":
        from pipeline.weather.weather_files import read_epw

        if epw is None:
            raise click.UsageError("--provider epw needs --epw FILE")
        return _said_if_elsewhere(read_epw(epw), lat, lon, elevation_m)
    from pipeline.weather.typical import typical_year

    embedded = typical_year(lat, lon, elevation_m)
    if provider == "typical":
        return embedded
    from pipeline.configs.weather import WeatherConfig
    from pipeline.weather.providers import live_year

    settings = {"provider": provider, "year": year, "offline": offline, "cache_folder": str(cache)}
    return live_year(embedded, WeatherConfig.model_validate(settings))


def _said_if_elsewhere(year: WeatherYear, lat: float, lon: float, elevation_m: float | None) -> WeatherYear:
    """The file's year, with a note where its station is not the place asked for."""
    from dataclasses import replace

    import numpy as np

    from pipeline.weather.stations import EARTH_RADIUS_KM, unit_vectors

    chord = float(
        np.linalg.norm(unit_vectors(lat, lon) - unit_vectors(year.latitude_deg, year.longitude_deg))
    )
    distance = 2.0 * EARTH_RADIUS_KM * np.arcsin(min(chord / 2.0, 1.0))
    rise = 0.0 if elevation_m is None else year.elevation_m - elevation_m
    if distance <= STATION_KM and abs(rise) <= STATION_RISE_M:
        return year
    higher = f", {abs(rise):.0f} m {'higher' if rise > 0.0 else 'lower'}" if elevation_m is not None else ""
    note = f"the station lies {distance:.0f} km from the place asked for{higher}; its hours are not moved"
    return replace(year, warnings=(*year.warnings, note))


def _print(year: WeatherYear) -> None:
    import numpy as np

    wet = year.wet_bulb_c
    click.echo(
        f"{year.latitude_deg:.3f}, {year.longitude_deg:.3f}, {year.elevation_m:.0f} m, "
        f"UTC{year.utc_offset_h:+g}: {year.source}"
    )
    click.echo(f"{'°C':<10}{'mean':>8}{'1 %':>8}{'10 %':>8}{'50 %':>8}{'90 %':>8}{'99 %':>8}")
    for name, values in (("dry bulb", year.dry_bulb_c), ("wet bulb", wet), ("dew point", year.dew_point_c)):
        shares = np.quantile(values, (0.01, 0.10, 0.50, 0.90, 0.99))
        click.echo(f"{name:<10}{values.mean():>8.1f}" + "".join(f"{value:>8.1f}" for value in shares))
    doubt = year.uncertainty
    click.echo(
        f"standard error: mean dry bulb {doubt.dry_bulb_mean_sd_k:.1f} K, mean wet bulb "
        f"{doubt.wet_bulb_mean_sd_k:.1f} K, 99 % dry bulb {doubt.dry_bulb_p99_sd_k:.1f} K, "
        f"99 % wet bulb {doubt.wet_bulb_p99_sd_k:.1f} K"
    )
    click.echo(f"mean pressure {year.pressure_pa.mean() / 1000.0:.1f} kPa")
    for warning in year.warnings:
        click.echo(f"note: {warning}", err=True)


@click.command()
@click.option("--lat", type=Finite(-90, 90), required=True, help="Latitude [deg].")
@click.option("--lon", type=Finite(-180, 180), required=True, help="Longitude [deg].")
@click.option("--elevation-m", type=Finite(-450, 6000), help="Height of the ground [m]; else the grid's.")
@click.option("--provider", type=click.Choice(PROVIDERS), default="typical", show_default=True)
@click.option(
    "--epw",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of --provider epw (.epw, .epw.gz).",
)
@click.option("--year", type=int, default=2023, show_default=True, help="Year of nasa-power and open-meteo.")
@click.option(
    "--warming-k",
    type=Finite(-3, 6),
    default=0.0,
    help="Move every hour by this [K] at its relative humidity: the climate of a plant's life.",
)
@click.option("--offline", is_flag=True, help="Never open a socket: live sources answer from the cache.")
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".cache/weather"),
    show_default=True,
    help="Folder of answers of live sources.",
)
@click.option("--csv", "csv_path", type=NewFile(), help="Write the hours.")
@click.option("--plot", type=NewFile(".png", ".svg"), help="Write a chart (.png or .svg).")
def weather(
    lat: float,
    lon: float,
    elevation_m: float | None,
    provider: str,
    epw: Path | None,
    year: int,
    warming_k: float,
    offline: bool,
    cache: Path,
    csv_path: Path | None,
    plot: Path | None,
) -> None:
    """An hourly year of weather for any point on land.

    The embedded typical year needs no network and says how wrong it may be.
    """
    from pipeline.weather.warming import warmed

    found = warmed(_year(provider, lat, lon, elevation_m, epw, year, offline, cache), warming_k)
    _print(found)
    if csv_path is not None:
        from pipeline.weather.export import write_hours

        write_hours(found, csv_path)
    if plot is not None:
        from pipeline.weather.chart import save_figure, weather_figure

        common = found.without_leap_day()
        title = f"{found.latitude_deg:.2f}, {found.longitude_deg:.2f} · {found.provider}"
        save_figure(weather_figure(common.dry_bulb_c, common.wet_bulb_c, title), plot)
