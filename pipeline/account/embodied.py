"""Emissions beside the grid's: of making plant and building, and of the generators behind the site."""

from __future__ import annotations

import numpy as np

#: Carbon of distillate fuel oil over its higher heating value (EIA, Voluntary Reporting of Greenhouse Gases
#: Program, Fuel Carbon Dioxide Emission Coefficients): 73.15 kg CO2 per million Btu.
DIESEL_KG_PER_MMBTU = 73.15
#: Million British thermal units (international table) in a megawatt-hour.
MMBTU_PER_MWH = 3.412141633
KG_PER_T = 1000.0


def diesel_kgco2_per_mwh(efficiency_share: float) -> float:
    """CO2 of burning diesel per MWh of electricity; fuel supply not included."""
    return DIESEL_KG_PER_MMBTU * MMBTU_PER_MWH / efficiency_share


def backup_tco2e(
    peak_mw: np.ndarray, hours_per_year: float, load_share: float, efficiency_share: float
) -> np.ndarray:
    """Emissions of the backup generators in a year [tCO2].

    ``peak_mw x hours x load share x kg per MWh``; the energy they deliver is still counted as the grid's,
    since tests usually run on load banks.
    """
    mwh = peak_mw * hours_per_year * load_share
    found: np.ndarray = mwh * diesel_kgco2_per_mwh(efficiency_share) / KG_PER_T
    return found


def building_tco2e_per_year(it_capacity_mw: float, tco2e_per_mw: float, life_years: int) -> float:
    """Plant and building, spread evenly over the facility's life [tCO2e per year]."""
    return it_capacity_mw * tco2e_per_mw / life_years
