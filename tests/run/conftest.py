"""A small scenario in a copy of the checkout, for tests that break or interrupt a run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.run.checkout import add_small_scenario


@pytest.fixture(scope="session")
def small_checkout(checkout_copy: Path) -> Path:
    add_small_scenario(checkout_copy)
    return checkout_copy


@pytest.fixture
def clean_results(small_checkout: Path) -> Iterator[Path]:
    """The small checkout without any result before and after."""

    def clean() -> None:
        for name in ("work", "results", "maps", "logs", ".snakemake"):
            shutil.rmtree(small_checkout / name, ignore_errors=True)

    clean()
    yield small_checkout
    clean()
