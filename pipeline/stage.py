"""How a stage is run from the command line: bad input is one line on stderr and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable

from pipeline.errors import InputError


def run(main: Callable[[list[str] | None], None], arguments: list[str] | None = None) -> int:
    """Call a stage's ``main`` and give the exit code: 0, or 2 after printing an ``InputError``."""
    try:
        main(arguments)
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def say(stage: str, message: str) -> None:
    """One line of progress."""
    print(f"{stage}: {message}", file=sys.stderr, flush=True)
