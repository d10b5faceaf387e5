"""A user's own figures of a site."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.fields import check_columns, field
from pipeline.geography.candidates import read_candidates
from pipeline.geography.join import join_regions
from pipeline.geography.polygons import read_regions

HEADER = "site_id,name,latitude_deg,longitude_deg,country_iso3"
SITES = ("oslo,Oslo,59.91,10.75,NOR", "lima,Lima,-12.04,-77.03,PER", "bern,Bern,46.95,7.45,CHE")


def write(folder: Path, names: str, *cells: str) -> Path:
    path = folder / "mine.csv"
    lines = [f"{HEADER},{names}", *(f"{site},{own}" for site, own in zip(SITES, cells, strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_numbers_truth_and_text_with_their_gaps(tmp_path: Path) -> None:
    names = "user_power_mw,user_permit,user_owner"
    frame = read_candidates(write(tmp_path, names, "120,true,=1+1", ",,<b>", "2.5e1,False,"))
    assert frame["user_power_mw"].tolist()[::2] == [120.0, 25.0]
    assert frame["user_power_mw"].isna().tolist() == [False, True, False]
    assert frame["user_permit"].dtype == "boolean"
    assert frame["user_permit"].tolist() == [True, pd.NA, False]
    assert frame["user_owner"].tolist()[:2] == ["=1+1", "<b>"]  # text stays text
    assert pd.isna(frame["user_owner"][2])


def test_they_travel_with_the_site(tmp_path: Path) -> None:
    frame = read_candidates(write(tmp_path, "user_power_mw", "120", "", "25"))
    joined = join_regions(frame, read_regions(), nearest_region_km=30.0)
    assert joined["user_power_mw"].tolist()[::2] == [120.0, 25.0]
    check_columns(joined.columns)
    assert field("user_power_mw").nullable


def test_a_column_without_a_value_is_missing_throughout(tmp_path: Path) -> None:
    frame = read_candidates(write(tmp_path, "user_power_mw", "", "", ""))
    assert frame["user_power_mw"].isna().all()


@pytest.mark.parametrize("name", ["user_Power", "user_", "User_power", "user_" + "x" * 51])
def test_names_are_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="not a usable name for a column"):
        read_candidates(write(tmp_path, name, "1", "2", "3"))


def test_a_word_among_numbers_is_named_by_its_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a word among numbers") as caught:
        read_candidates(write(tmp_path, "user_power_mw", "120", "n/a", "25"))
    assert "user_power_mw" in str(caught.value)
    assert "n/a" in str(caught.value)
    assert "row 3" in str(caught.value) or "line 3" in str(caught.value)
