import re

import pint
import pytest

from pipeline.fields import check_columns, field, registry
from pipeline.fieldsets import base

#: What the registry's units use beyond Pint's own.
OWN_UNITS = (
    "USD = [currency]",
    "EUR = [currency_eur]",
    "gCO2e = [co2_equivalent]",
    "kgCO2e = 1000 gCO2e",
    "tCO2e = 1e6 gCO2e",
    "m3_world = [scarcity_weighted_volume]",
    "token = [token]",
    "FLOP = [operation]",
)


@pytest.fixture(scope="module")
def units() -> pint.UnitRegistry:
    ureg: pint.UnitRegistry = pint.UnitRegistry(autoconvert_offset_to_baseunit=True)
    for definition in OWN_UNITS:
        ureg.define(definition)
    return ureg


def test_every_unit_can_be_parsed(units: pint.UnitRegistry) -> None:
    for entry in registry().values():
        if entry.unit not in ("", "1"):
            assert units.parse_units(entry.unit) != units.Unit(""), entry.name


#: Ends of names and the unit they promise.
SUFFIXES = {
    "_c": "degC",
    "_pa": "Pa",
    "_deg": "degree",
    "_km": "km",
    "_mw": "MW",
    "_mwh": "MWh",
    "_m3": "m**3",
    "_share": "1",
    "_usd": "USD",
    "_tco2e": "tCO2e",
    "_gco2e_per_kwh": "gCO2e / kWh",
    "_usd_per_mwh": "USD / MWh",
    "_l_per_kwh": "L / kWh",
}


def test_names_and_units_agree(units: pint.UnitRegistry) -> None:
    for entry in registry().values():
        if entry.dtype not in ("float", "int"):
            continue
        ends = [end for end in SUFFIXES if entry.name.endswith(end) and not entry.name.endswith("_per" + end)]
        if ends:
            promised, stated = (
                units.Quantity(1, "" if unit == "1" else unit).to_base_units()
                for unit in (SUFFIXES[max(ends, key=len)], entry.unit)
            )
            assert stated == promised, entry.name


def test_entries_are_complete() -> None:
    assert len(registry()) > 100
    for name, entry in registry().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name), name
        assert len(entry.meaning) > 8, name
        if entry.minimum is not None and entry.maximum is not None:
            assert entry.minimum < entry.maximum, name


def test_unknown_columns_are_named() -> None:
    with pytest.raises(KeyError, match="no_such_column"):
        check_columns(["site_id", "no_such_column"])
    with pytest.raises(KeyError):
        field("no_such_column")


def test_a_name_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.fieldsets import geography

    monkeypatch.setattr(
        geography, "FIELDS", [base.F("twice", "1", "float", "a"), base.F("twice", "1", "float", "b")]
    )
    with pytest.raises(ValueError, match="'twice' is registered twice"):
        registry.__wrapped__()


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (base.F("a", "1", "float", "x", 0, 1), "a number from 0 to 1"),
        (base.F("a", "1", "int", "x", 0, nullable=True), "a whole number of at least 0, or empty"),
        (base.F("a", "1", "float", "x", maximum=5), "a number of at most 5"),
        (base.F("a", "", "str", "x", choices=("b", "c")), "one of b, c"),
    ],
)
def test_what_is_allowed_is_put_in_words(entry: base.Field, text: str) -> None:
    assert entry.allowed() == text
