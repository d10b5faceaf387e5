"""Reading EPW, TMY3 and CSV: what is right is read, what is wrong is named with its row."""

import gzip
import importlib.util
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import InputError
from pipeline.weather.weather_files import epw_place, read_csv, read_epw, read_tmy3

_SPEC = importlib.util.spec_from_file_location("epw_text", Path(__file__).with_name("epw_text.py"))
text = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(text)

DRY, DEW, PRESSURE = 6, 7, 9


@pytest.fixture
def write(tmp_path):
    def writer(content, name="a.epw"):
        path = tmp_path / name
        path.write_text(content, encoding="latin-1")
        return path

    return writer


def test_epw_gives_its_hours_place_and_years(write):
    year = read_epw(write(text.epw()))
    assert (year.latitude_deg, year.longitude_deg, year.utc_offset_h, year.elevation_m) == (
        48.0,
        11.0,
        1.0,
        500.0,
    )
    assert year.dry_bulb_c.size == 8760
    # Hour 3 of 1 January: 10 − 8·cos(0.0022) − 5·cos 0 = −3.0
    assert year.dry_bulb_c[3] == pytest.approx(-3.0, abs=0.05)
    assert year.dew_point_c[3] == pytest.approx(-7.0, abs=0.05)
    assert year.pressure_pa.mean() == 95500.0
    assert year.provider == "epw"
    assert "1990-1990" in year.source
    # 95,500 Pa belong to 500 m (95,461 Pa); they never change, and that is said.
    assert year.warnings == ("atmospheric pressure: constant 95500 Pa",)


def test_packed_epw_reads_the_same(write, tmp_path):
    packed = tmp_path / "b.epw.gz"
    packed.write_bytes(gzip.compress(text.epw().encode()))
    np.testing.assert_array_equal(read_epw(packed).dry_bulb_c, read_epw(write(text.epw())).dry_bulb_c)


def test_name_with_a_comma_does_not_move_the_place(write):
    year = read_epw(write(text.epw(name="Washington, Dulles")))
    assert (year.latitude_deg, year.longitude_deg) == (48.0, 11.0)


def test_leap_year_keeps_its_day_and_can_lose_it(write):
    year = read_epw(write(text.epw(leap=True).replace("1990,", "1992,")))
    assert year.dry_bulb_c.size == 8784
    common = year.without_leap_day()
    assert common.dry_bulb_c.size == 8760
    np.testing.assert_array_equal(common.dry_bulb_c[: 59 * 24], year.dry_bulb_c[: 59 * 24])
    np.testing.assert_array_equal(common.dry_bulb_c[59 * 24 :], year.dry_bulb_c[60 * 24 :])


def test_missing_code_is_filled_in_short_gaps_and_said(write):
    changes = {(100, DRY): "99.9", (101, DRY): "99.9", (50, PRESSURE): "999999", (60, DEW): "99.9"}
    year = read_epw(write(text.epw(changes)))
    assert year.dry_bulb_c[100:102] == pytest.approx(
        np.interp([100, 101], [99, 102], [year.dry_bulb_c[99], year.dry_bulb_c[102]])
    )
    assert "dry bulb temperature: 2 missing hours filled by interpolation" in year.warnings
    assert "dew point temperature: 1 missing hours filled by interpolation" in year.warnings


def test_long_gap_is_named_with_its_row(write):
    path = write(text.epw({(hour, DRY): "99.9" for hour in range(200, 210)}))
    with pytest.raises(InputError, match="10 hours are missing, 10 in a row") as caught:
        read_epw(path)
    assert caught.value.row == 209  # eight lines of header, hour 200 is the 201st data line
    assert caught.value.column == "dry bulb temperature"


@pytest.mark.parametrize(
    ("changes", "column", "value"),
    [
        ({(4000, DRY): "59.0"}, "dry bulb temperature", 59.0),
        ({(10, DEW): "-120"}, "dew point temperature", -120.0),
        ({(10, PRESSURE): "955"}, "atmospheric pressure", 955.0),
    ],
)
def test_impossible_value_is_named(write, changes, column, value):
    with pytest.raises(InputError, match="impossible value") as caught:
        read_epw(write(text.epw(changes)))
    assert caught.value.column == column
    assert caught.value.value == value
    assert caught.value.row == next(iter(changes))[0] + 9


def test_a_spike_within_the_possible_is_named(write):
    with pytest.raises(InputError, match="leaves both its neighbours") as caught:
        read_epw(write(text.epw({(300, DRY): "42.0"})))
    assert caught.value.row == 309


