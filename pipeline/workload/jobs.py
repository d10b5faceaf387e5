"""The jobs of a campus as hourly IT megawatts and yearly energy with its band."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.configs.workload import AnyJob, InferenceJob, TrainingJob, WorkloadConfig
from pipeline.datasets import load
from pipeline.errors import InputError
from pipeline.workload.decode import Chip, Serving, joules_per_request
from pipeline.workload.profile import HOURS, request_profile

#: z of the 10th and 90th percentile of a normal distribution, twice.
_P10_TO_P90 = 2.563103
_J_PER_MWH = 3.6e9


@dataclass(frozen=True)
class Tables:
    """The datasets of the room, indexed by chip and by overhead."""

    accelerators: pd.DataFrame
    decode_models: pd.DataFrame
    overheads: pd.DataFrame

    def central(self, name: str) -> float:
        """Central value of an overhead."""
        return float(self.overheads.loc[name, "overhead_central"])


@dataclass(frozen=True)
class JobLoad:
    """One job: mean IT power by hour [MW], shape (8760,), its largest draw, factors on its energy."""

    job: AnyJob
    hourly_mw: np.ndarray
    peak_mw: float
    factors: Mapping[str, np.ndarray]

    def energy_draws(self) -> np.ndarray:
        """Energy of a year in each draw [MWh]."""
        return float(self.hourly_mw.sum()) * np.prod(list(self.factors.values()), axis=0)

    def driver(self) -> str:
        """The factor whose rank agrees most with the energy's; ``none`` where nothing varies."""
        energy = self.energy_draws()
        if np.ptp(energy) == 0.0:
            return "none"
        ranks = _ranks(energy)
        agreement = {
            name: abs(np.corrcoef(_ranks(values), ranks)[0, 1])
            for name, values in self.factors.items()
            if np.ptp(values) > 0.0
        }
        return max(agreement, key=lambda name: (agreement[name], name))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Place of each draw in the order; draws are continuous, so there are no ties."""
    return np.argsort(np.argsort(values, kind="stable"), kind="stable")


def load_tables() -> Tables:
    """Read the room's datasets through their door."""
    return Tables(
        load("accelerators").set_index("chip"),
        load("decode_models").set_index("chip"),
        load("workload_overheads").set_index("overhead"),
    )


def run_jobs(config: WorkloadConfig, tables: Tables) -> tuple[list[JobLoad], np.ndarray]:
    """All jobs and the campus' hourly load [MW], shape (8760,); raises as ``job_load`` and ``total_load``."""
    loads = [job_load(job, config, tables) for job in config.jobs]
    return loads, total_load(loads, config.it_capacity_mw)


def job_load(job: AnyJob, config: WorkloadConfig, tables: Tables) -> JobLoad:
    """Work out one job.

    Raises
    ------
    InputError
        The chip is unknown, lacks a figure, or a copy of the model does not fit its chips.
    """
    rng = np.random.default_rng([config.seed, zlib.crc32(job.name.encode())])
    if isinstance(job, TrainingJob):
        return _training(job, config.draws, tables, rng)
    if isinstance(job, InferenceJob):
        return _inference(job, config.draws, tables, rng)
    factors = {"it_mw": np.maximum(0.0, 1.0 + job.relative_sd * rng.standard_normal(config.draws))}
    return JobLoad(job, np.full(HOURS, job.it_mw), job.it_mw, factors)


def _training(job: TrainingJob, draws: int, tables: Tables, rng: np.random.Generator) -> JobLoad:
    """Mean power: TDP x server factor while running, the idle share of it in the other hours."""
    tdp_w = _figure(tables, job.chip, "tdp_w", job)
    peak_mw = job.chips * tdp_w * tables.central("server_factor") / 1e6
    idle = tables.central("idle_load_share")

    def duty(running: np.ndarray | float, idle_share: np.ndarray | float) -> np.ndarray:
        return np.asarray(running) + (1.0 - running) * idle_share

    mean = float(duty(job.running_share, idle))
    running = _triangular(rng, job.running_share_low, job.running_share, job.running_share_high, draws)
    idle_draws = _overhead(rng, tables, "idle_load_share", draws)
    factors = {
        "server_factor": _overhead(rng, tables, "server_factor", draws) / tables.central("server_factor"),
        "running_share": duty(running, idle) / mean,
        "idle_load_share": duty(job.running_share, idle_draws) / mean,
    }
    return JobLoad(job, np.full(HOURS, peak_mw * mean), peak_mw, factors)


