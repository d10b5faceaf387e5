"""Columns of the facility stage: designs, parameters and the results per site and design."""

from __future__ import annotations

from pipeline.fieldsets.base import F

FACILITY_CLASSES = ("hyperscale", "colocation", "large", "midsize", "small")
IT_COOLING = ("crah", "rear_door", "direct_to_chip", "immersion")
ECONOMIZER_KINDS = ("none", "airside", "airside_evaporative", "indirect_evaporative", "water_side")
REJECTION_KINDS = (
    "none",
    "open_tower",
    "closed_tower",
    "hybrid_tower",
    "dry_cooler",
    "adiabatic_dry_cooler",
    "sea_water",
)
TRIM_KINDS = ("none", "water_cooled_chiller", "air_cooled_chiller", "dx")
WATER_CLASSES = ("W17", "W27", "W32", "W40", "W45", "W+")
ENVELOPES = ("recommended", "A1", "A2", "A3", "A4")
WATER_SOURCES = ("none", "potable", "reclaimed", "sea")
DISTRIBUTIONS = ("uniform", "triangular", "fixed")

_MONTHS = [f"m{month:02d}" for month in range(1, 13)]

FIELDS = [
    F("design", "", "str", "Key of a cooling design (datasets/facility/designs.csv)"),
    F("title", "", "str", "What the cooling design is, in words"),
    F(
        "facility_class",
        "",
        "str",
        "Parameter family: hyperscale, colocation: plants built now; large, midsize, small: the building "
        "stock of Lei and Masanet 2022",
        choices=FACILITY_CLASSES,
    ),
    F("it_cooling", "", "str", "How heat leaves the servers", choices=IT_COOLING),
    F("air_economizer", "", "str", "Free cooling of the hall's air", choices=ECONOMIZER_KINDS),
    F("air_rejection", "", "str", "Where the hall plant's heat goes", choices=REJECTION_KINDS),
    F("air_trim", "", "str", "Compressors of the hall plant", choices=TRIM_KINDS),
    F("liquid_economizer", "", "str", "Free cooling of the liquid loop", choices=ECONOMIZER_KINDS),
    F("liquid_rejection", "", "str", "Where the liquid loop's heat goes", choices=REJECTION_KINDS),
    F("liquid_trim", "", "str", "Compressors of the liquid loop", choices=TRIM_KINDS),
    F(
        "water_class",
        "",
        "str",
        "ASHRAE TC 9.9 facility water class: highest supply temperature in °C",
        choices=WATER_CLASSES,
        nullable=True,
    ),
    F("envelope", "", "str", "ASHRAE thermal envelope that supply air must keep", choices=ENVELOPES),
    F("water_source", "", "str", "What water the plant takes", choices=WATER_SOURCES),
    F("lei_case", "", "str", "Case number of the same system in Lei et al. 2025", nullable=True),
    F(
        "design_source",
        "",
        "str",
        "Who describes or operates the design; 'unvalidated' where no measurement was found",
    ),
    F("parameter", "", "str", "Name of a facility parameter"),
    F("component", "", "str", "Component a facility parameter belongs to"),
    F("parameter_unit", "", "str", "Unit of the parameter's central, low and high value"),
    F(
        "facility_class_scope",
        "",
        "str",
        "Facility class a parameter row is for",
        choices=("any", *FACILITY_CLASSES),
    ),
    F("design_scope", "", "str", "Design a parameter row is for, or any; wins over the facility class"),
    F("central", "", "float", "Central value of a facility parameter, in its own unit"),
    F("low", "", "float", "Lower end of a facility parameter's range, in its own unit"),
    F("high", "", "float", "Upper end of a facility parameter's range, in its own unit"),
    F(
        "distribution",
        "",
        "str",
        "How draws fill the range; triangular peaks at the central value",
        choices=DISTRIBUTIONS,
    ),
    F("parameter_source", "", "str", "Source of a facility parameter; 'assumption' where none was found"),
    F(
        "pue",
        "1",
        "float",
        "Power usage effectiveness, ISO/IEC 30134-2, of the year at central parameters",
        1.0,
        10.0,
    ),
    F("pue_p05", "1", "float", "5th percentile of PUE over parameter draws", 1.0, 10.0),
    F("pue_p50", "1", "float", "Median of PUE over parameter draws", 1.0, 10.0),
    F("pue_p95", "1", "float", "95th percentile of PUE over parameter draws", 1.0, 10.0),
    F("pue_peak", "1", "float", "Highest hourly PUE", 1.0, 50.0),
    F("pue_p99", "1", "float", "Hourly PUE not exceeded in 99 % of hours", 1.0, 50.0),
    F(
        "wue_l_per_kwh",
        "L/kWh",
        "float",
        "Water usage effectiveness, ISO/IEC 30134-9: fresh water withdrawn on site per IT energy",
        0.0,
        50.0,
    ),
    F("wue_p05", "L/kWh", "float", "5th percentile of WUE over parameter draws", 0.0, 50.0),
    F("wue_p50", "L/kWh", "float", "Median of WUE over parameter draws", 0.0, 50.0),
    F("wue_p95", "L/kWh", "float", "95th percentile of WUE over parameter draws", 0.0, 50.0),
    F(
        "consumption_l_per_kwh",
        "L/kWh",
        "float",
        "Water evaporated or drifted away on site per IT energy",
        0.0,
        50.0,
    ),
    F(
        "hours_free",
        "hour",
        "float",
        "Hours without compressor and without evaporative assistance",
        0.0,
        8784.0,
    ),
    F("hours_partial", "hour", "float", "Hours in which compressors carry a part of the heat", 0.0, 8784.0),
    F(
        "hours_adiabatic",
        "hour",
        "float",
        "Hours without compressor, with evaporative assistance",
        0.0,
        8784.0,
    ),
    F("hours_mechanical", "hour", "float", "Hours in which compressors carry all heat", 0.0, 8784.0),
    F(
        "shortfall_hours",
        "hour",
        "float",
        "Hours in which the sized plant cannot hold its set point",
        0.0,
        8784.0,
    ),
    F("peak_facility_mw_per_mw_it", "1", "float", "Highest facility power per MW of IT capacity", 0.0, 50.0),
    F(
        "overhead_weather_log_sd",
        "1",
        "float",
        "Error of the logarithm of PUE - 1 from that of the weather's mean; positive where warmer means more",
        -1.0,
        1.0,
        nullable=True,
    ),
    F(
        "site_water_weather_log_sd",
        "1",
        "float",
        "Error of the logarithm of water consumption from the error of the weather's mean; 0 without water",
        -1.0,
        1.0,
        nullable=True,
    ),
    F("evaporative", "", "bool", "Whether the design evaporates fresh water on site to reject heat"),
    *(F(f"pue_{month}", "1", "float", f"PUE of month {month[1:]}", 1.0, 20.0) for month in _MONTHS),
    *(F(f"wue_{month}", "L/kWh", "float", f"WUE of month {month[1:]}", 0.0, 50.0) for month in _MONTHS),
    *(
        F(
            f"consumption_{month}",
            "L/kWh",
            "float",
            f"Water consumed per IT energy, month {month[1:]}",
            0.0,
            50.0,
        )
        for month in _MONTHS
    ),
]
