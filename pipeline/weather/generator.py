"""An hourly year from the climate of a site: compiled, deterministic, about a millisecond.

Day by day, three autoregressive sequences (temperature, dryness, range) give anomalies of the daily mean,
of the dew-point depression and of the daily range. Within each month their values are replaced by normal
scores of their ranks, so that a single year has the spread that the climate asks for and not a sample of
it. Hours follow from an asymmetric daily curve (coldest at sunrise, warmest in the afternoon) around means
that run smoothly from day to day. Amplitude and tails are then adjusted until the mean daily range and the
1 and 99 % quantiles of dry bulb are met.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from pipeline.weather.psychrometrics import dew_point_c, dew_point_from_vapour, saturation_pressure_pa

_Array = npt.NDArray[Any]
_jit = njit(cache=True, error_model="numpy", nogil=True)

DAYS, HOURS = 365, 8760
#: First day of each month in a 365-day year, and the end.
MONTH_START = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365])
#: Lag-one autocorrelation of daily anomalies (median over 49 stations and all months: 0.64), of dryness
#: and range.
PERSISTENCE, PERSISTENCE_DRYNESS, PERSISTENCE_RANGE = 0.65, 0.55, 0.25
#: Correlation of the daily range with the depression of the same day (median over the same: 0.54).
RANGE_WITH_DRYNESS = 0.55
#: Standard deviation of hourly noise of dew point [K], correlated over some hours.
DEW_NOISE_K, DEW_NOISE_MEMORY = 0.7, 0.85
#: Weight of the year's distribution of vapour after ITU-R P.836 against the generated one.
LEVELLING = 0.7
#: Width of the bins that quantiles are counted in [K].
BIN_K = 0.02


def _interpolation() -> tuple[_Array, _Array]:
    """Matrices (365, 12) from monthly means to days: linear between mid-months, and the same keeping the
    means.

    The second one's nodes are shifted so that each month's mean is kept (Rymes and Myers 2001, Solar
    Energy 71, 225).
    """
    middle = (MONTH_START[:-1] + MONTH_START[1:]) / 2.0
    plain = np.zeros((DAYS, 12))
    for day in range(DAYS):
        time = day + 0.5
        later = int(np.searchsorted(middle, time)) % 12
        earlier = (later - 1) % 12
        gap = (middle[later] - middle[earlier]) % 365.0
        share = ((time - middle[earlier]) % 365.0) / gap
        plain[day, earlier] += 1.0 - share
        plain[day, later] += share
    averaging = np.zeros((12, DAYS))
    for month in range(12):
        start, end = MONTH_START[month], MONTH_START[month + 1]
        averaging[month, start:end] = 1.0 / (end - start)
    return plain, plain @ np.linalg.inv(averaging @ plain)


LINEAR, KEEPING_MEANS = _interpolation()


def _normal_scores() -> _Array:
    """Expected values of ordered standard normals for samples of 28, 30 and 31, scaled to unit variance."""
    from statistics import NormalDist

    scores = np.zeros((32, 31))
    for size in (28, 30, 31):
        values = np.array([NormalDist().inv_cdf((rank + 0.625) / (size + 0.25)) for rank in range(size)])
        scores[size, :size] = values / values.std()
    return scores


SCORES = _normal_scores()


@_jit
def _next_random(state: _Array) -> float:
    """Uniform number in (0, 1) by SplitMix64 (Steele, Lea and Flood 2014)."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    z = state[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return (np.float64(z >> np.uint64(11)) + 0.5) / 9007199254740992.0


@_jit
def _normal(state: _Array) -> float:
    """Standard normal number (Box and Muller 1958)."""
    return math.sqrt(-2.0 * math.log(_next_random(state))) * math.cos(2.0 * math.pi * _next_random(state))


@_jit
def _rank(values: _Array, at: int, start: int, end: int) -> int:
    """How many of ``values[start:end]`` are smaller than the one at ``at``; equals count by position.

    Sorting routines take seconds to compile; a month or a year of days is short.
    """
    rank = 0
    for other in range(start, end):
        if values[other] < values[at] or (values[other] == values[at] and other < at):
            rank += 1
    return rank


