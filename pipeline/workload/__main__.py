"""``python -m pipeline.workload``: the jobs as hourly IT megawatts."""

from __future__ import annotations

import argparse

import numpy as np

from pipeline.configs.reading import read_sections
from pipeline.configs.workload import WorkloadConfig
from pipeline.files import write_json, write_npy, write_parquet
from pipeline.stage import run, say
from pipeline.workload.jobs import hardware, job_table, run_jobs
from pipeline.workload.tables import load_tables


def main(arguments: list[str] | None = None) -> None:
    """Read the section, write load, jobs and summary."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.workload", description=__doc__)
    for name in ("config", "it-load", "jobs", "summary"):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    config: WorkloadConfig = read_sections(given.config, workload=WorkloadConfig)["workload"]
    loads, hourly = run_jobs(config, load_tables())
    energy = np.sum([one.energy().draws for one in loads], axis=0)
    p05, p50, p95 = (float(value) for value in np.quantile(energy, [0.05, 0.5, 0.95]))
    summary = {
        "it_capacity_mw": config.it_capacity_mw,
        "it_mwh": float(hourly.sum()),
        "it_mwh_p05": p05,
        "it_mwh_p50": p50,
        "it_mwh_p95": p95,
        "peak_it_mw": float(hourly.max()),
        "load_factor": float(hourly.mean() / config.it_capacity_mw),
        "hardware": hardware(loads),
    }
    write_npy(hourly, given.it_load)
    write_parquet(job_table(loads), given.jobs)
    write_json(summary, given.summary)
    say("workload", f"{len(loads)} jobs, {summary['it_mwh']:,.0f} MWh of IT in a year")


if __name__ == "__main__":
    raise SystemExit(run(main))
