"""One table of everything a gate or a criterion may ask for: a row per site and design."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import InputError


def joined(
    sites: pd.DataFrame, regional: pd.DataFrame, facility: pd.DataFrame, account: pd.DataFrame
) -> pd.DataFrame:
    """Join the tables of the stages before; sorted by site and design, so that row order never matters.

    Raises
    ------
    InputError
        A table lacks a site or a design that another has, or has one twice.
    """
    rows = account.merge(facility, on=["site_id", "design"], how="outer", suffixes=(None, "_facility"))
    for name, frame, key in (
        ("account", account, ["site_id", "design"]),
        ("facility", facility, ["site_id", "design"]),
        ("sites", sites, ["site_id"]),
        ("regional", regional, ["site_id"]),
    ):
        if frame.duplicated(key).any() or len(rows.merge(frame[key], on=key)) != len(rows):
            raise InputError(f"the {name} table does not have each row of the others once", column=key[-1])
        if set(frame["site_id"]) != set(rows["site_id"]):
            odd = sorted(set(frame["site_id"]) ^ set(rows["site_id"]))[0]
            raise InputError(f"the {name} table and the others differ", column="site_id", value=odd)
    rows = rows.merge(sites, on="site_id").merge(regional, on="site_id", suffixes=(None, "_regional"))
    return rows.sort_values(["site_id", "design"], kind="stable").reset_index(drop=True)
