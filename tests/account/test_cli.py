import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.account import cli
from pipeline.account.frames import account_tables
from pipeline.account.layout import LAYOUT
from pipeline.configs.account import AccountConfig
from pipeline.errors import InputError

from .test_frames import LOAD, facility, regional, sites


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    work, results = tmp_path / "work" / "default", tmp_path / "results" / "default"
    work.mkdir(parents=True)
    results.mkdir(parents=True)
    found = account_tables(sites(), regional(), facility(), LOAD, 10.0, AccountConfig(draws=200))
    found.rows.to_parquet(work / "account.parquet")
    found.variance.to_parquet(work / "variance.parquet")
    pd.DataFrame({"site_id": ["a", "b"], "weather_source": "typical year"}).to_parquet(
        work / "weather_sites.parquet"
    )
    facility().assign(pue=1.2).to_parquet(work / "facility.parquet")
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
