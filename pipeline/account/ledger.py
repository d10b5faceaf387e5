"""The account of one year as pure functions of arrays: rows are site x design, columns are months.

Units are chosen so that no factor hides: 1 L/kWh is 1 m³/MWh, and 1 g/kWh is 1 kg/MWh.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Facility:
    """What the facility model says of each row (site x design).

    ``pue_monthly`` [1], ``withdrawal_monthly`` and ``consumption_monthly`` [L/kWh of IT]: shape (n, 12);
    ``peak_facility_mw_per_mw_it`` [MW per MW of IT capacity]: shape (n,).
    """

    pue_monthly: np.ndarray
    withdrawal_monthly: np.ndarray
    consumption_monthly: np.ndarray
    peak_facility_mw_per_mw_it: np.ndarray


@dataclass(frozen=True)
class Region:
    """What the region of each row says; NaN is missing.

    ``carbon_gco2e_per_kwh``, ``price_usd_per_mwh``, ``grid_water_consumption_l_per_kwh`` and
    ``aware_cf_annual`` [m³ world-eq. per m³]: shape (n,); ``aware_cf_monthly``: shape (n, 12).
    """

    carbon_gco2e_per_kwh: np.ndarray
    price_usd_per_mwh: np.ndarray
    grid_water_consumption_l_per_kwh: np.ndarray
    aware_cf_annual: np.ndarray
    aware_cf_monthly: np.ndarray


@dataclass(frozen=True)
class Hours:
    """How each row's load meets its grid's hours; NaN where the grid's hours are not known. Shape (n,).

    ``covariance_mwh``: sum over hours of facility energy times (intensity over its annual mean, less 1)
    [MWh]; ``carbon_free_mwh``: sum of facility energy times the carbon-free share of the grid [MWh].
    """

    covariance_mwh: np.ndarray
    carbon_free_mwh: np.ndarray

    @classmethod
    def unknown(cls, rows: int) -> Hours:
        """Annual means only."""
        return cls(np.full(rows, np.nan), np.full(rows, np.nan))


@dataclass(frozen=True)
class Ledger:
    """Quantities of one year, shape (n,) each; NaN where an input is missing. Units are in the names."""

    it_mwh: np.ndarray
    facility_mwh: np.ndarray
    peak_mw: np.ndarray
    carbon_annual_mean_tco2e: np.ndarray
    carbon_covariance_tco2e: np.ndarray
    carbon_tco2e: np.ndarray
    carbon_covariance_kgco2e_per_mwh: np.ndarray
    carbon_covariance_share: np.ndarray
    grid_carbon_free_share: np.ndarray
    site_water_withdrawal_m3: np.ndarray
    site_water_consumption_m3: np.ndarray
    reclaimed_water_withdrawal_m3: np.ndarray
    grid_water_consumption_m3: np.ndarray
    water_consumption_m3: np.ndarray
    site_scarcity_m3_world: np.ndarray
    grid_scarcity_m3_world: np.ndarray
    scarcity_m3_world: np.ndarray
    electricity_usd: np.ndarray
    peak_mw_per_mw_it: np.ndarray
    carbon_kgco2e_per_mwh_it: np.ndarray
    electricity_usd_per_mwh_it: np.ndarray
    scarcity_m3_world_per_mwh_it: np.ndarray

    def columns(self) -> dict[str, np.ndarray]:
        """Name to values, in the order of the class."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


