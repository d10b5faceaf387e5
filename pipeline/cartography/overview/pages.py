"""The page that links the scenarios, and the one that compares them: static, without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from pipeline.cartography.assets import FOLDER
from pipeline.cartography.grid import label
from pipeline.cartography.offline import check_offline
from pipeline.cartography.overview.movers import Scenario, criteria_of, moves
from pipeline.cartography.policy import strict_policy
from pipeline.files import read_text
from pipeline.templating import environment

#: Sites that the rank chart follows: the first so many of any scenario.
CHARTED = 10
#: Sites that a comparison lists: those among the first so many in either scenario.
LISTED = 30
#: Size of the rank chart's columns and rows [px].
COLUMN, ROW, MARGIN = 260, 22, 230


def index_page(scenarios: Sequence[Scenario], folder: str = "../results") -> str:
    """The page that links maps, reports and tables; ``folder`` is where the results are, seen from it."""
    return _render("index.html.j2", scenarios=scenarios, folder=folder)


def comparison_page(scenarios: Sequence[Scenario]) -> str:
    """Ranks side by side, and for each scenario who moves against the first one and why."""
    base, *others = scenarios
    pairs = [{"scenario": other, "rows": _listed(moves(base, other))} for other in others]
    return _render(
        "comparison.html.j2",
        scenarios=scenarios,
        base=base,
        pairs=pairs,
        criteria=criteria_of(scenarios),
        chart=rank_chart(scenarios),
    )


def _listed(frame: pd.DataFrame) -> list[dict[str, Any]]:
    first = (frame["rank_before"] <= LISTED) | (frame["rank_after"] <= LISTED)
    rows = frame[first.fillna(False).astype(bool)].astype(object)
    return [
        {str(key): None if pd.isna(value) else value for key, value in row.items()}
        for row in rows.to_dict(orient="records")
    ]


@dataclass(frozen=True)
class Line:
    """A site's way through the scenarios: label, and (column, rank) wherever it is ranked."""

    name: str
    points: tuple[tuple[int, int], ...]
    colour: int


@dataclass(frozen=True)
class Chart:
    """Ranks by scenario; ranks behind ``lowest`` share the bottom row."""

    lines: tuple[Line, ...]
    lowest: int
    width: int
    height: int

    def x(self, column: int) -> int:
        """Pixel of a scenario's column."""
        return MARGIN + column * COLUMN

    def y(self, rank: int) -> int:
        """Pixel of a rank's row."""
        return 40 + (min(rank, self.lowest) - 1) * ROW


def rank_chart(scenarios: Sequence[Scenario]) -> Chart:
    """Follow the first ten sites of any scenario through all of them."""
    heads = [scenario.ranked.head(CHARTED) for scenario in scenarios]
    chosen = list(dict.fromkeys(site for head in heads for site in head["site_id"]))
    places = [dict(zip(one.ranked["site_id"], one.ranked["rank"], strict=True)) for one in scenarios]
    names = {
        site: name
        for one in scenarios
        for site, name in zip(one.ranking.site_id, one.ranking.name, strict=True)
    }
    lines = tuple(
        Line(
            names[site],
            tuple((column, int(place[site])) for column, place in enumerate(places) if site in place),
            index % 8,
        )
        for index, site in enumerate(chosen)
    )
    lowest = 2 * CHARTED + 1
    return Chart(lines, lowest, 2 * MARGIN + COLUMN * (len(scenarios) - 1), 40 + ROW * lowest)


def _render(template: str, **values: Any) -> str:
    style = read_text(FOLDER / "css" / "overview.css")
    page = (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 - our own file
            policy=strict_policy([], style),
            **values,
        )
    )
    check_offline(page)
    return page


@cache
def _environment() -> jinja2.Environment:
    pages = environment("pipeline.cartography")
    pages.filters["label"] = label
    pages.filters["percent"] = lambda share: "–" if pd.isna(share) else f"{100 * share:.0f} %"
    return pages
