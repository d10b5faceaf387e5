"""How uncertain each row's inputs are, and joint draws of the account's figures.

Every input is its central value times a log-normal factor with median 1. A factor has a part that all sites
of a dataset share and a part that all sites of an area share, so errors are correlated as the data are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.account.streams import Streams
from pipeline.configs.account import UncertaintyConfig
from pipeline.errors import InputError

#: Distance from P5 to P95 in standard deviations.
P05_TO_P95 = 2 * 1.6448536269514722

#: AWARE factors are cut off at these ends by definition.
AWARE_RANGE = (0.1, 100.0)


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


@dataclass(frozen=True)
class Factors:
    """Log-normal factors of the inputs of every row, shape (rows, block) each, median 1; made when asked."""

    rows: pd.DataFrame
    streams: Streams
    _overhead: dict[int, np.ndarray] = field(default_factory=dict)

    def overhead(self) -> np.ndarray:
        """Factor on PUE - 1: one draw per design, as its parameters are the same everywhere, and weather."""
        # four figures ask for it in every block
        if self.streams.number not in self._overhead:
            self._overhead.clear()
            self._overhead[self.streams.number] = self._factor(
                "overhead", self.rows["design"]
            ) * self._weather("overhead")
        return self._overhead[self.streams.number]

    def site_water(self) -> np.ndarray:
        """Factor on the water of the cooling: one draw per design, times the site's weather."""
        return self._factor("site_water", self.rows["design"]) * self._weather("site_water")

    def regional(self, figure: str) -> np.ndarray:
        """Factor on ``carbon``, ``price``, ``grid_water`` or ``aware``."""
        level = self.rows.get(f"{figure}_level")
        country = self.rows["country_iso3"]
        region = self.rows["region_id"].fillna(self.rows["site_id"])
        area = country if level is None else region.where(level != "country", country)
        source = self.rows.get(f"{figure}_source")
        return self._factor(figure, area, "" if source is None else source)

    def _weather(self, figure: str) -> np.ndarray:
        """Factor of the weather's error: a year drawn warmer has more overhead and more water."""
        names = np.array([f"weather|{site}" for site in self.rows["site_id"]])
        sd = np.nan_to_num(_number(self.rows, f"{figure}_weather_log_sd"))[:, None]
        return np.exp(sd * self.streams.normals(names))

    def _factor(self, figure: str, area: pd.Series, source: pd.Series | str | None = None) -> np.ndarray:
        area_names = np.array([f"{figure}|area|{name}" for name in area.fillna("")])
        if source is None:
            sd = _number(self.rows, f"{figure}_log_sd")
            exponent = np.nan_to_num(sd)[:, None] * self.streams.normals(area_names)
        else:
            own = np.nan_to_num(_number(self.rows, f"{figure}_area_log_sd"))[:, None]
            exponent = own * self.streams.normals(area_names)
            shared = f"{figure}_shared_log_sd"
            if shared in self.rows:
                names = (
                    np.full(len(area), source)
                    if isinstance(source, str)
                    else source.fillna("").to_numpy(dtype=str)
                )
                shared_names = np.array([f"{figure}|dataset|{name}" for name in names])
                common = np.nan_to_num(_number(self.rows, shared))[:, None]
                exponent += common * self.streams.normals(shared_names)
        return np.exp(exponent)


def figure_draws(factors: Factors) -> dict[str, Callable[[], np.ndarray]]:
    """Draws of the account's figures by column name, shape (rows, block), NaN where the figure is missing.

    Each is made only when called: a run of 300 sites and 10,000 draws holds one figure at a time. A central
    figure is scaled, so the draws need no hourly data: with PUE = 1 + o, energy goes with
    (1 + o f) / (1 + o).
    """
    rows = factors.rows

    def column(name: str) -> np.ndarray:
        return _number(rows, name)[:, None]

    def energy() -> np.ndarray:
        overhead = column("facility_mwh") / column("it_mwh") - 1.0
        scaled: np.ndarray = (1.0 + overhead * factors.overhead()) / (1.0 + overhead)
        return scaled

    def peak() -> np.ndarray:
        overhead = column("peak_mw_per_mw_it") - 1.0
        scaled: np.ndarray = 1.0 + overhead * factors.overhead()
        return scaled

    def scarcity() -> np.ndarray:
        aware = column("aware_cf_annual")
        # Clipping the factor itself keeps AWARE's ends; where it is missing the sum is missing already.
        scarcity_factor = np.clip(aware * factors.regional("aware"), *AWARE_RANGE) / aware
        scarcity_factor = np.where(np.isnan(aware), 1.0, scarcity_factor)
        site = column("site_scarcity_m3_world") * factors.site_water()
        grid = column("grid_scarcity_m3_world") * energy() * factors.regional("grid_water")
        total: np.ndarray = (site + grid) * scarcity_factor
        return total

    def per_mwh(total: Callable[[], np.ndarray]) -> Callable[[], np.ndarray]:
        return lambda: total() / column("it_mwh")

    def carbon() -> np.ndarray:
        return column("carbon_tco2e") * energy() * factors.regional("carbon")

    def cost() -> np.ndarray:
        return column("electricity_usd") * energy() * factors.regional("price")

    return {
        "facility_mwh": lambda: column("facility_mwh") * energy(),
        "peak_mw": lambda: column("peak_mw") / column("peak_mw_per_mw_it") * peak(),
        "peak_mw_per_mw_it": peak,
        "carbon_tco2e": carbon,
        "carbon_kgco2e_per_mwh_it": lambda: 1000.0 * carbon() / column("it_mwh"),
        "electricity_usd": cost,
        "electricity_usd_per_mwh_it": per_mwh(cost),
        "site_water_consumption_m3": lambda: column("site_water_consumption_m3") * factors.site_water(),
        "site_water_withdrawal_m3": lambda: column("site_water_withdrawal_m3") * factors.site_water(),
        "grid_water_consumption_m3": lambda: (
            column("grid_water_consumption_m3") * energy() * factors.regional("grid_water")
        ),
        "scarcity_m3_world": scarcity,
        "scarcity_m3_world_per_mwh_it": per_mwh(scarcity),
    }
