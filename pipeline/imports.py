"""Which files of the package a stage runs: editing a model reruns what depends on it and nothing else."""

from __future__ import annotations

from functools import cache

import grimp

from pipeline.datasets import ROOT


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("pipeline", cache_dir=None)


def module_files(stage: str) -> list[str]:
    """Files of ``pipeline.<stage>``'s entry and of every module it imports, relative to the checkout, sorted.

    Modules are found by their import statements, those inside functions too. The fieldsets are loaded by name
    and so do not appear: they describe columns and compute nothing.
    """
    entry = f"pipeline.{stage}.__main__"
    modules = {entry, *_graph().find_upstream_modules(entry)}
    modules |= {parent for module in modules for parent in _parents(module)}
    return sorted(path for path in map(_file, modules) if path)


def _parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def _file(module: str) -> str | None:
    stem = ROOT.joinpath(*module.split("."))
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if path.is_file() and path.stat().st_size:
            return path.relative_to(ROOT).as_posix()
    return None
