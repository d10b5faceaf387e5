"""The page for those who decide."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.blocks import (
    Block,
    Column,
    Fact,
    Facts,
    Figure,
    Text,
    fixed,
    number,
    percent,
    table,
    whole,
)
from pipeline.report.charts import places
from pipeline.report.inputs import Inputs, words
from pipeline.report.ledger import missing_topics


def summary(inputs: Inputs) -> Iterator[Block]:
    """What was asked, what comes first, how sure that is, and what to do before acting on it."""
    ranked, total = inputs.ranked, len(inputs.ranking)
    if inputs.config.description:
        yield Text.of(inputs.config.description)
    if ranked.empty:
        yield Text.of(f"No site is ranked: all {total} candidates fail a gate. See the section on gates.")
        return
    yield Facts(tuple(_facts(inputs)))
    yield Text(tuple(_findings(inputs)))
    yield _table(inputs)
    yield Figure(
        "Candidates by rank; the first ten are numbered and ringed, excluded ones crossed. "
        "Outlines: Natural Earth.",
        f"World map of {len(ranked)} ranked candidates. First ten: "
        + ", ".join(ranked["name"].head(10))
        + ".",
        places.world(inputs.ranking, inputs.land),
    )


def _facts(inputs: Inputs) -> Iterator[Fact]:
    first, ranked = inputs.ranked.iloc[0], inputs.ranked
    yield Fact("First", str(first["name"]), f"{first['country_iso3']} · {words(first['design'])}")
    yield Fact(
        "Among the first ten", percent(first["p_top10"]), "of the draws; first in " + percent(first["p_top1"])
    )
    tied = tied_first(inputs)
    if tied:
        yield Fact("Not told apart", str(tied), "sites at the top, the first included")
    yield Fact(
        "Ranked",
        f"{len(ranked)} of {len(inputs.ranking)}",
        f"in {ranked['country_iso3'].nunique()} countries",
    )


def tied_first(inputs: Inputs) -> int:
    """How many sites share the first tie group; 0 if the first stands alone or nothing is known of it."""
    if "tie_group" not in inputs.ranked:
        return 0
    groups = inputs.ranked["tie_group"]
    size = int((groups == groups.iloc[0]).sum())
    return size if size > 1 else 0


def _findings(inputs: Inputs) -> Iterator[str]:
    ranked, total = inputs.ranked, len(inputs.ranking)
    first = ranked.iloc[0]
    yield (
        f"First of {len(ranked)} ranked sites is {first['name']} ({first['country_iso3']}) with "
        f"{words(first['design'])}, score {first['score']:.3f} of 1."
    )
    tied = tied_first(inputs)
    if tied:
        yield (
            f"The order among the first {tied} is not proven: their rank intervals overlap so far "
            "that what is "
            "known here does not tell them apart. Treat them as one group and choose by what is not "
            "in the data."
        )
    sure = int((ranked["p_top10"] >= 0.9).sum())
    verb = "site is" if sure <= 1 else "sites are"
    yield (
        f"{sure or 'No'} {verb} among the first ten in at least 90 % of the draws of weights and of "
        "the figures' errors."
    )
    move = inputs.sensitivity.get("smallest_weight_move")
    if move:
        rival = inputs.names.get(move["site_id"], move["site_id"])
        yield (
            f"Moving {percent(move['moved'])} of the weight from some criteria to others is enough to put "
            f"{rival} level with the first."
        )
    if total > len(ranked):
        out = total - len(ranked)
        yield f"{out} of {total} candidates are excluded by a gate; each has its reason on record."
    incomplete = int((ranked["completeness"] < 1).sum())
    if incomplete:
        yield (
            f"{incomplete} ranked sites lack at least one figure. Their score is the middle of an "
            "interval from "
            "worst to best case; nothing missing was set to zero."
        )
    absent = missing_topics(inputs)
    yield (
        "Before acting: ask the grid operator for a date and a capacity, the utility for a "
        "quotation, the water "
        "company for a volume. None of the three is in the data; prices here are published averages."
        + (f" Not computed in this run: {', '.join(absent)}." if absent else "")
    )


def _table(inputs: Inputs) -> Block:
    scores = inputs.ranked[["site_id", "score", "p_top10"]]
    shown = inputs.chosen(inputs.short.head(5)).merge(scores, on="site_id")
    columns = [
        Column("rank", "rank", whole),
        Column("name", "site"),
        Column("country_iso3", "country"),
        Column("design", "cooling", words),
        Column("score", "score", fixed(3)),
        Column("p_top10", "P(top ten)", percent),
        Column("pue", "PUE", fixed(3)),
        Column("wue_l_per_kwh", "WUE [L/kWh]", fixed(2)),
        Column("carbon_kgco2e_per_mwh_it", "kgCO2e per MWh of IT", number),
        Column("electricity_usd_per_mwh_it", "USD per MWh of IT", number),
        Column("scarcity_m3_world_per_mwh_it", "m³ world-eq per MWh of IT", number),
    ]
    return table("The first five at a glance", shown, [column for column in columns if column.name in shown])