@_jit
def _scored_sequence(state: _Array, persistence: float, scores: _Array, starts: _Array) -> _Array:
    """A year of an AR(1) process, each month's values replaced by the normal scores of their ranks."""
    step = math.sqrt(1.0 - persistence * persistence)
    value = _normal(state)
    raw = np.empty(DAYS)
    for day in range(DAYS):
        value = persistence * value + step * _normal(state)
        raw[day] = value
    scored = np.empty(DAYS)
    for month in range(12):
        start, end = starts[month], starts[month + 1]
        for day in range(start, end):
            scored[day] = scores[end - start, _rank(raw, day, start, end)]
    return scored


@_jit
def _daily_curve(latitude: float, longitude: float, offset: float, warmest: float, curve: _Array) -> None:
    """Fill ``curve`` (365, 24): hourly departure from the daily mean for a daily range of 1.

    From sunrise a half cosine up to ``warmest`` (solar hour), then down to the next sunrise, first fast,
    then slowly.
    """
    solar_shift = longitude / 15.0 - offset
    north = math.radians(min(max(latitude, -89.0), 89.0))
    for day in range(DAYS):
        declination = math.radians(23.45) * math.sin(2.0 * math.pi * (284.0 + day) / 365.0)
        cosine = min(max(-math.tan(north) * math.tan(declination), -1.0), 1.0)
        # Near the poles' day and night the curve keeps a sunrise within sight of the temperate one.
        sunrise = min(max(12.0 - math.degrees(math.acos(cosine)) / 15.0, 3.8), 8.5)
        total = 0.0
        for hour in range(24):
            solar = (hour + 0.5 + solar_shift - sunrise) % 24.0
            rise = warmest - sunrise
            if solar < rise:
                value = -math.cos(math.pi * solar / rise)
            else:
                share = (solar - rise) / (24.0 - rise)
                value = math.cos(math.pi * share**0.72)
            curve[day, hour] = 0.5 * value
            total += 0.5 * value
        for hour in range(24):
            curve[day, hour] -= total / 24.0


@_jit
def _between(values: _Array, day: int, hour: int) -> float:
    """Daily values taken as points at mid-day, linear in between, the year closed to a ring."""
    share = (hour + 0.5) / 24.0 - 0.5
    if share < 0.0:
        other = values[day - 1] if day > 0 else values[DAYS - 1]
        return values[day] + share * (values[day] - other)
    other = values[day + 1] if day < DAYS - 1 else values[0]
    return values[day] + share * (other - values[day])


@_jit
def _hourly(daily: _Array, swing: _Array, curve: _Array, dry: _Array) -> None:
    for day in range(DAYS):
        for hour in range(24):
            dry[24 * day + hour] = _between(daily, day, hour) + swing[day] * curve[day, hour]


@_jit
def _quantiles(values: _Array, low_share: float, high_share: float) -> tuple[float, float]:
    """Two quantiles by counting in bins of 0.02 K, linear inside a bin."""
    bottom, top = values.min(), values.max()
    size = int((top - bottom) / BIN_K) + 2
    counts = np.zeros(size, dtype=np.int64)
    for value in values:
        counts[int((value - bottom) / BIN_K)] += 1
    found = np.empty(2)
    for which in range(2):
        wanted = (low_share if which == 0 else high_share) * values.size
        seen, at = 0.0, 0
        while seen + counts[at] < wanted:
            seen += counts[at]
            at += 1
        found[which] = bottom + BIN_K * (at + (wanted - seen) / max(counts[at], 1))
    return found[0], found[1]


@_jit
def _anomalies(
    score: _Array, spread: _Array, season: _Array, hot: float, cold: float, starts: _Array, out: _Array
) -> None:
    """Daily anomalies: warm ones stretched by ``hot`` in the warm season, cold ones by ``cold`` in the
    cold one.
    """
    for month in range(12):
        start, end = starts[month], starts[month + 1]
        total = 0.0
        for day in range(start, end):
            value = spread[day] * score[day]
            warmth = season[day]
            value *= math.exp(hot * warmth) if value > 0.0 else math.exp(cold * (1.0 - warmth))
            out[day] = value
            total += value
        for day in range(start, end):
            out[day] -= total / (end - start)


