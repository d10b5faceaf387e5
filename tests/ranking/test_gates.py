import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from pipeline.errors import InputError
from pipeline.ranking import gates

from .conftest import gate

TABLE = pd.DataFrame(
    {
        "site_id": ["a", "a", "b", "b", "c"],
        "design": ["dry", "wet", "dry", "wet", "dry"],
        "evaporative": [False, True, False, True, False],
        "stress": [4.0, 4.0, 1.0, 1.0, np.nan],
        "country_iso3": ["USA", "USA", "NOR", "NOR", None],
    }
)


def results(**keys: object) -> list[str]:
    return gates.evaluate(TABLE, [gate(**keys)])[0].result.tolist()


@pytest.mark.parametrize(
    ("test", "excluded"),
    [
        ({"column": "stress", "at_least": 4.0}, [1, 1, 0, 0, None]),
        ({"column": "stress", "above": 4.0}, [0, 0, 0, 0, None]),
        ({"column": "stress", "at_most": 1.0}, [0, 0, 1, 1, None]),
        ({"column": "stress", "below": 1.0}, [0, 0, 0, 0, None]),
        ({"column": "stress", "at_least": 1.0, "below": 4.0}, [0, 0, 1, 1, None]),
        ({"column": "stress", "one_of": [1.0, 2.0]}, [0, 0, 1, 1, None]),
        ({"column": "evaporative", "one_of": [True]}, [0, 1, 0, 1, 0]),
        ({"column": "country_iso3", "one_of": ["NOR", "SWE"]}, [0, 0, 1, 1, None]),
    ],
)
@pytest.mark.parametrize(("rule", "undecided"), [("pass", "pass"), ("fail", "fail"), ("keep", "undecided")])
def test_exclude_and_include_mirror_each_other(
    test: dict[str, object], excluded: list[int | None], rule: str, undecided: str
) -> None:
    out = {1: "fail", 0: "pass", None: undecided}
    assert results(exclude=[test], no_data=rule) == [out[hit] for hit in excluded]
    kept = {1: "pass", 0: "fail", None: undecided}
    assert results(include=[test], no_data=rule) == [kept[hit] for hit in excluded]


def test_all_tests_must_be_true_and_one_false_settles_it() -> None:
    both = [{"column": "evaporative", "one_of": [True]}, {"column": "stress", "at_least": 3.0}]
    # c is dry, so its missing stress does not matter: false and unknown is false
    assert results(exclude=both, no_data="fail") == ["pass", "fail", "pass", "pass", "pass"]


def test_the_missing_column_is_on_record() -> None:
    outcome = gates.evaluate(TABLE, [gate(exclude=[{"column": "stress", "at_least": 3.0}], no_data="keep")])[
        0
    ]
    assert outcome.missing.tolist() == ["", "", "", "", "stress"]


def test_exclusions_count_sites_and_sites_that_one_gate_alone_holds_back() -> None:
    # wet fails where it exists; stress fails a with both designs and alone stands in its way
    wet = gate(name="wet", exclude=[{"column": "evaporative", "one_of": [True]}])
    stress = gate(name="stress", exclude=[{"column": "stress", "at_least": 3.0}], no_data="pass")
    country = gate(name="country", exclude=[{"column": "country_iso3", "one_of": ["USA"]}], no_data="pass")
    outcomes = gates.evaluate(TABLE, [wet, stress])
    counts = {row["gate"]: row for row in gates.exclusions(TABLE["site_id"].to_numpy(), outcomes)}
    assert (counts["wet"]["excluded"], counts["wet"]["excluded_alone"]) == (0, 0)
    assert (counts["stress"]["excluded"], counts["stress"]["excluded_alone"]) == (1, 1)
    assert counts["wet"]["designs_failed"] == 2
    # with a second gate on the same site, neither alone holds it back
    outcomes = gates.evaluate(TABLE, [wet, stress, country])
    counts = {row["gate"]: row for row in gates.exclusions(TABLE["site_id"].to_numpy(), outcomes)}
    assert (counts["stress"]["excluded"], counts["stress"]["excluded_alone"]) == (1, 0)
    assert (counts["country"]["excluded"], counts["country"]["excluded_alone"]) == (1, 0)
    assert gates.passing(outcomes, 5).tolist() == [False, False, True, False, True]


def test_no_gate_passes_everything() -> None:
    assert gates.passing([], 5).all()
    assert gates.gates_frame(TABLE, []).empty


def test_the_frame_has_a_row_per_site_design_and_gate() -> None:
    outcomes = gates.evaluate(TABLE, [gate(exclude=[{"column": "stress", "at_least": 3.0}], no_data="keep")])
    frame = gates.gates_frame(TABLE, outcomes)
    assert frame["gate_result"].tolist() == ["fail", "fail", "pass", "pass", "undecided"]
    assert frame["gate_missing"].isna().tolist() == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ({"column": "stres", "at_least": 3.0}, "no table has"),
        ({"column": "country_iso3", "at_least": 3.0}, "wrong type"),
        ({"column": "country_iso3", "one_of": [3.0]}, "wrong type"),
        ({"column": "stress", "one_of": ["high"]}, "wrong type"),
    ],
)
def test_a_gate_that_could_never_speak_is_refused(test: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        gates.evaluate(TABLE, [gate(exclude=[test])])


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "either excludes or includes"),
        ({"exclude": [{"column": "x"}]}, "either a list or a range"),
        ({"exclude": [{"below": 2.0}]}, "either a column or polygons"),
        ({"exclude": [{"column": "x", "inside": "a.geojson"}]}, "either a column or polygons"),
        ({"exclude": [{"inside": "a.geojson", "below": 2.0}]}, "no values to compare"),
        ({"exclude": [{"column": "x", "one_of": [1.0], "below": 2.0}]}, "either a list or a range"),
        ({"exclude": [{"column": "x", "at_least": 1.0, "above": 2.0}]}, "two ends on one side"),
        ({"exclude": [{"column": "x", "at_least": 2.0, "below": 1.0}]}, "range is empty"),
        ({"exclude": [{"column": "x", "below": 1.0}], "no_data": "drop"}, "no_data"),
        ({"exclude": [{"column": "x", "under": 1.0}]}, "under"),
    ],
)
def test_the_grammar_refuses(keys: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        gate(**keys)


def test_power_by_a_date_from_the_user_s_own_columns() -> None:
    table = pd.DataFrame(
        {
            "site_id": ["a", "b", "c", "d"],
            "design": "dry",
            "user_power_mw": [150.0, 150.0, 40.0, np.nan],
            "user_power_year": [2028.0, 2031.0, np.nan, 2027.0],
        }
    )
    tests = [
        {"column": "user_power_mw", "at_least": 100.0},
        {"column": "user_power_year", "at_most": 2029.0},
    ]
    found = gates.evaluate(table, [gate(include=tests, no_data="keep")])[0]
    # c: 40 MW is too little whenever it comes; d: the year is right, how much is not known
    assert found.result.tolist() == ["pass", "fail", "fail", "undecided"]
    assert found.missing.tolist() == ["", "", "", "user_power_mw"]
