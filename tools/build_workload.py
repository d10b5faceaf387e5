"""Write the tables of ``datasets/workload``: ``python tools/build_workload.py --reference DIR --codecarbon
WHEEL``.

DIR holds tables compiled from publications, with the status of each row: accelerators.csv (Epoch AI's
machine-learning hardware table and vendors' data sheets), mlenergy_v3_llm_sample.csv (measured configurations
of the ML.ENERGY leaderboard, version 3), training_runs.csv (model cards and papers). WHEEL is codecarbon
3.0.4 (``pip download --no-deps codecarbon==3.0.4``), read for the rated power of processors and never
imported. A cell that its compiler knew only from memory is left empty; a row may be left with its name and
year.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import zipfile
from pathlib import Path

import pandas as pd

from pipeline.datasets import ROOT
from pipeline.files import write_csv

#: Column of ours -> column there, its name in the compiler's list of figures not from Epoch, and what the
#: note says where the figure was known from memory only.
CELLS = {
    "fp32_tflop_per_s": ("fp32_TFLOPS", "fp32", r"\b(?:fp32|specs) memory\b"),
    "tf32_tflop_per_s": ("tf32_dense_TFLOPS", "tf32", r"\b(?:tf32|specs) memory\b"),
    "bf16_tflop_per_s": ("bf16_dense_TFLOPS", "bf16", r"\b(?:bf16|specs) memory\b"),
    "fp16_tflop_per_s": ("fp16_dense_TFLOPS", "fp16", r"\b(?:fp16|specs) memory\b"),
    "fp8_tflop_per_s": ("fp8_dense_TFLOPS", "fp8", r"\b(?:fp8|fp8/int8|specs) memory\b"),
    "int8_top_per_s": ("int8_dense_TOPS", "int8", r"\b(?:fp8/int8|INT8/INT4|TOPS|specs) memory\b"),
    "fp4_tflop_per_s": ("fp4_dense_TFLOPS", "fp4", r"\b(?:fp4|specs) memory\b"),
    "memory_gb": ("memory_GB", "mem", r"\b(?:memory|specs) memory\b"),
    "bandwidth_gb_per_s": ("bandwidth_GBps", "bw", r"\b(?:bandwidth|specs) memory\b"),
    "tdp_w": ("TDP_W", "tdp", r"\btdp memory\b"),
    "idle_w": ("idle_W", "idle", r"\bidle memory\b"),
}
MAKERS = ("NVIDIA", "Google", "AMD", "Intel", "AWS", "Microsoft", "Meta", "Huawei")
#: Figures that contradict others of their row or the maker's description, left empty. MI350X and MI355X: FP8
#: below INT8 although both run at one rate, and FP4 at twice that. RTX 4090: 330 holds for sums in fp16
#: alone, half of it for those in fp32. Ascend 910B: memory of the older 910. MTIA v2: its memory on the chip
#: alone.
DOUBTFUL = {
    ("MI355X", "fp8_tflop_per_s"),
    ("MI355X", "fp4_tflop_per_s"),
    ("MI350X", "fp8_tflop_per_s"),
    ("MI350X", "fp4_tflop_per_s"),
    ("RTX-4090", "bf16_tflop_per_s"),
    ("RTX-4090", "fp16_tflop_per_s"),
    ("Ascend-910B", "memory_gb"),
    ("Ascend-910B", "bandwidth_gb_per_s"),
    ("MTIA-v2", "memory_gb"),
    ("MTIA-v2", "bandwidth_gb_per_s"),
}
#: Sold for workstations, whatever the compiled table says.
CONSUMER = ("RTX-4090",)
#: Chips without bf16: the figure is that of fp16 (Epoch AI: tensor FP16).
FP16_ONLY = ("V100-SXM2-32GB", "T4")
#: Processors as a baseline: their rated power from codecarbon's table (its own sources: makers' pages).
PROCESSORS = {
    "EPYC-7763": ("AMD EPYC 7763", 2021),
    "EPYC-9654": ("AMD EPYC 9654", 2022),
    "Xeon-8480": ("Intel Xeon Platinum 8480+", 2023),
    "Xeon-8592": ("Intel Xeon Platinum 8592+", 2023),
}
#: Rows known from memory whose note still names a publication for one figure: chip -> column, value, source.
NAMED = {
    "Apple-M1-Neural-Engine": ("bandwidth_gb_per_s", 68.0, "secondary: mljourney"),
}
GENERATIONS = {
    "Pascal": ("P100",),
    "Volta": ("V100",),
    "Turing": ("T4",),
    "Ampere": ("A100", "A10G"),
    "Ada": ("L4", "L40", "RTX-40"),
    "Hopper": ("H100", "H200", "H800", "H20"),
    "Blackwell": ("B200", "B300", "GB200", "GB300"),
    "CDNA": ("MI",),
    "TPU": ("TPU",),
}


def chip_id(name: str) -> str:
    """A short id: ``NVIDIA H200 SXM`` is ``H200-SXM``."""
    for maker in MAKERS:
        name = name.removeprefix(f"{maker} ")
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").replace("H100-SXM-80GB", "H100-SXM")


def generation(chip: str) -> str:
    """Family of chips that share their arithmetic units; ``other`` for those with one member."""
    found = [name for name, starts in GENERATIONS.items() if chip.startswith(starts)]
    return found[0] if found else "other"


def secondary(note: str) -> str:
    """The publication that a note names, without the compiler's other remarks."""
    found = re.search(r"arXiv:[0-9]+[.][0-9]+|[a-z]+[.]io", note)
    if found is None:
        raise ValueError(f"no publication in the note: {note}")
    return f"secondary: {found[0]}"


