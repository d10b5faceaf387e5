"""Everything a map shows, as one structure that becomes JSON: columns by site, rising by ``site_id``.

Numbers that the page computes with are the pipeline's own 64-bit values in base64; figures that it only shows
are 32-bit (seven digits). A missing number is NaN in both.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from pipeline.cartography.outlines import STEPS_PER_DEG, pack, simplify
from pipeline.cartography.provenance import FIGURES, INPUTS, INPUTS_OF_COLUMN, MEASURES, Input
from pipeline.configs.maps import MapsConfig
from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.datasets import Source

#: Results of a gate for a site and design; ``ABSENT``: the design was not computed there.
RESULTS = {"pass": 0, "fail": 1, "undecided": 2}
ABSENT = 3
#: The judged bill that a price of carbon or water would add to.
BILL = "electricity_usd_per_mwh_it"
RANKING_NUMBERS = (
    *("rank", "score", "score_low", "score_high", "completeness"),
    *("p_top1", "p_top5", "p_top10", "rank_p05", "rank_p50", "rank_p95", "tie_group"),
)
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


def payload(
    inputs: MapInputs, maps: MapsConfig, gates: Sequence[GateConfig], ranking: RankingConfig
) -> dict[str, Any]:
    """The structure that the page reads."""
    grid = Grid.of(inputs, keep_all=inputs.ranking["site_id"].nunique() <= maps.full_detail_sites)
    sites = grid.by_site(inputs.ranking)
    return {
        "title": inputs.title,
        "scenario": inputs.scenario,
        "statement": str(inputs.robustness.get("statement", "")),
        "robustness": {
            "draws": inputs.robustness.get("draws"),
            "method": inputs.robustness.get("weights_around", {}).get("method", ""),
        },
        "rankClasses": list(maps.rank_classes),
        "allDesigns": grid.keep_all,
        "designs": [{"name": name, "label": label(name)} for name in grid.designs],
        "absent": _u8(np.isin(np.arange(len(grid.site_ids) * grid.slots), grid.cell, invert=True)),
        "criteria": _criteria(grid, ranking),
        "prices": _prices(grid, ranking),
        "gates": _gates(grid, inputs.gates, gates),
        "figures": _figures(grid),
        "inputs": _inputs(grid, inputs),
        "sites": _sites(sites, grid),
        "countries": _codes(sites["country_name"])[0],
        "regions": _regions(grid, inputs.regions),
        "measures": _measures(grid, maps, inputs.countries["country_iso3"]),
        "outlines": _outlines(grid, inputs, maps),
        "sources": _sources(inputs, grid),
    }


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


def _f64(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f8").tobytes()).decode("ascii")


def _f32(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode("ascii")


def _u8(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=np.uint8).tobytes()).decode("ascii")


def _codes(column: pd.Series) -> tuple[list[str], list[int | None]]:
    """Distinct texts in order, and for each row the index of its text (``None`` where missing)."""
    texts = sorted(column.dropna().astype(str).unique())
    place = {text: index for index, text in enumerate(texts)}
    return texts, [None if pd.isna(value) else place[str(value)] for value in column]


def _texts(column: pd.Series) -> list[str]:
    return ["" if pd.isna(value) else str(value) for value in column]


def _sites(frame: pd.DataFrame, grid: Grid) -> dict[str, Any]:
    numbers = {name: _f64(frame[name].to_numpy(dtype=float, na_value=np.nan)) for name in RANKING_NUMBERS}
    numbers["latitude"] = _f64(frame["latitude_deg"].to_numpy(dtype=float))
    numbers["longitude"] = _f64(frame["longitude_deg"].to_numpy(dtype=float))
    return {
        "id": frame["site_id"].tolist(),
        "name": frame["name"].tolist(),
        "kind": [label(kind) for kind in _texts(frame["kind"])] if "kind" in frame else [""] * len(frame),
        "country": _codes(frame["country_name"])[1],
        "iso3": frame["country_iso3"].tolist(),
        "region": _texts(frame["region_name"]),
        "regionIndex": _region_of(frame, grid)[1],
        "design": grid.chosen.tolist(),
        "undecided": _texts(frame["gates_undecided"]),
        "numbers": numbers,
    }


def _criteria(grid: Grid, ranking: RankingConfig) -> list[dict[str, Any]]:
    return [
        {
            "name": criterion.name,
            "label": label(criterion.name),
            "column": criterion.column,
            "points": [list(point) for point in criterion.points],
            "source": criterion.source,
            "weight": weight,
            "inputs": list(INPUTS_OF_COLUMN.get(criterion.column, ())),
            "values": _f64(grid.spread(grid.table[criterion.column])),
        }
        for criterion, weight in zip(ranking.criteria, ranking.scaled_weights, strict=True)
    ]


def _prices(grid: Grid, ranking: RankingConfig) -> dict[str, Any] | None:
    """What a price of carbon and of water would add to the judged bill, per USD: t and m³ per MWh of IT.

    ``None`` if the scenario does not judge the bill or the account lacks a quantity.
    """
    judged = [criterion.column for criterion in ranking.criteria]
    needed = {"carbon_kgco2e_per_mwh_it", "site_water_withdrawal_m3", "it_mwh"}
    if BILL not in judged or not needed <= set(grid.table):
        return None
    carbon_t = grid.table["carbon_kgco2e_per_mwh_it"] / 1000.0
    water_m3 = grid.table["site_water_withdrawal_m3"] / grid.table["it_mwh"]
    return {
        "criterion": judged.index(BILL),
        "carbonTonnes": _f64(grid.spread(carbon_t)),
        "waterCubicMetres": _f64(grid.spread(water_m3)),
    }


def _gates(grid: Grid, results: pd.DataFrame, gates: Sequence[GateConfig]) -> list[dict[str, Any]]:
    """Every gate with its result in every cell of the grid."""
    keys = pd.MultiIndex.from_frame(grid.table[["site_id", "design"]])
    out = []
    for gate in gates:
        found = results[results["gate"] == gate.name].set_index(["site_id", "design"])["gate_result"]
        cells = np.full(len(grid.site_ids) * grid.slots, ABSENT, dtype=np.uint8)
        cells[grid.cell] = found.reindex(keys).map(RESULTS).fillna(ABSENT).to_numpy(dtype=np.uint8)
        tests = gate.exclude if gate.exclude is not None else gate.include
        out.append(
            {
                "name": gate.name,
                "label": label(gate.name),
                "reason": gate.reason,
                "columns": [test.column for test in tests or ()],
                "results": _u8(cells),
            }
        )
    return out


def _figures(grid: Grid) -> list[dict[str, Any]]:
    def band(name: str | None) -> str | None:
        return _f32(grid.spread(grid.table[name])) if name in grid.table else None

    return [
        {
            "name": figure.column,
            "label": figure.label,
            "unit": "" if figure.unit == "1" else figure.unit,
            "group": figure.group,
            "inputs": list(figure.inputs),
            "values": _f32(grid.spread(grid.table[figure.column])),
            "low": band(figure.low),
            "high": band(figure.high),
        }
        for figure in FIGURES
        if figure.column in grid.table
    ]


def _inputs(grid: Grid, inputs: MapInputs) -> list[dict[str, Any]]:
    weather = grid.by_site(inputs.weather)
    frame = grid.first_rows()
    extra = [name for name in weather if name not in frame]
    frame = pd.concat([frame, weather[extra]], axis=1)
    return [_input(entry, frame) for entry in INPUTS if entry.column in frame]


def _input(entry: Input, frame: pd.DataFrame) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for part in ("source", "level", "year", "method", "note"):
        column = getattr(entry, part)
        if column.startswith("'"):
            described[part] = {"texts": [column.strip("'")], "codes": [0] * len(frame)}
        elif column and column in frame:
            values = frame[column]
            if pd.api.types.is_float_dtype(values):
                values = values.astype("Int64")
            texts, codes = _codes(values)
            described[part] = {"texts": texts, "codes": codes}
    return {
        "key": entry.key,
        "label": entry.label,
        "unit": "" if entry.unit == "1" else entry.unit,
        "values": _f32(frame[entry.column].to_numpy(dtype=float, na_value=np.nan)),
        **described,
    }


def _region_of(frame: pd.DataFrame, grid: Grid) -> tuple[list[tuple[str, str]], list[int]]:
    """The regions that hold a candidate, and which of them each site lies in."""
    ids = _texts(frame["region_id"])
    names = dict(zip(ids, _texts(frame["region_name"]), strict=True))
    regions = sorted(names.items())
    place = {region: index for index, (region, _) in enumerate(regions)}
    return regions, [place[region] for region in ids]


def _regions(grid: Grid, shapes: gpd.GeoDataFrame) -> list[dict[str, str]]:
    countries = shapes.drop_duplicates("region_id").set_index("region_id")["country_name"]
    regions, _ = _region_of(grid.first_rows(), grid)
    return [{"id": key, "name": name, "country": str(countries.get(key, ""))} for key, name in regions]


def _measures(grid: Grid, maps: MapsConfig, country_codes: pd.Series) -> list[dict[str, Any]]:
    """Figures of the regions that hold a candidate, and of countries where a figure holds for all of one."""
    region_ids = [key for key, _ in _region_of(grid.first_rows(), grid)[0]]
    out = []
    for measure in MEASURES:
        if measure.column not in grid.table:
            continue
        level = grid.table.get(measure.level)
        national = np.zeros(len(grid.table), dtype=bool) if level is None else level.eq("country").to_numpy()
        values = grid.table[measure.column]
        by_region = values[~national].groupby(grid.table["region_id"]).agg(measure.combine)
        by_country = values[national].groupby(grid.table["country_iso3"]).agg(measure.combine)
        out.append(
            {
                "name": measure.column,
                "label": measure.label,
                "unit": "" if measure.unit == "1" else measure.unit,
                "note": measure.note,
                "breaks": list(getattr(maps.class_breaks, measure.column)),
                "regions": _f32(by_region.reindex(region_ids).to_numpy(dtype=float)),
                "countries": _f32(by_country.reindex(country_codes).to_numpy(dtype=float)),
            }
        )
    return out


def _outlines(grid: Grid, inputs: MapInputs, maps: MapsConfig) -> dict[str, Any]:
    region_ids = [key for key, _ in _region_of(grid.first_rows(), grid)[0]]
    used = inputs.regions[inputs.regions["region_id"].isin(region_ids)].drop_duplicates("region_id")
    packed = dict(zip(used["region_id"], pack(simplify(used, maps.region_tolerance_deg)), strict=True))
    return {
        "stepsPerDegree": STEPS_PER_DEG,
        "countries": pack(simplify(inputs.countries, maps.outline_tolerance_deg)),
        "countryNames": inputs.countries["country_name"].tolist(),
        "regions": [packed.get(key, "") for key in region_ids],
    }


def _sources(inputs: MapInputs, grid: Grid) -> dict[str, dict[str, str]]:
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
