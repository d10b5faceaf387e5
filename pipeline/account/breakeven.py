"""At which price one site or design overtakes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Line:
    """Cost as a straight line in one price: ``fixed`` at a price of zero, ``quantity`` per unit of the
    price.
    """

    fixed: float
    quantity: float


def break_even(here: Line, there: Line) -> float | None:
    """The price at which ``here`` and ``there`` cost the same; ``None`` where no price of at least 0 does it.

    ``fixed_1 + p q_1 = fixed_2 + p q_2`` gives ``p = (fixed_2 - fixed_1) / (q_1 - q_2)``. Missing costs give
    ``None``.
    """
    slope, gap = here.quantity - there.quantity, there.fixed - here.fixed
    if slope == 0.0 or np.isnan(slope) or np.isnan(gap):
        return None
    price = gap / slope
    return price if price >= 0.0 else None


def boundary(here: Mapping[str, float], there: Mapping[str, float]) -> str:
    """The cost that both rows have: with capital where both know it."""
    known = not np.isnan(here["npv_with_capex_usd"]) and not np.isnan(there["npv_with_capex_usd"])
    return "npv_with_capex_usd" if known else "npv_usd"


def break_evens(
    here: Mapping[str, float], there: Mapping[str, float], annuity: float
) -> dict[str, float | None]:
    """Prices at which two rows of the account cost the same over the life, all else as it is.

    Parameters
    ----------
    here, there
        Rows of the account by column.
    annuity
        Present value of one unit a year over the life.

    Returns
    -------
    dict
        ``carbon_price_usd_per_tco2e`` and ``water_price_usd_per_m3`` paid at both places, instead of those
        in the account; ``power_price_usd_per_mwh`` of ``here`` alone, at which it costs what ``there``
        does.
    """
    total = boundary(here, there)

    def line(row: Mapping[str, float], part: str, quantity: float) -> Line:
        return Line(row[total] - _part(row, part), quantity)

    carbon = [line(row, "carbon", row["discounted_carbon_tco2e"]) for row in (here, there)]
    water = [line(row, "water", annuity * row["site_water_withdrawal_m3"]) for row in (here, there)]
    own = line(here, "electricity", here["discounted_facility_mwh"])
    return {
        "carbon_price_usd_per_tco2e": break_even(*carbon),
        "water_price_usd_per_m3": break_even(*water),
        "power_price_usd_per_mwh": break_even(own, Line(there[total], 0.0)),
    }


def _part(row: Mapping[str, float], part: str) -> float:
    """A part of the present value; a part that is left out is in no total and is taken off none."""
    value = row.get(f"npv_{part}_usd")
    return 0.0 if value is None else value
