"""How sure the order is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.configs.ranking import RankingConfig
from pipeline.ranking.sureness import Sureness


def statement(
    frame: pd.DataFrame, exclusions: Sequence[dict[str, Any]], found: Sureness, config: RankingConfig
) -> str:
    """A few sentences that a planner can read out, from the ranked sites (best first)."""
    ranked = frame[frame["rank"].notna()]
    gates = "".join(
        f" Excluded by {str(gate['gate']).replace('_', ' ')}: {_sites(gate['excluded'])};"
        f" by it alone: {gate['excluded_alone']}"
        f" (designs it takes away: {gate['designs_failed']})."
        for gate in exclusions
    )
    if ranked.empty:
        return f"No site is ranked: every candidate fails a gate.{gates}"
    first = ranked.iloc[0]
    if len(ranked) == 1:
        return f"Only one site passes the gates, {first['name']}: there is no order to be sure of.{gates}"
    likely = int((ranked["p_top10"] > 0.5).sum())
    sure = int((ranked["p_top10"] >= 0.95).sum())
    tied = int((ranked["tie_group"] == 1).sum())
    return (
        f"How sure: in {config.robustness.draws:,} draws of the weights and of the figures' errors, "
        f"{first['name']} is first in {first['p_top1']:.0%} and among the first ten in "
        f"{first['p_top10']:.0%}; {_sites(likely)} {'is' if likely == 1 else 'are'} among the first ten in "
        f"more than half of the draws, {sure} in at least 95 %. {_tied(tied, config)}{_doubt(found)}{gates}"
    )


def _tied(tied: int, config: RankingConfig) -> str:
    share = f"{config.robustness.certainty:.0%}"
    if tied == 1:
        return f"The first beats the second in at least {share} of the draws."
    return f"The first {tied} are tied: the first does not beat any of them in {share} of the draws."


def _doubt(found: Sureness) -> str:
    """Where the doubt comes from: weights or figures."""
    widths = found.median_interval(10)
    both, weights, figures = (widths[name] for name in ("joint", "weights_only", "inputs_only"))
    if both is None or weights is None or figures is None:
        return ""
    return (
        f" Of the first ten, a rank spans {both:.0f} places (P5 to P95, median): {figures:.0f} from the "
        f"figures' errors alone, {weights:.0f} from the weights alone."
    )


def _sites(count: int) -> str:
    return f"{count} site" if count == 1 else f"{count} sites"
