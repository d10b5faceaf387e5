"""How sure the ranks are."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.colors
import matplotlib.ticker
import numpy as np
import pandas as pd

from pipeline.report.charts.style import LINE, PALETTE, STYLE, drawing, name_rows, svg


def rank_intervals(sites: pd.DataFrame) -> str:
    """The rank that each site takes in 5 to 95 of 100 draws, with its median."""
    with mpl.rc_context(STYLE):
        figure = drawing(9, 0.8 + 0.27 * len(sites))
        axes = figure.add_subplot()
        rows = name_rows(axes, sites)
        axes.hlines(rows, sites["rank_p05"], sites["rank_p95"], color=PALETTE[0], linewidth=5, alpha=0.35)
        axes.scatter(sites["rank_p50"], rows, color=PALETTE[0], s=26, zorder=3, label="median")
        axes.scatter(
            sites["rank"], rows, marker="|", color=PALETTE[5], s=60, zorder=4, label="rank at central figures"
        )
        axes.set_xlabel("rank over the draws; bars span the 5th to the 95th percentile")
        axes.set_xlim(left=0)
        axes.grid(axis="x", color=LINE, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.legend(loc="lower right")
    return svg(figure)


def acceptability(sites: pd.DataFrame, table: pd.DataFrame, ranks: int = 20) -> str:
    """Share of the draws in which each site takes each rank, as a heat map."""
    shares = acceptability_matrix(sites, table, ranks)
    with mpl.rc_context(STYLE):
        figure = drawing(9, 0.9 + 0.27 * len(sites))
        axes = figure.add_subplot()
        rows = name_rows(axes, sites)
        top = max(float(np.nanmax(shares)), 0.01)
        edges = np.arange(ranks + 1) + 0.5
        mesh = axes.pcolormesh(
            edges,
            np.arange(len(sites) + 1) - 0.5,
            shares[::-1],
            cmap="Blues",
            norm=mpl.colors.PowerNorm(0.5, vmin=0, vmax=top),  # small shares are told from none
            edgecolors="white",
            linewidth=0.6,
        )
        for row, line in zip(rows, shares, strict=True):
            for column, share in enumerate(line):
                if share >= 0.05:
                    shade = "white" if share > 0.3 * top else "#1b2330"
                    axes.text(
                        column + 1, row, f"{share:.0%}", ha="center", va="center", fontsize=6.5, color=shade
                    )
        axes.set_xticks(range(1, ranks + 1))
        axes.set_xlabel("rank")
        bar = figure.colorbar(mesh, ax=axes, shrink=0.7, aspect=30)
        bar.set_label("share of the draws")
        bar.ax.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0, decimals=0))
        bar.outline.set_visible(False)
    return svg(figure)


def acceptability_matrix(sites: pd.DataFrame, table: pd.DataFrame, ranks: int) -> np.ndarray:
    """Shares of the draws, shape (sites, ranks); a rank that a site never takes is 0."""
    wanted = table[table["site_id"].isin(sites["site_id"]) & (table["rank"] <= ranks)]
    wide = wanted.pivot_table(index="site_id", columns="rank", values="rank_acceptability", aggfunc="sum")
    full = wide.reindex(index=sites["site_id"], columns=range(1, ranks + 1))
    shares: np.ndarray = np.nan_to_num(full.to_numpy(dtype=float))  # never taken: the table lists no zeros
    return shares
