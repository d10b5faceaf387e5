"""What the weather's own error does to the overhead and the water of a plant.

The typical year says how wrong its mean is (``dry_bulb_mean_sd_k``). The plant runs again in a year that is
warmer and one that is colder by that error, the relative humidity about kept (dry bulb and dew point move
together). The difference of the two results over their sum is, to first order, the error of the logarithm;
unlike half the logarithm of their ratio it stays below 1 where the colder year needs next to nothing. An
error in the spread of the weather is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from pipeline.facility.designs import Design
from pipeline.facility.model import Rows, hours_of_year, run_site

#: Hours taken for the two runs; their difference needs no more than the bands do.
HOUR_STEP = 7


@dataclass(frozen=True, slots=True)
class WeatherError:
    """Signed standard deviations of the logarithm, (sites, designs); positive where warmer means more."""

    overhead_log_sd: npt.NDArray[np.float64]
    site_water_log_sd: npt.NDArray[np.float64]


def weather_error(
    weather: npt.NDArray[np.float32],
    load: npt.NDArray[np.float64],
    designs: Sequence[Design],
    mean_sd_k: npt.NDArray[np.float64],
    *,
    threads: int = 2,
) -> WeatherError:
    """Errors of PUE - 1 and of water consumption from the error of the mean temperature.

    Parameters
    ----------
    weather
        (sites, 3, 8760): dry bulb [°C], dew point [°C], pressure [Pa].
    load
        IT load as a share of capacity, (8760,).
    designs
        Cooling designs.
    mean_sd_k
        Standard deviation of each site's mean dry bulb [K], (sites,); 0 for a measured year, NaN unknown.

    Returns
    -------
    WeatherError
        NaN where ``mean_sd_k`` is; 0 for a design without water.
    """
    shift = np.nan_to_num(mean_sd_k).astype(np.float32)
    hours, rows = hours_of_year(HOUR_STEP), Rows.of(designs)
    share = load[hours.index].astype(np.float32)

    def one(site: int, sign: float) -> npt.NDArray[np.float64]:
        moved = np.ascontiguousarray(weather[site][:, hours.index], dtype=np.float32)
        moved[:2] += np.float32(sign) * shift[site]
        sums, _ = run_site(moved, share, rows, hours, False)
        return sums.sum(axis=1) / float(share.sum())

    with ThreadPoolExecutor(max_workers=max(threads, 1)) as pool:
        years = [
            np.stack(list(pool.map(partial(one, sign=sign), range(weather.shape[0])))) for sign in (1.0, -1.0)
        ]
    (warm, warm_water), (cold, cold_water) = [(year[:, :, 0] - 1.0, year[:, :, 2]) for year in years]
    unknown = np.isnan(mean_sd_k)[:, None]
    return WeatherError(
        np.where(unknown, np.nan, _relative(warm, cold)),
        np.where(unknown, np.nan, _relative(warm_water, cold_water)),
    )


def _relative(high: npt.NDArray[np.float64], low: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Half the difference over the mean; 0 where both are nothing."""
    total = high + low
    return np.divide(high - low, total, out=np.zeros_like(high), where=total > 0)
