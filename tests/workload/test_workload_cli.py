"""The commands, from their options to what they print."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from pipeline.errors import InputError
from pipeline.workload.cli import workload

BANDS = ("", "_p05", "_p50", "_p95")


def ask(*words: str) -> dict[str, object]:
    result = CliRunner().invoke(workload, [*words, "--json"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.output)
    return found


def refused(*words: str) -> str:
    result = CliRunner().invoke(workload, list(words))
    assert isinstance(result.exception, InputError)
    return str(result.exception)


TRAINING = ("training", "--params-b", "405", "--tokens-b", "15600", "--chip", "H100-SXM", "--chips", "16384")
SERVING = ("inference", "--params-b", "8", "--chip", "H100-SXM", "--chips", "1", "--precision", "bf16")


def test_training_prints_hours_energy_and_their_bands() -> None:
    found = ask(*TRAINING)
    for name in ("accelerator_hours", "energy_mwh_it", "days", "cluster_mw"):
        central, low, middle, high = (float(found[f"{name}{end}"]) for end in BANDS)  # type: ignore[arg-type]
        assert low < middle < high
        assert low < central < high
    # billed: 30.84e6 h (model card of Llama 3.1)
    assert found["accelerator_hours_p05"] < 30.84e6 < found["accelerator_hours_p95"]  # type: ignore[operator]
    assert found["driver"] == "billed share of the peak"


def test_petaflop_s_days_are_the_same_work() -> None:
    days = str(3.7908e25 / 8.64e19)
    other = ask("training", "--petaflop-s-days", days, "--params-b", "405", *TRAINING[5:])
    assert other["accelerator_hours"] == pytest.approx(ask(*TRAINING)["accelerator_hours"])


def test_serving_prints_token_and_request() -> None:
    found = ask(*SERVING, "--batch", "64", "--input-tokens", "500", "--output-tokens", "300")
    for name in ("joules_per_output_token", "wall_wh_per_request", "accelerator_hours", "energy_mwh_it"):
        assert {f"{name}{end}" for end in BANDS} <= set(found)
    assert found["energy_mwh_it"] == pytest.approx(found["wall_wh_per_request"] * 1e-6)  # type: ignore[operator]


def test_formats_by_the_names_of_model_cards() -> None:
    short = ask(*SERVING)
    assert ask(*SERVING[:-1], "bfloat16") == short


def test_the_day_when_serving_has_passed_training() -> None:
    found = ask(*SERVING, "--requests-per-day", "1e9", "--training-mwh", "1000")
    daily = 1e9 * float(found["wall_wh_per_request"]) / 1e6  # type: ignore[arg-type]
    assert found["training_passed_after_days"] == pytest.approx(1000 / daily)
    assert found["energy_mwh_it"] == pytest.approx(365 * daily)


def test_a_latency_replaces_the_batch() -> None:
    found = ask(*SERVING, "--latency-ms", "20")
    assert found["step_ms"] <= 20.0  # type: ignore[operator]
    assert "batch and latency are given" in refused(*SERVING, "--latency-ms", "20", "--batch", "8")


def test_budget_compare_images_chips() -> None:
    assert ask("budget", "--mwh", "100", "--params-b", "8")["it_mwh"] == 100.0
    assert ask("budget", "--tco2e", "50", "--gco2e-per-kwh", "500", "--train")["it_mwh"] == 100.0
    compared = ask("compare", "--edge", "RTX-4050-Laptop", "--cloud", "H100-SXM")
    assert compared["less_energy"] in ("edge", "cloud")
    assert ask("images")["wall_wh_per_image"] == pytest.approx(299.35 / 3600)
    result = CliRunner().invoke(workload, ["chips", "--json"], catch_exceptions=False)
    assert len(json.loads(result.output)) >= 45


def test_without_json_a_line_per_figure() -> None:
    result = CliRunner().invoke(workload, list(TRAINING), catch_exceptions=False)
    assert "energy_mwh_it" in result.output
    assert "P5 to P95" in result.output
    listed = CliRunner().invoke(workload, ["chips"], catch_exceptions=False)
    assert "nan" not in listed.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((*TRAINING[:3], "--tokens-b", "-5", *TRAINING[5:]), "tokens_b: out of range; found -5.0"),
        ((*TRAINING, "--active-params-b", "500"), "more active parameters than there are; found 500.0"),
        ((*TRAINING, "--petaflop-s-days", "1"), "work is given twice"),
        (("inference", "--params-b", "70", "--chip", "H100-SXM"), "do not fit 1 of H100-SXM.*"),
        (("inference", "--params-b", "8", "--chip", "H100-SMX"), "unknown chip; found 'H100-SMX'.*H100-SXM"),
        ((*SERVING[:-1], "fp4"), "no figure for this number format; found 'fp4'"),
        (("budget", "--params-b", "8"), "one of mwh, tco2e, m3"),
        (("budget", "--mwh", "1"), "parameters_b: missing"),
        ((*SERVING, "--training-mwh", "5"), "the day needs requests"),
        ((*SERVING, "--batch", "inf"), "batch: out of range; found inf"),
        ((*TRAINING[:3], "--tokens-b", "1e300", *TRAINING[5:]), "tokens_b: out of range; found 1e\\+300"),
        (("training", "--params-b", "nan", *TRAINING[3:]), "parameters_b: out of range; found nan"),
        (("training", "--petaflop-s-days", "-3", *TRAINING[5:]), "petaflop_s_days: out of range"),
        (("training", *TRAINING[5:]), "parameters_b: missing"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], message: str) -> None:
    import re

    assert re.search(message, refused(*words))
