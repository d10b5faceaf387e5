"""What a report is made of: sections of text, tables and figures, without a word about HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.fields import registry


@dataclass(frozen=True)
class Text:
    """A paragraph, or with several items a list."""

    items: tuple[str, ...]

    @classmethod
    def of(cls, *items: str) -> Text:
        """Make one from its items."""
        return cls(items)


@dataclass(frozen=True)
class Markdown:
    """Text of our own documentation, in Markdown (never data)."""

    source: str


@dataclass(frozen=True)
class Table:
    """A table whose cells are already text; ``numeric`` marks the columns that are set flush right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


@dataclass(frozen=True)
class Figure:
    """A chart as SVG text, with what it shows in words; its figures stand in a table of the same section."""

    caption: str
    alt: str
    svg: str


@dataclass(frozen=True)
class Fact:
    """One figure that a reader should take away: what it is, the figure, and what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """The few figures that stand out, shown large."""

    items: tuple[Fact, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    text: str


Block = Text | Markdown | Table | Figure | Facts | Heading


@dataclass(frozen=True)
class Section:
    """A heading, its anchor and what stands under it."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = field(default=())


@dataclass(frozen=True)
class Column:
    """How one column of a frame is shown: heading (default: the field's name and unit) and number format."""

    name: str
    heading: str | None = None
    show: Callable[[object], str] | None = None


def table(caption: str, frame: pd.DataFrame, columns: Sequence[Column]) -> Table:
    """Turn the chosen columns of a frame into text; a missing value is shown as a dash, never as zero."""
    header, cells, numeric = [], [], []
    for column in columns:
        values = frame[column.name]
        is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
        show = column.show or (number if is_number else str)
        header.append(column.heading or heading(column.name))
        cells.append(["–" if pd.isna(value) else show(value) for value in values])
        numeric.append(bool(is_number))
    return Table(caption, tuple(header), tuple(zip(*cells, strict=True)), tuple(numeric))


#: Ends of column names that only repeat the unit.
_UNIT_ENDS = re.compile(
    r"_(gco2e_per_kwh|kgco2e_per_mwh|usd_per_mwh|l_per_kwh|m3_world_per_mwh|m3_world|m3|tco2e|usd|mwh|mw|km|deg"
    r"|pa|c)(_it)?$"
)
#: Acronyms that keep their capitals when a name becomes words.
_CAPITALS = {"pue": "PUE", "wue": "WUE", "it": "IT", "npv": "NPV", "aware": "AWARE", "usd": "USD"}
_CAPITALS |= {"mw": "MW", "mwh": "MWh", "tco2e": "tCO2e", "m3": "m³"}


def heading(name: str) -> str:
    """A column's name in words, with its unit in brackets instead of in the name."""
    unit = unit_of(name)
    return plain_words(name) if unit in ("", "1") else f"{bare_words(name)} [{unit_text(unit)}]"


def unit_of(name: str) -> str:
    """A column's unit in the registry, or ``""``."""
    entry = registry().get(name)
    return entry.unit if entry else ""


def bare_words(name: str) -> str:
    """A column's name in words, without its unit."""
    return plain_words(_UNIT_ENDS.sub("", name))


def plain_words(name: str) -> str:
    """A column's name in words."""
    return " ".join(_CAPITALS.get(word, word) for word in name.split("_"))


def unit_text(unit: str) -> str:
    """A registry unit as a reader writes it."""
    return (
        unit.replace("m3_world", "m³ world-eq")
        .replace("m**3", "m³")
        .replace("degC", "°C")
        .replace("hour", "h")
        .replace(" * ", "·")
        .replace(" / ", "/")
    )


def number(value: object) -> str:
    """A figure with three significant digits, or whole with thin thousands where it is large."""
    figure = float(value)  # type: ignore[arg-type]
    if figure == 0:
        return "0"
    if abs(figure) >= 1000:
        return f"{figure:,.0f}".replace(",", " ")
    if abs(figure) >= 100:
        return f"{figure:.0f}"
    if abs(figure) < 1e-3:
        return f"{figure:.2g}"
    text = f"{figure:.3g}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def whole(value: object) -> str:
    """A rank or a count."""
    return f"{float(value):.0f}"  # type: ignore[arg-type]


def fixed(digits: int) -> Callable[[object], str]:
    """A format with so many digits behind the point."""
    return lambda value: f"{float(value):.{digits}f}"  # type: ignore[arg-type]


def percent(value: object) -> str:
    """A share as per cent; what is not quite 0 or 1 is not rounded to it."""
    share = float(value)  # type: ignore[arg-type]
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 <= share < 1:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")
