"""The datasets of the room, read through their door."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.datasets import load


@dataclass(frozen=True)
class Tables:
    """Indexed by chip, overhead, run, device; measurements as rows."""

    accelerators: pd.DataFrame
    decode_models: pd.DataFrame
    overheads: pd.DataFrame
    runs: pd.DataFrame

    def central(self, name: str) -> float:
        """Central value of an overhead."""
        return float(self.overheads.loc[name, "overhead_central"])


def load_tables() -> Tables:
    """What jobs and questions need; the tables of measurements are read by the validation alone."""
    return Tables(
        load("accelerators").set_index("chip"),
        load("decode_models").set_index("chip"),
        load("workload_overheads").set_index("overhead"),
        load("training_runs").set_index("run"),
    )
