"""The configuration of one run: ``config/default.yaml`` with a scenario's overlay on top, checked."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from pydantic import Field

from pipeline.configs.account import AccountConfig
from pipeline.configs.base import Section
from pipeline.configs.facility import FacilityConfig
from pipeline.configs.geography import GeographyConfig
from pipeline.configs.maps import MapsConfig
from pipeline.configs.ranking import GateConfig, RankingConfig
from pipeline.configs.reading import validate
from pipeline.configs.regional import RegionalConfig
from pipeline.configs.weather import WeatherConfig
from pipeline.configs.workload import WorkloadConfig
from pipeline.datasets import ROOT
from pipeline.errors import InputError
from pipeline.yaml_source import Document, overlay, read_yaml

DEFAULT = ROOT / "config" / "default.yaml"
SCENARIOS = ROOT / "config" / "scenarios"


class Config(Section):
    """Everything a run can be told; every key is described where it is defined."""

    title: str = Field(description="Headline of the map and the report", min_length=1, max_length=120)
    description: str = Field(description="What is being planned, in a sentence or two", default="")
    geography: GeographyConfig
    regional: RegionalConfig
    weather: WeatherConfig
    workload: WorkloadConfig
    facility: FacilityConfig
    account: AccountConfig
    gates: tuple[GateConfig, ...] = Field(description="Pass-or-fail rules, each with its reason")
    ranking: RankingConfig
    maps: MapsConfig


def is_scenario_name(scenario: str) -> bool:
    """Whether a scenario could be called so: small letters, digits, ``-`` and ``_``."""
    return re.fullmatch(r"[a-z0-9][a-z0-9_-]*", scenario) is not None


def scenario_names() -> list[str]:
    """The scenarios that can be run by name: ``default`` and every overlay in ``config/scenarios``."""
    return ["default", *sorted(path.stem for path in SCENARIOS.glob("*.yaml") if path.stem != "default")]


def scenario_document(scenario: str) -> Document:
    """The merged settings of a scenario, unchecked.

    Raises
    ------
    InputError
        There is no such scenario (the nearest names are given), or a file cannot be read.
    """
    if not is_scenario_name(scenario):
        raise InputError("not a scenario name", value=scenario, allowed="small letters, digits, - and _")
    base = read_yaml(DEFAULT)
    if scenario == "default":
        return base
    path = SCENARIOS / f"{scenario}.yaml"
    if not path.is_file():
        near = difflib.get_close_matches(scenario, scenario_names(), n=1)
        raise InputError(
            "there is no such scenario" + (f" (did you mean {near[0]}?)" if near else ""),
            file=path,
            value=scenario,
            allowed=", ".join(scenario_names()),
        )
    return overlay(base, read_yaml(path))


def load_config(scenario: str) -> Config:
    """Read and check a scenario; ``InputError`` names file, row, key, value and what is allowed."""
    return check_config(scenario_document(scenario))


def check_config(document: Document) -> Config:
    """Check merged settings against the models of the sections."""
    return validate(Config, document)


def section_json(config: Config, sections: Iterable[str]) -> str:
    """The named sections as canonical JSON: what a stage is given, and nothing it does not use."""
    chosen = config.model_dump(mode="json", include=set(sections))
    return json.dumps(chosen, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def measured_weather(config: Config) -> list[Path]:
    """Files in the folder of measured weather that the configuration names, sorted; none without a folder."""
    if not config.weather.epw_folder:
        return []
    return sorted(path for path in relative_to_root(config.weather.epw_folder).glob("*") if path.is_file())


def relative_to_root(path: str | PathLike[str]) -> Path:
    """A path from the configuration: relative ones start at the checkout."""
    return ROOT / Path(path)
