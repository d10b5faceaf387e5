"""Jobs as megawatts: figures worked out by hand, the limits of the plant, and what a fault is called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.configs.workload import ConstantJob, InferenceJob, TrainingJob, WorkloadConfig
from pipeline.datasets import load
from pipeline.errors import InputError
from pipeline.files import read_npy, read_parquet
from pipeline.workload.__main__ import main
from pipeline.workload.inference import Request, Setup, serve
from pipeline.workload.jobs import hardware, job_load, job_table, total_load
from pipeline.workload.profile import HOURS, request_profile
from pipeline.workload.tables import Tables, load_tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    return load_tables()


def config(*jobs: object, **settings: object) -> WorkloadConfig:
    return WorkloadConfig(jobs=jobs, **settings)  # type: ignore[arg-type]


def test_training_by_hand(tables: Tables) -> None:
    # 1,000 H100 x 700 W x 1.30 = 0.91 MW while running; 80 % of the hours, and 32 % of it in the other 20 %:
    # 0.91 x (0.8 + 0.2 x 0.32) = 0.91 x 0.864 = 0.78624 MW; x 8,760 h = 6,887.46 MWh
    job = TrainingJob(kind="training", name="t", chips=1000)
    one = job_load(job, config(job), tables)
    assert one.peak_mw == pytest.approx(0.91)
    assert one.hourly_mw == pytest.approx(np.full(HOURS, 0.78624))
    assert one.hourly_mw.sum() == pytest.approx(6887.4624)


def test_the_model_reproduces_a_measured_order_of_magnitude(tables: Tables) -> None:
    # Google reports 0.24 Wh for the median Gemini prompt with everything in it (2025); a 70B model in bf16
    # with 500 and 300 tokens lies within a factor of two of it at the wall
    job = InferenceJob(kind="inference", name="i", requests_per_day=24.0)
    wh = job_load(job, config(job), tables).hourly_mw.mean() * 1e6
    assert 0.12 < wh < 0.48


@given(amplitude=st.floats(0, 0.95), peak=st.floats(0, 23.9), weekend=st.floats(0.1, 2))
def test_a_profile_keeps_the_mean(amplitude: float, peak: float, weekend: float) -> None:
    shape = request_profile(amplitude, peak, weekend)
    assert shape.shape == (HOURS,)
    assert shape.mean() == pytest.approx(1.0, abs=1e-12)
    assert shape.min() > 0


def test_a_profile_by_hand() -> None:
    shape = request_profile(0.3, 15.0, 1.0)
    # hour 14 stands for 14.5, half an hour before the peak: 1 + 0.3 cos(2 pi 0.5 / 24) = 1.29743
    assert shape[14] / shape.mean() == pytest.approx(1.297434, abs=1e-6)
    assert shape[2] == pytest.approx(2.0 - shape[14], abs=1e-12)  # twelve hours apart
    weekend = request_profile(0.0, 15.0, 0.5)
    # 52 weeks of 5 + 2 days and one Monday: 261 weekdays and 104 weekend days of 365
    assert weekend[0] == pytest.approx(365 / (261 + 104 * 0.5))
    assert weekend[5 * 24] == pytest.approx(weekend[0] / 2)


def test_loads_add_up_and_bands_hold_the_middle(tables: Tables) -> None:
    jobs = (
        TrainingJob(kind="training", name="t", chips=1000),
        ConstantJob(kind="constant", name="c", it_mw=2.0),
        InferenceJob(kind="inference", name="i", requests_per_day=1e8),
    )
    settings = config(*jobs)
    loads = [job_load(job, settings, tables) for job in jobs]
    hourly = total_load(loads, 100.0)
    assert hourly == pytest.approx(sum(one.hourly_mw for one in loads))
    table = job_table(loads).set_index("job")
    assert table["it_mwh"].sum() == pytest.approx(hourly.sum())
    assert (table["it_mwh_p05"] <= table["it_mwh_p50"]).all()
    assert (table["it_mwh_p50"] <= table["it_mwh_p95"]).all()
    assert table.loc["c", "it_mwh_p05"] == table.loc["c", "it_mwh_p95"] == pytest.approx(2.0 * 8760)
    assert table["driver"].to_dict() == {"t": "running_share", "c": "none", "i": "decode model"}


def test_draws_do_not_depend_on_other_jobs(tables: Tables) -> None:
    job = TrainingJob(kind="training", name="t", chips=1000)
    other = ConstantJob(kind="constant", name="c", it_mw=2.0, relative_sd=0.1)
    alone = job_load(job, config(job), tables).energy().draws
    np.testing.assert_array_equal(alone, job_load(job, config(other, job), tables).energy().draws)


def test_too_much_load_names_the_largest_job(tables: Tables) -> None:
    job = TrainingJob(kind="training", name="big", chips=1000)
    one = job_load(job, config(job), tables)
    with pytest.raises(InputError, match=r"draw up to 0\.9 MW, 0\.4 MW more than the IT capacity.*big"):
        total_load([one], 0.5)


def test_an_unknown_chip_names_the_nearest(tables: Tables) -> None:
    job = TrainingJob(kind="training", name="t", chip="H100-SMX", chips=1)
    with pytest.raises(InputError, match=r"job t: unknown chip; found 'H100-SMX'.*H100-SXM"):
        job_load(job, config(job), tables)


def test_a_chip_without_the_figure_is_named(tables: Tables) -> None:
    job = TrainingJob(kind="training", name="t", chip="Trainium1", chips=1)
    with pytest.raises(InputError, match="tdp_w of this chip is not known; found 'Trainium1'"):
        job_load(job, config(job), tables)


def test_a_model_that_does_not_fit_says_how_many_would(tables: Tables) -> None:
    # 70e9 x 2 B = 140 GB; layers 18.5 x 70^(1/3) = 76.25, cache 64 x 800 x 76.25 x 4096 B = 15.99 GB; 155.99
    # GB on 0.9 x 80 = 72 GB each: 3 would do
    job = InferenceJob(kind="inference", name="i", requests_per_day=1.0, chips_per_model=1)
    with pytest.raises(InputError, match=r"140 GB.*16 GB.*do not fit 1 of H100-SXM.*at least 3"):
        job_load(job, config(job), tables)


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({"kind": "training", "name": "t", "chips": -5}, "chips"),
        ({"kind": "inference", "name": "t", "requests_per_day": 1, "output_tokens": -1}, "output_tokens"),
        ({"kind": "mining", "name": "t"}, "training.*inference.*constant"),
        (
            {"kind": "training", "name": "t", "chips": 1, "running_share": 0.95},
            "low <= running_share <= high",
        ),
        ({"kind": "training", "name": "t", "chips": 1, "chip_": "x"}, "chip_"),
    ],
)
def test_faulty_jobs_are_refused(job: dict[str, object], message: str, tmp_path: Path) -> None:
    import json

    section = json.dumps({"workload": {"jobs": [job]}})
    paths = [str(tmp_path / name) for name in ("a.npy", "b.parquet", "c.json")]
    with pytest.raises(InputError, match=message):
        main(["--config", section, "--it-load", paths[0], "--jobs", paths[1], "--summary", paths[2]])
    assert not list(tmp_path.iterdir())


def test_the_stage_writes_what_the_next_ones_read(tmp_path: Path) -> None:
    import json

    section = '{"workload": {"it_capacity_mw": 3, "jobs": [{"kind": "constant", "name": "c", "it_mw": 1.5}]}}'
    paths = [tmp_path / name for name in ("a.npy", "b.parquet", "c.json")]
    main(
        ["--config", section, "--it-load", str(paths[0]), "--jobs", str(paths[1]), "--summary", str(paths[2])]
    )
    np.testing.assert_array_equal(read_npy(paths[0]), np.full(HOURS, 1.5))
    summary = json.loads(paths[2].read_text())
    assert summary["it_mwh"] == 1.5 * 8760
    assert summary["load_factor"] == 0.5
    pd.testing.assert_series_equal(read_parquet(paths[1])["it_mwh"], pd.Series([1.5 * 8760], name="it_mwh"))


def test_figures_known_from_memory_only_are_empty(tables: Tables) -> None:
    laptop = tables.accelerators.loc["RTX-4050-Laptop"]
    assert laptop[["bf16_tflop_per_s", "memory_gb", "bandwidth_gb_per_s"]].isna().all()
    assert laptop["tdp_w"] == 34.1  # measured: arXiv:2603.23640


def test_every_figure_has_a_confidence_and_a_source(tables: Tables) -> None:
    cells = load("accelerator_cells")
    wide = tables.accelerators
    columns = sorted(cells["cell"].unique())
    melted = wide[columns].reset_index().melt("chip", var_name="cell", value_name="cell_value").dropna()
    long = melted.set_index(["chip", "cell"])["cell_value"].sort_index()
    pd.testing.assert_series_equal(
        cells.set_index(["chip", "cell"])["cell_value"].sort_index(), long, check_index_type=False
    )
    assert cells["cell_source"].str.len().min() > 10
    assert len(wide) >= 45
    assert {
        "V100-SXM2-32GB",
        "GB200-per-GPU",
        "MI355X",
        "TPU-v7-Ironwood",
        "Gaudi3",
        "Trainium2",
        "EPYC-9654",
    } <= set(wide.index)


def test_serving_by_hand(tables: Tables) -> None:
    # 24 requests a day are one an hour: its Wh are the mean power in W
    job = InferenceJob(kind="inference", name="i", requests_per_day=24.0, parameters_b=8, chips_per_model=1)
    one = job_load(job, config(job), tables)
    wh = serve(tables, Request(8, 8), Setup("H100-SXM", 1)).wall_wh_per_request.central
    assert one.hourly_mw.mean() * 1e6 == pytest.approx(wh)
    assert one.chip == "H100-SXM"
    assert one.chips == 1


def test_a_described_run_has_days_and_leakage_is_energy_of_the_job(tables: Tables) -> None:
    job = TrainingJob(kind="training", name="t", chips=16384, parameters_b=405, tokens_b=15600)
    plain = job_load(job, config(job), tables)
    assert plain.run is not None
    assert plain.run.days.central == pytest.approx(plain.run.accelerator_hours.central / 16384 / 24)
    warm = job_load(job, config(job, leakage_share=0.04), tables)
    assert warm.hourly_mw == pytest.approx(1.04 * plain.hourly_mw)
    table = job_table([plain]).iloc[0]
    assert table["run_days"] == pytest.approx(plain.run.days.central)
    assert hardware([plain]) == [{"job": "t", "chip": "H100-SXM", "chips": 16384, "servers": 2048}]


def test_a_load_in_megawatts_has_no_hardware_unless_it_says_so(tables: Tables) -> None:
    job = ConstantJob(kind="constant", name="c", it_mw=2.0)
    assert hardware([job_load(job, config(job), tables)])[0]["chips"] is None
    said = ConstantJob(kind="constant", name="c", it_mw=2.0, chip="H100-SXM", chips=9)
    assert hardware([job_load(said, config(said), tables)])[0]["servers"] == 2
