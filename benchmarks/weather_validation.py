"""The embedded typical year against measured years, each station left out in turn.

    python benchmarks/weather_validation.py --epw-dir FOLDER [--calibration-dir FOLDER …]

For every EPW file of ``--epw-dir`` the regressions are fitted to all other files (of both kinds of
folder), and the year made from position and elevation is compared with the file: first without the stations
of the station table nearer than 8 km, as for a site that has none, then with the table as it ships. Printed
for both: the mean absolute errors, as they are and after the warming between the files' years and the grid's
is taken off (one trend for all stations, estimated from the errors themselves); the share of errors inside
the stated standard error; the worst stations; PUE and WUE of the cooling designs under both years.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.configs.facility import FacilityConfig
from pipeline.errors import InputError
from pipeline.facility.model import simulate
from pipeline.weather.calibration import design_and_targets, fit
from pipeline.weather.generator import HOURS
from pipeline.weather.psychrometrics import wet_bulb_c
from pipeline.weather.record import WeatherYear
from pipeline.weather.site_climate import site_climate
from pipeline.weather.typical import fill_site, uncertainty_of
from pipeline.weather.warming import warmed
from pipeline.weather.weather_files import read_epw

Floats = npt.NDArray[np.float64]

#: Stations nearer than this count as the left-out station itself [km].
EXCLUDE_KM = 8.0
#: The middle of the grid's years (ERA5 2000-2025).
GRID_YEAR = 2012.5
SHARES = (0.01, 0.10, 0.50, 0.90, 0.99)
NAMES = (
    "mean dry",
    "mean wet",
    *(f"dry {s:.0%}" for s in SHARES),
    *(f"wet {s:.0%}" for s in SHARES),
    "range",
)
#: Columns that are dry-bulb and wet-bulb temperatures; a warming of dry bulb by 1 K raises wet bulb by
#: about 0.8 K.
DRY, WET, WET_SHARE = [0, 2, 3, 4, 5, 6], [1, 7, 8, 9, 10, 11], 0.8


def read_folder(folder: Path) -> dict[str, WeatherYear]:
    """Readable files by name; faulty ones are named."""
    years = {}
    for path in sorted([*folder.glob("*.epw"), *folder.glob("*.epw.gz")]):
        try:
            years[path.name] = read_epw(path).without_leap_day()
        except InputError as error:
            print(f"left out: {error}")
    return years


def middle_year(year: WeatherYear) -> float:
    """The middle of the years that a file's months come from."""
    first, last = re.findall(r"(\d{4})", year.source)[-2:]
    return (int(first) + int(last)) / 2.0


def figures(dry: Floats, wet: Floats) -> Floats:
    """The figures of ``NAMES`` of one year."""
    daily = np.ptp(dry.reshape(365, 24), axis=1).mean()
    return np.concatenate(
        [[dry.mean(), wet.mean()], np.quantile(dry, SHARES), np.quantile(wet, SHARES), [daily]]
    )


