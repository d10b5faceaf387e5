"""Emissions of making the accelerators and their servers, as a distribution, and their share of a year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.workload.accelerators import accelerator
from pipeline.workload.draws import Estimate, overhead_factor

#: Accelerators of a server whose emissions without them are known.
CHIPS_PER_SERVER = 8


def chip_row(generation: str) -> str:
    """Row of ``workload_overheads`` with the emissions of one accelerator of that generation."""
    known = {"Ampere": "ampere", "Hopper": "hopper", "Blackwell": "blackwell"}
    return f"embodied_{known.get(generation, 'other')}_kgco2e"


def it_embodied_tco2e(
    chip: str,
    chips: int,
    accelerators: pd.DataFrame,
    overheads: pd.DataFrame,
    *,
    seed: int = 1907,
    draws: int = 2000,
) -> Estimate:
    """Emissions of making ``chips`` accelerators and a server for every eight of them [tCO2e].

    A footprint of an accelerator is a maker's own figure or three and a half times that, bottom-up with its
    memory: the band holds both. Not in it: switches, storage, transport, disposal, the building.

    Raises
    ------
    InputError
        Unknown chip.
    """
    unit = accelerator(chip, accelerators)
    each, each_draws = overhead_factor(overheads, chip_row(unit.generation), seed, draws)
    server, server_draws = overhead_factor(overheads, "embodied_server_kgco2e", seed, draws)
    servers = int(np.ceil(chips / CHIPS_PER_SERVER))
    of_chips, of_servers = chips * each / 1000.0, servers * server / 1000.0
    share = of_chips / (of_chips + of_servers)
    # A sum of two draws, written as factors on the total so that each one's part in the spread is seen.
    return Estimate(
        of_chips + of_servers,
        {
            "accelerators": 1.0 + share * (each_draws - 1.0),
            "servers": 1.0 + (1.0 - share) * (server_draws - 1.0) / (1.0 + share * (each_draws - 1.0)),
        },
    )


def yearly(total: Estimate, overheads: pd.DataFrame, *, seed: int = 1907, draws: int = 2000) -> Estimate:
    """The total over the hardware's life [tCO2e per year]."""
    years, factor = overhead_factor(overheads, "hardware_lifetime_years", seed, draws)
    return total.times(1.0 / years, lifetime=1.0 / factor)


def per_accelerator_hour_kgco2e(total: Estimate, chips: int, utilisation: float, years: float) -> Estimate:
    """Total over the hours that accelerators are used in their life [kgCO2e per hour used]."""
    return total.times(1000.0 / (chips * years * 8760.0 * utilisation))
