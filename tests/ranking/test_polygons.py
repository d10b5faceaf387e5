import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from pipeline.configs.ranking import polygon_files
from pipeline.errors import InputError
from pipeline.ranking.polygons import with_polygons
from pipeline.ranking.rank import rank_sites

from .conftest import gate, settings, table

ROWS = {"east dry": (100, 100, 50), "edge dry": (100, 100, 50), "west dry": (100, 100, 50)}
LONGITUDES = [11.0, 10.0, 9.0]


def square(path: Path) -> Path:
    """10 to 12 degrees east, 59 to 61 degrees north."""
    gpd.GeoDataFrame(geometry=[shapely.box(10, 59, 12, 61)], crs=4326).to_file(path, driver="GeoJSON")
    return path


def test_sites_in_a_square_by_hand(tmp_path: Path) -> None:
    square(tmp_path / "park.geojson")
    rule = gate(exclude=[{"inside": "park.geojson"}])
    rows = with_polygons(table(ROWS, longitude_deg=LONGITUDES), [rule], tmp_path)
    # the border belongs to the square
    assert rows["inside park.geojson"].tolist() == [True, True, False]
    found = rank_sites(rows, [rule], settings()).sites
    assert found.loc[found["rank"].notna(), "site_id"].tolist() == ["west"]


def test_another_coordinate_system_and_format_are_the_same_place(tmp_path: Path) -> None:
    areas = gpd.read_file(square(tmp_path / "park.geojson")).to_crs(3857)
    areas.to_parquet(tmp_path / "park.parquet")
    rule = gate(include=[{"inside": str(tmp_path / "park.parquet")}])
    rows = with_polygons(table(ROWS, longitude_deg=[11.0, 10.5, 9.0]), [rule], Path("elsewhere"))
    assert rows.iloc[:, -1].tolist() == [True, True, False]


def test_files_are_named_once() -> None:
    rules = [gate(exclude=[{"inside": "a"}, {"inside": "b"}]), gate(include=[{"inside": "a"}])]
    assert polygon_files(rules) == ["a", "b"]
    assert polygon_files([gate(exclude=[{"column": "x", "below": 1.0}])]) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "are missing"),
        ("not json", "not a readable file"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "not polygons"),
        (
            json.dumps(
                {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
            ),
            "not polygons; found 'Point'",
        ),
    ],
)
def test_a_file_that_is_no_polygons_is_refused(tmp_path: Path, content: str | None, message: str) -> None:
    if content is not None:
        (tmp_path / "park.geojson").write_text(content)
    with pytest.raises(InputError, match=message):
        with_polygons(table(ROWS), [gate(exclude=[{"inside": "park.geojson"}])], tmp_path)


def test_a_missing_coordinate_system_is_refused(tmp_path: Path) -> None:
    gpd.GeoDataFrame(geometry=[shapely.box(10, 59, 12, 61)]).to_parquet(tmp_path / "park.parquet")
    with pytest.raises(InputError, match="coordinate system"):
        with_polygons(table(ROWS), [gate(exclude=[{"inside": "park.parquet"}])], tmp_path)
