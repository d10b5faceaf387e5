"""The draws of one run, block by block, and what they say of every ranked site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.account.streams import Streams
from pipeline.configs.ranking import RankingConfig, RobustnessConfig
from pipeline.ranking.draws import scenario_weights, uncertain_worths, uniform_weights
from pipeline.ranking.large import BinnedAcceptability, acceptability
from pipeline.ranking.robustness import (
    Acceptability,
    draw_scores,
    first_place_weights,
    rank_counts,
    tie_groups,
    wins_of,
)
from pipeline.ranking.scores import MIDDLE

#: Numbers per block and table of scores; bounds the memory whatever the number of sites.
BLOCK_CELLS = 400_000
#: Sites, from the first, that are compared in pairs.
COMPARED = 50
#: Beyond this many sites the figures stay at their central values and weights alone are drawn.
LARGE = 3000
#: Sites, from the first, whose figures are written to the summary.
WRITTEN = 1000

LARGE_NOTE = (
    f"more than {LARGE} ranked sites: figures stay at their central values and missing ones at the middle of "
    "their range; joint is weights_only; ranks beyond 100 are counted in bins of six per cent"
)

Counted = Acceptability | BinnedAcceptability


@dataclass(frozen=True)
class Sureness:
    """What the draws say; sites in the order of the ranking.

    ``joint``: weights around the scenario's and input errors together, the headline. ``any_weights``: any
    weights and input errors. ``weights_only`` and ``inputs_only`` vary one of the two. ``beats``: P(row
    beats column) of the first sites, jointly. ``tie_group`` follows from it; 0 beyond the compared sites.
    ``central_weights``: weights with which a site is first, any weights (NaN if never).
    """

    joint: Counted
    any_weights: Counted
    weights_only: Counted
    inputs_only: Counted | None
    beats: np.ndarray
    tie_group: np.ndarray
    central_weights: np.ndarray

    def columns(self) -> dict[str, np.ndarray]:
        """The columns of the ranking that come from the joint draws."""
        return {**sureness_of(self.joint), "tie_group": self.tie_group}

    def median_interval(self, first: int) -> dict[str, float | None]:
        """Median width of the rank's P5 to P95 over the first sites, by what is drawn."""
        widths: dict[str, float | None] = {}
        for name in ("joint", "weights_only", "inputs_only"):
            found: Counted | None = getattr(self, name)
            if found is None or len(found.counts) == 0:
                widths[name] = None
                continue
            width = found.quantile(0.95) - found.quantile(0.05)
            widths[name] = float(np.median(width[:first]))
        return widths

    def acceptability(self, site_ids: pd.Series) -> pd.DataFrame:
        """Share of the joint draws for each site and rank that it ever takes; sites in order."""
        site, rank = np.nonzero(self.joint.counts)
        return pd.DataFrame(
            {
                "site_id": site_ids.to_numpy()[site],
                "rank": pd.array(self.joint.last_rank[rank], dtype="Int64"),
                "rank_acceptability": self.joint.counts[site, rank] / self.joint.draws,
            }
        )


def sureness_of(found: Counted) -> dict[str, np.ndarray]:
    """P(top 1, 5, 10) and the rank's P5, median and P95."""
    return {
        **{f"p_top{places}": found.p_top(places) for places in (1, 5, 10)},
        **{f"rank_p{share:02d}": found.quantile(share / 100) for share in (5, 50, 95)},
    }


