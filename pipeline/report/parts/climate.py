"""The weather of the shortlist, and what it does to the cooling."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.report.blocks import Block, Column, Figure, Text, fixed, table, whole
from pipeline.report.charts.style import clean, svg
from pipeline.report.inputs import Inputs, words
from pipeline.weather.chart import weather_figure

#: Hours by mode, as the facility model counts them.
MODES = {
    "hours_free": "free",
    "hours_partial": "partial",
    "hours_adiabatic": "adiabatic",
    "hours_mechanical": "mechanical",
}


def climate(inputs: Inputs) -> Iterator[Block]:
    """A table of the shortlist's climate and a chart per site."""
    short = inputs.short
    if short.empty:
        yield Text.of("Nothing passed the gates.")
        return
    ledger = inputs.chosen(short)
    frame = ledger.merge(inputs.weather, on="site_id", suffixes=("", "_weather"))
    columns = [
        Column("rank", "rank", whole),
        Column("name", "site"),
        Column("weather_provider", "year of weather", words),
        Column("dry_bulb_mean_c", "dry bulb, mean [°C]", fixed(1)),
        Column("dry_bulb_p99_c", "dry bulb, 99 % [°C]", fixed(1)),
        Column("wet_bulb_mean_c", "wet bulb, mean [°C]", fixed(1)),
        Column("wet_bulb_p99_c", "wet bulb, 99 % [°C]", fixed(1)),
        *[Column(name, f"{text} cooling [h]", whole) for name, text in MODES.items()],
        Column("shortfall_hours", "too warm to cool [h]", whole),
    ]
    yield Text.of(
        "The hours of one typical year. Boxes span the quartiles of a month's hours, whiskers 1 to "
        "99 %. Below: hours "
        "by how the chosen design cools; partial: compressors carry a part of the heat."
    )
    yield table(
        "Climate of the shortlist and hours by cooling mode",
        frame,
        [column for column in columns if column.name in frame],
    )
    for _, row in ledger.iterrows():
        hours = inputs.climates.get(str(row["site_id"]))
        if hours is None:
            continue
        name = str(row["name"])
        figure = weather_figure(
            hours.dry_bulb_c, hours.wet_bulb_c, f"{int(row['rank'])}  {clean(name, 60)}", _modes(row)
        )
        yield Figure(
            f"{name}: dry and wet bulb by month, hours by cooling mode of {words(row['design'])}.",
            f"Box plot of hourly dry and wet bulb at {name} by month: dry bulb from "
            f"{hours.dry_bulb_c.min():.0f} to "
            f"{hours.dry_bulb_c.max():.0f} °C, wet bulb up to {hours.wet_bulb_c.max():.0f} °C. The "
            "table above sums it up.",
            svg(figure),
        )


def _modes(row: pd.Series) -> dict[str, float] | None:
    found = {text: float(row[name]) for name, text in MODES.items() if name in row and not pd.isna(row[name])}
    return found or None
