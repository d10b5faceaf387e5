"""The gates as the page shows them: their results in every cell, and what they looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

from pipeline.cartography.grid import Grid, f32, label, u8
from pipeline.configs.ranking import GateConfig, TestConfig
from pipeline.ranking.gates import evaluate

#: Results of a gate for a site and design; ``ABSENT``: the design was not computed there.
RESULTS = {"pass": 0, "fail": 1, "undecided": 2}
ABSENT = 3
#: The column that the ranking makes from the weights.
LIVE_COLUMN = "completeness"
#: How a range may end.
ENDS = ("at_least", "above", "at_most", "below")


def gate_columns(grid: Grid, results: pd.DataFrame, gates: Sequence[GateConfig]) -> list[dict[str, Any]]:
    """Every gate with its result in every cell of the grid."""
    keys = pd.MultiIndex.from_frame(grid.table[["site_id", "design"]])
    out = []
    for gate in gates:
        found = results[results["gate"] == gate.name].set_index(["site_id", "design"])["gate_result"]
        cells = np.full(len(grid.site_ids) * grid.slots, ABSENT, dtype=np.uint8)
        cells[grid.cell] = found.reindex(keys).map(RESULTS).fillna(ABSENT).to_numpy(dtype=np.uint8)
        tests = (gate.exclude if gate.exclude is not None else gate.include) or ()
        out.append(
            {
                "name": gate.name,
                "label": label(gate.name),
                "reason": gate.reason,
                "excludes": gate.exclude is not None,
                "tests": [_test(grid, test) for test in tests],
                "live": _live(grid, gate, tests),
                "results": u8(cells),
            }
        )
    return out


def _live(grid: Grid, gate: GateConfig, tests: Sequence[TestConfig]) -> dict[str, Any] | None:
    """What the page needs to try a gate again when weights move: only completeness depends on them.

    ``others`` says of every cell whether the gate's other tests are all true (0 false, 1 true, 2 unknown).
    ``None`` if no test of the gate asks for completeness.
    """
    asked = [test for test in tests if test.column == LIVE_COLUMN]
    if not asked:
        return None
    others = tuple(test for test in tests if test.column != LIVE_COLUMN)
    ends = [{end: getattr(test, end) for end in ENDS if getattr(test, end) is not None} for test in asked]
    return {"ends": ends, "noData": gate.no_data, "others": _together(grid, others) if others else None}


def _together(grid: Grid, tests: tuple[TestConfig, ...]) -> str:
    """Whether all of some tests are true: a gate that excludes on them fails exactly where they are."""
    probe = GateConfig(name="probe", reason="all of these tests are true", exclude=tests, no_data="keep")
    outcome = evaluate(grid.table, [probe])[0].result
    cells = np.zeros(len(grid.site_ids) * grid.slots, dtype=np.uint8)
    cells[grid.cell] = np.select([outcome == "fail", outcome == "undecided"], [1, 2], 0)
    return u8(cells)


def _test(grid: Grid, test: TestConfig) -> dict[str, Any]:
    """A gate's test in words, with the tested figure of every cell where it is a number."""
    ends = {end: getattr(test, end) for end in ENDS}
    words = [f"{end.replace('_', ' ')} {value:g}" for end, value in ends.items() if value is not None]
    if test.one_of is not None:
        words = ["one of " + ", ".join(str(value) for value in test.one_of)]
    if test.column is None:
        return {
            "label": "Place",
            "text": f"inside the areas of {PurePath(str(test.inside)).name}",
            "values": None,
        }
    return {"label": label(test.column), "text": " and ".join(words), "values": _numbers(grid, test.column)}


def _numbers(grid: Grid, column: str) -> str | None:
    """The tested figures, if they are numbers that the tables hold (completeness is the ranking's own)."""
    if column not in grid.table:
        return None
    values = grid.table[column]
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return f32(grid.spread(values)) if numeric else None
