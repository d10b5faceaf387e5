"""How every chart looks, and how it becomes text."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

#: Okabe and Ito's palette, told apart with every common colour blindness (jfly.uni-koeln.de/color, 2008).
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#7F7F7F")
INK, SOFT, LAND, LINE = "#1b2330", "#55606f", "#e7ebef", "#d9dee4"

STYLE: Any = {  # matplotlib types the keys as literals
    "svg.hashsalt": "kilowhere",
    "font.size": 9,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "xtick.color": SOFT,
    "ytick.color": INK,
    "text.color": INK,
    "legend.frameon": False,
}


def drawing(width: float, height: float) -> Figure:
    """An empty figure [inch] that keeps its labels apart."""
    return Figure(figsize=(width, height), layout="constrained")


def svg(figure: Figure) -> str:
    """The figure as SVG, without date or maker."""
    target = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    return target.getvalue()


def clean(text: str, length: int = 34) -> str:
    """A name as matplotlib may draw it: no mathematics between dollars, nothing that has no glyph."""
    kept = "".join(char for char in text if char.isprintable() and ord(char) < 0x2000).replace("$", r"\$")
    return kept if len(kept) <= length else kept[: length - 1] + "…"


def labels_of(sites: pd.DataFrame) -> list[str]:
    """Rank and name of every site."""
    return [f"{int(rank)}  {clean(name)}" for rank, name in zip(sites["rank"], sites["name"], strict=True)]


def name_rows(axes: Axes, sites: pd.DataFrame) -> range:
    """Put the sites' names beside the rows, the best on top; the rows' heights."""
    rows = range(len(sites) - 1, -1, -1)
    axes.set_yticks(list(rows), labels_of(sites))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.6, len(sites) - 0.4)
    return rows
