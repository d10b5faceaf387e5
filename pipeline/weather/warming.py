"""A year of weather in a warmer climate: the same days, a few kelvins up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.weather.psychrometrics import dew_point_c, vapour_pressure_pa
from pipeline.weather.record import WeatherYear


def warmed(year: WeatherYear, warming_k: float) -> WeatherYear:
    """The year with every hour ``warming_k`` warmer at its own relative humidity; 0 gives the year itself.

    Land has warmed at nearly constant relative humidity where water is not short (Held and Soden 2006,
    doi:10.1175/JCLI3990.1): vapour rises by about 7 % a kelvin. Neither the hot tail's own faster warming nor
    drying soils are in it. Meant for −3 to 6 K.
    """
    if warming_k == 0.0:
        return year
    dry = year.dry_bulb_c + warming_k
    # Saturation at the new over saturation at the old temperature, both over the phase that the air is in.
    growth = vapour_pressure_pa(dry) / vapour_pressure_pa(year.dry_bulb_c)
    dew = np.minimum(dew_point_c(vapour_pressure_pa(year.dew_point_c) * growth), dry)
    return replace(
        year,
        dry_bulb_c=dry,
        dew_point_c=dew,
        source=f"{year.source}; {warming_k:+g} K at the same relative humidity",
    )
