"""Energy of a served request on the accelerators: prefill bound by compute, decoding by memory."""

from __future__ import annotations

from dataclasses import dataclass

from numpy import log2


@dataclass(frozen=True)
class Chip:
    """Peak figures of an accelerator and its decoding coefficients (dataset ``decode_models``)."""

    bandwidth_byte_per_s: float
    bf16_flop_per_s: float
    step_s: float
    link_s: float
    memory_share: float
    compute_share: float
    sequence_s: float
    base_w: float
    joule_per_flop: float


@dataclass(frozen=True)
class Serving:
    """A dense model as it is served: parameters, bytes per weight and cached token, chips, batch."""

    parameters: float
    bytes_per_parameter: float
    kv_bytes_per_token: float
    chips: int
    batch: float


def decode_step_s(chip: Chip, serving: Serving, context_tokens: float) -> float:
    """Time in which every sequence of a batch gets one token [s].

    ``t0 + tG log2 G + (W + B ctx kv)/(G BW eta_m) + 2 P B/(G F eta_c) + tB B``: a fixed part, the links
    between the chips, reading weights and cache, arithmetic, sequences. Coefficients fitted to 243 (H100) and
    266 (B200) configurations of the ML.ENERGY leaderboard, version 3; valid on 1 to 8 chips,
    within a factor of 0.69-1.34 (H100) and 0.62-1.60 (B200) for a model that was left out.
    """
    chips, batch = serving.chips, serving.batch
    weights = serving.parameters * serving.bytes_per_parameter
    cache = batch * context_tokens * serving.kv_bytes_per_token
    reading = (weights + cache) / (chips * chip.bandwidth_byte_per_s * chip.memory_share)
    arithmetic = 2.0 * serving.parameters * batch / (chips * chip.bf16_flop_per_s * chip.compute_share)
    links = chip.link_s * float(log2(chips))
    return chip.step_s + links + reading + arithmetic + chip.sequence_s * batch


def joules_per_output_token(chip: Chip, serving: Serving, context_tokens: float) -> float:
    """Energy of one output token on the accelerators alone [J]: ``(P0 G t + e_f 2 P B) / B``."""
    base = chip.base_w * serving.chips * decode_step_s(chip, serving, context_tokens)
    return base / serving.batch + chip.joule_per_flop * 2.0 * serving.parameters


def joules_per_request(
    chip: Chip, serving: Serving, input_tokens: float, output_tokens: float, prefill_joule_per_flop: float
) -> float:
    """Energy of a request on the accelerators alone [J]; decoding sees the input and half the output."""
    decode = output_tokens * joules_per_output_token(chip, serving, input_tokens + output_tokens / 2.0)
    return decode + 2.0 * serving.parameters * input_tokens * prefill_joule_per_flop
