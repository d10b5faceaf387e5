"""The stage and the commands, from their inputs to their outputs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.errors import InputError
from pipeline.facility.__main__ import main
from pipeline.facility.cli import designs, record
from pipeline.facility.designs import catalogue
from pipeline.facility.model import simulate
from pipeline.fields import check_columns
from pipeline.tables import check_frame


@pytest.fixture
def inputs(tmp_path: Path, all_climates: npt.NDArray[np.float32]) -> list[str]:
    count = len(all_climates)
    pd.DataFrame({"site_id": [f"s{at}" for at in range(count)]}).to_parquet(tmp_path / "sites.parquet")
    np.save(tmp_path / "weather.npy", all_climates)
    pd.DataFrame({"dry_bulb_mean_sd_k": np.full(count, 0.6)}).to_parquet(tmp_path / "weather_sites.parquet")
    np.save(tmp_path / "it_load.npy", np.full(8760, 80.0))
    (tmp_path / "workload.json").write_text('{"it_capacity_mw": 100.0}')
    names = {
        "sites": "sites.parquet",
        "weather": "weather.npy",
        "weather-sites": "weather_sites.parquet",
        "it-load": "it_load.npy",
        "workload": "workload.json",
        "facility": "out.parquet",
    }
    return [text for name, file in names.items() for text in (f"--{name}", str(tmp_path / file))]


def settings(**keys: object) -> list[str]:
    return ["--config", json.dumps({"facility": {"draws": 8, **keys}})]


def test_stage_writes_a_row_per_site_and_design(inputs: list[str], tmp_path: Path) -> None:
    main([*settings(), *inputs])
    first = (tmp_path / "out.parquet").read_bytes()
    frame = pd.read_parquet(tmp_path / "out.parquet")
    check_columns(frame.columns)
    check_frame(frame, key=["site_id", "design"])
    assert len(frame) == 6 * frame.design.nunique()
    assert list(frame.site_id) == [f"s{at}" for at in range(6) for _ in range(frame.design.nunique())]
    main([*settings(), *inputs])
    assert (tmp_path / "out.parquet").read_bytes() == first


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"designs": ["waterside_towr"]}, "did you mean waterside_tower"),
        ({"parameters": {"tower_approach_k": 99.0}}, "tower_approach_k"),
        ({"draw": 50}, "unknown key"),
    ],
)
def test_stage_names_what_is_wrong_and_leaves_nothing(
    inputs: list[str], tmp_path: Path, keys: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        main([*settings(**keys), *inputs])
    assert not (tmp_path / "out.parquet").exists()


def test_load_above_the_capacity_is_refused(inputs: list[str], tmp_path: Path) -> None:
    (tmp_path / "workload.json").write_text('{"it_capacity_mw": 50.0}')
    with pytest.raises(InputError, match="share of capacity"):
        main([*settings(), *inputs])


def test_stage_wants_as_many_climates_as_sites(inputs: list[str], tmp_path: Path) -> None:
    pd.DataFrame({"site_id": ["only"]}).to_parquet(tmp_path / "sites.parquet")
    with pytest.raises(InputError, match="differ in number"):
        main([*settings(), *inputs])


def test_designs_command_lists_all() -> None:
    result = CliRunner().invoke(designs, ["--json"])
    assert result.exit_code == 0
    listed = json.loads(result.output)
    assert [entry["id"] for entry in listed] == list(catalogue())
    assert all(entry["parameters"]["tower_approach_k"]["unit"] == "delta_degC" for entry in listed)
    assert all(name in CliRunner().invoke(designs).output for name in catalogue())


def test_json_record_has_the_promised_keys(all_climates: npt.NDArray[np.float32]) -> None:
    (row,) = simulate(all_climates[:1], ("waterside_tower",), draws=8).to_dict("records")
    found = record(row, 100.0)
    assert {
        "design", "pue", "pue_p05", "pue_p50", "pue_p95", "pue_peak", "wue_l_per_kwh", "wue_p05", "wue_p50",
        "wue_p95", "consumption_l_per_kwh", "mode_hours", "pue_monthly", "wue_monthly_l_per_kwh",
    } <= set(found)  # fmt: skip
    assert len(found["pue_monthly"]) == len(found["wue_monthly_l_per_kwh"]) == 12
    assert sum(found["mode_hours"].values()) == 8760
    assert json.loads(json.dumps(found)) == found


def test_the_sea_is_named_and_a_parameter_is_set_once() -> None:
    from pipeline.facility.cli import facility

    denver = ["--lat", "39.74", "--lon", "-104.99", "--design", "sea_water", "--draws", "0"]
    found = CliRunner().invoke(facility, denver)
    assert found.exit_code == 0
    assert "sea water needs an intake at the site" in found.stderr
    twice = CliRunner().invoke(facility, [*denver, "--set", "supply_air_c=25", "--set", "supply_air_c=26"])
    assert isinstance(twice.exception, InputError)
    assert "--set names it twice" in str(twice.exception)


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"draws": -1}, "draws: too small; found -1; allowed: 0 or more"),
        ({"band_hour_step": 0}, "band_hour_step: too small; found 0; allowed: 1 or more"),
        ({"designs": []}, "no cooling design is named"),
    ],
)
def test_simulate_refuses_by_name(
    keys: dict[str, object], words: str, all_climates: npt.NDArray[np.float32]
) -> None:
    with pytest.raises(InputError, match=words):
        simulate(all_climates[0], **{"designs": "waterside_tower", **keys})  # type: ignore[arg-type]


def test_simulate_takes_one_id_and_refuses_air_that_cannot_be(all_climates: npt.NDArray[np.float32]) -> None:
    assert simulate(all_climates[0], "waterside_tower")["design"].tolist() == ["waterside_tower"]
    fog = all_climates[0].copy()
    fog[1, 77] = fog[0, 77] + 2.0
    with pytest.raises(InputError, match="dew point above dry bulb at site number 0, hour 77"):
        simulate(fog, "waterside_tower")
