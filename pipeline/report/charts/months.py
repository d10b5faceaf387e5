"""The year of the first sites, month by month."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.ticker import MaxNLocator

from pipeline.report.charts.style import LINE, PALETTE, STYLE, clean, drawing, svg

NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
KEYS = tuple(f"m{month:02d}" for month in range(1, 13))


def monthly(sites: pd.DataFrame) -> str:
    """PUE and water of some sites with their chosen designs (``pue_m01`` … ``wue_m12``)."""
    with mpl.rc_context(STYLE):
        figure = drawing(10, 3.7)
        panels = figure.subplots(1, 2)
        for index, (_, row) in enumerate(sites.iterrows()):
            style = {
                "color": PALETTE[index % len(PALETTE)],
                "marker": "osD^vP*Xhd"[index % 10],
                "linestyle": "-" if index < len(PALETTE) else "--",
                "markersize": 4,
                "linewidth": 1.4,
            }
            label = f"{int(row['rank'])}  {clean(str(row['name']), 24)}"
            panels[0].plot(range(12), [row[f"pue_{key}"] for key in KEYS], label=label, **style)
            panels[1].plot(range(12), [row[f"wue_{key}"] for key in KEYS], **style)
        panels[0].set_title("PUE")
        panels[1].set_title("Water withdrawn [L per kWh of IT]")
        for panel in panels:
            panel.set_xticks(range(12), NAMES, fontsize=8)
            panel.grid(axis="y", color=LINE, linewidth=0.6)
            panel.set_axisbelow(True)
        low, high = panels[0].get_ylim()
        panels[0].set_ylim(max(1.0, low - 0.01), high + 0.01)  # a difference of 0.001 is none
        panels[0].yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        panels[0].yaxis.set_major_formatter("{x:.3f}")
        panels[1].set_ylim(bottom=0)
        figure.legend(loc="outside lower center", ncols=5)
    return svg(figure)
