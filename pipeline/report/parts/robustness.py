"""How sure the order is: the draws, other planners, other sources, and what would turn it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.report.blocks import (
    Block,
    Column,
    Figure,
    Heading,
    Text,
    fixed,
    heading,
    number,
    percent,
    table,
    whole,
)
from pipeline.report.charts import ranks, scores
from pipeline.report.inputs import CONTENDERS, Inputs, words
from pipeline.report.swings import swings

_RANK, _NAME = Column("rank", "rank", whole), Column("name", "site")


def robustness(inputs: Inputs) -> Iterator[Block]:
    """Charts, each with its table."""
    contenders = inputs.ranked.head(CONTENDERS)
    if contenders.empty:
        yield Text.of("Nothing passed the gates.")
        return
    statement = inputs.robustness.get("statement")
    if statement:
        yield Text.of(str(statement))
    yield from _acceptability(inputs, contenders)
    yield from _kinds(inputs)
    yield from _tornado(inputs)
    yield from _trade_off(inputs)
    yield from _others(inputs)


def _acceptability(inputs: Inputs, contenders: pd.DataFrame) -> Iterator[Block]:
    if not inputs.acceptability.empty:
        yield Figure(
            "Rank acceptability: in what share of the draws each contender takes each rank. A sure "
            "order would be "
            "a dark diagonal.",
            "Heat map of twenty sites by twenty ranks; the table below sums it up, "
            "acceptability.parquet has all.",
            ranks.acceptability(contenders, inputs.acceptability),
        )
    yield Figure(
        "Rank of each contender over the draws.",
        "Interval chart of ranks; the table below has the same figures.",
        ranks.rank_intervals(contenders),
    )
    yield table(
        "Rank acceptability",
        contenders,
        [
            _RANK,
            _NAME,
            *[Column(f"p_top{n}", f"P(top {n})", percent) for n in (1, 5, 10)],
            *[Column(f"rank_p{q}", f"rank, {int(q)} %", whole) for q in ("05", "50", "95")],
        ],
    )


def _kinds(inputs: Inputs) -> Iterator[Block]:
    """Whether the doubt is in the weights or in the figures."""
    kinds: dict[str, dict[str, Any]] = dict(inputs.robustness.get("sites", {}))
    rows = [
        {
            "rank": row["rank"],
            "name": row["name"],
            **{
                kind: found[row["site_id"]]["p_top10"]
                for kind, found in kinds.items()
                if row["site_id"] in found
            },
        }
        for _, row in inputs.short.iterrows()
    ]
    frame = pd.DataFrame(rows)
    shown = [kind for kind in kinds if kind in frame]
    if shown:
        yield table(
            "P(top ten) by what is drawn: weights and figures jointly, one of them alone, or any "
            "weights at all",
            frame,
            [_RANK, _NAME, *[Column(kind, words(kind), percent) for kind in shown]],
        )


def _tornado(inputs: Inputs) -> Iterator[Block]:
    first = inputs.ranked.iloc[0]
    rival = inputs.ranked.iloc[1] if len(inputs.ranked) > 1 else None
    frame = swings(first, inputs.chosen(inputs.ranked.head(1)).iloc[0], inputs.config.ranking)
    yield Heading(f"What the errors of single figures do to {first['name']}")
    if frame["low"].notna().any():
        yield Figure(
            f"Score of {first['name']} when one figure moves from its 5th to its 95th percentile and "
            "all else stays"
            + (f"; the dashed line is {rival['name']}, second." if rival is not None else "."),
            "Tornado chart of the first site's score by criterion; the table below has the same figures.",
            scores.tornado(
                frame,
                float(first["score"]),
                None if rival is None else float(rival["score"]),
                "" if rival is None else "the second",
            ),
        )
    yield table(
        "Score at the worse and at the better end of each figure; a dash where no error is stated",
        frame,
        [
            Column("label", "criterion"),
            Column("weight", "weight", percent),
            Column("low", "worse end", fixed(3)),
            Column("high", "better end", fixed(3)),
            Column("span", "span", fixed(3)),
        ],
    )


def _trade_off(inputs: Inputs) -> Iterator[Block]:
    judged = [one for one in inputs.config.ranking.criteria if one.column in inputs.ranked]
    weights = inputs.config.ranking.weights
    two = sorted(judged, key=lambda one: -weights.get(one.name, 0.0))[:2]
    if len(two) < 2:
        return
    across, up = two[1].column, two[0].column
    yield Heading("What is traded against what")
    yield Figure(
        "The two weightiest figures of every ranked site. Of a site on the Pareto front no other is "
        "as good in every "
        "criterion and better in one; numbers are the ranks of the shortlist. Sites that lack a "
        "figure are not drawn.",
        f"Scatter chart of {heading(across)} against {heading(up)}; the table below has the "
        "shortlist's figures.",
        scores.trade_off(inputs.ranked, inputs.short, (across, up), (heading(across), heading(up))),
    )
    columns = [Column(one.column, heading(one.column), number) for one in judged]
    extra = [Column("pareto", "on the front", lambda flag: "yes" if flag else "no")]
    yield table(
        "Judged figures of the shortlist",
        inputs.short,
        [_RANK, _NAME, *columns, *[column for column in extra if column.name in inputs.short]],
    )


def _others(inputs: Inputs) -> Iterator[Block]:
    """Other planners' weights, other sources, and what would put each challenger level."""
    names = inputs.names
    presets = inputs.sensitivity.get("presets", [])
    if presets:
        rows = [
            {"who": one["title"], "source": one["source"], **_turn(one, names)}
            | {f"weight_{name}": weight for name, weight in one["weights"].items()}
            for one in presets
        ]
        weighed = [Column(f"weight_{name}", words(name), percent) for name in inputs.criteria]
        frame = pd.DataFrame(rows)
        yield Heading("Who would choose what")
        yield table(
            "Other planners: their weights, and whom they would put first",
            frame,
            [Column("who", "planner"), *weighed, *_TURNS],
        )
    swaps = inputs.sensitivity.get("swaps", [])
    if swaps:
        frame = pd.DataFrame(
            [{"swap": words(one["name"]), "source": one["source"], **_turn(one, names)} for one in swaps]
        )
        yield Heading("Other figures for one criterion")
        yield table(
            "What another source would change (shown, never scored)",
            frame,
            [Column("swap", "other figure"), *_TURNS, Column("source", "what it is")],
        )
    challengers = inputs.sensitivity.get("challengers", [])
    if challengers:
        yield Heading("What would turn the order")
        yield table(
            "How far each challenger is behind the first, and the least move of weights that makes "
            "them level",
            pd.DataFrame([_challenge(one, names) for one in challengers]),
            [
                Column("site", "challenger"),
                Column("lead", "behind by", fixed(3)),
                Column("part", "mostly by"),
                Column("moved", "weight to move", percent),
            ],
        )


_TURNS = (
    Column("first", "first site"),
    Column("stays", "stay in the first ten", whole),
    Column("correlation", "rank correlation", fixed(2)),
)


def _turn(one: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {
        "first": names.get(one["first"], one["first"]),
        "stays": len(one["ranks_of_first_ten"]) - len(one["leave_first_ten"]),
        "correlation": one["rank_correlation"],
    }


def _challenge(one: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    move = one["smallest_weight_move"]
    return {
        "site": names.get(one["site_id"], one["site_id"]),
        "lead": one["lead"],
        "part": words(one["largest_first"][0]),
        "moved": None if move is None else move["moved"],
    }
