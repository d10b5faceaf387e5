"""Joint draws of the account's figures from the errors of their inputs.

Every input is its central value times a log-normal factor with median 1. A factor has a part that all sites
of a dataset share and a part that all sites of an area share, so errors are correlated as the data are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.account.streams import Streams

#: Score of P95; and the spread from which on a band is too wide for a tail (P95 over P5 of about 27).
P05_SCORE = 1.6448536269514722
WIDE_LOG_SD = 1.0


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
        ``carbon_hours``: the area of the mix; ``pathway``: the country; ``hardware``, ``building``,
        ``capex``: one for all.
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
        if name in ("hardware", "building", "capex"):
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
        return np.nan_to_num(number(self.rows, column))[:, None]

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
        """Factor on the water of the cooling: a year drawn warmer has more overhead and more water.

        A plant that hardly needs its pads has a band over several powers of ten; a log-normal tail beyond it
        would be nonsense, so draws of such a plant end where its band ends.
        """
        sd, score = self.sd("site_water_log_sd"), self.score("plant_water")
        within = np.where(sd > WIDE_LOG_SD, np.clip(score, -P05_SCORE, P05_SCORE), score)
        return np.exp(sd * within + self.sd("site_water_weather_log_sd") * self.score("weather"))

    def regional(self, figure: str) -> np.ndarray:
        """Factor on ``carbon``, ``price``, ``grid_water`` or ``aware``."""
        whole = np.hypot(self.sd(f"{figure}_area_log_sd"), self.sd(f"{figure}_shared_log_sd"))
        return np.exp(whole * self.score(figure))

    def hours(self) -> np.ndarray:
        """Error of the hours' covariance over the annual-mean emissions: not even its sign is sure."""
        return self.sd("carbon_hours_sd") * self.score("carbon_hours")

    def single(self, name: str) -> np.ndarray:
        """Factor on ``pathway`` (mean over the life), ``hardware``, ``building`` or ``capex``."""
        return np.exp(self.sd(f"{name}_log_sd") * self.score(name))


def number(rows: pd.DataFrame, column: str) -> np.ndarray:
    """A column as float64 with NaN for gaps."""
    return rows[column].to_numpy(dtype=float, na_value=np.nan)
