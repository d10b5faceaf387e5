"""From hourly weather to a table of PUE and WUE per site and design."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputError
from pipeline.facility import air_table, kernel
from pipeline.facility.coefficients import stack
from pipeline.facility.designs import Design, select
from pipeline.facility.layout import (
    AIR_ROWS,
    ANNUAL_COLUMNS,
    BLOCK,
    CHILLER_SEA,
    CHILLER_WATER,
    ECO_INDIRECT,
    ECO_SEA,
    ECO_TOWER,
    PLANT_INDEX,
)
from pipeline.facility.sampling import central_values, draw_values

if TYPE_CHECKING:
    import pandas as pd

HOURS = 8760
_kept = threading.local()
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: A design condition is what the year exceeds in 0.4 % of its hours (ASHRAE annual cooling design).
DESIGN_QUANTILE = 0.996
_SECONDS = 3600.0
#: Hours of a month's first block: about half of it, in whole vectors.
_PIECE = 384
NO_WEIGHTS = np.empty((0, HOURS), dtype=np.float32)
#: Sites worked on between two writes; 1,000 sites and 43 designs are some 40 MB of results.
CHUNK = 1000
#: What each quantity may be, in °C, °C and Pa; beyond it the polynomials do not hold.
_WEATHER_RANGES = (
    ("dry_bulb_c", -70.0, 65.0),
    ("dew_point_c", -80.0, 45.0),
    ("pressure_pa", 45_000.0, 110_000.0),
)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours that a run takes: their numbers in the year and the blocks the kernel works in."""

    index: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    months: npt.NDArray[np.int64]


