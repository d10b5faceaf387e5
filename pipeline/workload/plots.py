"""A picture of the validation of serving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.files import atomic_path


def plot_decoding(served: pd.DataFrame, path: str) -> None:
    """Predicted against measured energy of an output token, ours left out and EcoLogits'; a panel a chip."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chips = list(served["chip"].unique())
    figure = Figure(figsize=(5.2 * len(chips), 5.0), layout="constrained")
    FigureCanvasAgg(figure)
    for at, chip in enumerate(chips):
        axes = figure.add_subplot(1, len(chips), at + 1)
        rows = served[served["chip"] == chip]
        measured = rows["joules_per_output_token"]
        axes.loglog(
            measured, measured * rows["ecologits_default"], "x", color="#b35806", ms=4, label="EcoLogits 0.11"
        )
        axes.loglog(
            measured,
            measured * rows["left_out"],
            "o",
            color="#2166ac",
            ms=3,
            label="Kilowhere, left out",
        )
        ends = np.array([measured.min() * 0.7, measured.max() * 1.4])
        axes.loglog(ends, ends, "-", color="0.3", lw=1)
        axes.fill_between(ends, ends / 2, ends * 2, color="0.9", zorder=0, label="within a factor of two")
        axes.set(title=chip, xlabel="measured, J per output token", ylabel="predicted, J per output token")
        axes.legend(frameon=False, fontsize=8)
    with atomic_path(path) as temporary:
        figure.savefig(temporary, format=Path(path).suffix.removeprefix(".") or "png", dpi=130)
