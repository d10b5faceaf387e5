"""Cooling designs and their parameters, read from ``datasets/facility`` and checked against each other."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline import datasets
from pipeline.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

#: ASHRAE Thermal Guidelines 2021: supply air [°C] low, high, and highest dew point [°C], per envelope.
ENVELOPE_LIMITS = MappingProxyType(
    {
        "recommended": (18.0, 27.0, 15.0),
        "A1": (15.0, 32.0, 17.0),
        "A2": (10.0, 35.0, 21.0),
        "A3": (5.0, 40.0, 24.0),
        "A4": (5.0, 45.0, 24.0),
    }
)
#: Highest facility water temperature [°C] per class (W+ has no limit).
WATER_CLASS_LIMITS = MappingProxyType({"W17": 17.0, "W27": 27.0, "W32": 32.0, "W40": 40.0, "W45": 45.0})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of one design: unit, central value, range and how draws fill it."""

    name: str
    unit: str
    central: float
    low: float
    high: float
    distribution: str
    source: str


@dataclass(frozen=True, slots=True)
class Design:
    """A cooling design: its components and its parameters by name."""

    id: str
    title: str
    facility_class: str
    it_cooling: str
    air: tuple[str, str, str]
    liquid: tuple[str, str, str]
    water_class: str | None
    envelope: str
    water_source: str
    lei_case: str | None
    source: str
    parameters: Mapping[str, Parameter]

    @property
    def evaporative(self) -> bool:
        """Whether fresh water is evaporated on site to reject heat."""
        wet = {"open_tower", "closed_tower", "hybrid_tower", "adiabatic_dry_cooler"}
        return any(
            economizer in ("airside_evaporative", "indirect_evaporative") or rejection in wet
            for economizer, rejection, _ in (self.air, self.liquid)
        )


@cache
def catalogue() -> MappingProxyType[str, Design]:
    """All designs by id, in the order of the table.

    Raises
    ------
    InputError
        A table is malformed, a composition does not fit together, or a set point is impossible.
    """
    return build_catalogue(datasets.load("facility_designs"), datasets.load("facility_parameters"))


def build_catalogue(designs: pd.DataFrame, parameters: pd.DataFrame) -> MappingProxyType[str, Design]:
    """Compose designs from the two tables; see :func:`catalogue`."""
    file = "datasets/facility/designs.csv"
    found: dict[str, Design] = {}
    by_name: dict[str, list[tuple[str, str, Parameter]]] = {}
    for row in parameters.itertuples(index=False):
        entry = Parameter(
            row.parameter,
            row.parameter_unit,
            row.central,
            row.low,
            row.high,
            row.distribution,
            row.parameter_source,
        )
        if not entry.low <= entry.central <= entry.high:
            raise InputError(
                "central value outside its range",
                file="datasets/facility/parameters.csv",
                column=row.parameter,
                value=row.central,
                allowed=f"{row.low:g} to {row.high:g}",
            )
        by_name.setdefault(row.parameter, []).append((row.facility_class_scope, row.design_scope, entry))
    for line, row in enumerate(designs.itertuples(index=False), start=2):
        chosen: dict[str, Parameter] = {}
        for name, entries in by_name.items():
            one = _most_specific(entries, row.facility_class, row.design)
            if one is not None:
                chosen[name] = one
        design = Design(
            id=row.design,
            title=row.title,
            facility_class=row.facility_class,
            it_cooling=row.it_cooling,
            air=(row.air_economizer, row.air_rejection, row.air_trim),
            liquid=(row.liquid_economizer, row.liquid_rejection, row.liquid_trim),
            water_class=_text(row.water_class),
            envelope=row.envelope,
            water_source=row.water_source,
            lei_case=_text(row.lei_case),
            source=row.design_source,
            parameters=MappingProxyType(chosen),
        )
        _check_composition(design, file, line)
        check_set_points(design, {name: entry.central for name, entry in chosen.items()})
        found[design.id] = design
    return MappingProxyType(found)


def select(names: Sequence[str], overrides: Mapping[str, float] | None = None) -> list[Design]:
    """Designs by id (``all`` takes every one), with central values replaced by ``overrides``.

    Raises
    ------
    InputError
        An unknown design or parameter (the nearest is named), a value outside the parameter's range, or a set
        point that cannot work.
    """
    known = catalogue()
    wanted = list(known) if list(names) == ["all"] else list(names)
    chosen: list[Design] = []
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise InputError(
                f"unknown cooling design{hint}", column="design", value=name, allowed=", ".join(known)
            )
        if name in wanted[: len(chosen)]:
            raise InputError("appears twice", column="design", value=name, allowed="each once")
        chosen.append(with_overrides(known[name], overrides or {}))
    return chosen


