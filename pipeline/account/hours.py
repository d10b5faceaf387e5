"""Load against grid, hour by hour: what annual means miss, and which hours carbon-free energy covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.account.carbon_hourly import PerFuel, grid_hours, solar_shape
from pipeline.account.market import contracted, matched_share, wind_farm_shape
from pipeline.account.months import HOURS, HOURS_OF_MONTH
from pipeline.account.streams import generator
from pipeline.configs.account_parts import MarketConfig
from pipeline.facility import weighted_sums
from pipeline.facility.designs import Design

#: Sites worked on together: their hourly tables take some 60 MB.
CHUNK = 64


@dataclass(frozen=True, slots=True)
class Places:
    """The sites, in one order: names, position [deg], clock [h], shares of generation, and weather.

    ``shares`` (sites, fuels) in the order of ``FUELS``, NaN where unknown; ``weather`` (sites, 3, 8760).
    """

    site_id: np.ndarray
    latitude_deg: np.ndarray
    longitude_deg: np.ndarray
    utc_offset_h: np.ndarray
    shares: np.ndarray
    weather: np.ndarray


@dataclass(frozen=True, slots=True)
class Met:
    """Per site and design, NaN where the grid's hours are unknown: see
    :class:`pipeline.account.ledger.Hours`.

    ``matched_share``: 24/7 carbon-free share with the contracts (NaN unless there are contracts).
    """

    covariance_mwh: np.ndarray
    carbon_free_mwh: np.ndarray
    matched_share: np.ndarray


def meet(
    places: Places,
    designs: Sequence[Design],
    per_fuel: PerFuel,
    parameters: Mapping[str, float],
    it_load_mw: np.ndarray,
    it_capacity_mw: float,
    market: MarketConfig,
    pue_monthly: np.ndarray,
    *,
    seed: int,
    threads: int = 2,
) -> Met:
    """Run every design over every site's hours, with the hours of its grid as weights.

    Parameters
    ----------
    places, designs
        What stands where.
    per_fuel, parameters
        See :func:`pipeline.account.carbon_hourly.grid_hours`.
    it_load_mw
        IT load of every hour, shape (8760,), for a plant of ``it_capacity_mw``.
    market
        Contracts.
    pue_monthly
        Monthly PUE, shape (sites, designs, 12): the shape of the load that contracts must match (its hourly
        swing about that is of a few per cent and left out of the matching alone).
    seed
        Of the contracted farms' wind, a stream per site.
    """
    count = len(places.site_id)
    shape = (count, len(designs))
    found = Met(np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan))
    load = it_load_mw / it_capacity_mw
    for start in range(0, count, CHUNK):
        here = slice(start, min(start + CHUNK, count))
        weather = np.ascontiguousarray(places.weather[here])
        grid = grid_hours(
            places.shares[here],
            per_fuel,
            parameters,
            latitude_deg=places.latitude_deg[here],
            longitude_deg=places.longitude_deg[here],
            utc_offset_h=places.utc_offset_h[here],
            dry_bulb_c=weather[:, 0],
        )
        # the swing about 1 and not the intensity itself: small differences of large sums would lose digits
        weights = np.stack([grid.relative - 1.0, grid.carbon_free_share], axis=1).astype(np.float32)
        sums = weighted_sums(weather, designs, weights, it_load=load, threads=threads).weighted[:, :, 0]
        # kWh per kW of IT capacity are MWh per MW
        found.covariance_mwh[here] = it_capacity_mw * sums[..., 0]
        found.carbon_free_mwh[here] = it_capacity_mw * sums[..., 1]
        if market.ppas:
            contracts = _contracts(places, here, market, seed)
            for design in range(len(designs)):
                hourly = it_load_mw * np.repeat(pue_monthly[here, design], HOURS_OF_MONTH, axis=1)
                hourly = hourly / hourly.mean(axis=1, keepdims=True)
                found.matched_share[here, design] = matched_share(hourly, contracts, grid.carbon_free_share)
    return found


def _contracts(places: Places, here: slice, market: MarketConfig, seed: int) -> np.ndarray:
    shares, shapes = market.shares, {}
    if "solar" in shares:
        shapes["solar"] = solar_shape(
            places.latitude_deg[here], places.longitude_deg[here], places.utc_offset_h[here]
        )
    if "wind" in shares:
        names = places.site_id[here]
        noise = np.stack([generator(seed, f"wind farm|{name}").standard_normal(HOURS) for name in names])
        shapes["wind"] = wind_farm_shape(noise, market.wind_persistence, market.wind_mean_speed_m_per_s)
    return contracted(shares, shapes, len(places.site_id[here]))
