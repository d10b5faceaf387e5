"""What the account's settings name, against what there is: countries, sites, years of prices."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from pipeline.configs.account import AccountConfig
from pipeline.errors import InputError


def check_names(
    config: AccountConfig,
    *,
    site_ids: Collection[str],
    site_countries: Collection[str],
    countries: Collection[str],
    index_years: Collection[int],
) -> None:
    """Refuse a name that matches nothing, and a year or a country that the account would find missing.

    Parameters
    ----------
    config
        Settings of the account.
    site_ids, site_countries
        The candidates and their countries (ISO 3166-1 alpha-3).
    countries
        All countries there are.
    index_years
        Years of the price index.

    Raises
    ------
    InputError
        With the setting as column, the name, and what is near to it.
    """
    path, cost = config.pathway, config.cost
    _known("account.pathway.given", set(path.given) - {"all"}, countries, "country")
    _known(
        "account.cost.water_price_by_country_usd_per_m3",
        cost.water_price_by_country_usd_per_m3,
        countries,
        "country",
    )
    _known("account.standards.climate_by_country", config.standards.climate_by_country, countries, "country")
    _known("account.reclaimed_water.share_by_site", config.reclaimed_water.share_by_site, site_ids, "site")
    if path.method == "given" and "all" not in path.given:
        for country in sorted(set(site_countries) - set(path.given)):
            raise InputError(
                f"no path of carbon intensity for {country}, where a candidate stands",
                column="account.pathway.given",
                allowed="a path for it, or for all",
            )
    for column, year in (("money_year", cost.money_year), ("undated_price_year", cost.undated_price_year)):
        if year not in index_years:
            raise InputError(
                "no price index for the year",
                column=f"account.cost.{column}",
                value=year,
                allowed=f"{min(index_years)} to {max(index_years)}",
            )


def _known(column: str, names: Iterable[str], known: Collection[str], what: str) -> None:
    for name in sorted(set(names) - set(known)):
        near = difflib.get_close_matches(name, sorted(known), n=3)
        allowed = f"a known {what}" + (f"; near: {', '.join(near)}" if near else "")
        raise InputError(f"no such {what}", column=f"{column}.{name}", value=name, allowed=allowed)
