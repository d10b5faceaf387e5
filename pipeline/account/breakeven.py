"""At which price one site or design overtakes another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

#: Parts of the present value, as the account's columns name them.
PARTS = ("electricity", "tax", "demand", "water", "carbon")
#: Costs nearer to each other than this share of the larger are the same: totals of parts round differently.
TOLERANCE = 1e-12

Outcome = Literal["below", "above", "always", "never", "equal", "unknown"]


@dataclass(frozen=True)
class Line:
    """Cost as a straight line in one price: ``fixed`` at a price of zero, ``quantity`` per unit of the
    price.
    """

    fixed: float
    quantity: float


@dataclass(frozen=True)
class Crossing:
    """Where two costs meet, and on which side ``here`` is the cheaper one.

    ``outcome``: cheaper at prices ``below`` or ``above`` ``price``; ``always`` or ``never`` cheaper at a
    positive price, ``equal`` at all of them, ``unknown`` where a cost is missing. ``price`` is None but for
    the first two.
    """

    price: float | None
    outcome: Outcome


def break_even(here: Line, there: Line) -> Crossing:
    """The price of at least zero at which ``here`` and ``there`` cost the same, and who is cheaper around it.

    ``fixed_1 + p q_1 = fixed_2 + p q_2`` gives ``p = (fixed_2 - fixed_1) / (q_1 - q_2)``. Who costs the same
    at a price of zero and less at all others is cheaper above zero.
    """
    slope = _difference(here.quantity, there.quantity)
    gap = _difference(there.fixed, here.fixed)
    if np.isnan(slope) or np.isnan(gap):
        return Crossing(None, "unknown")
    if slope == 0.0:
        return Crossing(None, "equal" if gap == 0.0 else "always" if gap > 0.0 else "never")
    price = gap / slope
    if price < 0.0:
        return Crossing(None, "always" if gap > 0.0 else "never")
    return Crossing(abs(price), "below" if slope > 0.0 else "above")


def _difference(one: float, other: float) -> float:
    """``one - other``, zero within rounding."""
    found = one - other
    return 0.0 if abs(found) <= TOLERANCE * max(abs(one), abs(other)) else found


def boundary(here: Mapping[str, float], there: Mapping[str, float]) -> str:
    """The cost that both rows have: with capital where both know it."""
    known = not np.isnan(here["capex_usd"]) and not np.isnan(there["capex_usd"])
    return "npv_with_capex_usd" if known else "npv_usd"


def break_evens(
    here: Mapping[str, float], there: Mapping[str, float], annuity: float
) -> dict[str, float | str | None]:
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
        does. Each with its outcome, ``carbon_price_outcome`` and so on (:class:`Crossing`).
    """
    capital = boundary(here, there) == "npv_with_capex_usd"

    def line(row: Mapping[str, float], without: str, quantity: float) -> Line:
        # summed without the part instead of taken off the total: its price may not be known
        fixed = sum(row.get(f"npv_{part}_usd", 0.0) for part in PARTS if part != without)
        return Line(fixed + (row["capex_usd"] if capital else 0.0), quantity)

    def both(part: str, quantity: str, years: float) -> Crossing:
        return break_even(*(line(row, part, years * row[quantity]) for row in (here, there)))

    found = {
        "carbon_price_usd_per_tco2e": both("carbon", "discounted_carbon_tco2e", 1.0),
        "water_price_usd_per_m3": both("water", "site_water_withdrawal_m3", annuity),
        "power_price_usd_per_mwh": break_even(
            line(here, "electricity", here["discounted_facility_mwh"]), line(there, "", 0.0)
        ),
    }
    told: dict[str, float | str | None] = {name: one.price for name, one in found.items()}
    return told | {f"{name.partition('_usd')[0]}_outcome": one.outcome for name, one in found.items()}
