"""Carbon intensity of each site in one stated convention."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.configs.regional import RegionalConfig
from pipeline.geography.regional_lookup import latest, look_up

#: The table behind each convention of the configuration.
TABLE_OF_METHOD = {
    "electricity_maps_consumption_lifecycle": "carbon_electricity_maps",
    "ember_generation_lifecycle": "carbon_ember",
    "egrid_generation_stack": "carbon_egrid",
    "ifi_marginal_stack": "carbon_marginal",
}
#: The second opinion of each convention, unless the configuration names one.
ALTERNATIVE = {
    "electricity_maps_consumption_lifecycle": "ember_generation_lifecycle",
    "ember_generation_lifecycle": "electricity_maps_consumption_lifecycle",
    "egrid_generation_stack": "electricity_maps_consumption_lifecycle",
    "ifi_marginal_stack": "electricity_maps_consumption_lifecycle",
}
#: Who steps in where a convention has no figure: the other life-cycle one; nobody for a stack figure.
FALLBACK = {
    "carbon_electricity_maps": "carbon_ember",
    "carbon_ember": "carbon_electricity_maps",
}
#: Conventions in which a country's figure may be scaled to a region, and the table whose ratio is taken.
#: China's factors count transfers between provinces. eGRID counts what a state generates and is no such
#: table: laid on the national mean it is further from the balancing areas' own figures than that mean itself.
SCALED = ("carbon_electricity_maps", "carbon_ember")
SCALER = "carbon_china"

_COLUMNS = ("carbon_gco2e_per_kwh", "carbon_method", "year")


def carbon(areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame], config: RegionalConfig) -> pd.DataFrame:
    """Carbon intensity [gCO2e/kWh] with method, year, level and source of every site.

    The convention's own figure of the zone, else of the region; else the country's, scaled by the official
    ratio of region to country where there is one (``carbon_scale_subnational``); else, if the configuration
    allows, the same from the other life-cycle convention.

    Scaling: I_region = I_country · s_region / s_country, with s the stack figures of China's ministry, which
    count transfers between provinces. It keeps the level of the convention and takes the pattern from the
    official table; upstream emissions are taken to vary as those at the stack.

    Raises
    ------
    KeyError
        ``tables`` lacks a table of the convention.
    """
    name = TABLE_OF_METHOD[config.carbon_method]
    found = _from_one(areas, tables, name, config)
    if config.carbon_allow_fallback and name in FALLBACK:
        second = _from_one(areas, tables, FALLBACK[name], config)
        found = found.where(found["carbon_gco2e_per_kwh"].notna(), second)
    return found


def carbon_alternative(
    areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame], config: RegionalConfig, chosen: pd.DataFrame
) -> pd.DataFrame:
    """The same figure in a second convention: ``carbon_alt_*``, never mixed into the first.

    Without fallback, so that every figure is of the convention it names; missing where that convention has
    none, or where the first one already had to take it.
    """
    method = config.carbon_alternative or ALTERNATIVE[config.carbon_method]
    found = _from_one(areas, tables, TABLE_OF_METHOD[method], config)
    taken = (found["carbon_source"] == chosen["carbon_source"]).fillna(False).astype(bool)
    found = found.mask(taken)
    return found.rename(columns=lambda name: name.replace("carbon_", "carbon_alt_", 1))


def region_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Ratio of each region's figure to its country's: ``area_id``, ``level``, ``ratio``.

    Raises ``ValueError`` unless the table has exactly one national figure.
    """
    table = latest(table)
    nation = table.loc[table["level"] == "country", "carbon_gco2e_per_kwh"]
    if len(nation) != 1:
        raise ValueError(f"{len(nation)} national figures, not one")
    states = table[table["level"] == "state"]
    return states[["area_id", "level"]].assign(ratio=states["carbon_gco2e_per_kwh"] / float(nation.iloc[0]))


def _from_one(
    areas: pd.DataFrame, tables: Mapping[str, pd.DataFrame], source: str, config: RegionalConfig
) -> pd.DataFrame:
    found = look_up(areas, latest(tables[source], config.carbon_year), _COLUMNS)
    if config.carbon_scale_subnational and source in SCALED:
        scale = look_up(areas, region_ratios(tables[SCALER]), ("ratio",), levels=("state",))
        scaled = (found["level"] == "country") & scale["ratio"].notna()
        found["carbon_gco2e_per_kwh"] = (found["carbon_gco2e_per_kwh"] * scale["ratio"]).where(
            scaled, found["carbon_gco2e_per_kwh"]
        )
        named = found["carbon_method"] + "_scaled_by_china_mee"
        found["carbon_method"] = named.where(scaled, found["carbon_method"])
        found["level"] = found["level"].mask(scaled, "state")
    known = found["carbon_gco2e_per_kwh"].notna()
    return pd.DataFrame(
        {
            "carbon_gco2e_per_kwh": found["carbon_gco2e_per_kwh"],
            "carbon_method": found["carbon_method"],
            "carbon_year": found["year"].astype("Int64"),
            "carbon_level": found["level"],
            "carbon_source": pd.Series(source, areas.index, dtype="str").where(known),
        }
    )
