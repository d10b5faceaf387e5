"""Checks of hourly weather: what is missing, impossible or too constant is found and named, small gaps
are filled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.weather.psychrometrics import standard_pressure_pa

_Floats = npt.NDArray[np.float64]

#: Records of the world with a margin: 56.7 °C (Death Valley 1913), −89.2 °C (Vostok 1983), dew point 35 °C
#: (Dhahran).
DRY_BULB_RANGE_C, DEW_POINT_RANGE_C = (-90.0, 57.0), (-100.0, 36.0)
PRESSURE_RANGE_PA = (45_000.0, 109_000.0)
#: A value that leaves both its neighbours by more than this is a slip [K].
SPIKE_K = 18.0
#: Equal dry bulb to the tenth for longer than this is a stuck sensor or a filled gap [h].
CONSTANT_H = 24
#: Station pressure may leave the standard atmosphere at the stated elevation by this much on average.
PRESSURE_SHARE = 0.04
#: A dew point above dry bulb by up to this is rounding [K].
ROUNDING_K = 0.2


@dataclass(frozen=True, slots=True)
class Series:
    """Three hourly series, gaps as NaN."""

    dry_bulb_c: _Floats
    dew_point_c: _Floats
    pressure_pa: _Floats


def runs(mask: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and length of each stretch of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(start), int(end - start)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def longest_constant(values: _Floats) -> tuple[int, int]:
    """Start and length [h] of the longest stretch of equal values."""
    equal = np.concatenate([[False], np.diff(values) == 0.0])
    stretches = runs(equal)
    if not stretches:
        return 0, 1
    start, length = max(stretches, key=lambda run: run[1])
    return start - 1, length + 1


def fill_gaps(values: _Floats, longest_h: int) -> tuple[_Floats, int]:
    """Fill gaps of up to ``longest_h`` linearly; gives the series and the number of hours filled.

    Longer gaps stay NaN.
    """
    missing = np.isnan(values)
    if not missing.any():
        return values, 0
    filled = values.copy()
    hours = np.arange(values.size)
    count = 0
    for start, length in runs(missing):
        if length <= longest_h and not missing.all():
            gap = slice(start, start + length)
            filled[gap] = np.interp(hours[gap], hours[~missing], values[~missing])
            count += length
    return filled, count


def _first(mask: npt.NDArray[np.bool_]) -> int:
    return int(np.argmax(mask))


def check_series(
    series: Series,
    *,
    elevation_m: float,
    file: str,
    row_of: Callable[[int], int | None],
    columns: tuple[str, str, str],
    longest_gap_h: int = 6,
) -> tuple[Series, tuple[str, ...]]:
    """Check, fill short gaps, and say what was found.

    Parameters
    ----------
    series
        Dry bulb, dew point [°C] and pressure [Pa], gaps as NaN. A pressure that is all gap is replaced by
        the standard atmosphere at ``elevation_m``.
    row_of
        Line number of an hour's row in the file.
    columns
        Names of the three columns as the file calls them.

    Raises
    ------
    InputError
        A value is impossible, a gap is too long; file, row, column and value are named.
    """
    warnings: list[str] = []
    pressure = series.pressure_pa
    if np.isnan(pressure).all():
        pressure = np.full(pressure.size, float(standard_pressure_pa(elevation_m)))
        warnings.append(f"no pressure: standard atmosphere at {elevation_m:.0f} m")
    checked: list[_Floats] = []
    for values, column, (low, high), unit in zip(
        (series.dry_bulb_c, series.dew_point_c, pressure),
        columns,
        (DRY_BULB_RANGE_C, DEW_POINT_RANGE_C, PRESSURE_RANGE_PA),
        ("°C", "°C", "Pa"),
        strict=True,
    ):
        bad = (values < low) | (values > high)
        if bad.any():
            hour = _first(bad)
            raise InputError(
                "impossible value",
                file=file,
                row=row_of(hour),
                column=column,
                value=float(values[hour]),
                allowed=f"{low:g} to {high:g} {unit}",
            )
        filled, count = fill_gaps(values, longest_gap_h)
        left = np.isnan(filled)
        if left.any():
            hour = _first(left)
            length = max(run[1] for run in runs(left))
            raise InputError(
                f"{int(left.sum())} hours are missing, {length} in a row",
                file=file,
                row=row_of(hour),
                column=column,
                allowed=f"gaps of up to {longest_gap_h} hours",
            )
        if count:
            warnings.append(f"{column}: {count} missing hours filled by interpolation")
        checked.append(filled)
    dry, dew, pressure = checked
    _check_spikes(dry, file, row_of, columns[0])
    warnings += _check_constant(dry, columns[0])
    dew, found = _check_dew_point(dry, dew, columns[1])
    warnings += found
    warnings += _check_pressure(pressure, elevation_m, columns[2])
    return Series(dry, dew, pressure), tuple(warnings)


def _check_spikes(dry: _Floats, file: str, row_of: Callable[[int], int | None], column: str) -> None:
    before, after = np.roll(dry, 1), np.roll(dry, -1)
    jump = np.minimum(np.abs(dry - before), np.abs(dry - after))
    spike = (jump > SPIKE_K) & (np.sign(dry - before) == np.sign(dry - after))
    if spike.any():
        hour = _first(spike)
        raise InputError(
            f"one hour leaves both its neighbours ({before[hour]:.1f} and {after[hour]:.1f} °C)",
            file=file,
            row=row_of(hour),
            column=column,
            value=float(dry[hour]),
            allowed=f"a step of up to {SPIKE_K:g} K back and forth",
        )


def _check_constant(dry: _Floats, column: str) -> list[str]:
    start, length = longest_constant(dry)
    if length <= CONSTANT_H:
        return []
    return [f"{column}: {dry[start]:.1f} °C for {length} hours from hour {start + 1} of the year"]


def _check_dew_point(dry: _Floats, dew: _Floats, column: str) -> tuple[_Floats, list[str]]:
    above = dew - dry
    wrong = above > ROUNDING_K
    found = []
    if wrong.any():
        hour = _first(wrong)
        found.append(
            f"{column}: above dry bulb in {int(wrong.sum())} hours, first hour {hour + 1} "
            f"({dew[hour]:.1f} over {dry[hour]:.1f} °C), largest {above.max():.1f} K; taken as saturated"
        )
    return np.minimum(dew, dry), found


def _check_pressure(pressure: _Floats, elevation_m: float, column: str) -> list[str]:
    found = []
    if float(np.ptp(pressure)) == 0.0:
        found.append(f"{column}: constant {pressure[0]:.0f} Pa")
    expected = float(standard_pressure_pa(elevation_m))
    if abs(float(pressure.mean()) / expected - 1.0) > PRESSURE_SHARE:
        found.append(
            f"{column}: mean {pressure.mean():.0f} Pa does not belong to {elevation_m:.0f} m "
            f"(standard atmosphere {expected:.0f} Pa)"
        )
    return found