def known_product(quantity: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """``quantity * factor``; exactly nothing times an unknown factor is nothing, all other gaps stay gaps.

    A dry design draws no water, so its scarcity is known to be zero wherever it stands.
    """
    return np.where(quantity == 0.0, 0.0, quantity * factor)


def ledger(
    it_mwh_monthly: np.ndarray,
    it_capacity_mw: float,
    peak_it_mw: float,
    facility: Facility,
    region: Region,
    *,
    hours: Hours | None = None,
    grid_loss_share: float = 0.0,
    reclaimed_share: np.ndarray | float = 0.0,
    reclaimed_weight: float = 1.0,
) -> Ledger:
    """Account for one year of each site and design.

    With the month's IT energy ``E_m`` [MWh]: facility energy ``sum E_m PUE_m`` (ISO/IEC 30134-2); location-
    based carbon ``energy x intensity`` (GHG Protocol Scope 2 Guidance, 2015) plus, where the grid's hours are
    known, what the annual mean misses, ``sum_h energy_h (i_h - i)``; site water ``sum E_m WUE_m``
    (ISO/IEC 30134-9); scarcity-weighted water ``sum E_m w_m CF_m`` with the AWARE factor of the month in
    which it is consumed (Boulay et al. 2018, doi:10.1007/s11367-017-1333-8); grid water
    ``energy x litres per kWh of the mix``, weighted by the annual factor of the site's own region, since
    where and when the grid's plants draw it is not known.

    Parameters
    ----------
    it_mwh_monthly
        IT energy by month [MWh], shape (12,).
    it_capacity_mw, peak_it_mw
        IT power the plant is sized for, and the largest hourly IT load [MW].
    facility, region
        Inputs per row.
    hours
        What the hours add; ``None``: annual means.
    grid_loss_share
        Share of the electricity sent out that is lost before the meter [0..1): generation for one metered
        MWh is ``1 / (1 - share)``. Applies to carbon and grid water, not to the bill.
    reclaimed_share, reclaimed_weight
        Share of the cooling's water that is cleaned waste water, per row or for all, and what a litre of it
        weighs against fresh water in the scarcity figure (0..1).
    """
    it_mwh = it_mwh_monthly.sum()
    facility_mwh = (facility.pue_monthly * it_mwh_monthly).sum(axis=1)
    generated_mwh = facility_mwh / (1.0 - grid_loss_share)
    sent_out_per_mwh = 1.0 / (1.0 - grid_loss_share)
    hours = hours or Hours.unknown(len(facility_mwh))
    annual_t = generated_mwh * region.carbon_gco2e_per_kwh / KG_PER_T
    covariance_t = hours.covariance_mwh * sent_out_per_mwh * region.carbon_gco2e_per_kwh / KG_PER_T
    # where the hours are unknown the annual mean stands alone, and carbon_resolution says so
    carbon_t = np.where(np.isnan(covariance_t), annual_t, annual_t + covariance_t)
    consumed_monthly = facility.consumption_monthly * it_mwh_monthly
    site_consumption = consumed_monthly.sum(axis=1)
    grid_water = generated_mwh * region.grid_water_consumption_l_per_kwh
    withdrawal = (facility.withdrawal_monthly * it_mwh_monthly).sum(axis=1)
    share = np.broadcast_to(np.asarray(reclaimed_share, dtype=float), facility_mwh.shape)
    weight = 1.0 - share * (1.0 - reclaimed_weight)
    site_scarcity = weight * known_product(consumed_monthly, region.aware_cf_monthly).sum(axis=1)
    grid_scarcity = known_product(grid_water, region.aware_cf_annual)
    scarcity = site_scarcity + grid_scarcity
    peak_mw = it_capacity_mw * facility.peak_facility_mw_per_mw_it
    electricity = facility_mwh * region.price_usd_per_mwh
    return Ledger(
        it_mwh=np.full(facility_mwh.shape, it_mwh),
        facility_mwh=facility_mwh,
        peak_mw=peak_mw,
        carbon_annual_mean_tco2e=annual_t,
        carbon_covariance_tco2e=covariance_t,
        carbon_tco2e=carbon_t,
        carbon_covariance_kgco2e_per_mwh=covariance_t * KG_PER_T / facility_mwh,
        carbon_covariance_share=hours.covariance_mwh / facility_mwh,
        # both are sums over hours of single precision: their quotient may end a digit outside
        grid_carbon_free_share=np.clip(hours.carbon_free_mwh / facility_mwh, 0.0, 1.0),
        site_water_withdrawal_m3=withdrawal,
        site_water_consumption_m3=site_consumption,
        reclaimed_water_withdrawal_m3=withdrawal * share,
        grid_water_consumption_m3=grid_water,
        water_consumption_m3=site_consumption + grid_water,
        site_scarcity_m3_world=site_scarcity,
        grid_scarcity_m3_world=grid_scarcity,
        scarcity_m3_world=scarcity,
        electricity_usd=electricity,
        peak_mw_per_mw_it=peak_mw / peak_it_mw,
        carbon_kgco2e_per_mwh_it=carbon_t * KG_PER_T / it_mwh,
        electricity_usd_per_mwh_it=electricity / it_mwh,
        scarcity_m3_world_per_mwh_it=scarcity / it_mwh,
    )
