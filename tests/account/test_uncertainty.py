import numpy as np
import pandas as pd
import pytest

from pipeline.account.figures import figure_draws
from pipeline.account.spreads import P05_TO_P95, spreads
from pipeline.account.streams import Streams, generator
from pipeline.account.uncertainty import Factors
from pipeline.configs.account import UncertaintyConfig
from pipeline.errors import InputError

DRAWS = 20_000
ERRORS = UncertaintyConfig()


def rows(**changes: object) -> pd.DataFrame:
    """Two sites of one state with two designs, one elsewhere on country figures, one without a price."""
    base: dict[str, object] = {
        "site_id": ["a", "b", "c", "d"],
        "design": ["dry", "wet", "dry", "dry"],
        "country_iso3": ["USA", "USA", "NOR", "ISL"],
        "region_id": ["US-TX", "US-TX", "NO-03", None],
        "pue_p05": 1.10,
        "pue_p95": 1.40,
        "wue_p05": [0.0, 0.5, 0.0, 0.0],
        "wue_p95": [0.0, 2.0, 0.0, 0.0],
        "overhead_weather_log_sd": 0.0,
        "site_water_weather_log_sd": 0.0,
        "carbon_gco2e_per_kwh": [400.0, 400.0, 30.0, 28.0],
        "carbon_level": ["state", "state", "country", "country"],
        "carbon_source": ["egrid", "egrid", "ember", "ember"],
        "price_usd_per_mwh": [60.0, 60.0, 50.0, np.nan],
        "price_level": ["state", "state", "country", None],
        "price_confidence": ["high", "high", "low", None],
        "price_source": ["eia", "eia", "eurostat", None],
        "grid_water_consumption_l_per_kwh": 2.0,
        "grid_water_source": "wri",
        "aware_cf_annual": [50.0, 50.0, 1.0, 1.0],
        "aware_level": ["state", "state", "country", "country"],
        "it_mwh": 1000.0,
        "facility_mwh": 1200.0,
        "peak_mw": 2.6,
        "peak_mw_per_mw_it": 1.3,
        "carbon_tco2e": [480.0, 480.0, 36.0, 33.6],
        "electricity_usd": [72_000.0, 72_000.0, 60_000.0, np.nan],
        "site_water_consumption_m3": [0.0, 800.0, 0.0, 0.0],
        "site_water_withdrawal_m3": [0.0, 1000.0, 0.0, 0.0],
        "grid_water_consumption_m3": 2400.0,
        "site_scarcity_m3_world": [0.0, 40_000.0, 0.0, 0.0],
        "grid_scarcity_m3_world": [120_000.0, 120_000.0, 2400.0, 2400.0],
        "scarcity_m3_world": [120_000.0, 160_000.0, 2400.0, 2400.0],
    }
    return pd.DataFrame(base | changes)


def drawn(table: pd.DataFrame, draws: int = DRAWS, seed: int = 7) -> dict[str, np.ndarray]:
    whole = pd.concat([table, spreads(table, ERRORS)], axis=1)
    return {name: make() for name, make in figure_draws(Factors(whole, Streams(seed, draws))).items()}


def test_spreads_follow_level_confidence_and_band() -> None:
    found = spreads(rows(), ERRORS)
    assert found["carbon_area_log_sd"].tolist() == [0.13, 0.13, 0.24, 0.24]
    assert found["price_area_log_sd"].tolist()[:3] == [0.12, 0.12, 0.35]
    assert np.isnan(found["price_area_log_sd"][3])
    assert found["aware_area_log_sd"].tolist() == [0.30, 0.30, 0.60, 0.60]
    # the overhead goes from 0.10 to 0.40: ln 4 over the distance from P5 to P95
    assert found["overhead_log_sd"][0] == pytest.approx(np.log(4.0) / P05_TO_P95)
    assert found["site_water_log_sd"].tolist() == pytest.approx([0.0, np.log(4.0) / P05_TO_P95, 0.0, 0.0])


def test_a_price_without_confidence_is_refused() -> None:
    with pytest.raises(InputError, match="price_confidence"):
        spreads(rows(price_confidence=[None, "high", "low", None]), ERRORS)


def test_medians_are_the_central_figures_and_gaps_stay_gaps() -> None:
    table = rows()
    found = drawn(table)
    for name in ("carbon_tco2e", "electricity_usd", "facility_mwh", "peak_mw", "grid_water_consumption_m3"):
        median = np.median(found[name], axis=1)
        assert median == pytest.approx(table[name].to_numpy(), rel=0.02, nan_ok=True)
    assert np.isnan(found["electricity_usd"][3]).all()
    assert not np.isnan(found["carbon_tco2e"]).any()


