"""The stage as its rule calls it, file matching, fallback, and the command."""

import importlib.util
import json
import socket
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline.configs.weather import WeatherConfig
from pipeline.errors import InputError
from pipeline.fields import check_columns
from pipeline.weather.__main__ import main
from pipeline.weather.chart import save_figure, weather_figure
from pipeline.weather.cli import weather as command
from pipeline.weather.export import hours_table
from pipeline.weather.providers import match_files
from pipeline.weather.typical import typical_year
from pipeline.weather.weather_files import read_csv

_SPEC = importlib.util.spec_from_file_location("epw_text", Path(__file__).with_name("epw_text.py"))
text = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(text)


@pytest.fixture
def sites(tmp_path):
    frame = pd.DataFrame(
        {
            "site_id": ["munich", "denver", "nairobi"],
            "latitude_deg": [48.01, 39.74, -1.29],
            "longitude_deg": [11.02, -104.99, 36.82],
            "elevation_m": [510.0, np.nan, 1680.0],
        }
    )
    frame.to_parquet(tmp_path / "sites.parquet")
    return frame


def run(folder, name, **settings):
    arguments = ["--config", json.dumps({"weather": settings}), "--sites", str(folder / "sites.parquet")]
    arguments += ["--weather", str(folder / f"{name}.npy"), "--summary", str(folder / f"{name}.parquet")]
    main(arguments)
    return np.load(folder / f"{name}.npy"), pd.read_parquet(folder / f"{name}.parquet")


