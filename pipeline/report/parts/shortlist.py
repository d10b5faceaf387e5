"""The shortlist: who, with what, how sure, and what makes the score."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.report.blocks import Block, Column, Figure, Text, fixed, percent, table, whole
from pipeline.report.charts import scores
from pipeline.report.inputs import Inputs, words


def shortlist(inputs: Inputs) -> Iterator[Block]:
    """The first sites with their bands and the parts of their scores; and the diverse choice."""
    short = inputs.short
    if short.empty:
        yield Text.of("Nothing passed the gates.")
        return
    rank, name = Column("rank", "rank", whole), Column("name", "site")
    columns = [
        rank,
        name,
        Column("country_iso3", "country"),
        Column("design", "cooling design", words),
        Column("score", "score", fixed(3)),
        Column("score_low", "lowest", fixed(3)),
        Column("score_high", "highest", fixed(3)),
        Column("p_top1", "P(first)", percent),
        Column("p_top10", "P(top ten)", percent),
        Column("rank_p05", "rank, 5 %", whole),
        Column("rank_p95", "rank, 95 %", whole),
        Column("completeness", "complete", percent),
    ]
    yield table("The first sites of the ranking", short, columns)
    yield Text.of(
        "Lowest and highest are the score with every missing figure at its worst and at its best; "
        "where nothing is "
        "missing they are equal. The ranks at 5 and 95 % are those of the draws."
    )
    yield Figure(
        "What each criterion adds to the score; the parts sum to the score exactly.",
        "Stacked bars of the score's parts for the shortlist; the table below has the same figures.",
        scores.contributions(short, inputs.criteria, [words(name) for name in inputs.criteria]),
    )
    parts = [Column(f"contribution_{one}", words(one), fixed(3)) for one in inputs.criteria]
    yield table("Parts of the score", short, [rank, name, *parts, Column("score", "score", fixed(3))])
    yield from _diverse(inputs)


def _diverse(inputs: Inputs) -> Iterator[Block]:
    """The choice that does not put all under one law, weather and line."""
    if "shortlist" not in inputs.ranked or not inputs.ranked["shortlist"].notna().any():
        return
    rule = inputs.config.ranking.shortlist
    chosen = inputs.ranked[inputs.ranked["shortlist"].fillna(0).astype(float) > 0]
    columns = [Column("rank", "rank", whole), Column("name", "site"), Column("country_name", "country")]
    columns += [Column("design", "cooling design", words), Column("score", "score", fixed(3))]
    if not chosen.empty:
        present = [column for column in columns if column.name in chosen]
        yield table(
            f"A diverse choice: at most {rule.per_country} of a country, at least {rule.apart_km:g} km apart",
            chosen,
            present,
        )
