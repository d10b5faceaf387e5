"""Made-up tables in the shape of the stages' outputs; one name would do harm if it were ever markup."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from pipeline.config import load_config
from pipeline.datasets import sources
from pipeline.report.inputs import Climate, Inputs

NASTY = "<script>alert(1)</script> $x_1$ | 😀"
MONTHS = [f"{month:02d}" for month in range(1, 13)]


def report_inputs() -> Inputs:
    """Three made-up sites: one complete, one without a price, one excluded."""
    ids, names = ["a", "b", "c"], ["Alpha", NASTY, "Gamma"]
    config = load_config("default")
    criteria = [one.name for one in config.ranking.criteria]
    ranking = pd.DataFrame(
        {
            "site_id": ids,
            "name": names,
            "country_iso3": ["NOR", "SGP", "MDV"],
            "latitude_deg": [60.0, 1.3, 4.0],
            "longitude_deg": [5.0, 103.8, 73.5],
            "rank": [1.0, 2.0, float("nan")],
            "score": [0.9, 0.5, 0.4],
            "score_low": [0.9, 0.35, 0.1],
            "score_high": [0.9, 0.65, 0.7],
            "completeness": [1.0, 0.7, 0.4],
            "design": ["dry", "wet", "wet"],
            "gate_reasons": ["", "", "too little is known"],
            **{name: [0.7, 0.3, float("nan")] for name in ("p_top1", "p_top5", "p_top10")},
            **{name: [1.0, 2.0, float("nan")] for name in ("rank_p05", "rank_p50", "rank_p95")},
            **{f"contribution_{name}": [0.18, 0.1, 0.08] for name in criteria},
            **{one.column: [50.0, 70.0, 60.0] for one in config.ranking.criteria},
            "tie_group": [1.0, 1.0, float("nan")],
            "pareto": [True, False, False],
        }
    )
    rows = pd.DataFrame({"site_id": ids, "design": ["dry", "wet", "wet"]})
    facility = rows.assign(
        pue=1.1,
        pue_p05=1.05,
        pue_p95=1.2,
        wue_l_per_kwh=0.5,
        **{f"{what}_m{month}": 1.1 for what in ("pue", "wue") for month in MONTHS},
    )
    account = rows.assign(
        facility_mwh=1e6,
        peak_mw=110.0,
        carbon_tco2e=5e4,
        electricity_usd=[5e7, float("nan"), float("nan")],
        site_water_withdrawal_m3=1e5,
        site_water_consumption_m3=8e4,
        grid_water_consumption_m3=1e6,
        scarcity_m3_world=2e6,
        carbon_tco2e_p05=4e4,
        carbon_tco2e_p95=6e4,
        embodied_tco2e=float("nan"),
        npv_usd=[-9e8, -8e8, float("nan")],
        **{one.column: 50.0 for one in config.ranking.criteria if one.column not in ranking.columns[:4]},
    )
    regional = pd.DataFrame(
        {
            "site_id": ids,
            "carbon_gco2e_per_kwh": 50.0,
            "carbon_method": "life_cycle",
            "carbon_source": "carbon_ember",
            "price_usd_per_mwh": [50.0, float("nan"), float("nan")],
            "price_source": ["price_industrial", None, None],
            "aware_source": "water_aware",
        }
    )
    jobs = pd.DataFrame({"job": ["train"], "job_kind": ["training"], "it_mwh_p50": [8e5]})
    return Inputs(
        scenario="default",
        config=config,
        sites=ranking[["site_id", "name"]],
        regional=regional,
        weather=ranking[["site_id"]],
        jobs=jobs,
        workload={"it_mwh": 8e5},
        facility=facility,
        account=account,
        ranking=ranking,
        gates=pd.DataFrame(),
        robustness={
            "statement": "How sure: not at all.",
            "exclusions": [],
            "sites": {"joint": {site: {"p_top10": 0.5} for site in ids}},
        },
        limitations="# What the ranking does not know\n\n- time to power",
        sources=sources(),
        land=gpd.GeoDataFrame(geometry=[box(-10, -10, 10, 10)], crs=4326),
        sensitivity=_sensitivity(criteria),
        acceptability=pd.DataFrame({"site_id": ["a", "b"], "rank": [1, 2], "rank_acceptability": [0.7, 0.7]}),
        climates={"a": Climate(np.linspace(-5, 25, 8760), np.linspace(-6, 18, 8760))},
        versions={"numpy": "0"},
    )


def _sensitivity(criteria: list[str]) -> dict[str, object]:
    turn = {
        "first": "b",
        "leave_first_ten": ["a"],
        "ranks_of_first_ten": {"a": 12, "b": 1},
        "rank_correlation": 0.5,
        "source": NASTY,
    }
    move = {"moved": 0.1, "weights": {}}
    return {
        "presets": [{"title": NASTY, "weights": dict.fromkeys(criteria, 0.2), **turn}],
        "swaps": [{"name": "other_water", **turn}],
        "challengers": [
            {"site_id": "b", "lead": 0.4, "largest_first": criteria, "smallest_weight_move": move},
            {"site_id": "b", "lead": 0.4, "largest_first": criteria, "smallest_weight_move": None},
        ],
        "smallest_weight_move": {"site_id": "b", **move},
    }
