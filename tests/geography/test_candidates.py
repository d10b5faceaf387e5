"""Reading candidates: what is taken, and the one message for each fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.geography.candidates import COLUMNS, read_candidates, site_rows

HEADER = "site_id,name,latitude_deg,longitude_deg,country_iso3"
OSLO = "oslo,Oslo,59.91,10.75,NOR"


def write(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_the_least_table_is_taken_and_what_is_not_given_is_missing(tmp_path: Path) -> None:
    frame = read_candidates(write(tmp_path, HEADER, OSLO, "lima,Lima,-12.04,-77.03,PER"))
    assert list(frame) == list(COLUMNS)
    assert frame.latitude_deg.tolist() == [59.91, -12.04]
    assert frame[["kind", "region_id", "elevation_m", "site_source", "site_note"]].isna().all().all()
    assert frame.elevation_m.dtype == "float64"
    assert frame.kind.dtype == "str"


def test_optional_columns_are_kept_and_foreign_ones_passed_over(tmp_path: Path) -> None:
    path = write(
        tmp_path, HEADER + ",kind,region_id,elevation_m,owner", OSLO + ",power_led,NO-03,12.5,someone"
    )
    row = read_candidates(path).iloc[0]
    assert (row.kind, row.region_id, row.elevation_m) == ("power_led", "NO-03", 12.5)
    assert "owner" not in row


def test_a_byte_order_mark_and_blank_lines_are_taken(tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, "", OSLO, "", encoding="utf-8-sig")
    assert read_candidates(path).site_id.tolist() == ["oslo"]
    assert site_rows(path)["oslo"] == 3


@pytest.mark.parametrize(
    ("lines", "row", "column", "said"),
    [
        (["site_id,name,latitude_deg,country_iso3", "a,A,1,NOR"], 1, "longitude_deg", "is missing"),
        ([HEADER, "a,A,north,10.75,NOR"], 2, "latitude_deg", "not a number"),
        ([HEADER, OSLO, "a,A,95,10.75,NOR"], 3, "latitude_deg", "from -90 to 90"),
        ([HEADER, OSLO, "a,A,151.2,-33.9,AUS"], 3, "latitude_deg", "may be swapped"),
        ([HEADER, "a,A,59.9,190,NOR"], 2, "longitude_deg", "from -180 to 180"),
        ([HEADER, OSLO, OSLO], 3, "site_id", "appears twice"),
        ([HEADER, "a,A,nan,10.75,NOR"], 2, "latitude_deg", "not a number"),
        ([HEADER, "a,A,inf,10.75,NOR"], 2, "latitude_deg", "not a number"),
        ([HEADER, "a,A,,10.75,NOR"], 2, "latitude_deg", "missing"),
        ([HEADER, "a,,59.9,10.75,NOR"], 2, "name", "missing"),
        ([HEADER, "a,A,59.9,10.75,"], 2, "country_iso3", "missing"),
        ([HEADER, "a,A,59.9,10.75,XYZ"], 2, "country_iso3", "unknown country"),
        ([HEADER, "a,A,59.9,10.75,nor"], 2, "country_iso3", "NOR"),
        ([HEADER, "a b,A,59.9,10.75,NOR"], 2, "site_id", "not a usable key"),
        ([HEADER + ",kind", OSLO + ",castle"], 2, "kind", "cloud_region, colocation_metro, power_led"),
        ([HEADER + ",elevation_m", OSLO + ",-9000"], 2, "elevation_m", "from -450 to 6000"),
        ([HEADER + ",elevation_m", OSLO + ",high"], 2, "elevation_m", "not a number"),
        ([HEADER + ",elevation", OSLO + ",12"], 1, "elevation", "elevation_m (nearest)"),
        ([HEADER, OSLO + ",too,many"], 2, None, "7 cells under 5"),
        ([HEADER], None, None, "no rows"),
    ],
)
def test_a_fault_is_named_by_row_and_column(
    tmp_path: Path, lines: list[str], row: int | None, column: str | None, said: str
) -> None:
    path = write(tmp_path, *lines)
    with pytest.raises(InputError) as raised:
        read_candidates(path)
    error = raised.value
    assert error.file == str(path)
    assert (error.row, error.column) == (row, column)
    assert said in str(error)
    assert "\n" not in str(error)


def test_an_empty_file_and_a_wrong_encoding(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with pytest.raises(InputError, match="the file is empty"):
        read_candidates(empty)
    latin = write(tmp_path, HEADER, "a,Malmö,55.6,13.0,SWE", encoding="latin-1")
    with pytest.raises(InputError, match=r"row 2.*wrong text encoding.*UTF-8"):
        read_candidates(latin)
    with pytest.raises(InputError, match="no such file"):
        read_candidates(tmp_path / "none.csv")