def with_overrides(design: Design, overrides: Mapping[str, float]) -> Design:
    """The design with values that are known: each must lie in its range and is drawn no more."""
    changed = dict(design.parameters)
    for name, value in overrides.items():
        entry = changed.get(name)
        if entry is None:
            near = difflib.get_close_matches(name, changed, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise InputError(
                f"unknown facility parameter{hint}",
                column="parameters",
                value=name,
                allowed=", ".join(sorted(changed)),
            )
        if not entry.low <= value <= entry.high:
            raise InputError(
                f"parameter out of range for design {design.id}",
                column=name,
                value=value,
                allowed=f"{entry.low:g} to {entry.high:g} {entry.unit}".removesuffix(" 1"),
            )
        changed[name] = Parameter(name, entry.unit, value, value, value, "fixed", entry.source)
    check_set_points(design, {name: entry.central for name, entry in changed.items()})
    if not overrides:
        return design
    return Design(
        **{name: getattr(design, name) for name in design.__dataclass_fields__ if name != "parameters"},
        parameters=MappingProxyType(changed),
    )


def check_set_points(design: Design, values: Mapping[str, float]) -> None:
    """Raise ``InputError`` for set points that cannot work: supply above return, outside the envelope."""
    low, high, _ = ENVELOPE_LIMITS[design.envelope]

    def refuse(problem: str, name: str, allowed: str) -> None:
        raise InputError(
            f"impossible set point of design {design.id}: {problem}",
            column=name,
            value=values[name],
            allowed=allowed,
        )

    if values["supply_air_low_c"] > values["supply_air_c"]:
        refuse(
            "lowest supply air above the set point", "supply_air_low_c", f"at most {values['supply_air_c']:g}"
        )
    if not low <= values["supply_air_c"] <= high:
        refuse(f"supply air outside envelope {design.envelope}", "supply_air_c", f"{low:g} to {high:g}")
    if values["dew_point_low_c"] >= values["dew_point_high_c"]:
        refuse("dew-point floor above its limit", "dew_point_low_c", f"below {values['dew_point_high_c']:g}")
    back = values["supply_air_c"] + values["air_rise_k"]
    if design.air[0] == "water_side" or design.air[2].endswith("chiller"):
        name = "chilled_water_c"
        if values[name] > values["supply_air_c"]:
            refuse("water supply above supply air", name, f"at most {values['supply_air_c']:g}")
        if values[name] + values["water_rise_k"] > back:
            refuse(
                "water return above the hall's return air", name, f"at most {back - values['water_rise_k']:g}"
            )
    limit = WATER_CLASS_LIMITS.get(design.water_class or "")
    if limit is not None and values["facility_water_c"] > limit:
        refuse(f"facility water above class {design.water_class}", "facility_water_c", f"at most {limit:g}")


def _most_specific(
    entries: list[tuple[str, str, Parameter]], facility_class: str, design: str
) -> Parameter | None:
    ranked = [
        ((named == design) * 2 + (scope == facility_class), entry)
        for scope, named, entry in entries
        if named in ("any", design) and scope in ("any", facility_class)
    ]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _check_composition(design: Design, file: str, line: int) -> None:
    """Components that need each other are there, and those that cannot meet are not."""
    towers = ("open_tower", "closed_tower", "hybrid_tower")

    def refuse(problem: str, column: str, value: str, allowed: str) -> None:
        raise InputError(
            f"{problem} in design {design.id}",
            file=file,
            row=line,
            column=column,
            value=value,
            allowed=allowed,
        )

    for loop, (economizer, rejection, trim) in (("air", design.air), ("liquid", design.liquid)):
        if trim == "water_cooled_chiller" and rejection not in (*towers, "sea_water"):
            refuse(
                "a water-cooled chiller without a tower",
                f"{loop}_rejection",
                rejection,
                ", ".join((*towers, "sea_water")),
            )
        if economizer == "water_side" and rejection == "none":
            refuse(
                "a water-side economizer without heat rejection",
                f"{loop}_rejection",
                rejection,
                "a tower, dry cooler or sea water",
            )
        if loop == "liquid" and economizer not in ("none", "water_side"):
            refuse("an air economizer on a liquid loop", "liquid_economizer", economizer, "none, water_side")
    if design.air[0] == "none" and design.air[2] == "none":
        refuse("no way to cool the hall", "air_trim", "none", "an economizer or a chiller")
    liquid = design.it_cooling in ("direct_to_chip", "immersion")
    if liquid and design.liquid[0] == "none" and design.liquid[2] == "none":
        refuse("liquid cooling without a plant", "liquid_economizer", "none", "water_side, or a chiller")
    if not liquid and design.liquid != ("none", "none", "none"):
        refuse(
            "a liquid plant without liquid cooling",
            "it_cooling",
            design.it_cooling,
            "direct_to_chip, immersion",
        )
