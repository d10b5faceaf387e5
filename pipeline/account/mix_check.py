"""Whether a generation mix can stand for the hours of a grid whose annual intensity is stated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Why a site keeps the annual mean (``carbon_resolution_reason``).
MARGINAL = "marginal figure"
NO_MIX = "no mix"
CONTRADICTS = "mix contradicts the intensity"
NOT_ASKED = "not asked for"
REASONS = (MARGINAL, NO_MIX, CONTRADICTS, NOT_ASKED)


@dataclass(frozen=True, slots=True)
class Usable:
    """``shares`` (sites, fuels), NaN rows where the mix cannot be used; ``reason`` why, ``None`` where it
    can.
    """

    shares: np.ndarray
    reason: np.ndarray


def usable_mix(
    shares: np.ndarray,
    intensity_gco2e_per_kwh: np.ndarray,
    factors_gco2e_per_kwh: np.ndarray,
    marginal: np.ndarray,
    log_limit: float,
) -> Usable:
    """Keep the mixes that can give a grid its hours.

    A mix is of generation, the intensity of consumption: a country that imports much, or a zone for which its
    country's mix stands, has hours that its mix does not know. What the mix implies, ``m = sum s_f e_f``, is
    held against the stated intensity I; beyond ``|ln(m / I)| > log_limit`` there are no hours. What one more
    MWh causes (marginal) has none either: the mix says what a MWh contains.

    Parameters
    ----------
    shares
        Annual shares of generation in the order of ``FUELS``, shape (sites, fuels); NaN where unknown.
    intensity_gco2e_per_kwh
        Stated annual intensity, shape (sites,).
    factors_gco2e_per_kwh
        Per fuel in the convention of the site, shape (sites, fuels).
    marginal
        Booleans, shape (sites,).
    log_limit
        Largest difference of the logarithms.
    """
    unknown = np.isnan(shares).any(axis=1)
    implied = (shares * factors_gco2e_per_kwh).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log(implied / intensity_gco2e_per_kwh)) > log_limit
    reason = np.full(len(shares), None, dtype=object)
    reason[apart] = CONTRADICTS
    reason[unknown] = NO_MIX
    reason[marginal] = MARGINAL
    kept = shares.copy()
    kept[[one is not None for one in reason]] = np.nan
    return Usable(kept, reason)
