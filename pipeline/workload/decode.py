"""Time and energy of an output token: decoding bound by memory, prefill by arithmetic, both in one batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Bytes of a weight; 4-bit formats carry a scale for every 32 weights.
BYTES_PER_PARAMETER = {
    "fp32": 4.0,
    "tf32": 4.0,
    "bf16": 2.0,
    "fp16": 2.0,
    "fp8": 1.0,
    "int8": 1.0,
    "fp4": 0.53,
    "int4": 0.53,
    "mxfp4": 0.53,
}
#: Layers of a transformer of 1e9 parameters; the number grows with the cube root of the size. From 8, 70 and
#: 405 thousand million parameters (32, 80 and 126 layers: Grattafiori et al. 2024, arXiv:2407.21783).
LAYERS_PER_CUBE_ROOT_B = 18.5
#: Key-value cache of a token in one layer: 8 heads x 128 x 2 (K, V) x 2 bytes (the same three models).
KV_BYTES_PER_LAYER = 4096.0
#: Link time is stated for a model of this many layers: each layer exchanges once or twice.
LINK_LAYERS = 60.0
#: Share of a mixture's active parameters that every token uses (attention, embeddings, shared experts): of
#: Qwen3-235B-A22B (arXiv:2505.09388), 8 of 128 experts a token, s + (235 - s) 8/128 = 22 gives s = 7.8 of 22.
ALWAYS_ACTIVE_SHARE = 0.35


@dataclass(frozen=True)
class DecodeModel:
    """Coefficients of one chip (dataset ``decode_models``); times in s, power in W, energy in J per FLOP."""

    step_s: float
    layer_s: float
    link_s: float
    memory_share: float
    compute_share: float
    sequence_s: float
    kv_factor: float
    moe_read_factor: float
    moe_fp8_read_factor: float
    moe_fp4_read_factor: float
    moe_link_factor: float
    moe_compute_factor: float
    base_w: float
    joule_per_flop: float


@dataclass(frozen=True)
class Served:
    """Models as they are served; scalars or arrays of one shape.

    ``parameters`` and ``active_parameters`` [1], ``bytes_per_parameter`` [B], ``chips``, ``batch`` (sequences
    decoded together), ``input_tokens`` and ``output_tokens`` per request, ``bandwidth_byte_per_s`` and
    ``flop_per_s`` (dense peak) of one chip. ``kv_bytes_per_token`` NaN: from the size.
    """

    parameters: ArrayLike
    active_parameters: ArrayLike
    bytes_per_parameter: ArrayLike
    chips: ArrayLike
    batch: ArrayLike
    input_tokens: ArrayLike
    output_tokens: ArrayLike
    bandwidth_byte_per_s: ArrayLike
    flop_per_s: ArrayLike
    kv_bytes_per_token: ArrayLike = np.nan


def layers(active_parameters: ArrayLike) -> NDArray[np.float64]:
    """Layers of a transformer by the parameters that a token uses: ``18.5 (P_active / 1e9)^(1/3)``.

    Within 16 % of dense models of 8e9 to 405e9 parameters; a mixture of experts is taken to be as deep as a
    dense model of its active size.
    """
    size = np.asarray(active_parameters, float) / 1e9
    found: NDArray[np.float64] = LAYERS_PER_CUBE_ROOT_B * np.cbrt(size)
    return found


def weights_read(
    parameters: ArrayLike, active_parameters: ArrayLike, batch: ArrayLike
) -> NDArray[np.float64]:
    """Parameters that one step reads: all of a dense model; of experts those that a batch touches.

    ``S + (P - S) (1 - (1 - q)^B)``: ``S = 0.35 P_active`` that every token uses, and of the routed rest each
    sequence picks a share ``q = (P_active - S) / (P - S)`` independently of the others.
    """
    whole, active, sequences = (np.asarray(one, float) for one in (parameters, active_parameters, batch))
    always = ALWAYS_ACTIVE_SHARE * active
    routed = whole - always
    missed = np.power(np.clip(1.0 - (active - always) / routed, 0.0, 1.0), sequences)
    found: NDArray[np.float64] = np.where(active < whole, always + routed * (1.0 - missed), whole)
    return found


def kv_bytes_per_token(model: DecodeModel, served: Served) -> NDArray[np.float64]:
    """Cache that a step reads per token of context [B]: as given, else by size times the fitted factor."""
    by_size = layers(served.active_parameters) * KV_BYTES_PER_LAYER * model.kv_factor
    given = np.asarray(served.kv_bytes_per_token, float)
    return np.where(np.isnan(given), by_size, given)


def _narrow(model: DecodeModel, served: Served) -> NDArray[np.float64]:
    """Factor on reading experts in a narrow format: their kernels lag behind those of dense layers."""
    width = np.asarray(served.bytes_per_parameter, float)
    eight = np.where(width == 1.0, model.moe_fp8_read_factor, 1.0)
    found: NDArray[np.float64] = np.where(width < 1.0, model.moe_fp4_read_factor, eight)
    return found


def step_s(model: DecodeModel, served: Served) -> NDArray[np.float64]:
    """Time in which every sequence of a batch gets one token [s], with the prefill that is due meanwhile.

    A fixed part, a part per layer, the links between chips (per layer and doubling of the chips), reading
    weights and cache, arithmetic of decoding and of ``input/output`` tokens of prefill, and a part per
    sequence. Mixtures of experts have factors of their own on reading (one more in eight and in four bits),
    links and arithmetic.
    """
    whole, active = np.asarray(served.parameters, float), np.asarray(served.active_parameters, float)
    chips, batch = np.asarray(served.chips, float), np.asarray(served.batch, float)
    inputs, outputs = np.asarray(served.input_tokens, float), np.asarray(served.output_tokens, float)
    experts = active < whole
    depth = layers(active)
    read = weights_read(whole, active, batch) * np.asarray(served.bytes_per_parameter, float)
    read = read * np.where(experts, model.moe_read_factor * _narrow(model, served), 1.0)
    cache = batch * (inputs + outputs / 2.0) * kv_bytes_per_token(model, served)
    reading = (read + cache) / (chips * np.asarray(served.bandwidth_byte_per_s, float) * model.memory_share)
    flop = 2.0 * active * batch * (1.0 + inputs / outputs) * np.where(experts, model.moe_compute_factor, 1.0)
    arithmetic = flop / (chips * np.asarray(served.flop_per_s, float) * model.compute_share)
    link = model.link_s * np.log2(chips) * depth / LINK_LAYERS * np.where(experts, model.moe_link_factor, 1.0)
    total: NDArray[np.float64] = (
        model.step_s + model.layer_s * depth + link + reading + arithmetic + model.sequence_s * batch
    )
    return total


def joules_per_output_token(model: DecodeModel, served: Served) -> NDArray[np.float64]:
    """Energy of an output token on the accelerators alone [J], its share of the prefill included.

    ``(P0 G t + e 2 P_active B (1 + input/output)) / B``: power while serving without the arithmetic, and the
    arithmetic.
    """
    chips, batch = np.asarray(served.chips, float), np.asarray(served.batch, float)
    ratio = 1.0 + np.asarray(served.input_tokens, float) / np.asarray(served.output_tokens, float)
    flop = 2.0 * np.asarray(served.active_parameters, float) * ratio
    total: NDArray[np.float64] = (
        model.base_w * chips * step_s(model, served) / batch + model.joule_per_flop * flop
    )
    return total


def prefill_joules_per_input_token(model: DecodeModel, served: Served) -> NDArray[np.float64]:
    """What one more input token costs on the accelerators [J]: its arithmetic in time and in energy."""
    whole, active = np.asarray(served.parameters, float), np.asarray(served.active_parameters, float)
    factor = np.where(active < whole, model.moe_compute_factor, 1.0)
    seconds = factor / (np.asarray(served.flop_per_s, float) * model.compute_share)
    found: NDArray[np.float64] = 2.0 * active * (model.base_w * seconds + model.joule_per_flop)
    return found
