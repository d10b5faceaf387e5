"""Settings that name what is not there."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.account.settings import check_names
from pipeline.configs.account import AccountConfig
from pipeline.errors import InputError

FLAT = {2028: 1.0, 2042: 1.0}


def check(**settings: Any) -> None:
    check_names(
        AccountConfig(**settings),
        site_ids={"bergen", "frankfurt"},
        site_countries={"NOR", "DEU"},
        countries={"NOR", "DEU", "FRA"},
        index_years=range(2010, 2026),
    )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"pathway": {"method": "given", "given": {"all": FLAT}}},
        {"pathway": {"method": "given", "given": {"NOR": FLAT, "DEU": FLAT}}},
        {"cost": {"water_price_by_country_usd_per_m3": {"FRA": 0.0}, "money_year": 2025}},
        {"reclaimed_water": {"share_by_site": {"bergen": 0.5}}},
    ],
)
def test_what_is_there_is_taken(settings: dict[str, Any]) -> None:
    check(**settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"reclaimed_water": {"share_by_site": {"bergn": 0.5}}}, r"share_by_site\.bergn.*near: bergen"),
        ({"cost": {"water_price_by_country_usd_per_m3": {"NRO": 9.0}}}, "no such country.*NRO.*NOR"),
        ({"standards": {"climate_by_country": {"XYZ": "cool"}}}, "climate_by_country.XYZ"),
        ({"pathway": {"given": {"all": FLAT, "ALL": FLAT}}}, "pathway.given.ALL"),
        ({"pathway": {"method": "given", "given": {"NOR": FLAT}}}, "no path of carbon intensity for DEU"),
        ({"cost": {"money_year": 2060}}, "money_year.*2060.*2010 to 2025"),
        ({"cost": {"undated_price_year": 2060}}, "undated_price_year.*2060"),
    ],
)
def test_what_matches_nothing_is_refused_by_name(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        check(**settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cost": {"water_price_by_country_usd_per_m3": {"NOR": -5.0}}}, "greater than or equal to 0"),
        ({"cost": {"water_price_by_country_usd_per_m3": {"Germany": 9.0}}}, "Germany"),
        ({"standards": {"climate_by_country": {"GERMANY": "cool"}}}, "GERMANY"),
        ({"pathway": {"given": {"nor": FLAT}}}, "nor"),
        ({"pathway": {"given": {"all": {2028: 1.0, 2042: 5000.0}}}}, "less than or equal to 70"),
        ({"reclaimed_water": {"share_by_site": {"bergen": 1.5}}}, "less than or equal to 1"),
    ],
)
def test_what_cannot_be_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        AccountConfig(**settings)
