"""Own figures: what may be replaced, where they apply, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.configs.regional import RegionalConfig
from pipeline.errors import InputError
from pipeline.fields import field
from pipeline.geography.regional import attach, read_overrides
from pipeline.geography.regional_overrides import MONTHS, STEMS
from tests.geography.test_regional import SITES

HEADER = "area_id,field,value,source\n"


def written(folder: Path, *rows: str) -> str:
    path = folder / "own.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def attached(path: str) -> pd.DataFrame:
    return attach(SITES, RegionalConfig(overrides=path)).set_index("site_id")


def test_the_narrowest_own_figure_wins(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "quincy,price_usd_per_mwh,31.5,contract",
        "USA,price_usd_per_mwh,99,study",
        "US-WA,price_usd_per_mwh,44,tariff sheet",
        "NOR,price_usd_per_mwh,40,study",
    )
    found, before = attached(path), attach(SITES, RegionalConfig()).set_index("site_id")
    assert found.loc["quincy", "price_usd_per_mwh"] == 31.5
    assert found.loc[
        "quincy", ["price_level", "price_method", "price_confidence", "price_source"]
    ].tolist() == [*("site", "own_figure", "high", "own figure: contract")]
    assert pd.isna(found.loc["quincy", "price_year"])
    assert found.loc["oslo", ["price_usd_per_mwh", "price_level"]].tolist() == [40.0, "country"]
    # nothing else moves
    pd.testing.assert_frame_equal(found.drop(["quincy", "oslo"]), before.drop(["quincy", "oslo"]))
    assert found.loc["quincy", "carbon_gco2e_per_kwh"] == before.loc["quincy", "carbon_gco2e_per_kwh"]


def test_a_zone_of_the_grid_can_be_named(tmp_path: Path) -> None:
    found = attached(written(tmp_path, "JP-TK,carbon_gco2e_per_kwh,400,utility report"))
    assert found.loc["tokyo", ["carbon_gco2e_per_kwh", "carbon_level"]].tolist() == [400.0, "zone"]


def test_water_figures_stay_consistent(tmp_path: Path) -> None:
    found = attached(
        written(
            tmp_path, "mumbai,aware_cf_annual,12.5,basin study", "mumbai,aqueduct_bws_score,4.2,basin study"
        )
    )
    assert (found.loc["mumbai", list(MONTHS)] == 12.5).all()
    assert found.loc["mumbai", ["aqueduct_bws_score_min", "aqueduct_bws_score_max"]].tolist() == [4.2, 4.2]
    assert found.loc["mumbai", "aqueduct_bws_category"] == 4


def test_an_area_without_a_candidate_is_kept_for_later_use(tmp_path: Path) -> None:
    found = attached(written(tmp_path, "DEU,price_usd_per_mwh,100,study"))
    pd.testing.assert_frame_equal(found, attach(SITES, RegionalConfig()).set_index("site_id"))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("DEU,price_usd_per_mwh,-3,my tariff", ["row 2", "price_usd_per_mwh", "-3", "from 0 to 1000"]),
        ("DEU,prize_usd_per_mwh,3,my tariff", ["row 2", "column field", "prize_usd_per_mwh"]),
        ("DEU,mix_share_coal,0.3,my tariff", ["row 2", "not a field that can be replaced"]),
        ("DEU,price_usd_per_mwh,cheap,my tariff", ["row 2", "column value", "not a number", "cheap"]),
        ("DEU,price_usd_per_mwh,,my tariff", ["row 2", "column value", "missing"]),
        ("DEU,price_usd_per_mwh,50,", ["row 2", "column source", "missing"]),
        ("DEU,aware_cf_annual,0.05,my basin", ["row 2", "0.05", "from 0.1 to 100"]),
    ],
)
def test_a_fault_is_named(tmp_path: Path, row: str, said: list[str]) -> None:
    with pytest.raises(InputError) as error:
        read_overrides(written(tmp_path, row))
    for part in ["own.csv", *said]:
        assert part in str(error.value)


def test_two_figures_for_one_field_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "DEU,price_usd_per_mwh,50,a", "DEU,price_usd_per_mwh,60,b")
    with pytest.raises(InputError, match=r"row 3.*appears twice"):
        read_overrides(path)


def test_an_unknown_area_is_a_slip_of_the_pen(tmp_path: Path) -> None:
    path = written(tmp_path, "DEU,price_usd_per_mwh,50,a", "GERMANY,price_usd_per_mwh,50,a")
    with pytest.raises(InputError, match="row 3, column area_id: not a known area; found 'GERMANY'"):
        attached(path)


def test_every_field_that_can_be_replaced_is_registered() -> None:
    for name in STEMS:
        assert field(name).dtype == "float"
