"""Tables and settings small enough to rank by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.configs.ranking import GateConfig, RankingConfig

CRITERIA = [
    {"name": "carbon", "column": "carbon_kgco2e_per_mwh_it", "points": [[0, 1], [1000, 0]]},
    {"name": "electricity_cost", "column": "electricity_usd_per_mwh_it", "points": [[0, 1], [200, 0]]},
    {"name": "water_scarcity", "column": "scarcity_m3_world_per_mwh_it", "points": [[0, 1], [100, 0]]},
]
SOURCE = "round numbers for tests"


def settings(
    weights: dict[str, float] | None = None, criteria: list[dict[str, Any]] | None = None, **robustness: Any
) -> RankingConfig:
    chosen = [{"source": SOURCE, **criterion} for criterion in criteria or CRITERIA]
    return RankingConfig.model_validate(
        {
            "criteria": chosen,
            "weights": weights or {"carbon": 0.5, "electricity_cost": 0.3, "water_scarcity": 0.2},
            "robustness": {"draws": 200, **robustness},
        }
    )


def gate(**keys: Any) -> GateConfig:
    return GateConfig.model_validate(
        {"name": "a_gate", "reason": "because the test says so", "no_data": "fail", **keys}
    )


def table(rows: dict[str, tuple[float, float, float]], **columns: Any) -> pd.DataFrame:
    """A joined table: ``"site design": (carbon, cost, water)``, all else certain and alike."""
    sites = [key.split()[0] for key in rows]
    values = np.array(list(rows.values()), dtype=float).reshape(-1, 3)
    frame = pd.DataFrame(
        {
            "site_id": sites,
            "design": [key.split()[1] for key in rows],
            "name": [site.upper() for site in sites],
            "country_iso3": "NOR",
            "region_id": sites,
            "latitude_deg": 60.0,
            "longitude_deg": 10.0,
            "it_mwh": 1.0,
            "facility_mwh": 1.2,
            "peak_mw": 1.3,
            "peak_mw_per_mw_it": 1.3,
            "overhead_log_sd": 0.0,
            "site_water_log_sd": 0.0,
            "overhead_weather_log_sd": 0.0,
            "site_water_weather_log_sd": 0.0,
            "carbon_kgco2e_per_mwh_it": values[:, 0],
            "carbon_tco2e": values[:, 0] / 1000.0,
            "carbon_shared_log_sd": 0.05,
            "carbon_area_log_sd": 0.10,
            "carbon_source": "ember",
            "carbon_level": "state",
            "electricity_usd_per_mwh_it": values[:, 1],
            "electricity_usd": values[:, 1],
            "price_shared_log_sd": 0.05,
            "price_area_log_sd": 0.10,
            "price_source": "eia",
            "price_level": "state",
            "scarcity_m3_world_per_mwh_it": values[:, 2],
            "site_scarcity_m3_world": 0.0,
            "grid_scarcity_m3_world": values[:, 2],
            "grid_water_consumption_m3": 1.0,
            "site_water_consumption_m3": 0.0,
            "site_water_withdrawal_m3": 0.0,
            "grid_water_shared_log_sd": 0.1,
            "grid_water_area_log_sd": 0.1,
            "grid_water_source": "fuel",
            "aware_cf_annual": 10.0,
            "aware_area_log_sd": 0.1,
            "aware_level": "state",
            "aware_source": "aware",
            **columns,
        }
    )
    return frame.sort_values(["site_id", "design"], kind="stable").reset_index(drop=True)


@pytest.fixture
def three() -> pd.DataFrame:
    """Three sites; b has two designs."""
    return table(
        {
            "a dry": (100.0, 100.0, 50.0),
            "b dry": (200.0, 50.0, 10.0),
            "b wet": (150.0, 40.0, 90.0),
            "c dry": (800.0, 150.0, 90.0),
        },
        evaporative=[False, False, True, False],
        stress=[4.0, 4.0, 4.0, np.nan],
    )
