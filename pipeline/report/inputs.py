"""Everything a report is written from: the tables as the stages left them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.config import Config
from pipeline.datasets import Source

#: How many sites the shortlist shows.
SHORTLIST = 10
#: How many sites the robustness charts show: those that could well be in the shortlist.
CONTENDERS = 20


@dataclass(frozen=True)
class Climate:
    """The hours of a site's year; each array has shape (8760,)."""

    dry_bulb_c: npt.NDArray[np.float64]
    wet_bulb_c: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Inputs:
    """Tables and settings of a finished scenario; ``climates`` are those of the shortlist by ``site_id``."""

    scenario: str
    config: Config
    sites: pd.DataFrame
    regional: pd.DataFrame
    weather: pd.DataFrame
    jobs: pd.DataFrame
    workload: Mapping[str, Any]
    facility: pd.DataFrame
    account: pd.DataFrame
    ranking: pd.DataFrame
    gates: pd.DataFrame
    robustness: Mapping[str, Any]
    limitations: str
    sources: Mapping[str, Source]
    land: gpd.GeoDataFrame
    sensitivity: Mapping[str, Any] = field(default_factory=dict)
    acceptability: pd.DataFrame = field(default_factory=pd.DataFrame)
    climates: Mapping[str, Climate] = field(default_factory=dict)
    standards: pd.DataFrame | None = None
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def ranked(self) -> pd.DataFrame:
        """The sites that passed the gates, best first."""
        return self.ranking[self.ranking["rank"].notna()].sort_values("rank", kind="stable")

    @property
    def short(self) -> pd.DataFrame:
        """The shortlist."""
        return self.ranked.head(SHORTLIST)

    @property
    def criteria(self) -> list[str]:
        """Names of the criteria, in the order of the configuration."""
        return [
            name.removeprefix("contribution_") for name in self.ranking if name.startswith("contribution_")
        ]

    @property
    def names(self) -> dict[str, str]:
        """Names of the sites by id."""
        return dict(zip(self.ranking["site_id"], self.ranking["name"], strict=True))

    def chosen(self, sites: pd.DataFrame) -> pd.DataFrame:
        """Account and facility of some ranked sites with the design chosen there, in their order."""
        keys = sites[["site_id", "name", "country_iso3", "rank", "design"]]
        facility = self.facility[[c for c in self.facility if c == "design" or c not in self._elsewhere]]
        return keys.merge(self.account, on=["site_id", "design"], how="left").merge(
            facility, on=["site_id", "design"], how="left"
        )

    @property
    def _elsewhere(self) -> set[str]:
        return set(self.account) - {"site_id", "design"}


def words(name: object) -> str:
    """A name of the tables as words."""
    return str(name).replace("_", " ")
