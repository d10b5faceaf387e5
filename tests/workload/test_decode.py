"""Serving's step time and energy, by hand and by what must hold for any model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.datasets import load
from pipeline.workload.decode import (
    DecodeModel,
    Served,
    joules_per_output_token,
    layers,
    prefill_joules_per_input_token,
    step_s,
    weights_read,
)
from pipeline.workload.decode_fit import family, fit, left_out, served, usable

MODEL = DecodeModel(
    step_s=0.001,
    layer_s=1e-5,
    link_s=0.003,
    memory_share=0.5,
    compute_share=0.5,
    sequence_s=1e-4,
    kv_factor=1.0,
    moe_read_factor=1.2,
    moe_fp8_read_factor=1.5,
    moe_fp4_read_factor=0.5,
    moe_link_factor=3.0,
    moe_compute_factor=1.5,
    base_w=400.0,
    joule_per_flop=1e-12,
)
# 8e9 parameters: 18.5 x 2 = 37 layers
DENSE = Served(
    parameters=8e9,
    active_parameters=8e9,
    bytes_per_parameter=2.0,
    chips=2,
    batch=10.0,
    input_tokens=900.0,
    output_tokens=200.0,
    bandwidth_byte_per_s=1e12,
    flop_per_s=1e15,
    kv_bytes_per_token=1e5,
)


def test_layers_of_published_models() -> None:
    # Llama 3.1: 32, 80, 126 layers at 8, 70, 405e9 parameters
    found = layers(np.array([8e9, 70e9, 405e9]))
    assert found[0] == pytest.approx(37.0)
    assert found == pytest.approx([32, 80, 126], rel=0.16)


def test_experts_that_a_batch_touches() -> None:
    assert weights_read(8e9, 8e9, 7) == 8e9
    # a token uses 1e9: 0.35e9 always and 0.65 of the other 9.65e9, q = 0.067358; two tokens read
    # 0.35e9 + 9.65e9 (1 - 0.932642² = 0.130179) = 1.60622e9
    assert weights_read(1e10, 1e9, 1) == pytest.approx(1e9)
    assert weights_read(1e10, 1e9, 2) == pytest.approx(1.60622e9, rel=1e-5)
    assert weights_read(1e10, 1e9, 1000) == pytest.approx(1e10)


def test_a_dense_step_by_hand() -> None:
    # fixed 0.001; layers 37 x 1e-5 = 0.00037; link 0.003 x 1 x 37/60 = 0.00185
    # reading (16e9 + 10 x 1000 x 1e5 = 17e9 B) / (2 x 1e12 x 0.5 = 1e12) = 0.017
    # arithmetic 2 x 8e9 x 10 x (1 + 900/200 = 5.5) = 8.8e11 / (2 x 1e15 x 0.5 = 1e15) = 0.00088; sequences
    # 0.001
    assert step_s(MODEL, DENSE) == pytest.approx(0.001 + 0.00037 + 0.00185 + 0.017 + 0.00088 + 0.001)


def test_energy_of_a_token_by_hand() -> None:
    # 400 W x 2 x 0.0221 s / 10 = 1.768 J; arithmetic 1e-12 x 2 x 8e9 x 5.5 = 0.088 J
    assert joules_per_output_token(MODEL, DENSE) == pytest.approx(1.768 + 0.088)
    # an input token: 2 x 8e9 x (400 W / (1e15 x 0.5) + 1e-12) = 16e9 x 1.8e-12 = 0.0288 J
    assert prefill_joules_per_input_token(MODEL, DENSE) == pytest.approx(0.0288)


def test_more_input_costs_its_prefill_and_its_cache() -> None:
    # 100 more input tokens: prefill 100 x 0.0288 J over 200 output tokens = 0.0144 J a token; the cache of
    # 100 tokens 100 x 1e5 B x 10 / 1e12 = 1e-4 s x 800 W / 10 = 0.008 J
    more = replace(DENSE, input_tokens=1000.0)
    gained = joules_per_output_token(MODEL, more) - joules_per_output_token(MODEL, DENSE)
    assert gained == pytest.approx(0.0144 + 0.008)


def test_a_mixture_of_experts_by_hand() -> None:
    # 32e9 with 8e9 active: 37 layers. One sequence reads 8e9 x 2 B x 1.2 = 19.2e9 B and 1e8 of cache:
    # 19.3e9 / 1e12 = 0.0193; arithmetic 2 x 8e9 x 5.5 x 1.5 / 1e15 = 1.32e-4; link 0.00185 x 3
    sparse = replace(DENSE, parameters=32e9, active_parameters=8e9, batch=1.0)
    assert step_s(MODEL, sparse) == pytest.approx(0.001 + 0.00037 + 0.00555 + 0.0193 + 1.32e-4 + 1e-4)


def test_experts_in_narrow_formats_have_a_factor_of_their_own_and_dense_layers_none() -> None:
    sparse = replace(DENSE, parameters=32e9, active_parameters=2e9, batch=1.0)
    base = float(step_s(MODEL, sparse))
    # 2e9 x 1.2 = 2.4e9 parameters read as 4.8 GB in 2 bytes; 2.4 GB x 1.5 = 3.6 GB in 1; 1.272 GB x 0.5 in
    # 0.53
    assert step_s(MODEL, replace(sparse, bytes_per_parameter=1.0)) == pytest.approx(base - 1.2e9 / 1e12)
    narrow = step_s(MODEL, replace(sparse, bytes_per_parameter=0.53))
    assert narrow == pytest.approx(base - (4.8e9 - 0.636e9) / 1e12)
    dense = step_s(MODEL, DENSE) - step_s(MODEL, replace(DENSE, bytes_per_parameter=1.0))
    assert dense == pytest.approx(8e9 / 1e12)


@given(batch=st.floats(1, 500), more=st.floats(1.01, 4), share=st.floats(0.02, 0.9) | st.just(1.0))
def test_energy_falls_with_batch_and_rises_with_size_and_context(
    batch: float, more: float, share: float
) -> None:
    one = replace(DENSE, batch=batch, active_parameters=8e9 * share, kv_bytes_per_token=np.nan)

    def energy(**changes: float) -> float:
        return float(joules_per_output_token(MODEL, replace(one, **changes)))

    base = energy()
    assert energy(batch=batch * more) < base
    assert energy(input_tokens=900.0 * more) > base
    assert energy(bytes_per_parameter=2.0 * more) > base
    assert energy(parameters=8e9 * more, active_parameters=8e9 * share * more) > base


def test_the_fit_finds_the_model_that_made_the_data() -> None:
    chip = load("accelerators").set_index("chip").loc["H100-SXM"]
    rows = usable(load("decode_measurements"))
    rows = rows[rows["chip"] == "H100-SXM"].reset_index(drop=True)
    model, inputs = fit(rows, chip)
    made = rows.assign(joules_per_output_token=joules_per_output_token(model, served(rows, chip, inputs)))
    again, guessed = fit(made, chip)
    found = joules_per_output_token(again, served(rows, chip, guessed))
    assert np.median(np.abs(found / made["joules_per_output_token"] - 1.0)) < 0.02


def test_the_committed_coefficients_are_those_of_the_fit() -> None:
    chip = load("accelerators").set_index("chip").loc["B200-SXM"]
    rows = usable(load("decode_measurements"))
    rows = rows[rows["chip"] == "B200-SXM"].reset_index(drop=True)
    model, _ = fit(rows, chip)
    kept = load("decode_models").set_index("chip").loc["B200-SXM"]
    assert model.base_w == pytest.approx(kept["decode_base_w"], rel=1e-3)
    assert model.memory_share == pytest.approx(kept["decode_memory_share"], rel=1e-3)


def test_variants_of_a_model_are_one_family() -> None:
    names = pd.Series(["a/M-70B", "a/M-70B-FP8", "a/M-70B-BF16", "a/M-8B"])
    assert family(names).tolist() == ["a/M-70B", "a/M-70B", "a/M-70B", "a/M-8B"]


def test_a_left_out_group_does_not_enter_its_own_fit() -> None:
    chip = load("accelerators").set_index("chip").loc["H100-SXM"]
    rows = usable(load("decode_measurements"))
    rows = rows[rows["chip"] == "H100-SXM"].iloc[::12].reset_index(drop=True)
    groups = pd.Series(np.where(rows.index < 5, "first", "rest"))
    spoilt = rows.copy()
    spoilt.loc[:4, "joules_per_output_token"] *= 100.0
    before, after = left_out(rows, chip, groups), left_out(spoilt, chip, groups)
    assert after[:5] == pytest.approx(before[:5] / 100.0)
