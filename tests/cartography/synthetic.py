"""Made-up tables in the shape of the stages' outputs. The places are real regions; every figure is random."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd

from pipeline.account.frames import account_frame
from pipeline.cartography.grid import MapInputs
from pipeline.configs.account import AccountConfig
from pipeline.configs.ranking import CriterionConfig, GateConfig, RankingConfig, RobustnessConfig, TestConfig
from pipeline.datasets import sources, verified_path
from pipeline.ranking.rank import rank_sites
from pipeline.ranking.tables import joined

DESIGNS = ("airside_adiabatic", "dry_cooler", "tower")
MONTHS = [f"m{month:02d}" for month in range(1, 13)]

#: Names that would do harm if they were ever read as markup, script or address.
HOSTILE = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror=window.hacked=1>',
    "'; window.hacked=1; //",
    "javascript:window.hacked=1",
    "</script><script>window.hacked=1</script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u202egnirts edis-ot-thgir\u202c",
    "🏭 Łódź – 東京 – القاهرة",
    "<!-- --> & &amp; \u2028",
)


@cache
def countries() -> gpd.GeoDataFrame:
    """The countries' outlines."""
    return gpd.read_parquet(verified_path("admin0"))


@cache
def regions() -> gpd.GeoDataFrame:
    """The regions' outlines."""
    return gpd.read_parquet(verified_path("admin1"))


def ranking_config(weights: dict[str, float] | None = None, draws: int = 200) -> RankingConfig:
    """Four criteria; one of them has a bend."""
    scale = "made up for the tests"
    criteria = (
        CriterionConfig(
            name="carbon", column="carbon_kgco2e_per_mwh_it", points=((50, 1), (900, 0)), source=scale
        ),
        CriterionConfig(
            name="electricity_cost",
            column="electricity_usd_per_mwh_it",
            points=((30, 1), (80, 0.4), (220, 0)),
            source=scale,
        ),
        CriterionConfig(
            name="water_scarcity",
            column="scarcity_m3_world_per_mwh_it",
            points=((0, 1), (60, 0)),
            source=scale,
        ),
        CriterionConfig(
            name="natural_hazard", column="hazard_exposure_index", points=((0, 1), (40, 0)), source=scale
        ),
    )
    chosen = weights or {"carbon": 3, "electricity_cost": 3, "water_scarcity": 2, "natural_hazard": 1}
    return RankingConfig(criteria=criteria, weights=chosen, robustness=RobustnessConfig(draws=draws, seed=7))


def gate_configs() -> tuple[GateConfig, ...]:
    """Gates on the region, on the design where water is scarce, and on how much is known."""
    return (
        GateConfig(
            name="too_little_known",
            reason="Figures behind more than half of the weight are missing",
            include=(TestConfig(column="completeness", at_least=0.5),),
            no_data="fail",
        ),
        GateConfig(
            name="unknown_and_scarce",
            reason="Something is missing where the AWARE factor is above 45",
            exclude=(
                TestConfig(column="completeness", below=1),
                TestConfig(column="aware_cf_annual", above=45),
            ),
            no_data="keep",
        ),
        GateConfig(
            name="hazard",
            reason="Exposure to natural hazards is above 36",
            exclude=(TestConfig(column="hazard_exposure_index", above=36),),
            no_data="keep",
        ),
        GateConfig(
            name="scarce_water",
            reason="No evaporation where the AWARE factor is above 30",
            exclude=(
                TestConfig(column="aware_cf_annual", above=30),
                TestConfig(column="wue_l_per_kwh", above=0.05),
            ),
            no_data="pass",
        ),
    )


