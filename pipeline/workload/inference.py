"""Serving: from a model, a chip and a batch or a latency target to joules per token and Wh per request."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipeline.errors import InputError
from pipeline.workload.accelerators import Accelerator, accelerator
from pipeline.workload.decode import (
    BYTES_PER_PARAMETER,
    DecodeModel,
    Served,
    joules_per_output_token,
    kv_bytes_per_token,
    prefill_joules_per_input_token,
    step_s,
)
from pipeline.workload.draws import Estimate, generator, overhead_factor
from pipeline.workload.limits import check_active, check_from, check_positive
from pipeline.workload.tables import Tables

#: Formats of the weights alone: the arithmetic is in bf16, so that a chip needs no units for them.
WEIGHTS_ONLY = ("int4", "mxfp4")
#: Share of the memory that weights and cache may fill; the rest holds activations and the runtime (vLLM's
#: default).
USABLE_MEMORY = 0.9
RUNTIMES = ("tuned", "compiled", "eager")
#: Chip whose measurements stand for one without any.
STAND_IN = "H100-SXM"
#: Batches tried for a latency target, largest first.
BATCHES = tuple(2**power for power in range(10, -1, -1))
WH = 3600.0


@dataclass(frozen=True)
class Request:
    """A model and what is asked of it; ``kv_bytes_per_token`` ``None``: from the size."""

    parameters_b: float
    active_parameters_b: float
    input_tokens: float = 500.0
    output_tokens: float = 300.0
    kv_bytes_per_token: float | None = None


@dataclass(frozen=True)
class Setup:
    """How it is served."""

    chip: str
    chips: int = 1
    precision: str = "bf16"
    batch: float = 64.0
    runtime: str = "tuned"
    sparse_2_4: bool = False


@dataclass(frozen=True)
class ServingResult:
    """Energy of a token on the accelerators and of a request at the wall, and how fast they come."""

    setup: Setup
    step_ms: float
    tokens_per_s: float
    joules_per_output_token: Estimate
    prefill_joules_per_input_token: float
    wall_wh_per_request: Estimate
    measured_chip: bool

    def hours_record(self, hours_per_request: float) -> dict[str, float]:
        """Accelerator-hours of a request; their band is that of the step time, which the energy follows."""
        return Estimate(hours_per_request, self.joules_per_output_token.factors).record("accelerator_hours")

    def record(self) -> dict[str, object]:
        """The keys of ``kilowhere workload inference --json``."""
        return {
            "chip": self.setup.chip,
            "chips": self.setup.chips,
            "precision": self.setup.precision,
            "batch": self.setup.batch,
            "runtime": self.setup.runtime,
            "measured_chip": self.measured_chip,
            "step_ms": self.step_ms,
            "tokens_per_s": self.tokens_per_s,
            **self.joules_per_output_token.record("joules_per_output_token"),
            "prefill_joules_per_input_token": self.prefill_joules_per_input_token,
            **self.wall_wh_per_request.record("wall_wh_per_request"),
            "driver": self.wall_wh_per_request.driver(),
        }


def serve(
    tables: Tables, request: Request, setup: Setup, *, draws: int = 2000, seed: int = 1907
) -> ServingResult:
    """Energy per token and request of one way to serve.

    The measured configurations behind the model are tuned, so fusion and CUDA graphs are inside; a worse
    runtime multiplies time and energy once, and nothing makes them better but 2:4 sparsity where it was
    measured. Arithmetic runs at the bf16 rate also in narrower formats, as the measurements do; what these
    gain is fewer bytes to read.

    Raises
    ------
    InputError
        A count not above zero, more active than all parameters, unknown chip or format, or a model that does
        not fit the memory of the chips (with how many it would).
    """
    _check(request, setup)
    unit = accelerator(setup.chip, tables.accelerators)
    setup = replace(setup, chip=unit.chip)
    model, measured, log_sd = decode_model(unit, tables)
    served = served_by(request, setup, unit)
    _check_memory(request, setup, unit, model, served)
    runtime, runtime_draws = overhead_factor(tables.overheads, f"runtime_{setup.runtime}", seed, draws)
    factors = {"decode model": np.exp(log_sd * generator(seed, "decode").standard_normal(draws))}
    if setup.runtime != "tuned":
        factors["runtime"] = runtime_draws
    speed = 1.0
    if setup.sparse_2_4:
        speed, speed_draws = _sparsity(unit, tables, seed, draws)
        factors["2:4 sparsity"] = 1.0 / speed_draws
    if not measured:
        row = tables.overheads.loc["extrapolated_chip"]
        sd = float(np.log(row["overhead_high"])) / 1.6448536269514722
        factors["chip without measurements"] = np.exp(sd * generator(seed, "chip").standard_normal(draws))
    seconds = float(step_s(model, served)) * runtime / speed
    tokens = Estimate(float(joules_per_output_token(model, served)) * runtime / speed, factors)
    server, server_draws = overhead_factor(tables.overheads, "server_factor", seed, draws)
    reserve, reserve_draws = overhead_factor(tables.overheads, "idle_reserve_factor", seed, draws)
    wall = tokens.times(
        request.output_tokens * server * reserve / WH,
        **{"server over accelerators": server_draws, "idle reserve": reserve_draws},
    )
    return ServingResult(
        setup=setup,
        step_ms=1e3 * seconds,
        tokens_per_s=setup.batch / seconds,
        joules_per_output_token=tokens,
        prefill_joules_per_input_token=float(prefill_joules_per_input_token(model, served)) * runtime / speed,
        wall_wh_per_request=wall,
        measured_chip=measured,
    )


def largest_batch(tables: Tables, request: Request, setup: Setup, latency_ms_per_token: float) -> Setup:
    """The setup with the largest batch that gives each user a token within the time; energy falls with batch.

    Raises
    ------
    InputError
        Not even a batch of 1 is that fast; says how fast it is.
    """
    unit = accelerator(setup.chip, tables.accelerators)
    model, _, _ = decode_model(unit, tables)
    runtime = tables.central(f"runtime_{setup.runtime}")
    for batch in BATCHES:
        tried = replace(setup, batch=float(batch))
        served = served_by(request, tried, unit)
        if (
            needed_byte(request, tried, model, served)
            > USABLE_MEMORY * unit.known("memory_byte") * setup.chips
        ):
            continue
        if 1e3 * float(step_s(model, served)) * runtime <= latency_ms_per_token:
            return tried
    single = served_by(request, replace(setup, batch=1.0), unit)
    raise InputError(
        f"{setup.chips} of {unit.chip} are not that fast",
        column="latency_ms_per_token",
        value=latency_ms_per_token,
        allowed=f"at least {1e3 * float(step_s(model, single)) * runtime:.1f} (a batch of 1), or more chips",
    )


def decode_model(unit: Accelerator, tables: Tables) -> tuple[DecodeModel, bool, float]:
    """Coefficients for a chip, whether they were measured on it, and the error of the logarithm.

    For a chip without measurements those of H100-SXM, with base power scaled by rated power and the energy of
    arithmetic by rated power over peak; bandwidth and peak enter anyway.
    """
    known = unit.chip in tables.decode_models.index
    row = tables.decode_models.loc[unit.chip if known else STAND_IN]
    names = DecodeModel.__dataclass_fields__
    model = DecodeModel(**{name: float(row[f"decode_{name}"]) for name in names})
    if not known:
        stand_in = accelerator(STAND_IN, tables.accelerators)
        watts = unit.known("tdp_w") / stand_in.tdp_w
        speed = unit.peak("fp16" if np.isnan(unit.peaks["bf16"]) else "bf16") / stand_in.peak("bf16")
        model = replace(
            model, base_w=model.base_w * watts, joule_per_flop=model.joule_per_flop * watts / speed
        )
    return model, known, float(row["decode_log_sd"])


def served_by(request: Request, setup: Setup, unit: Accelerator) -> Served:
    """The arrays' view of one request and setup."""
    rate = unit.peak("bf16" if setup.precision in WEIGHTS_ONLY else setup.precision)
    base = unit.peaks["bf16"]
    return Served(
        parameters=request.parameters_b * 1e9,
        active_parameters=request.active_parameters_b * 1e9,
        bytes_per_parameter=BYTES_PER_PARAMETER[setup.precision],
        chips=setup.chips,
        batch=setup.batch,
        input_tokens=request.input_tokens,
        output_tokens=request.output_tokens,
        bandwidth_byte_per_s=unit.known("bandwidth_byte_per_s"),
        flop_per_s=rate if np.isnan(base) else min(rate, base),
        kv_bytes_per_token=np.nan if request.kv_bytes_per_token is None else request.kv_bytes_per_token,
    )


