"""Joint draws of the account's figures from the errors of their inputs.

Every input is its central value times a log-normal factor with median 1. A factor has a part that all sites
of a dataset share and a part that all sites of an area share, so errors are correlated as the data are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.account.streams import Streams

#: AWARE factors are cut off at these ends by definition.
AWARE_RANGE = (0.1, 100.0)

#: Which inputs' errors each figure depends on, as :meth:`Factors.score` names them.
INPUTS_OF = {
    "facility_mwh": ("plant", "weather"),
    "carbon_tco2e": ("plant", "weather", "carbon", "carbon_hours"),
    "lifetime_tco2e": (
        "plant",
        "weather",
        "carbon",
        "carbon_hours",
        "pathway",
        "hardware",
        "building",
    ),
    "scarcity_m3_world": ("plant", "plant_water", "weather", "grid_water", "aware"),
    "electricity_usd": ("plant", "weather", "price"),
}


@dataclass(frozen=True)
class Factors:
    """Factors of the inputs of every row, shape (rows, block) each, made when asked.

    ``score`` is what is drawn: a standard normal per row, equal where the error is shared. A row that lacks a
    column of errors has none.
    """

    rows: pd.DataFrame
    streams: Streams
    _overhead: dict[int, np.ndarray] = field(default_factory=dict)

    def score(self, name: str) -> np.ndarray:
        """Standard normal draws behind an input's error, shape (rows, block).

        ``plant`` and ``plant_water``: one per design, as its parameters are the same everywhere;
        ``weather``: one per site; ``carbon``, ``price``, ``grid_water``, ``aware``: dataset and area;
        ``carbon_hours``: the area of the mix; ``pathway``: the country; ``hardware``, ``building``: one for
        all.
        """
        rows = self.rows
        if name in ("plant", "plant_water"):
            stem = "overhead" if name == "plant" else "site_water"
            return self._named(f"{stem}|area|", rows["design"])
        if name == "weather":
            return self._named("weather|", rows["site_id"])
        if name == "pathway":
            return self._named("pathway|area|", rows["country_iso3"])
        if name == "carbon_hours":
            return self._named("carbon_hours|area|", self._area("mix"))
        if name in ("hardware", "building"):
            return self.streams.normals(np.full(len(rows), name))
        return self._regional_score(name)

    def _regional_score(self, figure: str) -> np.ndarray:
        """Area and dataset together, scaled to a standard deviation of 1."""
        own, shared = self.sd(f"{figure}_area_log_sd"), self.sd(f"{figure}_shared_log_sd")
        score = own * self._named(f"{figure}|area|", self._area(figure))
        if shared.any():
            source = self.rows.get(f"{figure}_source", pd.Series("", self.rows.index))
            score += shared * self._named(f"{figure}|dataset|", source)
        whole = np.hypot(own, shared)
        return np.divide(score, whole, out=np.zeros_like(score), where=whole > 0)

    def _area(self, figure: str) -> pd.Series:
        """Country, or region where the figure is of a narrower area than the country."""
        level = self.rows.get(f"{figure}_level")
        country = self.rows["country_iso3"]
        region = self.rows["region_id"].fillna(self.rows["site_id"])
        return country if level is None else region.where(level != "country", country)

    def _named(self, stem: str, names: pd.Series) -> np.ndarray:
        return self.streams.normals(np.array([f"{stem}{name}" for name in names.fillna("")]))

    def sd(self, column: str) -> np.ndarray:
        """A column of errors, shape (rows, 1); 0 where the input is missing or has no error."""
        if column not in self.rows:
            return np.zeros((len(self.rows), 1))
        return np.nan_to_num(_number(self.rows, column))[:, None]

    def overhead(self) -> np.ndarray:
        """Factor on PUE - 1: the plant's parameters and the site's weather."""
        # most figures ask for it in every block
        if self.streams.number not in self._overhead:
            self._overhead.clear()
            self._overhead[self.streams.number] = np.exp(
                self.sd("overhead_log_sd") * self.score("plant")
                + self.sd("overhead_weather_log_sd") * self.score("weather")
            )
        return self._overhead[self.streams.number]

    def site_water(self) -> np.ndarray:
        """Factor on the water of the cooling: a year drawn warmer has more overhead and more water."""
        return np.exp(
            self.sd("site_water_log_sd") * self.score("plant_water")
            + self.sd("site_water_weather_log_sd") * self.score("weather")
        )

    def regional(self, figure: str) -> np.ndarray:
        """Factor on ``carbon``, ``price``, ``grid_water`` or ``aware``."""
        whole = np.hypot(self.sd(f"{figure}_area_log_sd"), self.sd(f"{figure}_shared_log_sd"))
        return np.exp(whole * self.score(figure))

    def hours(self) -> np.ndarray:
        """Factor on the hours' covariance, median 1, of either sign: not even its direction is sure."""
        return 1.0 + self.sd("carbon_hours_sd") * self.score("carbon_hours")

    def single(self, name: str) -> np.ndarray:
        """Factor on ``pathway`` (mean over the life), ``hardware`` or ``building``."""
        return np.exp(self.sd(f"{name}_log_sd") * self.score(name))


def figure_draws(factors: Factors) -> dict[str, Callable[[], np.ndarray]]:
    """Draws of the account's figures by column name, shape (rows, block), NaN where the figure is missing.

    Each is made only when called: a run of 300 sites and 10,000 draws holds one figure at a time. A central
    figure is scaled, so the draws need no hourly data: with PUE = 1 + o, energy goes with
    (1 + o f) / (1 + o). Figures whose columns the rows lack are left out.
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
        drawn = energy() * factors.regional("carbon")
        if "carbon_covariance_tco2e" not in rows:
            return column("carbon_tco2e") * drawn
        # where the hours are unknown the annual mean stands alone
        hours = np.nan_to_num(column("carbon_covariance_tco2e")) * factors.hours()
        found: np.ndarray = np.maximum(column("carbon_annual_mean_tco2e") + hours, 0.0) * drawn
        return found

    def lifetime() -> np.ndarray:
        share = np.divide(
            column("lifetime_operational_tco2e"),
            column("carbon_tco2e"),
            out=np.zeros((len(rows), 1)),
            where=column("carbon_tco2e") != 0.0,
        )
        ratio = column("lifetime_embodied_tco2e") / column("embodied_tco2e")
        embodied = column("embodied_hardware_tco2e") * factors.single("hardware")
        embodied = embodied + column("embodied_building_tco2e") * factors.single("building")
        operational = carbon() * share * factors.single("pathway")
        found: np.ndarray = operational + column("lifetime_backup_tco2e") + embodied * ratio
        return found

    def cost() -> np.ndarray:
        return column("electricity_usd") * energy() * factors.regional("price")

    found = {
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
    if "lifetime_tco2e" in rows:
        found["lifetime_tco2e"] = lifetime
        found["lifetime_kgco2e_per_mwh_it"] = lambda: (
            1000.0 * lifetime() * (column("lifetime_kgco2e_per_mwh_it") / (1000.0 * column("lifetime_tco2e")))
        )
    return found


def _number(rows: pd.DataFrame, column: str) -> np.ndarray:
    return rows[column].to_numpy(dtype=float, na_value=np.nan)
