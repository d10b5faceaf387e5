"""Trends, floors and stated paths of the grid's intensity, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from pipeline.account.pathway import check_height, country_trends, given_pathway, trend_pathway
from pipeline.configs.account import AccountConfig
from pipeline.datasets import load
from pipeline.errors import InputError

YEARS = range(2028, 2043)


def path(intensity: float, slope: float, base: float = 2025.0, sd: float = 0.03):  # type: ignore[no-untyped-def]
    return trend_pathway(
        np.array([intensity]),
        np.array([base]),
        np.array([slope]),
        YEARS,
        slope_sd_per_year=sd,
        floor_gco2e_per_kwh=12.0,
        ceiling_gco2e_per_kwh=820.0,
    )


def test_a_trend_is_found_and_shrunk_half_way_to_the_median() -> None:
    # three countries that fall by exactly 1, 3 and 8 % a year in the logarithm
    years = np.arange(2010, 2026)
    history = pd.concat(
        pd.DataFrame(
            {"area_id": area, "year": years, "carbon_gco2e_per_kwh": 500 * np.exp(-s * (years - 2010))}
        )
        for area, s in (("AAA", 0.01), ("BBB", 0.03), ("CCC", 0.08))
    )
    slopes, common = country_trends(history, 0.5)
    assert common == pytest.approx(-0.03)
    assert slopes.to_dict() == pytest.approx({"AAA": -0.02, "BBB": -0.03, "CCC": -0.055})
    assert country_trends(history, 1.0)[0]["CCC"] == pytest.approx(-0.08)


def test_few_years_make_no_trend() -> None:
    history = load("carbon_ember")
    slopes, common = country_trends(history[history["year"] >= 2017], 0.5)
    assert slopes.empty and np.isnan(common)
    slopes, common = country_trends(history, 0.5)
    assert len(slopes) > 190
    assert slopes["GBR"] < slopes["IND"] < 0
    assert -0.02 < common < 0


def test_the_path_by_hand() -> None:
    found = path(400.0, -0.05)
    # 2028 is three years after 2025: exp(-0.15); 2042 seventeen: exp(-0.85) = 0.427
    assert found.factor[0, 0] == pytest.approx(np.exp(-0.15))
    assert found.factor[0, -1] == pytest.approx(np.exp(-0.85))


@pytest.mark.parametrize(
    ("intensity", "slope", "last"),
    [(30.0, -0.2, 12.0 / 30.0), (8.0, -0.2, 1.0), (700.0, 0.2, 820.0 / 700.0), (0.0, 0.1, 1.0)],
)
def test_floor_and_ceiling(intensity: float, slope: float, last: float) -> None:
    assert path(intensity, slope).factor[0, -1] == pytest.approx(last)


def test_the_error_grows_with_the_years() -> None:
    # mean over y of exp(+-0.03 (y - 2025)), 3 to 17 years ahead
    ahead = np.arange(3, 18)
    up, down = np.exp(0.03 * ahead).mean(), np.exp(-0.03 * ahead).mean()
    assert path(400.0, 0.0).log_sd()[0] == pytest.approx(np.log(up / down) / 2)
    assert path(400.0, 0.0, base=2020.0).log_sd()[0] > path(400.0, 0.0).log_sd()[0]
    assert path(400.0, 0.0, sd=0.0).log_sd()[0] == 0.0


def test_a_trend_that_runs_into_the_ceiling_or_floor_is_no_more_certain() -> None:
    """248 g rising by 8 % a year meet 820 g after 15 years; 20 g falling by 10 % meet 12 g after 5."""
    for low, high, slope in ((248.0, 2.48, 0.08), (2000.0, 20.0, -0.1)):
        first, second = path(low, slope), path(high, slope)
        assert first.factor[0, -1] != second.factor[0, -1]  # one of the two is held
        assert first.log_sd()[0] == pytest.approx(second.log_sd()[0], rel=1e-12)
    assert path(248.0, 0.08).log_sd()[0] > path(248.0, 0.0).log_sd()[0]


def test_a_given_path_is_linear_between_its_years() -> None:
    shares = {"all": {2028: 1.0, 2042: 0.3}, "NOR": {2020: 1.0, 2050: 1.0}}
    found = given_pathway(shares, ["DEU", "NOR"], YEARS).factor
    assert found[0, 7] == pytest.approx(0.65)  # half-way, 2035
    assert (found[1] == 1.0).all()
    with pytest.raises(InputError, match="no path of carbon intensity for DEU"):
        given_pathway({"NOR": shares["NOR"]}, ["DEU"], YEARS)
    with pytest.raises(InputError, match="ends before the facility's life"):
        given_pathway({"all": {2028: 1.0, 2035: 0.3}}, ["DEU"], YEARS)


def test_a_given_path_beyond_any_grid_is_refused() -> None:
    """6 x 332 g is 1,992 g and may be; 50 x 332 g is 16,600 g; what is above already may stay."""
    found = given_pathway({"all": {2028: 1.0, 2042: 6.0}}, ["USA"], YEARS)
    check_height(found, np.array([332.0]), ["USA"])
    check_height(found, np.array([np.nan]), ["USA"])
    flat = given_pathway({"all": {2028: 1.0, 2042: 1.0}}, ["USA"], YEARS)
    check_height(flat, np.array([2100.0]), ["USA"])
    steep = given_pathway({"all": {2028: 1.0, 2042: 50.0}}, ["USA"], YEARS)
    with pytest.raises(InputError, match=r"path of USA reaches 16,600 g/kWh.*at most 2,000"):
        check_height(steep, np.array([332.0]), ["USA"])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"method": "given", "given": {"all": {2028: 1.0, 2035: 0.5}}}, "path of all ends in 2035"),
        ({"method": "given", "given": {"DEU": {2030: 1.0, 2050: 0.5}}}, "path of DEU begins in 2030"),
        ({"method": "given", "given": {"DEU": {2020: 1.0, 2050: -0.5}}}, "greater than or equal to 0"),
        ({"method": "given"}, "pathway.given is empty"),
        ({"method": "hope"}, "'trend', 'constant' or 'given'"),
    ],
)
def test_a_path_that_cannot_be_is_refused(settings: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        AccountConfig(pathway=settings)  # type: ignore[arg-type]
