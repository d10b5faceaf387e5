"""The regional figures of every site: carbon, price, mix, water, hazard, governance, each with its source."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.configs.regional import RegionalConfig
from pipeline.datasets import ROOT, load, verified_path
from pipeline.geography.regional_carbon import SCALER, TABLE_OF_METHOD, carbon, carbon_alternative
from pipeline.geography.regional_energy import TABLE_OF_PRICE, grid_water, mix, price, price_alternative
from pipeline.geography.regional_lookup import look_up, site_areas
from pipeline.geography.regional_overrides import MONTHS, apply_overrides, read_overrides

__all__ = ["DATASETS", "attach", "attach_tables", "read_overrides"]

#: What :func:`attach` reads; a rule names them as its inputs.
DATASETS = (
    *TABLE_OF_METHOD.values(),
    SCALER,
    *TABLE_OF_PRICE.values(),
    "generation_mix",
    "grid_places",
    "grid_zones",
    "risk_wgi",
    "risk_worldriskindex",
    "water_aqueduct",
    "water_aware",
    "water_per_fuel",
)

_AQUEDUCT = (
    "aqueduct_bws_score_min",
    "aqueduct_bws_score_max",
    "aqueduct_bws_score",
    "aqueduct_bws_category",
)


def attach(sites: pd.DataFrame, config: RegionalConfig) -> pd.DataFrame:
    """Read the datasets and the user's own figures, and attach them to the sites.

    See :func:`attach_tables`. Raises ``InputError`` for a dataset or a table of own figures that cannot be
    used.
    """
    tables = {name: load(name) for name in DATASETS}
    path = None if config.overrides is None else ROOT / config.overrides
    own = None if path is None else read_overrides(path)
    regional = attach_tables(sites, tables, config)
    if own is None:
        return regional
    areas = site_areas(sites, tables["grid_zones"], tables["grid_places"])
    return apply_overrides(regional, areas, own, _known_areas(tables), path)


def attach_tables(
    sites: pd.DataFrame, tables: Mapping[str, pd.DataFrame], config: RegionalConfig
) -> pd.DataFrame:
    """One row of regional figures per site, in the sites' order.

    Parameters
    ----------
    sites
        ``site_id``, ``country_iso3``, ``region_id``, ``latitude_deg``, ``longitude_deg``.
    tables
        The datasets of :data:`DATASETS` by name.
    config
        Convention of carbon and price.

    Returns
    -------
    DataFrame
        The columns of ``regional.parquet``. A figure comes from the site's zone of the grid, else its
        first-order region, else its country; ``<figure>_level`` says which, ``<figure>_source`` names the
        dataset. Where none has it, figure and source are missing.
    """
    sites = sites.reset_index(drop=True)
    areas = site_areas(sites, tables["grid_zones"], tables["grid_places"])
    shares = mix(areas, tables["generation_mix"])
    intensity, tariff = carbon(areas, tables, config), price(areas, tables, config)
    return pd.concat(
        [
            sites[["site_id"]],
            intensity,
            carbon_alternative(areas, tables, config, intensity),
            tariff,
            price_alternative(areas, tables, config, tariff),
            shares,
            grid_water(shares, tables["water_per_fuel"], reservoirs=config.grid_water_reservoirs),
            _plain(areas, tables, "water_aware", "aware", ("aware_cf_annual", *MONTHS)),
            _plain(areas, tables, "water_aqueduct", "aqueduct", _AQUEDUCT),
            _plain(
                areas,
                tables,
                "risk_worldriskindex",
                "hazard",
                ("hazard_exposure_index", "hazard_risk_index"),
            ).drop(columns="hazard_level"),
            _plain(areas, tables, "risk_wgi", "governance", ("governance_index",)).drop(
                columns="governance_level"
            ),
        ],
        axis=1,
    )


def _plain(
    areas: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    dataset: str,
    stem: str,
    columns: tuple[str, ...],
) -> pd.DataFrame:
    """Columns of a table without years, their level and their source."""
    found = look_up(areas, tables[dataset], columns)
    source = pd.Series(dataset, areas.index, dtype="str").where(found[columns[0]].notna())
    return found.rename(columns={"level": f"{stem}_level"}).assign(**{f"{stem}_source": source})


def _known_areas(tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Every country and region of the map and every zone of the grid."""
    regions = pd.read_parquet(verified_path("admin1"), columns=["country_iso3", "region_id"])
    zones = tables["carbon_electricity_maps"]["area_id"]
    return frozenset(regions["country_iso3"]) | frozenset(regions["region_id"].dropna()) | frozenset(zones)
