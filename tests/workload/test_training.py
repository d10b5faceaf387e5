"""Training runs by hand, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.workload.consistency import check_run, implied_kg_per_kwh, inconsistent
from pipeline.workload.efficiency import (
    Efficiency,
    billed_share,
    fit_efficiency,
    fitted_runs,
    left_out_log_error,
)
from pipeline.workload.tables import Tables, load_tables
from pipeline.workload.training import FLOP_PER_PETAFLOP_S_DAY, train, training_flop


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def test_work_by_hand() -> None:
    # 6 x 405e9 x 15.6e12 = 3.7908e25 (Grattafiori et al. 2024 give 3.8e25)
    assert training_flop(405, 15600) == pytest.approx(3.7908e25)
    # a mixture counts what a token uses: 6 x 37e9 x 14.8e12 (DeepSeek-V3)
    assert training_flop(671, 14800, 37) == pytest.approx(3.2856e24)
    # 8e9: 37 layers, width sqrt(8e9 / (12 x 37)) = 4244.76; 12 x 37 x 4244.76 x 8192 = 1.54392e10 over 4.8e10
    assert training_flop(8, 1, None, 8192) / training_flop(8, 1) == pytest.approx(
        1 + 1.54392e10 / 4.8e10, rel=1e-4
    )
    # GPT-3: 3,634 petaflop/s-days (Brown et al. 2020, 3.14e23 FLOP)
    assert pytest.approx(3.14e23, rel=1e-3) == 3634 * FLOP_PER_PETAFLOP_S_DAY


def test_a_run_by_hand(tables: Tables) -> None:
    found = train(tables, flop=1e24, chip="H100-SXM", chips=1000, active_parameters_b=70)
    share = fit_efficiency(tables.runs, tables.accelerators).share("Hopper", 70)
    hours = 1e24 / (989.4e12 * share) / 3600
    assert found.accelerator_hours.central == pytest.approx(hours)
    assert found.days.central == pytest.approx(hours / 24000)
    # 700 W x 1.30 (server) x 1.05 (switches, storage) = 955.5 W a chip
    assert found.energy_mwh_it.central == pytest.approx(hours * 955.5 / 1e6)
    assert found.cluster_mw.central == pytest.approx(0.9555)
    assert found.development_mwh_it.central == pytest.approx(0.66 * hours * 955.5 / 1e6)
    low, middle, high = found.energy_mwh_it.quantiles()
    assert low < middle < high
    assert found.energy_mwh_it.driver() == "billed share of the peak"


def test_fp8_gains_what_was_seen_and_not_the_ratio_of_peaks(tables: Tables) -> None:
    def hours(**keys: object) -> float:
        return train(
            tables, flop=1e24, chip="H100-SXM", chips=8, active_parameters_b=70, **keys
        ).accelerator_hours.central  # type: ignore[arg-type]

    assert hours(precision="fp8") == pytest.approx(hours() / 1.3)
    assert hours(fp8_share=0.5) == pytest.approx(hours() * (0.5 + 0.5 / 1.3))
    # tf32 runs at half the peak of bf16: 494.7 of 989.4
    assert hours(precision="tf32") == pytest.approx(2.0 * hours())


def test_efficiency_is_that_of_the_billed_hours(tables: Tables) -> None:
    # Llama 3.1 405B: 3.7908e25 / (989.4e12 x 30.84e6 h x 3600 s) = 0.3451
    run = tables.runs.loc[["Llama 3.1 405B"]]
    assert billed_share(run, pd.Series([989.4e12], run.index)).iloc[0] == pytest.approx(0.3451, abs=1e-4)
    fitted = fit_efficiency(tables.runs, tables.accelerators)
    assert 0.3 < fitted.share("Hopper", 405) < 0.42
    assert 0.15 < fitted.share("Hopper", 8) < 0.22
    assert fitted.share("Ampere", 7) == fitted.share("Ampere", 70)
    assert fitted.sd("Volta") == 2 * fitted.sd("Hopper")


def test_share_between_generations_by_hand() -> None:
    one = Efficiency(level=np.log(0.4), offset=np.log(0.5), slope=0.0, log_sd=0.1)
    assert one.share("Ampere", 70) == pytest.approx(0.4)
    assert one.share("Hopper", 70) == pytest.approx(0.2)
    assert one.share("TPU", 70) == pytest.approx(0.4 * 0.5**0.5)


def test_llama_3_3_is_refused_by_name(tables: Tables) -> None:
    # 12.9 t / (7e6 h x 0.7 kW = 4,900 MWh) = 0.0026 kg/kWh: no grid is that clean
    assert implied_kg_per_kwh(tables.runs.loc["Llama 3.3 70B"]) == pytest.approx(0.0026327, abs=1e-6)
    assert inconsistent(tables.runs) == ["Llama 3.3 70B"]
    assert "Llama 3.3 70B" not in fitted_runs(tables.runs).index
    with pytest.raises(InputError, match=r"Llama 3\.3 70B: 12\.9 tCO2e for 4,900 MWh.*0\.0026"):
        check_run("Llama 3.3 70B", tables.runs.loc["Llama 3.3 70B"])
    check_run("Llama 3.1 70B", tables.runs.loc["Llama 3.1 70B"])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"chip": "H1000-SXM"}, "unknown chip; found 'H1000-SXM'.*nearest: H100-SXM"),
        ({"chips": 0}, "chips: out of range"),
        ({"flop": -1.0}, "flop: out of range"),
        (
            {"chip": "A100", "precision": "fp8"},
            "A100-SXM-80GB has no figure.*allowed: fp32, tf32, bf16, int8",
        ),
        ({"chip": "V100"}, "V100.*allowed: fp32, fp16"),
        ({"chip": "Trainium1"}, "tdp_w of this chip is not known"),
    ],
)
def test_what_is_refused(tables: Tables, keys: dict[str, object], words: str) -> None:
    given = {"flop": 1e24, "chip": "H100-SXM", "chips": 8, "active_parameters_b": 70, **keys}
    with pytest.raises(InputError, match=words):
        train(tables, **given)  # type: ignore[arg-type]


def test_model_must_fit_the_chips_that_train_it(tables: Tables) -> None:
    # 405e9 x 16 B = 6,480 GB; H100 holds 80 GB: 81 are needed
    given = {"flop": 1e24, "chip": "H100-SXM", "active_parameters_b": 405.0, "parameters_b": 405.0}
    with pytest.raises(InputError, match=r"\(6,480 GB\) do not fit 80 of H100-SXM.*at least 81"):
        train(tables, chips=80, **given)  # type: ignore[arg-type]
    assert train(tables, chips=81, **given).chips == 81  # type: ignore[arg-type]
    # a mixture keeps all experts: 671e9 x 16 B / 80 GB = 134.2
    with pytest.raises(InputError, match="at least 135"):
        train(tables, **{**given, "active_parameters_b": 37.0, "parameters_b": 671.0, "chips": 8})  # type: ignore[arg-type]


def test_band_holds_the_runs_left_out(tables: Tables) -> None:
    runs = fitted_runs(tables.runs)
    errors = left_out_log_error(runs, tables.accelerators, pd.Series(runs.index, runs.index))
    width = 1.6449 * fit_efficiency(tables.runs, tables.accelerators).log_sd
    assert np.mean(np.abs(errors) <= width) >= 0.85


def test_no_size_passes_the_peak(tables: Tables) -> None:
    fitted = fit_efficiency(tables.runs, tables.accelerators)
    assert fitted.share("Hopper", 1e6) == fitted.share("Hopper", 405) < 0.42
    assert fitted.share("Hopper", 1) < fitted.share("Hopper", 7)
