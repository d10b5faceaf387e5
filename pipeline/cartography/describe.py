"""Where the figures of a site's region and climate come from, as the page tells it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.cartography.grid import Grid, MapInputs, codes_of, f32
from pipeline.cartography.provenance import INPUTS, Input

#: How many fuels of a generation mix are named.
SHARES_SHOWN = 4


def described_inputs(grid: Grid, inputs: MapInputs) -> list[dict[str, Any]]:
    """Every input that the tables have: its figure by site, with source, level, year, method and note."""
    weather = grid.by_site(inputs.weather)
    frame = grid.first_rows()
    extra = [name for name in weather if name not in frame]
    frame = pd.concat([frame, weather[extra]], axis=1)
    return [_input(entry, frame) for entry in INPUTS if entry.column in frame]


def _shares(frame: pd.DataFrame, stem: str) -> pd.Series:
    """The largest shares of each row as text, ``hydro 69 %, gas 30 %``; missing where the shares are."""
    names = [str(name) for name in frame if str(name).startswith(f"{stem}_share_")]
    words = [name.removeprefix(f"{stem}_share_").replace("_", " ") for name in names]
    texts = []
    for row in frame[names].to_numpy(dtype=float, na_value=np.nan):
        order = sorted(range(len(names)), key=lambda index: (-row[index], index))
        large = [
            f"{words[index]} {row[index]:.0%}".replace("%", " %") for index in order if row[index] >= 0.01
        ]
        texts.append(", ".join(large[:SHARES_SHOWN]) or None)
    return pd.Series(texts, index=frame.index, dtype="object")


def _input(entry: Input, frame: pd.DataFrame) -> dict[str, Any]:
    described: dict[str, Any] = {}
    if entry.shown:
        texts, codes = codes_of(_shares(frame, entry.shown))
        described["shown"] = {"texts": texts, "codes": codes}
    for part in ("source", "level", "year", "method", "note"):
        column = getattr(entry, part)
        if column.startswith("'"):
            described[part] = {"texts": [column.strip("'")], "codes": [0] * len(frame)}
        elif column and column in frame:
            values = frame[column]
            if pd.api.types.is_float_dtype(values):
                values = values.astype("Int64")
            texts, codes = codes_of(values)
            described[part] = {"texts": texts, "codes": codes}
    return {
        "key": entry.key,
        "label": entry.label,
        "unit": "" if entry.unit == "1" else entry.unit,
        "values": f32(frame[entry.column].to_numpy(dtype=float, na_value=np.nan)),
        **described,
    }


def named_sources(inputs: MapInputs, grid: Grid) -> dict[str, dict[str, str]]:
    """The datasets that a site's figures name, and the outlines."""
    named = {"admin0", "admin1"}
    frames = (grid.first_rows(), inputs.weather)
    for entry in INPUTS:
        for frame in frames:
            if entry.source in frame:
                named |= {str(value) for value in frame[entry.source].dropna().unique()}
    names = ("title", "publisher", "licence", "licence_url", "vintage", "method", "url")
    return {
        key: {name: getattr(inputs.sources[key], name) for name in names}
        for key in sorted(named)
        if key in inputs.sources
    }
