"""What one entry of the field registry says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DType = Literal["str", "float", "int", "bool"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its unit (readable by Pint; ``"1"`` has no dimension, ``""`` is text), range and meaning.

    ``nullable`` says whether an empty cell is a known gap (True) or an error (False).
    """

    name: str
    unit: str
    dtype: DType
    meaning: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] | None = None
    nullable: bool = False

    def allowed(self) -> str:
        """What a value may be, for messages and the data dictionary."""
        if self.choices is not None:
            return "one of " + ", ".join(self.choices)
        kind = {"str": "text", "float": "a number", "int": "a whole number", "bool": "true or false"}[
            self.dtype
        ]
        if self.minimum is not None and self.maximum is not None:
            kind += f" from {self.minimum:g} to {self.maximum:g}"
        elif self.minimum is not None:
            kind += f" of at least {self.minimum:g}"
        elif self.maximum is not None:
            kind += f" of at most {self.maximum:g}"
        return kind + (", or empty" if self.nullable else "")


def F(  # noqa: N802 - short on purpose: the fieldsets are tables, and this is their row
    name: str,
    unit: str,
    dtype: DType,
    meaning: str,
    minimum: float | None = None,
    maximum: float | None = None,
    *,
    choices: tuple[str, ...] | None = None,
    nullable: bool = False,
) -> Field:
    """Write one row of a fieldset."""
    return Field(name, unit, dtype, meaning, minimum, maximum, choices, nullable)
