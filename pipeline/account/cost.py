"""Money of a year and of the life, part by part, in real dollars of one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.account.finance import annuity_factor, discount_factors
from pipeline.errors import InputError

MONTHS_OF_YEAR = 12
#: Watts in a megawatt.
W_PER_MW = 1e6


@dataclass(frozen=True)
class Prices:
    """What a unit costs in each row, USD of one year; ``None`` is left out, NaN is not known.

    ``electricity_usd_per_mwh`` and the others: shape (n,) or a number.
    """

    electricity_usd_per_mwh: np.ndarray
    tax_usd_per_mwh: float | None = None
    demand_usd_per_mw_month: float | None = None
    water_usd_per_m3: np.ndarray | None = None
    carbon_usd_per_tco2e: float | None = None
    capex_usd_per_w: np.ndarray | None = None


@dataclass(frozen=True)
class Quantities:
    """A year of operation, shape (n,): energy [MWh], peak [MW], water withdrawn [m³], emissions [t].

    ``pathway`` (n, years): emissions of each year of the life over the first.
    """

    it_mwh: np.ndarray
    facility_mwh: np.ndarray
    peak_mw: np.ndarray
    withdrawal_m3: np.ndarray
    carbon_tco2e: np.ndarray
    pathway: np.ndarray


def to_money_of(
    value: np.ndarray, year: np.ndarray, index: Mapping[int, float], money_year: int
) -> np.ndarray:
    """Bring amounts of other years to the dollars of ``money_year``: value x index(money) / index(year).

    Raises
    ------
    InputError
        The index lacks a year that is needed.
    """
    for needed in sorted({money_year, *(int(one) for one in year[~np.isnan(year)])}):
        if needed not in index:
            raise InputError(
                "no price index for the year",
                column="money_year",
                value=needed,
                allowed=f"{min(index)} to {max(index)}",
            )
    level = np.array([index[int(one)] if not np.isnan(one) else np.nan for one in year])
    found: np.ndarray = value * index[money_year] / level
    return found


def yearly_parts(quantities: Quantities, prices: Prices) -> dict[str, np.ndarray]:
    """Cost of the first year by part [USD], only the parts that have a price set."""
    parts = {"electricity": quantities.facility_mwh * prices.electricity_usd_per_mwh}
    if prices.tax_usd_per_mwh is not None:
        parts["tax"] = quantities.facility_mwh * prices.tax_usd_per_mwh
    if prices.demand_usd_per_mw_month is not None:
        parts["demand"] = quantities.peak_mw * MONTHS_OF_YEAR * prices.demand_usd_per_mw_month
    if prices.water_usd_per_m3 is not None:
        # no water at an unknown price costs nothing
        water = quantities.withdrawal_m3 * prices.water_usd_per_m3
        parts["water"] = np.where(quantities.withdrawal_m3 == 0.0, 0.0, water)
    if prices.carbon_usd_per_tco2e is not None:
        parts["carbon"] = quantities.carbon_tco2e * prices.carbon_usd_per_tco2e
    return parts


def present_values(
    quantities: Quantities, prices: Prices, rate: float, price_change: float
) -> dict[str, np.ndarray]:
    """Present value of each part over the life [USD], at the opening; years are paid at their ends.

    Electricity changes by ``price_change`` a year in real terms, emissions follow the grid's path, all else
    is level: ``sum_t part_t / (1 + r)^t``, t = 1 … years.
    """
    level = annuity_factor(rate, quantities.pathway.shape[1])
    energy, carbon = discounted(quantities, rate, price_change)
    found = {name: part * level for name, part in yearly_parts(quantities, prices).items()}
    found["electricity"] = energy * prices.electricity_usd_per_mwh
    if prices.carbon_usd_per_tco2e is not None:
        found["carbon"] = carbon * prices.carbon_usd_per_tco2e
    return found


def discounted(quantities: Quantities, rate: float, price_change: float) -> tuple[np.ndarray, np.ndarray]:
    """Energy at the meter [MWh] and emissions [t] of the life, each year weighted as its price is.

    A price times these is its present value: ``sum_t x_t / (1 + r)^t``, energy with the change of its price.
    """
    years = quantities.pathway.shape[1]
    discount = discount_factors(rate, years)
    rising = float((discount * (1.0 + price_change) ** np.arange(years)).sum())
    carbon: np.ndarray = quantities.carbon_tco2e * (quantities.pathway * discount).sum(axis=1)
    return quantities.facility_mwh * rising, carbon


def capital(it_capacity_mw: float, prices: Prices, premium_share: np.ndarray) -> np.ndarray:
    """Capital cost at the opening [USD]: capacity x price per watt x (1 + premium of the design)."""
    if prices.capex_usd_per_w is None:
        return np.full(premium_share.shape, np.nan)
    found: np.ndarray = it_capacity_mw * W_PER_MW * prices.capex_usd_per_w * (1.0 + premium_share)
    return found
