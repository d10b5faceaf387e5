"""Emissions of making the IT hardware of the workload, spread over its life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from pipeline.workload.embodied import it_embodied_tco2e, yearly


@dataclass(frozen=True, slots=True)
class Hardware:
    """Emissions per year of use [tCO2e] with P5 and P95; NaN where a job does not say what it runs on."""

    tco2e_per_year: float = float("nan")
    p05_tco2e_per_year: float = float("nan")
    p95_tco2e_per_year: float = float("nan")


def hardware(jobs: Sequence[dict[str, Any]], accelerators: pd.DataFrame, overheads: pd.DataFrame) -> Hardware:
    """Add up accelerators and servers of all jobs.

    Parameters
    ----------
    jobs
        ``chip`` and ``chips`` of every job, as the workload's summary lists them; ``None`` is not known.
    accelerators, overheads
        The workload's tables: footprints of chips and servers, and the life of the hardware, each with its
        range. Jobs share the draws, since the doubt is about the footprint and not about the job.
    """
    total, drawn = 0.0, np.zeros(1)
    for job in jobs:
        if job["chip"] is None or job["chips"] is None:
            return Hardware()
        made = it_embodied_tco2e(str(job["chip"]), int(job["chips"]), accelerators, overheads)
        per_year = yearly(made, overheads)
        total += per_year.central
        drawn = drawn + per_year.draws
    low, high = (float(end) for end in np.quantile(drawn, (0.05, 0.95)))
    return Hardware(total, low, high)
