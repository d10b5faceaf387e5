"""Words and tables of ``kilowhere validate workload``."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline.datasets import load
from pipeline.errors import InputError
from pipeline.workload.consistency import check_run, inconsistent
from pipeline.workload.tables import Tables, load_tables
from pipeline.workload.validation import JUDGED, decoding, energies, error, training_hours

#: Median error and P10 to P90 of predicted over measured that serving is judged by, per chip.
TARGETS = {"H100-SXM": (0.11, 0.75, 1.28), "B200-SXM": (0.14, 0.70, 1.40)}


def report(plot: str | None = None) -> Iterator[str]:
    """All comparisons in words, one section after another; with ``plot`` a picture of the served tokens."""
    tables = load_tables()
    yield from hours(training_hours(tables))
    yield from stated(energies(tables))
    yield from refused(tables)
    served = decoding(tables, load("decode_measurements"), load("ecologits_decode"))
    yield from tokens(served)
    if plot is not None:
        from pipeline.workload.plots import plot_decoding

        plot_decoding(served, plot)


def hours(runs: pd.DataFrame) -> Iterator[str]:
    """Accelerator-hours of training runs."""
    judged = runs[runs["family"].isin(JUDGED)]
    yield "## Accelerator-hours of training runs against the billed hours"
    heads = ("billed hours", "share of peak", "run left out", "family left out")
    yield f"{'run':<18}" + "".join(f" {head:>15}" for head in heads)
    for name, row in runs.iterrows():
        shown = f"{row['billed_hours']:>15,.0f} {row['billed_share']:>15.3f}"
        yield f"{name:<18} {shown} {row['run_left_out']:>+15.0%} {row['family_left_out']:>+15.0%}"
    run, group = (float(judged[f"{name}_left_out"].abs().median()) for name in ("run", "family"))
    yield f"median error over {', '.join(JUDGED)}: {run:.1%} with the run left out (target 15 %),"
    yield f"  {group:.1%} with its family left out"


def stated(rows: pd.DataFrame) -> Iterator[str]:
    """Energy given chips, hours and watts."""
    yield "## Energy given chips, hours and watts (target 10 %)"
    for _, row in rows.iterrows():
        found = f"{row['found_mwh']:>10,.4g} MWh, stated {row['stated_mwh']:,.4g}"
        yield f"{row['run']:<48} {found}: {row['error']:+.1%}"


def refused(tables: Tables) -> Iterator[str]:
    """Published runs that contradict themselves."""
    yield "## Refused: contradicts itself"
    for name in inconsistent(tables.runs):
        try:
            check_run(name, tables.runs.loc[name])
        except InputError as fault:
            yield str(fault)


def tokens(served: pd.DataFrame) -> Iterator[str]:
    """Energy of an output token on the accelerators."""
    yield "## Measured energy of an output token (ML.ENERGY leaderboard 3), a model left out of the fit"
    for chip, rows in served.groupby("chip", sort=False):
        goal, low, high = TARGETS[str(chip)]
        found = error(rows["left_out"])
        p10, p90 = (float(rows["left_out"].quantile(share)) for share in (0.1, 0.9))
        variants = error(rows["family_left_out"])
        yield (
            f"{chip}: {len(rows)} rows of {rows['model'].nunique()} models: median error {found:.1%} (target"
            f" {goal:.0%}), P10 to P90 {p10:.2f} to {p90:.2f} (target {low:.2f} to {high:.2f});"
        )
        yield (
            f"  with all variants of the model left out {variants:.1%}; measured inside P5 to P95:"
            f" {rows['inside'].mean():.0%} (target 85 to 95 %)"
        )
        peer, told = error(rows["ecologits_default"]), error(rows["ecologits_told"])
        yield (
            f"  EcoLogits 0.11 on the same rows: {peer:.0%} as a user gets it, {told:.0%} told batch and"
            f" number format: {peer / found:.1f} and {told / found:.1f} times ours"
        )
    yield "Median of predicted over measured, by chip and model:"
    grouped = served.groupby(["chip", "model"])["left_out"]
    for (chip, model), ratio in grouped.median().items():
        yield f"  {chip:<9} {model:<52} {ratio:5.2f}  ({grouped.size()[chip, model]} rows)"
