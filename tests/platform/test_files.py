import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point

from pipeline import files
from pipeline.errors import InputError


def test_a_failed_writer_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    files.write_text("old", target)
    with pytest.raises(RuntimeError), files.atomic_path(target) as temporary:
        temporary.write_text("half of the n")
        raise RuntimeError
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    files.write_text("old", target)
    program = (
        "import os, signal; from pipeline.files import atomic_path\n"
        f"with atomic_path({str(target)!r}) as t:\n"
        "    t.write_text('half'); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == -9
    assert target.read_text() == "old"


@pytest.mark.parametrize("suffix", ["csv", "parquet", "json", "npy"])
def test_the_same_data_give_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    frame = pd.DataFrame({"a": [1.1, np.nan], "b": ["x", "ü"]})
    write = {
        "csv": lambda path: files.write_csv(frame, path),
        "parquet": lambda path: files.write_parquet(frame, path),
        "json": lambda path: files.write_json({"b": 1, "a": [0.1]}, path),
        "npy": lambda path: files.write_npy(np.arange(3.0), path),
    }[suffix]
    write(tmp_path / f"1.{suffix}")
    write(tmp_path / f"2.{suffix}")
    assert files.sha256_of(tmp_path / f"1.{suffix}") == files.sha256_of(tmp_path / f"2.{suffix}")


def test_csv_floats_read_back_exactly(tmp_path: Path) -> None:
    values = np.random.default_rng(1).normal(size=200) * 10.0 ** np.arange(-100, 100)
    files.write_csv(pd.DataFrame({"a": values}), tmp_path / "a.csv")
    read = [float(line) for line in (tmp_path / "a.csv").read_text().splitlines()[1:]]
    np.testing.assert_array_equal(read, values)


def test_geometry_becomes_geoparquet(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[Point(3, 4)], crs=4326)
    files.write_parquet(frame, tmp_path / "a.parquet")
    assert gpd.read_parquet(tmp_path / "a.parquet").geometry.iloc[0] == Point(3, 4)


def test_json_refuses_nan(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON"):
        files.write_json({"a": float("nan")}, tmp_path / "a.json")
    assert not list(tmp_path.iterdir())


def test_text_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(InputError, match=r"a\.csv: no such file"):
        files.read_text(path)
    path.write_bytes(b" \n")
    with pytest.raises(InputError, match="is empty"):
        files.read_text(path)
    path.write_bytes("name\nMünchen\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"row 2: wrong text encoding.*UTF-8"):
        files.read_text(path)
    with pytest.raises(InputError, match="cannot be read"):
        files.read_text(tmp_path)
    path.write_bytes(b"\xef\xbb\xbfa")
    assert files.read_text(path) == "a"


def test_truncated_and_foreign_files_are_named(tmp_path: Path) -> None:
    files.write_parquet(pd.DataFrame({"a": range(1000)}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"a\.parquet: is not a readable Parquet file"):
        files.read_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="is not a readable Parquet file"):
        files.read_parquet(tmp_path / "none.parquet")
    files.write_npy(np.arange(1000), tmp_path / "a.npy")
    whole = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "a.npy").write_bytes(whole[:300])
    with pytest.raises(InputError, match=r"a\.npy: is not a readable array file"):
        files.read_npy(tmp_path / "a.npy")


def test_pickled_arrays_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="not a readable array"):
        files.read_npy(tmp_path / "a.npy")
