"""Columns of the ranking, the gates and the draws that test the order."""

from __future__ import annotations

from pipeline.fieldsets.base import F

#: What a criterion may be called; a name says what is judged, its column says by which figure.
CRITERIA = (
    "carbon",
    "electricity_cost",
    "water_scarcity",
    "peak_power",
    "natural_hazard",
    "energy",
    "site_water",
    "cooling_shortfall",
)
_MEANING = {
    "carbon": "greenhouse gas emissions",
    "electricity_cost": "electricity cost",
    "water_scarcity": "scarcity-weighted water",
    "peak_power": "grid connection needed",
    "natural_hazard": "exposure to natural hazards",
    "energy": "energy use",
    "site_water": "water use on site",
    "cooling_shortfall": "hours the cooling falls short",
}

FIELDS = [
    F(
        "rank",
        "1",
        "int",
        "Place in the order, 1 is first; empty if a gate excludes the site",
        1,
        nullable=True,
    ),
    F(
        "score",
        "1",
        "float",
        "Weighted sum of the worth of all criteria, 1 is best; a missing figure counts as the middle of its "
        "range. Of an excluded site: as if it passed",
        0.0,
        1.0,
        nullable=True,
    ),
    F("score_low", "1", "float", "Score if every missing figure were the worst", 0.0, 1.0, nullable=True),
    F("score_high", "1", "float", "Score if every missing figure were the best", 0.0, 1.0, nullable=True),
    F(
        "completeness",
        "1",
        "float",
        "Share of the weight whose figures are known",
        0.0,
        1.0,
        nullable=True,
    ),
    *(
        F(
            f"p_top{n}",
            "1",
            "float",
            f"Share of the draws in which the site is among the first {n}"
            if n > 1
            else "Share of the draws in which the site is first",
            0.0,
            1.0,
            nullable=True,
        )
        for n in (1, 5, 10)
    ),
    *(
        F(
            f"rank_p{q}",
            "1",
            "float",
            f"Rank that the site reaches or betters in {int(q)} % of the draws",
            1.0,
            nullable=True,
        )
        for q in ("05", "50", "95")
    ),
    F(
        "tie_group",
        "1",
        "int",
        "Group of sites whose order is not established, numbered from the best; empty beyond the first fifty",
        1,
        nullable=True,
    ),
    F(
        "topsis",
        "1",
        "float",
        "TOPSIS: relative closeness to the fixed ideal, 1 is best; with the same weights",
        0.0,
        1.0,
        nullable=True,
    ),
    F("rank_acceptability", "1", "float", "Share of the draws in which the site takes the rank", 0.0, 1.0),
    F("topsis_rank", "1", "int", "Place in the order of TOPSIS", 1, nullable=True),
    F(
        "pareto",
        "",
        "bool",
        "Whether no other ranked site is at least as good in every criterion and better in one",
        nullable=True,
    ),
    F(
        "pareto_gap",
        "1",
        "float",
        "Worth that the site lacks in every criterion at once to reach the Pareto front; 0 on it",
        0.0,
        1.0,
        nullable=True,
    ),
    F("shortlist", "1", "int", "Place in the shortlist of diverse sites; empty: not on it", 1, nullable=True),
    *(
        F(
            f"contribution_{name}",
            "1",
            "float",
            f"Part of the score that comes from {_MEANING[name]}: weight times worth",
            0.0,
            1.0,
            nullable=True,
        )
        for name in CRITERIA
    ),
    F(
        "gate_reasons",
        "",
        "str",
        "Why the site is excluded: the reasons of the gates that its designs fail",
        nullable=True,
    ),
    F(
        "gates_undecided",
        "",
        "str",
        "Gates that a missing figure left undecided and that kept the site in",
        nullable=True,
    ),
    F("designs_passing", "1", "int", "Number of cooling designs that pass all gates at the site", 0),
    F("gate", "", "str", "Name of the gate"),
    F(
        "gate_result",
        "",
        "str",
        "pass, fail, or undecided: a figure is missing and the gate keeps the site",
        choices=("pass", "fail", "undecided"),
    ),
    F("gate_missing", "", "str", "Columns without a value that the gate asked for", nullable=True),
]
