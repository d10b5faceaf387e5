"""The carbon of the facility's whole life: the grid's path, the hardware, the building, the generators."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pipeline.account.pathway import Pathway

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Lifetime:
    """Emissions beside the year's electricity, and over the life; shape (n,), NaN where an input is
    missing.
    """

    backup_tco2e: np.ndarray
    embodied_hardware_tco2e: np.ndarray
    embodied_building_tco2e: np.ndarray
    embodied_tco2e: np.ndarray
    carbon_total_tco2e: np.ndarray
    pathway_mean_share: np.ndarray
    pathway_last_share: np.ndarray
    lifetime_operational_tco2e: np.ndarray
    lifetime_backup_tco2e: np.ndarray
    lifetime_embodied_tco2e: np.ndarray
    lifetime_tco2e: np.ndarray
    lifetime_kgco2e_per_mwh_it: np.ndarray

    def columns(self) -> dict[str, np.ndarray]:
        """Name to values, in the order of the class."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


def lifetime(
    carbon_tco2e: np.ndarray,
    it_mwh: np.ndarray,
    backup_tco2e: np.ndarray,
    hardware_tco2e: float,
    building_tco2e: float,
    pathway: Pathway,
) -> Lifetime:
    """Add up a year and the life of the facility.

    The year's electricity is that of the present grid; over the life it is multiplied by the path's factor of
    every year: ``sum_y carbon x factor_y``. The load, the climate and the relative shape of the grid's hours
    stay as they are. Hardware and building are given per year, spread evenly over their lives; hardware is
    renewed at the end of its own life, so the facility's life holds ``years x per year`` of it.

    Parameters
    ----------
    carbon_tco2e, it_mwh, backup_tco2e
        Per row and year.
    hardware_tco2e, building_tco2e
        Per year [tCO2e]; NaN where not known.
    pathway
        Factors on the present intensity, shape (n, years).
    """
    years = pathway.factor.shape[1]
    whole = np.ones_like(carbon_tco2e)
    hardware, building = hardware_tco2e * whole, building_tco2e * whole
    embodied = hardware + building
    operational = carbon_tco2e * pathway.factor.sum(axis=1)
    backups, embodieds = backup_tco2e * years, embodied * years
    total = operational + backups + embodieds
    return Lifetime(
        backup_tco2e=backup_tco2e,
        embodied_hardware_tco2e=hardware,
        embodied_building_tco2e=building,
        embodied_tco2e=embodied,
        carbon_total_tco2e=carbon_tco2e + backup_tco2e + embodied,
        pathway_mean_share=pathway.factor.mean(axis=1),
        pathway_last_share=pathway.factor[:, -1],
        lifetime_operational_tco2e=operational,
        lifetime_backup_tco2e=backups,
        lifetime_embodied_tco2e=embodieds,
        lifetime_tco2e=total,
        lifetime_kgco2e_per_mwh_it=total * KG_PER_T / (it_mwh * years),
    )
