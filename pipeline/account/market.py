"""Contracts for electricity: market-based emissions, and how many hours are matched by carbon-free energy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr

from pipeline.account.months import HOURS

KG_PER_T = 1000.0
#: Technologies whose output the weather decides; the others run flat.
_CUT_IN, _RATED, _CUT_OUT = 3.0, 12.0, 25.0


def wind_farm_shape(normals: np.ndarray, persistence: float, mean_speed_m_per_s: float) -> np.ndarray:
    """Power of one wind farm over its annual mean, from noise that remembers.

    Hourly wind is a first-order autoregressive sequence z with the given persistence, turned into a Weibull
    distribution of shape 2 (Rayleigh) with the given mean speed, v = c √(−ln(1 − Φ(z))), c = mean·2/√π, and
    through a power curve: cubic from 3 m/s to rated at 12, flat to 25, nothing beyond. A grid's wind is
    smoother than one farm's; for contracts the single farm counts.

    Parameters
    ----------
    normals
        Independent standard normals, shape (sites, 8760).
    persistence
        Correlation from hour to hour, 0..1.
    mean_speed_m_per_s
        At the hub.
    """
    from scipy.signal import lfilter

    noise = normals * np.sqrt(1.0 - persistence**2)
    noise[:, 0] = normals[:, 0]
    wind = lfilter([1.0], [1.0, -persistence], noise, axis=1)
    scale = mean_speed_m_per_s * 2.0 / np.sqrt(np.pi)
    # ndtr(-z) is 1 - Φ(z) without loss in the tail
    speed = scale * np.sqrt(-np.log(np.maximum(ndtr(-wind), 1e-300)))
    cubic = (speed**3 - _CUT_IN**3) / (_RATED**3 - _CUT_IN**3)
    power = np.where((speed < _CUT_IN) | (speed > _CUT_OUT), 0.0, np.minimum(cubic, 1.0))
    mean = power.mean(axis=1, keepdims=True)
    found: np.ndarray = np.divide(power, mean, out=np.zeros_like(power), where=mean > 0)
    return found


def contracted(shares: Mapping[str, float], shapes: Mapping[str, np.ndarray], sites: int) -> np.ndarray:
    """Contracted generation of every hour over the mean hourly load, shape (sites, 8760).

    ``shares`` by technology; ``shapes`` by technology with mean 1, shape (sites, 8760); a technology without
    a shape runs flat.
    """
    total = np.zeros((sites, HOURS))
    for technology, share in shares.items():
        shape = shapes.get(technology)
        total += share if shape is None else share * shape
    return total


def matched_share(load: np.ndarray, contracts: np.ndarray, grid_carbon_free_share: np.ndarray) -> np.ndarray:
    """24/7 carbon-free energy score: share of the load met hour by hour by contracts or the grid's own.

    ``sum min(c_h, l_h) + max(l_h - c_h, 0) g_h`` over ``sum l_h`` (Google, 24/7 Carbon-Free Energy:
    Methodologies and Metrics, 2021): surplus of one hour helps no other hour.

    Parameters
    ----------
    load
        Load of every hour over its mean, shape (n, hours).
    contracts
        Contracted generation over the mean load, same shape.
    grid_carbon_free_share
        Share of the grid's generation that is carbon-free, same shape; NaN rows where unknown.
    """
    own = np.minimum(contracts, load)
    rest = load - own
    met = own + np.where(rest == 0.0, 0.0, rest * grid_carbon_free_share)
    # sums of thousands of hours may end a digit above the whole
    found: np.ndarray = np.clip(met.sum(axis=1) / load.sum(axis=1), 0.0, 1.0)
    return found


def market_based_tco2e(
    location_tco2e: np.ndarray,
    generated_mwh: np.ndarray,
    shares: Mapping[str, float],
    contract_gco2e_per_kwh: Mapping[str, np.ndarray],
) -> np.ndarray:
    """Market-based emissions: contracted energy at its own factor, the rest as the grid's [tCO2e].

    GHG Protocol Scope 2 Guidance (2015): a year's contracted volume counts whatever its hours; no residual
    mix is at hand, so the rest takes the location's figure, as the guidance allows.

    ``contract_gco2e_per_kwh`` by technology, shape (n,): in the same boundary as the location's figure.
    """
    rest = 1.0 - sum(shares.values())
    own = np.zeros_like(location_tco2e)
    for technology, share in shares.items():
        own = own + generated_mwh * share * contract_gco2e_per_kwh[technology] / KG_PER_T
    found: np.ndarray = rest * location_tco2e + own
    return found
