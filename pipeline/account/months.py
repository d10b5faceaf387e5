"""Months of the typical year."""

from __future__ import annotations

import numpy as np

from pipeline.errors import InputError

#: Hours of each month of a year of 365 days; the typical year has no 29 February.
HOURS_OF_MONTH = 24 * np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
HOURS = int(HOURS_OF_MONTH.sum())
#: ``01`` … ``12``, the endings of monthly columns.
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


def monthly_sum(hourly: np.ndarray) -> np.ndarray:
    """Sum an hourly series by calendar month.

    Parameters
    ----------
    hourly
        Shape (8760,), hour 0 is the first of 1 January, local standard time.

    Returns
    -------
    numpy.ndarray
        Shape (12,), same unit times hours (MW give MWh).

    Raises
    ------
    InputError
        The series does not have 8760 hours, or an hour is missing or negative.
    """
    if hourly.shape != (HOURS,):
        raise InputError("the IT load has the wrong shape", value=hourly.shape, allowed=f"({HOURS},)")
    bad = ~(np.isfinite(hourly) & (hourly >= 0))
    if bad.any():
        hour = int(bad.argmax())
        raise InputError(f"the IT load of hour {hour} is not usable", value=hourly[hour], allowed=">= 0 MW")
    return np.add.reduceat(hourly, np.concatenate([[0], np.cumsum(HOURS_OF_MONTH)[:-1]]))
