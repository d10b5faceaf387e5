"""What the rules look up: the settings a stage is given, the code it runs, the datasets it reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from pipeline.config import Config, load_config, measured_weather, relative_to_root, section_json
from pipeline.configs.ranking import polygon_files
from pipeline.datasets import ROOT, source
from pipeline.imports import module_files


@cache
def scenario_config(scenario: str) -> Config:
    """The checked configuration of a scenario."""
    return load_config(scenario)


def settings(*sections: str) -> Callable[[Any], str]:
    """A function for ``params``: the named sections as JSON, so that only their change reruns a stage."""
    return lambda wildcards: section_json(scenario_config(wildcards.scenario), sections)


#: Every section of the configuration.
SECTIONS = (
    "title",
    "description",
    "geography",
    "regional",
    "weather",
    "workload",
    "facility",
    "account",
    "gates",
    "ranking",
    "maps",
)


def title(wildcards: Any) -> str:
    """The headline of a scenario."""
    return scenario_config(wildcards.scenario).title


def candidates(wildcards: Any) -> str:
    """The table of candidate sites of a scenario, relative to the checkout where it lies in it."""
    return _relative(scenario_config(wildcards.scenario).geography.candidates)


def user_files(wildcards: Any) -> list[str]:
    """Further files that a scenario's configuration names; editing one reruns what reads it."""
    overrides = scenario_config(wildcards.scenario).regional.overrides
    return [] if overrides is None else [_relative(overrides)]


def weather_files(wildcards: Any) -> list[str]:
    """Files in the folder of measured weather that a scenario names."""
    return [_relative(path) for path in measured_weather(scenario_config(wildcards.scenario))]


def gate_files(wildcards: Any) -> list[str]:
    """Polygon files that a scenario's gates name."""
    return [_relative(path) for path in polygon_files(scenario_config(wildcards.scenario).gates)]


def code(stage: str) -> list[str]:
    """The package's files that a stage runs."""
    return module_files(stage)


def package_files(room: str) -> list[str]:
    """Scripts, styles and templates of a room, sorted; they are read when it runs."""
    folder = ROOT / "pipeline" / room
    found = [path for part in ("assets", "templates") for path in (folder / part).rglob("*")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path.is_file())


def datasets(*names: str) -> list[str]:
    """The files of the named datasets."""
    return [source(name).path for name in names]


def _relative(path: object) -> str:
    full = relative_to_root(str(path))
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else str(full)
