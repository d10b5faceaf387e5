"""The matching of region names that the AWARE table rests on."""

from __future__ import annotations

import pytest

from tools.match_regions import Match, loose, match_all, match_region, mended, strict


@pytest.mark.parametrize(
    ("one", "other"), [("Île-de-France", "ile de france"), ("Łódź", "LODZ"), ("Hồ Chí Minh", "Ho Chi Minh")]
)
def test_strict_ignores_accents_case_and_spaces(one: str, other: str) -> None:
    assert strict(one) == strict(other)


def test_loose_drops_words_of_rank_but_never_all() -> None:
    assert loose("Krasnodar Krai") == loose("Krasnodar")
    assert loose("Province") == "province"


def polygon(name: str, region_id: str = "XX-1", **more: str) -> dict[str, object]:
    return {
        "admin": "Land",
        "name": name,
        "iso_3166_2": region_id,
        "map_id": region_id,
        "map_name": "",
        **more,
    }


def test_own_name_goes_before_the_larger_region() -> None:
    gadm = {"Land": ["North", "Alpha"]}
    assert match_region(polygon("Alpha", region="North"), gadm, {}) == Match("Land", "Alpha", "name")
    assert match_region(polygon("Beta", region="North"), gadm, {}) == Match("Land", "North", "parent")


def test_an_unclear_name_is_no_match() -> None:
    """Two regions that differ only in rank: neither is taken."""
    assert match_region(polygon("Alpha"), {"Land": ["Alpha State", "Alpha District"]}, {}) is None


def test_an_alias_comes_first_and_can_say_none() -> None:
    gadm = {"Land": ["Alpha", "NA"]}
    aliases = {
        ("Land", "iso_3166_2", "XX-1"): ("Land", "NA", "why"),
        ("Land", "iso_3166_2", "XX-2"): ("Land", "", "why"),
    }
    assert match_region(polygon("Alpha", "XX-1"), gadm, aliases) == Match("Land", "NA", "alias")
    assert match_region(polygon("Alpha", "XX-2"), gadm, aliases) is None


def test_parts_of_one_id_are_a_union_only_if_no_other_id_shares_them() -> None:
    gadm = {"Land": ["Alpha", "Beta", "Gamma"]}
    parts = [polygon("Alpha", "XX-1"), polygon("Beta", "XX-1")]
    matches, left = match_all(parts, gadm, {})
    assert matches == {"XX-1": [Match("Land", "Alpha", "union"), Match("Land", "Beta", "union")]}
    assert left == []
    matches, left = match_all([*parts, polygon("Beta", "XX-2")], gadm, {})
    assert list(matches) == ["XX-2"]
    assert [one[0] for one in left] == ["XX-1"]


def test_mends_give_the_ids_of_the_map_and_leave_out_what_it_leaves_out() -> None:
    raw = [
        {"adm1_code": "A", "iso_3166_2": "XX-OLD"},
        {"adm1_code": "B", "iso_3166_2": "XX-B"},
        {"adm1_code": "C", "iso_3166_2": "XX-C"},
    ]
    mends = {
        "A": {"country_iso3": "XXX", "region_id": "XX-NEW", "region_name": "New"},
        "B": {"country_iso3": "", "region_id": "", "region_name": ""},
    }
    assert [(one["map_id"], one["map_name"]) for one in mended(raw, mends)] == [
        ("XX-NEW", "New"),
        ("XX-C", ""),
    ]
