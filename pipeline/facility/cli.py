"""Commands of the facility room: ``designs``, ``facility``; heavy imports wait until they run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli_types import Finite, NewFile

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_MODES = ("free", "partial", "adiabatic", "mechanical")


@click.command()
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: a list of objects with id, title, components."
)
def designs(as_json: bool) -> None:
    """List the cooling designs."""
    from pipeline.facility.designs import catalogue

    known = catalogue()
    if as_json:
        click.echo(
            json.dumps([_described(design) for design in known.values()], indent=1, ensure_ascii=False)
        )
        return
    width = max(len(name) for name in known)
    for design in known.values():
        click.echo(f"{design.id:<{width}}  {design.facility_class:<10}  {design.title}")


@click.command()
@click.option("--lat", type=Finite(-90, 90), help="Latitude in degrees; with --lon.")
@click.option("--lon", type=Finite(-180, 180), help="Longitude in degrees; with --lat.")
@click.option("--epw", type=click.Path(dir_okay=False), help="Hourly weather file instead of a place.")
@click.option(
    "--design", "design_id", required=True, help="Id of a cooling design (`kilowhere designs`), or all."
)
@click.option("--it-mw", type=Finite(0, 100_000, min_open=True), default=100.0, show_default=True)
@click.option(
    "--draws", type=click.IntRange(0, 10_000), default=200, show_default=True, help="Draws for the bands."
)
@click.option(
    "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Another central value of a parameter."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--plot", type=NewFile(".png"), help="Write a picture of the months and the modes.")
def facility(
    lat: float | None,
    lon: float | None,
    epw: str | None,
    design_id: str,
    it_mw: float,
    draws: int,
    settings: tuple[str, ...],
    as_json: bool,
    plot: Path | None,
) -> None:
    """PUE, WUE, bands, hours per mode and peak power of a cooling design at a place, hour by hour."""
    from pipeline.errors import InputError
    from pipeline.facility.designs import select

    if (epw is None) == (lat is None and lon is None) or (lat is None) != (lon is None):
        raise InputError("say where: either --lat and --lon, or --epw", allowed="one of the two")
    chosen = select([design_id], _settings(settings))
    weather, place, notes = _weather(lat, lon, epw)
    if any(design.water_source == "sea" for design in chosen):
        notes += ("sea water needs an intake at the site; WUE counts fresh water only here",)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    from pipeline.facility.warm import ensure_compiled

    ensure_compiled()
    from pipeline.facility.model import simulate

    frame = simulate(weather, chosen, draws=draws)
    if as_json:
        records = [record(row, it_mw) for row in frame.to_dict("records")]
        click.echo(json.dumps(records, indent=1))
    else:
        _print(frame, place, it_mw)
    if plot is not None:
        from pipeline.facility.plots import plot_designs

        plot_designs(frame, place, str(plot))
        click.echo(f"wrote {plot}", err=True)


def record(row: dict[str, Any], it_mw: float) -> dict[str, Any]:
    """One design's result as the JSON object that ``kilowhere facility --json`` prints."""

    def rounded(name: str) -> float:
        return round(float(row[name]), 6)

    months = range(1, 13)
    plain = ("pue", "pue_p05", "pue_p50", "pue_p95", "pue_peak", "pue_p99")
    water = ("wue_l_per_kwh", "wue_p05", "wue_p50", "wue_p95", "consumption_l_per_kwh")
    return {
        "design": row["design"],
        **{name: rounded(name) for name in (*plain, *water)},
        "mode_hours": {mode: round(row[f"hours_{mode}"]) for mode in _MODES},
        "shortfall_hours": round(row["shortfall_hours"]),
        "it_mw": it_mw,
        "peak_facility_mw": round(float(row["peak_facility_mw_per_mw_it"]) * it_mw, 6),
        "evaporative": bool(row["evaporative"]),
        "water_source": row["water_source"],
        "pue_monthly": [rounded(f"pue_m{month:02d}") for month in months],
        "wue_monthly_l_per_kwh": [rounded(f"wue_m{month:02d}") for month in months],
        "consumption_monthly_l_per_kwh": [rounded(f"consumption_m{month:02d}") for month in months],
    }


def _described(design: Any) -> dict[str, Any]:
    names = ("economizer", "heat_rejection", "trim")
    return {
        "id": design.id,
        "title": design.title,
        "facility_class": design.facility_class,
        "it_cooling": design.it_cooling,
        "air": dict(zip(names, design.air, strict=True)),
        "liquid": dict(zip(names, design.liquid, strict=True)),
        "water_class": design.water_class,
        "envelope": design.envelope,
        "water_source": design.water_source,
        "evaporative": design.evaporative,
        "lei2025_case": design.lei_case,
        "source": design.source,
        "parameters": {
            name: {
                "unit": entry.unit,
                "central": entry.central,
                "low": entry.low,
                "high": entry.high,
                "distribution": entry.distribution,
                "source": entry.source,
            }
            for name, entry in sorted(design.parameters.items())
        },
    }


def _settings(settings: tuple[str, ...]) -> dict[str, float]:
    from pipeline.errors import InputError

    found = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if name.strip() in found:
            raise InputError("--set names it twice", column=name.strip(), value=text, allowed="once")
        try:
            found[name.strip()] = float(value)
        except ValueError:
            raise InputError(
                "--set is not NAME=NUMBER", value=text, allowed="for example supply_air_c=25"
            ) from None
        if not equals:
            raise InputError("--set is not NAME=NUMBER", value=text, allowed="for example supply_air_c=25")
    return found


def _weather(
    lat: float | None, lon: float | None, epw: str | None
) -> tuple[np.ndarray, str, tuple[str, ...]]:
    """Hourly dry bulb, dew point, pressure (3, 8760) of a file or a place's typical year, and its notes."""
    import numpy as np

    if epw is not None:
        from pipeline.weather.weather_files import read_epw

        year = read_epw(epw).without_leap_day()
    else:
        from pipeline.weather.typical import typical_year

        assert lat is not None and lon is not None
        year = typical_year(lat, lon)
    place = f"{year.latitude_deg:.2f}, {year.longitude_deg:.2f}, {year.elevation_m:.0f} m"
    arrays = np.stack([year.dry_bulb_c, year.dew_point_c, year.pressure_pa])
    return arrays, f"{place} ({year.provider} year)", year.warnings


def _print(frame: pd.DataFrame, place: str, it_mw: float) -> None:
    click.echo(f"{place}; IT {it_mw:g} MW at full load")
    header = f"{'design':<42} {'PUE':>6} {'P5-P95':>13} {'P99':>6} {'WUE':>6} {'P5-P95':>11} {'used':>6}"
    click.echo(header + f" {'free':>6} {'part':>6} {'adiab':>6} {'mech':>6} {'short':>6} {'peak MW':>8}")
    for row in frame.to_dict("records"):
        click.echo(
            f"{row['design']:<42} {row['pue']:6.3f} {row['pue_p05']:6.3f}-{row['pue_p95']:6.3f} "
            f"{row['pue_p99']:6.3f} {row['wue_l_per_kwh']:6.2f} {row['wue_p05']:5.2f}-{row['wue_p95']:5.2f} "
            f"{row['consumption_l_per_kwh']:6.2f} "
            + " ".join(f"{row[f'hours_{mode}']:6.0f}" for mode in _MODES)
            + f" {row['shortfall_hours']:6.0f} {row['peak_facility_mw_per_mw_it'] * it_mw:8.1f}"
        )
    click.echo("WUE in L/kWh of IT energy (withdrawal; used: consumption), modes and shortfall in hours.")