def _inference(job: InferenceJob, draws: int, tables: Tables, rng: np.random.Generator) -> JobLoad:
    """Requests of the hour x energy of a request x server factor x idle reserve."""
    capacity_gb = _figure(tables, job.chip, "memory_gb", job)
    weights_gb = job.parameters_b * job.bytes_per_parameter
    context = job.input_tokens + job.output_tokens
    need_gb = weights_gb + job.batch * context * job.kv_bytes_per_token / 1e9
    if need_gb > capacity_gb * job.chips_per_model:
        raise InputError(
            f"job {job.name}: weights and cache need {need_gb:.0f} GB",
            column="workload.jobs.chips_per_model",
            value=job.chips_per_model,
            allowed=f"at least {int(np.ceil(need_gb / capacity_gb))} of {job.chip}, or a smaller batch",
        )
    fit = tables.decode_models.loc[job.chip]
    chip = Chip(
        bandwidth_byte_per_s=_figure(tables, job.chip, "bandwidth_gb_per_s", job) * 1e9,
        bf16_flop_per_s=_figure(tables, job.chip, "bf16_tflop_per_s", job) * 1e12,
        step_s=float(fit["decode_step_s"]),
        link_s=float(fit["decode_link_s"]),
        memory_share=float(fit["decode_memory_share"]),
        compute_share=float(fit["decode_compute_share"]),
        sequence_s=float(fit["decode_sequence_s"]),
        base_w=float(fit["decode_base_w"]),
        joule_per_flop=float(fit["decode_pj_per_flop"]) * 1e-12,
    )
    serving = Serving(
        parameters=job.parameters_b * 1e9,
        bytes_per_parameter=job.bytes_per_parameter,
        kv_bytes_per_token=job.kv_bytes_per_token,
        chips=job.chips_per_model,
        batch=job.batch,
    )
    prefill = tables.central("prefill_pj_per_flop") * 1e-12
    joules = joules_per_request(chip, serving, job.input_tokens, job.output_tokens, prefill)
    wall = tables.central("server_factor") * tables.central("idle_reserve_factor")
    mean_mw = job.requests_per_day / 24.0 * joules * wall / _J_PER_MWH
    hourly = mean_mw * request_profile(job.diurnal_amplitude, job.peak_hour, job.weekend_factor)
    log_sd = float(np.log(fit["decode_ratio_p90"] / fit["decode_ratio_p10"])) / _P10_TO_P90
    prefill_part = 2.0 * serving.parameters * job.input_tokens * prefill / joules
    prefill_draws = _overhead(rng, tables, "prefill_pj_per_flop", draws) / tables.central(
        "prefill_pj_per_flop"
    )
    factors = {
        "decode_model": prefill_part + (1.0 - prefill_part) * np.exp(log_sd * rng.standard_normal(draws)),
        "prefill_pj_per_flop": 1.0 + prefill_part * (prefill_draws - 1.0),
        "server_factor": _overhead(rng, tables, "server_factor", draws) / tables.central("server_factor"),
        "idle_reserve_factor": _overhead(rng, tables, "idle_reserve_factor", draws)
        / tables.central("idle_reserve_factor"),
    }
    return JobLoad(job, hourly, float(hourly.max()), factors)


def _figure(tables: Tables, chip: str, column: str, job: AnyJob) -> float:
    """A chip's figure; an unknown chip or a gap is an error that names what there is."""
    import difflib

    known = tables.accelerators
    if chip not in known.index:
        near = difflib.get_close_matches(chip, list(known.index), n=3, cutoff=0.4)
        raise InputError(
            f"job {job.name}: no such chip",
            column="workload.jobs.chip",
            value=chip,
            allowed=f"an id in accelerators.csv (near: {', '.join(near) or 'none'})",
        )
    value = float(known.loc[chip, column])
    if np.isnan(value):
        raise InputError(
            f"job {job.name}: {column} of this chip is not known", column="workload.jobs.chip", value=chip
        )
    return value


def _overhead(rng: np.random.Generator, tables: Tables, name: str, draws: int) -> np.ndarray:
    row = tables.overheads.loc[name]
    low, central, high = (float(row[f"overhead_{part}"]) for part in ("low", "central", "high"))
    return _triangular(rng, low, central, high, draws)


def _triangular(rng: np.random.Generator, low: float, mode: float, high: float, draws: int) -> np.ndarray:
    """Draws between the ends found, likeliest at the centre; a point where the ends meet."""
    return np.full(draws, mode) if low == high else rng.triangular(low, mode, high, draws)


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
    """A row per job: energy with its band, largest draw, and what its spread comes from."""
    rows = []
    for one in loads:
        p05, p50, p95 = np.quantile(one.energy_draws(), [0.05, 0.5, 0.95])
        rows.append(
            {
                "job": one.job.name,
                "job_kind": one.job.kind,
                "it_mwh": float(one.hourly_mw.sum()),
                "it_mwh_p05": p05,
                "it_mwh_p50": p50,
                "it_mwh_p95": p95,
                "peak_it_mw": one.peak_mw,
                "shiftable_share": one.job.shiftable_share,
                "latency_class": one.job.latency_class,
                "driver": one.driver(),
            }
        )
    return pd.DataFrame(rows)
