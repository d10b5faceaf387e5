"""The rules name what their stages read."""

from __future__ import annotations

import re

from pipeline.datasets import ROOT, sources
from pipeline.geography.regional import DATASETS
from pipeline.imports import module_files


def named_datasets(rule: str) -> set[str]:
    text = (ROOT / "pipeline" / "rules" / f"{rule}.smk").read_text(encoding="utf-8")
    return {
        name
        for call in re.findall(r"kilowhere\.datasets\(([^)]*)\)", text)
        for name in re.findall(r'"(\w+)"', call)
    }


def test_geography_names_every_regional_dataset() -> None:
    assert named_datasets("geography") == {"admin0", "admin1", *DATASETS}


def test_every_named_dataset_is_on_record() -> None:
    rules = [path.stem for path in (ROOT / "pipeline" / "rules").glob("*.smk")]
    assert len(rules) >= 8
    for rule in rules:
        assert named_datasets(rule) <= sources().keys(), rule


def test_a_stage_depends_on_its_models_and_on_no_other_stage() -> None:
    facility = module_files("facility")
    assert "pipeline/facility/kernel.py" in facility
    assert "pipeline/weather/psychrometrics.py" in facility
    assert "pipeline/configs/facility.py" in facility
    for other in ("ranking", "cartography", "account", "geography"):
        assert not [path for path in facility if path.startswith(f"pipeline/{other}/")]
    assert "pipeline/configs/ranking.py" not in facility
