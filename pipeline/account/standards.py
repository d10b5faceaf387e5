"""Each site and design against the rules of its country: pass, fail or unknown, with its margin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

#: The European Union (ISO 3166-1 alpha-3).
EU27 = frozenset(
    (
        *("AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST"),
        *("FIN", "FRA", "GRC", "HRV", "HUN", "IRL", "ITA", "LTU", "LUX"),
        *("LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"),
    )
)
AREAS = {"EU27": EU27, "EUROPE": EU27 | frozenset(("CHE", "GBR", "ISL", "NOR"))}
#: Technologies of contracts that are renewable, and so count for the renewable energy factor.
RENEWABLE = ("solar", "wind", "hydro", "geothermal", "bioenergy")
#: A figure nearer to its limit than this is at the limit: sums over hours hold the noise of single precision.
MARGIN_TOLERANCE = 1e-6


def metrics(
    pue: np.ndarray,
    it_mwh: np.ndarray,
    withdrawal_m3: np.ndarray,
    carbon_tco2e: np.ndarray,
    contracts: Mapping[str, float],
    matched_share: np.ndarray,
    reused_energy_share: float | None,
) -> dict[str, np.ndarray]:
    """Indicators of ISO/IEC 30134, shape (n,) each.

    PUE (part 2) as given; WUE (part 9) withdrawal over IT energy [L/kWh]; CUE (part 8) emissions over IT
    energy [kg/kWh]; REF (part 3) contracted renewable energy over energy at the meter, the grid's own share
    not counted; ERF (part 6) as given, else unknown. ``renewable_or_matched_share``: the larger of REF and
    the 24/7 score; where the score is not known it is at least REF, and
    ``renewable_or_matched_share_is_floor`` is true.
    """
    ref = np.full(pue.shape, sum(share for name, share in contracts.items() if name in RENEWABLE))
    reused = np.nan if reused_energy_share is None else reused_energy_share
    return {
        "pue": pue,
        "wue_l_per_kwh": withdrawal_m3 / it_mwh,
        "cue_kgco2e_per_kwh": carbon_tco2e / it_mwh,
        "ref_share": ref,
        "erf_share": np.full(pue.shape, reused),
        "renewable_or_matched_share": np.fmax(ref, matched_share),
        "renewable_or_matched_share_is_floor": np.isnan(matched_share),
    }


def verdicts(
    names: pd.DataFrame,
    found: Mapping[str, np.ndarray],
    rules: pd.DataFrame,
    *,
    it_capacity_mw: float,
    first_year: int,
    climate_by_country: Mapping[str, str],
) -> pd.DataFrame:
    """One row per site, design and rule that applies to it.

    Parameters
    ----------
    names
        ``site_id``, ``design``, ``country_iso3``.
    found
        From :func:`metrics`.
    rules
        The table ``standards_rules``. A rule applies in its countries, from its size of IT power on, to
        what opens within its dates.
    it_capacity_mw, first_year
        Size and opening (1 January) of the facility.
    climate_by_country
        ``cool`` or ``warm``; in a country without a class a rule of one class is unknown: it may not apply.

    Returns
    -------
    DataFrame
        ``rule``, ``verdict`` (pass, fail, unknown; applies for a duty to report), ``rule_value``,
        ``rule_threshold``, ``rule_margin`` (positive: on the right side).
    """
    country = names["country_iso3"].astype(str)
    parts = []
    for rule in rules.itertuples(index=False):
        opened = (pd.isna(rule.opened_from) or first_year >= rule.opened_from) and (
            pd.isna(rule.opened_before) or first_year < rule.opened_before
        )
        if not opened or it_capacity_mw * 1000.0 < rule.minimum_it_kw:
            continue
        climate = country.map(dict(climate_by_country))
        here = country.isin(AREAS.get(rule.rule_areas, frozenset((rule.rule_areas,))))
        if rule.climate_class != "any":
            here &= climate.isna() | (climate == rule.climate_class)
        rows = names.loc[here, ["site_id", "design"]].assign(rule=rule.rule)
        if rule.rule_operator == "report":
            parts.append(rows.assign(verdict="applies", rule_value=np.nan, rule_margin=np.nan))
            continue
        value = found[rule.metric][here.to_numpy()]
        sign = 1.0 if rule.rule_operator == "at least" else -1.0
        margin = sign * (value - rule.rule_threshold)
        margin = np.where(np.abs(margin) < MARGIN_TOLERANCE, 0.0, margin)
        verdict = np.where(np.isnan(margin), "unknown", np.where(margin >= 0.0, "pass", "fail"))
        if rule.climate_class != "any":
            verdict = np.where(climate[here].isna().to_numpy(), "unknown", verdict)
        if not pd.isna(rule.rule_condition):
            # whether it applies is not known: a breach may be none
            verdict = np.where(verdict == "fail", "unknown", verdict)
        floor = found.get(f"{rule.metric}_is_floor")
        if floor is not None:
            # a figure known from below alone may pass and cannot fail
            unsure = floor[here.to_numpy()] & (verdict == "fail")
            verdict = np.where(unsure, "unknown", verdict)
            value, margin = np.where(unsure, np.nan, value), np.where(unsure, np.nan, margin)
        parts.append(rows.assign(verdict=verdict, rule_value=value, rule_margin=margin))
    columns = ["site_id", "design", "rule", "verdict", "rule_value", "rule_margin"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True).sort_values(
        ["site_id", "design", "rule"], kind="stable", ignore_index=True
    )


def worst(names: pd.DataFrame, table: pd.DataFrame, rules: pd.DataFrame, kind: str) -> pd.Series:
    """The worst verdict of a site and design over final rules of a kind: fail, else unknown, else pass;
    "applies" where a duty to report is all there is, missing where no such rule applies.
    """
    chosen = rules.loc[(rules["rule_kind"] == kind) & (rules["rule_status"] == "final"), "rule"]
    counted = table[table["rule"].isin(chosen)]
    order = {"applies": 0, "pass": 1, "unknown": 2, "fail": 3}
    grouped = counted["verdict"].map(order).groupby([counted["site_id"], counted["design"]]).max()
    keys = pd.MultiIndex.from_frame(names[["site_id", "design"]])
    back = {place: name for name, place in order.items()}
    return grouped.reindex(keys).map(back).astype("str").reset_index(drop=True).replace("nan", np.nan)