def hours_of_year(step: int = 1) -> Hours:
    """Every ``step``-th hour of the year, cut into blocks that stay within a month."""
    index = np.arange(0, HOURS, step)
    month_of = np.repeat(np.arange(12), np.array(_DAYS) * 24)[index]
    bounds, months = [0], []
    for month in range(12):
        count = int((month_of == month).sum())
        while count:
            bounds.append(bounds[-1] + min(count, _PIECE))
            count -= min(count, _PIECE)
            months.append(month)
    return Hours(index, np.array(bounds, dtype=np.int64), np.array(months, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Rows:
    """Designs × draws as the kernel reads them."""

    electrical: npt.NDArray[np.float32]
    plants: npt.NDArray[np.float32]
    kinds: npt.NDArray[np.int64]
    nodes: int
    sea_damping: float

    @classmethod
    def of(cls, designs: Sequence[Design], draws: int = 0, seed: int = 0) -> Rows:
        """Central rows (``draws`` 0) or a hypercube of them."""
        return cls._stacked(
            designs,
            [draw_values(design, draws, seed) if draws else central_values(design) for design in designs],
        )

    @classmethod
    def central_and_drawn(cls, designs: Sequence[Design], draws: int, seed: int) -> Rows:
        """For each design its central row, then its draws."""
        central = [central_values(design) for design in designs]
        if not draws:
            return cls._stacked(designs, central)
        drawn = [draw_values(design, draws, seed) for design in designs]
        both = [
            {name: np.concatenate([first[name], rest[name]]) for name in first}
            for first, rest in zip(central, drawn, strict=True)
        ]
        return cls._stacked(designs, both)

    @classmethod
    def _stacked(
        cls, designs: Sequence[Design], values: Sequence[dict[str, npt.NDArray[np.float64]]]
    ) -> Rows:
        electrical, plants, kinds = stack(designs, values)
        uses_sea = bool(np.any(kinds[:, :, 0] == ECO_SEA) or np.any(kinds[:, :, 1] == CHILLER_SEA))
        lag_days = designs[0].parameters["sea_lag_days"].central
        towers = np.isin(kinds[:, :, 0], (ECO_TOWER, ECO_INDIRECT)) | (kinds[:, :, 1] == CHILLER_WATER)
        first, last = PLANT_INDEX["weight_0"], PLANT_INDEX["weight_2"]
        at_node = bool(np.all(plants[:, :, first] == 0) and np.all(plants[:, :, last] == 0))
        nodes = (1 if at_node else 3) if towers.any() else 0
        return cls(electrical, plants, kinds, nodes, 1.0 / lag_days if uses_sea else 0.0)


def _air_table(blocks: int) -> npt.NDArray[np.float32]:
    """A table that the thread keeps, since making one costs as much as a design; rows unused stay finite."""
    kept: dict[int, npt.NDArray[np.float32]] = _kept.__dict__.setdefault("tables", {})
    if blocks not in kept:
        kept[blocks] = np.zeros((blocks, AIR_ROWS, BLOCK), dtype=np.float32)
    return kept[blocks]


def site_air(
    weather: npt.NDArray[np.float32], load: npt.NDArray[np.float32], rows: Rows, hours: Hours
) -> npt.NDArray[np.float32]:
    """Air table of a site's hours (3, hours), with what ``rows`` ask of it; the thread's own, used again."""
    air = _air_table(len(hours.months))
    air_table.fill_air(weather[0], weather[1], weather[2], load, hours.bounds, rows.nodes, air)
    if rows.sea_damping:
        per_day = max(1, round(24 * weather.shape[1] / HOURS))
        air_table.fill_sea(weather[0], rows.sea_damping, per_day, hours.bounds, air)
    return air.reshape(len(air), -1)


def run_site(
    weather: npt.NDArray[np.float32], load: npt.NDArray[np.float32], rows: Rows, hours: Hours, detail: bool
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """One site: weather (3, hours) and load (hours) already taken at ``hours``.

    Returns sums (rows, 12, 3) of facility energy [kWh/kW], withdrawal and consumption [kg·h/s per kW], and
    the annual columns (rows, 8), zero without ``detail``.
    """
    air = site_air(weather, load, rows, hours)
    count = len(rows.electrical)
    sums = np.zeros((count, 12, 3))
    annual = np.zeros((count, len(ANNUAL_COLUMNS)))
    given = (air, hours.bounds, hours.months, rows.electrical, rows.plants, rows.kinds)
    if detail:
        kernel.describe_designs(*given, DESIGN_QUANTILE, sums, annual)
    else:
        kernel.run_designs(*given, NO_WEIGHTS, sums, np.empty((count, 0)), np.empty(0, dtype=np.float32))
    return sums, annual


@dataclass(frozen=True, slots=True)
class Results:
    """Arrays over sites × designs (× draws), before they become a table."""

    sums: npt.NDArray[np.float64]
    annual: npt.NDArray[np.float64]
    bands: npt.NDArray[np.float64]


def simulate_arrays(
    weather: npt.NDArray[np.float32],
    load: npt.NDArray[np.float64],
    designs: Sequence[Design],
    *,
    draws: int,
    seed: int,
    band_hour_step: int,
    threads: int = 2,
) -> Results:
    """All sites; a thread works on one site at a time, so memory does not grow with the number of sites.

    ``weather`` (sites, 3, 8760) may be a memory map. Each site's numbers do not depend on the others or on
    the number of threads.
    """
    central = Rows.of(designs)
    whole, some = hours_of_year(), hours_of_year(band_hour_step)
    x = load.astype(np.float32)
    sampled = Rows.of(designs, draws, seed) if draws else None
    weight, weight_some = float(load.sum()), float(load[some.index].sum())

    def one(site: int) -> tuple[npt.NDArray[np.float64], ...]:
        block = np.array(weather[site], dtype=np.float32)  # a copy, since a memory map is a type of its own
        sums, annual = run_site(block, x, central, whole, True)
        if sampled is None:
            return sums, annual, np.empty((len(designs), 0, 2))
        part = np.ascontiguousarray(block[:, some.index])
        base, _ = run_site(part, x[some.index], central, some, False)
        drawn, _ = run_site(part, x[some.index], sampled, some, False)
        yearly = sums.sum(axis=1)[:, :2] / weight
        near = base.sum(axis=1)[:, :2] / weight_some
        far = drawn.sum(axis=1)[:, :2].reshape(len(designs), draws, 2) / weight_some
        # The draws' hours are a sample; what the same hours miss at central values is put back.
        return sums, annual, _corrected(far, near, yearly)

    with ThreadPoolExecutor(max_workers=max(threads, 1)) as pool:
        done = list(pool.map(one, range(weather.shape[0])))
    return Results(*(np.stack([entry[at] for entry in done]) for at in range(3)))


def stream(
    weather: npt.NDArray[np.float32],
    load: npt.NDArray[np.float64],
    designs: Sequence[Design],
    *,
    chunk: int = CHUNK,
    **options: int,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Columns of the result, ``chunk`` sites at a time, with the number of the first site.

    Memory is that of one chunk, whatever the number of sites; ``options`` as in :func:`simulate_arrays`.
    """
    for start in range(0, weather.shape[0], chunk):
        results = simulate_arrays(weather[start : start + chunk], load, designs, **options)
        yield start, table(results, designs, load)


def _corrected(
    far: npt.NDArray[np.float64], near: npt.NDArray[np.float64], yearly: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Draws on a sample of hours, moved by the sampling error seen at central values.

    PUE is moved by the difference, water by the ratio, so that neither leaves its range.
    """
    pue = far[:, :, 0] + (yearly - near)[:, None, 0]
    ratio = np.where(near[:, 1] > 0, yearly[:, 1] / np.where(near[:, 1] > 0, near[:, 1], 1.0), 1.0)
    return np.stack([np.maximum(pue, 1.0), far[:, :, 1] * ratio[:, None]], axis=2)


def table(results: Results, designs: Sequence[Design], load: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Columns of the result, sites slowest, designs fastest."""
    month_of = np.repeat(np.arange(12), np.array(_DAYS) * 24)
    monthly = np.bincount(month_of, weights=load, minlength=12)
    sums, annual, bands = results.sums, results.annual, results.bands
    sites = sums.shape[0]
    year = sums.sum(axis=2) / load.sum()
    columns: dict[str, Any] = {"design": np.tile([design.id for design in designs], sites)}
    columns["pue"] = year[:, :, 0].ravel()
    bands = bands if bands.shape[2] else np.stack([year[:, :, :2]], axis=2)
    for at, name, scale in ((0, "pue", 1.0), (1, "wue", _SECONDS)):
        for share in (5, 50, 95):
            columns[f"{name}_p{share:02d}"] = np.percentile(bands[..., at], share, axis=2).ravel() * scale
    columns["pue_peak"] = annual[..., 0].ravel()
    columns["pue_p99"] = annual[..., 1].ravel()
    columns["wue_l_per_kwh"] = year[:, :, 1].ravel() * _SECONDS
    columns["consumption_l_per_kwh"] = year[:, :, 2].ravel() * _SECONDS
    for at, name in enumerate(ANNUAL_COLUMNS[3:], start=3):
        columns[name] = annual[..., at].ravel()
    columns["peak_facility_mw_per_mw_it"] = annual[..., 2].ravel()
    columns["evaporative"] = np.tile([design.evaporative for design in designs], sites)
    columns["water_source"] = np.tile([design.water_source for design in designs], sites)
    for month in range(12):
        columns[f"pue_m{month + 1:02d}"] = (sums[:, :, month, 0] / monthly[month]).ravel()
    for at, name in ((1, "wue"), (2, "consumption")):
        for month in range(12):
            columns[f"{name}_m{month + 1:02d}"] = (sums[:, :, month, at] / monthly[month]).ravel() * _SECONDS
    return columns


def check_weather(weather: npt.NDArray[Any], names: Sequence[str] | None = None) -> None:
    """Raise ``InputError`` for a wrong shape, or the first site and hour out of range or missing."""
    if weather.ndim != 3 or weather.shape[1:] != (3, HOURS):
        raise InputError("weather has the wrong shape", value=weather.shape, allowed=f"(sites, 3, {HOURS})")
    for site in range(weather.shape[0]):
        for at, (quantity, low, high) in enumerate(_WEATHER_RANGES):
            series = weather[site, at]
            if not (series.min() >= low and series.max() <= high):
                hour = int(np.argmax(~((series >= low) & (series <= high))))
                where = f"site {names[site]}" if names is not None else f"site number {site}"
                raise InputError(
                    f"weather out of range at {where}, hour {hour}",
                    column=quantity,
                    value=float(series[hour]),
                    allowed=f"{low:g} to {high:g}",
                )


def _check_dew_points(weather: npt.NDArray[Any]) -> None:
    """Raise ``InputError`` at the first hour whose dew point lies above its dry bulb, rounding aside."""
    above = weather[:, 1] > weather[:, 0] + 0.05
    if above.any():
        site, hour = (int(one[0]) for one in np.nonzero(above))
        raise InputError(
            f"dew point above dry bulb at site number {site}, hour {hour}",
            column="dew_point_c",
            value=float(weather[site, 1, hour]),
            allowed=f"at most {float(weather[site, 0, hour]):g}",
        )


def check_load(load: npt.NDArray[Any]) -> None:
    """Raise ``InputError`` for an IT load that is not 8760 shares of capacity above 0 and at most 1."""
    if load.shape != (HOURS,):
        raise InputError("IT load has the wrong shape", value=load.shape, allowed=f"({HOURS},)")
    bad = ~((load > 0.0) & (load <= 1.0 + 1e-9))
    if bad.any():
        hour = int(np.argmax(bad))
        raise InputError(
            f"IT load as a share of capacity out of range in hour {hour}",
            column="it_load",
            value=float(load[hour]),
            allowed="above 0, at most 1 (workload.it_capacity_mw is the size of the plant)",
        )


def simulate(
    weather: npt.ArrayLike,
    designs: str | Sequence[str] | Sequence[Design] = ("all",),
    *,
    draws: int = 0,
    load: npt.ArrayLike | None = None,
    parameters: dict[str, float] | None = None,
    seed: int = 30134,
    band_hour_step: int = 1,
    threads: int = 2,
) -> pd.DataFrame:
    """PUE, WUE, bands, mode hours and monthly values of designs under hourly weather.

    Parameters
    ----------
    weather
        (3, 8760) or (sites, 3, 8760): dry bulb [°C], dew point [°C], station pressure [Pa].
    designs
        An id, ids, ``("all",)``, or :class:`~pipeline.facility.designs.Design` objects.
    draws
        Latin-hypercube draws for the 5, 50 and 95 % quantiles; 0 repeats the central value.
    load
        IT load as a share of capacity, (8760,); default 1 throughout.
    parameters
        Central values that replace those of the parameter table.
    seed, band_hour_step
        Seed of the draws, and the step between the hours that the draws use.

    Returns
    -------
    DataFrame
        A row per site and design, columns as in ``pipeline/fieldsets/facility.py``.

    Raises
    ------
    InputError
        Unknown design or parameter, impossible set point, weather or load out of range.
    """
    import pandas as pd

    for name, number, least in (("draws", draws, 0), ("band_hour_step", band_hour_step, 1)):
        if number < least:
            raise InputError("too small", column=name, value=number, allowed=f"{least} or more")
    wanted: list[Any] = [designs] if isinstance(designs, str) else list(designs)
    if not wanted:
        raise InputError("no cooling design is named", column="designs", allowed="one or more ids, or all")
    array = np.asarray(weather, dtype=np.float32)
    array = array[None] if array.ndim == 2 else array
    check_weather(array)
    _check_dew_points(array)
    shares = np.ones(HOURS) if load is None else np.asarray(load, dtype=np.float64)
    check_load(shares)
    chosen = [one for one in wanted if isinstance(one, Design)]
    chosen = chosen or select([str(one) for one in wanted], parameters)
    results = simulate_arrays(
        array, shares, chosen, draws=draws, seed=seed, band_hour_step=band_hour_step, threads=threads
    )
    frame = pd.DataFrame(table(results, chosen, shares))
    frame.insert(0, "site", np.repeat(np.arange(array.shape[0]), len(chosen)))
    return frame
