"""Weights of other planners, to see what they would choose."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from pipeline.configs.base import Section


class PresetConfig(Section):
    """Another planner's weights: stated, by order of importance, or by what a unit is worth in money."""

    name: str = Field(description="Short name, as in the tables", pattern=r"^[a-z][a-z0-9_]*$")
    title: str = Field(description="Who weighs so, as shown to the reader", min_length=3)
    order: tuple[str, ...] | None = Field(
        default=None,
        description="Criteria by falling importance; they get rank-order centroid weights, the mean of all "
        "weights in that order (Barron and Barrett 1996, doi:10.1287/mnsc.42.11.1515)",
        min_length=1,
    )
    weights: dict[str, Annotated[float, Field(ge=0.0)]] | None = Field(
        default=None,
        description="Weight of each criterion by name, 0 where none is given; scaled to sum to 1",
    )
    usd_per_unit: dict[str, Annotated[float, Field(ge=0.0)]] | None = Field(
        default=None,
        description="What a unit of each criterion's figure costs, in USD; its weight is that times the span "
        "of its reference points (a swing weight), 0 where none is given",
    )
    source: str = Field(description="Where the order, the weights or the prices come from", min_length=10)

    @model_validator(mode="after")
    def _one_way(self) -> PresetConfig:
        given = [one for one in (self.order, self.weights, self.usd_per_unit) if one is not None]
        if len(given) != 1:
            raise ValueError(
                f"preset {self.name} needs one way to weigh; allowed: one of order, weights, usd_per_unit"
            )
        if self.order is not None and len(set(self.order)) != len(self.order):
            raise ValueError(f"preset {self.name} orders a criterion twice; allowed: each once")
        if self.order is None and sum(given[0].values()) <= 0:  # type: ignore[union-attr]
            raise ValueError(f"preset {self.name} weighs nothing; allowed: one weight or price above zero")
        return self

    @property
    def criteria(self) -> tuple[str, ...]:
        """Names of the criteria that it speaks of."""
        return self.order or tuple(self.weights or self.usd_per_unit or ())
