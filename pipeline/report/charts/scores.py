"""What makes the scores, what moves them, and what they trade."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pipeline.report.charts.style import INK, LINE, PALETTE, SOFT, STYLE, drawing, name_rows, svg


def contributions(shortlist: pd.DataFrame, criteria: Sequence[str], labels: Sequence[str]) -> str:
    """What each criterion adds to the score of each shortlisted site, as stacked bars."""
    with mpl.rc_context(STYLE):
        figure = drawing(9, 1.2 + 0.3 * len(shortlist))
        axes = figure.add_subplot()
        rows = name_rows(axes, shortlist)
        left = np.zeros(len(shortlist))
        for index, (name, label) in enumerate(zip(criteria, labels, strict=True)):
            width = shortlist[f"contribution_{name}"].to_numpy(float)
            axes.barh(rows, width, left=left, color=PALETTE[index % len(PALETTE)], label=label, height=0.68)
            left += np.nan_to_num(width)
        for row, end in zip(rows, left, strict=True):
            axes.text(end + 0.008, row, f"{end:.3f}", va="center", fontsize=8, color=SOFT)
        axes.set_xlim(0, 1)
        axes.set_xlabel("score: the sum of its parts, from 0 (worst) to 1 (best)")
        figure.legend(loc="outside upper center", ncols=min(5, len(criteria)))
    return svg(figure)


def tornado(swings: pd.DataFrame, score: float, rival: float | None, rival_name: str) -> str:
    """How far the error of each figure moves one site's score; ``swings`` has ``label, low, high``."""
    known = swings[swings["low"].notna()].sort_values("span")
    with mpl.rc_context(STYLE):
        figure = drawing(9, 1.3 + 0.36 * len(known))
        axes = figure.add_subplot()
        rows = range(len(known))
        axes.barh(
            rows,
            known["low"] - score,
            left=score,
            color=PALETTE[5],
            height=0.6,
            label="figure at its worse end",
        )
        axes.barh(
            rows, known["high"] - score, left=score, color=PALETTE[0], height=0.6, label="at its better end"
        )
        axes.axvline(score, color=INK, linewidth=1)
        if rival is not None:
            axes.axvline(rival, color=SOFT, linewidth=1, linestyle="--", label=f"score of {rival_name}")
        axes.set_yticks(list(rows), known["label"])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(
            "score of the first site, one figure moved at a time from its 5th to its 95th percentile"
        )
        axes.margins(x=0.12)
        figure.legend(loc="outside upper center", ncols=3)
    return svg(figure)


def trade_off(ranked: pd.DataFrame, short: pd.DataFrame, names: Sequence[str], labels: Sequence[str]) -> str:
    """Two judged figures of every ranked site against each other, and the shortlist's corner enlarged."""
    spots = short[list(names)].to_numpy(dtype=float)
    known = np.isfinite(spots).all(axis=1)
    with mpl.rc_context(STYLE):
        figure = drawing(10, 4.4)
        panels = figure.subplots(1, 2, width_ratios=(3, 2))
        for panel in panels:
            _clouds(panel, ranked, short, names)
            panel.set(xlabel=labels[0], ylabel=labels[1])
            panel.grid(color=LINE, linewidth=0.6)
            panel.set_axisbelow(True)
        panels[0].set_xlim(left=0)
        panels[0].set_ylim(bottom=0)
        panels[0].set_title("All ranked sites")
        panels[1].set_title("The shortlist, enlarged")
        if known.any():
            _zoom(panels[1], spots[known], [int(rank) for rank in short["rank"][known]])
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return svg(figure)


def _clouds(panel: Axes, ranked: pd.DataFrame, short: pd.DataFrame, names: Sequence[str]) -> None:
    across, up = names
    front = ranked["pareto"].fillna(False).astype(bool) if "pareto" in ranked else ranked["rank"] > 0
    rest = ranked[~front]
    panel.scatter(
        rest[across], rest[up], s=14, color="#b4bcc5", label="another site is as good in all, better in one"
    )
    panel.scatter(
        ranked[front][across], ranked[front][up], s=20, color=PALETTE[4], label="none is (Pareto front)"
    )
    panel.scatter(short[across], short[up], s=46, color=PALETTE[5], label="shortlist", zorder=3)


def _zoom(panel: Axes, spots: np.ndarray, places: Sequence[int]) -> None:
    """Show the spots' corner, with the ranks beside them; those at one spot share a label."""
    low, high = spots.min(axis=0), spots.max(axis=0)
    margin = 0.14 * np.maximum(high - low, 0.05 * np.abs(high) + 1e-9)
    panel.set_xlim(low[0] - margin[0], high[0] + 2 * margin[0])
    panel.set_ylim(low[1] - margin[1], high[1] + margin[1])
    cells: dict[tuple[int, int], list[int]] = {}
    span = np.maximum(high - low, 1e-9)
    for index, spot in enumerate(spots):
        at = np.round((spot - low) / span * (18, 26)).astype(int)
        cells.setdefault((int(at[0]), int(at[1])), []).append(index)
    for members in cells.values():
        text = ", ".join(str(places[index]) for index in members)
        panel.annotate(
            text, spots[members[0]], (7, -3), textcoords="offset points", fontweight="bold", fontsize=8
        )
