"""Settings of the ranking: gates, criteria with their reference bounds, weights, robustness."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from pipeline.configs.base import Section
from pipeline.configs.presets import PresetConfig
from pipeline.fieldsets.ranking import CRITERIA

Value = bool | float | str


class TestConfig(Section):
    """One test: a column against a list or a range with inclusive or exclusive ends, or place in polygons."""

    __test__ = False  # not a test class, whatever pytest thinks of its name

    column: str | None = Field(
        default=None, description="Column of the sites, regional, facility or account table, or completeness"
    )
    inside: str | None = Field(
        default=None,
        description="File of polygons (GeoJSON, GeoPackage, GeoParquet), relative to the checkout or not: "
        "true for sites in them",
        min_length=1,
    )
    one_of: tuple[Value, ...] | None = Field(default=None, description="True for these values", min_length=1)
    at_least: float | None = Field(default=None, description="True from this value on, itself included")
    above: float | None = Field(default=None, description="True above this value, itself not included")
    at_most: float | None = Field(default=None, description="True up to this value, itself included")
    below: float | None = Field(default=None, description="True below this value, itself not included")

    @model_validator(mode="after")
    def _one_kind(self) -> TestConfig:
        low = [end for end in (self.at_least, self.above) if end is not None]
        high = [end for end in (self.at_most, self.below) if end is not None]
        if (self.column is None) == (self.inside is None):
            raise ValueError("a test needs either a column or polygons; allowed: one of column, inside")
        if self.inside is not None and (self.one_of is not None or low or high):
            raise ValueError("polygons have no values to compare; allowed: inside alone")
        if self.inside is None and (self.one_of is None) == (not low and not high):
            raise ValueError("a test needs either a list or a range; allowed: one_of, or range ends")
        if len(low) > 1 or len(high) > 1:
            raise ValueError("two ends on one side; allowed: at_least or above, at_most or below")
        if low and high and low[0] > high[0]:
            raise ValueError(f"the range is empty; allowed: a lower end up to {high[0]:g}")
        return self

    @property
    def subject(self) -> str:
        """Column of the table that holds what is tested."""
        return self.column if self.column is not None else f"inside {self.inside}"


class GateConfig(Section):
    """A pass-or-fail rule on each site x design.

    ``exclude``: fails where all its tests are true. ``include``: passes only where all its tests are true.
    A test on a missing value is neither true nor false; where that leaves the gate undecided, ``no_data``
    decides.
    """

    name: str = Field(description="Short name, as in the tables", pattern=r"^[a-z][a-z0-9_]*$")
    reason: str = Field(description="Why a failing site is out, as shown to the reader", min_length=10)
    exclude: tuple[TestConfig, ...] | None = Field(
        default=None, description="Out if all are true", min_length=1
    )
    include: tuple[TestConfig, ...] | None = Field(
        default=None, description="In only if all are true", min_length=1
    )
    no_data: Literal["pass", "fail", "keep"] = Field(
        description="Where a missing value leaves the gate undecided: pass it, fail it, or keep the site in "
        "and mark it as not decided"
    )

    @model_validator(mode="after")
    def _one_direction(self) -> GateConfig:
        if (self.exclude is None) == (self.include is None):
            raise ValueError("a gate either excludes or includes; allowed: one of exclude, include")
        return self


Points = tuple[tuple[float, float], ...]


def check_points(points: Points) -> None:
    """Refuse, by ``ValueError``, points that are no value function from worst to best or back."""
    values, worths = zip(*points, strict=True)
    if any(right <= left for left, right in pairwise(values)):
        raise ValueError("the values of the points must rise; allowed: strictly rising values")
    steps = [right - left for left, right in pairwise(worths)]
    if not (all(step <= 0 for step in steps) or all(step >= 0 for step in steps)):
        raise ValueError("the worth turns back; allowed: worths that only fall or only rise")
    if {worths[0], worths[-1]} != {0.0, 1.0}:
        raise ValueError("the worth must span the whole scale; allowed: from 0 to 1 or from 1 to 0")


class CriterionConfig(Section):
    """One criterion: a column and its value function against fixed reference points."""

    name: Literal[CRITERIA] = Field(description="Name, as in contribution_<name>")  # type: ignore[valid-type]
    column: str = Field(description="Column of the regional, facility or account table that is judged")
    points: Points = Field(
        description="Value function: [value, worth] pairs by rising value; worth 1 is best, 0 is worst; "
        "straight lines in between, the end's worth beyond. The first and last worth give the direction",
        min_length=2,
    )
    source: str = Field(description="Where the reference points come from", min_length=10)

    @model_validator(mode="after")
    def _value_function(self) -> CriterionConfig:
        check_points(self.points)
        return self

    @property
    def direction(self) -> Literal["lower", "higher"]:
        """Which values are better."""
        return "lower" if self.points[0][1] > self.points[-1][1] else "higher"


class RobustnessConfig(Section):
    """Random draws that show how sure the order is."""

    draws: int = Field(default=10_000, ge=100, le=1_000_000, description="Number of draws")
    seed: int = Field(default=20_260, ge=0, description="Seed of the random numbers: same seed, same figures")
    sampling: Literal["around", "same_order", "any"] = Field(
        default="around",
        description="How weights are drawn: around the scenario's (Dirichlet), any that keep their order of "
        "importance, or any at all",
    )
    certainty: float = Field(
        default=0.95,
        gt=0.5,
        le=1.0,
        description="Share of the draws in which one site must beat another for their order to count as "
        "established; below it they are tied",
    )
    concentration: float = Field(
        default=20.0,
        gt=0.0,
        description="How close weight draws stay to the scenario's weights: Dirichlet(concentration x "
        "weights). 20: a weight of 0.30 varies with standard deviation 0.10",
    )


class ShortlistConfig(Section):
    """A shortlist of sites that do not all stand or fall together."""

    size: int = Field(default=10, ge=1, le=100, description="How many sites")
    per_country: int = Field(
        default=2,
        ge=1,
        description="How many of one country at most: they share regulation, and often the grid",
    )
    apart_km: float = Field(
        default=300.0,
        ge=0.0,
        description="How far apart at least, in km: nearer sites share weather, water and lines",
    )


class SwapConfig(Section):
    """Another figure for one criterion, to see whether the choice of source turns the order."""

    name: str = Field(description="Short name, as in the tables", pattern=r"^[a-z][a-z0-9_]*$")
    criterion: str = Field(description="Criterion whose figure is replaced")
    column: str | None = Field(default=None, description="Column judged instead; by default the same")
    points: Points | None = Field(default=None, description="Value function; by default the criterion's")
    times: str | None = Field(default=None, description="Column that the figure is multiplied by")
    over: str | None = Field(default=None, description="Column that the figure is divided by")
    source: str = Field(description="What the other figure is and where it comes from", min_length=10)

    @model_validator(mode="after")
    def _something(self) -> SwapConfig:
        if self.column is None and self.times is None and self.over is None:
            raise ValueError("the swap changes nothing; allowed: column, times or over")
        if self.points is not None:
            check_points(self.points)
        return self


class RankingConfig(Section):
    """Preference: criteria, weights, and the draws that test them."""

    criteria: tuple[CriterionConfig, ...] = Field(description="What is judged", min_length=1)
    weights: dict[str, Annotated[float, Field(ge=0.0)]] = Field(
        description="Weight of each criterion by name; scaled to sum to 1. A weight says how much the whole "
        "way from worst to best of that criterion counts; 0 leaves it out of the score"
    )
    pareto_epsilon: float = Field(
        default=0.02,
        ge=0.0,
        le=1.0,
        description="A site is near the Pareto front if this much more worth in every criterion would put it "
        "there",
    )
    shortlist: ShortlistConfig = Field(
        default_factory=ShortlistConfig, description="A shortlist of diverse sites"
    )
    swaps: tuple[SwapConfig, ...] = Field(
        default=(), description="Other sources for single criteria, to see which of them turn the order"
    )
    presets: tuple[PresetConfig, ...] = Field(
        default=(),
        description="Weights of other planners: who would choose what, in the report and on the map",
    )
    robustness: RobustnessConfig = Field(
        default_factory=RobustnessConfig, description="Random draws that show how sure the order is"
    )

    @model_validator(mode="after")
    def _criteria(self) -> RankingConfig:
        names = [criterion.name for criterion in self.criteria]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"criterion {name} appears twice; allowed: each once")
        if set(self.weights) != set(names):
            odd = sorted(set(self.weights) ^ set(names))[0]
            allowed = f"one weight for each of {', '.join(names)}"
            raise ValueError(f"weights and criteria differ in {odd}; allowed: {allowed}")
        for swap in self.swaps:
            if swap.criterion not in names:
                allowed = ", ".join(names)
                raise ValueError(f"swap {swap.name} is for {swap.criterion}; allowed: {allowed}")
        titles = [preset.name for preset in self.presets]
        for preset in self.presets:
            odd_names = [name for name in preset.criteria if name not in names]
            if odd_names:
                raise ValueError(
                    f"preset {preset.name} speaks of {odd_names[0]}; allowed: {', '.join(names)}"
                )
            if titles.count(preset.name) > 1:
                raise ValueError(f"preset {preset.name} appears twice; allowed: each once")
        if sum(self.weights.values()) <= 0:
            raise ValueError(
                "all weights are zero: nothing orders the sites; allowed: one or more above zero"
            )
        return self

    @property
    def scaled_weights(self) -> tuple[float, ...]:
        """Weights in the order of the criteria, scaled to sum to 1."""
        total = sum(self.weights[criterion.name] for criterion in self.criteria)
        return tuple(self.weights[criterion.name] / total for criterion in self.criteria)


def polygon_files(gates: Sequence[GateConfig]) -> list[str]:
    """Files that the gates' tests name, each once, in their order."""
    tests = [test for gate in gates for test in (gate.exclude or gate.include or ())]
    return list(dict.fromkeys(test.inside for test in tests if test.inside is not None))
