"""Whether a published training run agrees with itself: emissions over the least energy its hours allow."""

from __future__ import annotations

import pandas as pd

from pipeline.errors import InputError

#: Carbon intensity that a stated footprint may imply [kg CO2e per kWh]: the cleanest grids on record lie
#: above the lower end (Iceland, about 0.028), the dirtiest below the upper (about 0.9; coal plants alone
#: about 1.1).
IMPLIED_RANGE_KG_PER_KWH = (0.015, 1.2)


def implied_kg_per_kwh(run: pd.Series) -> float:
    """Stated emissions over hours x watts; NaN where none are stated. PUE would only lower it further."""
    return float(run["run_carbon_tco2e"] / (run["accelerator_hours"] * run["watts_per_chip"] / 1e6))


def inconsistent(runs: pd.DataFrame) -> list[str]:
    """Runs, by index, whose stated emissions no grid could have caused."""
    low, high = IMPLIED_RANGE_KG_PER_KWH
    implied = runs.apply(implied_kg_per_kwh, axis=1)
    return [str(name) for name in runs.index[(implied < low) | (implied > high)]]


def check_run(name: str, run: pd.Series) -> None:
    """Refuse a run that contradicts itself.

    Raises
    ------
    InputError
        Names the run and the carbon intensity that it implies.
    """
    if inconsistent(pd.DataFrame([run], index=[name])):
        low, high = IMPLIED_RANGE_KG_PER_KWH
        energy = run["accelerator_hours"] * run["watts_per_chip"] / 1e6
        raise InputError(
            f"{name}: {run['run_carbon_tco2e']:g} tCO2e for {energy:,.0f} MWh imply no grid that exists",
            column="run_carbon_tco2e",
            value=f"{implied_kg_per_kwh(run):.4f} kg/kWh",
            allowed=f"{low:g} to {high:g} kg/kWh",
        )
