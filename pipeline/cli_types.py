"""Option types that the commands share: numbers that are numbers, and files that can be written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class Finite(click.FloatRange):
    """A number in a range; unlike click's own it takes neither ``nan`` nor an infinity."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number, or click's usage error."""
        found = float(super().convert(value, param, ctx))
        if found != found or found in (float("inf"), float("-inf")):
            self.fail(f"{value} is not a number that can be used.", param, ctx)
        return found


class NewFile(click.Path):
    """A file to write, in a folder that is there, with one of some suffixes (any if none are given)."""

    def __init__(self, *suffixes: str) -> None:
        super().__init__(dir_okay=False, path_type=Path)
        self.suffixes = suffixes

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or click's usage error."""
        path = Path(str(super().convert(value, param, ctx)))
        if self.suffixes and path.suffix.lower() not in self.suffixes:
            self.fail(f"{path.name} does not end in {', '.join(self.suffixes)}.", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"the folder {path.parent} does not exist.", param, ctx)
        return path
