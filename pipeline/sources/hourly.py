"""What a service of hourly weather answers, before it becomes a year at a site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HourlyAnswer:
    """Hours in UTC with gaps as NaN.

    Exactly one of ``dew_point_c`` and ``relative_humidity_share`` is given. ``elevation_m`` is the height
    that the values belong to (NaN: not said). ``typical`` marks a year put together from months of several
    years.
    """

    hours_utc: npt.NDArray[np.datetime64]
    dry_bulb_c: _Floats
    dew_point_c: _Floats | None
    relative_humidity_share: _Floats | None
    pressure_pa: _Floats
    elevation_m: float
    source: str
    typical: bool


def member(answer: dict[str, Any], path: str, service: str) -> Any:
    """The value at ``a.b.c`` of an answer; its absence is an ``InputError``."""
    value: Any = answer
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            text = str(answer.get("messages") or answer.get("reason") or answer.get("message") or "")[:120]
            raise InputError("the answer lacks a member", file=service, column=path, value=text or None)
        value = value[name]
    return value


def numbers(values: list[Any], service: str, column: str) -> _Floats:
    """A list of numbers and nulls as an array with NaN for null."""
    try:
        return np.array([np.nan if value is None else float(value) for value in values], dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("a value is not a number", file=service, column=column) from None


def expected_hours(year: int) -> npt.NDArray[np.datetime64]:
    """UTC hours of a year with a day before and after, so that any local year lies inside."""
    start, end = datetime(year - 1, 12, 31), datetime(year + 1, 1, 2)
    return np.arange(np.datetime64(start, "h"), np.datetime64(end, "h"))


def check_hours(hours: npt.NDArray[np.datetime64], wanted: npt.NDArray[np.datetime64], service: str) -> None:
    """The answer must hold the hours asked for, no other year and none missing."""
    if hours.size != wanted.size or not np.array_equal(hours, wanted):
        span = f"{hours[0]} to {hours[-1]}, {hours.size} hours" if hours.size else "no hours"
        raise InputError(
            "the answer is for other hours",
            file=service,
            value=span,
            allowed=f"{wanted[0]} to {wanted[-1]}, {wanted.size} hours",
        )
