"""Compiling with numba, cached by what the code says.

Numba's cache looks at the file of the function it compiles, not at the functions that it inlines. A changed
component would leave the kernel as it was. Here the cache folder carries a digest of every source file that
the kernel is built from, so any change compiles anew and an unchanged checkout never does.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import config, njit

from pipeline.weather import psychrometrics


def _cache_home() -> str | None:
    """Folder for this state of the sources; ``None`` (numba's own choice) where it cannot be written."""
    here = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted([*here.glob("*.py"), Path(psychrometrics.__file__)]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    home = here / "__pycache__" / f"numba-{digest.hexdigest()[:16]}"
    return str(home) if os.access(here, os.W_OK) else None


_HOME = _cache_home()


def compiled(*, inline: bool = False, part: str = "sums") -> Callable[[Callable[..., Any]], Any]:
    """Decorator: ``njit`` with fast maths (inputs are finite by then) and the cache above.

    ``inline`` functions are pasted into their callers; the others release the interpreter lock. Each ``part``
    has a folder of its own: numba numbers the files of functions made in one place, and two processes that
    compile into one folder would overwrite each other's.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        before = config.CACHE_DIR  # type: ignore[attr-defined]
        try:
            if _HOME is not None:
                config.CACHE_DIR = str(Path(_HOME) / part)  # type: ignore[attr-defined]
            return njit(
                cache=not inline, fastmath=True, error_model="numpy", nogil=not inline, forceinline=inline
            )(function)
        finally:
            config.CACHE_DIR = before  # type: ignore[attr-defined]

    return decorate
