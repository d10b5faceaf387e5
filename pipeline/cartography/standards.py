"""Rules of standards and laws as the page shows them: verdict, figure and margin in every cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.cartography.grid import Grid, f32, u8

#: Verdicts in the page's order; ``NO_RULE``: the rule does not apply there.
VERDICTS = {"pass": 0, "fail": 1, "unknown": 2, "applies": 3}
NO_RULE = 255
_TOLD = ("rule_title", "rule_kind", "rule_status", "metric", "rule_operator", "rule_source")


def rule_columns(grid: Grid, standards: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Every rule that applies somewhere.

    ``standards`` has a row per site, design and rule with ``verdict``, ``rule_value``, ``rule_margin``, and
    the rule's own columns (``rule_title``, ``rule_threshold``, …); ``None`` if the run has no verdicts.
    """
    if standards is None:
        return []
    keys = pd.MultiIndex.from_frame(grid.table[["site_id", "design"]])
    out = []
    for name, rows in sorted(standards.groupby("rule", sort=True), key=lambda pair: str(pair[0])):
        found = rows.set_index(["site_id", "design"])
        verdict = np.full(len(grid.site_ids) * grid.slots, NO_RULE, dtype=np.uint8)
        verdict[grid.cell] = found["verdict"].reindex(keys).map(VERDICTS).fillna(NO_RULE).to_numpy(np.uint8)
        if (verdict == NO_RULE).all():
            continue
        limit = rows["rule_threshold"].iloc[0]
        out.append(
            {
                "name": str(name),
                **{column.removeprefix("rule_"): str(rows[column].iloc[0]) for column in _TOLD},
                "limit": None if pd.isna(limit) else float(limit),
                "verdicts": u8(verdict),
                "values": f32(grid.spread(found["rule_value"].reindex(keys))),
                "margins": f32(grid.spread(found["rule_margin"].reindex(keys))),
            }
        )
    return out
