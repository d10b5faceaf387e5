"""Hold the modelled hours of grids against published hourly intensities, and trends against later years.

    python benchmarks/account_carbon_hours.py --reference DIR

``DIR`` holds hourly life-cycle intensities of 2024 by zone as Electricity Maps publishes them
(``DE-LU.csv.gz`` and so on; not part of this checkout). For every zone: the correlation of the month-by-hour
means with the model's, their spread, and what hot hours cost: the covariance of intensity with the power of
an air-cooled design over those means. Then the trends: fitted up to one year, held against a later one.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.account.carbon_hourly import PerFuel, grid_hours
from pipeline.account.pathway import country_trends
from pipeline.datasets import load
from pipeline.facility.designs import select
from pipeline.facility.hourly import account
from pipeline.fieldsets.water import FUELS
from pipeline.weather.typical import typical_year

#: Zone: latitude, longitude, hours ahead of UTC, area of the generation mix.
ZONES = {
    "AU-NSW": (-33.87, 151.2, 10.0, "AUS"),
    "AU-VIC": (-37.80, 144.96, 10.0, "AUS"),
    "BR-SP": (-23.55, -46.6, -3.0, "BRA"),
    "CA-ON": (43.70, -79.4, -5.0, "CA-ON"),
    "CL-SIC": (-33.45, -70.66, -4.0, "CHL"),
    "DE-LU": (50.10, 8.7, 1.0, "DEU"),
    "GB": (51.50, -0.1, 0.0, "GBR"),
    "IN-WE": (19.07, 72.9, 5.5, "IND"),
    "JP-TK": (35.68, 139.7, 9.0, "JPN"),
    "KR": (37.50, 127.0, 9.0, "KOR"),
    "SG": (1.35, 103.8, 8.0, "SGP"),
    "US-CAL-CISO": (37.30, -121.9, -8.0, "USA"),
    "US-MIDA-PJM": (39.00, -77.5, -5.0, "USA"),
    "US-NY-NYIS": (40.70, -74.0, -5.0, "USA"),
    "US-TEX-ERCO": (32.80, -96.8, -6.0, "USA"),
    "ZA": (-26.20, 28.0, 2.0, "ZAF"),
}
DESIGN = "dry_cooler_air_chiller"
BACKTESTS = ((2017, 2024), (2018, 2025), (2015, 2025))


def climatology(values: np.ndarray, month: np.ndarray, hour: np.ndarray) -> np.ndarray:
    """Mean by month and hour over the mean of all, shape (288,)."""
    table = pd.Series(values).groupby([month, hour]).mean()
    return table.to_numpy() / float(table.mean())


def published(path: Path, utc_offset_h: float) -> np.ndarray:
    """Month-by-hour means of a zone's file, local standard time."""
    table = pd.read_csv(path)
    column = next(name for name in table.columns if "LCA" in name)
    table = table.dropna(subset=column)
    local = pd.to_datetime(table["Datetime (UTC)"]) + pd.Timedelta(hours=utc_offset_h)
    return climatology(
        table[column].to_numpy(dtype=float), local.dt.month.to_numpy(), local.dt.hour.to_numpy()
    )


def hours_of_zones(reference: Path) -> pd.DataFrame:
    """One row per zone: how the model's hours compare with the published ones."""
    mixes = load("generation_mix").sort_values("year").drop_duplicates("area_id", keep="last")
    mixes = mixes.set_index("area_id")[[f"mix_share_{fuel}" for fuel in FUELS]]
    table = load("carbon_per_fuel").set_index("fuel").loc[list(FUELS)]
    per_fuel = PerFuel(
        table["lifecycle_gco2e_per_kwh"].to_numpy(dtype=float),
        table["carbon_free"].to_numpy(dtype=float),
        table["must_run_share"].to_numpy(dtype=float),
    )
    parameters = load("carbon_profile").set_index("parameter")["central"].to_dict()
    design = select((DESIGN,), {})[0]
    stamps = pd.date_range("2023-01-01", periods=8760, freq="h")
    month, hour = stamps.month.to_numpy(), stamps.hour.to_numpy()
    rows = []
    for zone, (latitude, longitude, offset, area) in ZONES.items():
        year = typical_year(latitude, longitude)
        weather = np.stack([year.dry_bulb_c, year.dew_point_c, year.pressure_pa])[:, :8760]
        power = climatology(account(design, weather).facility_power, month, hour) - 1.0
        found = grid_hours(
            mixes.loc[[area]].to_numpy(dtype=float),
            per_fuel,
            parameters,
            latitude_deg=np.array([latitude]),
            longitude_deg=np.array([longitude]),
            utc_offset_h=np.array([year.utc_offset_h]),
            dry_bulb_c=weather[None, 0],
        ).relative[0]
        model, real = climatology(found, month, hour), published(reference / f"{zone}.csv.gz", offset)
        rows.append(
            {
                "zone": zone,
                "mix": area,
                "correlation": np.corrcoef(model, real)[0, 1],
                "spread_model": model.std(),
                "spread_published": real.std(),
                "hot_hours_model": (power * model).mean(),
                "hot_hours_published": (power * real).mean(),
            }
        )
    return pd.DataFrame(rows).set_index("zone")


def backtest(last: int, target: int, own_weight: float) -> tuple[float, float]:
    """Median absolute and root-mean-square error of ln I in ``target``, predicted from what ``last`` knew."""
    history = load("carbon_ember")
    before = history[history["year"] <= last]
    slopes, _ = country_trends(before, own_weight, fewest_years=last - 2009)
    level = history.pivot_table(index="area_id", columns="year", values="carbon_gco2e_per_kwh")
    change = np.log(level[target] / level[last]).dropna()
    error = change - slopes.reindex(change.index) * (target - last)
    error = error.dropna()
    return float(error.abs().median()), float(np.sqrt((error**2).mean()))


def main() -> None:
    """Print both comparisons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reference", type=Path, required=True, help="folder of hourly intensities")
    zones = hours_of_zones(parser.parse_args().reference)
    print(zones.round({"correlation": 2}).round(4).to_string())
    error = (zones["hot_hours_model"] - zones["hot_hours_published"]).to_numpy()
    size = zones["hot_hours_published"].to_numpy()
    print(f"\ncorrelation, median {zones['correlation'].median():.2f}")
    same = int((size * (size + error) > 0).sum())
    print(f"hot hours: published root mean square {np.sqrt((size**2).mean()):.5f},", end=" ")
    print(f"error {np.sqrt((error**2).mean()):.5f}, same sign in {same} of {len(zones)}")
    print("\ntrend backtest, |error of ln I|: weight of the own trend, median, root mean square")
    for last, target in BACKTESTS:
        for weight in (0.0, 0.5, 1.0):
            middle, square = backtest(last, target, weight)
            print(f"{last} -> {target}: {weight:.1f}  {middle:.3f}  {square:.3f}")


if __name__ == "__main__":
    main()
