"""Who moves between two scenarios, and why: pure functions of their rankings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

#: Parts that changed less than this beyond the others are not named as a cause.
NOTABLE = 0.005
#: How many causes are named.
CAUSES = 2


@dataclass(frozen=True)
class Scenario:
    """A finished scenario: its name, its headline, its ranking and what its draws said."""

    name: str
    title: str
    ranking: pd.DataFrame
    statement: str
    weights: dict[str, float]

    @property
    def ranked(self) -> pd.DataFrame:
        """The ranked sites, best first."""
        return self.ranking[self.ranking["rank"].notna()].sort_values("rank", kind="stable")


def parts(ranking: pd.DataFrame, criteria: Sequence[str]) -> np.ndarray:
    """Parts of the score, shape (sites, criteria); a criterion that is not judged adds nothing."""
    columns = [
        ranking[f"contribution_{name}"].to_numpy(dtype=float) if f"contribution_{name}" in ranking else 0.0
        for name in criteria
    ]
    return np.column_stack([np.broadcast_to(column, len(ranking)) for column in columns])


def criteria_of(scenarios: Sequence[Scenario]) -> list[str]:
    """The criteria of all scenarios, in the order in which they first appear."""
    names = [
        str(column).removeprefix("contribution_")
        for scenario in scenarios
        for column in scenario.ranking
        if str(column).startswith("contribution_")
    ]
    return list(dict.fromkeys(names))


def moves(before: Scenario, after: Scenario) -> pd.DataFrame:
    """One row per site of either scenario that is ranked in at least one of them.

    Returns
    -------
    DataFrame
        ``site_id, name, country_name, rank_before, rank_after`` (missing: excluded or not a candidate),
        ``moved`` (places gained; missing where a rank is), ``why``. Sorted by the better of the two ranks.

    A site's rank moves when its score changes by more or less than that of the others. The cause named is the
    part of the score whose change differs most from its mean change over the sites that are ranked in both.
    """
    criteria = criteria_of([before, after])
    left, right = before.ranking.set_index("site_id"), after.ranking.set_index("site_id")
    places = pd.concat([right, left])[["name", "country_name"]]
    places = places[~places.index.duplicated()]
    frame = pd.DataFrame(
        {
            "name": places["name"],
            "country_name": places["country_name"],
            "rank_before": left["rank"].reindex(places.index).astype("Float64"),
            "rank_after": right["rank"].reindex(places.index).astype("Float64"),
        }
    )
    frame["moved"] = frame["rank_before"] - frame["rank_after"]
    both = frame.index[frame["moved"].notna()]
    change = parts(right.loc[both].reset_index(), criteria) - parts(left.loc[both].reset_index(), criteria)
    beyond = pd.DataFrame(change - change.mean(axis=0) if len(both) else change, index=both, columns=criteria)
    frame["why"] = [
        _why(site, frame.loc[site], left, right, beyond.loc[site] if site in beyond.index else None)
        for site in frame.index
    ]
    frame = frame[frame["rank_before"].notna() | frame["rank_after"].notna()]
    best = frame[["rank_before", "rank_after"]].min(axis=1)
    order = frame.assign(best=best).rename_axis("site_id").reset_index()
    return order.sort_values(["best", "site_id"]).drop(columns="best").reset_index(drop=True)


def _why(
    site: object, row: pd.Series, left: pd.DataFrame, right: pd.DataFrame, beyond: pd.Series | None
) -> str:
    if beyond is None:
        return _appeared(site, row, left, right)
    moved = float(row["moved"])
    said = []
    if left.loc[site, "design"] != right.loc[site, "design"]:
        said.append(f"cooling: {_words(left.loc[site, 'design'])} → {_words(right.loc[site, 'design'])}")
    if moved != 0:
        helped = beyond[np.sign(beyond) == np.sign(moved)]
        named = helped[helped.abs() >= NOTABLE].abs().sort_values(ascending=False, kind="stable")
        said += [
            f"{_words(name)} {beyond[name]:+.3f} against the mean change" for name in named.index[:CAUSES]
        ]
        if not said:
            said.append("small changes of several parts, or the moves of others")
    return "; ".join(said)


def _appeared(site: object, row: pd.Series, left: pd.DataFrame, right: pd.DataFrame) -> str:
    gone = pd.isna(row["rank_after"])
    frame = right if gone else left
    if site not in frame.index:
        return "not a candidate any more" if gone else "a new candidate"
    reasons = frame.loc[site, "gate_reasons"]
    told = "" if pd.isna(reasons) else f": {reasons}"
    return f"excluded{told}" if gone else f"excluded before{told}"


def _words(name: object) -> str:
    return str(name).replace("_", " ")
