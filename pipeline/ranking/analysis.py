"""What would turn the order: weights, figures, sources. All without draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.configs.ranking import RankingConfig
from pipeline.ranking.order import Order, order_sites, swapped
from pipeline.ranking.presets import preset_weights, with_weights
from pipeline.ranking.scores import MIDDLE
from pipeline.ranking.sensitivity import break_even, single_weight_flips, smallest_weight_move

#: Challengers of the first site that are compared with it one by one.
CHALLENGERS = 9
#: Places that make the shortlist when sources are swapped.
SHORT = 10


def analyse(table: pd.DataFrame, allowed: np.ndarray, order: Order, config: RankingConfig) -> dict[str, Any]:
    """Challengers of the first, the smallest move of weights that unseats it, source swaps and presets."""
    site_ids = table["site_id"].to_numpy(dtype=str)
    rows = order.rows
    if len(rows) == 0:
        return {"first": None, "challengers": [], "smallest_weight_move": None, "swaps": [], "presets": []}
    return {
        "first": str(site_ids[rows[0]]),
        "challengers": [
            {"site_id": str(site_ids[row]), **compare(table, rows[0], row, order, config)}
            for row in rows[1 : 1 + CHALLENGERS]
        ],
        "smallest_weight_move": _unseating(site_ids, order, config),
        "swaps": swaps(table, allowed, order, config),
        "presets": presets(table, allowed, order, config),
    }


def compare(
    table: pd.DataFrame, first: int, second: int, order: Order, config: RankingConfig
) -> dict[str, Any]:
    """Why one row stands before another, criterion by criterion, and what would make them equal.

    ``by_criterion`` sums to ``lead``. ``break_even`` are the figures of each of the two at which they would
    be equal, all else unchanged; ``weight`` the criterion's weight that does so. ``None`` where none does.
    """
    weights = np.array(config.scaled_weights)
    worth_of = np.where(np.isnan(order.worth_of), MIDDLE, order.worth_of)
    difference = worth_of[first] - worth_of[second]
    parts = order.scored.contributions[first] - order.scored.contributions[second]
    lead = float(order.scored.score[first] - order.scored.score[second])
    turning = single_weight_flips(weights, difference)
    by_criterion: dict[str, dict[str, Any]] = {}
    for index, criterion in enumerate(config.criteria):
        values = table[criterion.column].to_numpy(dtype=float, na_value=np.nan)
        weight = float(weights[index])
        by_criterion[criterion.name] = {
            "difference": float(parts[index]),
            "figures": [_plain(values[first]), _plain(values[second])],
            "break_even": [
                _plain(break_even(criterion.points, values[first], weight, lead)),
                _plain(break_even(criterion.points, values[second], weight, -lead)),
            ],
            "weight": weight,
            "weight_at_equality": _plain(turning[index]),
        }
    names = sorted(by_criterion, key=lambda name: (-abs(by_criterion[name]["difference"]), name))
    return {
        "lead": lead,
        "largest_first": names,
        "by_criterion": by_criterion,
        "smallest_weight_move": _move(weights, difference, config),
    }


def _move(weights: np.ndarray, difference: np.ndarray, config: RankingConfig) -> dict[str, Any] | None:
    ahead = float(weights @ difference) >= 0
    found = smallest_weight_move(weights, difference if ahead else -difference)
    if found is None:
        return None
    names = [criterion.name for criterion in config.criteria]
    return {"moved": found[0], "weights": dict(zip(names, found[1].tolist(), strict=True))}


def _unseating(site_ids: np.ndarray, order: Order, config: RankingConfig) -> dict[str, Any] | None:
    """The smallest move of weights that puts any other site level with the first."""
    weights, rows = np.array(config.scaled_weights), order.rows
    worth_of = np.where(np.isnan(order.worth_of), MIDDLE, order.worth_of)
    best: dict[str, Any] | None = None
    for row in rows[1:]:
        found = _move(weights, worth_of[rows[0]] - worth_of[row], config)
        if found is not None and (best is None or found["moved"] < best["moved"]):
            best = {"site_id": str(site_ids[row]), **found}
    return best


def swaps(
    table: pd.DataFrame, allowed: np.ndarray, order: Order, config: RankingConfig
) -> list[dict[str, Any]]:
    """For each other source: who is first, who enters and leaves the first ten, and the largest move."""
    site_ids = table["site_id"].to_numpy(dtype=str)
    found = []
    for swap in config.swaps:
        other_table, other_config = swapped(table, config, swap)
        other = order_sites(other_table, allowed, other_config)
        known = other_table[f"swap_{swap.name}"].notna()
        found.append(
            {
                "name": swap.name,
                "criterion": swap.criterion,
                "source": swap.source,
                **_moved(site_ids[order.rows].tolist(), site_ids[other.rows].tolist()),
                "sites_without_the_figure": int((~known).groupby(site_ids).all().sum()),
            }
        )
    return found


def presets(
    table: pd.DataFrame, allowed: np.ndarray, order: Order, config: RankingConfig
) -> list[dict[str, Any]]:
    """For each other planner: the weights, who is first, and who enters and leaves the first ten."""
    site_ids = table["site_id"].to_numpy(dtype=str)
    names = [criterion.name for criterion in config.criteria]
    found = []
    for preset in config.presets:
        weights = preset_weights(preset, config)
        other = order_sites(table, allowed, with_weights(config, weights))
        found.append(
            {
                "name": preset.name,
                "title": preset.title,
                "source": preset.source,
                "weights": dict(zip(names, weights.tolist(), strict=True)),
                **_moved(site_ids[order.rows].tolist(), site_ids[other.rows].tolist()),
            }
        )
    return found


def _moved(before: list[str], after: list[str]) -> dict[str, Any]:
    """How one order of the same sites differs from another."""
    place = {site: index + 1 for index, site in enumerate(before)}
    moves = {site: index + 1 - place[site] for index, site in enumerate(after)}
    return {
        "first": after[0],
        "first_changes": after[0] != before[0],
        "first_ten": after[:SHORT],
        "enter_first_ten": [site for site in after[:SHORT] if site not in before[:SHORT]],
        "leave_first_ten": [site for site in before[:SHORT] if site not in after[:SHORT]],
        "ranks_of_first_ten": {site: place[site] + moves[site] for site in before[:SHORT]},
        "largest_move": max((abs(move) for move in moves.values()), default=0),
        "rank_correlation": _spearman(np.array(list(moves.values()), dtype=float)),
    }


def _spearman(moves: np.ndarray) -> float | None:
    """Spearman's rank correlation from the moves of ranks without ties; ``None`` for fewer than two sites."""
    count = len(moves)
    return None if count < 2 else float(1.0 - 6.0 * (moves**2).sum() / (count * (count**2 - 1)))


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
