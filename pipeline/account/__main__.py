"""``python -m pipeline.account``: energy, carbon, water and money of every site and design."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.account.frames import Account, account_tables, monthly
from pipeline.account.hardware import Hardware, hardware
from pipeline.account.life import Beside
from pipeline.account.mix_check import usable_mix
from pipeline.account.money import Tables
from pipeline.account.variance import median_shares
from pipeline.configs.account import AccountConfig
from pipeline.configs.facility import FacilityConfig
from pipeline.configs.reading import read_sections
from pipeline.datasets import load
from pipeline.errors import InputError
from pipeline.fieldsets.water import FUELS
from pipeline.files import read_npy, read_parquet, read_text, write_parquet
from pipeline.stage import run, say
from pipeline.workload.tables import load_tables

#: Arguments that name files, in the order of the command.
INPUTS = ("sites", "regional", "weather", "weather-sites", "facility", "workload", "it-load")
OUTPUTS = ("account", "variance", "standards")


def main(arguments: list[str] | None = None) -> None:
    """Read the tables of the stages before, write the account."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.account", description=__doc__)
    for name in ("config", *INPUTS, *OUTPUTS):
        parser.add_argument(f"--{name}", required=True)
    given = parser.parse_args(arguments)
    sections = read_sections(given.config, account=AccountConfig, facility=FacilityConfig)
    config: AccountConfig = sections["account"]
    sites, regional = read_parquet(given.sites), read_parquet(given.regional)
    facility, it_load = read_parquet(given.facility), read_npy(given.it_load)
    workload = json.loads(read_text(given.workload))
    per_fuel = load("carbon_per_fuel")
    met = None
    if config.carbon_resolution == "hourly":
        met = _met(given, sites, regional, facility, it_load, workload, sections, per_fuel)
    found = account_tables(
        sites,
        regional,
        facility,
        it_load,
        float(workload["it_capacity_mw"]),
        config,
        Beside(
            met=met,
            history=load("carbon_ember"),
            per_fuel=per_fuel,
            hardware=_hardware(workload.get("hardware", ())),
            money=_money_tables(),
        ),
    )
    write_parquet(found.rows, given.account)
    write_parquet(found.variance, given.variance)
    assert found.standards is not None  # the tables of rules were given
    write_parquet(found.standards, given.standards)
    _tell(found, regional, hourly=met is not None)


def _tell(found: Account, regional: pd.DataFrame, *, hourly: bool) -> None:
    """Say where the account could not be of one kind for all sites, and which input to improve first."""
    rows = found.rows
    reasons = rows.drop_duplicates("site_id")["carbon_resolution_reason"].dropna().value_counts()
    if hourly and len(reasons):
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items()))
        say("account", f"{reasons.sum()} sites have the annual mean of carbon only: {told}")
    kinds = regional["carbon_method"].dropna().value_counts()
    if len(kinds) > 1:
        others = ", ".join(f"{count} {name}" for name, count in kinds.items())
        say("account", f"carbon is not of one convention for all sites: {others}")
    for figure, shares in median_shares(found.variance).groupby("variance_of", sort=False):
        first = shares.iloc[0]
        share = f"{first['variance_share']:.0%} of the variance in the median"
        say("account", f"to know {figure} better, improve {first['variance_input']}: {share}")
    say("account", f"{rows['site_id'].nunique()} sites, {rows['design'].nunique()} designs")


def _money_tables() -> Tables:
    designs = load("facility_designs")
    liquid = designs.loc[designs["it_cooling"].isin(("direct_to_chip", "immersion")), "design"]
    return Tables(load("construction"), load("us_cpi"), load("standards_rules"), frozenset(liquid))


def _hardware(jobs: Sequence[dict[str, Any]]) -> Hardware:
    if not jobs:
        return Hardware()
    tables = load_tables()
    return hardware(jobs, tables.accelerators, tables.overheads)


def _met(
    given: argparse.Namespace,
    sites: pd.DataFrame,
    regional: pd.DataFrame,
    facility: pd.DataFrame,
    it_load_mw: np.ndarray,
    workload: dict[str, Any],
    sections: dict[str, Any],
    per_fuel: pd.DataFrame,
) -> pd.DataFrame:
    """The grid's hours against every design's, as a table by site and design."""
    from pipeline.facility.designs import select
    from pipeline.facility.warm import ensure_compiled

    ensure_compiled()
    from pipeline.account.carbon_hourly import PerFuel
    from pipeline.account.hours import Places, meet

    config, plants = sections["account"], sections["facility"]
    weather, clock = read_npy(given.weather, mmap=True), read_parquet(given.weather_sites)
    if weather.shape[0] != len(sites) or len(clock) != len(sites):
        raise InputError("weather and sites differ in number", file=given.weather, allowed=len(sites))
    designs = select(plants.designs, plants.parameters)
    names = [design.id for design in designs]
    regional = sites[["site_id"]].merge(regional, on="site_id")
    method = regional["carbon_method"].fillna("").astype(str)
    factor = "stack_gco2e_per_kwh" if method.str.startswith("stack").any() else "lifecycle_gco2e_per_kwh"
    fuel = per_fuel.set_index("fuel").loc[list(FUELS)]
    mix = usable_mix(
        regional[[f"mix_share_{name}" for name in FUELS]].to_numpy(float, na_value=np.nan),
        regional["carbon_gco2e_per_kwh"].to_numpy(float, na_value=np.nan),
        np.where(
            method.str.startswith("stack").to_numpy()[:, None],
            fuel["stack_gco2e_per_kwh"].to_numpy(float),
            fuel["lifecycle_gco2e_per_kwh"].to_numpy(float),
        ),
        method.str.contains("marginal").to_numpy(),
        config.mix_intensity_log_limit,
    )
    keys = pd.MultiIndex.from_product([sites["site_id"], names], names=["site_id", "design"])
    pue = monthly(facility.set_index(["site_id", "design"]).reindex(keys), "pue")
    found = meet(
        Places(
            site_id=sites["site_id"].to_numpy(dtype=str),
            latitude_deg=sites["latitude_deg"].to_numpy(dtype=float),
            longitude_deg=sites["longitude_deg"].to_numpy(dtype=float),
            utc_offset_h=clock["utc_offset_h"].to_numpy(dtype=float),
            shares=mix.shares,
            weather=weather,
        ),
        designs,
        PerFuel(
            fuel[factor].to_numpy(dtype=float),
            fuel["carbon_free"].to_numpy(dtype=float),
            fuel["must_run_share"].to_numpy(dtype=float, na_value=np.nan),
        ),
        load("carbon_profile").set_index("parameter")["central"].to_dict(),
        it_load_mw,
        float(workload["it_capacity_mw"]),
        config.market,
        pue.reshape(len(sites), len(names), 12),
        seed=config.seed,
    )
    return keys.to_frame(index=False).assign(
        covariance_mwh=found.covariance_mwh.ravel(),
        carbon_free_mwh=found.carbon_free_mwh.ravel(),
        matched_share=found.matched_share.ravel(),
        reason=np.repeat(mix.reason, len(names)),
    )


if __name__ == "__main__":
    raise SystemExit(run(main))
