"""Columns of the water tables: scarcity, stress, and water consumed per kWh of electricity."""

from __future__ import annotations

from pipeline.fieldsets.base import F

#: Fuels of the generation mix, as the mix tables name them.
FUELS = ("coal", "gas", "oil", "nuclear", "hydro", "wind", "solar", "bioenergy", "geothermal", "other")

_AWARE = "AWARE 2.0 factor for non-agricultural consumption; 1 = as scarce as the world's average"

FIELDS = [
    F(
        "aware_cf_annual",
        "m3_world / m**3",
        "float",
        f"{_AWARE}; mean of the year",
        0.1,
        100.0,
        nullable=True,
    ),
    *(
        F(
            f"aware_cf_m{month:02d}",
            "m3_world / m**3",
            "float",
            f"{_AWARE}; month {month}",
            0.1,
            100.0,
            nullable=True,
        )
        for month in range(1, 13)
    ),
    F(
        "aware_cf_annual_region_min",
        "m3_world / m**3",
        "float",
        "Lowest annual factor among the country's first-order regions (empty for a region)",
        0.1,
        100.0,
        nullable=True,
    ),
    F(
        "aware_cf_annual_region_max",
        "m3_world / m**3",
        "float",
        "Highest annual factor among the country's first-order regions (empty for a region)",
        0.1,
        100.0,
        nullable=True,
    ),
    F("aware_region", "", "str", "Region in AWARE's own spelling (GADM 4.1)", nullable=True),
    F(
        "aware_match",
        "",
        "str",
        "How the area found its factor: code (ISO 3166-1), name (its own name), parent (name of the larger "
        "region that holds it), alias (a row of region_aliases.csv), union (mean over its parts)",
        choices=("code", "name", "parent", "alias", "union"),
    ),
    F("aware_country", "", "str", "Country in AWARE's own spelling (GADM 4.1)"),
    F("alias_country", "", "str", "Country as Natural Earth names it (attribute admin)"),
    F(
        "alias_attribute",
        "",
        "str",
        "Natural Earth attribute that the alias looks at",
        choices=("admin", "geonunit", "region", "iso_3166_2", "adm1_code"),
    ),
    F("alias_value", "", "str", "Value of that attribute"),
    F("alias_reason", "", "str", "Why the two names are the same place"),
    F(
        "aqueduct_bws_score",
        "1",
        "float",
        "Aqueduct baseline water stress, score (0 low to 5 extremely high); not published per country here",
        0.0,
        5.0,
        nullable=True,
    ),
    F(
        "aqueduct_bws_category",
        "1",
        "int",
        "Aqueduct baseline water stress, category: 0 low (score 0-1), 1 low to medium (1-2), 2 medium to "
        "high (2-3), 3 high (3-4), 4 extremely high (4-5)",
        0,
        4,
        nullable=True,
    ),
    F(
        "aqueduct_bws_score_min",
        "1",
        "float",
        "Lower end of the score: the score itself, or its category's lower bound where only that is known",
        0.0,
        5.0,
        nullable=True,
    ),
    F(
        "aqueduct_bws_score_max",
        "1",
        "float",
        "Upper end of the score: the score itself, or its category's upper bound where only that is known",
        0.0,
        5.0,
        nullable=True,
    ),
    F(
        "fuel",
        "",
        "str",
        "Fuel or technology of the generation mix",
        choices=FUELS,
    ),
    F(
        "water_consumption_l_per_kwh",
        "L / kWh",
        "float",
        "Water consumed in operating the plant per kWh generated, central figure",
        0.0,
        2000.0,
        nullable=True,
    ),
    F(
        "water_consumption_min_l_per_kwh",
        "L / kWh",
        "float",
        "Lowest published figure over cooling systems, prime movers or regions",
        0.0,
        2000.0,
        nullable=True,
    ),
    F(
        "water_consumption_max_l_per_kwh",
        "L / kWh",
        "float",
        "Highest published figure over cooling systems, prime movers or regions (hydro: upper quartile)",
        0.0,
        2000.0,
        nullable=True,
    ),
    F(
        "reservoir_evaporation",
        "",
        "bool",
        "Whether the figure is evaporation from reservoirs, whose allocation to power is disputed",
    ),
    F(
        "water_consumption_basis",
        "",
        "str",
        "What the central, lowest and highest figure are and who published them",
    ),
    F(
        "grid_water_wcf_l_per_kwh",
        "L / kWh",
        "float",
        "Water consumed per kWh of grid electricity as WRI published it for the country",
        0.0,
        100.0,
    ),
]
