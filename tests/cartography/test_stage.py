"""The stage as its rule calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.cartography.__main__ import main
from pipeline.configs.maps import MapsConfig
from pipeline.errors import InputError
from pipeline.files import write_csv, write_json, write_parquet
from pipeline.ranking.rank import rank_sites
from pipeline.ranking.tables import joined
from tests.cartography.synthetic import gate_configs, ranking_config, tables


def arguments(folder: Path, config: str | None = None) -> list[str]:
    made = tables(8)
    for name, frame in made.items():
        write_parquet(frame, folder / f"{name}.parquet")
    ranked = rank_sites(
        joined(made["sites"], made["regional"], made["facility"], made["account"]),
        gate_configs(),
        ranking_config(),
    )
    write_parquet(ranked.sites, folder / "ranking.parquet")
    write_csv(ranked.gates, folder / "gates.csv")
    write_json(ranked.robustness, folder / "robustness.json")
    sections = {
        "maps": MapsConfig(outline_tolerance_deg=0.5).model_dump(mode="json"),
        "gates": [gate.model_dump(mode="json") for gate in gate_configs()],
        "ranking": ranking_config().model_dump(mode="json"),
    }
    given = ["--config", config or json.dumps(sections), "--title", "Campus", "--scenario", "made-up"]
    for name in (*made, "ranking"):
        given += [f"--{name}", str(folder / f"{name}.parquet")]
    verdicts = pd.DataFrame(columns=["site_id", "design", "rule", "verdict", "rule_value", "rule_margin"])
    write_parquet(verdicts.astype("str"), folder / "standards.parquet")
    given += ["--standards", str(folder / "standards.parquet")]
    given += ["--gates", str(folder / "gates.csv"), "--robustness", str(folder / "robustness.json")]
    return [*given, "--map", str(folder / "map.html")]


def test_it_writes_the_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(arguments(tmp_path))
    assert (tmp_path / "map.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert capsys.readouterr().err.startswith("cartography: 8 candidates")


def test_bad_settings_leave_no_map(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wrong sections"):
        main(arguments(tmp_path, config="{}"))
    assert not (tmp_path / "map.html").exists()


def test_a_truncated_table_is_named(tmp_path: Path) -> None:
    given = arguments(tmp_path)
    path = tmp_path / "ranking.parquet"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match=r"ranking\.parquet"):
        main(given)
    assert not (tmp_path / "map.html").exists()
