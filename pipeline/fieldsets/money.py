"""Columns of money over the life and of standards, and of the tables behind them."""

from __future__ import annotations

from pipeline.fieldsets.base import F

_PARTS = {
    "electricity": "electricity",
    "tax": "taxes and levies on electricity",
    "demand": "demand charges",
    "water": "water withdrawn",
    "carbon": "the price of the electricity's emissions",
}
VERDICTS = ("pass", "fail", "unknown", "applies")

FIELDS = [
    *(
        F(
            f"cost_{part}_usd",
            "USD",
            "float",
            f"Cost of {what} in the first year, real dollars of the money year",
            0.0,
            nullable=True,
        )
        for part, what in _PARTS.items()
        if part != "electricity"
    ),
    *(
        F(
            f"npv_{part}_usd",
            "USD",
            "float",
            f"Present value of {what} over the facility's life, at its opening",
            0.0,
            nullable=True,
        )
        for part, what in _PARTS.items()
    ),
    F(
        "discounted_facility_mwh",
        "MWh",
        "float",
        "Energy at the meter over the life, discounted: times a price it is a present value",
        0.0,
    ),
    F(
        "discounted_carbon_tco2e",
        "tCO2e",
        "float",
        "Emissions of the electricity over the life, discounted: times a price they are a present value",
        0.0,
        nullable=True,
    ),
    F(
        "npv_usd",
        "USD",
        "float",
        "Present value of operation over the facility's life: the parts that cost_boundary names",
        0.0,
        nullable=True,
    ),
    F(
        "levelised_usd_per_mwh_it",
        "USD / MWh",
        "float",
        "npv_usd over the discounted energy of IT",
        0.0,
        nullable=True,
    ),
    F(
        "capex_usd",
        "USD",
        "float",
        "Capital cost of building and plant at the opening; hardware, land and connection are not in it",
        0.0,
        nullable=True,
    ),
    F(
        "npv_with_capex_usd",
        "USD",
        "float",
        "Present value of operation and capital cost",
        0.0,
        nullable=True,
    ),
    F(
        "levelised_with_capex_usd_per_mwh_it",
        "USD / MWh",
        "float",
        "npv_with_capex_usd over the discounted energy of IT",
        0.0,
        nullable=True,
    ),
    *(
        F(
            f"npv_usd_{end}",
            "USD",
            "float",
            f"{'5th' if end == 'p05' else '95th'} percentile of npv_usd over draws of its inputs' errors",
            0.0,
            nullable=True,
        )
        for end in ("p05", "p95")
    ),
    F("cost_boundary", "", "str", "Parts of the cost that are counted; all others are left out, not zero"),
    F(
        "capex_source",
        "",
        "str",
        "Dataset that the capital cost per watt comes from, or own figure (empty: missing)",
        nullable=True,
    ),
    F("capex_log_sd", "1", "float", "Error of the capital cost: standard deviation of its logarithm", 0.0),
    F(
        "cue_kgco2e_per_kwh",
        "kgCO2e / kWh",
        "float",
        "Carbon usage effectiveness (ISO/IEC 30134-8)",
        0.0,
        nullable=True,
    ),
    F(
        "ref_share",
        "1",
        "float",
        "Renewable energy factor (ISO/IEC 30134-3): contracted renewable energy",
        0.0,
        1.0,
    ),
    F(
        "standards_law_verdict",
        "",
        "str",
        "Worst verdict over the laws that apply: fail, else unknown, else pass; applies: a duty to report"
        " alone (empty: no law applies)",
        choices=VERDICTS,
        nullable=True,
    ),
    F(
        "standards_voluntary_verdict",
        "",
        "str",
        "Worst verdict over the voluntary standards that apply (empty: none applies)",
        choices=VERDICTS,
        nullable=True,
    ),
    F("rule", "", "str", "Id of a rule of a standard"),
    F("rule_title", "", "str", "What the rule asks, in words"),
    F("rule_areas", "", "str", "Where it applies: a country (ISO 3166-1 alpha-3), EU27 or EUROPE"),
    F(
        "metric",
        "",
        "str",
        "Indicator that the rule judges",
        choices=(
            "pue",
            "wue_l_per_kwh",
            "cue_kgco2e_per_kwh",
            "ref_share",
            "erf_share",
            "renewable_or_matched_share",
            "report",
        ),
    ),
    F("rule_operator", "", "str", "How it is judged", choices=("at most", "at least", "report")),
    F("rule_threshold", "", "float", "Limit, in the metric's unit (empty: none)", nullable=True),
    F("climate_class", "", "str", "Climate the rule is for", choices=("any", "cool", "warm")),
    F("opened_from", "year", "float", "Opens at this date or later, in years (empty: any)", nullable=True),
    F("opened_before", "year", "float", "Opens before this date, in years (empty: any)", nullable=True),
    F("minimum_it_kw", "kW", "float", "Smallest IT power that it applies to", 0.0),
    F(
        "rule_condition",
        "",
        "str",
        "Further condition of the rule that is not judged (empty: none); a breach is then unknown",
        nullable=True,
    ),
    F("rule_kind", "", "str", "Who stands behind it", choices=("law", "voluntary")),
    F("rule_status", "", "str", "Whether it is in force", choices=("final", "draft")),
    F("rule_source", "", "str", "Where the rule is published"),
    F(
        "verdict",
        "",
        "str",
        "pass, fail, or unknown where the metric, the climate class or a condition is not known; applies: a"
        " duty without a limit",
        choices=VERDICTS,
    ),
    F("rule_value", "", "float", "The metric of this site and design, in its own unit", nullable=True),
    F("rule_margin", "", "float", "Distance to the limit; positive: on the right side", nullable=True),
    F("construction_usd_per_w", "USD / W", "float", "Cost of building and plant per watt of IT", 0.0, 100.0),
    F("construction_basis", "", "str", "Market and edition that the figure is of"),
    F(
        "us_cpi_index",
        "1",
        "float",
        "US consumer price index, all urban consumers, all items, mean of the year, 1982-84 = 100",
        0.0,
    ),
]
