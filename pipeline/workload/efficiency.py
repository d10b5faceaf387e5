"""What share of the peak a training run is billed for: from runs whose accelerator-hours are published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.workload.consistency import inconsistent

#: Runs whose hours follow from an assumed speed or that say nothing of a machine of today.
NOT_FITTED = ("GPT-3 175B", "BLOOM 176B")
#: Parameters at which the slope with size is zero [1e9]; the middle of the runs.
REFERENCE_B = 70.0
#: Damping of generation and slope against three and eight runs.
_RIDGE = 0.05


@dataclass(frozen=True)
class Efficiency:
    """``ln share = level + hopper (offset + slope ln(P_active / 70e9))``, and its error by leaving a run out.

    A generation without a run takes half the offset and twice the error. Above the largest run
    (``largest_b`` active parameters) the share stays as there: a straight line would pass the peak itself.
    """

    level: float
    offset: float
    slope: float
    log_sd: float
    largest_b: float = np.inf

    def share(self, generation: str, active_parameters_b: float) -> float:
        """Billed share of the dense bf16 peak, restarts and evaluations included."""
        hopper = {"Ampere": 0.0, "Hopper": 1.0}.get(generation, 0.5)
        size = float(np.log(min(active_parameters_b, self.largest_b) / REFERENCE_B))
        return float(np.exp(self.level + hopper * (self.offset + self.slope * size)))

    def sd(self, generation: str) -> float:
        """Standard deviation of the share's logarithm."""
        return self.log_sd if generation in ("Ampere", "Hopper") else 2.0 * self.log_sd


def billed_share(runs: pd.DataFrame, peaks: pd.Series) -> pd.Series:
    """``6 P_active D / (peak x hours)`` of each run; ``peaks``: dense bf16 FLOP/s of its chip."""
    flop = 6.0 * runs["active_parameters_b"] * 1e9 * runs["tokens_b"] * 1e9
    return flop / (peaks * runs["accelerator_hours"] * 3600.0)


def fitted_runs(runs: pd.DataFrame) -> pd.DataFrame:
    """Runs fit to learn from: billed, and in agreement with themselves."""
    return runs[~runs.index.isin([*NOT_FITTED, *inconsistent(runs)])]


def fit_efficiency(runs: pd.DataFrame, accelerators: pd.DataFrame) -> Efficiency:
    """Ridge regression over ``fitted_runs``; the error is the root mean square of the left-out errors.

    Not their median over 0.6745: the errors have long tails, and P5 to P95 from the median holds 8 of 11 runs
    left out, from the root mean square 10.
    """
    used = fitted_runs(runs)
    design, target = _design(used, accelerators), np.log(_shares(used, accelerators))
    level, offset, slope = _solve(design, target)
    errors = left_out_log_error(used, accelerators, pd.Series(used.index, used.index))
    spread = float(np.sqrt(np.mean(errors**2)))
    return Efficiency(level, offset, slope, spread, float(used["active_parameters_b"].max()))


def left_out_log_error(runs: pd.DataFrame, accelerators: pd.DataFrame, groups: pd.Series) -> np.ndarray:
    """``ln(predicted hours / billed hours)`` of each run, its group left out of the fit, shape (runs,)."""
    design, target = _design(runs, accelerators), np.log(_shares(runs, accelerators))
    error = np.empty(len(runs))
    for group in sorted(groups.unique()):
        out = (groups == group).to_numpy()
        error[out] = target[out] - design[out] @ np.array(_solve(design[~out], target[~out]))
    return error


def _shares(runs: pd.DataFrame, accelerators: pd.DataFrame) -> np.ndarray:
    peaks = accelerators.loc[runs["chip"], "bf16_tflop_per_s"].to_numpy(float) * 1e12
    return billed_share(runs, pd.Series(peaks, runs.index)).to_numpy(float)


def _design(runs: pd.DataFrame, accelerators: pd.DataFrame) -> np.ndarray:
    hopper = (accelerators.loc[runs["chip"], "generation"] == "Hopper").to_numpy(float)
    size = np.log(runs["active_parameters_b"].to_numpy(float) / REFERENCE_B)
    return np.column_stack([np.ones(len(runs)), hopper, hopper * size])


def _solve(design: np.ndarray, target: np.ndarray) -> tuple[float, float, float]:
    damping = np.diag([0.0, _RIDGE, _RIDGE])
    found = np.linalg.solve(design.T @ design + damping, design.T @ target)
    return float(found[0]), float(found[1]), float(found[2])
