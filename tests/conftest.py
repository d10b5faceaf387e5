"""Fixtures for all rooms."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.datasets import ROOT


@pytest.fixture(scope="session")
def checkout_copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a run needs, so that a test may break it: run it with ``cwd`` there."""
    target = tmp_path_factory.mktemp("checkout")
    for name in ("pipeline", "datasets", "config", "docs"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Snakefile", "environment.yaml", "requirements.txt", "pyproject.toml"):
        shutil.copy2(ROOT / name, target / name)
    return target
