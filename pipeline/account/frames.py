"""From the tables of the stages to the arrays of the ledger, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.account.bands import ends
from pipeline.account.checks import check_sites
from pipeline.account.figures import INPUTS_OF, figure_draws
from pipeline.account.ledger import Facility, Hours, Region, ledger
from pipeline.account.life import Beside, life_columns, pathway_of
from pipeline.account.mix_check import NOT_ASKED
from pipeline.account.money import money_columns, standards_columns
from pipeline.account.months import MONTHS, monthly_sum
from pipeline.account.pareto import pareto_among
from pipeline.account.spreads import spreads
from pipeline.account.streams import Streams
from pipeline.account.uncertainty import Factors
from pipeline.account.variance import drivers, variance_shares, variance_table
from pipeline.configs.account import AccountConfig
from pipeline.errors import InputError

#: Draws behind the shares of variance: fewer than behind the bands, since a share needs no tail.
VARIANCE_DRAWS = 300

#: What the designs of a site are compared in, beside money.
PARETO = ("lifetime_tco2e", "scarcity_m3_world", "peak_mw")


@dataclass(frozen=True, slots=True)
class Account:
    """``rows``: the account of every site and design; ``variance``: shares of the variance of its figures;
    ``standards``: the verdict of every rule that applies.
    """

    rows: pd.DataFrame
    variance: pd.DataFrame
    standards: pd.DataFrame | None = None


def account_tables(
    sites: pd.DataFrame,
    regional: pd.DataFrame,
    facility: pd.DataFrame,
    it_load_mw: np.ndarray,
    it_capacity_mw: float,
    config: AccountConfig,
    beside: Beside | None = None,
) -> Account:
    """The account of every site and design, sorted by site and design.

    Parameters
    ----------
    sites, regional
        One row per ``site_id``.
    facility
        One row per ``site_id`` and ``design``.
    it_load_mw
        IT load by hour [MW], shape (8760,).
    it_capacity_mw
        IT power that the plants are sized for [MW].
    config
        Boundaries of the account.
    beside
        What else is known: the grid's hours, the history of its intensity, the hardware. What is not is
        missing in the account.

    Raises
    ------
    InputError
        A site of one table is not in another, a row appears twice, or the IT load is unusable, zero, or
        above the capacity.
    """
    check_sites(sites, regional, facility)
    beside = beside or Beside()
    it_mwh_monthly = monthly_sum(it_load_mw)
    if it_mwh_monthly.sum() == 0.0:
        raise InputError("the IT load is zero in every hour: nothing to account for")
    peak_it_mw = float(it_load_mw.max())
    if peak_it_mw > it_capacity_mw * (1.0 + 1e-9):
        raise InputError(
            "the IT load exceeds the IT capacity", value=peak_it_mw, allowed=f"<= {it_capacity_mw} MW"
        )
    rows = facility.sort_values(["site_id", "design"], kind="stable").reset_index(drop=True)
    place = sites[["site_id", "country_iso3", "region_id"]]
    rows = rows.merge(place, on="site_id").merge(regional, on="site_id")
    met = beside.met_of(rows)
    reuse = config.reclaimed_water
    result = ledger(
        it_mwh_monthly,
        it_capacity_mw,
        peak_it_mw,
        Facility(
            pue_monthly=monthly(rows, "pue"),
            withdrawal_monthly=monthly(rows, "wue"),
            consumption_monthly=monthly(rows, "consumption"),
            peak_facility_mw_per_mw_it=numbers(rows, "peak_facility_mw_per_mw_it"),
        ),
        Region(
            carbon_gco2e_per_kwh=numbers(rows, "carbon_gco2e_per_kwh"),
            price_usd_per_mwh=numbers(rows, "price_usd_per_mwh"),
            grid_water_consumption_l_per_kwh=numbers(rows, "grid_water_consumption_l_per_kwh"),
            aware_cf_annual=numbers(rows, "aware_cf_annual"),
            aware_cf_monthly=monthly(rows, "aware_cf"),
        ),
        hours=Hours(numbers(met, "covariance_mwh"), numbers(met, "carbon_free_mwh")),
        grid_loss_share=config.grid_loss_share,
        reclaimed_share=rows["site_id"].map(reuse.share_by_site).fillna(reuse.share).to_numpy(dtype=float),
        reclaimed_weight=reuse.scarcity_weight,
    )
    figures = pd.DataFrame(result.columns())
    hourly = np.where(figures["carbon_covariance_tco2e"].notna(), "hourly", "annual")
    figures["carbon_resolution"] = pd.Series(hourly).where(figures["carbon_tco2e"].notna())
    reason = met["reason"] if "reason" in met else pd.Series(NOT_ASKED, met.index)
    figures["carbon_resolution_reason"] = reason.where(figures["carbon_resolution"] == "annual").astype("str")
    rest = life_columns(rows, figures, met, config, beside, it_capacity_mw)
    figures = pd.concat([figures, rest], axis=1)
    judged = None
    if beside.money is not None:
        path = pathway_of(rows, config, beside).factor
        paid = money_columns(rows, figures, path, config, beside.money, it_capacity_mw)
        columns, judged = standards_columns(rows, figures, config, beside.money, it_capacity_mw)
        figures = pd.concat([figures, paid, columns], axis=1)
    short = numbers(rows, "shortfall_hours") if "shortfall_hours" in rows else np.zeros(len(rows))
    figures["design_pareto"] = pareto_among(
        rows["site_id"].to_numpy(dtype=str),
        np.column_stack([_money(figures), figures[list(PARETO)].to_numpy(dtype=float)]),
        short <= config.pareto_shortfall_hours,
    )
    errors = spreads(rows, config.uncertainty)
    whole = pd.concat([rows, figures, errors], axis=1)
    names = rows[["site_id", "design"]]
    variance, found = _doubt(whole, config)
    return Account(pd.concat([names, figures, found, errors], axis=1), variance, judged)


def _doubt(whole: pd.DataFrame, config: AccountConfig) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares of variance, and the columns of bands and drivers, of every row."""
    drawn = figure_draws(Factors(whole, Streams(config.seed, config.draws)))
    fewer = Factors(whole, Streams(config.seed, min(config.draws, VARIANCE_DRAWS)))
    again = figure_draws(fewer)
    bands: dict[str, np.ndarray] = {}
    shares: dict[str, np.ndarray] = {}
    for name, inputs in INPUTS_OF.items():
        if name in drawn:
            bands[f"{name}_p05"], bands[f"{name}_p95"] = ends(drawn[name]())
            shares[name] = variance_shares(again[name](), [fewer.score(one) for one in inputs])
    names = whole[["site_id", "design"]]
    columns = pd.concat([pd.DataFrame(bands), drivers(names, shares, INPUTS_OF)], axis=1)
    return variance_table(names, shares, INPUTS_OF), columns


