"""Why a site stands where it stands, as plain values and as text."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.configs.ranking import RankingConfig
from pipeline.fields import registry
from pipeline.ranking.analysis import compare
from pipeline.ranking.order import Order


def explain_site(
    site_id: str, ranking: pd.DataFrame, robustness: dict[str, Any], config: RankingConfig
) -> dict[str, Any]:
    """Rank, score and its parts, how sure it is, gates, and sources of one site of ``ranking.parquet``."""
    row = ranking.set_index("site_id").loc[site_id]
    weights = dict(zip([one.name for one in config.criteria], config.scaled_weights, strict=True))
    parts = []
    for criterion in config.criteria:
        adds = float(row[f"contribution_{criterion.name}"])
        weight = weights[criterion.name]
        parts.append(
            {
                "criterion": criterion.name,
                "column": criterion.column,
                "figure": _plain(row[criterion.column]),
                "unit": registry()[criterion.column].unit if criterion.column in registry() else "",
                "worth": adds / weight if weight else None,
                "weight": weight,
                "adds": adds,
                "lost": weight - adds,
            }
        )
    central = robustness["central_weights"].get(site_id)
    return {
        "site_id": site_id,
        **{
            name: _plain(row[name])
            for name in ("name", "country_iso3", "rank", "score", "score_low", "score_high")
        },
        **{name: _plain(row[name]) for name in ("completeness", "design", "designs_passing", "tie_group")},
        "ranked_sites": robustness["ranked_sites"],
        "sure": {
            name: _plain(row[name])
            for name in ("p_top1", "p_top5", "p_top10", "rank_p05", "rank_p50", "rank_p95")
        },
        "other_views": {
            name: _plain(row[name]) for name in ("topsis", "topsis_rank", "pareto", "pareto_gap", "shortlist")
        },
        "parts": parts,
        "central_weights": central,
        "gate_reasons": _plain(row["gate_reasons"]),
        "gates_undecided": _plain(row["gates_undecided"]),
        "sources": {str(name): _plain(row[name]) for name in row.index if str(name).endswith("_source")},
    }


def explain_against(
    site_id: str,
    other_id: str,
    table: pd.DataFrame,
    order: Order,
    robustness: dict[str, Any],
    config: RankingConfig,
) -> dict[str, Any]:
    """Why one site stands before (or behind) another, and what would make them equal."""
    site_ids = table["site_id"].to_numpy(dtype=str)[order.chosen]
    rows = [int(order.chosen[np.flatnonzero(site_ids == name)[0]]) for name in (site_id, other_id)]
    compared = robustness["beats"]["sites"]
    wins = None
    if site_id in compared and other_id in compared:
        wins = robustness["beats"]["p"][compared.index(site_id)][compared.index(other_id)]
    return {
        "site_id": site_id,
        "against": other_id,
        "designs": [str(table["design"].iloc[row]) for row in rows],
        "p_beats": wins,
        **compare(table, rows[0], rows[1], order, config),
    }


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def site_text(found: dict[str, Any]) -> str:
    """The explanation of one site as lines that can be pasted into a report."""
    place = f"rank {found['rank']} of {found['ranked_sites']}" if found["rank"] else "not ranked"
    lines = [
        f"{found['name']} ({found['country_iso3']}, {found['site_id']}): {place}, score {found['score']:.4f} "
        f"({found['score_low']:.4f} to {found['score_high']:.4f}), {found['completeness']:.0%} complete",
        f"cooling design: {found['design']} ({found['designs_passing']} of the designs pass the gates)",
    ]
    if found["gate_reasons"]:
        lines.append(f"excluded: {found['gate_reasons']}")
    if found["gates_undecided"]:
        lines.append(f"kept although a figure is missing: {found['gates_undecided']}")
    sure = found["sure"]
    if found["rank"]:
        lines.append(
            f"how sure: first in {sure['p_top1']:.0%}, first five in {sure['p_top5']:.0%}, first ten in "
            f"{sure['p_top10']:.0%} of the draws; rank {sure['rank_p05']:.0f} to {sure['rank_p95']:.0f} "
            "(P5 to P95)" + (f"; tie group {found['tie_group']}" if found["tie_group"] else "")
        )
        views = found["other_views"]
        front = (
            "on the Pareto front" if views["pareto"] else f"{views['pareto_gap']:.3f} off the Pareto front"
        )
        lines.append(f"other views: rank {views['topsis_rank']} by TOPSIS; {front}")
    if found["central_weights"]:
        told = ", ".join(f"{name} {weight:.2f}" for name, weight in found["central_weights"].items())
        lines.append(f"first with weights around: {told}")
    rows = [["criterion", "figure", "unit", "worth", "weight", "adds", "lost"]]
    rows += [
        [
            part["criterion"],
            "missing" if part["figure"] is None else f"{part['figure']:.4g}",
            part["unit"],
            "" if part["worth"] is None else f"{part['worth']:.3f}",
            f"{part['weight']:.2f}",
            f"{part['adds']:.4f}",
            f"{part['lost']:.4f}",
        ]
        for part in found["parts"]
    ]
    rows.append(["sum", "", "", "", "1.00", f"{found['score']:.4f}", f"{1 - found['score']:.4f}"])
    told = ", ".join(
        f"{name.removesuffix('_source')}: {value or 'none'}" for name, value in found["sources"].items()
    )
    return "\n".join([*lines, "", *columns(rows), "", f"sources: {told}"])


def against_text(found: dict[str, Any]) -> str:
    """The comparison of two sites as lines."""
    ahead = "ahead of" if found["lead"] >= 0 else "behind"
    lines = [
        f"{found['site_id']} ({found['designs'][0]}) is {abs(found['lead']):.4f} {ahead} "
        f"{found['against']} ({found['designs'][1]})"
    ]
    if found["p_beats"] is not None:
        lines.append(f"it beats it in {found['p_beats']:.0%} of the draws")
    rows = [["criterion", "difference", found["site_id"], found["against"], "equal at", "or at", "or weight"]]
    for name in found["largest_first"]:
        part = found["by_criterion"][name]
        rows.append(
            [
                name,
                f"{part['difference']:+.4f}",
                *(_figure(value) for value in part["figures"]),
                *(_figure(value) for value in part["break_even"]),
                _figure(part["weight_at_equality"]),
            ]
        )
    rows.append(["sum", f"{found['lead']:+.4f}", "", "", "", "", ""])
    move = found["smallest_weight_move"]
    if move is None:
        lines.append("no weights make them equal: one is better in every criterion that counts")
    else:
        told = ", ".join(f"{name} {weight:.3f}" for name, weight in move["weights"].items())
        lines.append(f"they are equal if {move['moved']:.3f} of the weight moves, to {told}")
    return "\n".join([*lines, "", *columns(rows)])


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def columns(rows: list[list[str]]) -> list[str]:
    """Rows as aligned text, the first column to the left, the others to the right."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    return [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        ).rstrip()
        for row in rows
    ]
