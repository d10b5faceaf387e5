"""Columns of the account beside the year's electricity: contracts, generators, embodied carbon, the life."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.account.embodied import backup_tco2e, building_tco2e_per_year
from pipeline.account.hardware import Hardware
from pipeline.account.lifetime import lifetime
from pipeline.account.market import market_based_tco2e
from pipeline.account.money import Tables
from pipeline.account.pathway import Pathway, check_height, country_trends, given_pathway, trend_pathway
from pipeline.account.spreads import P05_TO_P95
from pipeline.configs.account import AccountConfig

#: What :meth:`Beside.met_of` gives.
_MET = ("covariance_mwh", "carbon_free_mwh", "matched_share")


@dataclass(frozen=True)
class Beside:
    """What the account may know beside the stages' tables; ``None`` or NaN is not known.

    ``met``: ``site_id``, ``design``, the fields of :class:`pipeline.account.hours.Met`, and ``reason`` where
    there are none; ``history``: intensity by country and year (``carbon_ember``); ``per_fuel``:
    ``carbon_per_fuel``; ``hardware``: emissions of making it, per year; ``money``: prices and rules.
    """

    met: pd.DataFrame | None = None
    history: pd.DataFrame | None = None
    per_fuel: pd.DataFrame | None = None
    hardware: Hardware = field(default_factory=Hardware)
    money: Tables | None = None

    def met_of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The hours' figures of every row, missing where they are not known."""
        names = rows[["site_id", "design"]]
        if self.met is None:
            return names.assign(**dict.fromkeys(_MET, np.nan))
        return names.merge(self.met, on=["site_id", "design"], how="left")


def life_columns(
    rows: pd.DataFrame,
    figures: pd.DataFrame,
    met: pd.DataFrame,
    config: AccountConfig,
    beside: Beside,
    it_capacity_mw: float,
) -> pd.DataFrame:
    """Contracts, backup, embodied carbon and lifetime of every row, with the errors that belong to them.

    ``rows`` are facility, site and regional columns joined, ``figures`` those of the ledger.
    """
    carbon = figures["carbon_tco2e"].to_numpy(dtype=float)
    path = pathway_of(rows, config, beside)
    backup = config.backup
    found = lifetime(
        carbon,
        figures["it_mwh"].to_numpy(dtype=float),
        backup_tco2e(
            figures["peak_mw"].to_numpy(dtype=float),
            backup.hours_per_year,
            backup.load_share,
            backup.efficiency_share,
        ),
        beside.hardware.tco2e_per_year,
        building_tco2e_per_year(it_capacity_mw, config.embodied.building_tco2e_per_mw, config.life_years),
        path,
    )
    columns = pd.DataFrame(found.columns())
    free = figures["grid_carbon_free_share"].to_numpy(dtype=float)
    columns.insert(0, "carbon_free_matched_share", met["matched_share"] if config.market.ppas else free)
    columns.insert(0, "carbon_market_tco2e", _market(rows, figures, config, beside))
    return pd.concat([columns, _errors(rows, path, config, beside, figures)], axis=1)


def pathway_of(rows: pd.DataFrame, config: AccountConfig, beside: Beside) -> Pathway:
    """The grid's path at every row, NaN where neither history nor a given path says it."""
    setting, years = config.pathway, config.years
    intensity = rows["carbon_gco2e_per_kwh"].to_numpy(dtype=float, na_value=np.nan)
    country = rows["country_iso3"].astype(str)
    if setting.method == "given":
        path = given_pathway(setting.given, country.tolist(), years)
        check_height(path, intensity, country.tolist())
        return path
    slope, sd = np.zeros(len(rows)), 0.0
    if setting.method == "trend":
        slope, sd = np.full(len(rows), np.nan), setting.slope_sd_per_year
        if beside.history is not None:
            trends, common = country_trends(beside.history, setting.trend_own_weight)
            slope = country.map(trends).fillna(common).to_numpy(dtype=float)
    published = rows["carbon_year"] if "carbon_year" in rows else pd.Series(np.nan, rows.index)
    return trend_pathway(
        intensity,
        published.to_numpy(dtype=float, na_value=setting.own_figure_year),
        slope,
        years,
        slope_sd_per_year=sd,
        floor_gco2e_per_kwh=setting.floor_gco2e_per_kwh,
        ceiling_gco2e_per_kwh=setting.ceiling_gco2e_per_kwh,
    )


def _market(rows: pd.DataFrame, figures: pd.DataFrame, config: AccountConfig, beside: Beside) -> np.ndarray:
    """Market-based emissions; contracts count in the boundary of the site's own figure.

    A marginal figure says what one more MWh causes: no contract is settled against it, so it has none.
    """
    location = figures["carbon_tco2e"].to_numpy(dtype=float)
    method = rows.get("carbon_method", pd.Series("", rows.index)).fillna("").astype(str)
    shares = config.market.shares
    if shares and beside.per_fuel is None:
        return np.full(len(rows), np.nan)
    stack = method.str.startswith("stack").to_numpy()
    factors: dict[str, np.ndarray] = {}
    for technology in shares:
        assert beside.per_fuel is not None  # asked above
        entry = beside.per_fuel.set_index("fuel").loc[technology]
        boundary = np.where(stack, entry["stack_gco2e_per_kwh"], entry["lifecycle_gco2e_per_kwh"])
        factors[technology] = boundary.astype(float)
    generated = figures["facility_mwh"].to_numpy(dtype=float) / (1.0 - config.grid_loss_share)
    found = market_based_tco2e(location, generated, shares, factors)
    marginal = method.str.contains("marginal").to_numpy()
    return np.where(marginal, np.nan, found)


def _errors(
    rows: pd.DataFrame, path: Pathway, config: AccountConfig, beside: Beside, figures: pd.DataFrame
) -> pd.DataFrame:
    """Standard deviations of what the lifetime adds to the inputs' errors."""
    embodied = config.embodied
    low, high = beside.hardware.p05_tco2e_per_year, beside.hardware.p95_tco2e_per_year
    hardware = np.log(high / low) / P05_TO_P95 if low > 0 else config.uncertainty.hardware_log_sd
    building = embodied.building_high_tco2e_per_mw / embodied.building_low_tco2e_per_mw
    hours = np.where(figures["carbon_covariance_tco2e"].notna(), config.uncertainty.carbon_hours_sd, 0.0)
    return pd.DataFrame(
        {
            "carbon_hours_sd": hours,
            "pathway_log_sd": np.nan_to_num(path.log_sd()),
            "hardware_log_sd": hardware,
            "building_log_sd": np.log(building) / P05_TO_P95,
        }
    )
