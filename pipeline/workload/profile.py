"""Shapes of a year: how a job's load is spread over the hours of the local year."""

from __future__ import annotations

import numpy as np

HOURS = 8760


def request_profile(diurnal_amplitude: float, peak_hour: float, weekend_factor: float) -> np.ndarray:
    """Requests in each hour over their mean, shape (8760,), mean exactly 1.

    A cosine over the day about 1, times ``weekend_factor`` on days 6 and 7 of each week; hour ``h`` stands
    for its middle. The year begins on a Monday: a typical year has no calendar.
    """
    hour = np.arange(HOURS)
    daily = 1.0 + diurnal_amplitude * np.cos(2.0 * np.pi * (hour % 24 + 0.5 - peak_hour) / 24.0)
    weekly = np.where(hour // 24 % 7 >= 5, weekend_factor, 1.0)
    shape: np.ndarray = daily * weekly
    return shape / shape.mean()
