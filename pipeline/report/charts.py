"""The report's charts as SVG text; the same figures give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

#: Okabe and Ito's palette, told apart with every common colour blindness (jfly.uni-koeln.de/color, 2008).
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#7F7F7F")
INK, SOFT, LAND = "#1b2330", "#55606f", "#e7ebef"

_STYLE: Any = {  # matplotlib types the keys as literals
    "svg.hashsalt": "kilowhere",
    "font.size": 9,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "text.color": INK,
}


def _svg(figure: Figure) -> str:
    target = io.StringIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    return target.getvalue()


def _clean(text: str, length: int = 34) -> str:
    """A name as matplotlib may draw it: no mathematics between dollars, nothing that has no glyph."""
    kept = "".join(char for char in text if char.isprintable() and ord(char) < 0x2000).replace("$", r"\$")
    return kept if len(kept) <= length else kept[: length - 1] + "…"


def world(ranking: pd.DataFrame, land: gpd.GeoDataFrame, top: int = 10) -> str:
    """Candidates on the world's countries: ranked by colour, the first ones ringed, excluded ones grey."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(10, 4.9))
        axes = figure.add_subplot()
        land.plot(ax=axes, color=LAND, edgecolor="white", linewidth=0.3)
        out = ranking[ranking["rank"].isna()]
        if len(out):
            places = out["longitude_deg"], out["latitude_deg"]
            axes.scatter(*places, s=9, color="#9aa3ad", label="excluded by a gate")
        ranked = ranking[ranking["rank"].notna()].sort_values("rank", ascending=False)
        points = axes.scatter(
            ranked["longitude_deg"],
            ranked["latitude_deg"],
            s=16,
            c=ranked["rank"],
            cmap="viridis",
            linewidths=0,
        )
        first = ranked[ranked["rank"] <= top]
        axes.scatter(
            first["longitude_deg"],
            first["latitude_deg"],
            s=70,
            facecolors="none",
            edgecolors=PALETTE[5],
            linewidths=1.3,
            label=f"rank 1 to {top}",
        )
        axes.set(xlim=(-180, 180), ylim=(-58, 80), xticks=[], yticks=[], xlabel="", ylabel="")
        axes.set_aspect("equal")
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.legend(loc="lower left", frameon=False)
        if len(ranked) > 1:
            bar = figure.colorbar(
                points, ax=axes, orientation="horizontal", fraction=0.04, pad=0.02, aspect=50
            )
            bar.set_label("rank (1 is best)")
    return _svg(figure)


def contributions(shortlist: pd.DataFrame, criteria: Sequence[str], labels: Sequence[str]) -> str:
    """What each criterion adds to the score of each shortlisted site, as stacked bars."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9, 0.9 + 0.32 * len(shortlist)))
        axes = figure.add_subplot()
        left = np.zeros(len(shortlist))
        rows = np.arange(len(shortlist))[::-1]
        for index, (name, label) in enumerate(zip(criteria, labels, strict=True)):
            width = shortlist[f"contribution_{name}"].to_numpy(float)
            axes.barh(rows, width, left=left, color=PALETTE[index % len(PALETTE)], label=label, height=0.7)
            left += width
        axes.set_yticks(
            rows,
            [f"{int(r)}  {_clean(n)}" for r, n in zip(shortlist["rank"], shortlist["name"], strict=True)],
        )
        axes.set_xlabel("score (sum of the parts)")
        figure.legend(loc="outside upper center", ncols=min(4, len(criteria)), frameon=False)
        figure.subplots_adjust(top=0.82 if len(shortlist) < 8 else 0.88)
    return _svg(figure)


def rank_intervals(shortlist: pd.DataFrame) -> str:
    """The rank that each shortlisted site takes in 5 to 95 of 100 draws, with its median."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(9, 0.8 + 0.3 * len(shortlist)))
        axes = figure.add_subplot()
        rows = np.arange(len(shortlist))[::-1]
        axes.hlines(
            rows, shortlist["rank_p05"], shortlist["rank_p95"], color=PALETTE[0], linewidth=5, alpha=0.35
        )
        axes.scatter(shortlist["rank_p50"], rows, color=PALETTE[0], s=26, zorder=3)
        axes.set_yticks(
            rows,
            [f"{int(r)}  {_clean(n)}" for r, n in zip(shortlist["rank"], shortlist["name"], strict=True)],
        )
        axes.set_xlabel("rank over the draws: median, and the interval from the 5th to the 95th percentile")
        axes.set_xlim(left=0)
        axes.grid(axis="x", color=LAND)
        axes.set_axisbelow(True)
    return _svg(figure)


def monthly(shortlist: pd.DataFrame, facility: pd.DataFrame, top: int = 5) -> str:
    """PUE and water of the chosen designs of the first sites, month by month."""
    months = [f"{month:02d}" for month in range(1, 13)]
    chosen = shortlist.head(top)[["site_id", "name", "rank", "design"]].merge(
        facility, on=["site_id", "design"]
    )
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(10, 3.4))
        panels = figure.subplots(1, 2)
        for index, row in enumerate(chosen.itertuples()):
            colour, label = PALETTE[index % len(PALETTE)], f"{int(row.rank)}  {_clean(row.name)}"
            marks = {"color": colour, "marker": "osD^v"[index % 5], "markersize": 4, "linewidth": 1.4}
            panels[0].plot(range(1, 13), [getattr(row, f"pue_m{m}") for m in months], label=label, **marks)
            panels[1].plot(range(1, 13), [getattr(row, f"wue_m{m}") for m in months], **marks)
        panels[0].set(title="PUE", xlabel="month", xticks=range(1, 13))
        panels[1].set(title="WUE [L/kWh]", xlabel="month", xticks=range(1, 13))
        panels[1].set_ylim(bottom=0)
        figure.legend(loc="outside lower center", ncols=3, frameon=False)
        figure.subplots_adjust(bottom=0.3)
    return _svg(figure)
