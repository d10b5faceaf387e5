"""Run EcoLogits on the measured configurations and write its answers: ``python tools/build_ecologits.py``.

Needs ``ecologits==0.11.0`` (MPL-2.0, not a dependency of the product) in the same environment. Its
accelerators' energy is taken, without its server and PUE, as it answers a user (batch of 64, 16 bits) and
told the true batch and number format.
"""

from __future__ import annotations

import pandas as pd
from ecologits.impacts import llm

from pipeline.datasets import ROOT, load
from pipeline.files import write_csv

_J_PER_KWH = 3.6e6
BITS = {"bf16": 16, "fp8": 8, "mxfp4": 4}


def joules(row: pd.Series, batch: int, bits: int) -> float:
    """EcoLogits' accelerator energy of one output token [J]."""
    memory = llm.model_required_memory(row["parameters_b"], bits)
    count = llm.gpu_required_count(memory, llm.GPU_MEMORY)
    one = llm.gpu_energy(
        model_active_parameter_count=row["active_parameters_b"],
        output_token_count=1,
        batch_size=batch,
        gpu_energy_alpha=llm.GPU_ENERGY_ALPHA,
        gpu_energy_beta=llm.GPU_ENERGY_BETA,
        gpu_energy_gamma=llm.GPU_ENERGY_GAMMA,
    )
    return float(count * one * _J_PER_KWH)


def main() -> None:
    rows = load("decode_measurements")
    frame = rows[["chip", "model", "task", "chips", "batch"]].copy()
    frame["ecologits_default_joules"] = [joules(row, llm.BATCH_SIZE, 16) for _, row in rows.iterrows()]
    frame["ecologits_told_joules"] = [
        joules(row, round(row["batch"]), BITS[row["precision"]]) for _, row in rows.iterrows()
    ]
    write_csv(frame, ROOT / "datasets" / "workload" / "ecologits_decode.csv")


if __name__ == "__main__":
    main()
