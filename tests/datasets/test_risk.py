"""The risk tables as they are shipped: coverage by name and figures checked by hand."""

from __future__ import annotations

import pytest

from pipeline.datasets import load, source


@pytest.mark.parametrize("dataset", ["risk_worldriskindex", "risk_wgi"])
def test_is_on_record_country_level_and_without_gaps(dataset: str) -> None:
    table, entry = load(dataset), source(dataset)
    assert len(table) == int(entry.rows)
    assert set(table["level"]) == {"country"}
    assert table["area_id"].str.fullmatch("[A-Z]{3}").all()
    assert not table.isna().any().any()


def test_worldriskindex_figures() -> None:
    table = load("risk_worldriskindex").set_index("area_id")
    assert len(table) == 193
    # WorldRiskReport 2023: the Philippines lead with 46.86, Monaco and Andorra close the list
    assert table["hazard_risk_index"].idxmax() == "PHL"
    assert table.loc["PHL", "hazard_risk_index"] == 46.86
    assert table["hazard_risk_index"].nsmallest(2).index.tolist() == ["AND", "MCO"]
    # exposure 39.99 and vulnerability 54.92: sqrt(39.99 * 54.92) = 46.86
    assert table.loc["PHL", "hazard_exposure_index"] == 39.99


def test_wgi_figures() -> None:
    table = load("risk_wgi").set_index("area_id")["governance_index"]
    assert len(table) == 213
    assert table["AFG"] == pytest.approx(0.156801)
    assert table["ABW"] == pytest.approx(0.719731)
    assert (
        table.nlargest(10)
        .index.isin(
            [
                "FIN",
                "DNK",
                "NOR",
                "CHE",
                "NZL",
                "LUX",
                "SWE",
                "NLD",
                "ISL",
                "SGP",
                "AND",
                "LIE",
                "IRL",
                "AUS",
                "CAN",
            ]
        )
        .all()
    )


@pytest.mark.parametrize(
    "area", ["KOR", "PRK", "COD", "COG", "HKG", "TWN", "XKX", "PSE", "ZAF", "SRB", "NAM"]
)
def test_wgi_names_found_their_codes(area: str) -> None:
    assert area in set(load("risk_wgi")["area_id"])


def test_korea_and_congo_are_not_swapped() -> None:
    """Four names differ only after the comma; the order of the figures tells them apart."""
    table = load("risk_wgi").set_index("area_id")["governance_index"]
    assert table["KOR"] > 0.6 > 0.2 > table["PRK"]
    assert table["COD"] < table["COG"]