@pytest.mark.usefixtures("sites")
def test_stage_writes_every_site_twice_the_same(tmp_path):
    hours, summary = run(tmp_path, "a")
    assert hours.shape == (3, 3, 8760)
    assert hours.dtype == np.float32
    assert summary.site_id.tolist() == ["munich", "denver", "nairobi"]
    check_columns(summary.columns)
    assert summary.elevation_m[0] == 510.0
    assert summary.elevation_m[1] == pytest.approx(1610.0, abs=60.0)  # filled from the topography
    assert summary.dry_bulb_mean_c.to_numpy() == pytest.approx(hours[:, 0].mean(1), abs=1e-3)
    assert (summary.dry_bulb_mean_sd_k > 0.0).all()
    run(tmp_path, "b")
    for suffix in ("npy", "parquet"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


@pytest.mark.usefixtures("sites")
def test_warming_moves_every_site_and_is_named(tmp_path):
    plain, _ = run(tmp_path, "plain")
    warm, summary = run(tmp_path, "warm", warming_k=2.0)
    np.testing.assert_allclose(warm[:, 0] - plain[:, 0], 2.0, atol=1e-5)
    assert summary.weather_source.str.contains("+2 K at the same relative humidity", regex=False).all()


@pytest.mark.usefixtures("sites")
def test_a_file_near_enough_goes_first(tmp_path):
    folder = tmp_path / "epw"
    folder.mkdir()
    (folder / "near.epw").write_text(
        text.epw(), encoding="latin-1"
    )  # 48.0 N 11.0 E, 500 m: 2 km from the site
    (folder / "high.epw").write_text(
        text.epw(latitude=48.01, longitude=11.02, elevation=1500.0), encoding="latin-1"
    )
    hours, summary = run(tmp_path, "a", epw_folder=str(folder))
    assert summary.weather_provider.tolist() == ["epw", "typical", "typical"]
    assert summary.weather_source[0].startswith("near.epw")
    assert summary.weather_warning[0] == "atmospheric pressure: constant 95500 Pa"
    assert hours[0, 0, 3] == pytest.approx(-3.0, abs=0.05)


def test_files_too_far_or_too_high_are_not_taken(tmp_path, sites):
    (tmp_path / "far.epw").write_text(text.epw(latitude=49.0), encoding="latin-1")
    (tmp_path / "high.epw").write_text(text.epw(elevation=900.0), encoding="latin-1")
    settings = {"epw_folder": str(tmp_path), "epw_distance_km": 30.0}
    assert match_files(sites, WeatherConfig(**settings)) == {}
    wider = match_files(sites, WeatherConfig(**{**settings, "epw_distance_km": 150.0}))
    assert list(wider) == [0]
    # One degree of latitude is 111.2 km; the site stands 1.1 km north of the 48th parallel.
    assert wider[0].distance_km == pytest.approx(110.1, abs=0.2)


def test_folder_without_files_is_refused(tmp_path, sites):
    with pytest.raises(InputError, match="no EPW file"):
        match_files(sites, WeatherConfig(epw_folder=str(tmp_path)))
    with pytest.raises(InputError, match="no such folder"):
        match_files(sites, WeatherConfig(epw_folder=str(tmp_path / "none")))


@pytest.mark.usefixtures("sites")
def test_failing_source_stops_the_run_or_is_marked(tmp_path):
    offline = {"provider": "nasa-power", "offline": True, "cache_folder": str(tmp_path / "cache")}
    with pytest.raises(InputError, match="not in the cache, and offline"):
        run(tmp_path, "a", **offline)
    assert not (tmp_path / "a.npy").exists()
    _, summary = run(tmp_path, "b", **offline, fallback=True)
    assert (summary.weather_provider == "typical").all()
    assert summary.weather_fallback.str.contains("not in the cache, and offline").all()


def test_command_prints_writes_and_draws(tmp_path):
    table, chart = tmp_path / "hours.csv", tmp_path / "chart.svg"
    arguments = ["--lat", "48.1", "--lon", "11.6", "--csv", str(table), "--plot", str(chart)]
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 0, result.output
    assert "wet bulb" in result.output
    assert "standard error" in result.output
    hours = pd.read_csv(table)
    assert list(hours.columns) == ["time", "dry_bulb_c", "dew_point_c", "wet_bulb_c", "pressure_pa"]
    assert len(hours) == 8760
    assert hours.time[0] == "2023-01-01T00:00+01:00"
    assert chart.read_text(encoding="utf-8").startswith("<?xml")
    # What was written can be read back as a file of its own.
    back = read_csv(table, latitude_deg=48.1, longitude_deg=11.6, elevation_m=520.0)
    assert back.utc_offset_h == 1.0
    assert back.dry_bulb_c == pytest.approx(typical_year(48.1, 11.6).dry_bulb_c, abs=0.0051)


def test_command_reads_an_epw_and_refuses_a_wrong_picture(tmp_path):
    (tmp_path / "a.epw").write_text(text.epw(), encoding="latin-1")
    place = ["--lat", "48", "--lon", "11"]
    shown = CliRunner().invoke(command, [*place, "--provider", "epw", "--epw", str(tmp_path / "a.epw")])
    assert shown.exit_code == 0
    assert "a.epw" in shown.output
    assert CliRunner().invoke(command, [*place, "--provider", "epw"]).exit_code == 2
    assert CliRunner().invoke(command, [*place, "--plot", "a.gif"]).exit_code == 2


def test_command_says_that_a_file_is_of_another_place(tmp_path):
    (tmp_path / "a.epw").write_text(text.epw(), encoding="latin-1")
    arguments = ["--provider", "epw", "--epw", str(tmp_path / "a.epw")]
    far = CliRunner().invoke(command, ["--lat", "40", "--lon", "11", "--elevation-m", "5", *arguments])
    assert far.exit_code == 0
    assert "km from the place asked for, " in far.output
    assert "m higher; its hours are not moved" in far.output


def test_command_offline_opens_no_socket(tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    place = ["--lat", "48", "--lon", "11", "--offline", "--cache", str(tmp_path)]
    for provider in ("nasa-power", "open-meteo", "pvgis"):
        shown = CliRunner().invoke(command, [*place, "--provider", provider])
        assert isinstance(shown.exception, InputError)
        assert "not in the cache, and offline" in str(shown.exception)
    assert CliRunner().invoke(command, place).exit_code == 0


def test_hours_of_a_leap_year_get_a_leap_calendar(tmp_path):
    from pipeline.weather.weather_files import read_epw

    path = tmp_path / "leap.epw"
    path.write_text(text.epw(leap=True).replace("\n1990,", "\n1992,"), encoding="latin-1")
    table = hours_table(read_epw(path))
    assert len(table) == 8784
    assert table.time[59 * 24] == "2024-02-29T00:00+01:00"


def test_chart_shows_modes_and_repeats_itself(tmp_path):
    year = typical_year(48.1, 11.6)
    for name in ("a.png", "b.png"):
        figure = weather_figure(
            year.dry_bulb_c, year.wet_bulb_c, "Munich", {"free": 6000.0, "mechanical": 2760.0}
        )
        save_figure(figure, tmp_path / name)
        assert [text.get_text() for text in figure.axes[1].get_legend().get_texts()] == [
            "free 6,000 h",
            "mechanical 2,760 h",
        ]
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
