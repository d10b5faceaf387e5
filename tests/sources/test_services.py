"""What NASA POWER, Open-Meteo and PVGIS answer, in the shape they do, becomes a local year; other
shapes do not.
"""

import copy
import json

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.sources import nasa_power, open_meteo, pvgis
from pipeline.sources.hourly import expected_hours
from pipeline.weather.live import fetch_year, to_year

YEAR = 2023
HOURS = expected_hours(YEAR)


def wave(hours):
    """Dry bulb [°C] that tells the hour of the year in UTC: coldest at 0 h UTC on 1 January."""
    count = (hours - np.datetime64(f"{YEAR}-01-01T00")).astype(float)
    return 10.0 - 8.0 * np.cos(2 * np.pi * count / 8760.0) - 5.0 * np.cos(2 * np.pi * count / 24.0)


class Played:
    """A session that gives one answer and writes down what it was asked."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def get_json(self, url, parameters, parse):
        self.asked.append((url, dict(parameters)))
        return parse(self.answer)


@pytest.fixture(scope="module")
def power():
    stamps = [str(hour).replace("-", "").replace("T", "")[:10] for hour in HOURS]
    dry = wave(HOURS)
    columns = {"T2M": dry, "T2MDEW": dry - 4.0, "PS": np.full(dry.size, 95.5)}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [11.0, 48.0, 500.0]},
        "properties": {
            "parameter": {
                name: dict(zip(stamps, values.round(3).tolist(), strict=True))
                for name, values in columns.items()
            }
        },
        "header": {"fill_value": -999.0},
    }


@pytest.fixture(scope="module")
def meteo():
    dry = wave(HOURS).round(3)
    return {
        "elevation": 500.0,
        "utc_offset_seconds": 0,
        "hourly_units": {"temperature_2m": "°C", "dew_point_2m": "°C", "surface_pressure": "hPa"},
        "hourly": {
            "time": [f"{hour}:00" for hour in HOURS],
            "temperature_2m": dry.tolist(),
            "dew_point_2m": (dry - 4.0).tolist(),
            "surface_pressure": [955.0] * dry.size,
        },
    }


@pytest.fixture(scope="module")
def typical():
    hours = np.arange(np.datetime64(f"{YEAR}-01-01T00"), np.datetime64(f"{YEAR + 1}-01-01T00"))
    years = (2007, 2012, 2009, 2015, 2006, 2019, 2011, 2010, 2014, 2018, 2008, 2016)
    rows = []
    for hour, dry in zip(hours, wave(hours), strict=True):
        text = str(hour)
        stamp = f"{years[int(text[5:7]) - 1]}{text[5:7]}{text[8:10]}:{text[11:13]}00"
        rows.append({"time(UTC)": stamp, "T2m": round(float(dry), 3), "RH": 75.0, "SP": 95500.0})
    return {
        "inputs": {"location": {"latitude": 48.0, "longitude": 11.0, "elevation": 500.0}},
        "outputs": {
            "months_selected": [{"month": m, "year": y} for m, y in enumerate(years, start=1)],
            "tmy_hourly": rows,
        },
    }


def year_of(provider, answer, **changes):
    place = {
        "latitude_deg": 48.0,
        "longitude_deg": 11.0,
        "elevation_m": 500.0,
        "utc_offset_h": 1.0,
        "year": YEAR,
    }
    return fetch_year(provider, Played(answer), **{**place, **changes})


def test_power_becomes_the_local_year(power):
    year = year_of("nasa-power", power)
    assert year.dry_bulb_c.size == 8760
    # The first local hour at UTC+1 is 23 h UTC of 31 December.
    assert year.dry_bulb_c[0] == pytest.approx(wave(np.array([np.datetime64("2022-12-31T23")]))[0], abs=1e-3)
    assert year.dry_bulb_c[1] == pytest.approx(-3.0, abs=1e-3)
    assert year.pressure_pa.mean() == pytest.approx(95_500.0)
    assert year.source == "NASA POWER hourly (MERRA-2), 2023"
    assert year.provider == "nasa-power"


def test_power_is_asked_for_a_day_on_either_side(power):
    session = Played(power)
    nasa_power.fetch(session, latitude_deg=48.0, longitude_deg=11.0, year=YEAR)
    url, asked = session.asked[0]
    assert url.startswith("https://power.larc.nasa.gov/")
    assert (asked["start"], asked["end"], asked["time-standard"]) == ("20221231", "20240101", "UTC")


def test_all_three_agree_on_the_same_weather(power, meteo, typical):
    first, second = year_of("nasa-power", power), year_of("open-meteo", meteo)
    third = year_of("pvgis", typical)
    np.testing.assert_allclose(first.dry_bulb_c, second.dry_bulb_c, atol=1e-9)
    np.testing.assert_allclose(first.dew_point_c, second.dew_point_c, atol=1e-9)
    # A typical year closes to a ring: only its first hour comes from its own December.
    np.testing.assert_allclose(first.dry_bulb_c[1:], third.dry_bulb_c[1:], atol=2e-3)
    assert third.source == "PVGIS typical year (ERA5), months of 2006-2019"


def test_humidity_of_pvgis_by_hand(typical):
    year = year_of("pvgis", typical)
    hour = int(np.argmin(np.abs(year.dry_bulb_c - 20.0)))
    # 75 % at 20.0 °C: dew point 15.4 °C (ASHRAE).
    assert year.dew_point_c[hour] == pytest.approx(year.dry_bulb_c[hour] - 4.57, abs=0.15)


def test_half_hour_zones_take_the_mean_of_neighbours(meteo):
    year = year_of("open-meteo", meteo, utc_offset_h=5.5)
    hours = np.datetime64("2022-12-31T18"), np.datetime64("2022-12-31T19")
    assert year.dry_bulb_c[0] == pytest.approx(wave(np.array(hours)).mean(), abs=1e-3)


def test_height_is_corrected_and_said(power):
    year = year_of("nasa-power", power, elevation_m=700.0)
    flat = year_of("nasa-power", power)
    # 200 m up: 3.0 K/km·0.2 km = 0.6 K colder; pressure exp(−200/(29.27·283)) = 0.976.
    assert flat.dry_bulb_c.mean() - year.dry_bulb_c.mean() == pytest.approx(0.6, abs=1e-6)
    assert year.pressure_pa.mean() / flat.pressure_pa.mean() == pytest.approx(0.976, abs=0.001)
    assert "moved by 200 m in height: -0.6 K" in year.warnings


def test_wrong_year_is_refused(meteo, power):
    other = copy.deepcopy(meteo)
    other["hourly"]["time"] = [text.replace("2023-", "2021-") for text in other["hourly"]["time"]]
    with pytest.raises(InputError, match="for other hours"):
        year_of("open-meteo", other)
    with pytest.raises(InputError, match="for other hours"):
        year_of("nasa-power", power, year=2020)


def test_missing_hour_and_short_series_are_refused(meteo):
    short = copy.deepcopy(meteo)
    short["hourly"]["temperature_2m"] = short["hourly"]["temperature_2m"][:-1]
    with pytest.raises(InputError, match="different lengths"):
        year_of("open-meteo", short)
    gone = copy.deepcopy(meteo)
    gone["hourly"]["time"] = gone["hourly"]["time"][:-1]
    with pytest.raises(InputError, match="for other hours"):
        year_of("open-meteo", gone)


def test_gaps_are_filled_when_short_and_refused_when_long(meteo):
    gap = copy.deepcopy(meteo)
    gap["hourly"]["temperature_2m"][500:503] = [None] * 3
    whole, filled = year_of("open-meteo", meteo), year_of("open-meteo", gap)
    assert np.abs(whole.dry_bulb_c - filled.dry_bulb_c).max() < 1.5
    gap["hourly"]["temperature_2m"][500:520] = [None] * 20
    with pytest.raises(InputError, match="hours are missing"):
        year_of("open-meteo", gap)


def test_fill_value_of_power_is_a_gap(power):
    holed = copy.deepcopy(power)
    for stamp in list(holed["properties"]["parameter"]["PS"])[1000:1040]:
        holed["properties"]["parameter"]["PS"][stamp] = -999.0
    with pytest.raises(InputError, match="40 hours are missing, 40 in a row"):
        year_of("nasa-power", holed)


def test_wrong_unit_and_missing_member_are_named(meteo, power):
    fahrenheit = copy.deepcopy(meteo)
    fahrenheit["hourly_units"]["temperature_2m"] = "°F"
    with pytest.raises(InputError, match="wrong unit"):
        year_of("open-meteo", fahrenheit)
    with pytest.raises(InputError, match="lacks a member") as caught:
        year_of("nasa-power", {"messages": ["no data"], "header": {}})
    assert caught.value.column == "properties.parameter.T2M"
    assert "no data" in caught.value.value


def test_pvgis_needs_a_year_in_order(typical):
    with pytest.raises(InputError, match="not a full year"):
        year_of(
            "pvgis",
            {
                **typical,
                "outputs": {**typical["outputs"], "tmy_hourly": typical["outputs"]["tmy_hourly"][:9]},
            },
        )
    turned = {**typical["outputs"], "tmy_hourly": typical["outputs"]["tmy_hourly"][::-1]}
    with pytest.raises(InputError, match="in order"):
        year_of("pvgis", {**typical, "outputs": turned})


def test_impossible_value_is_refused(meteo):
    hot = copy.deepcopy(meteo)
    hot["hourly"]["temperature_2m"][4000] = 140.0
    with pytest.raises(InputError, match="impossible value"):
        year_of("open-meteo", hot)


def test_unknown_provider_and_missing_humidity(meteo):
    with pytest.raises(InputError, match="no such live source"):
        year_of("oracle", meteo)
    answer = open_meteo.fetch(
        Played(meteo), latitude_deg=48.0, longitude_deg=11.0, elevation_m=500.0, year=YEAR
    )
    dry = type(answer)(
        answer.hours_utc, answer.dry_bulb_c, None, None, answer.pressure_pa, 500.0, "made", False
    )
    with pytest.raises(InputError, match="no humidity"):
        to_year(
            dry,
            provider="made",
            latitude_deg=48.0,
            longitude_deg=11.0,
            elevation_m=500.0,
            utc_offset_h=1.0,
            year=YEAR,
            longest_gap_h=6,
        )


def test_pvgis_asks_for_json(typical):
    session = Played(typical)
    pvgis.fetch(session, latitude_deg=48.0, longitude_deg=11.0)
    assert session.asked[0][1]["outputformat"] == "json"


def whole(value):
    """A script's step: the value as JSON."""
    body = json.dumps(value).encode()

    def act(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return act


@pytest.mark.parametrize("provider", ["nasa-power", "open-meteo", "pvgis"])
def test_over_loopback_the_three_become_a_year_and_answer_from_the_cache(
    provider, power, meteo, typical, serve, make_session
):
    shape = {"nasa-power": power, "open-meteo": meteo, "pvgis": typical}[provider]
    server, url = serve(whole(shape))
    session, _ = make_session()
    place = {"latitude_deg": 48.0, "longitude_deg": 11.0, "elevation_m": 500.0, "utc_offset_h": 1.0}
    first = fetch_year(provider, session, **place, year=YEAR, urls={provider: url})
    offline, _ = make_session(offline=True)
    again = fetch_year(provider, offline, **place, year=YEAR, urls={provider: url})
    np.testing.assert_array_equal(first.dry_bulb_c, again.dry_bulb_c)
    np.testing.assert_allclose(first.dry_bulb_c, wave(HOURS)[23 : 23 + 8760], atol=6e-4)
    assert len(server.paths) == 1
    assert first.provider == provider


def test_over_loopback_a_wrong_year_is_refused_and_not_kept(meteo, serve, make_session, tmp_path):
    other = copy.deepcopy(meteo)
    other["hourly"]["time"] = [text.replace("2023-", "2021-") for text in other["hourly"]["time"]]
    server, url = serve(whole(other), whole(meteo))
    session, _ = make_session()
    place = {"latitude_deg": 48.0, "longitude_deg": 11.0, "elevation_m": 500.0, "utc_offset_h": 1.0}
    with pytest.raises(InputError, match="for other hours"):
        fetch_year("open-meteo", session, **place, year=YEAR, urls={"open-meteo": url})
    assert not list((tmp_path / "cache").rglob("*.body"))
    assert (
        len(fetch_year("open-meteo", session, **place, year=YEAR, urls={"open-meteo": url}).dry_bulb_c)
        == 8760
    )
    assert len(server.paths) == 2


def test_a_leap_year_has_its_day(meteo):
    hours = expected_hours(2024)
    leap = copy.deepcopy(meteo)
    dry = np.linspace(0.0, 20.0, hours.size).round(3)
    leap["hourly"] = {
        "time": [f"{hour}:00" for hour in hours],
        "temperature_2m": dry.tolist(),
        "dew_point_2m": (dry - 4.0).tolist(),
        "surface_pressure": [955.0] * dry.size,
    }
    year = year_of("open-meteo", leap, year=2024)
    assert len(year.dry_bulb_c) == 8784
    # 29 February 00:00 in local time (UTC + 1) is 31 + 28 days and 24 h before less 1 h into the answer.
    assert year.dry_bulb_c[59 * 24] == dry[24 + 59 * 24 - 1]
    assert len(year.without_leap_day().dry_bulb_c) == 8760
