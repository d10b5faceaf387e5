"""A site's climate at a glance: dry and wet bulb by month, and the hours of each economizer mode."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from pipeline.files import atomic_path
from pipeline.weather.generator import MONTH_START

_Floats = npt.NDArray[np.float64]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Okabe and Ito's palette, told apart with every common colour blindness (2008).
DRY_COLOUR, WET_COLOUR = "#D55E00", "#0072B2"
MODE_COLOURS = ("#009E73", "#56B4E9", "#E69F00", "#7F7F7F")
_STYLE: Any = {  # matplotlib types the keys as literals
    "svg.hashsalt": "kilowhere",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def _boxes(axes: Any, values: _Floats, shift: float, colour: str, label: str) -> None:
    """A box a month: quartiles, whiskers from 1 to 99 %."""
    parts = [values[24 * start : 24 * end] for start, end in itertools.pairwise(MONTH_START)]
    drawn = axes.boxplot(
        parts,
        positions=np.arange(12) + shift,
        widths=0.32,
        whis=(1, 99),
        showfliers=False,
        patch_artist=True,
        medianprops={"color": "white", "linewidth": 1.2},
    )
    for box in drawn["boxes"]:
        box.set(facecolor=colour, edgecolor=colour)
    for line in (*drawn["whiskers"], *drawn["caps"]):
        line.set(color=colour, linewidth=0.8)
    axes.plot([], [], color=colour, linewidth=6, label=label)


def _modes(axes: Any, modes: Mapping[str, float]) -> None:
    """Hours of the year by mode, one stacked bar."""
    left = 0.0
    for (name, hours), colour in zip(modes.items(), MODE_COLOURS, strict=False):
        axes.barh(0, hours, left=left, color=colour, height=0.6, label=f"{name} {hours:,.0f} h")
        left += hours
    axes.set_xlim(0, max(left, 1.0))
    axes.set_yticks([])
    axes.set_xlabel("hours of the year")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.9), ncols=4, frameon=False)


def weather_figure(
    dry_bulb_c: _Floats, wet_bulb_c: _Floats, title: str, modes: Mapping[str, float] | None = None
) -> Figure:
    """Monthly boxes of dry and wet bulb [°C] of 8,760 hours; with ``modes``, a bar of hours by
    economizer mode.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(8.0, 4.6 if modes else 3.8), layout="constrained")
        if modes:
            axes, bar = figure.subplots(2, 1, height_ratios=(6, 1))
            _modes(bar, modes)
        else:
            axes = figure.subplots()
        _boxes(axes, dry_bulb_c, -0.19, DRY_COLOUR, "dry bulb")
        _boxes(axes, wet_bulb_c, 0.19, WET_COLOUR, "wet bulb")
        axes.set_xticks(np.arange(12), MONTHS)
        axes.set_xlim(-0.6, 11.6)
        axes.set_ylabel("°C")
        axes.grid(axis="y", color="#d9dee3", linewidth=0.6)
        axes.set_axisbelow(True)
        axes.set_title(title, loc="left", fontsize=10)
        axes.legend(loc="upper left", ncols=2, frameon=False, title="box: quartiles, whiskers: 1 to 99 %")
    return figure


def save_figure(figure: Figure, path: Path) -> None:
    """Write PNG or SVG by the path's suffix, without a date: the same figures give the same bytes."""
    kind = path.suffix.lower().lstrip(".")
    nameless = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}}.get(kind, {})
    with mpl.rc_context(_STYLE), atomic_path(path) as temporary:
        figure.savefig(temporary, format=kind, dpi=130, metadata=nameless)
