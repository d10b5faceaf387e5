"""The field registry: every column's name, unit, type, range and meaning, in one place.

The entries live in ``pipeline/fieldsets/<room>.py``, one module per room, each with a list ``FIELDS``. A
name means the same thing everywhere and is registered once.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType

from pipeline import fieldsets
from pipeline.fieldsets.base import Field

#: A user's own columns of the candidate table; they have no entry, since only the user knows what they hold.
USER_PREFIX = "user_"


@cache
def registry() -> MappingProxyType[str, Field]:
    """All fields by name, sorted.

    Raises
    ------
    ValueError
        A name is registered twice.
    """
    found: dict[str, Field] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(fieldsets.__path__)):
        for entry in getattr(importlib.import_module(f"{fieldsets.__name__}.{module}"), "FIELDS", ()):
            if entry.name in found:
                raise ValueError(f"field {entry.name!r} is registered twice")
            found[entry.name] = entry
    return MappingProxyType(dict(sorted(found.items())))


def field(name: str) -> Field:
    """The entry of one column; one of the user's own gets an entry without unit or range.

    Raises
    ------
    KeyError
        The column is not registered.
    """
    if name.startswith(USER_PREFIX):
        return Field(name, "", "str", "The user's own column of the candidate table", nullable=True)
    return registry()[name]


def check_columns(columns: Iterable[str]) -> None:
    """Raise ``KeyError`` naming every column that the registry does not know."""
    unknown = sorted(name for name in set(columns) - registry().keys() if not name.startswith(USER_PREFIX))
    if unknown:
        raise KeyError(f"columns without an entry in the field registry: {', '.join(unknown)}")
