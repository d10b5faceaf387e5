"""Checks of the tables that the account is made of."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import InputError


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
