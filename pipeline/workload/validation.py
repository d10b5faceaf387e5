"""The workload model next to billed hours, measured energies and EcoLogits, as tables of numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.workload.decode_fit import family, left_out, usable
from pipeline.workload.efficiency import billed_share, fitted_runs, left_out_log_error
from pipeline.workload.tables import Tables

#: Families of runs that the accelerator-hours are judged on.
JUDGED = ("Llama 2", "Llama 3.1", "Llama 4", "DeepSeek-V3")
#: GPT-3 175B in FP8 on 512 H100 in MLPerf Training 4.0 (SMC): 485.2 accelerator-hours, 415.4 kWh at the wall
#: of the nodes.
MLPERF_GPT3_HOURS, MLPERF_GPT3_KWH = 485.2, 415.4
#: Distance of P5 and P95 from the median in standard deviations.
_Z = 1.6448536269514722


def training_hours(tables: Tables) -> pd.DataFrame:
    """Billed share and error of the accelerator-hours, run left out and family left out; a row a run."""
    runs = fitted_runs(tables.runs)
    peaks = tables.accelerators.loc[runs["chip"], "bf16_tflop_per_s"].to_numpy(float) * 1e12
    rows = pd.Series(runs.index, runs.index)
    return pd.DataFrame(
        {
            "family": runs["family"],
            "billed_hours": runs["accelerator_hours"],
            "billed_share": billed_share(runs, pd.Series(peaks, runs.index)),
            "run_left_out": np.expm1(left_out_log_error(runs, tables.accelerators, rows)),
            "family_left_out": np.expm1(left_out_log_error(runs, tables.accelerators, runs["family"])),
        }
    )


def energies(tables: Tables) -> pd.DataFrame:
    """Energy from chips, hours and watts against what was stated or measured [MWh]."""
    rows = []
    for name in ("GPT-3 175B", "BLOOM 176B"):
        run = tables.runs.loc[name]
        pue = 1.0 if np.isnan(run["run_pue"]) else float(run["run_pue"])
        found = run["accelerator_hours"] * run["watts_per_chip"] * pue / 1e6
        rows.append((name, found, float(run["energy_mwh"])))
    chip = tables.accelerators.loc["H100-SXM"]
    wall = MLPERF_GPT3_HOURS * float(chip["tdp_w"]) * tables.central("server_factor") / 1e6
    rows.append(("GPT-3 175B in MLPerf Training 4.0, at the wall", wall, MLPERF_GPT3_KWH / 1000.0))
    frame = pd.DataFrame(rows, columns=["run", "found_mwh", "stated_mwh"])
    return frame.assign(error=frame["found_mwh"] / frame["stated_mwh"] - 1.0)


def decoding(tables: Tables, measured: pd.DataFrame, peer: pd.DataFrame) -> pd.DataFrame:
    """Predicted over measured energy of every row that the fit takes: a model left out, its variants left
    out.

    ``ecologits_default`` and ``ecologits_told`` are the same of EcoLogits, as a user gets it and told the
    true batch and number format; ``inside`` says whether the measurement lies in P5 to P95 of the prediction
    left out.
    """
    joined = measured.assign(
        ecologits_default=peer["ecologits_default_joules"], ecologits_told=peer["ecologits_told_joules"]
    )
    parts = []
    for chip, part in usable(joined).groupby("chip", sort=True):
        rows = part.reset_index(drop=True)
        unit = tables.accelerators.loc[chip]
        rows["left_out"] = left_out(rows, unit, rows["model"])
        rows["family_left_out"] = left_out(rows, unit, family(rows["model"]))
        width = _Z * float(tables.decode_models.loc[chip, "decode_log_sd"])
        rows["inside"] = np.abs(np.log(rows["left_out"])) <= width
        for name in ("ecologits_default", "ecologits_told"):
            rows[name] = rows[name] / rows["joules_per_output_token"]
        parts.append(rows)
    return pd.concat(parts, ignore_index=True)


def error(ratio: pd.Series) -> float:
    """Median of the absolute relative error."""
    return float((ratio - 1.0).abs().median())
