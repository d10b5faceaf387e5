"""Where the candidates lie."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.patheffects import withStroke

from pipeline.report.charts.style import INK, LAND, PALETTE, STYLE, drawing, svg

#: Width and height of a two-digit label in degrees, on a map ten inches wide.
_LABEL_DEG = (9.5, 7.5)
_DIRECTIONS = tuple((np.cos(angle), np.sin(angle)) for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False))
#: The corner that is enlarged when at least so many of the first sites lie this near [deg] to the first one.
_CROWD, _NEAR_DEG = 3, (28.0, 13.0)
#: Islands narrower than this [deg] are less than a pixel.
_SMALLEST_DEG = 0.25
#: Where the enlarged corner stands: left, bottom, width and height as shares of the map (the south Pacific).
_INSET = (0.0, 0.02, 0.235, 0.5)


def world(ranking: pd.DataFrame, land: gpd.GeoDataFrame, top: int = 10) -> str:
    """Candidates on the world's countries: ranked by colour, the first ones numbered, excluded ones crossed.

    Where the first sites crowd together their corner is shown again, enlarged.
    """
    rings = _rings(land)
    first = ranking[ranking["rank"] <= top].sort_values("rank")
    crowd = _crowd(first)
    with mpl.rc_context(STYLE):
        figure = drawing(10, 4.7)
        axes = figure.add_subplot()
        colours = _sites(axes, rings, ranking, first, 1.0)
        axes.set(xlim=(-180, 180), ylim=(-58, 82), xticks=[], yticks=[])
        axes.set_aspect("equal")
        axes.spines[["left", "bottom"]].set_visible(False)
        _number(axes, first[~crowd], 1.0)
        if crowd.any():
            _enlarge(axes, rings, ranking, first, crowd)
        axes.legend(loc="lower left", bbox_to_anchor=(0.6, 0.0))
        if ranking["rank"].notna().sum() > 1:
            bar = figure.colorbar(colours, ax=axes, orientation="horizontal", shrink=0.5, aspect=50, pad=0.01)
            bar.set_label("rank (1 is best)")
            bar.outline.set_visible(False)
    return svg(figure)


def _sites(
    axes: Axes, rings: Sequence[np.ndarray], ranking: pd.DataFrame, first: pd.DataFrame, scale: float
) -> PathCollection:
    """Land, excluded, ranked and ringed sites; markers ``scale`` times as large."""
    axes.add_collection(PolyCollection(rings, facecolor=LAND, edgecolor="white", linewidth=0.3))
    out = ranking[ranking["rank"].isna()]
    places = out["longitude_deg"], out["latitude_deg"]
    axes.scatter(*places, s=14, marker="x", linewidths=0.9, color="#7d8792", label="excluded by a gate")
    ranked = ranking[ranking["rank"].notna()].sort_values("rank", ascending=False)
    places = ranked["longitude_deg"], ranked["latitude_deg"]
    points = axes.scatter(*places, s=16 * scale, c=ranked["rank"], cmap="viridis", linewidths=0)
    places = first["longitude_deg"], first["latitude_deg"]
    axes.scatter(
        *places,
        s=60 * scale,
        facecolors="none",
        edgecolors=PALETTE[5],
        linewidths=1.2,
        label=f"rank 1 to {len(first)}",
    )
    return points


def _crowd(first: pd.DataFrame) -> pd.Series:
    """Which of the first sites lie near the first one, if they are enough to need a picture of their own."""
    if first.empty:
        return pd.Series(dtype=bool)
    home = first.iloc[0]
    near = (first["longitude_deg"] - home["longitude_deg"]).abs() <= _NEAR_DEG[0]
    near &= (first["latitude_deg"] - home["latitude_deg"]).abs() <= _NEAR_DEG[1]
    return near if near.sum() >= _CROWD else near & False


def _enlarge(
    axes: Axes, rings: Sequence[np.ndarray], ranking: pd.DataFrame, first: pd.DataFrame, crowd: pd.Series
) -> None:
    """The crowd's corner, larger, with a frame around it on the map."""
    spots = first[crowd][["longitude_deg", "latitude_deg"]].to_numpy(dtype=float)
    low, high = spots.min(axis=0), spots.max(axis=0)
    middle, half = (low + high) / 2, float(max(0.62 * (high - low).max(), 5.0))
    panel = axes.inset_axes(_INSET)
    inside = [
        ring
        for ring in rings
        if np.all(ring.max(axis=0) > middle - half) and np.all(ring.min(axis=0) < middle + half)
    ]
    _sites(panel, inside, ranking, first, 1.3)
    panel.set(xticks=[], yticks=[], facecolor="white", aspect="equal")
    panel.set_xlim(middle[0] - half, middle[0] + half)
    panel.set_ylim(middle[1] - half, middle[1] + half)
    for spine in panel.spines.values():
        spine.set(visible=True, color=PALETTE[5])
    _number(panel, first[crowd], 2 * half / (360 * _INSET[2]))
    frame = axes.indicate_inset_zoom(panel, edgecolor=PALETTE[5], alpha=1.0)
    for connector in frame.connectors or ():
        connector.set_visible(False)  # they would run across half the map


def _number(axes: Axes, first: pd.DataFrame, scale: float) -> None:
    """Ranks beside their sites; ``scale`` is the size of a degree's share of the world map."""
    spots = first[["longitude_deg", "latitude_deg"]].to_numpy(dtype=float) / scale
    line = {"arrowstyle": "-", "color": PALETTE[5], "linewidth": 0.7, "shrinkA": 0, "shrinkB": 4}
    for rank, spot, at in zip(first["rank"], spots, spread_labels(spots), strict=True):
        axes.annotate(
            f"{int(rank)}",
            (float(spot[0] * scale), float(spot[1] * scale)),
            (at[0] * scale, at[1] * scale),
            ha="center",
            va="center",
            fontweight="bold",
            color=INK,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            arrowprops=line,
        )


def _rings(land: gpd.GeoDataFrame) -> list[np.ndarray]:
    """The outer rings of all polygons that a reader could see at this size."""
    parts = land.geometry.explode(ignore_index=True)
    rings = [np.asarray(part.exterior.coords)[:, :2] for part in parts if part.geom_type == "Polygon"]
    return [ring for ring in rings if np.ptp(ring, axis=0).min() >= _SMALLEST_DEG]


def spread_labels(spots: np.ndarray) -> Sequence[tuple[float, float]]:
    """Places for a label of each spot [deg] so that none covers another label or spot, nearest first."""
    taken: list[tuple[float, float]] = []
    for x, y in spots:
        tries = [
            (float(x + reach * dx), float(y + 0.8 * reach * dy))
            for reach in range(9, 60, 3)
            for dx, dy in _DIRECTIONS
        ]
        free = (at for at in tries if _is_free(at, taken, spots))
        taken.append(next(free, (float(x), float(y) + 8.0)))
    return taken


def _is_free(at: tuple[float, float], taken: Sequence[tuple[float, float]], spots: np.ndarray) -> bool:
    wide, high = _LABEL_DEG
    clear = all(abs(at[0] - x) >= wide or abs(at[1] - y) >= high for x, y in taken)
    return clear and bool(
        np.all((np.abs(spots[:, 0] - at[0]) >= 0.6 * wide) | (np.abs(spots[:, 1] - at[1]) >= 0.6 * high))
    )
