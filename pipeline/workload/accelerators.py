"""Accelerators: what a chip can do, and one clear error where it cannot or is not known."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.errors import InputError

#: Column of the peak of a number format. ``int4`` has none: it is a format of weights on devices only.
PEAKS = {
    "fp32": "fp32_tflop_per_s",
    "tf32": "tf32_tflop_per_s",
    "bf16": "bf16_tflop_per_s",
    "fp16": "fp16_tflop_per_s",
    "fp8": "fp8_tflop_per_s",
    "int8": "int8_top_per_s",
    "fp4": "fp4_tflop_per_s",
}
#: What people write for a chip, without its punctuation, and the id meant.
SHORT_NAMES = {
    "a100": "A100-SXM-80GB",
    "a10080gb": "A100-SXM-80GB",
    "a10040gb": "A100-SXM-40GB",
    "h100": "H100-SXM",
    "h100sxm5": "H100-SXM",
    "h10080gb": "H100-SXM",
    "h200": "H200-SXM",
    "h800": "H800-SXM",
    "b200": "B200-SXM",
    "gb200": "GB200-per-GPU",
    "gb300": "GB300-per-GPU",
    "v100": "V100-SXM2-32GB",
    "p100": "P100-SXM2",
    "tpuv6e": "TPU-v6e-Trillium",
    "trillium": "TPU-v6e-Trillium",
    "tpuv7": "TPU-v7-Ironwood",
    "ironwood": "TPU-v7-Ironwood",
}


@dataclass(frozen=True)
class Accelerator:
    """One chip: dense peaks [FLOP/s] by format, memory [B], bandwidth [B/s], power [W]; NaN unknown."""

    chip: str
    generation: str
    peaks: dict[str, float]
    memory_byte: float
    bandwidth_byte_per_s: float
    tdp_w: float
    idle_w: float

    def peak(self, precision: str) -> float:
        """Dense peak in a number format [FLOP/s].

        ``fp16`` runs at the bf16 rate where a chip's table has no figure of its own: tensor units of all
        chips here that have both run both at one rate.

        Raises
        ------
        InputError
            The chip has no such format, or its rate is not known.
        """
        found = self.peaks.get(precision, np.nan)
        if np.isnan(found) and precision == "fp16":
            found = self.peaks["bf16"]
        if np.isnan(found):
            has = [name for name, value in self.peaks.items() if not np.isnan(value)]
            raise InputError(
                f"{self.chip} has no figure for this number format",
                column="precision",
                value=precision,
                allowed=", ".join(has) or "none known",
            )
        return found

    def known(self, figure: str) -> float:
        """A figure that must be known; raises ``InputError`` naming it where it is not."""
        value = float(getattr(self, figure))
        if np.isnan(value):
            raise InputError(f"{figure} of this chip is not known", column="chip", value=self.chip)
        return value


def accelerator(name: str, table: pd.DataFrame) -> Accelerator:
    """The chip of that name in ``table`` (dataset ``accelerators`` by chip); short names are understood.

    Raises
    ------
    InputError
        No such chip; the nearest names are suggested.
    """
    plain = {_plain(chip): str(chip) for chip in table.index}
    key = plain.get(_plain(name)) or SHORT_NAMES.get(_plain(name))
    if key is None:
        near = difflib.get_close_matches(_plain(name), [*plain, *SHORT_NAMES], n=5, cutoff=0.4)
        named = list(dict.fromkeys(plain.get(one) or SHORT_NAMES[one] for one in near))[:3]
        raise InputError(
            "unknown chip",
            column="chip",
            value=name,
            allowed="an id of datasets/workload/accelerators.csv"
            + (f" (nearest: {', '.join(named)})" if named else ""),
        )
    row = table.loc[key]
    return Accelerator(
        chip=key,
        generation=str(row["generation"]),
        peaks={precision: float(row[column]) * 1e12 for precision, column in PEAKS.items()},
        memory_byte=float(row["memory_gb"]) * 1e9,
        bandwidth_byte_per_s=float(row["bandwidth_gb_per_s"]) * 1e9,
        tdp_w=float(row["tdp_w"]),
        idle_w=float(row["idle_w"]),
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower().removeprefix("nvidia ").removeprefix("google "))
