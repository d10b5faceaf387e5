"""The jobs of a campus as hourly IT megawatts and yearly energy with its band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.configs.workload import AnyJob, InferenceJob, TrainingJob, WorkloadConfig
from pipeline.errors import InputError
from pipeline.workload.accelerators import Accelerator, accelerator
from pipeline.workload.draws import Estimate, generator, overhead_factor, triangular
from pipeline.workload.embodied import CHIPS_PER_SERVER
from pipeline.workload.inference import Request, Setup, largest_batch, serve
from pipeline.workload.profile import HOURS, request_profile
from pipeline.workload.tables import Tables
from pipeline.workload.training import TrainingResult, train, training_flop

_HOURS_PER_DAY = 24.0
_WH_PER_MWH = 1e6


@dataclass(frozen=True)
class JobLoad:
    """One job: mean IT power by hour [MW], shape (8760,), its largest draw, factors on its energy, hardware.

    ``chip`` and ``chips`` are the accelerators it needs, ``None`` where the job does not say; ``run`` is the
    training run that its parameters and tokens describe.
    """

    job: AnyJob
    hourly_mw: np.ndarray
    peak_mw: float
    factors: Mapping[str, np.ndarray]
    chip: str | None = None
    chips: int | None = None
    run: TrainingResult | None = None

    def energy(self) -> Estimate:
        """Energy of a year [MWh]."""
        return Estimate(float(self.hourly_mw.sum()), self.factors)


def run_jobs(config: WorkloadConfig, tables: Tables) -> tuple[list[JobLoad], np.ndarray]:
    """All jobs and the campus' hourly load [MW], shape (8760,); raises as ``job_load`` and ``total_load``."""
    loads = [job_load(job, config, tables) for job in config.jobs]
    return loads, total_load(loads, config.it_capacity_mw)


def job_load(job: AnyJob, config: WorkloadConfig, tables: Tables) -> JobLoad:
    """Work out one job; the leakage of warm silicon, if set, is added to every job alike.

    Raises
    ------
    InputError
        The chip is unknown, lacks a figure, or a copy of the model does not fit its chips.
    """
    try:
        if isinstance(job, TrainingJob):
            load = _training(job, config, tables)
        elif isinstance(job, InferenceJob):
            load = _inference(job, config, tables)
        else:
            normal = generator(config.seed, job.name).standard_normal(config.draws)
            factors = {"it_mw": np.maximum(0.0, 1.0 + job.relative_sd * normal)}
            load = JobLoad(job, np.full(HOURS, job.it_mw), job.it_mw, factors, job.chip, job.chips)
    except InputError as error:
        column = f"workload.jobs.{error.column}" if error.column else "workload.jobs"
        raise InputError(
            f"job {job.name}: {error.problem}", column=column, value=error.value, allowed=error.allowed
        ) from None
    leak = 1.0 + config.leakage_share
    return replace(load, hourly_mw=load.hourly_mw * leak, peak_mw=load.peak_mw * leak)


def _training(job: TrainingJob, config: WorkloadConfig, tables: Tables) -> JobLoad:
    """Mean power: TDP x server factor while running, the idle share of it in the other hours."""
    unit = accelerator(job.chip, tables.accelerators)
    server, server_draws = overhead_factor(tables.overheads, "server_factor", config.seed, config.draws)
    peak_mw = job.chips * unit.known("tdp_w") * server / 1e6
    idle, idle_draws = overhead_factor(tables.overheads, "idle_load_share", config.seed, config.draws)

    def duty(running: np.ndarray | float, idle_share: np.ndarray | float) -> np.ndarray:
        return np.asarray(running) + (1.0 - running) * idle_share

    mean = float(duty(job.running_share, idle))
    running = triangular(
        generator(config.seed, job.name),
        job.running_share_low,
        job.running_share,
        job.running_share_high,
        config.draws,
    )
    factors = {
        "server_factor": server_draws,
        "running_share": duty(running, idle) / mean,
        "idle_load_share": duty(job.running_share, idle * idle_draws) / mean,
    }
    run = _described_run(job, unit, config, tables)
    return JobLoad(job, np.full(HOURS, peak_mw * mean), peak_mw, factors, unit.chip, job.chips, run)


