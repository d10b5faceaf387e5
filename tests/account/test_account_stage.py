"""The stage on two sites: what it reads, what it writes, and that it writes the same bytes twice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.account.__main__ import main
from pipeline.errors import InputError
from pipeline.fields import check_columns
from pipeline.fieldsets.water import FUELS
from pipeline.tables import check_frame

from .test_frames import LOAD, facility, regional, sites

DESIGNS = ("dry_cooler_air_chiller", "waterside_tower")


def tables(folder: Path, **account: object) -> list[str]:
    places = sites().assign(latitude_deg=[60.0, 31.0], longitude_deg=[5.0, -97.0])
    places.to_parquet(folder / "sites.parquet")
    mix = {name: [0.0, np.nan] for name in FUELS} | {"gas": [0.5, np.nan], "solar": [0.5, np.nan]}
    # half gas and half sun at the stack: 0.5 x 370 g
    figures = regional().assign(
        carbon_gco2e_per_kwh=[185.0, 30.0],
        carbon_year=2025,
        carbon_method=["stack_generation", "life_cycle_generation"],
        mix_level="country",
    )
    # regional() has a first: Texas has a mix, b has none
    figures.assign(**{f"mix_share_{name}": share for name, share in mix.items()}).to_parquet(
        folder / "regional.parquet"
    )
    plants = facility().replace({"design": {"dry": DESIGNS[0], "wet": DESIGNS[1]}})
    plants.to_parquet(folder / "facility.parquet")
    hour = np.arange(8760)
    warmth = 15.0 + 10.0 * np.sin(2 * np.pi * (hour % 24 - 9) / 24)
    weather = np.empty((2, 3, 8760), np.float32)
    weather[:, 0], weather[:, 1], weather[:, 2] = warmth, warmth - 10.0, 101_325.0
    np.save(folder / "weather.npy", weather)
    pd.DataFrame({"site_id": ["b", "a"], "utc_offset_h": [1.0, -6.0]}).to_parquet(
        folder / "weather_sites.parquet"
    )
    np.save(folder / "it_load.npy", LOAD)
    (folder / "workload.json").write_text('{"it_capacity_mw": 10.0}')
    config = {"account": {"draws": 200, **account}, "facility": {"designs": list(DESIGNS)}}
    return [
        *("--config", json.dumps(config)),
        *(
            word
            for name in ("sites", "regional", "weather", "weather-sites", "facility", "workload", "it-load")
            for word in (f"--{name}", str(next(folder.glob(name.replace("-", "_") + ".*"))))
        ),
    ]


def account(folder: Path, arguments: list[str], name: str = "one") -> tuple[pd.DataFrame, pd.DataFrame]:
    paths = [folder / f"{name}{part}.parquet" for part in ("", "_variance", "_standards")]
    outputs = zip(("--account", "--variance", "--standards"), paths, strict=True)
    main([*arguments, *(str(word) for pair in outputs for word in pair)])
    return pd.read_parquet(paths[0]), pd.read_parquet(paths[1])


def test_the_stage_writes_the_same_bytes_twice(tmp_path: Path) -> None:
    arguments = tables(tmp_path)
    rows, variance = account(tmp_path, arguments)
    account(tmp_path, arguments, "two")
    for name in ("{}.parquet", "{}_variance.parquet", "{}_standards.parquet"):
        one, two = ((tmp_path / name.format(run)).read_bytes() for run in ("one", "two"))
        assert one == two
    for table in (rows, variance):
        check_columns(table.columns)
    check_frame(rows, key=["site_id", "design"])
    check_frame(variance, key=["site_id", "design", "variance_of", "variance_input"])
    # 15 years of what is known: electricity alone, since nothing else has a price
    known = rows.dropna(subset="npv_usd")
    np.testing.assert_allclose(known["npv_usd"], known["npv_electricity_usd"], rtol=1e-12)
    assert set(rows["cost_boundary"]) == {"electricity"}


def test_nights_are_dirty_where_the_sun_makes_half_the_power(tmp_path: Path) -> None:
    rows, _ = account(tmp_path, tables(tmp_path))
    texas = rows[rows["site_id"] == "a"]
    assert (texas["carbon_resolution"] == "hourly").all()
    # most is generated at noon, when it is clean; a load that runs all night meets more gas than the mean MWh
    assert (texas["carbon_covariance_tco2e"] > 0).all()
    total = texas["carbon_annual_mean_tco2e"] + texas["carbon_covariance_tco2e"]
    np.testing.assert_allclose(texas["carbon_tco2e"], total, rtol=1e-12)
    # no mix, no hours: the annual mean alone, and the row says so
    other = rows[rows["site_id"] == "b"]
    assert (other["carbon_resolution"] == "annual").all()
    assert other["carbon_covariance_tco2e"].isna().all()
    np.testing.assert_array_equal(other["carbon_tco2e"], other["carbon_annual_mean_tco2e"])


def test_a_mix_of_conventions_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account(tmp_path, tables(tmp_path))
    told = capsys.readouterr().err
    assert (
        "carbon is not of one convention for all sites: 1 stack_generation, 1 life_cycle_generation" in told
    )
    assert "1 sites have the annual mean of carbon only: 1 no mix" in told


def test_a_mix_that_contradicts_the_intensity_has_no_hours(tmp_path: Path) -> None:
    """The mix says 185 g; of consumption 400 g are stated, 2.2 times that: its hours are of another grid."""
    arguments = tables(tmp_path)
    figures = pd.read_parquet(tmp_path / "regional.parquet")
    figures.assign(carbon_gco2e_per_kwh=[400.0, 30.0]).to_parquet(tmp_path / "regional.parquet")
    texas = account(tmp_path, arguments)[0].query("site_id == 'a'")
    assert (texas["carbon_resolution"] == "annual").all()
    assert (texas["carbon_resolution_reason"] == "mix contradicts the intensity").all()
    assert texas["grid_carbon_free_share"].isna().all()
    np.testing.assert_array_equal(texas["carbon_tco2e"], texas["carbon_annual_mean_tco2e"])


def test_marginal_figures_have_no_hours(tmp_path: Path) -> None:
    arguments = tables(tmp_path)
    figures = pd.read_parquet(tmp_path / "regional.parquet")
    figures.assign(carbon_method="stack_co2_only_marginal_operating").to_parquet(
        tmp_path / "regional.parquet"
    )
    rows, _ = account(tmp_path, arguments)
    assert (rows["carbon_resolution"] == "annual").all()
    assert rows["carbon_market_tco2e"].isna().all()
    assert (rows["carbon_resolution_reason"] == "marginal figure").all()


def test_annual_means_on_request(tmp_path: Path) -> None:
    rows, _ = account(tmp_path, tables(tmp_path, carbon_resolution="annual"))
    assert (rows["carbon_resolution"] == "annual").all()
    assert rows["grid_carbon_free_share"].isna().all()
    assert (rows["carbon_resolution_reason"] == "not asked for").all()


def test_contracts_of_sun_match_days_and_not_nights(tmp_path: Path) -> None:
    market = {"ppas": [{"technology": "solar", "share": 1.0}]}
    rows, _ = account(tmp_path, tables(tmp_path, market=market))
    texas = rows[rows["site_id"] == "a"]
    # by volume all is covered: at nothing in the stack convention of this site, at solar power's
    # own 45 g/kWh in the life-cycle convention of the other
    assert (texas["carbon_market_tco2e"] == 0.0).all()
    other = rows[rows["site_id"] == "b"]
    np.testing.assert_allclose(other["carbon_market_tco2e"], other["facility_mwh"] * 0.045, rtol=1e-9)
    matched = texas["carbon_free_matched_share"]
    assert ((matched > 0.4) & (matched < 0.75)).all()
    assert (matched > texas["grid_carbon_free_share"]).all()


def test_a_number_of_sites_that_differs_is_refused(tmp_path: Path) -> None:
    arguments = tables(tmp_path)
    np.save(tmp_path / "weather.npy", np.zeros((3, 3, 8760), np.float32))
    with pytest.raises(InputError, match="weather and sites differ"):
        account(tmp_path, arguments)
