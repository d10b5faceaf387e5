"""Hardware of all jobs, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.account.hardware import hardware
from pipeline.workload.tables import load_tables

TABLES = load_tables()


def test_two_jobs_by_hand() -> None:
    """16 accelerators in two servers and 8 in one, each over the hardware's life."""
    row = TABLES.overheads["overhead_central"]
    chip, server, years = (
        float(row[name])
        for name in ("embodied_hopper_kgco2e", "embodied_server_kgco2e", "hardware_lifetime_years")
    )
    jobs = [{"chip": "H100-SXM", "chips": 16}, {"chip": "H100-SXM", "chips": 8}]
    found = hardware(jobs, TABLES.accelerators, TABLES.overheads)
    assert found.tco2e_per_year == pytest.approx((24 * chip + 3 * server) / 1000.0 / years)
    assert found.p05_tco2e_per_year < found.tco2e_per_year < found.p95_tco2e_per_year
    # the doubt is shared: twice the hardware is twice the band
    twice = hardware(jobs * 2, TABLES.accelerators, TABLES.overheads)
    assert twice.p95_tco2e_per_year == pytest.approx(2 * found.p95_tco2e_per_year)


def test_a_job_that_names_no_chips_leaves_all_unknown() -> None:
    jobs = [{"chip": "H100-SXM", "chips": 16}, {"chip": None, "chips": None}]
    assert np.isnan(hardware(jobs, TABLES.accelerators, TABLES.overheads).tco2e_per_year)