def _described_run(
    job: TrainingJob, unit: Accelerator, config: WorkloadConfig, tables: Tables
) -> TrainingResult | None:
    """The run that parameters and tokens describe, on this job's accelerators; ``None`` where they do not."""
    if job.parameters_b is None or job.tokens_b is None:
        return None
    return train(
        tables,
        flop=training_flop(job.parameters_b, job.tokens_b, job.active_parameters_b, job.sequence_tokens),
        chip=unit.chip,
        chips=job.chips,
        active_parameters_b=job.active_parameters_b or job.parameters_b,
        parameters_b=job.parameters_b,
        precision=job.precision,
        draws=config.draws,
        seed=config.seed,
    )


def _inference(job: InferenceJob, config: WorkloadConfig, tables: Tables) -> JobLoad:
    """Requests of the hour x energy of a request at the wall; accelerators for the busiest hour."""
    request = Request(
        job.parameters_b,
        job.active_parameters_b or job.parameters_b,
        job.input_tokens,
        job.output_tokens,
        job.kv_bytes_per_token,
    )
    setup = Setup(job.chip, job.chips_per_model, job.precision, job.batch, job.runtime)
    if job.latency_ms_per_token is not None:
        setup = largest_batch(tables, request, setup, job.latency_ms_per_token)
    result = serve(tables, request, setup, draws=config.draws, seed=config.seed)
    profile = request_profile(job.diurnal_amplitude, job.peak_hour, job.weekend_factor)
    hourly = (
        job.requests_per_day / _HOURS_PER_DAY * result.wall_wh_per_request.central / _WH_PER_MWH * profile
    )
    busiest_per_s = job.requests_per_day / 86400.0 * float(profile.max())
    copies = int(np.ceil(busiest_per_s * job.output_tokens / result.tokens_per_s))
    factors = result.wall_wh_per_request.factors
    chips = copies * job.chips_per_model
    return JobLoad(job, hourly, float(hourly.max()), factors, result.setup.chip, chips)


def total_load(loads: list[JobLoad], it_capacity_mw: float) -> np.ndarray:
    """The campus' mean IT power of every hour [MW], shape (8760,).

    Raises
    ------
    InputError
        The jobs' largest draws together exceed the IT capacity.
    """
    hourly = np.sum([one.hourly_mw for one in loads], axis=0)
    flat = sum(one.peak_mw for one in loads if not isinstance(one.job, InferenceJob))
    served = np.sum([one.hourly_mw for one in loads if isinstance(one.job, InferenceJob)], axis=0)
    peak = flat + float(np.max(served))
    if peak > it_capacity_mw * (1.0 + 1e-9):
        largest = max(loads, key=lambda one: one.peak_mw)
        raise InputError(
            f"the jobs draw up to {peak:.1f} MW, {peak - it_capacity_mw:.1f} MW more than the IT capacity; "
            f"the largest is {largest.job.name} with {largest.peak_mw:.1f} MW",
            column="workload.it_capacity_mw",
            value=it_capacity_mw,
            allowed=f"at least {peak:.1f}, or smaller jobs",
        )
    return hourly


def job_table(loads: list[JobLoad]) -> pd.DataFrame:
    """A row per job: energy with its band, largest draw, hardware, and what its spread comes from."""
    rows = []
    for one in loads:
        energy = one.energy()
        rows.append(
            {
                "job": one.job.name,
                "job_kind": one.job.kind,
                **energy.record("it_mwh"),
                "peak_it_mw": one.peak_mw,
                "job_chip": one.chip,
                "job_chips": one.chips,
                "run_days": None if one.run is None else one.run.days.central,
                "run_mwh": None if one.run is None else one.run.energy_mwh_it.central,
                "shiftable_share": one.job.shiftable_share,
                "latency_class": one.job.latency_class,
                "driver": energy.driver(),
            }
        )
    return pd.DataFrame(rows).astype(
        {"job_chip": "str", "job_chips": "Int64", "run_days": "float64", "run_mwh": "float64"}
    )


def hardware(loads: list[JobLoad]) -> list[dict[str, object]]:
    """Accelerators and servers of every job; a job that names none has gaps, since they are not known."""
    return [
        {
            "job": one.job.name,
            "chip": one.chip,
            "chips": one.chips,
            "servers": None if one.chips is None else int(np.ceil(one.chips / CHIPS_PER_SERVER)),
        }
        for one in loads
    ]
