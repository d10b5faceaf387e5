"""The door to ``datasets/``: what is on record is what comes out, and nothing else does."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from pipeline import datasets, register_dataset
from pipeline.errors import InputError
from pipeline.fields import check_columns


def test_every_dataset_is_in_order() -> None:
    assert len(datasets.sources()) >= 10
    for name, entry in datasets.sources().items():
        path = datasets.verified_path(name)
        for text in (
            entry.title,
            entry.publisher,
            entry.licence,
            entry.vintage,
            entry.method,
            entry.retrieved,
        ):
            assert text.strip(), (name, entry)
        if path.suffix == ".csv":
            frame = datasets.load(name)
            assert len(frame) == int(entry.rows), name
            empty = [column for column in frame.columns if frame[column].isna().all()]
            assert not empty, f"{name}: nothing in {empty}"


def test_every_file_under_datasets_is_on_record() -> None:
    known = {entry.path for entry in datasets.sources().values()} | {"datasets/sources.csv"}
    folder = datasets.ROOT / "datasets"
    found = {
        path.relative_to(datasets.ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".sources.lock" and path.suffix != ".md"
    }
    assert found == known


def test_every_column_is_registered() -> None:
    for entry in datasets.sources().values():
        if entry.path.endswith(".csv"):
            with open(datasets.ROOT / entry.path, encoding="utf-8", newline="") as handle:
                check_columns(next(csv.reader(handle)))


@pytest.fixture
def own_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``datasets/`` of the test's own."""
    monkeypatch.setattr(datasets, "ROOT", tmp_path)
    monkeypatch.setattr(datasets, "SOURCES", tmp_path / "datasets" / "sources.csv")
    monkeypatch.setattr(register_dataset, "ROOT", tmp_path)
    monkeypatch.setattr(register_dataset, "SOURCES", tmp_path / "datasets" / "sources.csv")
    datasets.sources.cache_clear()
    yield tmp_path
    datasets.sources.cache_clear()


def register(path: Path, name: str = "sites") -> int:
    datasets.sources.cache_clear()
    given = {"id": name, "path": path, "title": "t", "publisher": "p", "licence": "CC0", "vintage": "2024"}
    given |= {"method": "m", "retrieved": "2026-01-01", "built-by": "tools/x.py", "key": "site_id"}
    arguments = [text for key, value in given.items() for text in (f"--{key}", str(value))]
    code = register_dataset.main(arguments)
    datasets.sources.cache_clear()
    return code


def table(folder: Path, name: str = "sites.csv", latitude: str = "1.5") -> Path:
    path = folder / "datasets" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"site_id,latitude_deg\na,{latitude}\n")
    return path


def test_registered_tables_come_back(own_door: Path) -> None:
    assert register(table(own_door)) == 0
    assert datasets.load("sites").to_dict("list") == {"site_id": ["a"], "latitude_deg": [1.5]}
    assert datasets.source("sites").rows == "1"


def test_a_changed_byte_is_refused(own_door: Path) -> None:
    path = table(own_door)
    assert register(path) == 0
    path.write_text(path.read_text().replace("1.5", "1.6"))
    with pytest.raises(InputError, match=r"sites\.csv: the checksum of dataset sites does not match"):
        datasets.load("sites")
    with pytest.raises(InputError, match="does not match"):
        datasets.verify_all()
    path.unlink()
    with pytest.raises(InputError, match="the file of dataset sites is missing"):
        datasets.verified_path("sites")


def test_a_faulty_table_is_not_registered(own_door: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert register(table(own_door, latitude="95")) == 2
    assert "latitude_deg" in capsys.readouterr().err
    assert not (own_door / "datasets" / "sources.csv").exists()
    (own_door / "datasets" / "sites.csv").write_text("site_id,no_such\na,1\n")
    assert register(own_door / "datasets" / "sites.csv") == 2
    assert "no_such" in capsys.readouterr().err


def test_a_truncated_parquet_is_refused(own_door: Path) -> None:
    path = own_door / "datasets" / "sites.parquet"
    path.parent.mkdir()
    pd.DataFrame({"site_id": ["a"], "latitude_deg": [1.5]}).to_parquet(path)
    assert register(path) == 0
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(InputError, match="checksum"):
        datasets.load("sites")


def test_faults_of_the_record_itself(own_door: Path) -> None:
    assert register(table(own_door)) == 0
    sources = own_door / "datasets" / "sources.csv"
    good = sources.read_text()
    for text, message in (
        (good.replace("dataset,path", "dataset,paht"), "wrong header"),
        (good + good.splitlines()[1] + "\n", "appears twice"),
        (good + "x,y\n", "2 cells under 15"),
    ):
        sources.write_text(text)
        datasets.sources.cache_clear()
        with pytest.raises(InputError, match=message):
            datasets.sources()
    sources.write_text(good)
    datasets.sources.cache_clear()
    with pytest.raises(InputError, match="no such dataset; found 'nope'; allowed: sites"):
        datasets.source("nope")
