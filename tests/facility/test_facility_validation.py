"""The validation's own arithmetic, on made-up reference tables with known answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from pipeline.errors import InputError
from pipeline.facility import campuses
from pipeline.facility import validation as v
from pipeline.facility import validation_report as words
from pipeline.facility.designs import catalogue
from pipeline.facility.reference import TOWER_PLACES, ZONE_PLACES, read


def test_agreement_by_hand() -> None:
    # Differences 0.01 and −0.01: RMSE 0.01. Saying nothing: sqrt((0.02² + 0.02²)/2) = 0.02.
    found = campuses.agreement([0.03, -0.03], [0.02, -0.02])
    assert found["rmse"] == pytest.approx(0.01)
    assert found["rmse_of_nothing"] == pytest.approx(0.02)
    assert found["correlation"] == pytest.approx(1.0)


def test_quarters_weigh_months_by_their_days() -> None:
    frame = pd.DataFrame({f"pue_m{month:02d}": [1.0 + month / 100] for month in range(1, 13)})
    # (31·1.01 + 28·1.02 + 31·1.03) / 90
    assert campuses.quarters_of(frame)[0, 0] == pytest.approx((31 * 1.01 + 28 * 1.02 + 31 * 1.03) / 90)


def test_a_campus_drift_is_told_from_its_seasons() -> None:
    # PUE falls by 0.02 a year and swings by −0.01, 0, +0.03, −0.02 about it, over three years.
    seasons = np.array([-0.01, 0.0, 0.03, -0.02])
    rows = [
        ("A", year, f"Q{quarter + 1}", 1.1 - 0.02 * (year + quarter / 4 - 2022) + seasons[quarter])
        for year in (2022, 2023, 2024)
        for quarter in range(4)
    ]
    reference = pd.DataFrame(rows, columns=["campus", "year", "quarter", "pue"])
    assert campuses.drift_free(reference, "A") == pytest.approx(seasons)
    assert np.isnan(campuses.drift_free(reference.iloc[:11], "A")).all()


def test_every_design_named_for_an_operator_exists() -> None:
    for designs in v.OPERATOR_DESIGNS.values():
        assert set(designs) <= set(catalogue())
    assert campuses.CAMPUS_DESIGN in catalogue()


def test_tower_evaporation_depends_on_the_climate(all_climates: npt.NDArray[np.float32]) -> None:
    design = catalogue()["waterside_tower"]
    continental, _, hot_dry, hot_humid, _, subarctic = (
        v.tower_evaporation_per_heat(design, weather) for weather in all_climates
    )
    # Heat over latent heat would be 1.47 L/kWh everywhere.
    assert hot_dry > 1.47 > continental > subarctic
    assert hot_dry > hot_humid


def test_report_says_what_share_is_inside() -> None:
    cells = pd.DataFrame(
        {
            "case": ["1", "10"],
            "zone": ["1A", "1A"],
            "pue_difference": [0.02, 0.05],
            "pue_error": [0.01, 0.01],
            "wue_difference": [0.3, 0.05],
            "WUE_p50": [1.0, 0.06],
            "sound": [False, True],
            "pue_sound": [True, False],
        }
    )
    text = "\n".join(words.lei(cells))
    assert "median PUE within 0.03: 50% of 2 cells" in text
    assert "100% of 1 cells" in text and "50% of all" in text
    assert text.index("  1     ") < text.index("  10    ")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lei2025"):
        read(tmp_path, "lei")


def test_places_are_on_earth() -> None:
    for latitude, longitude in [*ZONE_PLACES.values(), *TOWER_PLACES.values()]:
        assert -60 < latitude < 72 and -180 <= longitude <= 180


def test_pictures_are_written(tmp_path: Path, all_climates: npt.NDArray[np.float32]) -> None:
    from pipeline.facility.model import simulate
    from pipeline.facility.plots import plot_designs, plot_validation

    frame = simulate(all_climates[:1], ("waterside_tower", "liquid_dry_cooler"))
    plot_designs(frame, "a place", str(tmp_path / "designs.png"))
    plot_validation(
        pd.DataFrame({"PUE_p50": [1.1, 1.3], "pue_p50": [1.1, 1.2]}),
        pd.DataFrame({"energyplus_l_per_kwh": [1.0, 1.4], "ours_l_per_kwh": [1.1, 1.3]}),
        pd.DataFrame({"reported": [0.0, 0.02], "ours": [0.0, 0.01]}),
        pd.DataFrame({"pue": [1.1], "pue_guess": [1.1], "pue_low": [1.05], "pue_high": [1.2]}),
        str(tmp_path / "validation.png"),
    )
    for name in ("designs.png", "validation.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
