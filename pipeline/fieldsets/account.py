"""Columns of the physical account: one year of one site with one design; no weights here."""

from __future__ import annotations

from pipeline.fieldsets.base import F

_YEAR = "of one year of operation"

FIELDS = [
    F("facility_mwh", "MWh", "float", f"Electricity at the meter {_YEAR}: IT times PUE, month by month", 0.0),
    F(
        "peak_mw",
        "MW",
        "float",
        "Largest power drawn at the meter in the year: the connection that the site needs",
        0.0,
    ),
    F(
        "carbon_tco2e",
        "tCO2e",
        "float",
        f"Location-based emissions of the electricity {_YEAR}",
        0.0,
        nullable=True,
    ),
    F("site_water_withdrawal_m3", "m**3", "float", f"Water withdrawn by the cooling {_YEAR}", 0.0),
    F("site_water_consumption_m3", "m**3", "float", f"Water evaporated by the cooling {_YEAR}", 0.0),
    F(
        "grid_water_consumption_m3",
        "m**3",
        "float",
        f"Water consumed in generating the electricity {_YEAR}",
        0.0,
        nullable=True,
    ),
    F(
        "water_consumption_m3",
        "m**3",
        "float",
        f"Water consumed on site and in generation {_YEAR}",
        0.0,
        nullable=True,
    ),
    F(
        "site_scarcity_m3_world",
        "m3_world",
        "float",
        f"Water consumed on site {_YEAR}, each month weighted by its AWARE factor",
        0.0,
        nullable=True,
    ),
    F(
        "grid_scarcity_m3_world",
        "m3_world",
        "float",
        f"Water consumed in generation {_YEAR}, weighted by the annual AWARE factor of the site's own region",
        0.0,
        nullable=True,
    ),
    F(
        "scarcity_m3_world",
        "m3_world",
        "float",
        f"Scarcity-weighted water {_YEAR}, on site and in generation",
        0.0,
        nullable=True,
    ),
    F(
        "electricity_usd",
        "USD",
        "float",
        f"Cost of the electricity {_YEAR} at the tariff for large industrial load",
        0.0,
        nullable=True,
    ),
    F(
        "peak_mw_per_mw_it",
        "1",
        "float",
        "Largest power at the meter per MW of the largest IT load: how much of the "
        "connection does not reach IT",
        1.0,
    ),
    F(
        "carbon_kgco2e_per_mwh_it",
        "kgCO2e / MWh",
        "float",
        "Location-based emissions per MWh of IT energy",
        0.0,
        nullable=True,
    ),
    F(
        "electricity_usd_per_mwh_it",
        "USD / MWh",
        "float",
        "Cost of electricity per MWh of IT energy",
        0.0,
        nullable=True,
    ),
    F(
        "scarcity_m3_world_per_mwh_it",
        "m3_world / MWh",
        "float",
        "Scarcity-weighted water, on site and in generation, per MWh of IT energy",
        0.0,
        nullable=True,
    ),
    *(
        F(
            f"{name}_{end}",
            unit,
            "float",
            f"{'5th' if end == 'p05' else '95th'} percentile of {name} over draws of its inputs' errors",
            0.0,
            nullable=True,
        )
        for name, unit in (
            ("facility_mwh", "MWh"),
            ("carbon_tco2e", "tCO2e"),
            ("scarcity_m3_world", "m3_world"),
            ("electricity_usd", "USD"),
        )
        for end in ("p05", "p95")
    ),
    *(
        F(
            f"{name}_log_sd",
            "1",
            "float",
            f"Error of {what}: standard deviation of its natural logarithm",
            0.0,
            nullable=True,
        )
        for name, what in (
            ("overhead", "PUE - 1, shared by all sites with the design"),
            ("site_water", "water on site, shared by all sites with the design"),
            ("carbon_shared", "the carbon intensity, shared by its dataset"),
            ("carbon_area", "the carbon intensity, of the area it was published for"),
            ("price_shared", "the electricity price, shared by its dataset"),
            ("price_area", "the electricity price, of the area it was published for"),
            ("grid_water_shared", "the grid's water per kWh, shared by its dataset"),
            ("grid_water_area", "the grid's water per kWh, of the country"),
            ("aware_area", "the AWARE factor, of the area it was published for"),
        )
    ),
    F(
        "lifecycle_gco2e_per_kwh",
        "gCO2e / kWh",
        "float",
        "Greenhouse gas of a fuel per kWh generated, construction and fuel supply included",
        0.0,
        2000.0,
    ),
    F(
        "stack_gco2e_per_kwh",
        "gCO2e / kWh",
        "float",
        "Greenhouse gas of a fuel per kWh generated, at the plant",
        0.0,
        2000.0,
    ),
    F("carbon_free", "", "bool", "Whether the fuel counts as carbon-free energy when hours are matched"),
    F(
        "must_run_share",
        "1",
        "float",
        "Share of the fuel's generation that runs flat; the rest follows what is left of demand (empty: "
        "weather decides)",
        0.0,
        1.0,
        nullable=True,
    ),
    F("must_run_low_share", "1", "float", "Lower end of must_run_share", 0.0, 1.0, nullable=True),
    F("must_run_high_share", "1", "float", "Upper end of must_run_share", 0.0, 1.0, nullable=True),
    F("per_fuel_source", "", "str", "Where the factors of the fuel come from"),
    F("must_run_source", "", "str", "Where must_run_share comes from", nullable=True),
]