def assess(rows: pd.DataFrame, worth_of: np.ndarray, config: RankingConfig) -> Sureness:
    """Draw weights and inputs, rank the sites in every draw, and count.

    Parameters
    ----------
    rows
        The ranked sites with their chosen design, best first; all columns of the joined table.
    worth_of
        Their central worths, shape (sites, criteria), NaN where missing.
    config
        Criteria, weights and draws. The design of a site stays the chosen one in every draw.
    """
    setting, weights, sites = config.robustness, np.array(config.scaled_weights), len(rows)
    near = scenario_weights(config)
    far = uniform_weights(weights, setting.draws, setting.seed)
    middle = np.where(np.isnan(worth_of), MIDDLE, worth_of)
    if sites > LARGE:
        return _assess_large(middle, near, far, setting.certainty)
    streams = Streams(setting.seed, 0)
    drawn = uncertain_worths(rows, config.criteria, streams)
    certain = [lambda index=index: middle[:, index, None] for index in range(middle.shape[1])]
    counts = [np.zeros((sites, sites), dtype=np.int64) for _ in range(4)]
    compared = min(COMPARED, sites)
    wins = np.zeros((compared, compared))
    first_weights, firsts = np.zeros((sites, len(weights))), np.zeros(sites)
    step = max(1, BLOCK_CELLS // max(sites, 1))
    for start in range(0, setting.draws, step):
        these, those = near[start : start + step], far[start : start + step]
        streams.next_block(len(these))
        fixed = np.broadcast_to(weights, these.shape)
        scores = draw_scores(drawn, (these, those, fixed), sites)
        scores += draw_scores(certain, (these,), sites)
        for total, block in zip(counts, scores, strict=True):
            total += rank_counts(block)
        wins += wins_of(scores[0][:, :compared])
        weight_sum, number = first_place_weights(scores[1], those)
        first_weights, firsts = first_weights + weight_sum, firsts + number
    beats = wins / setting.draws
    joint, any_weights, inputs_only, weights_only = (Acceptability(one, setting.draws) for one in counts)
    group, central = _groups_of(beats, sites, setting.certainty), _mean_weights(first_weights, firsts)
    return Sureness(joint, any_weights, weights_only, inputs_only, beats, group, central)


def _assess_large(middle: np.ndarray, near: np.ndarray, far: np.ndarray, certainty: float) -> Sureness:
    """As :func:`assess`, figures at their central values and missing ones at the middle."""
    sites, compared = len(middle), COMPARED
    wins = np.zeros((compared, compared))
    first_weights, firsts = np.zeros((sites, near.shape[1])), np.zeros(sites)
    seen = 0

    def count_wins(scores: np.ndarray) -> None:
        nonlocal wins
        wins += wins_of(scores[:, :compared])

    def count_firsts(scores: np.ndarray) -> None:
        nonlocal seen
        best = scores.argmax(axis=1)
        np.add.at(first_weights, best, far[seen : seen + len(scores)])
        np.add.at(firsts, best, 1.0)
        seen += len(scores)

    joint = acceptability(middle, near, see=count_wins)
    any_weights = acceptability(middle, far, see=count_firsts)
    beats = wins / len(near)
    group, central = _groups_of(beats, sites, certainty), _mean_weights(first_weights, firsts)
    return Sureness(joint, any_weights, joint, None, beats, group, central)


def _groups_of(beats: np.ndarray, sites: int, certainty: float) -> np.ndarray:
    group = np.zeros(sites, dtype=np.int64)
    group[: len(beats)] = tie_groups(beats, certainty)
    return group


def _mean_weights(total: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Central weights; NaN for a site that is never first."""
    return np.divide(total, number[:, None], out=np.full_like(total, np.nan), where=number[:, None] > 0)


def summary(found: Sureness, site_ids: np.ndarray, config: RankingConfig) -> dict[str, Any]:
    """The draws' findings as plain values for JSON."""
    names = [criterion.name for criterion in config.criteria]
    setting = config.robustness
    compared = site_ids[: len(found.beats)].tolist()
    return {
        "draws": setting.draws,
        "seed": setting.seed,
        "concentration": setting.concentration,
        "certainty": setting.certainty,
        "methods": {
            "joint": f"weights {_sampling(setting)}; figures from the stated errors of their inputs (shared "
            "by dataset, area and design), missing figures uniformly from worst to best, all together",
            "any_weights": "as joint, but weights uniform over all weights of the criteria that count",
            "weights_only": "weights as in joint, figures at their central values",
            "inputs_only": "figures as in joint, weights at the scenario's",
            **({} if found.inputs_only is not None else {"large": LARGE_NOTE}),
            "design": "the design chosen for a site stays in every draw",
        },
        "sites": {
            name: _by_site(site_ids, counted)
            for name in ("joint", "any_weights", "weights_only", "inputs_only")
            if (counted := getattr(found, name)) is not None
        },
        "central_weights": {
            str(site): dict(zip(names, row.tolist(), strict=True))
            for site, row in zip(site_ids, found.central_weights, strict=True)
            if not np.isnan(row).any()
        },
        "beats": {"sites": compared, "p": found.beats.tolist()},
        "tie_groups": _groups(site_ids, found.tie_group),
    }


def _sampling(setting: RobustnessConfig) -> str:
    return {
        "around": f"from Dirichlet({setting.concentration:g} x weights)",
        "same_order": "uniform over all that keep the scenario's order of importance",
        "any": "uniform over all weights of the criteria that count",
    }[setting.sampling]


def _by_site(site_ids: np.ndarray, found: Counted) -> dict[str, dict[str, float]]:
    values = sureness_of(found)
    return {
        str(site): {name: float(column[index]) for name, column in values.items()}
        for index, site in enumerate(site_ids[:WRITTEN])
    }


def _groups(site_ids: np.ndarray, group: np.ndarray) -> list[list[str]]:
    return [site_ids[group == number].tolist() for number in range(1, int(group.max(initial=0)) + 1)]
