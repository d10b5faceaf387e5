from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import tables
from pipeline.errors import InputError
from pipeline.fieldsets.base import F, Field

FIELDS: dict[str, Field] = {
    entry.name: entry
    for entry in (
        F("id", "", "str", "key"),
        F("t_c", "degC", "float", "temperature", -90, 60),
        F("n", "1", "int", "count", 0),
        F("n_or_none", "1", "int", "count", 0, nullable=True),
        F("wet", "", "bool", "flag"),
        F("kind", "", "str", "kind", choices=("a", "b")),
        F("p_or_none", "1", "float", "maybe", nullable=True),
    )
}


@pytest.fixture(autouse=True)
def _registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "field", FIELDS.__getitem__)


def read(tmp_path: Path, text: str, columns: list[str], **options: object) -> pd.DataFrame:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return tables.read_csv_table(path, columns, **options)  # type: ignore[arg-type]


def test_reads_typed_columns_and_keeps_gaps(tmp_path: Path) -> None:
    frame = read(
        tmp_path,
        "kind,id,t_c,n,wet,p_or_none,n_or_none\na,x,1.5,2,true,,\n\nb,y,-3,0,False,1e-3,7\n",
        ["id", "t_c", "n", "wet", "kind", "p_or_none", "n_or_none"],
    )
    assert list(frame.columns) == ["id", "t_c", "n", "wet", "kind", "p_or_none", "n_or_none"]
    assert frame["t_c"].tolist() == [1.5, -3.0]
    assert frame["wet"].tolist() == [True, False]
    assert frame["p_or_none"].isna().tolist() == [True, False]
    assert frame["n_or_none"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("id\n", ["id"], "has a header but no rows"),
        ("id,t_c\nx,1\n", ["id", "n"], r"row 1, column n: the column is missing"),
        ("id,zz\nx,1\n", ["id"], r"row 1, column zz: unknown column"),
        ("id,id\nx,y\n", ["id"], "column id: the column appears twice"),
        ("id,t_c\nx,1,2\n", ["id", "t_c"], "row 2: 3 cells under 2 column names"),
        ("id,t_c\nx,1\ny,warm\n", ["id", "t_c"], r"row 3, column t_c: not a number; found 'warm'"),
        ("id,t_c\nx,NaN\n", ["id", "t_c"], r"row 2, column t_c: not a number; found 'NaN'"),
        ("id,t_c\nx,inf\n", ["id", "t_c"], "not a number; found 'inf'"),
        ("id,t_c\nx,\n", ["id", "t_c"], r"row 2, column t_c: the value is missing"),
        (
            "id,t_c\n\n\nx,61\n",
            ["id", "t_c"],
            r"row 4, column t_c: not allowed; found 61.0; allowed: .*-90 to 60",
        ),
        ("id,n\nx,1.5\n", ["id", "n"], "not a whole number"),
        ("id,n\nx,-1\n", ["id", "n"], "found -1; allowed: a whole number of at least 0"),
        ("id,wet\nx,2\n", ["id", "wet"], "not true or false"),
        ("id,kind\nx,c\n", ["id", "kind"], "found 'c'; allowed: one of a, b"),
        ("id,t_c\nx,1\nx,2\n", ["id", "t_c"], r"row 3, column id: appears twice; found 'x'"),
        ('id,t_c\n"x,1\n', ["id", "t_c"], "not a well-formed CSV"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, columns: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(tmp_path, text, columns, key=["id"])


def test_the_first_fault_in_the_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 3, column t_c"):
        read(tmp_path, "id,t_c,n\nx,1,1\ny,99,1\nz,1,-5\n", ["id", "t_c", "n"])


def test_extra_columns_can_be_passed_over(tmp_path: Path) -> None:
    assert list(read(tmp_path, "id,zz\nx,1\n", ["id"], extra=True).columns) == ["id"]


@given(st.lists(st.floats(-90, 60), min_size=1, max_size=20))
def test_any_number_in_range_reads_back(
    tmp_path_factory: pytest.TempPathFactory, values: list[float]
) -> None:
    text = "id,t_c\n" + "".join(f"{i},{value!r}\n" for i, value in enumerate(values))
    frame = read(tmp_path_factory.mktemp("t"), text, ["id", "t_c"])
    assert frame["t_c"].tolist() == values