@_jit
def _fit_range(
    daily: _Array, range_k: _Array, swing: _Array, curve: _Array, dry: _Array, starts: _Array, scale: _Array
) -> None:
    """Scale the swing month by month until the mean of maximum minus minimum is the mean of ``range_k``."""
    for _ in range(2):
        for day in range(DAYS):
            swing[day] = range_k[day]
        for month in range(12):
            for day in range(starts[month], starts[month + 1]):
                swing[day] *= scale[month]
        _hourly(daily, swing, curve, dry)
        for month in range(12):
            wanted, found = 0.0, 0.0
            for day in range(starts[month], starts[month + 1]):
                low, high = dry[24 * day], dry[24 * day]
                for hour in range(1, 24):
                    value = dry[24 * day + hour]
                    low, high = min(low, value), max(high, value)
                wanted += range_k[day]
                found += high - low
            scale[month] = min(max(scale[month] * (1.0 + 1.2 * (wanted / found - 1.0)), 0.15), 1.3)


@_jit
def _dry_bulb(
    mean: _Array,
    spread: _Array,
    season: _Array,
    score: _Array,
    range_k: _Array,
    curve: _Array,
    coldest: float,
    hottest: float,
    starts: _Array,
    dry: _Array,
) -> _Array:
    """Fill the hours of dry bulb; gives the daily means. Tails and range are met by turns."""
    daily, anomaly, swing = np.empty(DAYS), np.empty(DAYS), np.empty(DAYS)
    scale = np.full(12, 0.9)
    hot, cold = 0.0, 0.0
    for turn in range(6):
        _anomalies(score, spread, season, hot, cold, starts, anomaly)
        for day in range(DAYS):
            daily[day] = mean[day] + anomaly[day]
        _fit_range(daily, range_k, swing, curve, dry, starts, scale)
        for day in range(DAYS):
            swing[day] = range_k[day]
        for month in range(12):
            for day in range(starts[month], starts[month + 1]):
                swing[day] *= scale[month]
        _hourly(daily, swing, curve, dry)
        if turn == 5 or math.isnan(coldest):
            break
        # A standard deviation of anomalies moves the tail by about twice itself.
        warm, cool = 0.0, 0.0
        weight_warm, weight_cool = 1e-9, 1e-9
        for day in range(DAYS):
            warm += spread[day] * season[day] ** 4
            weight_warm += season[day] ** 4
            cool += spread[day] * (1.0 - season[day]) ** 4
            weight_cool += (1.0 - season[day]) ** 4
        low, high = _quantiles(dry, 0.01, 0.99)
        hot += (hottest - high) / (1.8 * math.exp(hot) * warm / weight_warm)
        cold -= (coldest - low) / (1.8 * math.exp(cold) * cool / weight_cool)
        hot, cold = min(max(hot, -1.5), 1.3), min(max(cold, -1.5), 1.3)
    return daily


