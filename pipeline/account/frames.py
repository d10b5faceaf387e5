"""From the tables of the stages to the arrays of the ledger, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from pipeline.account.ledger import Facility, Region, ledger
from pipeline.account.months import MONTHS, monthly_sum
from pipeline.account.streams import Streams
from pipeline.account.uncertainty import Factors, figure_draws, spreads
from pipeline.configs.account import AccountConfig
from pipeline.errors import InputError

#: Totals that get a band.
BANDED = ("facility_mwh", "carbon_tco2e", "scarcity_m3_world", "electricity_usd")


def account_frame(
    sites: pd.DataFrame,
    regional: pd.DataFrame,
    facility: pd.DataFrame,
    it_load_mw: np.ndarray,
    it_capacity_mw: float,
    config: AccountConfig,
) -> pd.DataFrame:
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

    Raises
    ------
    InputError
        A site of one table is not in another, a row appears twice, or the IT load is unusable, zero, or
        above the capacity.
    """
    check_sites(sites, regional, facility)
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
        grid_loss_share=config.grid_loss_share,
    )
    figures = pd.DataFrame(result.columns())
    errors = spreads(rows, config.uncertainty)
    drawn = figure_draws(
        Factors(pd.concat([rows, figures, errors], axis=1), Streams(config.seed, config.draws))
    )
    return pd.concat([rows[["site_id", "design"]], figures, _bands(drawn), errors], axis=1)


def _bands(drawn: Mapping[str, Callable[[], np.ndarray]]) -> pd.DataFrame:
    """P5 and P95 of the totals that a planner quotes; NaN where the figure is missing."""
    found = {}
    for name in BANDED:
        values = drawn[name]()
        low, high = (round(share * (values.shape[1] - 1)) for share in (0.05, 0.95))
        ordered = np.partition(values, (low, high), axis=1)
        found[f"{name}_p05"], found[f"{name}_p95"] = ordered[:, low], ordered[:, high]
    return pd.DataFrame(found)


def check_sites(sites: pd.DataFrame, regional: pd.DataFrame, facility: pd.DataFrame) -> None:
    """Refuse tables that do not speak of the same sites, each once."""
    wanted = set(sites["site_id"])
    for name, frame, key in (
        ("sites", sites, ["site_id"]),
        ("regional", regional, ["site_id"]),
        ("facility", facility, ["site_id", "design"]),
    ):
        repeated = frame.duplicated(key)
        if repeated.any():
            value = " ".join(str(part) for part in frame.loc[repeated, key].iloc[0])
            raise InputError(f"a row of the {name} table appears twice", column=key[-1], value=value)
        odd = sorted(wanted ^ set(frame["site_id"]))
        if odd:
            raise InputError(f"the {name} table and the sites differ", column="site_id", value=odd[0])


def monthly(frame: pd.DataFrame, stem: str) -> np.ndarray:
    """Columns ``<stem>_m01`` … ``<stem>_m12`` as an array of shape (rows, 12)."""
    return frame[[f"{stem}_m{month}" for month in MONTHS]].to_numpy(dtype=float, na_value=np.nan)


def numbers(frame: pd.DataFrame, column: str) -> np.ndarray:
    """One column as float64 with NaN for gaps."""
    return frame[column].to_numpy(dtype=float, na_value=np.nan)
