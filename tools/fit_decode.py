"""Fit the decode model and write ``datasets/workload/decode_models.csv``: ``python tools/fit_decode.py``."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.datasets import ROOT, load
from pipeline.files import write_csv
from pipeline.workload.decode_fit import family, fit, left_out, table_row, usable


def main() -> None:
    chips = load("accelerators").set_index("chip")
    measured = usable(load("decode_measurements"))
    rows = []
    for chip, part in measured.groupby("chip", sort=True):
        part = part.reset_index(drop=True)
        model, inputs = fit(part, chips.loc[chip])
        ratio = left_out(part, chips.loc[chip], part["model"])
        apart = left_out(part, chips.loc[chip], family(part["model"]))
        low, high = np.quantile(ratio, [0.1, 0.9])
        error, with_variants = (float(np.median(np.abs(one - 1.0))) for one in (ratio, apart))
        print(f"{chip}: {len(part)} rows, a model left out {error:.3f} ({low:.2f} to {high:.2f})", end="")
        print(f", with its variants {with_variants:.3f}")
        rows.append(table_row(str(chip), model, inputs, ratio))
    write_csv(pd.DataFrame(rows), ROOT / "datasets" / "workload" / "decode_models.csv")


if __name__ == "__main__":
    main()