def needed_byte(request: Request, setup: Setup, model: DecodeModel, served: Served) -> float:
    """Memory of weights and of the batch's cache at full length [B].

    The cache that is held is that of the size, not the smaller one that a step was found to read.
    """
    cache = float(kv_bytes_per_token(replace(model, kv_factor=1.0), served))
    context = request.input_tokens + request.output_tokens
    weights = request.parameters_b * 1e9 * BYTES_PER_PARAMETER[setup.precision]
    return weights + setup.batch * context * cache


def _check(request: Request, setup: Setup) -> None:
    check_active(request.parameters_b, request.active_parameters_b)
    check_positive(output_tokens=request.output_tokens, chips=setup.chips, batch=setup.batch)
    check_from(0.0, input_tokens=request.input_tokens)
    for name, word, allowed in (
        ("precision", setup.precision, tuple(BYTES_PER_PARAMETER)),
        ("runtime", setup.runtime, RUNTIMES),
    ):
        if word not in allowed:
            raise InputError("unknown", column=name, value=word, allowed=", ".join(allowed))


def _check_memory(
    request: Request, setup: Setup, unit: Accelerator, model: DecodeModel, served: Served
) -> None:
    need = needed_byte(request, setup, model, served)
    each = USABLE_MEMORY * unit.known("memory_byte")
    if need > each * setup.chips:
        weights = request.parameters_b * 1e9 * BYTES_PER_PARAMETER[setup.precision]
        raise InputError(
            f"weights ({weights / 1e9:,.0f} GB) and cache ({(need - weights) / 1e9:,.0f} GB) do not fit"
            f" {setup.chips} of {unit.chip} ({each * setup.chips / 1e9:,.0f} GB usable)",
            column="chips",
            value=setup.chips,
            allowed=f"at least {int(np.ceil(need / each))}, or a smaller batch",
        )


def _sparsity(unit: Accelerator, tables: Tables, seed: int, draws: int) -> tuple[float, np.ndarray]:
    if unit.chip != "B200-SXM":
        raise InputError(
            "2:4 sparsity was measured on B200-SXM alone",
            column="sparse_2_4",
            value=unit.chip,
            allowed="B200-SXM",
        )
    return overhead_factor(tables.overheads, "sparsity_2_4_speed", seed, draws)