def _money(figures: pd.DataFrame) -> np.ndarray:
    """The most complete cost that is known of a row: with capital, without it, or the year's electricity."""
    found = figures["electricity_usd"].to_numpy(dtype=float)
    for name in ("npv_usd", "npv_with_capex_usd"):
        if name in figures:
            value = figures[name].to_numpy(dtype=float)
            found = np.where(np.isnan(value), found, value)
    return found


def account_frame(
    sites: pd.DataFrame,
    regional: pd.DataFrame,
    facility: pd.DataFrame,
    it_load_mw: np.ndarray,
    it_capacity_mw: float,
    config: AccountConfig,
    beside: Beside | None = None,
) -> pd.DataFrame:
    """The rows of :func:`account_tables`."""
    return account_tables(sites, regional, facility, it_load_mw, it_capacity_mw, config, beside).rows


def monthly(frame: pd.DataFrame, stem: str) -> np.ndarray:
    """Columns ``<stem>_m01`` … ``<stem>_m12`` as an array of shape (rows, 12)."""
    return frame[[f"{stem}_m{month}" for month in MONTHS]].to_numpy(dtype=float, na_value=np.nan)


def numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    """One column as float64 with NaN for gaps."""
    return frame[column].to_numpy(dtype=float, na_value=np.nan)
