"""Settings of the maps: how fine the outlines are, where classes break, how much of the account they hold."""

from __future__ import annotations

from itertools import pairwise

from pydantic import Field, field_validator, model_validator

from pipeline.configs.base import Section

Breaks = tuple[float, ...]


def _breaks(default: Breaks, unit: str, why: str) -> Breaks:
    """A list of class limits; the classes are below the first, between neighbours, and above the last."""
    field: Breaks = Field(
        default=default,
        min_length=1,
        max_length=6,
        description=f"Class limits of the shaded regions in {unit}. {why}",
    )
    return field


class ClassBreaks(Section):
    """Fixed limits, so that maps of different scenarios compare; they colour the map and score nothing."""

    carbon_gco2e_per_kwh: Breaks = _breaks(
        (50.0, 150.0, 300.0, 450.0, 600.0), "gCO2e/kWh", "Below 50: hydro or nuclear; above 600: mostly coal"
    )
    price_usd_per_mwh: Breaks = _breaks(
        (40.0, 60.0, 80.0, 110.0, 150.0), "USD/MWh", "Spans the industrial tariffs on record"
    )
    aware_cf_annual: Breaks = _breaks(
        (1.0, 3.0, 10.0, 30.0, 60.0),
        "m³ world-eq per m³",
        "1 is the world's average; 100 is AWARE's upper limit",
    )
    pue: Breaks = _breaks((1.1, 1.15, 1.2, 1.3, 1.4), "1", "Best design of the best site in the region")
    wue_l_per_kwh: Breaks = _breaks(
        (0.01, 0.2, 0.5, 1.0, 1.8),
        "L/kWh of IT",
        "0.01 separates dry designs; 1.8 is a usual evaporative figure",
    )

    @field_validator("*")
    @classmethod
    def _rising(cls, value: Breaks) -> Breaks:
        if any(low >= high for low, high in pairwise(value)):
            raise ValueError("class limits must rise; allowed: each larger than the one before")
        return value


class MapsConfig(Section):
    """The map of a scenario: one HTML file that needs no network."""

    outline_tolerance_deg: float = Field(
        default=0.05,
        gt=0.0,
        le=1.0,
        description="Simplification of the countries' outlines in degrees. 0.05 is a pixel at zoom 6",
    )
    region_tolerance_deg: float = Field(
        default=0.02,
        gt=0.0,
        le=1.0,
        description="Simplification of the regions that hold a candidate, in degrees; finer, since one "
        "zooms to them",
    )
    full_detail_sites: int = Field(
        default=1500,
        ge=0,
        description="Up to this many candidates the page holds the account of every cooling design, above it "
        "only that of the chosen one: 10,000 candidates then stay below 12 MB",
    )
    rank_classes: tuple[int, ...] = Field(
        default=(10, 25, 50, 100),
        min_length=1,
        max_length=4,
        description="Last rank of each colour of the markers; the ranks behind the last one share a colour",
    )
    class_breaks: ClassBreaks = Field(default=ClassBreaks(), description="Class limits of the shaded regions")
    online_tiles_url: str | None = Field(
        default=None,
        description="Tile server of an optional online base map, such as "
        "https://tile.example/{z}/{x}/{y}.png. Off by default: the page then asks for nothing from outside",
        pattern=r"^https://[A-Za-z0-9.-]+(:[0-9]+)?/[^\s\"'<>]*$",
    )
    online_tiles_attribution: str = Field(
        default="", max_length=200, description="Whom the tile server wants to be credited, as plain text"
    )

    @field_validator("rank_classes")
    @classmethod
    def _ranks_rise(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if value[0] < 1 or any(low >= high for low, high in pairwise(value)):
            raise ValueError(
                "rank classes must rise; allowed: whole numbers from 1, each larger than the one before"
            )
        return value

    @field_validator("online_tiles_url")
    @classmethod
    def _one_template(cls, value: str | None) -> str | None:
        if value is not None and any(part not in value for part in ("{z}", "{x}", "{y}")):
            raise ValueError("not a tile address; allowed: one with {z}, {x} and {y}")
        if value is not None and ("{{" in value or "{%" in value):
            raise ValueError("doubled braces; allowed: {z}, {x} and {y} in single braces")
        return value

    @model_validator(mode="after")
    def _credit(self) -> MapsConfig:
        if self.online_tiles_url and not self.online_tiles_attribution:
            raise ValueError(
                "an online base map needs its attribution; allowed: online_tiles_attribution as text"
            )
        return self
