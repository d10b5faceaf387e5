import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.account import cli
from pipeline.account.frames import account_tables
from pipeline.account.layout import LAYOUT
from pipeline.account.life import Beside
from pipeline.account.money import Tables
from pipeline.configs.account import AccountConfig
from pipeline.datasets import load
from pipeline.errors import InputError

from .test_frames import LOAD, facility, regional, sites


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    work, results = tmp_path / "work" / "default", tmp_path / "results" / "default"
    work.mkdir(parents=True)
    results.mkdir(parents=True)
    beside = Beside(
        history=load("carbon_ember"),
        money=Tables(load("construction"), load("us_cpi"), load("standards_rules"), frozenset()),
    )
    found = account_tables(sites(), regional(), facility(), LOAD, 10.0, AccountConfig(draws=200), beside)
    assert found.standards is not None
    found.standards.to_parquet(work / "standards.parquet")
    found.rows.to_parquet(work / "account.parquet")
    found.variance.to_parquet(work / "variance.parquet")
    pd.DataFrame({"site_id": ["a", "b"], "weather_source": "typical year"}).to_parquet(
        work / "weather_sites.parquet"
    )
    facility().assign(pue=1.2, wue_l_per_kwh=0.0).to_parquet(work / "facility.parquet")
    sites().assign(name=["Bergen", "Abilene"]).to_parquet(work / "sites.parquet")
    regional().to_parquet(work / "regional.parquet")
    pd.DataFrame({"site_id": ["a", "b"], "design": ["dry", "wet"]}).to_parquet(results / "ranking.parquet")
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    return tmp_path


def ask(*arguments: str) -> str:
    found = CliRunner().invoke(cli.account, arguments, catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_the_sheet_has_every_section_with_unit_band_and_sources(here: Path) -> None:
    found = json.loads(ask("a", "--json"))
    assert found["design"] == "dry"
    assert set(LAYOUT) <= set(found)
    # 87 600 MWh x 1.3 x 400 kg/MWh
    assert found["carbon"]["operational"]["value"] == pytest.approx(45_552.0)
    assert found["carbon"]["operational"]["unit"] == "tCO2e"
    low, high = found["carbon"]["operational"]["band"]
    assert low < 45_552.0 < high
    assert found["carbon"]["operational"]["sources"][0] == "egrid"
    assert "typical year" in found["energy"]["facility"]["sources"]
    # nothing is known of the hardware: missing, not zero
    assert found["carbon"]["embodied"]["value"] is None
    assert found["carbon"]["embodied_building"]["value"] == pytest.approx(10.0 * 980.0 / 15)
    assert set(found["carbon"]["variance"]) == {"plant", "weather", "carbon", "carbon_hours"}
    water = found["water"]
    assert water["total"]["value"] == pytest.approx(
        water["site"]["value"] + water["grid_water"]["value"], rel=1e-9
    )


def test_a_missing_price_is_missing_in_the_sheet(here: Path) -> None:
    found = json.loads(ask("b", "--json"))
    assert found["design"] == "wet"
    assert found["cost"]["electricity"]["value"] is None
    assert found["cost"]["electricity"]["band"] is None
    assert "| cost: electricity | missing | USD |" in ask("b")


def test_money_over_the_life_and_its_boundary(here: Path) -> None:
    found = json.loads(ask("a", "--json"))["cost"]
    # 87 600 MWh x 1.3 x 60 USD/MWh, 15 years at 7 %: annuity 9.107914
    assert found["npv"]["value"] == pytest.approx(87_600 * 1.3 * 60 * 9.107914, rel=1e-6)
    low, high = found["npv"]["band"]
    assert low < found["npv"]["value"] < high
    assert found["levelised"]["value"] == pytest.approx(1.3 * 60)
    assert found["notes"]["cost_boundary"] == "electricity"
    # 10 MW at 11.7 USD/W of 2025, in dollars of 2024
    assert found["capital"]["value"] == pytest.approx(10e6 * 11.7 * 313.689 / 321.943)
    assert "Turner & Townsend" in found["capital"]["sources"][0]


def test_standards_stand_in_the_sheet(here: Path) -> None:
    found = json.loads(ask("b", "--json"))["standards"]
    assert {rule["rule"] for rule in found["rules"]} >= {"cndcp_pue_cool", "cndcp_wue"}
    assert found["voluntary"]["value"] == "unknown"  # no contracts, and no hours of the grid
    assert "Unknown: Climate Neutral Data Centre Pact: all energy" in ask("b")


def test_break_even_against_another_design(here: Path) -> None:
    found = json.loads(ask("a", "--design", "dry", "--against", "a:wet", "--json"))["break_even"]
    assert found["against"] == "a:wet"
    # dry needs 1.3 and wet 1.15 of the same power: it costs the same if its own power costs 60 x 1.15 / 1.3
    assert found["power_price_usd_per_mwh"] == pytest.approx(60 * 1.15 / 1.3)
    assert found["carbon_price_usd_per_tco2e"] is None  # dearer and dirtier
    # wet draws 87 600 x 1 m3: dry is better from (1.3 - 1.15) x 87 600 x 60 / 87 600 = 9 USD/m3 on
    assert found["water_price_usd_per_m3"] == pytest.approx(9.0)
    assert [found[f"{name}_price_outcome"] for name in ("carbon", "water", "power")] == [
        "never",
        "above",
        "below",
    ]
    told = ask("a", "--against", "a:wet")
    assert "carbon price at both: dearer at any" in told
    assert "water price at both: cheaper above 9 USD/m3" in told
    assert "the same at any" in ask("a", "--against", "a:dry")


def test_another_design_on_request(here: Path) -> None:
    assert json.loads(ask("b", "--design", "dry", "--json"))["design"] == "dry"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("z",), "no such site"),
        (("a", "--design", "ice"), "no such design"),
        (("a", "--scenario", "nowhere"), "there is no account"),
    ],
)
def test_what_is_not_there_is_refused(here: Path, arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        CliRunner().invoke(cli.account, arguments, catch_exceptions=False)
