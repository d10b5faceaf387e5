"""The account of the shortlist: absolute quantities with bands, and where the figures come from."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.report.blocks import (
    Block,
    Column,
    Figure,
    Heading,
    Text,
    bare_words,
    fixed,
    number,
    plain_words,
    table,
    whole,
)
from pipeline.report.charts import months
from pipeline.report.inputs import Inputs, words
from pipeline.report.ledger import NAME, RANK, TOPICS, label_of, ledger_table, missing_topics, money_columns

#: How many sites the monthly chart follows.
FOLLOWED = 10
_PARTS = ("method", "year", "level", "source")
PROVENANCE = {
    "Carbon intensity": ("carbon_gco2e_per_kwh", *(f"carbon_{part}" for part in _PARTS)),
    "Price of electricity": ("price_usd_per_mwh", *(f"price_{part}" for part in _PARTS)),
    "Water": (
        *("grid_water_consumption_l_per_kwh", "grid_water_source"),
        *("aware_cf_annual", "aware_level", "aware_source"),
    ),
}
#: Columns whose values are words of the tables; sources keep their keys, as the section on data lists them.
_WORDED = ("_method", "_level")


def account(inputs: Inputs) -> Iterator[Block]:
    """One table a topic, the months, and the sources of the regional figures."""
    short = inputs.short
    if short.empty:
        yield Text.of("Nothing passed the gates.")
        return
    ledger = inputs.chosen(short)
    yield Text.of(
        f"Each site serves the same IT load: {number(inputs.workload['it_mwh'])} MWh in a year. "
        "Quantities are "
        "absolute and without weights, with the design chosen at the site. In brackets: 5th to 95th "
        "percentile of "
        "the draws of the inputs' errors. A dash is a figure that is missing, not zero."
    )
    for topic in TOPICS:
        is_money = topic.title == "Money"
        extra = money_columns(ledger) if is_money else ()
        if is_money and "cost_boundary" in ledger:
            counted = "; ".join(sorted({words(one) for one in ledger["cost_boundary"].dropna()}))
            yield Text.of(f"Money counts only these parts, all others are left out and not zero: {counted}.")
        wanted = (*topic.columns, *extra)
        made = ledger_table(topic.title, ledger, wanted)
        if made is not None:
            yield made
        gaps = [label_of(name) for name in wanted if name in ledger and ledger[name].isna().all()]
        if gaps:
            yield Text.of(
                f"{topic.title}: missing at every site of the shortlist, and so not shown: {'; '.join(gaps)}."
            )
    absent = missing_topics(inputs)
    if absent:
        yield Text.of(f"Not in this account, and so not in the ranking: {', '.join(absent)}.")
    yield from _drivers(ledger)
    yield from _months(ledger)
    yield Heading("Where the regional figures come from")
    source = short[["site_id", "rank", "name"]].merge(inputs.regional, on="site_id")
    for title, names in PROVENANCE.items():
        shown = [_shown(name) for name in names if name in source]
        if shown:
            yield table(title, source, [RANK, NAME, *shown])


def _shown(name: str) -> Column:
    if name.endswith("_year"):
        return Column(name, None, whole)
    return Column(name, None, words) if name.endswith(_WORDED) else Column(name)


def _drivers(ledger: pd.DataFrame) -> Iterator[Block]:
    names = [str(name) for name in ledger if str(name).endswith("_driver")]
    if names:
        yield table(
            "Which input makes the band widest: the one to ask for first",
            ledger,
            [
                RANK,
                NAME,
                *[
                    Column(name, bare_words(name.removesuffix("_driver")), lambda v: plain_words(str(v)))
                    for name in names
                ],
            ],
        )


def _months(ledger: pd.DataFrame) -> Iterator[Block]:
    columns = [f"{what}_{key}" for what in ("pue", "wue") for key in months.KEYS]
    if not set(columns) <= set(ledger):
        return
    sites = ledger.head(FOLLOWED)
    yield Heading("Month by month")
    yield Figure(
        "PUE and water withdrawn by the shortlist with the designs chosen there, by month.",
        "Two line charts by month: PUE and WUE of the shortlist. The two tables below have the same figures.",
        months.monthly(sites),
    )
    for what, title in (("pue", "PUE by month"), ("wue", "WUE by month [L per kWh of IT]")):
        show = fixed(3 if what == "pue" else 2)
        yield table(
            title,
            sites,
            [
                RANK,
                NAME,
                *[
                    Column(f"{what}_{key}", name, show)
                    for key, name in zip(months.KEYS, months.NAMES, strict=True)
                ],
            ],
        )
