"""A year of hourly weather at one place: what every provider gives."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.weather.psychrometrics import wet_bulb_c

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Standard deviations of the error of means and 99 % quantiles [K]."""

    dry_bulb_mean_sd_k: float
    wet_bulb_mean_sd_k: float
    dry_bulb_p99_sd_k: float
    wet_bulb_p99_sd_k: float


@dataclass(frozen=True, slots=True, eq=False)
class WeatherYear:
    """8,760 or 8,784 hours in local standard time, from 1 January, 00:00 to 01:00.

    Attributes
    ----------
    dry_bulb_c, dew_point_c, pressure_pa
        Arrays of equal length [°C, °C, Pa]; the dew point is a frost point below 0.01 °C and never above
        dry bulb.
    utc_offset_h
        Local standard time minus UTC [h].
    provider, source
        What made it (``typical``, ``epw``, …), and dataset, file or service with its vintage.
    uncertainty
        How wrong it may be about the climate of the place.
    warnings
        What the checks found.
    """

    dry_bulb_c: _Floats
    dew_point_c: _Floats
    pressure_pa: _Floats
    latitude_deg: float
    longitude_deg: float
    elevation_m: float
    utc_offset_h: float
    provider: str
    source: str
    uncertainty: Uncertainty
    warnings: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        hours = len(self.dry_bulb_c)
        if hours not in (8760, 8784) or {len(self.dew_point_c), len(self.pressure_pa)} != {hours}:
            raise InputError(
                "a year of weather has the wrong number of hours",
                value=(hours, len(self.dew_point_c), len(self.pressure_pa)),
                allowed="8760, or 8784 in a leap year",
            )

    @property
    def wet_bulb_c(self) -> _Floats:
        """Thermodynamic wet bulb of every hour [°C]."""
        return wet_bulb_c(self.dry_bulb_c, self.dew_point_c, self.pressure_pa)

    def without_leap_day(self) -> WeatherYear:
        """The same year with 29 February cut out, as the account of 8,760 hours needs it."""
        if len(self.dry_bulb_c) == 8760:
            return self
        keep = np.ones(8784, dtype=bool)
        keep[59 * 24 : 60 * 24] = False
        return WeatherYear(
            self.dry_bulb_c[keep],
            self.dew_point_c[keep],
            self.pressure_pa[keep],
            self.latitude_deg,
            self.longitude_deg,
            self.elevation_m,
            self.utc_offset_h,
            self.provider,
            self.source,
            self.uncertainty,
            self.warnings,
        )
