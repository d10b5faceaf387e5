"""Compiling ahead: once, in parts that cannot take each other's place, and not at all when one fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from numba.core.dispatcher import Dispatcher

from pipeline.facility import kernel, plants, warm


class Compiler:
    """Stands for a process that compiles one part."""

    started: list[str]
    code = 0

    def __init__(self, command: list[str]) -> None:
        self.started.append(command[-1])

    def wait(self) -> int:
        return self.code


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[Compiler]:
    own = type("Own", (Compiler,), {"started": []})
    monkeypatch.setattr(warm, "CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(subprocess, "Popen", own)
    return own


def test_each_part_is_compiled_once(compiler: type[Compiler]) -> None:
    warm.ensure_compiled()
    warm.ensure_compiled()
    assert compiler.started == ["sums", "details"]


def test_a_failed_part_is_told_and_tried_again(compiler: type[Compiler]) -> None:
    compiler.code = 1
    for _ in range(2):
        with pytest.raises(subprocess.CalledProcessError):
            warm.ensure_compiled()
    assert compiler.started == ["sums", "details"] * 2


def test_where_nothing_can_be_cached_nothing_is_started(
    compiler: type[Compiler], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "CACHE", None)
    warm.ensure_compiled()
    assert compiler.started == []


def test_no_two_compiled_functions_share_a_name() -> None:
    # Loops of one name, compiled in different processes, took each other's place when linked.
    found = {
        id(value): value.py_func.__qualname__
        for module in (kernel, plants)
        for value in vars(module).values()
        if isinstance(value, Dispatcher)
    }
    assert len(found) >= 30
    assert len(set(found.values())) == len(found)
