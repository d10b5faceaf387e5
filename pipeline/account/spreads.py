"""How uncertain each row's inputs are: standard deviations of their logarithms."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.configs.account import UncertaintyConfig
from pipeline.errors import InputError

#: Distance from P5 to P95 in standard deviations.
P05_TO_P95 = 2 * 1.6448536269514722


def spreads(rows: pd.DataFrame, config: UncertaintyConfig) -> pd.DataFrame:
    """Standard deviations of the logarithms of every row's inputs, NaN where the input is missing.

    Parameters
    ----------
    rows
        Facility and regional columns joined: a row per site and design.
    config
        Stated errors of the regional figures.

    Raises
    ------
    InputError
        A price is given without its confidence.
    """
    carbon_area = np.where(
        rows["carbon_level"] == "country", config.carbon_country_log_sd, config.carbon_area_log_sd
    )
    aware_area = np.where(
        rows["aware_level"] == "country", config.aware_country_log_sd, config.aware_area_log_sd
    )
    price_area = rows["price_confidence"].map(
        {
            "high": config.price_high_log_sd,
            "medium": config.price_medium_log_sd,
            "low": config.price_low_log_sd,
        }
    )
    overhead_band = (_number(rows, "pue_p05") - 1.0, _number(rows, "pue_p95") - 1.0)
    water_band = (_number(rows, "wue_p05"), _number(rows, "wue_p95"))
    found = {
        "overhead_log_sd": _from_band(*overhead_band),
        "site_water_log_sd": _from_band(*water_band),
        "carbon_shared_log_sd": np.full(len(rows), config.carbon_shared_log_sd),
        "carbon_area_log_sd": carbon_area,
        "price_shared_log_sd": np.full(len(rows), config.price_shared_log_sd),
        "price_area_log_sd": price_area.to_numpy(dtype=float),
        "grid_water_shared_log_sd": np.full(len(rows), config.grid_water_shared_log_sd),
        "grid_water_area_log_sd": np.full(len(rows), config.grid_water_area_log_sd),
        "aware_area_log_sd": aware_area,
    }
    figure = {
        "carbon": "carbon_gco2e_per_kwh",
        "price": "price_usd_per_mwh",
        "grid_water": "grid_water_consumption_l_per_kwh",
        "aware": "aware_cf_annual",
    }
    for name, values in found.items():
        column = figure.get(name.removesuffix("_log_sd").removesuffix("_shared").removesuffix("_area"))
        if column is not None:
            known = rows[column].notna().to_numpy()
            if np.isnan(values[known]).any():
                at = rows.index[known][np.isnan(values[known])][0]
                raise InputError(
                    f"{column} of {rows.loc[at, 'site_id']} has no stated error",
                    column=f"{name.split('_')[0]}_confidence",
                    allowed="high, medium, low",
                )
            found[name] = np.where(known, values, np.nan)
    return pd.DataFrame(found)


def _number(rows: pd.DataFrame, column: str) -> np.ndarray:
    return rows[column].to_numpy(dtype=float, na_value=np.nan)


def _from_band(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Log-normal spread with the given P5 and P95; 0 where the band is a point or starts at nothing."""
    usable = (low > 0) & (high > low)
    ratio = np.divide(high, low, out=np.ones_like(high), where=usable)
    return np.where(np.isnan(low + high), np.nan, np.log(ratio) / P05_TO_P95)
