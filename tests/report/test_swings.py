"""The tornado's figures, calculated by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.configs.ranking import CriterionConfig, RankingConfig
from pipeline.report.swings import swings

SOURCE = "made up for the test"


def ranking() -> RankingConfig:
    columns = {
        "carbon": "carbon_kgco2e_per_mwh_it",
        "electricity_cost": "electricity_usd_per_mwh_it",
        "natural_hazard": "hazard_exposure_index",
    }
    criteria = tuple(
        CriterionConfig(name=name, column=column, points=((0, 1), (100, 0)), source=SOURCE)
        for name, column in columns.items()
    )
    return RankingConfig(criteria=criteria, weights={"carbon": 2, "electricity_cost": 1, "natural_hazard": 1})


def test_a_band_moves_the_score_by_weight_times_worth() -> None:
    # carbon: 40 kg/MWh is worth 0.6; its band of -25 % … +50 % is 30 … 60, worth 0.7 … 0.4; weight 0.5
    # cost is missing: worth 0.5 in the score, 0 … 1 at its ends; weight 0.25. Hazard has no band.
    site = pd.Series(
        {
            "score": 0.5 * 0.6 + 0.25 * 0.5 + 0.25 * 0.9,
            "contribution_carbon": 0.3,
            "contribution_electricity_cost": 0.125,
            "contribution_natural_hazard": 0.225,
        }
    )
    account = pd.Series(
        {
            "carbon_kgco2e_per_mwh_it": 40.0,
            "carbon_tco2e": 8.0,
            "carbon_tco2e_p05": 6.0,
            "carbon_tco2e_p95": 12.0,
            "electricity_usd_per_mwh_it": float("nan"),
        }
    )
    found = swings(site, account, ranking()).set_index("label")
    assert found.loc["carbon", "low"] == pytest.approx(0.65 - 0.3 + 0.5 * 0.4)
    assert found.loc["carbon", "high"] == pytest.approx(0.65 - 0.3 + 0.5 * 0.7)
    assert found.loc["electricity cost", "span"] == pytest.approx(0.25)
    assert found.loc["natural hazard", ["low", "high"]].isna().all()
