"""The stage and its commands on a small run in a folder of its own."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.errors import InputError
from pipeline.fields import registry
from pipeline.ranking import cli
from pipeline.ranking.__main__ import EXTRAS, OUTPUTS, main
from pipeline.ranking.rank import rank_sites
from pipeline.ranking.tables import joined

from .conftest import gate, settings, table

ROWS = {
    "a dry": (100.0, 100.0, 50.0),
    "b dry": (200.0, np.nan, 10.0),
    "b wet": (150.0, np.nan, 90.0),
    "c dry": (800.0, 150.0, 90.0),
    "d wet": (50.0, 40.0, 20.0),
}
GATE = gate(exclude=[{"column": "evaporative", "one_of": [True]}])
FACILITY = ("evaporative",)
REGIONAL = (
    "carbon_source", "carbon_level", "price_source", "price_level", "grid_water_source", "aware_cf_annual",
    "aware_level", "aware_source",
)  # fmt: skip
SITES = ("name", "country_iso3", "region_id", "latitude_deg", "longitude_deg")


def tables(folder: Path, rows: dict[str, tuple[float, float, float]] = ROWS) -> dict[str, Path]:
    """Write what the stages before leave."""
    whole = table(rows, evaporative=[key.endswith("wet") for key in rows])
    by_site = whole.drop_duplicates("site_id")
    key = ["site_id", "design"]
    parts = {
        "sites": by_site[["site_id", *SITES]],
        "regional": by_site[["site_id", *REGIONAL]],
        "facility": whole[[*key, *FACILITY]],
        "account": whole.drop(columns=[*SITES, *REGIONAL, *FACILITY]),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in parts.items():
        frame.to_parquet(folder / f"{name}.parquet")
    return {name: folder / f"{name}.parquet" for name in parts}


def names(folder: Path) -> dict[str, Path]:
    return {
        "ranking": folder / "ranking.csv",
        "parquet": folder / "ranking.parquet",
        "geojson": folder / "ranking.geojson",
        "gates": folder / "gates.csv",
        "ledger": folder / "account.csv",
        "robustness": folder / "robustness.json",
        "acceptability": folder / "acceptability.parquet",
        "sensitivity": folder / "sensitivity.json",
    }


def run_stage(work: dict[str, Path], results: Path, **keys: Any) -> dict[str, Path]:
    config = settings(draws=200, **keys)
    text = json.dumps({"gates": [GATE.model_dump(mode="json")], "ranking": config.model_dump(mode="json")})
    paths = {**work, **names(results)}
    main(["--config", text, *(part for name, path in paths.items() for part in (f"--{name}", str(path)))])
    return names(results)


@pytest.fixture
def finished(tmp_path: Path) -> dict[str, Path]:
    return run_stage(tables(tmp_path / "work" / "default"), tmp_path / "results" / "default")


def test_outputs_have_the_same_rows_and_columns(finished: dict[str, Path]) -> None:
    assert set(finished) == {*OUTPUTS, *EXTRAS}
    frame, binary = pd.read_csv(finished["ranking"]), pd.read_parquet(finished["parquet"])
    assert frame.columns.tolist() == binary.columns.tolist()
    assert frame["site_id"].tolist() == binary["site_id"].tolist() == ["b", "a", "c", "d"]
    assert frame["rank"].tolist()[:3] == [1, 2, 3]
    features = json.loads(finished["geojson"].read_text())["features"]
    assert [one["properties"]["site_id"] for one in features] == ["b", "a", "c", "d"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [10.0, 60.0]}
    assert features[0]["properties"]["electricity_usd_per_mwh_it"] is None  # a gap is null, not zero
    assert features[3]["properties"]["rank"] is None


def test_columns_of_the_contract_are_there_and_registered(finished: dict[str, Path]) -> None:
    frame = pd.read_parquet(finished["parquet"])
    wanted = (
        "site_id name country_iso3 latitude_deg longitude_deg rank score score_low score_high completeness "
        "design p_top1 p_top5 p_top10 rank_p05 rank_p50 rank_p95 tie_group contribution_carbon "
        "carbon_kgco2e_per_mwh_it carbon_source gate_reasons topsis topsis_rank pareto pareto_gap shortlist"
    )
    assert set(wanted.split()) <= set(frame.columns)
    new = [name for name in frame if not str(name).endswith("_source")]
    assert [name for name in new if name not in registry()] == []
    for path in (finished["gates"], finished["acceptability"]):
        columns = (pd.read_csv if path.suffix == ".csv" else pd.read_parquet)(path).columns
        assert [name for name in columns if name not in registry()] == []


def test_the_water_a_plant_takes_is_no_provenance(three: pd.DataFrame) -> None:
    found = rank_sites(three.assign(water_source="potable"), [], settings()).sites
    assert "water_source" not in found
    assert "aware_source" in found


def test_acceptability_makes_one_for_each_site(finished: dict[str, Path]) -> None:
    shares = pd.read_parquet(finished["acceptability"]).groupby("site_id")["rank_acceptability"].sum()
    assert shares.to_dict() == pytest.approx({"a": 1.0, "b": 1.0, "c": 1.0})


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    work = tables(tmp_path / "work")
    one, two = run_stage(work, tmp_path / "one"), run_stage(work, tmp_path / "two")
    assert {name: path.read_bytes() for name, path in one.items()} == {
        name: path.read_bytes() for name, path in two.items()
    }


def test_a_table_with_a_hole_is_refused(tmp_path: Path) -> None:
    parts = {name: pd.read_parquet(path) for name, path in tables(tmp_path).items()}
    with pytest.raises(InputError, match="regional table"):
        joined(parts["sites"], parts["regional"].iloc[1:], parts["facility"], parts["account"])
    with pytest.raises(InputError, match="facility table"):
        joined(parts["sites"], parts["regional"], parts["facility"].iloc[1:], parts["account"])
    with pytest.raises(InputError, match="sites table"):
        joined(pd.concat([parts["sites"]] * 2), parts["regional"], parts["facility"], parts["account"])


class Settings:
    """Stands for the scenario's configuration, which is read from config/."""

    gates = (GATE,)
    ranking = settings(draws=200)


