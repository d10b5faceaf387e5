"""Discounting in real terms."""

from __future__ import annotations

import numpy as np


def discount_factors(rate: float, years: int) -> np.ndarray:
    """``1 / (1 + rate)^t`` for t = 1 … years: a year is paid at its end."""
    found: np.ndarray = (1.0 + rate) ** -np.arange(1.0, years + 1.0)
    return found


def annuity_factor(rate: float, years: int) -> float:
    """Present value of one unit a year: the sum of the discount factors, ``(1 - (1 + r)^-n) / r``."""
    return float(discount_factors(rate, years).sum())


def levelised(present_value: np.ndarray, it_mwh: np.ndarray, rate: float, years: int) -> np.ndarray:
    """Cost per MWh of IT that has the given present value if paid for every MWh over the life [USD/MWh].

    ``present value / sum_t it_mwh / (1 + r)^t`` (levelised cost as IEA and NEA define it for generation,
    Projected Costs of Generating Electricity 2020).
    """
    found: np.ndarray = present_value / (it_mwh * annuity_factor(rate, years))
    return found
