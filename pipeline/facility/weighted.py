"""Hour-by-hour products of facility power with carbon, price or any other hourly series of a site.

A megawatt-hour drawn in a hot hour may be a dirty or a dear one; annual means multiplied miss that. The fused
kernel adds up power times weight as it goes, so nothing hourly is stored, whatever the number of draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.facility import kernel
from pipeline.facility.designs import Design, select
from pipeline.facility.model import CHUNK, HOURS, Rows, check_load, check_weather, hours_of_year, site_air

_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class WeightedSums:
    """Sums over the year per kW of IT capacity; axes: sites, designs, draws (0: central values), then these.

    ``weighted`` (…, series): sum over hours of facility energy [kWh] times weight, NaN where the series
    misses an hour. ``energy_kwh``, ``withdrawal_l``, ``consumption_l`` (…, 12): by month. ``peak_kw``: the
    largest facility power of an hour.
    """

    weighted: npt.NDArray[np.float64]
    energy_kwh: npt.NDArray[np.float32]
    withdrawal_l: npt.NDArray[np.float32]
    consumption_l: npt.NDArray[np.float32]
    peak_kw: npt.NDArray[np.float32]


def weighted_sums(
    weather: npt.NDArray[np.float32],
    designs: Sequence[str] | Sequence[Design],
    weights: npt.NDArray[np.float32],
    *,
    draws: int = 0,
    it_load: npt.ArrayLike | None = None,
    seed: int = 30134,
    threads: int = 2,
) -> WeightedSums:
    """Facility energy of every design and draw under hourly weights, with energy, water and peak.

    Parameters
    ----------
    weather
        (sites, 3, 8760): dry bulb [°C], dew point [°C], station pressure [Pa]; may be a memory map.
    designs
        Ids, ``("all",)``, or :class:`~pipeline.facility.designs.Design` objects.
    weights
        (sites, series, 8760) in the hours of ``weather``: carbon intensity [g/kWh], price [USD/MWh], …
        Units of the result are the weight's per kWh times kWh.
    draws
        Draws of the parameters after the central values, the same hypercube as the facility stage's for the
        same ``seed`` and number.
    it_load
        IT load as a share of capacity: (8760,), or (sites, 8760) where it follows the weights; default 1.
    threads
        Sites worked on at a time. A site's sums depend neither on it nor on the other sites.

    Returns
    -------
    WeightedSums
        Arrays over sites × designs × (1 + draws). Per row and month they take 140 bytes: use
        :func:`stream_weighted_sums` for more sites than memory holds.

    Raises
    ------
    InputError
        Unknown design, or weather, load or weights of the wrong shape or out of range.
    """
    chosen = [one for one in designs if isinstance(one, Design)]
    chosen = chosen or select([str(one) for one in designs])
    check_weather(weather)
    load = _load(it_load, weather.shape[0])
    _check_weights(weights, weather.shape[0])
    rows, hours = Rows.central_and_drawn(chosen, draws, seed), hours_of_year()
    shape = (weather.shape[0], len(chosen), 1 + draws)
    out = WeightedSums(
        np.empty((*shape, weights.shape[1])),
        np.empty((*shape, 12), np.float32),
        np.empty((*shape, 12), np.float32),
        np.empty((*shape, 12), np.float32),
        np.empty(shape, np.float32),
    )

    def one(site: int) -> None:
        series = np.ascontiguousarray(weights[site], dtype=np.float32)
        known = np.atleast_1d(np.isfinite(series).all(axis=1))
        block = np.array(weather[site], dtype=np.float32)
        air = site_air(block, load[site % len(load)], rows, hours)
        sums = np.zeros((len(rows.electrical), 12, 3))
        weighted = np.zeros((len(rows.electrical), len(series)))
        peak = np.zeros(len(rows.electrical), np.float32)
        kernel.run_designs(
            air,
            hours.bounds,
            hours.months,
            rows.electrical,
            rows.plants,
            rows.kinds,
            np.where(known[:, None], series, np.float32(0.0)),
            sums,
            weighted,
            peak,
        )
        out.weighted[site] = np.where(known, weighted, np.nan).reshape(*shape[1:], -1)
        out.energy_kwh[site] = sums[:, :, 0].reshape(*shape[1:], 12)
        out.withdrawal_l[site] = sums[:, :, 1].reshape(*shape[1:], 12) * _SECONDS
        out.consumption_l[site] = sums[:, :, 2].reshape(*shape[1:], 12) * _SECONDS
        out.peak_kw[site] = peak.reshape(shape[1:])

    with ThreadPoolExecutor(max_workers=max(threads, 1)) as pool:
        list(pool.map(one, range(weather.shape[0])))
    return out


def stream_weighted_sums(
    weather: npt.NDArray[np.float32],
    designs: Sequence[str] | Sequence[Design],
    weights: npt.NDArray[np.float32],
    *,
    it_load: npt.ArrayLike | None = None,
    chunk: int = CHUNK // 10,
    **options: int,
) -> Iterator[tuple[int, WeightedSums]]:
    """:func:`weighted_sums` of ``chunk`` sites at a time, with the number of the first; memory is bounded."""
    load = None if it_load is None else np.asarray(it_load)
    for start in range(0, weather.shape[0], chunk):
        here = slice(start, start + chunk)
        part = load[here] if load is not None and load.ndim == 2 else load
        yield start, weighted_sums(weather[here], designs, weights[here], it_load=part, **options)


def _load(it_load: npt.ArrayLike | None, sites: int) -> npt.NDArray[np.float32]:
    """Load as (1 or sites, hours), float32."""
    if it_load is None:
        return np.ones((1, HOURS), np.float32)
    load = np.atleast_2d(np.asarray(it_load))
    if load.ndim != 2 or len(load) not in (1, sites):
        raise InputError(
            "IT load has the wrong shape", value=load.shape, allowed=f"({HOURS},) or ({sites}, {HOURS})"
        )
    for series in load:
        check_load(series)
    return np.ascontiguousarray(load, dtype=np.float32)


def _check_weights(weights: npt.NDArray[np.float32], sites: int) -> None:
    if weights.ndim != 3 or weights.shape[0] != sites or weights.shape[2] != HOURS:
        raise InputError(
            "hourly weights have the wrong shape", value=weights.shape, allowed=f"({sites}, series, {HOURS})"
        )
