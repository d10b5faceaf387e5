"""Rules by hand: who is judged by what, with which margin."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.account.standards import EU27, metrics, verdicts, worst
from pipeline.datasets import load

RULES = load("standards_rules")
NAMES = pd.DataFrame(
    {
        "site_id": ["frankfurt", "oslo", "ashburn", "paris"],
        "design": "dry",
        "country_iso3": ["DEU", "NOR", "USA", "FRA"],
    }
)


def found(
    pue: float = 1.25, wue: float = 0.3, contracts: dict[str, float] | None = None
) -> dict[str, np.ndarray]:
    it = np.full(4, 1000.0)
    return metrics(
        np.full(4, pue), it, it * wue, it * 0.4, contracts or {}, np.array([0.5, 0.98, 0.4, np.nan]), None
    )


def judge(values: dict[str, np.ndarray], mw: float = 100.0, year: int = 2028, **climate: str) -> pd.DataFrame:
    return verdicts(
        NAMES, values, RULES, it_capacity_mw=mw, first_year=year, climate_by_country=climate
    ).set_index(["site_id", "rule"])


def test_indicators_by_hand() -> None:
    values = found(contracts={"wind": 0.6, "nuclear": 0.2})
    assert values["wue_l_per_kwh"][0] == pytest.approx(0.3)
    assert values["cue_kgco2e_per_kwh"][0] == pytest.approx(0.4)
    assert values["ref_share"][0] == 0.6  # nuclear is carbon-free and not renewable
    assert values["renewable_or_matched_share"].tolist() == [0.6, 0.98, 0.6, 0.6]
    assert np.isnan(values["erf_share"]).all()


def test_germany_by_hand() -> None:
    """PUE 1.25 against 1.2 fails by 0.05; who opens in January 2028 has to plan 15 % of reuse: unknown."""
    table = judge(found())
    here = table.loc["frankfurt"]
    assert here.loc["enefg_pue_new", "verdict"] == "fail"
    assert here.loc["enefg_pue_new", "rule_margin"] == pytest.approx(-0.05)
    assert here.loc["enefg_erf_15", "verdict"] == "unknown"
    assert "enefg_erf_20" not in here.index and "enefg_pue_old_2027" not in here.index
    assert here.loc["eed_reporting", "verdict"] == "applies"
    assert judge(found(), year=2029).loc["frankfurt"].index.isin(["enefg_erf_20"]).any()


def test_rules_stay_in_their_countries_and_sizes() -> None:
    table = judge(found())
    assert "ashburn" not in table.index.get_level_values("site_id")
    assert set(table.loc["oslo"].index) == {
        "cndcp_carbon_free_2025",
        "cndcp_carbon_free_2030",
        "cndcp_pue_cool",
        "cndcp_pue_warm",
        "cndcp_wue",
    }
    small = judge(found(), mw=0.4)
    assert "eed_reporting" not in small.loc["paris"].index  # below 500 kW
    assert "enefg_pue_new" in small.loc["frankfurt"].index  # from 300 kW on
    assert judge(found(), mw=0.9).loc["paris"].index.isin(["eed_waste_heat"]).sum() == 0  # from 1 MW on
    assert table.loc[("paris", "eed_waste_heat"), "verdict"] == "applies"
    assert len(EU27) == 27


@pytest.mark.parametrize(
    ("pue", "cool", "warm"), [(1.25, "pass", "pass"), (1.35, "fail", "pass"), (1.45, "fail", "fail")]
)
def test_one_class_of_climate_applies_and_an_unknown_one_is_unknown(pue: float, cool: str, warm: str) -> None:
    here = judge(found(pue)).loc["paris"]
    assert here.loc["cndcp_pue_cool", "verdict"] == here.loc["cndcp_pue_warm", "verdict"] == "unknown"
    assert here.loc["cndcp_pue_cool", "rule_margin"] == pytest.approx(1.3 - pue)
    for name, verdict, other in (("cool", cool, "warm"), ("warm", warm, "cool")):
        known = judge(found(pue), FRA=name).loc["paris"]
        assert known.loc[f"cndcp_pue_{name}", "verdict"] == verdict
        assert f"cndcp_pue_{other}" not in known.index


def test_a_condition_that_is_not_judged_lets_nobody_fail() -> None:
    """0.3 L/kWh keep 0.4 whatever the water; 0.5 break it with potable water under stress alone."""
    assert judge(found(wue=0.3)).loc[("paris", "cndcp_wue"), "verdict"] == "pass"
    assert judge(found(wue=0.5)).loc[("paris", "cndcp_wue"), "verdict"] == "unknown"


def test_too_little_reused_heat_may_be_excused() -> None:
    """12 % are below the 15 % of who opens in 2028; an agreement on the heat would excuse it. 20 % pass."""
    it, none = np.full(4, 1000.0), np.full(4, np.nan)
    for share, verdict in ((0.12, "unknown"), (0.2, "pass")):
        values = metrics(np.full(4, 1.2), it, it, it, {}, none, share)
        here = judge(values).loc[("frankfurt", "enefg_erf_15")]
        assert here["verdict"] == verdict
        assert here["rule_margin"] == pytest.approx(share - 0.15)


def test_the_pact_asks_for_three_quarters_today_and_for_more_than_50_kw() -> None:
    """24/7 scores 0.5 and 0.98 against 0.75: margins -0.25 and 0.23."""
    table = judge(found()).xs("cndcp_carbon_free_2025", level="rule")
    assert table["verdict"].to_dict() == {"frankfurt": "fail", "oslo": "pass", "paris": "unknown"}
    assert table["rule_margin"].iloc[:2].tolist() == pytest.approx([-0.25, 0.23])
    assert len(judge(found(), mw=0.05)) == 15  # five rules of the Pact in three countries
    assert judge(found(), mw=0.04).empty


def test_the_worst_verdict_counts_laws_in_force_alone() -> None:
    table = judge(found(1.15, contracts={"solar": 1.0}), DEU="cool", NOR="cool").reset_index()
    law = worst(NAMES, table, RULES, "law")
    # Frankfurt: PUE and renewables pass, reuse is unknown; Paris has a duty to report and no limit
    assert law[0] == "unknown" and law[3] == "applies" and law[1:3].isna().all()
    voluntary = worst(NAMES, table, RULES, "voluntary")
    assert voluntary.tolist()[:2] == ["pass", "pass"] and pd.isna(voluntary[2])


def test_no_rule_no_rows() -> None:
    table = verdicts(
        NAMES.iloc[2:3],
        {k: v[2:3] for k, v in found().items()},
        RULES,
        it_capacity_mw=100.0,
        first_year=2028,
        climate_by_country={},
    )
    assert table.empty


def test_an_unknown_score_passes_by_contracts_and_fails_nothing() -> None:
    """Paris has no 24/7 score: contracts of 60 % are no failure of 100 %, those of 100 % pass."""
    rule = "cndcp_carbon_free_2030"
    few = judge(found(contracts={"wind": 0.6})).xs(rule, level="rule")
    assert few["verdict"].to_dict() == {"frankfurt": "fail", "oslo": "fail", "paris": "unknown"}
    assert np.isnan(few.loc["paris", "rule_margin"])
    assert judge(found(contracts={"wind": 1.0})).loc[("paris", rule), "verdict"] == "pass"


def test_a_hair_of_single_precision_decides_no_verdict() -> None:
    """1 - 2e-8 and 1 + 1e-8 are both the whole: one verdict, margin zero; 1 - 1e-5 is not."""
    values = found()
    values["renewable_or_matched_share"] = np.array([1.0 - 2e-8, 1.0 + 1e-8, 1.0, 1.0 - 1e-5])
    values["renewable_or_matched_share_is_floor"] = np.zeros(4, dtype=bool)
    table = judge(values).xs("cndcp_carbon_free_2030", level="rule")
    assert table["verdict"].to_dict() == {"frankfurt": "pass", "oslo": "pass", "paris": "fail"}
    assert table.loc[["frankfurt", "oslo"], "rule_margin"].tolist() == [0.0, 0.0]