def fill_year(monthly: _Array, place: _Array, vapour_target: _Array, seed: int, out: _Array) -> None:
    """Fill ``out`` (3, 8760): dry bulb [°C], dew point [°C], pressure [Pa].

    Parameters
    ----------
    monthly
        (8, 12): dry bulb [°C], vapour pressure [Pa], pressure [Pa], daily range [K], spread of daily means,
        of depressions and of ranges [K], correlation of depression with temperature.
    place
        Latitude, longitude [deg], offset from UTC [h], solar hour of the warmest time, 1 and 99 %
        quantiles of dry bulb [°C] (NaN: leave the tails as they come).
    vapour_target
        Vapour pressure [Pa] of the year's 365 days, rising; empty: leave as it comes.
    seed
        Seed of the day-to-day sequences.
    """
    days = np.empty((9, DAYS))
    days[:3] = monthly[:3] @ KEEPING_MEANS.T
    # Interpolation that keeps means may dip below what vapour can be between a wet and a dry month.
    days[1] = np.maximum(days[1], 0.3 * monthly[1].min())
    days[3:8] = monthly[3:] @ LINEAR.T
    days[8] = np.maximum(monthly[0] - dew_point_c(monthly[1]), 0.5) @ LINEAR.T
    state = np.array([seed], dtype=np.uint64)
    # Called one by one: as one compiled function they take five seconds longer to compile.
    warm, own_dryness, own_range = (
        _scored_sequence(state, persistence, SCORES, MONTH_START)
        for persistence in (PERSISTENCE, PERSISTENCE_DRYNESS, PERSISTENCE_RANGE)
    )
    curve = np.empty((DAYS, 24))
    _daily_curve(place[0], place[1], place[2], place[3], curve)
    mean = days[0]
    # Means of linear runs between days vary less than the days: 0.59375 + 0.375 ρ + 0.03125 ρ² of the
    # variance.
    widen = 1.0 / math.sqrt(0.59375 + 0.375 * PERSISTENCE + 0.03125 * PERSISTENCE * PERSISTENCE)
    spread = days[4] * widen
    # A weak season has both tails all year.
    season = ((mean - mean.min()) + 1.0) / (np.ptp(mean) + 2.0)
    correlation = days[7]
    dryness = correlation * warm + np.sqrt(1.0 - correlation**2) * own_dryness
    change = RANGE_WITH_DRYNESS * dryness + math.sqrt(1.0 - RANGE_WITH_DRYNESS**2) * own_range
    range_k = np.maximum(days[3] + days[6] * change, 0.25 * days[3])
    daily = _dry_bulb(mean, spread, season, warm, range_k, curve, place[4], place[5], MONTH_START, out[0])
    _dew_point(days, daily, dryness, vapour_target, MONTH_START, state, out)
    _pressure(days[2], out[2])


@_jit
def _pressure(daily: _Array, out: _Array) -> None:
    for day in range(DAYS):
        for hour in range(24):
            out[24 * day + hour] = _between(daily, day, hour)


@_jit
def _dew_point(
    days: _Array,
    daily: _Array,
    dryness: _Array,
    vapour_target: _Array,
    starts: _Array,
    state: _Array,
    out: _Array,
) -> None:
    """Fill the hours of dew point: log-normal depressions, levelled to the months' vapour and the
    year's spread.
    """
    vapour = np.empty(DAYS)
    for month in range(12):
        start, end = starts[month], starts[month + 1]
        total, wanted = 0.0, 0.0
        for day in range(start, end):
            depression, spread = days[8, day], days[5, day]
            variance = math.log(1.0 + (spread / depression) * (spread / depression))
            drop = depression * math.exp(math.sqrt(variance) * dryness[day] - 0.5 * variance)
            vapour[day] = saturation_pressure_pa(max(daily[day] - drop, -80.0))
            total += vapour[day]
            wanted += days[1, day]
        for day in range(start, end):
            vapour[day] = min(vapour[day] * wanted / total, saturation_pressure_pa(daily[day]))
    dew = np.empty(DAYS)
    for day in range(DAYS):
        value = vapour[day]
        if vapour_target.size:
            value = _levelled(value, vapour_target[_rank(vapour, day, 0, DAYS)])
        dew[day] = dew_point_from_vapour(value)
    noise = 0.0
    step = DEW_NOISE_K * math.sqrt(1.0 - DEW_NOISE_MEMORY * DEW_NOISE_MEMORY)
    for day in range(DAYS):
        for hour in range(24):
            noise = DEW_NOISE_MEMORY * noise + step * _normal(state)
            at = 24 * day + hour
            out[1, at] = min(_between(dew, day, hour) + noise, out[0, at])


@_jit
def _levelled(generated: float, wanted: float) -> float:
    """Weighted geometric mean of a day's vapour pressure and the one its rank in the year should have."""
    return math.exp((1.0 - LEVELLING) * math.log(generated) + LEVELLING * math.log(wanted))