def cells(reference: Path, wheel: Path) -> pd.DataFrame:
    """A row per figure: chip, column, value, confidence and source."""
    rows = []
    for _, given in pd.read_csv(reference / "accelerators.csv").iterrows():
        chip, note = chip_id(given["name"]), str(given["note"])
        status = str(given["source_status"])
        if status.startswith("memory-unverified"):
            if chip in NAMED:
                column, value, source = NAMED[chip]
                rows.append((chip, column, value, "low", source))
            continue
        epoch = re.search(r'row "+([^"]+)"+', status)
        listed = re.search(r"overrides not from Epoch: \[([^\]]*)\]", note)
        overrides = re.findall(r"'(\w+)'", listed[1]) if listed else []
        for column, (source_column, short, words) in CELLS.items():
            value = given[source_column]
            if pd.isna(value) or re.search(words, note) or (chip, column) in DOUBTFUL:
                continue
            if chip in FP16_ONLY and column == "bf16_tflop_per_s":
                continue
            if short in overrides:
                seen = re.search(rf"{short} [^;|]*seen(?:-secondary)?: ([^;|(]+)", note)
                if seen is None and not (chip in FP16_ONLY and column == "fp16_tflop_per_s"):
                    continue
                text = (
                    seen[1].strip().replace("CCF", "Cloud Carbon Footprint")
                    if seen
                    else f"Epoch AI, Machine Learning Hardware, row {epoch[1]}"
                )
                rows.append((chip, column, float(value), "medium", text))
                continue
            estimate = column == "tdp_w" and re.search("estimate|not TDP|measured", note)
            text = f"Epoch AI, Machine Learning Hardware, row {epoch[1]}" if epoch else secondary(note)
            level = "low" if estimate else "high" if epoch else "medium"
            rows.append((chip, column, float(value), level, text))
    with zipfile.ZipFile(wheel) as archive:
        table = archive.read("codecarbon/data/hardware/cpu_power.csv").decode("utf-8")
    power = {row[0]: row[1] for row in csv.reader(io.StringIO(table)) if len(row) > 1}
    for chip, (name, _) in PROCESSORS.items():
        rows.append((chip, "tdp_w", float(power[name]), "medium", "codecarbon 3.0.4, cpu_power.csv"))
    frame = pd.DataFrame(rows, columns=["chip", "cell", "cell_value", "cell_confidence", "cell_source"])
    return frame.sort_values(["chip", "cell"], kind="stable").reset_index(drop=True)


def accelerators(reference: Path, known: pd.DataFrame) -> pd.DataFrame:
    """One row per chip with the figures of ``known``; empty where there is none."""
    given = pd.read_csv(reference / "accelerators.csv")
    kinds = {"datacenter": "datacenter"}
    names = pd.DataFrame(
        {
            "chip": given["name"].map(chip_id),
            "chip_name": given["name"],
            "chip_class": [
                "edge" if chip_id(name) in CONSUMER else kinds.get(text, "edge")
                for name, text in zip(given["name"], given["class"], strict=True)
            ],
            "release_year": given["year"].astype(int),
        }
    )
    processors = pd.DataFrame(
        [(chip, name, "processor", year) for chip, (name, year) in PROCESSORS.items()], columns=names.columns
    )
    frame = pd.concat([names, processors], ignore_index=True)
    frame["generation"] = frame["chip"].map(generation)
    values = known.pivot_table(index="chip", columns="cell", values="cell_value").reindex(frame["chip"])
    for column in CELLS:
        frame[column] = values[column].to_numpy() if column in values else float("nan")
    frame["bf16_tflop_per_s_per_w"] = (frame["bf16_tflop_per_s"] / frame["tdp_w"]).round(4)
    levels = (
        known[known["cell"] == "tdp_w"].set_index("chip")["cell_confidence"].reindex(frame["chip"]).to_numpy()
    )
    frame["tdp_kind"] = [
        "" if pd.isna(level) else "estimate" if level == "low" else "rated" for level in levels
    ]
    return frame.sort_values("chip", kind="stable").reset_index(drop=True)


