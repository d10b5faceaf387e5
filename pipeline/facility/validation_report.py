"""Words and tables of ``kilowhere validate facility``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.facility.campuses import CAMPUS_DESIGN, CONSTANT_PUE, agreement, campus_swings
from pipeline.facility.reference import REFERENCE_BUILDING_PLACES, read
from pipeline.facility.validation import lei_cells, site_bands, tower_cells

_PUE_BAND, _WUE_BAND, _WUE_SHARE = 0.03, 0.1, 0.15


def report(folder: str | Path, draws: int = 100, plot: str | None = None) -> Iterator[str]:
    """All comparisons in words, one section after another; with ``plot`` a picture of them."""
    cells, runs = lei_cells(read(folder, "lei"), draws), tower_cells(read(folder, "tower"))
    yield from lei(cells)
    yield other_cities(lei_cells(read(folder, "lei"), draws, REFERENCE_BUILDING_PLACES))
    yield from tower(runs)
    seasons = campus_swings(read(folder, "quarters"))
    yield from swing(seasons)
    reported = site_bands(read(folder, "reported"), draws)
    yield from sites(reported)
    if plot is not None:
        from pipeline.facility.plots import plot_validation

        plot_validation(cells, runs, seasons, reported, plot)


def lei(cells: pd.DataFrame) -> Iterator[str]:
    """Medians per case, and the shares inside the bands."""
    pue = cells["pue_difference"].abs() <= _PUE_BAND
    near = cells["wue_difference"].abs()
    wue = (near <= _WUE_BAND) | (near <= _WUE_SHARE * cells["WUE_p50"])
    sound = cells["sound"]
    yield f"## Lei et al. 2025: {cells['zone'].nunique()} zones, {cells['case'].nunique()} systems"
    error = cells["pue_error"]
    noisy = cells["pue_difference"].abs() <= np.maximum(_PUE_BAND, 2 * error)
    yield (
        f"median PUE within {_PUE_BAND}: {pue.mean():.0%} of {len(cells)} cells (target 90 %); within "
        f"{_PUE_BAND} or two standard errors of their own medians of 50 draws ({error.median():.3f}, up to "
        f"{error.max():.3f}): {noisy.mean():.0%}"
    )
    sure = cells["pue_sound"]
    yield (
        f"where their modes are not switched (not 3, 6, nor 0 and 1 in dry zones): {pue[sure].mean():.0%} of "
        f"{sure.sum()} cells; with the standard error {noisy[sure].mean():.0%}"
    )
    yield (
        f"median WUE within 15 % or {_WUE_BAND} L/kWh: {wue[sound].mean():.0%} of {sound.sum()} cells whose "
        f"physics is sound (target 80 %); {wue.mean():.0%} of all"
    )
    yield "PUE, ours minus theirs:"
    yield _grid(cells, "pue_difference", "{:+.3f}")
    yield "WUE, ours minus theirs, L/kWh (* their physics is unsound there):"
    cells = cells.assign(
        shown=[
            f"{value:+.2f}{'' if good else '*'}"
            for value, good in zip(cells["wue_difference"], sound, strict=True)
        ]
    )
    yield _grid(cells, "shown", "{}")


def other_cities(cells: pd.DataFrame) -> str:
    """The share of cells inside the band with other cities: how much hangs on not knowing theirs."""
    inside = cells["pue_difference"].abs() <= _PUE_BAND
    sure = inside[cells["pue_sound"]]
    return (
        f"with the cities of the United States reference buildings instead of those of ASHRAE 90.1-2019: "
        f"{inside.mean():.0%} of all cells, {sure.mean():.0%} where modes are not switched"
    )


def tower(cells: pd.DataFrame) -> Iterator[str]:
    """Evaporation per heat against EnergyPlus."""
    yield "## EnergyPlus 25.2 towers: evaporation per heat rejected"
    mean = cells["relative"].abs().mean()
    bias = cells["relative"].mean()
    yield f"mean absolute error {mean:.1%} (target 5 %), bias {bias:+.1%}, {len(cells)} runs"
    for site, part in cells.groupby("site"):
        ours, theirs = part["ours_l_per_kwh"].mean(), part["energyplus_l_per_kwh"].mean()
        yield f"  {site:<10} ours {ours:.3f}  EnergyPlus {theirs:.3f} L/kWh  {ours / theirs - 1:+.1%}"


def swing(table: pd.DataFrame) -> Iterator[str]:
    """Seasonal swing and annual level of the campuses."""
    yield f"## Seasonal swing of campuses: design {CAMPUS_DESIGN}, embedded year, nothing fitted"
    yield _swing_line("all campuses", table)
    rest = table[~table["campus"].str.startswith("Storey")]
    if len(rest) < len(table):
        yield _swing_line("without Storey County NV", rest)
    known = rest[rest["drift_free"].notna()]
    if len(known):
        steady = known.assign(reported=known["drift_free"])
        yield _swing_line(f"of these, {len(known) // 4} campuses with three years, own drift removed", steady)
    for campus, part in table.groupby("campus"):
        seen = " ".join(f"{value:+.3f}" for value in part["reported"])
        ours = " ".join(f"{value:+.3f}" for value in part["ours"])
        levels = f"{part['reported_mean'].iloc[0]:.3f}, {part['ours_mean'].iloc[0]:.3f}"
        yield f"  {campus:<24} reported {seen}   ours {ours}   level {levels}"
    level = table.drop_duplicates("campus")
    ours = (level["ours_mean"] - level["reported_mean"]).abs().mean()
    constant = (CONSTANT_PUE - level["reported_mean"]).abs().mean()
    skill = 1 - ours / constant
    yield f"annual level: MAE ours {ours:.4f}, constant {CONSTANT_PUE} {constant:.4f}, skill {skill:+.2f}"


def _swing_line(name: str, table: pd.DataFrame) -> str:
    found = agreement(table["ours"], table["reported"])
    return (
        f"{name}: correlation {found['correlation']:.3f} (target 0.92), RMSE {found['rmse']:.4f} "
        f"(target 0.0065), no season at all {found['rmse_of_nothing']:.4f}"
    )


def sites(table: pd.DataFrame) -> Iterator[str]:
    """Reported sites: share in the band, rank correlation, residuals, skill against a constant."""
    yield "## Reported sites: best guess and band of the operator's plausible designs"
    for name, quantity in (("PUE", "pue"), ("WUE", "wue")):
        known = table[table[quantity].notna()]
        if known.empty:
            continue
        inside = known[quantity].between(known[f"{quantity}_low"], known[f"{quantity}_high"])
        order = known[quantity].corr(known[f"{quantity}_guess"], method="spearman")
        error = (known[f"{quantity}_guess"] - known[quantity]).abs().mean()
        fixed = CONSTANT_PUE if quantity == "pue" else float(known[quantity].median())
        constant = (fixed - known[quantity]).abs().mean()
        yield (
            f"{name}, {len(known)} figures: inside P5-P95 {inside.mean():.0%}, rank correlation {order:.2f}, "
            f"MAE {error:.3f}, constant {fixed:.2f} {constant:.3f}, skill {1 - error / constant:+.2f}"
        )
        for operator, part in known.groupby("operator"):
            residual = part[f"{quantity}_guess"] - part[quantity]
            share = inside[part.index].mean()
            spread = f"{residual.mean():+.3f} ± {_spread(residual):.3f}"
            yield f"  {operator:<10} n {len(part):>3}  inside {share:4.0%}  residual {spread}"
    technology = table[table["operator"].isin(("NREL", "ORNL", "MGHPCC", "OVHcloud", "Scaleway"))]
    yield "known technology:"
    for row in technology.itertuples(index=False):
        yield (
            f"  {row.operator:<9} {str(row.site)[:28]:<28} {str(row.year)[:24]:<24} PUE {_seen(row.pue)} "
            f"({row.pue_low:.3f} to {row.pue_high:.3f})  WUE {_seen(row.wue)} "
            f"({row.wue_low:.2f} to {row.wue_high:.2f})"
        )


def _spread(values: pd.Series) -> float:
    return float(values.std(ddof=1)) if len(values) > 1 else 0.0


def _seen(value: float) -> str:
    return "    -" if np.isnan(value) else f"{value:5.3f}"


def _grid(cells: pd.DataFrame, column: str, form: str) -> str:
    table = cells.pivot_table(index="case", columns="zone", values=column, aggfunc="first")
    order = sorted(table.index, key=lambda case: [int(part) for part in case.split("_")])
    lines = ["  case  " + " ".join(f"{zone:>7}" for zone in table.columns)]
    lines += [
        f"  {case:<5} " + " ".join(f"{form.format(value):>7}" for value in table.loc[case]) for case in order
    ]
    return "\n".join(lines)
