"""What the printed ledger shows: sections, their figures, and what stands behind each."""

from __future__ import annotations

_PLANT = ("weather", "facility_designs", "facility_parameters")
_ELECTRIC = ("carbon", *_PLANT)
_HOURS = ("carbon", "mix", "carbon_per_fuel", "carbon_profile", *_PLANT)
_LIFE = (*_HOURS, "carbon_ember", "workload_overheads")

#: Parts of the cost beside electricity: taxes, charges and prices are the configuration's own.
_PAID = {
    "electricity": ("price", "us_cpi", *_PLANT),
    "tax": _PLANT,
    "demand": _PLANT,
    "water": _PLANT,
    "carbon": _LIFE,
}

#: Section -> part -> (column, sources). A source is a dataset, or the stem of the site's ``<stem>_source``.
LAYOUT: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "energy": {
        "it": ("it_mwh", ("accelerators", "decode_models", "workload_overheads")),
        "facility": ("facility_mwh", _PLANT),
        "peak": ("peak_mw", _PLANT),
        "pue": ("pue", _PLANT),
    },
    "carbon": {
        "operational": ("carbon_tco2e", _HOURS),
        "annual_mean": ("carbon_annual_mean_tco2e", _ELECTRIC),
        "hours": ("carbon_covariance_tco2e", _HOURS),
        "hours_per_mwh": ("carbon_covariance_kgco2e_per_mwh", _HOURS),
        "intensity": ("carbon_kgco2e_per_mwh_it", _HOURS),
        "market_based": ("carbon_market_tco2e", _HOURS),
        "carbon_free_grid": ("grid_carbon_free_share", _HOURS),
        "carbon_free_matched": ("carbon_free_matched_share", _HOURS),
        "backup": ("backup_tco2e", _PLANT),
        "embodied": ("embodied_tco2e", ("workload_overheads",)),
        "embodied_hardware": ("embodied_hardware_tco2e", ("workload_overheads", "accelerators")),
        "embodied_building": ("embodied_building_tco2e", ()),
        "total": ("carbon_total_tco2e", (*_HOURS, "workload_overheads")),
        "lifetime_operational": ("lifetime_operational_tco2e", _LIFE),
        "lifetime_embodied": ("lifetime_embodied_tco2e", ("workload_overheads",)),
        "lifetime_backup": ("lifetime_backup_tco2e", _PLANT),
        "lifetime": ("lifetime_tco2e", _LIFE),
    },
    "water": {
        "site_withdrawal": ("site_water_withdrawal_m3", _PLANT),
        "site_reclaimed": ("reclaimed_water_withdrawal_m3", _PLANT),
        "site": ("site_water_consumption_m3", _PLANT),
        "grid_water": ("grid_water_consumption_m3", ("mix", "grid_water")),
        "total": ("water_consumption_m3", (*_PLANT, "mix", "grid_water")),
        "m3_world_site": ("site_scarcity_m3_world", (*_PLANT, "aware")),
        "m3_world_grid": ("grid_scarcity_m3_world", ("mix", "grid_water", "aware")),
        "m3_world": ("scarcity_m3_world", (*_PLANT, "mix", "grid_water", "aware")),
        "m3_world_intensity": ("scarcity_m3_world_per_mwh_it", (*_PLANT, "mix", "grid_water", "aware")),
    },
    "cost": {
        "electricity": ("electricity_usd", ("price", *_PLANT)),
        "intensity": ("electricity_usd_per_mwh_it", ("price", *_PLANT)),
        **{f"year_{part}": (f"cost_{part}_usd", _PAID[part]) for part in _PAID if part != "electricity"},
        **{f"npv_{part}": (f"npv_{part}_usd", _PAID[part]) for part in _PAID},
        "npv": ("npv_usd", ("price", "us_cpi", *_PLANT)),
        "levelised": ("levelised_usd_per_mwh_it", ("price", "us_cpi", *_PLANT)),
        "capital": ("capex_usd", ("capex",)),
        "npv_with_capital": ("npv_with_capex_usd", ("price", "us_cpi", "capex", *_PLANT)),
        "levelised_with_capital": (
            "levelised_with_capex_usd_per_mwh_it",
            ("price", "us_cpi", "capex", *_PLANT),
        ),
    },
    "standards": {
        "pue": ("pue", _PLANT),
        "wue": ("wue_l_per_kwh", _PLANT),
        "cue": ("cue_kgco2e_per_kwh", _HOURS),
        "ref": ("ref_share", ()),
        "law": ("standards_law_verdict", ("standards_rules",)),
        "voluntary": ("standards_voluntary_verdict", ("standards_rules",)),
    },
}

#: Plain facts told under a section: columns of the account or of the site's regional figures.
NOTES = {
    "energy": (),
    "carbon": (
        "carbon_method",
        "carbon_year",
        "carbon_level",
        "carbon_resolution",
        "carbon_resolution_reason",
        "mix_level",
        "mix_year",
        "carbon_alt_gco2e_per_kwh",
        "carbon_alt_method",
        "pathway_last_share",
    ),
    "water": ("aware_level", "aqueduct_bws_category", "aqueduct_level"),
    "cost": ("cost_boundary", "price_method", "price_year", "price_level", "price_confidence"),
    "standards": (),
}

#: What the account leaves out, by section; a planner must not take silence for zero.
LEFT_OUT = {
    "energy": "losses between power plant and meter, unless grid_loss_share is set",
    "carbon": "refrigerants, staff, network and devices of the users; fuel supply of the backup generators",
    "water": "water behind hardware and fuel supply; discharge and its treatment",
    "cost": "hardware, land, connection, staff, and every part that cost_boundary does not name",
    "standards": "duties that no metric settles: heat networks, management systems, registers",
}