@pytest.fixture
def here(finished: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    monkeypatch.setattr(cli, "_settings", lambda scenario: Settings)
    return tmp_path


def ask(command: Any, *arguments: str) -> str:
    found = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_explain_shows_the_parts_and_their_sum(here: Path) -> None:
    text = ask(cli.explain, "b")
    assert "rank 1 of 3" in text
    assert "missing" in text
    found = json.loads(ask(cli.explain, "b", "--json"))
    assert sum(part["adds"] for part in found["parts"]) == pytest.approx(found["score"], abs=1e-12)
    # carbon 0.40, water 0.18, half of the price's 0.30
    assert found["score"] == pytest.approx(0.73)
    assert found["completeness"] == pytest.approx(0.7)
    assert found["sources"]["carbon_source"] == "ember"


def test_explain_tells_why_a_site_is_out(here: Path) -> None:
    text = ask(cli.explain, "d")
    assert "not ranked" in text
    assert "excluded: a_gate: because the test says so" in text


def test_explain_against(here: Path) -> None:
    text = ask(cli.explain, "b", "--against", "a")
    assert "b (dry) is 0.0300 ahead of a (dry)" in text
    found = json.loads(ask(cli.explain, "a", "--against", "b", "--json"))
    assert found["lead"] == pytest.approx(-0.03)
    assert sum(part["difference"] for part in found["by_criterion"].values()) == pytest.approx(found["lead"])
    assert 0.0 < found["p_beats"] < 1.0


@pytest.mark.parametrize("arguments", [("z",), ("b", "--against", "z"), ("b", "--scenario", "nowhere")])
def test_explain_refuses_what_is_not_there(here: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match=r"no such site|no results"):
        CliRunner().invoke(cli.explain, arguments, catch_exceptions=False)


def test_diff_names_causes_and_moves(here: Path) -> None:
    other = here / "results" / "other"
    weights = {"carbon": 1.0, "electricity_cost": 0.0, "water_scarcity": 0.0}
    run_stage(tables(here / "work" / "other"), other, weights=weights)
    for folder, config in ((here / "results" / "default", settings()), (other, settings(weights))):
        manifest = {
            "kilowhere": "1",
            "python": "3",
            "libraries": {},
            "inputs": {},
            "config": {"ranking": config.model_dump(mode="json")},
        }
        (folder / "manifest.json").write_text(json.dumps(manifest))
    text = ask(cli.diff, "default", str(other))
    assert "settings: ranking.weights.carbon" in text
    assert "data: the same" in text
    found = json.loads(ask(cli.diff, "default", "other", "--json"))
    assert {row["site_id"]: row["rank_after"] for row in found["sites"]} == {
        "a": 1,
        "b": 2,
        "c": 3,
        "d": None,
    }
    assert "no site has another rank" in ask(cli.diff, "default", "default")