def left_out_years(
    judged: dict[str, WeatherYear], others: dict[str, WeatherYear], exclude_km: float
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """The typical year of every judged station, (3, 8760), from regressions that have not seen it, and its
    stated standard errors [K] (4,): mean dry, mean wet, 99 % dry, 99 % wet.
    """
    everything = {**judged, **{name: year for name, year in others.items() if name not in judged}}
    names, years = list(everything), list(everything.values())
    design, targets = design_and_targets(years, exclude_km=exclude_km)
    place = np.array([[year.latitude_deg, year.longitude_deg] for year in years])
    made, stated = {}, {}
    for at, name in enumerate(names[: len(judged)]):
        # Another file of the same station is that station too.
        kept = np.abs(place - place[at]).max(1) > 0.1
        coefficients = fit(design[kept], {key: value[kept] for key, value in targets.items()})
        year = years[at]
        climate = site_climate(
            year.latitude_deg,
            year.longitude_deg,
            year.elevation_m,
            coefficients=coefficients,
            exclude_km=exclude_km,
        )
        made[name] = np.empty((3, HOURS))
        fill_site(climate, 0, made[name])
        stated[name] = np.array(astuple(uncertainty_of(climate, 0)))
    return made, stated


def print_table(title: str, errors: Floats) -> None:
    """Mean absolute errors beside the targets."""
    mean = np.abs(errors).mean(0)
    print(f"\n{title} ({len(errors)} stations)")
    rows = (
        ("annual mean dry bulb, K", mean[0], 0.5),
        ("annual mean wet bulb, K", mean[1], 0.4),
        ("quantiles of dry bulb, K", mean[2:7].mean(), 1.0),
        ("quantiles of wet bulb, K", mean[7:12].mean(), 0.9),
        ("mean daily range, K", mean[12], 1.0),
    )
    for name, value, target in rows:
        print(f"  {name:<28}{value:>7.2f}   target {target:g}{'' if value <= target else '   NOT MET'}")
    print("  by quantile 1/10/50/90/99 %: dry " + " ".join(f"{value:.2f}" for value in mean[2:7]), end="")
    print("; wet " + " ".join(f"{value:.2f}" for value in mean[7:12]))


def compare_facility(
    judged: dict[str, WeatherYear], made: dict[str, Floats], designs: tuple[str, ...], warming_k: Floats
) -> None:
    """PUE and WUE of the designs under the made year, against the measured year as it is and warmed.

    Warming keeps relative humidity.
    """

    def plants(years: Iterable[WeatherYear]) -> pd.DataFrame:
        return simulate(np.stack([[y.dry_bulb_c, y.dew_point_c, y.pressure_pa] for y in years]), designs)

    ours = simulate(np.stack(list(made.values())), designs)
    truth = plants(judged.values())
    warm = plants(warmed(y, float(k)) for y, k in zip(judged.values(), warming_k, strict=True))
    print(f"\n{'':<36}{'as they are':>22}{'warming taken off':>28}")
    print(f"{'design':<36}{'PUE':>8}{'WUE, L/kWh':>16}{'PUE':>10}{'WUE, L/kWh':>16}   worst station by PUE")
    names = list(judged)
    for design, found in ours.groupby("design", sort=False):
        line, met = f"{design:<36}", True
        for rows in (truth[truth.design == design], warm[warm.design == design]):
            pue = np.abs(found.pue.to_numpy() - rows.pue.to_numpy())
            wue = np.abs(found.wue_l_per_kwh.to_numpy() - rows.wue_l_per_kwh.to_numpy())
            level = rows.wue_l_per_kwh.mean()
            share = f" ({wue.mean() / level:.0%})" if level > 0 else ""
            met = pue.mean() <= 0.004 and (wue.mean() <= 0.05 or wue.mean() <= 0.07 * level)
            line += f"{pue.mean():>8.4f}{'' if met else ' !'}{f'{wue.mean():.3f}{share}':>16}  "
        worst = int(pue.argmax())
        print(f"{line} {names[worst][:36]} {pue[worst]:.3f}")
    print("! above 0.004, or above 0.05 L/kWh and 7 %")


def print_coverage(errors: Floats, stated: Floats) -> None:
    """Share of errors inside one stated standard error; 68 % if errors are normal and the statement true."""
    seen = errors[:, [0, 1, 6, 11]]
    inside = (np.abs(seen) < stated).mean(0)
    ratio = np.sqrt(((seen / stated) ** 2).mean(0))
    names = ("mean dry", "mean wet", "dry 99%", "wet 99%")
    print("\ninside one stated standard error (root mean square of error over it):")
    print(
        "  "
        + "  ".join(
            f"{name} {share:.0%} ({z:.2f})" for name, share, z in zip(names, inside, ratio, strict=True)
        )
    )


def without_warming(errors: Floats, age: Floats) -> tuple[Floats, float]:
    """Errors less one trend through the origin (a file of the grid's own years has no offset), and the
    trend [K/a].
    """
    trend = float(age @ errors[:, 0] / (age @ age))
    newer = errors.copy()
    newer[:, DRY] -= trend * age[:, None]
    newer[:, WET] -= WET_SHARE * trend * age[:, None]
    return newer, trend


def judge(
    judged: dict[str, WeatherYear],
    others: dict[str, WeatherYear],
    exclude_km: float,
    designs: tuple[str, ...],
) -> None:
    """Print every table of one way of judging."""
    made, stated = left_out_years(judged, others, exclude_km)
    errors = np.array(
        [
            figures(made[name][0], wet_bulb_c(*made[name])) - figures(year.dry_bulb_c, year.wet_bulb_c)
            for name, year in judged.items()
        ]
    )
    print_table("as they are: a grid of 2000-2025 against files of older years", errors)
    age = GRID_YEAR - np.array([middle_year(year) for year in judged.values()])
    newer, trend = without_warming(errors, age)
    print(
        f"\nwarming between the files' years and the grid's: {trend * 10:.2f} K a decade, "
        f"{trend * age.mean():.2f} K for the mean file ({GRID_YEAR - age.mean():.0f})"
    )
    print_table("with that one trend taken off", newer)
    print_coverage(newer, np.array(list(stated.values())))
    print("\nworst stations (mean absolute error over the figures, K; trend taken off)")
    for at in np.argsort(-np.abs(newer).mean(1))[:6]:
        row = "  ".join(f"{label} {value:+.1f}" for label, value in zip(NAMES, newer[at], strict=True))
        print(f"  {list(judged)[at][:44]}: {row}")
    compare_facility(judged, made, designs, trend * age)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--epw-dir", type=Path, required=True, help="files to judge by")
    parser.add_argument(
        "--calibration-dir", type=Path, action="append", default=[], help="further files to fit to"
    )
    parser.add_argument(
        "--designs", nargs="+", default=FacilityConfig().designs, help="cooling designs; all for every one"
    )
    given = parser.parse_args()
    judged = read_folder(given.epw_dir)
    others: dict[str, WeatherYear] = {}
    for folder in given.calibration_dir:
        others |= read_folder(folder)
    for title, exclude_km in (
        (f"== stations of the table within {EXCLUDE_KM:g} km left out", EXCLUDE_KM),
        ("== the station table as it ships", 0.0),
    ):
        print(f"\n{title}")
        judge(judged, others, exclude_km, tuple(given.designs))


if __name__ == "__main__":
    main()
