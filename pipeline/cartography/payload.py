"""Everything a map shows, as one structure that becomes JSON: columns by site, rising by ``site_id``.

Numbers that the page computes with are the pipeline's own 64-bit values in base64; figures that it only shows
are 32-bit (seven digits). A missing number is NaN in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from pipeline.cartography.describe import described_inputs, named_sources
from pipeline.cartography.gates import gate_columns
from pipeline.cartography.grid import Grid, MapInputs, codes_of, f32, f64, label, texts_of, u8
from pipeline.cartography.outlines import STEPS_PER_DEG, pack, simplify
from pipeline.cartography.provenance import FIGURES, INPUTS_OF_COLUMN, MEASURES, further_figures
from pipeline.cartography.standards import rule_columns
from pipeline.configs.maps import MapsConfig
from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.ranking.presets import preset_weights

#: The judged bill that a price of carbon or water would add to.
BILL = "electricity_usd_per_mwh_it"
#: Other views of the order, shown where the ranking has them.
OTHER_VIEWS = ("tie_group", "topsis_rank", "pareto", "shortlist")
RANKING_NUMBERS = (
    *("rank", "score", "score_low", "score_high", "completeness"),
    *("p_top1", "p_top5", "p_top10", "rank_p05", "rank_p50", "rank_p95"),
)


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
        "draws": inputs.robustness.get("draws"),
        "rankClasses": list(maps.rank_classes),
        "allDesigns": grid.keep_all,
        "designs": [{"name": name, "label": label(name)} for name in grid.designs],
        "absent": u8(np.isin(np.arange(len(grid.site_ids) * grid.slots), grid.cell, invert=True)),
        "criteria": _criteria(grid, ranking),
        "presets": _presets(ranking),
        "prices": _prices(grid, ranking),
        "gates": gate_columns(grid, inputs.gates, gates),
        "standards": rule_columns(grid, inputs.standards),
        "figures": _figures(grid),
        "inputs": described_inputs(grid, inputs),
        "sites": _sites(sites, grid),
        "countries": codes_of(sites["country_name"])[0],
        "regions": _regions(grid, inputs.regions),
        "measures": _measures(grid, maps, inputs.countries["country_iso3"]),
        "outlines": _outlines(grid, inputs, maps),
        "sources": named_sources(inputs, grid),
    }


def _sites(frame: pd.DataFrame, grid: Grid) -> dict[str, Any]:
    shown = [*RANKING_NUMBERS, *(name for name in OTHER_VIEWS if name in frame)]
    numbers = {name: f64(frame[name].to_numpy(dtype=float, na_value=np.nan)) for name in shown}
    numbers["latitude"] = f64(frame["latitude_deg"].to_numpy(dtype=float))
    numbers["longitude"] = f64(frame["longitude_deg"].to_numpy(dtype=float))
    return {
        "id": frame["site_id"].tolist(),
        "name": frame["name"].tolist(),
        "kind": [label(kind) for kind in texts_of(frame["kind"])] if "kind" in frame else [""] * len(frame),
        "country": codes_of(frame["country_name"])[1],
        "iso3": frame["country_iso3"].tolist(),
        "region": texts_of(frame["region_name"]),
        "regionIndex": _region_of(frame, grid)[1],
        "design": grid.chosen.tolist(),
        "undecided": texts_of(frame["gates_undecided"]),
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
            "values": f64(grid.spread(grid.table[criterion.column])),
        }
        for criterion, weight in zip(ranking.criteria, ranking.scaled_weights, strict=True)
    ]


def _presets(ranking: RankingConfig) -> list[dict[str, Any]]:
    """Other planners' weights, in the order of the criteria."""
    return [
        {
            "key": f"preset:{preset.name}",
            "label": preset.title,
            "source": preset.source,
            "weights": preset_weights(preset, ranking).tolist(),
        }
        for preset in ranking.presets
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
        "carbonTonnes": f64(grid.spread(carbon_t)),
        "waterCubicMetres": f64(grid.spread(water_m3)),
    }


def _figures(grid: Grid) -> list[dict[str, Any]]:
    def band(name: str | None) -> str | None:
        return f32(grid.spread(grid.table[name])) if name in grid.table else None

    return [
        {
            "name": figure.column,
            "label": figure.label,
            "unit": "" if figure.unit == "1" else figure.unit,
            "group": figure.group,
            "inputs": list(figure.inputs),
            "values": f32(grid.spread(grid.table[figure.column])),
            "low": band(figure.low),
            "high": band(figure.high),
        }
        for figure in (*FIGURES, *further_figures(grid.table))
        if figure.column in grid.table
    ]


def _region_of(frame: pd.DataFrame, grid: Grid) -> tuple[list[tuple[str, str]], list[int]]:
    """The regions that hold a candidate, and which of them each site lies in."""
    ids = texts_of(frame["region_id"])
    names = dict(zip(ids, texts_of(frame["region_name"]), strict=True))
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
                "regions": f32(by_region.reindex(region_ids).to_numpy(dtype=float)),
                "countries": f32(by_country.reindex(country_codes).to_numpy(dtype=float)),
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
