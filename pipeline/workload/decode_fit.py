"""Fitting the decode model to measured configurations, and what it is worth for a model it has not seen."""

from __future__ import annotations

from dataclasses import astuple, fields

import numpy as np
import pandas as pd

from pipeline.workload.decode import (
    BYTES_PER_PARAMETER,
    DecodeModel,
    Served,
    joules_per_output_token,
)

#: Input tokens of a request by task, where known only roughly: a chat's question, a science question.
INPUT_TOKENS = {"lm-arena-chat": 150.0, "gpqa": 300.0}
#: Tasks whose inputs are images or films of unknown length: fitted, from these first guesses.
FITTED_INPUT_TOKENS = {"image-chat": 1500.0, "video-chat": 2500.0}
#: First guesses in the order of DecodeModel; power and arithmetic are set per chip. They are also priors: a
#: coefficient that the data hardly tell stays near.
_GUESS = (1e-3, 5e-5, 1e-3, 0.75, 0.65, 6e-5, 0.6, 1.1, 1.2, 1.0, 3.0, 1.5, np.nan, np.nan)
#: Standard deviations of the priors' logarithms.
_WIDTH = (1.5, 1.5, 1.0, 0.3, 0.3, 1.0, 0.5, 0.3, 0.3, 0.15, 0.7, 0.4, 0.3, 0.7)
_INPUT_WIDTH = 0.7
#: Relative error of a measurement that the robust loss takes for ordinary.
_SCALE = 0.15


def usable(measurements: pd.DataFrame) -> pd.DataFrame:
    """Rows whose task is known well enough; code completion over a whole repository is not."""
    tasks = [*INPUT_TOKENS, *FITTED_INPUT_TOKENS]
    return measurements[measurements["task"].isin(tasks)].reset_index(drop=True)


def served(rows: pd.DataFrame, chip: pd.Series, inputs: dict[str, float]) -> Served:
    """Measured rows as the model reads them; ``chip`` is its row of the accelerators."""
    return Served(
        parameters=rows["parameters_b"].to_numpy(float) * 1e9,
        active_parameters=rows["active_parameters_b"].to_numpy(float) * 1e9,
        bytes_per_parameter=rows["precision"].map(BYTES_PER_PARAMETER).to_numpy(float),
        chips=rows["chips"].to_numpy(float),
        batch=rows["batch"].to_numpy(float),
        input_tokens=rows["task"].map({**INPUT_TOKENS, **inputs}).to_numpy(float),
        output_tokens=rows["output_tokens"].to_numpy(float),
        bandwidth_byte_per_s=float(chip["bandwidth_gb_per_s"]) * 1e9,
        flop_per_s=float(chip["bf16_tflop_per_s"]) * 1e12,
    )


def family(model: pd.Series) -> pd.Series:
    """A model without the marks of its number format: variants of one model are not independent."""
    return model.str.replace(r"-(FP8|BF16)$", "", regex=True)


def fit(rows: pd.DataFrame, chip: pd.Series) -> tuple[DecodeModel, dict[str, float]]:
    """Coefficients of one chip and the input tokens of the tasks with images.

    Robust least squares on the logarithm of the energy, in the logarithms of the coefficients. The Cauchy
    loss lets a model of a kind that the form lacks pull little; a model's rows are weighted by the fourth
    root of 1/number so that a much-measured model does not rule.
    """
    from scipy.optimize import least_squares

    guess = np.array([*_GUESS[:-2], 0.6 * float(chip["tdp_w"]), 1e-12 * 700.0 / float(chip["tdp_w"])])
    start = np.log(np.concatenate([guess, list(FITTED_INPUT_TOKENS.values())]))
    width = np.array([*_WIDTH, *[_INPUT_WIDTH] * len(FITTED_INPUT_TOKENS)])
    number = rows.groupby(family(rows["model"]))["batch"].transform("size").to_numpy(float)
    weight = number**-0.25
    weight = weight / weight.mean()
    measured = np.log(rows["joules_per_output_token"].to_numpy(float))

    def split(x: np.ndarray) -> tuple[DecodeModel, dict[str, float]]:
        values = np.exp(x).tolist()
        return DecodeModel(*values[: len(guess)]), dict(
            zip(FITTED_INPUT_TOKENS, values[len(guess) :], strict=True)
        )

    def residuals(x: np.ndarray) -> np.ndarray:
        model, inputs = split(x)
        found = np.log(joules_per_output_token(model, served(rows, chip, inputs)))
        return np.concatenate([weight * (found - measured) / _SCALE, (x - start) / width])

    return split(least_squares(residuals, start, loss="cauchy", max_nfev=60).x)


def left_out(rows: pd.DataFrame, chip: pd.Series, groups: pd.Series) -> np.ndarray:
    """Predicted over measured energy of each row, its group left out of the fit, shape (rows,)."""
    ratio = np.empty(len(rows))
    for group in sorted(groups.unique()):
        out = (groups == group).to_numpy()
        model, inputs = fit(rows[~out], chip)
        predicted = joules_per_output_token(model, served(rows[out], chip, inputs))
        ratio[out] = predicted / rows.loc[out, "joules_per_output_token"].to_numpy(float)
    return ratio


def table_row(
    chip: str, model: DecodeModel, inputs: dict[str, float], ratio: np.ndarray
) -> dict[str, object]:
    """One row of the dataset ``decode_models``.

    ``decode_log_sd`` is such that nine tenths of the left-out rows lie within 1.645 of it.
    """
    names = [f"decode_{one.name}" for one in fields(DecodeModel)]
    row: dict[str, object] = {"chip": chip, **dict(zip(names, astuple(model), strict=True))}
    row |= {f"{task.split('-')[0]}_input_tokens": tokens for task, tokens in inputs.items()}
    row["decode_log_sd"] = float(np.quantile(np.abs(np.log(ratio)), 0.9) / 1.6448536269514722)
    return row
