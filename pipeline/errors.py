"""The one error that bad input raises."""

from __future__ import annotations

from os import PathLike


class InputError(Exception):
    """Input that cannot be used, told in one line: where it stands, what it says, what is allowed.

    Parameters
    ----------
    problem
        What is wrong, as a sentence without a full stop.
    file, row, column
        Where it stands. ``row`` is the line number in the file (the header is line 1).
    value
        The offending value as it was read.
    allowed
        What would be accepted instead.
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str | PathLike[str] | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
        allowed: object = None,
    ) -> None:
        self.problem = problem
        self.file = None if file is None else str(file)
        self.row = row
        self.column = column
        self.value = value
        self.allowed = allowed
        super().__init__(self._line())

    def _line(self) -> str:
        place = [
            part
            for part in (
                self.file,
                None if self.row is None else f"row {self.row}",
                None if self.column is None else f"column {self.column}",
            )
            if part
        ]
        text = f"{', '.join(place)}: {self.problem}" if place else self.problem
        if self.value is not None:
            shown = repr(self.value)
            text += f"; found {shown if len(shown) <= 120 else shown[:117] + '...'}"
        if self.allowed is not None:
            text += f"; allowed: {self.allowed}"
        return " ".join(text.split())
