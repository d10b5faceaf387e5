"""Pictures of the facility model's results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import atomic_path

if TYPE_CHECKING:
    import pandas as pd

_MODES = {"free": "#4c9f70", "partial": "#a3c585", "adiabatic": "#5b8fd6", "mechanical": "#c0504d"}


def plot_designs(frame: pd.DataFrame, place: str, path: str) -> None:
    """Monthly PUE and WUE, the annual band and the hours per mode of each design, as a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    months = range(1, 13)
    rows = frame.to_dict("records")
    height = max(4.0, 0.34 * len(rows) + 1.5)
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(15, height), layout="constrained")
    for row in rows:
        (line,) = left.plot(months, [row[f"pue_m{month:02d}"] for month in months], label=row["design"])
        middle.plot(months, [row[f"wue_m{month:02d}"] for month in months], color=line.get_color())
    left.set(xlabel="month", ylabel="PUE", title=place)
    middle.set(xlabel="month", ylabel="WUE, L/kWh")
    names = [
        f"{row['design']}\nPUE {row['pue']:.3f} ({row['pue_p05']:.3f} to {row['pue_p95']:.3f})"
        for row in rows
    ]
    start = [0.0] * len(rows)
    for mode, colour in _MODES.items():
        hours = [row[f"hours_{mode}"] for row in rows]
        right.barh(names, hours, left=start, color=colour, label=mode)
        start = [a + b for a, b in zip(start, hours, strict=True)]
    right.set(xlabel="hours of the year", xlim=(0, 8760))
    right.tick_params(axis="y", labelsize=7)
    right.invert_yaxis()
    right.legend(loc="lower right", fontsize=8)
    if len(rows) <= 8:
        left.legend(fontsize=7)
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format="png", dpi=110, metadata={"Software": None})
    plt.close(figure)


def plot_validation(
    lei: pd.DataFrame, tower: pd.DataFrame, swing: pd.DataFrame, sites: pd.DataFrame, path: str
) -> None:
    """Lei 2025 medians, tower evaporation, seasonal swing of campuses, and reported PUE with its bands."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, panels = plt.subplots(1, 4, figsize=(19, 4.8), layout="constrained")
    pairs = (
        (panels[0], lei["PUE_p50"], lei["pue_p50"], "Lei et al. 2025, median PUE", 0.03),
        (panels[1], tower["energyplus_l_per_kwh"], tower["ours_l_per_kwh"], "EnergyPlus, L/kWh of heat", 0.0),
        (panels[2], swing["reported"], swing["ours"], "campuses, quarterly PUE less mean", 0.0065),
    )
    for panel, theirs, ours, title, band in pairs:
        low, high = min(theirs.min(), ours.min()), max(theirs.max(), ours.max())
        panel.fill_between([low, high], [low - band, high - band], [low + band, high + band], alpha=0.15)
        panel.plot([low, high], [low, high], "k:", linewidth=1)
        panel.plot(theirs, ours, ".", markersize=5)
        panel.set(xlabel="published", ylabel="ours", title=title)
    known = sites[sites["pue"].notna()].sort_values("pue").reset_index(drop=True)
    panels[3].vlines(known.index, known["pue_low"], known["pue_high"], color="#b8c8dc")
    panels[3].plot(known.index, known["pue_guess"], "_", color="#345", label="best guess")
    panels[3].plot(known.index, known["pue"], ".", color="#c0504d", label="reported")
    panels[3].set(xlabel="site-years by reported PUE", ylabel="PUE", title="bands of plausible designs")
    panels[3].legend(fontsize=8)
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format="png", dpi=110, metadata={"Software": None})
    plt.close(figure)
