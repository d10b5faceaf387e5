"""Two runs compared: which sites moved, and how much of it came from preferences and from figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.configs.ranking import RankingConfig
from pipeline.ranking.scores import MIDDLE, worth


@dataclass(frozen=True)
class Run:
    """A finished run: its ranked sites, its preferences, and its manifest."""

    name: str
    sites: pd.DataFrame
    config: RankingConfig
    manifest: dict[str, Any]


def compare_runs(before: Run, after: Run) -> pd.DataFrame:
    """One row per site of either run: ranks, scores, and the exact parts of the change of score.

    With weights ``w``, value function ``f`` and figure ``x`` of a criterion before (A) and after (B):

    - ``by_weights``: ``(wB - wA) (vA + vB) / 2`` with ``v = f(x)``;
    - ``by_points``: mean weight times the change of ``f`` at both figures' mean effect;
    - ``by_figures``: mean weight times the change of ``x`` through both value functions' mean effect.

    These are Shapley values of the three causes' order, so the parts sum to the change for every site.
    """
    left, right = (run.sites.set_index("site_id") for run in (before, after))
    common = left.index.intersection(right.index)
    parts = _parts(left.loc[common], right.loc[common], before.config, after.config)
    frame = pd.DataFrame(
        {
            "name": left["name"].combine_first(right["name"]),
            "rank_before": left["rank"].astype("Float64"),
            "rank_after": right["rank"].astype("Float64"),
            "design_before": left["design"],
            "design_after": right["design"],
            "score_before": left["score"],
            "score_after": right["score"],
            "score_change": right["score"] - left["score"],
        }
    )
    frame = frame.join(parts)
    moved = (frame["rank_after"] - frame["rank_before"]).abs().fillna(np.inf)
    neither = frame["rank_before"].isna() & frame["rank_after"].isna()
    frame["moved"] = moved.mask(neither, 0.0).astype(float)
    return (
        frame.rename_axis("site_id")
        .reset_index()
        .sort_values(["moved", "rank_after", "site_id"], ascending=[False, True, True], kind="stable")
        .reset_index(drop=True)
    )


def _parts(left: pd.DataFrame, right: pd.DataFrame, old: RankingConfig, new: RankingConfig) -> pd.DataFrame:
    """Change of score by cause, summed over the criteria of both runs."""
    weights = [
        dict(zip([one.name for one in config.criteria], config.scaled_weights, strict=True))
        for config in (old, new)
    ]
    criteria = [{one.name: one for one in config.criteria} for config in (old, new)]
    total = {cause: np.zeros(len(left)) for cause in ("by_weights", "by_points", "by_figures")}
    for name in dict.fromkeys([*criteria[0], *criteria[1]]):
        weight_a, weight_b = (each.get(name, 0.0) for each in weights)
        # a criterion that one run does not have weighs nothing there; its value function is the other's
        one, two = (each.get(name) or criteria[1 - index][name] for index, each in enumerate(criteria))
        x_a, x_b = _figure(left, one.column, two.column), _figure(right, two.column, one.column)
        (aa, ab), (ba, bb) = (
            [_filled(worth(values, points)) for values in (x_a, x_b)] for points in (one.points, two.points)
        )
        mean_weight = (weight_a + weight_b) / 2
        total["by_weights"] += (weight_b - weight_a) * (aa + bb) / 2
        total["by_points"] += mean_weight * ((ba - aa) + (bb - ab)) / 2
        total["by_figures"] += mean_weight * ((ab - aa) + (bb - ba)) / 2
    return pd.DataFrame(total, index=left.index)


def _figure(sites: pd.DataFrame, own: str, other: str) -> np.ndarray:
    column = own if own in sites else other
    return sites[column].to_numpy(dtype=float, na_value=np.nan)


def _filled(worths: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(worths), MIDDLE, worths)


def causes(before: Run, after: Run) -> dict[str, list[str]]:
    """What differs between two manifests: settings, data, code; names of keys, files and libraries."""
    a, b = before.manifest, after.manifest
    versions = [
        {"kilowhere": run["kilowhere"], "python": run["python"], **run["libraries"]} for run in (a, b)
    ]
    return {
        "settings": _different(_flat(a["config"]), _flat(b["config"])),
        "data": _different(a["inputs"], b["inputs"]),
        "code": _different(*versions),
    }


def _different(one: dict[str, Any], two: dict[str, Any]) -> list[str]:
    return sorted(key for key in {*one, *two} if one.get(key) != two.get(key))


def _flat(value: Any, at: str = "") -> dict[str, Any]:
    """Nested settings by dotted key; a list is one value."""
    if isinstance(value, dict) and value:
        flat: dict[str, Any] = {}
        for key, item in value.items():
            flat.update(_flat(item, f"{at}.{key}" if at else str(key)))
        return flat
    return {at: value}
