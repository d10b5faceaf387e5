"""Write the tables of ``datasets/workload``: ``python tools/build_workload.py --reference DIR``.

DIR holds accelerators.csv (compiled from Epoch AI's machine-learning hardware table and vendors' data sheets,
with the status of each row) and fitted_decode_energy_model.json (fitted to the ML.ENERGY leaderboard, v3).
A cell that its compiler knew only from memory is left empty, and so is a row of such cells.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pandas as pd

from pipeline.datasets import ROOT
from pipeline.files import write_csv

#: Column of ours -> column there, and what its note says where the figure was known from memory only.
CELLS = {
    "bf16_tflop_per_s": ("bf16_dense_TFLOPS", r"\b(?:bf16|specs) memory\b"),
    "memory_gb": ("memory_GB", r"\b(?:memory|specs) memory\b"),
    "bandwidth_gb_per_s": ("bandwidth_GBps", r"\b(?:bandwidth|specs) memory\b"),
    "tdp_w": ("TDP_W", r"\btdp memory\b"),
    "idle_w": ("idle_W", r"\bidle memory\b"),
}
MAKERS = ("NVIDIA", "Google", "AMD", "Intel", "AWS", "Microsoft", "Meta", "Huawei")


def chip_id(name: str) -> str:
    """A short id: ``NVIDIA H200 SXM`` is ``H200-SXM``."""
    for maker in MAKERS:
        name = name.removeprefix(f"{maker} ")
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").replace("H100-SXM-80GB", "H100-SXM")


def secondary(note: str) -> str:
    """The publication that a note names, without the compiler's other remarks."""
    found = re.search(r"arXiv:[0-9]+[.][0-9]+|[a-z]+[.]io", note)
    if found is None:
        raise ValueError(f"no publication in the note: {note}")
    return f"secondary: {found[0]}"


def accelerators(reference: Path) -> pd.DataFrame:
    """One row per chip whose figures were read from a source."""
    given = pd.read_csv(reference / "accelerators.csv")
    given = given[~given["source_status"].str.startswith("memory-unverified")]
    notes = given["note"].fillna("")
    frame = pd.DataFrame(
        {
            "chip": given["name"].map(chip_id),
            "chip_name": given["name"],
            "chip_class": given["class"].map(lambda text: "datacenter" if text == "datacenter" else "edge"),
            "release_year": given["year"].astype(int),
        }
    )
    for column, (source, words) in CELLS.items():
        remembered = notes.str.contains(words, regex=True)
        frame[column] = given[source].where(~remembered)
    estimated = notes.str.contains("estimate|not TDP|measured", regex=True)
    frame["tdp_kind"] = [
        "" if pd.isna(w) else "estimate" if e else "rated"
        for w, e in zip(frame["tdp_w"], estimated, strict=True)
    ]
    row = given["source_status"].str.extract(r'row "+([^"]+)"+')[0]
    frame["chip_source"] = [
        f"Epoch AI, Machine Learning Hardware, row {name}" if isinstance(name, str) else secondary(note)
        for name, note in zip(row, notes, strict=True)
    ]
    return frame.sort_values("chip", kind="stable").reset_index(drop=True)


def decode_models(reference: Path) -> pd.DataFrame:
    """Coefficients of the step-time and power model of decoding, a row per chip."""
    fits = json.loads((reference / "fitted_decode_energy_model.json").read_text("utf-8"))
    chips = {"H100": "H100-SXM", "B200": "B200-SXM"}
    # p10 and p90 of predicted over measured, leaving one model out (the compiler's cross-validation)
    errors = {"H100": (0.69, 1.34), "B200": (0.62, 1.60)}
    return pd.DataFrame(
        [
            {
                "chip": chips[key],
                "decode_step_s": fits[key]["t0_s"],
                "decode_link_s": fits[key]["tG_s_per_log2G"],
                "decode_memory_share": fits[key]["eta_mem"],
                "decode_compute_share": fits[key]["eta_compute_vs_bf16_dense"],
                "decode_sequence_s": fits[key]["tB_s_per_seq"],
                "decode_base_w": fits[key]["P0_W_per_gpu"],
                "decode_pj_per_flop": fits[key]["e_flop_J"] * 1e12,
                "decode_ratio_p10": errors[key][0],
                "decode_ratio_p90": errors[key][1],
            }
            for key in sorted(chips)
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path, required=True)
    given = parser.parse_args()
    folder = ROOT / "datasets" / "workload"
    write_csv(accelerators(given.reference), folder / "accelerators.csv")
    write_csv(decode_models(given.reference), folder / "decode_models.csv")


if __name__ == "__main__":
    main()
