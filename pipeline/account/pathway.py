"""How the grid's intensity goes on over the facility's life: a country's trend, no change, or a stated path.

The path multiplies today's intensity of the site, whatever its convention; a year's factor is 1 in the year
of the published figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.errors import InputError

#: Largest intensity that a stated path may reach: more than twice coal over its life cycle (820 g/kWh, IPCC
#: AR5 WG III, table A.III.2) is a slip of the path.
HIGHEST_GCO2E_PER_KWH = 2000.0
#: Fewest years of a country's own figures behind a trend.
TREND_YEARS = 10


def country_trends(
    history: pd.DataFrame, own_weight: float, fewest_years: int = TREND_YEARS
) -> tuple[pd.Series, float]:
    """Yearly change of the logarithm of intensity by country, and that of a country without figures.

    Least squares of ln I on the year, then half-way (``own_weight``) to the median over countries: a trend of
    one country is noisy, and the shrunk one predicts later years better (docs/validation.md).

    Parameters
    ----------
    history
        ``area_id``, ``year``, ``carbon_gco2e_per_kwh`` of countries, one convention.
    own_weight
        Share of a country's own trend, 0..1.
    fewest_years
        A country with fewer has no trend of its own.

    Returns
    -------
    tuple
        Series of slopes [1/year] by ``area_id``, and their median.
    """
    table = history[history["carbon_gco2e_per_kwh"] > 0]
    years = table["year"].to_numpy(dtype=float)
    level = np.log(table["carbon_gco2e_per_kwh"].to_numpy(dtype=float))
    area = table["area_id"].to_numpy()
    grouped = pd.DataFrame({"area": area, "x": years, "y": level, "xx": years**2, "xy": years * level})
    mean = grouped.groupby("area", sort=True)[["x", "y", "xx", "xy"]].mean()
    count = grouped.groupby("area", sort=True).size()
    spread = mean["xx"] - mean["x"] ** 2
    slope = ((mean["xy"] - mean["x"] * mean["y"]) / spread)[count >= fewest_years]
    common = float(slope.median())
    return own_weight * slope + (1.0 - own_weight) * common, common


@dataclass(frozen=True, slots=True)
class Pathway:
    """Factors on today's intensity, shape (rows, years of life), and the error of the slope [1/year].

    ``factor`` keeps to floor and ceiling, ``free_factor`` is the trend without them; ``years_ahead`` (rows,
    years): years from the published figure to each year of the life.
    """

    factor: np.ndarray
    free_factor: np.ndarray
    years_ahead: np.ndarray
    slope_sd_per_year: np.ndarray

    def log_sd(self) -> np.ndarray:
        """Standard deviation of the logarithm of the mean factor over the life, shape (rows,).

        Half the logarithms' difference for a slope one error up and one down, ``ln mean_y f_y exp(±sd
        ahead_y)``. Without floor and ceiling: where the trend runs into one, the model stops knowing, it does
        not become certain.
        """
        step = self.slope_sd_per_year[:, None] * self.years_ahead
        ends = [(self.free_factor * np.exp(sign * step)).mean(axis=1) for sign in (1.0, -1.0)]
        found: np.ndarray = np.log(ends[0] / ends[1]) / 2.0
        return found


def trend_pathway(
    intensity_gco2e_per_kwh: np.ndarray,
    base_year: np.ndarray,
    slope_per_year: np.ndarray,
    years: Sequence[int],
    *,
    slope_sd_per_year: float,
    floor_gco2e_per_kwh: float,
    ceiling_gco2e_per_kwh: float,
) -> Pathway:
    """Exponential path I(y) = I · exp(slope · (y − base year)) between a floor and a ceiling.

    Floor and ceiling are intensities: no mix is cleaner than its wind and nuclear plants over their life
    cycle, none dirtier than coal; a site already beyond one stays where it is. Shapes: (rows,).
    """
    ahead = np.array(years, dtype=float)[None, :] - base_year[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.minimum(floor_gco2e_per_kwh / intensity_gco2e_per_kwh, 1.0)
        high = np.maximum(ceiling_gco2e_per_kwh / intensity_gco2e_per_kwh, 1.0)
    # an intensity of exactly zero stays zero whatever its factor
    nothing = intensity_gco2e_per_kwh == 0.0
    low, high = np.where(nothing, 0.0, low), np.where(nothing, 1.0, high)
    free = np.exp(slope_per_year[:, None] * ahead)
    factor = np.clip(free, low[:, None], high[:, None])
    return Pathway(factor, free, ahead, np.full(len(ahead), slope_sd_per_year))


def given_pathway(
    shares: Mapping[str, Mapping[int, float]], countries: Sequence[str], years: Sequence[int]
) -> Pathway:
    """A stated path, linear between its years, taken as certain.

    Parameters
    ----------
    shares
        Country (ISO 3166-1 alpha-3) or ``all``, then year to share of today's intensity.
    countries
        Country of every row.
    years
        Years of the facility's life.

    Raises
    ------
    InputError
        A country has no path and there is none for all, or a path does not span the life.
    """
    factor = np.empty((len(countries), len(years)))
    for area in sorted(set(countries)):
        path = shares.get(area, shares.get("all"))
        if path is None:
            raise InputError(
                f"no path of carbon intensity for {area}",
                column="account.pathway.given",
                allowed="a path for it, or for all",
            )
        check_span(area if area in shares else "all", path, years[0], years[-1])
        known = sorted(path)
        rows = np.array([country == area for country in countries])
        factor[rows] = np.interp(years, known, [path[year] for year in known])
    return Pathway(factor, np.ones(factor.shape), np.zeros(factor.shape), np.zeros(len(countries)))


def check_height(path: Pathway, intensity_gco2e_per_kwh: np.ndarray, countries: Sequence[str]) -> None:
    """Refuse a stated path that lifts an intensity beyond ``HIGHEST_GCO2E_PER_KWH`` (by itself, that is)."""
    reached = path.factor.max(axis=1) * intensity_gco2e_per_kwh
    allowed = np.fmax(HIGHEST_GCO2E_PER_KWH, intensity_gco2e_per_kwh)
    for at in np.flatnonzero(reached > allowed * (1.0 + 1e-9))[:1]:
        raise InputError(
            f"the path of {countries[at]} reaches {reached[at]:,.0f} g/kWh",
            column="account.pathway.given",
            value=round(float(path.factor[at].max()), 4),
            allowed=f"at most {HIGHEST_GCO2E_PER_KWH:,.0f} g/kWh",
        )


def check_span(name: str, path: Mapping[int, float], first: int, last: int) -> None:
    """Refuse a path that begins after the facility's first year or ends before its last one."""
    if min(path) > first:
        raise InputError(
            f"the path of {name} begins after the facility's first year",
            column="account.pathway.given",
            value=min(path),
            allowed=f"{first} or earlier",
        )
    if max(path) < last:
        raise InputError(
            f"the path of {name} ends before the facility's life",
            column="account.pathway.given",
            value=max(path),
            allowed=f"{last} or later",
        )