def test_spread_of_a_product_is_the_root_of_the_sum_of_squares() -> None:
    # carbon without any error of the plant: ln sd = sqrt(0.05² + 0.13²) = 0.1393
    found = drawn(rows(pue_p05=1.2, pue_p95=1.2))
    assert np.log(found["carbon_tco2e"][0]).std() == pytest.approx(np.hypot(0.05, 0.13), rel=0.02)


def test_one_area_and_one_dataset_share_their_errors() -> None:
    carbon = np.log(drawn(rows(pue_p05=1.2, pue_p95=1.2))["carbon_tco2e"])
    link = np.corrcoef(carbon)
    assert link[0, 1] == pytest.approx(1.0)  # the same state's figure
    # two countries of one dataset share 0.05² of 0.05² + 0.24²: 0.0416
    assert link[2, 3] == pytest.approx(0.05**2 / (0.05**2 + 0.24**2), abs=0.02)
    assert link[0, 2] == pytest.approx(0.0, abs=0.02)  # nothing in common


def test_one_design_shares_its_plant_errors_everywhere() -> None:
    energy = drawn(rows())["facility_mwh"]
    assert (energy[0] == energy[2]).all()
    assert abs(np.corrcoef(energy[0], energy[1])[0, 1]) < 0.02


def test_a_band_over_powers_of_ten_has_no_tail_beyond_it() -> None:
    table = rows(wue_p05=[0.0, 1e-6, 0.0, 0.0])
    water = drawn(table)["site_water_consumption_m3"][1] / 800.0
    # from 1e-6 to 2: a factor of 2e6 between P5 and P95, so at most its root either way
    assert water.max() == pytest.approx(np.sqrt(2e6), rel=1e-6)
    assert np.median(water) == pytest.approx(1.0, rel=0.2)


def test_physical_ends_hold() -> None:
    found = drawn(rows())
    assert (found["facility_mwh"] >= 1000.0).all()
    assert (found["peak_mw_per_mw_it"] >= 1.0).all()
    # AWARE ends at 100: a factor of 50 at most doubles, whatever is drawn
    water = found["scarcity_m3_world"][0] / found["grid_water_consumption_m3"][0]
    assert water.max() == pytest.approx(100.0)


def test_a_site_that_goes_changes_no_draw_of_another() -> None:
    table = rows()
    all_rows, fewer = drawn(table, 50), drawn(table.iloc[[2, 1]].reset_index(drop=True), 50)
    for name, values in fewer.items():
        assert np.array_equal(values, all_rows[name][[2, 1]], equal_nan=True)


def test_streams_are_the_same_in_blocks_of_any_size() -> None:
    names = np.array(["x", "y", "x"])
    whole = Streams(3, 10)
    parts = Streams(3, 4)
    first = parts.normals(names)
    parts.next_block(6)
    second = parts.normals(names)
    assert np.array_equal(np.hstack([first, second]), whole.normals(names))
    assert np.array_equal(first[0], first[2])
    assert not np.array_equal(first[0], first[1])


def test_streams_are_pinned() -> None:
    # the first draws of a named stream, so that a change of the scheme does not pass unseen
    found = generator(1, "carbon|area|NOR").standard_normal(2)
    again = generator(1, "carbon|area|NOR").standard_normal(2)
    other = generator(2, "carbon|area|NOR").standard_normal(2)
    assert found.tolist() == again.tolist()
    assert found.tolist() != other.tolist()


def test_the_weather_moves_all_designs_of_a_site_together_and_no_other_site() -> None:
    # Designs certain (a band of no width), two designs at one site and one at another, the weather uncertain.
    table = rows(
        site_id=["a", "a", "c", "d"],
        design=["dry", "wet", "dry", "dry"],
        pue_p05=1.2,
        pue_p95=1.2,
        wue_p95=[0.0, 0.5, 0.0, 0.0],
        overhead_weather_log_sd=[0.10, 0.20, 0.10, 0.10],
        site_water_weather_log_sd=[0.0, 0.30, 0.0, 0.0],
    )
    found = drawn(table)
    # energy = 1200 (1 + 0.2 f) / 1.2, so f = energy / 200 - 5; its logarithm has the stated deviation
    overhead = np.log(found["facility_mwh"] / 200.0 - 5.0)
    assert overhead.std(axis=1) == pytest.approx([0.10, 0.20, 0.10, 0.10], rel=0.03)
    water = np.log(found["site_water_consumption_m3"][1] / 800.0)
    assert water.std() == pytest.approx(0.30, rel=0.03)
    assert np.corrcoef(overhead[0], overhead[1])[0, 1] == pytest.approx(1.0)
    assert np.corrcoef(overhead[1], water)[0, 1] == pytest.approx(1.0)
    assert abs(np.corrcoef(overhead[0], overhead[2])[0, 1]) < 0.03
