"""Columns of the energy tables (carbon, mix, price) and of the regional figures of each site."""

from __future__ import annotations

from pipeline.fieldsets.base import F
from pipeline.fieldsets.water import FUELS

#: What a carbon intensity counts: boundary (life cycle or stack), at the plant or at the plug, over which
#: area. ``scaled_by`` names the table whose ratio of region to country was laid on the country's figure.
CARBON_METHODS = (
    "life_cycle_consumption_flow_traced",
    "life_cycle_consumption_flow_traced_scaled_by_china_mee",
    "life_cycle_generation",
    "life_cycle_generation_scaled_by_china_mee",
    "stack_generation",
    "stack_co2_only_generation_with_transfers",
    "stack_co2_only_marginal_operating",
    "own_figure",
)
PRICE_METHODS = ("industrial_tariff", "wholesale_day_ahead", "own_figure")
CONFIDENCES = ("high", "medium", "low")
LEVELS = ("site", "zone", "state", "country")

_FIGURES = (
    ("carbon", "the carbon intensity"),
    ("carbon_alt", "the carbon intensity in the second convention"),
    ("price", "the price"),
    ("price_alt", "the second kind of price"),
    ("mix", "the generation mix"),
    ("grid_water", "the water of generation"),
    ("aware", "the AWARE factor"),
    ("aqueduct", "the Aqueduct score"),
    ("hazard", "the hazard figures"),
    ("governance", "the governance figure"),
)

FIELDS = [
    F("year", "", "int", "Year that the figure describes", 1990, 2100, nullable=True),
    F("publisher", "", "str", "Who published the figure"),
    F("zone_id", "", "str", "Zone of the grid as Electricity Maps names it"),
    F("zone_name", "", "str", "Name of the area as its publisher gives it", nullable=True),
    F(
        "zone_cover",
        "",
        "str",
        "whole: the region lies in the zone; main: most of its load does; part: several zones share it and "
        "one of the largest stands for all, unless a place says otherwise",
        choices=("whole", "main", "part"),
    ),
    F("zone_basis", "", "str", "What the assignment rests on"),
    F("place_name", "", "str", "Place whose supplier belongs to another zone than its region's default"),
    F("radius_km", "km", "float", "A site within this distance of the place takes its zone", 0.0, 200.0),
    F(
        "carbon_gco2e_per_kwh",
        "gCO2e / kWh",
        "float",
        "Greenhouse gas per kWh of electricity, mean of the year; boundary and allocation: carbon_method",
        0.0,
        2000.0,
        nullable=True,
    ),
    F(
        "carbon_method",
        "",
        "str",
        "Boundary (life cycle or stack), allocation (generation or consumption), and how it got to the area",
        choices=CARBON_METHODS,
        nullable=True,
    ),
    F("carbon_year", "", "int", "Year of the carbon intensity", 1990, 2100, nullable=True),
    F(
        "carbon_alt_gco2e_per_kwh",
        "gCO2e / kWh",
        "float",
        "Carbon intensity in a second convention, for comparison only: carbon_alt_method",
        0.0,
        2000.0,
        nullable=True,
    ),
    F(
        "carbon_alt_method",
        "",
        "str",
        "Convention of carbon_alt_gco2e_per_kwh",
        choices=CARBON_METHODS,
        nullable=True,
    ),
    F("carbon_alt_year", "", "int", "Year of carbon_alt_gco2e_per_kwh", 1990, 2100, nullable=True),
    F(
        "price_alt_usd_per_mwh",
        "USD / MWh",
        "float",
        "Price of the second kind, for comparison only: price_alt_method",
        0.0,
        1000.0,
        nullable=True,
    ),
    F(
        "price_alt_method",
        "",
        "str",
        "Kind of price_alt_usd_per_mwh",
        choices=PRICE_METHODS,
        nullable=True,
    ),
    F("price_alt_year", "", "int", "Year of price_alt_usd_per_mwh", 1990, 2100, nullable=True),
    F(
        "price_alt_confidence",
        "",
        "str",
        "Confidence of price_alt_usd_per_mwh",
        choices=CONFIDENCES,
        nullable=True,
    ),
    F(
        "price_usd_per_mwh",
        "USD / MWh",
        "float",
        "Price of electricity without value-added tax; what is in it: price_method",
        0.0,
        1000.0,
        nullable=True,
    ),
    F(
        "price_local_per_mwh",
        "1 / MWh",
        "float",
        "The price in the currency in which it was published",
        0.0,
        nullable=True,
    ),
    F("price_currency", "", "str", "Currency of price_local_per_mwh (ISO 4217)", choices=("USD", "EUR")),
    F(
        "usd_per_currency",
        "1",
        "float",
        "Exchange rate used: US dollars per unit of price_currency, mean of the year's ECB reference rates",
        0.5,
        2.0,
    ),
    F("usd_year", "", "int", "Year of that exchange rate, so of the dollars", 1990, 2100),
    F(
        "price_method",
        "",
        "str",
        "industrial_tariff: energy and network as large industry pays them; wholesale_day_ahead: energy only",
        choices=PRICE_METHODS,
        nullable=True,
    ),
    F("price_year", "", "int", "Year of the price (empty: not on record)", 1990, 2100, nullable=True),
    F(
        "price_confidence",
        "",
        "str",
        "high: official statistics of the area for a stated year; medium: official, but period or band not "
        "exact; low: press, tariff sheet or compilation",
        choices=CONFIDENCES,
        nullable=True,
    ),
    F("price_consumer", "", "str", "Which consumers the price is of", nullable=True),
    F("price_basis", "", "str", "Where the figure was found, in the words of its compiler", nullable=True),
    F("generation_twh", "TWh", "float", "Electricity generated in the year", 0.0, 20000.0, nullable=True),
    *(
        F(
            f"mix_share_{fuel}",
            "1",
            "float",
            f"Share of generation from {fuel}",
            0.0,
            1.0,
            nullable=True,
        )
        for fuel in FUELS
    ),
    F("mix_year", "", "int", "Year of the generation mix", 1990, 2100, nullable=True),
    F(
        "grid_water_consumption_l_per_kwh",
        "L / kWh",
        "float",
        "Water consumed in generation per kWh: share of each fuel times its consumption",
        0.0,
        100.0,
        nullable=True,
    ),
    *(
        F(
            f"{stem}_level",
            "",
            "str",
            f"Level of the area that {what} is of; site: an own figure for this site",
            choices=LEVELS,
            nullable=True,
        )
        for stem, what in _FIGURES
        if stem not in ("grid_water", "hazard", "governance")
    ),
    *(
        F(
            f"{stem}_source",
            "",
            "str",
            f"Dataset that {what} comes from, or own figure: and its stated source (empty: missing)",
            nullable=True,
        )
        for stem, what in _FIGURES
    ),
    F("field", "", "str", "Column that an own figure replaces"),
    F("value", "", "float", "The own figure, in the unit of its column"),
    F("source", "", "str", "Where the own figure comes from"),
]
