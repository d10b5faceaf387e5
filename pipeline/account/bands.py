"""P5 and P95 of figures over the draws of their inputs' errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.account.figures import figure_draws
from pipeline.account.streams import Streams
from pipeline.account.uncertainty import Factors


def ends(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P5 and P95 of draws, shape (rows, draws) to (rows,) each; NaN where a row has none."""
    low, high = (round(share * (values.shape[1] - 1)) for share in (0.05, 0.95))
    ordered = np.partition(values, (low, high), axis=1)
    return ordered[:, low], ordered[:, high]


def bands(row: pd.DataFrame, seed: int, draws: int) -> dict[str, tuple[float, float]]:
    """P5 and P95 of every figure of one row that has draws; the same draws as the stage's, by their names."""
    found = {}
    for name, make in figure_draws(Factors(row, Streams(seed, draws))).items():
        low, high = ends(make())
        if not np.isnan(low[0] + high[0]):
            found[name] = float(low[0]), float(high[0])
    return found