def test_dew_point_above_dry_bulb_is_said_and_capped(write):
    year = read_epw(write(text.epw({(77, DEW): "30.0"})))
    assert year.dew_point_c[77] == year.dry_bulb_c[77]
    assert any("above dry bulb in 1 hours, first hour 78" in warning for warning in year.warnings)


def test_constant_stretch_is_said(write):
    year = read_epw(write(text.epw({(hour, DRY): "12.0" for hour in range(3000, 3040)})))
    assert "dry bulb temperature: 12.0 °C for 40 hours from hour 3001 of the year" in year.warnings


def test_pressure_of_another_height_is_said(write):
    year = read_epw(write(text.epw(elevation=2000.0)))
    assert any("does not belong to 2000 m" in warning for warning in year.warnings)


def test_text_in_a_number_is_named(write):
    with pytest.raises(InputError, match="not a number") as caught:
        read_epw(write(text.epw({(5, DRY): "cold"})))
    assert (caught.value.row, caught.value.value) == (14, "cold")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nothing\n", "not an EPW file"),
        ("LOCATION,a,b,c,d,e,north,11,1,500\n", "no position"),
        ("LOCATION,a,b,c,d,e,95,11,1,500\n", "no such position"),
        ("", "not an EPW file"),
    ],
)
def test_other_files_are_refused(write, content, message):
    with pytest.raises(InputError, match=message):
        epw_place(write(content))


def test_half_a_year_is_refused(write):
    whole = text.epw().splitlines()
    with pytest.raises(InputError, match="not a full year") as caught:
        read_epw(write("\n".join(whole[: 8 + 4000])))
    assert caught.value.value == "4000 hours"


def test_months_out_of_order_are_refused(write):
    lines = text.epw().splitlines()
    january, february = lines[8 : 8 + 744], lines[8 + 744 : 8 + 744 + 672]
    swapped = [*lines[:8], *february, *january, *lines[8 + 744 + 672 :]]
    with pytest.raises(InputError, match="not in order"):
        read_epw(write("\n".join(swapped)))


def test_truncated_pack_is_refused(tmp_path):
    path = tmp_path / "cut.epw.gz"
    path.write_bytes(gzip.compress(text.epw().encode())[:5000])
    with pytest.raises(InputError, match="cannot be read"):
        read_epw(path)


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_epw(tmp_path / "none.epw")


def test_tmy3_reads_hectopascals_and_missing_codes(write):
    year = read_tmy3(write(text.tmy3({(20, "Dry-bulb (C)"): "-9900"}), "p.csv"))
    assert year.pressure_pa.mean() == pytest.approx(97_400.0)
    assert (year.latitude_deg, year.utc_offset_h, year.elevation_m) == (33.45, -7.0, 337.0)
    assert year.dry_bulb_c[20] == pytest.approx((year.dry_bulb_c[19] + year.dry_bulb_c[21]) / 2.0)
    assert year.provider == "tmy3"


def test_tmy3_without_a_column_is_refused(write):
    with pytest.raises(InputError, match="a column is missing"):
        read_tmy3(write(text.tmy3().replace("Dew-point (C)", "Dew"), "p.csv"))


def test_csv_with_and_without_pressure(write):
    place = {"latitude_deg": 48.0, "longitude_deg": 11.0, "elevation_m": 500.0}
    with_pressure = read_csv(write(text.csv(), "a.csv"), **place)
    without = read_csv(write(text.csv(pressure=False), "b.csv"), **place)
    assert with_pressure.pressure_pa[0] == 95_500.0
    # Standard atmosphere at 500 m: 101325·(1 − 2.25577e-5·500)^5.25588 = 95,460.8 Pa
    assert without.pressure_pa[0] == pytest.approx(95_460.8, abs=0.5)
    assert "no pressure: standard atmosphere at 500 m" in without.warnings
    assert with_pressure.utc_offset_h == 1.0  # 11° east is solar zone +1


def test_csv_faults_are_named(write):
    place = {"latitude_deg": 48.0, "longitude_deg": 11.0, "elevation_m": 500.0}
    with pytest.raises(InputError, match="a column is missing"):
        read_csv(write(text.csv().replace("dew_point_c", "dew"), "a.csv"), **place)
    with pytest.raises(InputError, match="do not follow") as caught:
        read_csv(write(text.csv(changes={5: "2023-01-01T09:00:00,1,0,95500"}), "b.csv"), **place)
    assert caught.value.row == 7
    with pytest.raises(InputError, match="not a time"):
        read_csv(write(text.csv(changes={0: "tomorrow,1,0,95500"}), "c.csv"), **place)
    with pytest.raises(InputError, match="not a full year"):
        read_csv(write(text.csv(rows=100), "d.csv"), **place)
