"""Serving: memory, latency, runtimes, other chips; budgets, devices, embodied emissions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.datasets import load
from pipeline.errors import InputError
from pipeline.workload.accelerators import accelerator
from pipeline.workload.budget import Budget, served_for, trained_for
from pipeline.workload.edge import compare
from pipeline.workload.embodied import it_embodied_tco2e, per_accelerator_hour_kgco2e, yearly
from pipeline.workload.images import image_wall_wh
from pipeline.workload.inference import Request, Setup, largest_batch, serve
from pipeline.workload.tables import Tables, load_tables

EIGHT = Request(8, 8)
ONE = Setup("H100-SXM", 1)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def test_wall_energy_of_a_request_by_hand(tables: Tables) -> None:
    found = serve(tables, EIGHT, ONE)
    # joules x 300 tokens x 1.30 (server) x 1.12 (idle reserve) / 3600
    joules = found.joules_per_output_token.central
    assert found.wall_wh_per_request.central == pytest.approx(joules * 300 * 1.30 * 1.12 / 3600)
    assert found.tokens_per_s == pytest.approx(64 / (found.step_ms / 1000))
    # ML.ENERGY, 8B on one H100: 0.119 J a token at a batch of 64, 0.455 at 8
    assert 0.09 < joules < 0.18
    assert 0.35 < serve(tables, EIGHT, replace(ONE, batch=8)).joules_per_output_token.central < 0.65


def test_a_worse_runtime_costs_once_and_none_is_better_than_tuned(tables: Tables) -> None:
    tuned = serve(tables, EIGHT, ONE)
    compiled = serve(tables, EIGHT, replace(ONE, runtime="compiled"))
    eager = serve(tables, EIGHT, replace(ONE, runtime="eager"))
    ratio = compiled.joules_per_output_token.central / tuned.joules_per_output_token.central
    assert ratio == pytest.approx(1.39)
    assert compiled.step_ms / tuned.step_ms == pytest.approx(1.39)
    assert eager.joules_per_output_token.central / tuned.joules_per_output_token.central == pytest.approx(2.3)
    assert "runtime" not in tuned.joules_per_output_token.factors
    assert eager.joules_per_output_token.draws.min() > 0


def test_fewer_bytes_are_all_that_a_narrower_format_gains(tables: Tables) -> None:
    wide, narrow = (serve(tables, EIGHT, replace(ONE, precision=name)) for name in ("bf16", "fp8"))
    # 8 GB less to read at 0.686 of 3.35 TB/s: 3.48 ms a step
    share = float(tables.decode_models.loc["H100-SXM", "decode_memory_share"])
    assert wide.step_ms - narrow.step_ms == pytest.approx(8e9 / (3.35e12 * share) * 1e3)


def test_four_bit_weights_need_no_units_for_them(tables: Tables) -> None:
    found = serve(tables, EIGHT, replace(ONE, precision="mxfp4"))
    wide = serve(tables, EIGHT, ONE)
    share = float(tables.decode_models.loc["H100-SXM", "decode_memory_share"])
    # 8e9 x (2 - 0.53) bytes less to read, the arithmetic as in bf16
    assert wide.step_ms - found.step_ms == pytest.approx(8e9 * 1.47 / (3.35e12 * share) * 1e3)


def test_sparsity_only_where_it_was_measured(tables: Tables) -> None:
    dense = serve(tables, EIGHT, Setup("B200-SXM", 1, "fp8"))
    sparse = serve(tables, EIGHT, Setup("B200-SXM", 1, "fp8", sparse_2_4=True))
    assert dense.step_ms / sparse.step_ms == pytest.approx(1.1)
    with pytest.raises(InputError, match="measured on B200-SXM alone; found 'H100-SXM'"):
        serve(tables, EIGHT, replace(ONE, sparse_2_4=True))


def test_a_chip_without_measurements_is_marked_and_wider(tables: Tables) -> None:
    known, other = serve(tables, EIGHT, ONE), serve(tables, EIGHT, Setup("MI300X", 1))
    assert known.measured_chip and not other.measured_chip

    def spread(found: object) -> float:
        low, _, high = found.joules_per_output_token.quantiles()  # type: ignore[attr-defined]
        return float(high / low)

    assert spread(other) > 1.5 * spread(known)


def test_latency_takes_the_largest_batch_that_keeps_it(tables: Tables) -> None:
    setup = largest_batch(tables, EIGHT, ONE, 20.0)
    assert serve(tables, EIGHT, setup).step_ms <= 20.0
    assert serve(tables, EIGHT, replace(setup, batch=2 * setup.batch)).step_ms > 20.0
    with pytest.raises(InputError, match=r"not that fast; found 1.0; allowed: at least \d+\.\d"):
        largest_batch(tables, EIGHT, ONE, 1.0)


def test_short_names_of_chips(tables: Tables) -> None:
    for name, chip in (
        ("H100", "H100-SXM"),
        ("nvidia h100 sxm", "H100-SXM"),
        ("TPUv4", "TPU-v4"),
        ("A100-80GB", "A100-SXM-80GB"),
    ):
        assert accelerator(name, tables.accelerators).chip == chip


@pytest.mark.parametrize(
    ("request_", "setup", "words"),
    [
        (Request(70, 70), ONE, r"do not fit 1 of H100-SXM \(72 GB usable\).*at least 3"),
        (Request(8, 8, output_tokens=-1), ONE, "output_tokens: out of range"),
        (Request(8, 8, input_tokens=-1), ONE, "input_tokens: out of range"),
        (Request(8, 9), ONE, "more active parameters than there are"),
        (EIGHT, replace(ONE, chip="H1"), "unknown chip"),
        (EIGHT, replace(ONE, precision="fp4"), "H100-SXM has no figure.*fp4"),
        (EIGHT, replace(ONE, chips=0), "chips: out of range"),
        (EIGHT, Setup("Groq-LPU-v1", 1), "no figure for this number format"),
        (
            EIGHT,
            Setup("Trainium3", 1),
            "bandwidth_byte_per_s of this chip is not known|memory_byte of this chip",
        ),
    ],
)
def test_what_is_refused(tables: Tables, request_: Request, setup: Setup, words: str) -> None:
    with pytest.raises(InputError, match=words):
        serve(tables, request_, setup)


def test_budgets_by_hand() -> None:
    assert Budget.of(mwh=120, pue=1.2).it_mwh == pytest.approx(100)
    # 30 t at 250 g/kWh: 120 MWh of the facility
    assert Budget.of(tco2e=30, gco2e_per_kwh=250, pue=1.2).it_mwh == pytest.approx(100)
    # 180 m³ at 1.8 L per kWh of IT: 100 MWh
    assert Budget.of(m3=180, l_per_kwh=1.8).it_mwh == pytest.approx(100)
    for keys, words in (
        ({}, "one of mwh, tco2e, m3"),
        ({"mwh": 1, "m3": 1}, "one of mwh, tco2e, m3"),
        ({"mwh": -1}, "mwh: out of range"),
        ({"tco2e": 1}, "gco2e_per_kwh: missing"),
        ({"mwh": 1, "pue": 0.9}, "pue: out of range"),
    ):
        with pytest.raises(InputError, match=words):
            Budget.of(**keys)  # type: ignore[arg-type]


def test_what_a_budget_serves_spends_it(tables: Tables) -> None:
    best, record = served_for(
        tables, Budget(100.0), Request(70, 70), chips=("H100-SXM", "B200-SXM"), latency_ms_per_token=50.0
    )
    assert record["requests"] * best.wall_wh_per_request.central == pytest.approx(100e6)  # type: ignore[operator]
    assert best.step_ms <= 50.0
    assert record["requests_p05"] < record["requests_p95"]  # type: ignore[operator]
    only = serve(tables, Request(70, 70), Setup("H100-SXM", 4, batch=64))
    assert best.wall_wh_per_request.central <= only.wall_wh_per_request.central
    with pytest.raises(InputError, match="no configuration fits"):
        served_for(tables, Budget(1.0), Request(9000, 9000), chips=("H100-SXM",), latency_ms_per_token=50.0)


def test_what_a_budget_trains_takes_it(tables: Tables) -> None:
    size, run = trained_for(tables, Budget(1000.0), chip="H100-SXM", chips=1024)
    assert run.energy_mwh_it.central == pytest.approx(1000.0, rel=1e-6)
    double, _ = trained_for(tables, Budget(4000.0), chip="H100-SXM", chips=1024)
    assert (
        1.9 < double / size < 2.4
    )  # energy goes with the square of the size, and larger runs are more efficient


def test_device_against_cloud_by_hand(tables: Tables) -> None:
    devices = load("edge_devices").set_index("edge_device")
    keys = {
        "device": "RTX-4050-Laptop",
        "setup": replace(ONE, batch=32.0),
        "request": Request(1.5, 1.5, 100, 300),
    }
    found = compare(tables, devices, pue=1.2, network="fixed", **keys)  # type: ignore[arg-type]
    # 0.26 J x 300 / 3600
    assert found.edge_wh.central == pytest.approx(0.26 * 300 / 3600)
    # 0.05 kWh/GB x 1e-5 GB = 5e-7 kWh
    assert found.network_wh == pytest.approx(5e-4)
    assert found.cloud_wh.central == pytest.approx(1.2 * found.served.wall_wh_per_request.central + 5e-4)
    at = found.break_even_batch
    assert at is not None
    for batch, less in ((at, True), (at / 2, False)):
        one = serve(tables, keys["request"], replace(ONE, batch=batch))  # type: ignore[arg-type]
        assert (one.wall_wh_per_request.central * 1.2 + 5e-4 <= found.edge_wh.central) is less
    with pytest.raises(InputError, match="unknown device; found 'abacus'; allowed: Apple-M2-Pro"):
        compare(tables, devices, pue=1.2, network="none", **{**keys, "device": "abacus"})  # type: ignore[arg-type]


def test_embodied_by_hand(tables: Tables) -> None:
    found = it_embodied_tco2e("H100-SXM", 16, tables.accelerators, tables.overheads)
    # 16 x 307 kg + 2 x 5,700 kg = 16.312 t
    assert found.central == pytest.approx(16.312)
    low, _, high = found.quantiles()
    assert 16 * 0.164 + 2 * 3.477 < low < high < 16 * 0.575 + 2 * 5.7
    assert yearly(found, tables.overheads).central == pytest.approx(16.312 / 4)
    # over 4 years at half use: 16,312 kg / (16 x 4 x 8760 x 0.5 h)
    assert per_accelerator_hour_kgco2e(found, 16, 0.5, 4).central == pytest.approx(16312 / 280320)


def test_images_go_with_their_steps() -> None:
    table = load("image_models").set_index(["image_model", "chip"])
    twenty = image_wall_wh(table, "stable-diffusion-xl", "B200-SXM", 20)
    assert twenty.central == pytest.approx(299.35 / 3600)
    assert image_wall_wh(table, "stable-diffusion-xl", "B200-SXM", 50).central == pytest.approx(
        2.5 * twenty.central
    )
    with pytest.raises(InputError, match=r"not measured.*stable-diffusion-xl on B200-SXM"):
        image_wall_wh(table, "stable-diffusion-xl", "T4", 20)


def test_same_seed_same_figures(tables: Tables) -> None:
    one, two = (serve(tables, EIGHT, ONE).wall_wh_per_request.draws for _ in range(2))
    assert np.array_equal(one, two)