def tables(
    count: int, *, seed: int = 1, names: Sequence[str] = (), gaps: float = 0.1
) -> dict[str, pd.DataFrame]:
    """Sites, regional, facility, account and weather of made-up figures for ``count`` sites."""
    random = np.random.default_rng(seed)
    pool = regions()
    picked = pool.iloc[np.sort(random.choice(len(pool), count, replace=count > len(pool)))].reset_index(
        drop=True
    )
    points = picked.geometry.representative_point()
    spread = 0.0 if count <= len(pool) else 0.3
    labels = [*names, *(f"{name} {index}" for index, name in enumerate(picked["region_name"]))][:count]
    sites = pd.DataFrame(
        {
            "site_id": [f"s{index:06d}" for index in range(count)],
            "name": labels,
            "kind": random.choice(["cloud_region", "colocation_metro", "power_led"], count),
            "country_iso3": picked["country_iso3"].to_numpy(),
            "country_name": picked["country_name"].to_numpy(),
            "region_id": picked["region_id"].to_numpy(),
            "region_name": picked["region_name"].to_numpy(),
            "latitude_deg": np.clip(points.y + random.normal(0, spread, count), -80, 84),
            "longitude_deg": np.clip(points.x + random.normal(0, spread, count), -180, 180),
        }
    )

    def column(low: float, high: float) -> np.ndarray:
        values = random.uniform(low, high, count)
        values[random.random(count) < gaps] = np.nan
        return values

    aware = column(0.2, 60)
    regional = pd.DataFrame(
        {
            "site_id": sites["site_id"],
            "carbon_gco2e_per_kwh": column(15, 850),
            "carbon_method": "life_cycle_generation",
            "carbon_year": 2024,
            "carbon_level": "country",
            "price_usd_per_mwh": column(25, 210),
            "price_method": "industrial_tariff",
            "price_year": 2024,
            "price_level": "country",
            "price_confidence": random.choice(["high", "medium", "low"], count),
            "mix_share_coal": 0.29,
            "mix_share_hydro": 0.703,
            "mix_share_other": 0.007,
            "mix_year": 2023,
            "mix_level": "country",
            "mix_source": "water_per_fuel",
            "grid_water_consumption_l_per_kwh": column(0.2, 6),
            "aware_cf_annual": aware,
            **{f"aware_cf_{month}": aware * random.uniform(0.5, 1.5, count) for month in MONTHS},
            "aware_level": "state",
            "hazard_exposure_index": column(0, 40),
        }
    )
    for name, value, dataset in (
        ("carbon", "carbon_gco2e_per_kwh", "risk_wgi"),
        ("aware", "aware_cf_annual", "water_aware"),
        ("hazard", "hazard_exposure_index", "risk_worldriskindex"),
    ):
        regional[f"{name}_source"] = np.where(regional[value].notna(), dataset, None)
    facility = _facility(sites, random)
    load = 80 + 10 * np.sin(np.arange(8760) / 24)
    return {
        "sites": sites,
        "regional": regional,
        "facility": facility,
        "account": account_frame(sites, regional, facility, load, 100.0, AccountConfig(draws=100)),
        "weather": pd.DataFrame(
            {
                "site_id": sites["site_id"],
                "weather_provider": "embedded",
                "dry_bulb_mean_c": random.uniform(-5, 30, count),
                "weather_source": "water_aware",
            }
        ),
    }


def _facility(sites: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    parts = []
    for design, pue, wue in zip(DESIGNS, (1.10, 1.18, 1.22), (0.4, 0.0, 1.6), strict=True):
        n = len(sites)
        mean = pue + random.uniform(0, 0.15, n)
        water = wue * random.uniform(0.6, 1.3, n)
        parts.append(
            pd.DataFrame(
                {
                    "site_id": sites["site_id"],
                    "design": design,
                    "pue": mean,
                    "pue_p05": mean - 0.02,
                    "pue_p95": mean + 0.03,
                    "pue_peak": mean + 0.1,
                    "wue_l_per_kwh": water,
                    "wue_p05": 0.9 * water,
                    "wue_p95": 1.1 * water,
                    "shortfall_hours": 0,
                    "peak_facility_mw_per_mw_it": mean + 0.1,
                    **{f"pue_{month}": mean for month in MONTHS},
                    **{f"wue_{month}": water for month in MONTHS},
                    **{f"consumption_{month}": 0.8 * water for month in MONTHS},
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def map_inputs(
    count: int,
    *,
    seed: int = 1,
    names: Sequence[str] = (),
    gaps: float = 0.1,
    config: RankingConfig | None = None,
    title: str = "Made-up campus",
    world: bool = True,
) -> MapInputs:
    """What the map is drawn from; the order is the pipeline's own. Not ``world``: five countries."""
    made = tables(count, seed=seed, names=names, gaps=gaps)
    table = joined(made["sites"], made["regional"], made["facility"], made["account"])
    ranking = rank_sites(table, gate_configs(), config or ranking_config())
    return MapInputs(
        title=title,
        scenario="made-up",
        table=table,
        weather=made["weather"],
        ranking=ranking.sites,
        gates=ranking.gates,
        robustness=ranking.robustness,
        sources=sources(),
        countries=countries() if world else countries().iloc[:5],
        regions=regions(),
        standards=verdicts(table),
    )


def verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """Two made-up rules: a limit of PUE that every site has, and a duty of the first site alone."""
    rows = table[["site_id", "design"]]
    margin = 1.3 - table["pue"].to_numpy()
    limit = rows.assign(rule="limit", rule_title="Annual <b>PUE</b>", rule_operator="at most", metric="pue")
    limit = limit.assign(rule_threshold=1.3, rule_value=table["pue"].to_numpy(), rule_margin=margin)
    limit = limit.assign(verdict=np.where(margin >= 0, "pass", "fail"))
    duty = rows[rows["site_id"] == rows["site_id"].min()]
    duty = duty.assign(rule="duty", rule_title="Yearly report", rule_operator="report", metric="report")
    duty = duty.assign(rule_threshold=np.nan, rule_value=np.nan, rule_margin=np.nan, verdict="applies")
    told = {"rule_kind": "law", "rule_status": "final", "rule_source": "made up for the tests"}
    return pd.concat([limit, duty], ignore_index=True).assign(**told)
