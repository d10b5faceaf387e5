"""How sure the order is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pipeline.configs.ranking import RankingConfig


def statement(frame: pd.DataFrame, exclusions: Sequence[dict[str, Any]], config: RankingConfig) -> str:
    """A few sentences that a planner can read out, from the ranked sites (best first)."""
    ranked = frame[frame["rank"].notna()]
    gates = "".join(
        f" Excluded by {gate['gate']}: {_sites(gate['excluded'])}; by it alone: {gate['excluded_alone']}."
        for gate in exclusions
    )
    if ranked.empty:
        return f"No site is ranked: every candidate fails a gate.{gates}"
    first = ranked.iloc[0]
    if len(ranked) == 1:
        return f"Only one site passes the gates, {first['name']}: there is no order to be sure of.{gates}"
    likely = int((ranked["p_top10"] > 0.5).sum())
    sure = int((ranked["p_top10"] >= 0.95).sum())
    return (
        f"How sure: in {config.robustness.draws:,} draws of the weights and of the figures' errors, "
        f"{first['name']} is first in {first['p_top1']:.0%} and among the first ten in "
        f"{first['p_top10']:.0%}; "
        f"{_sites(likely)} {'is' if likely == 1 else 'are'} among the first ten in more than half of the "
        f"draws, {sure} in at least 95 %.{gates}"
    )


def _sites(count: int) -> str:
    return f"{count} site" if count == 1 else f"{count} sites"
