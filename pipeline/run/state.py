"""Whether the results on disk belong to the inputs on disk, told by checksums and not by time stamps."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pipeline.config import Config, is_scenario_name, measured_weather, relative_to_root
from pipeline.configs.ranking import polygon_files
from pipeline.datasets import ROOT, sources
from pipeline.files import sha256_of

#: Folder, beside the results of a scenario, that keeps those of an earlier run whose inputs have changed.
SUPERSEDED = "superseded"


def input_files(config: Config) -> list[Path]:
    """Files whose content decides the results, beside the settings: code, datasets, candidates, overrides."""
    code = [path for pattern in ("*.py", "*.smk") for path in (ROOT / "pipeline").rglob(pattern)]
    assets = [path for path in (ROOT / "pipeline").glob("*/assets/**/*") if path.is_file()]
    templates = [path for path in (ROOT / "pipeline").glob("*/templates/**/*") if path.is_file()]
    given = [config.geography.candidates, config.regional.overrides, *polygon_files(config.gates)]
    return sorted(
        {
            ROOT / "Snakefile",
            ROOT / "datasets" / "sources.csv",
            ROOT / "docs" / "limitations.md",
            *code,
            *assets,
            *templates,
            *(ROOT / entry.path for entry in sources().values()),
            *(relative_to_root(path) for path in given if path is not None),
            *measured_weather(config),
        }
    )


def inputs_digest(config: Config) -> str:
    """One SHA-256 over the settings and every input file's content."""
    digest = hashlib.sha256(config.model_dump_json().encode())
    for path in input_files(config):
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        digest.update(f"\n{name} {sha256_of(path)}".encode())
    return digest.hexdigest()


def result_files(scenario: str) -> list[Path]:
    """Everything a finished run of a scenario has left for people to open."""
    folder = ROOT / "results" / scenario
    found = [path for path in folder.glob("*") if path.is_file()] if folder.is_dir() else []
    page = ROOT / "maps" / f"{scenario}.html"
    return sorted([*found, page] if page.is_file() else found)


def is_current(scenario: str, digest: str) -> bool:
    """Whether the manifest was made from these inputs and every output still has the checksum it records."""
    manifest = read_manifest(scenario)
    if manifest is None or manifest.get("inputs_digest") != digest:
        return False
    outputs: dict[str, str] = manifest["outputs"]
    return all((ROOT / name).is_file() and sha256_of(ROOT / name) == value for name, value in outputs.items())


def read_manifest(scenario: str) -> dict[str, Any] | None:
    """The manifest of the last finished run, if there is a readable one."""
    path = ROOT / "results" / scenario / "manifest.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("outputs"), dict) else None


def set_aside(scenario: str) -> Path | None:
    """Move results that no longer belong to the inputs out of the way, so that none looks current.

    They are kept in ``results/<scenario>/superseded/`` (the last set only). Returns that folder, or ``None``
    if there was nothing to move.
    """
    stale = result_files(scenario) if is_scenario_name(scenario) else []
    if not stale:
        return None
    folder = ROOT / "results" / scenario / SUPERSEDED
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for path in stale:
        path.replace(folder / path.name)
    return folder


def sweep() -> None:
    """Remove the temporary files that killed stages left; call it while holding the run lock."""
    for folder in ("work", "results", "maps"):
        for path in (ROOT / folder).rglob(".*.tmp*"):
            path.unlink(missing_ok=True)
