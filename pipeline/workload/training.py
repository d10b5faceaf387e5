"""Training: from parameters and tokens, or from petaflop/s-days, to accelerator-hours, days, MW and MWh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.errors import InputError
from pipeline.workload.accelerators import Accelerator, accelerator
from pipeline.workload.decode import layers
from pipeline.workload.draws import Estimate, generator, overhead_factor
from pipeline.workload.efficiency import fit_efficiency
from pipeline.workload.limits import check_active, check_from, check_positive
from pipeline.workload.tables import Tables

#: FLOP of a petaflop/s-day: 1e15 x 86,400 s.
FLOP_PER_PETAFLOP_S_DAY = 8.64e19
#: Weights, gradients and Adam's states of mixed-precision training: 2 + 2 + 12 bytes (Rajbhandari et al.
#: 2020, ZeRO, arXiv:1910.02054: 120 GB for 7.5e9 parameters).
TRAINING_BYTES_PER_PARAMETER = 16.0


@dataclass(frozen=True)
class TrainingResult:
    """One final run: work, accelerator-hours, IT energy, days, power; development beside it, not inside."""

    flop: float
    accelerator_hours: Estimate
    energy_mwh_it: Estimate
    cluster_mw: Estimate
    days: Estimate
    development_mwh_it: Estimate
    chip: str
    chips: int
    precision: str
    efficiency: float

    def record(self) -> dict[str, object]:
        """The keys of ``kilowhere workload training --json``."""
        return {
            "chip": self.chip,
            "chips": self.chips,
            "precision": self.precision,
            "flop": self.flop,
            "billed_share_of_peak": self.efficiency,
            **self.accelerator_hours.record("accelerator_hours"),
            **self.days.record("days"),
            **self.cluster_mw.record("cluster_mw"),
            **self.energy_mwh_it.record("energy_mwh_it"),
            **self.development_mwh_it.record("development_mwh_it"),
            "driver": self.energy_mwh_it.driver(),
        }


def training_flop(
    parameters_b: float,
    tokens_b: float,
    active_parameters_b: float | None = None,
    sequence_tokens: float = 0.0,
) -> float:
    """Work of a run [FLOP]: ``6 P_active D``, and ``12 L d s`` per token for attention over long sequences.

    Kaplan et al. 2020 (arXiv:2001.08361) for 6 P D; the attention term is theirs too, with depth L from the
    size and width d from ``P = 12 L d²``. At 8,192 tokens and 70e9 parameters it adds 16 %; 0 leaves it out.
    """
    active = active_parameters_b if active_parameters_b is not None else parameters_b
    check_active(parameters_b, active)
    check_positive(tokens_b=tokens_b)
    check_from(0.0, sequence_tokens=sequence_tokens)
    depth = float(layers(active * 1e9))
    width = float(np.sqrt(active * 1e9 / (12.0 * depth)))
    per_token = 6.0 * active * 1e9 + 12.0 * depth * width * sequence_tokens
    return per_token * tokens_b * 1e9


def check_training_memory(unit: Accelerator, chips: int, parameters_b: float) -> None:
    """Refuse a model whose training states, split over all chips, exceed their memory.

    Least that is needed: no activations, nothing kept twice. A chip of unknown memory is not refused.

    Raises
    ------
    InputError
        It does not fit; says how many accelerators would hold it.
    """
    need = parameters_b * 1e9 * TRAINING_BYTES_PER_PARAMETER
    if need > unit.memory_byte * chips:  # false where the memory is not known
        raise InputError(
            f"weights, gradients and optimizer ({need / 1e9:,.0f} GB) do not fit {chips} of {unit.chip}"
            f" ({unit.memory_byte * chips / 1e9:,.0f} GB)",
            column="chips",
            value=chips,
            allowed=f"at least {int(np.ceil(need / unit.memory_byte))}",
        )


def train(
    tables: Tables,
    *,
    flop: float,
    chip: str,
    chips: int,
    active_parameters_b: float,
    parameters_b: float | None = None,
    precision: str = "bf16",
    fp8_share: float = 0.0,
    draws: int = 2000,
    seed: int = 1907,
) -> TrainingResult:
    """A final training run on ``chips`` accelerators.

    Accelerator-hours are the work over peak times the billed share of it, which holds restarts, evaluations
    and waiting: nothing is added for them again. Energy is rated power times the server's factor and the
    cluster's switches and storage. ``fp8_share`` of the work runs in FP8, at a gain over bf16 that is drawn,
    not at the ratio of the peaks. ``parameters_b`` (all of them, experts too) has the memory checked.

    Raises
    ------
    InputError
        Unknown chip, a number format that it lacks, no rated power, a model that does not fit, or work, chips
        or size not above zero.
    """
    check_positive(flop=flop, chips=chips, active_parameters_b=active_parameters_b)
    unit = accelerator(chip, tables.accelerators)
    if parameters_b is not None:
        check_training_memory(unit, chips, parameters_b)
    if fp8_share > 0:
        unit.peak("fp8")
    peak = unit.peak(precision)
    base = unit.peak("bf16" if not np.isnan(unit.peaks["bf16"]) else precision)
    in_fp8 = 1.0 if precision == "fp8" else fp8_share
    rest = base if precision == "fp8" else peak
    efficiency = fit_efficiency(tables.runs, tables.accelerators)
    share = efficiency.share(unit.generation, active_parameters_b)
    share_draws = np.exp(-efficiency.sd(unit.generation) * generator(seed, "share").standard_normal(draws))
    gain, gain_draws = overhead_factor(tables.overheads, "fp8_training_gain", seed, draws)
    slow_s, fast_s = (1.0 - in_fp8) / rest, in_fp8 / (base * gain)
    time_central, time_draws = slow_s + fast_s, (slow_s + fast_s / gain_draws) / (slow_s + fast_s)
    hours = Estimate(
        flop * time_central / share / 3600.0,
        {"billed share of the peak": share_draws, "gain of FP8": time_draws},
    )
    server, server_draws = overhead_factor(tables.overheads, "server_factor", seed, draws)
    network, network_factor = overhead_factor(tables.overheads, "cluster_network_share", seed, draws)
    network_draws = (1.0 + network * network_factor) / (1.0 + network)
    watts = unit.known("tdp_w") * server * (1.0 + network)
    power = {"server over rated power": server_draws, "switches and storage": network_draws}
    energy = hours.times(watts / 1e6, **power)
    development, development_draws = overhead_factor(tables.overheads, "development_share", seed, draws)
    return TrainingResult(
        flop=flop,
        accelerator_hours=hours,
        energy_mwh_it=energy,
        cluster_mw=Estimate(watts * chips / 1e6, power),
        days=hours.times(1.0 / (24.0 * chips)),
        development_mwh_it=energy.times(development, development=development_draws),
        chip=unit.chip,
        chips=chips,
        precision=precision,
        efficiency=share,
    )
