"""The tables of a run laid out as the page reads them: by site, and by slot where a design matters."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from pipeline.datasets import Source

#: Acronyms that keep their capitals when a name of the tables becomes a label.
_CAPITALS = {"pue": "PUE", "wue": "WUE", "it": "IT", "ai": "AI"}


@dataclass(frozen=True)
class MapInputs:
    """Tables as the stages left them; ``table`` is :func:`pipeline.ranking.tables.joined`."""

    title: str
    scenario: str
    table: pd.DataFrame
    weather: pd.DataFrame
    ranking: pd.DataFrame
    gates: pd.DataFrame
    robustness: Mapping[str, Any]
    sources: Mapping[str, Source]
    countries: gpd.GeoDataFrame
    regions: gpd.GeoDataFrame
    standards: pd.DataFrame | None = None


def label(name: str) -> str:
    """A name of the tables as words: ``airside_economizer`` is ``Airside economizer``."""
    words = [_CAPITALS.get(word, word) for word in name.replace("_", " ").split(" ")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Grid:
    """The joined table laid out by site and slot: a slot per design, or one for the chosen design only."""

    table: pd.DataFrame
    site_ids: np.ndarray
    designs: list[str]
    chosen: np.ndarray
    keep_all: bool
    cell: np.ndarray

    @classmethod
    def of(cls, inputs: MapInputs, *, keep_all: bool) -> Grid:
        """Lay out the rows; ``chosen`` is the index of the ranking's design of each site."""
        site_ids = np.sort(inputs.ranking["site_id"].to_numpy(dtype=str))
        designs = sorted(inputs.table["design"].unique())
        of_site = inputs.ranking.set_index("site_id")["design"].loc[site_ids]
        chosen = np.searchsorted(designs, of_site.to_numpy(dtype=str))
        table = inputs.table if keep_all else inputs.table.merge(inputs.ranking[["site_id", "design"]])
        site = np.searchsorted(site_ids, table["site_id"].to_numpy(dtype=str))
        slot = np.searchsorted(designs, table["design"].to_numpy(dtype=str)) if keep_all else 0
        return cls(
            table, site_ids, designs, chosen, keep_all, site * (len(designs) if keep_all else 1) + slot
        )

    @property
    def slots(self) -> int:
        """Values per site."""
        return len(self.designs) if self.keep_all else 1

    def spread(self, values: pd.Series) -> np.ndarray:
        """A column of the table at its place, NaN elsewhere; shape (sites x slots,)."""
        out = np.full(len(self.site_ids) * self.slots, np.nan)
        out[self.cell] = values.to_numpy(dtype=float, na_value=np.nan)
        return out

    def by_site(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A table with a row per site, in the order of the page."""
        return frame.set_index("site_id").loc[self.site_ids].reset_index()

    def first_rows(self) -> pd.DataFrame:
        """The table's columns of the sites and regions: one row per site, in the order of the page."""
        return self.by_site(self.table.drop_duplicates("site_id"))


def f64(values: np.ndarray) -> str:
    """Numbers that the page computes with, as base64 of little-endian 64-bit floats."""
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode("ascii")


def f32(values: np.ndarray) -> str:
    """Figures that the page only shows, as base64 of little-endian 32-bit floats."""
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode("ascii")


def u8(values: np.ndarray) -> str:
    """Small whole numbers, as base64 of bytes."""
    return base64.b64encode(np.ascontiguousarray(values, dtype=np.uint8).tobytes()).decode("ascii")


def codes_of(column: pd.Series) -> tuple[list[str], list[int | None]]:
    """Distinct texts in order, and for each row the index of its text (``None`` where missing)."""
    texts = sorted(column.dropna().astype(str).unique())
    place = {text: index for index, text in enumerate(texts)}
    return texts, [None if pd.isna(value) else place[str(value)] for value in column]


def texts_of(column: pd.Series) -> list[str]:
    """Texts with a gap as empty text."""
    return ["" if pd.isna(value) else str(value) for value in column]