def decode_measurements(reference: Path) -> pd.DataFrame:
    """Measured serving configurations: what was served on what, and the energy of an output token."""
    given = pd.read_csv(reference / "mlenergy_v3_llm_sample.csv")
    precision = {"bfloat16": "bf16", "fp8": "fp8", "mxfp4": "mxfp4"}
    return (
        pd.DataFrame(
            {
                "model": given["model_id"],
                "task": given["task"],
                "parameters_b": given["total_params_billions"],
                "active_parameters_b": given["activated_params_billions"],
                "precision": given["weight_precision"].map(precision),
                "chip": given["gpu_model"].map({"H100": "H100-SXM", "B200": "B200-SXM"}),
                "chips": given["num_gpus"],
                "batch": given["avg_batch_size"],
                "output_tokens": given["avg_output_len"],
                "tokens_per_s": given["output_throughput_tokens_per_sec"],
                "joules_per_output_token": given["energy_per_token_joules"],
            }
        )
        .sort_values(["chip", "model", "task", "chips", "batch"], kind="stable")
        .reset_index(drop=True)
    )


#: Runs whose billed hours a maker or paper gives; the rest of the table is known from memory or is an
#: estimate.
RUNS = (
    "GPT-3 175B",
    "BLOOM 176B",
    "Llama 2 7B",
    "Llama 2 13B",
    "Llama 2 70B",
    "Llama 3 8B",
    "Llama 3 70B",
    "Llama 3.1 8B",
    "Llama 3.1 70B",
    "Llama 3.1 405B",
    "Llama 3.3 70B",
    "Llama 4 Scout",
    "Llama 4 Maverick",
    "DeepSeek-V3",
)
RUN_CHIPS = {
    "V100": "V100-SXM2-32GB",
    "A100-80GB": "A100-SXM-80GB",
    "H100-80GB": "H100-SXM",
    "H800": "H800-SXM",
}
CARDS = {
    "GPT-3": "Patterson et al. 2021, arXiv:2104.10350 (an estimate: 330 W x 14.8 days x 10,000 chips)",
    "BLOOM": "Luccioni et al. 2022, arXiv:2211.02001 (rated power x hours)",
    "Llama 2": "Meta, model card of Llama 2",
    "Llama 3 ": "Meta, model card of Llama 3",
    "Llama 3.1": "Meta, model card of Llama 3.1",
    "Llama 3.3": "Meta, model card of Llama 3.3",
    "Llama 4": "Meta, model card of Llama 4",
    "DeepSeek": "DeepSeek-AI 2024, arXiv:2412.19437 (trained in FP8)",
}


def training_runs(reference: Path) -> pd.DataFrame:
    """Training runs with billed accelerator-hours."""
    given = pd.read_csv(reference / "training_runs.csv").set_index("model")
    rows = []
    for name in RUNS:
        run = given.loc[name]
        chip = RUN_CHIPS[str(run["hardware"]).split(" (")[0]]
        hours = float(run["gpu_hours"])
        watts = {"BLOOM 176B": 400.0, "GPT-3 175B": 330.0}.get(name, 700.0 if chip.startswith("H") else 400.0)
        energy = (
            pd.to_numeric(run["energy_MWh"], errors="raise") if name in ("GPT-3 175B", "BLOOM 176B") else None
        )
        carbon = None if pd.isna(run["carbon_tCO2e"]) else float(run["carbon_tCO2e"])
        source = next(text for start, text in CARDS.items() if name.startswith(start))
        rows.append(
            {
                "run": name,
                "family": " ".join(name.split()[:2]) if name.startswith("Llama") else name.split()[0],
                "parameters_b": float(run["params_B"]),
                "active_parameters_b": float(run["active_params_B"]),
                "tokens_b": float(run["tokens_B"]),
                "chip": chip,
                "accelerator_hours": hours,
                "watts_per_chip": watts,
                "energy_mwh": energy,
                "run_pue": 1.1 if name == "GPT-3 175B" else None,
                "run_carbon_tco2e": carbon,
                "run_source": source,
            }
        )
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path, required=True)
    parser.add_argument("--codecarbon", type=Path, required=True)
    given = parser.parse_args()
    folder = ROOT / "datasets" / "workload"
    known = cells(given.reference, given.codecarbon)
    write_csv(known, folder / "accelerator_cells.csv")
    write_csv(accelerators(given.reference, known), folder / "accelerators.csv")
    write_csv(decode_measurements(given.reference), folder / "decode_measurements.csv")
    write_csv(training_runs(given.reference), folder / "training_runs.csv")


if __name__ == "__main__":
    main()
