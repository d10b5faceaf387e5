"""Gates: pass-or-fail rules on every site and design, with three-valued logic for missing figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.configs.ranking import GateConfig, TestConfig
from pipeline.errors import InputError

#: Outcomes of a test: false, true, unknown (the figure is missing).
FALSE, TRUE, UNKNOWN = np.int8(0), np.int8(1), np.int8(2)
#: Outcomes of a gate.
PASS, FAIL, UNDECIDED = "pass", "fail", "undecided"


@dataclass(frozen=True)
class GateOutcome:
    """What one gate says of every row: ``result`` (pass, fail, undecided) and the columns it missed."""

    gate: GateConfig
    result: np.ndarray
    missing: np.ndarray

    @property
    def failed(self) -> np.ndarray:
        """Boolean, shape (rows,)."""
        return np.asarray(self.result == FAIL)


def evaluate(table: pd.DataFrame, gates: Sequence[GateConfig]) -> list[GateOutcome]:
    """Apply every gate to every row.

    Raises
    ------
    InputError
        A gate asks for a column that is not there, or compares text with a number.
    """
    return [_evaluate_gate(table, gate) for gate in gates]


def _evaluate_gate(table: pd.DataFrame, gate: GateConfig) -> GateOutcome:
    tests = gate.exclude if gate.exclude is not None else gate.include
    assert tests is not None
    outcomes = [_evaluate_test(table, gate, test) for test in tests]
    together = _all_true(outcomes)
    bad = TRUE if gate.exclude is not None else FALSE
    undecided = {"pass": PASS, "fail": FAIL, "keep": UNDECIDED}[gate.no_data]
    result = np.where(together == UNKNOWN, undecided, np.where(together == bad, FAIL, PASS))
    missing = np.array([""] * len(table), dtype=object)
    for test, outcome in zip(tests, outcomes, strict=True):
        here = (outcome == UNKNOWN) & (together == UNKNOWN)
        missing[here] = [f"{known};{test.subject}" if known else test.subject for known in missing[here]]
    return GateOutcome(gate, result, missing)


def _all_true(outcomes: Sequence[np.ndarray]) -> np.ndarray:
    """Kleene's conjunction: false if any is false, else unknown if any is unknown, else true."""
    stack = np.stack(outcomes)
    any_false, any_unknown = (stack == FALSE).any(axis=0), (stack == UNKNOWN).any(axis=0)
    return np.where(any_false, FALSE, np.where(any_unknown, UNKNOWN, TRUE))


def _evaluate_test(table: pd.DataFrame, gate: GateConfig, test: TestConfig) -> np.ndarray:
    if test.subject not in table:
        raise InputError(
            f"gate {gate.name} asks for a column that no table has",
            column=f"gates.{gate.name}",
            value=test.subject,
            allowed=", ".join(table.columns),
        )
    column = table[test.subject]
    known = column.notna().to_numpy()
    numeric = pd.api.types.is_numeric_dtype(column)
    if test.inside is not None:
        true = column.to_numpy(dtype=bool)
    elif test.one_of is not None:
        # Text never equals a number: such a gate would be silent for ever.
        if any(isinstance(value, str) == numeric for value in test.one_of):
            raise _wrong_type(gate, test, list(test.one_of), numeric)
        true = column.isin(list(test.one_of)).to_numpy()
    else:
        if not numeric:
            raise _wrong_type(gate, test, "a range", numeric)
        true = _in_range(column.to_numpy(dtype=float, na_value=np.nan), test)
    return np.where(known, np.where(true, TRUE, FALSE), UNKNOWN)


def _in_range(values: np.ndarray, test: TestConfig) -> np.ndarray:
    true = np.ones(values.shape, dtype=bool)
    for end, compare in (
        (test.at_least, np.greater_equal),
        (test.above, np.greater),
        (test.at_most, np.less_equal),
        (test.below, np.less),
    ):
        if end is not None:
            true &= compare(values, end)
    return true


def _wrong_type(gate: GateConfig, test: TestConfig, value: object, numeric: bool) -> InputError:
    return InputError(
        f"gate {gate.name} compares column {test.subject} with the wrong type",
        column=f"gates.{gate.name}",
        value=value,
        allowed="numbers or true and false" if numeric else "a list of texts",
    )


def passing(outcomes: Sequence[GateOutcome], rows: int) -> np.ndarray:
    """Rows that no gate fails; boolean, shape (rows,)."""
    result = np.ones(rows, dtype=bool)
    for outcome in outcomes:
        result &= ~outcome.failed
    return result


def exclusions(site_ids: np.ndarray, outcomes: Sequence[GateOutcome]) -> list[dict[str, object]]:
    """For every gate, how many sites it excludes.

    ``excluded``: sites whose every design fails this gate. ``excluded_alone``: those of them that the other
    gates would let through with at least one design. ``designs_failed``: rows that fail.
    ``undecided``: rows it keeps although a figure is missing.
    """
    _, site = np.unique(site_ids, return_inverse=True)
    sites = int(site.max()) + 1 if len(site) else 0
    counts = []
    for index, outcome in enumerate(outcomes):
        others = passing([*outcomes[:index], *outcomes[index + 1 :]], len(site))
        out = ~_any_by_site(~outcome.failed, site, sites)
        counts.append(
            {
                "gate": outcome.gate.name,
                "reason": outcome.gate.reason,
                "excluded": int(out.sum()),
                "excluded_alone": int((out & _any_by_site(others, site, sites)).sum()),
                "designs_failed": int(outcome.failed.sum()),
                "undecided": int((outcome.result == UNDECIDED).sum()),
            }
        )
    return counts


def _any_by_site(rows: np.ndarray, site: np.ndarray, sites: int) -> np.ndarray:
    return np.bincount(site, weights=rows, minlength=sites) > 0


def gates_frame(table: pd.DataFrame, outcomes: Sequence[GateOutcome]) -> pd.DataFrame:
    """One row per site, design and gate."""
    keys = table[["site_id", "design"]]
    parts = [
        keys.assign(gate=outcome.gate.name, gate_result=outcome.result, gate_missing=outcome.missing)
        for outcome in outcomes
    ]
    columns = ["site_id", "design", "gate", "gate_result", "gate_missing"]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    frame = pd.concat(parts)[columns].astype("str")
    frame["gate_missing"] = frame["gate_missing"].where(frame["gate_missing"] != "")
    return frame.sort_values(["site_id", "design"], kind="stable").reset_index(drop=True)
