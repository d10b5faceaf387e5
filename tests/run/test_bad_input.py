"""Bad input ends with one line that says where and what, before any long work, and leaves no result."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.checkout import candidate_rows, kilowhere, write_candidates

Change = Callable[[Path], None]


def cell(site: int, column: str, value: str) -> Change:
    """Change one cell of the scenario's candidates."""

    def change(checkout: Path) -> None:
        import csv

        with open(checkout / "few.csv", encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        rows[site][column] = value
        write_candidates(rows, checkout / "few.csv")

    return change


def candidates(edit: Callable[[str], str | bytes]) -> Change:
    def change(checkout: Path) -> None:
        path = checkout / "few.csv"
        new = edit(path.read_text(encoding="utf-8"))
        path.write_bytes(new if isinstance(new, bytes) else new.encode())

    return change


def setting(text: str) -> Change:
    def change(checkout: Path) -> None:
        path = checkout / "config" / "scenarios" / "few.yaml"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    return change


def swap(checkout: Path) -> None:
    import csv

    with open(checkout / "few.csv", encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    row = next(row for row in rows if row["country_iso3"] == "DEU")
    row["latitude_deg"], row["longitude_deg"] = row["longitude_deg"], row["latitude_deg"]
    write_candidates(rows, checkout / "few.csv")


def overrides(text: str) -> Change:
    def change(checkout: Path) -> None:
        (checkout / "own.csv").write_text(text, encoding="utf-8")
        setting("regional:\n  overrides: own.csv\n")(checkout)

    return change


def dataset(path: str, edit: Callable[[bytes], bytes]) -> Change:
    def change(checkout: Path) -> None:
        (checkout / path).write_bytes(edit((checkout / path).read_bytes()))

    return change


CASES: dict[str, tuple[Change, list[str]]] = {
    "unknown key": (setting("wether: {}\n"), ["few.yaml, row 4", "wether", "unknown key", "weather"]),
    "unknown key, deep": (
        setting("ranking:\n  drws: 5\n"),
        ["few.yaml, row 5", "ranking.drws", "unknown key"],
    ),
    "wrong type": (setting("geography_: 1\n"), ["few.yaml, row 4", "geography_"]),
    "not YAML": (setting("a: [1\n"), ["few.yaml", "not well-formed YAML"]),
    "missing column": (
        candidates(lambda text: text.replace("latitude_deg", "lat", 1)),
        ["few.csv, row 1, column latitude_deg", "the column is missing"],
    ),
    "text in a number": (
        cell(1, "longitude_deg", "east"),
        ["few.csv, row 3, column longitude_deg", "not a number", "'east'"],
    ),
    "latitude 95": (
        cell(0, "latitude_deg", "95"),
        ["few.csv, row 2, column latitude_deg", "95", "-90 to 90"],
    ),
    "swapped": (swap, ["few.csv", "frankfurt", "swapped"]),
    "duplicate id": (
        candidates(lambda text: text + text.splitlines()[1] + "\n"),
        ["few.csv, row 11", "site_id", "appears twice"],
    ),
    "empty file": (candidates(lambda text: ""), ["few.csv", "is empty"]),
    "header only": (candidates(lambda text: text.splitlines()[0] + "\n"), ["few.csv", "no rows"]),
    "wrong encoding": (
        candidates(lambda text: text.replace("Frankfurt", "Fränkfurt").encode("latin-1")),
        ["few.csv", "wrong text encoding", "UTF-8"],
    ),
    "NaN": (cell(2, "latitude_deg", "NaN"), ["few.csv, row 4, column latitude_deg", "'NaN'"]),
    "unknown country": (cell(0, "country_iso3", "XXX"), ["few.csv, row 2, column country_iso3", "XXX"]),
    "no file": (lambda checkout: (checkout / "few.csv").unlink(), ["few.csv", "no such file"]),
    "negative price": (
        overrides("area_id,field,value,source\nDEU,price_usd_per_mwh,-3,my tariff\n"),
        ["own.csv, row 2", "price_usd_per_mwh", "-3"],
    ),
    "unknown field": (
        overrides("area_id,field,value,source\nDEU,prize_usd_per_mwh,3,my tariff\n"),
        ["own.csv, row 2", "prize_usd_per_mwh"],
    ),
    "unknown design": (
        setting("facility:\n  designs: [dry_cooler]\n"),
        ["few.yaml, row 4", "unknown cooling design", "did you mean"],
    ),
    "too little capacity": (
        setting("workload:\n  it_capacity_mw: 50\n"),
        ["few.yaml, row 5", "workload.it_capacity_mw", "more than the IT capacity"],
    ),
    "water price for a typo": (
        setting("account:\n  cost:\n    water_price_by_country_usd_per_m3: {Germany: 9}\n"),
        ["few.yaml, row 6", "Germany"],
    ),
    "reclaimed water for a typo": (
        setting("account:\n  reclaimed_water:\n    share_by_site:\n      bergn: 0.5\n"),
        ["few.yaml, row 7", "no such site", "bergn"],
    ),
    "path without a country": (
        setting("account:\n  pathway:\n    method: given\n    given:\n      NOR: {2028: 1.0, 2050: 0.5}\n"),
        ["few.yaml, row 7", "no path of carbon intensity for"],
    ),
    "money of a year without an index": (
        setting("account:\n  cost:\n    money_year: 2060\n"),
        ["few.yaml, row 6", "account.cost.money_year", "2060", "to 2025"],
    ),
    "country against region": (
        cell(0, "country_iso3", "FRA"),
        ["few.csv, row 2", "FRA, which has no such region"],
    ),
    "truncated Parquet": (
        dataset("datasets/boundaries/admin1.parquet", lambda raw: raw[: len(raw) // 2]),
        ["admin1.parquet", "checksum"],
    ),
    "checksum": (
        dataset("datasets/carbon/intensity_ember.csv", lambda raw: raw.replace(b"2", b"3", 1)),
        ["intensity_ember.csv", "checksum"],
    ),
}


@pytest.fixture
def breakable(small_checkout: Path, tmp_path: Path) -> Path:
    """A copy that a test may break; a finished result of the scenario lies in it."""
    target = tmp_path / "checkout"
    shutil.copytree(
        small_checkout, target, ignore=shutil.ignore_patterns("work", "results", "maps", "logs", ".snakemake")
    )
    (target / "results" / "few").mkdir(parents=True)
    (target / "results" / "few" / "ranking.csv").write_text("rank\n1\n")
    return target


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_one_clear_line(breakable: Path, case: str) -> None:
    change, expected = CASES[case]
    change(breakable)
    result = kilowhere(breakable, "run", "few")
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, result.stderr
    for text in expected:
        assert text in errors[0], errors[0]
    assert "hourly year" not in result.stderr, "long work had begun"
    left = [path for path in (breakable / "results" / "few").iterdir() if path.name != "superseded"]
    assert not left, "an old result looks current"
    assert not (breakable / "maps" / "few.html").exists()


def test_an_unknown_scenario_names_the_nearest(breakable: Path) -> None:
    result = kilowhere(breakable, "run", "defualt")
    assert result.returncode == 2
    assert "did you mean default" in result.stderr


def test_the_copies_are_like_the_checkout(small_checkout: Path) -> None:
    assert len(candidate_rows(small_checkout)) >= 250
