"""The user's own figures for sites, zones, regions and countries; they win over the datasets."""

from __future__ import annotations

from os import PathLike

import pandas as pd

from pipeline.errors import InputError
from pipeline.fields import field
from pipeline.tables import read_csv_table

MONTHS = tuple(f"aware_cf_m{month:02d}" for month in range(1, 13))
#: Columns that an own figure may replace, with the stem of their provenance columns.
STEMS = {
    "carbon_gco2e_per_kwh": "carbon",
    "price_usd_per_mwh": "price",
    "grid_water_consumption_l_per_kwh": "grid_water",
    "aware_cf_annual": "aware",
    "aqueduct_bws_score": "aqueduct",
    "hazard_risk_index": "hazard",
    "hazard_exposure_index": "hazard",
    "governance_index": "governance",
}
COLUMNS = ("area_id", "field", "value", "source")


def read_overrides(path: str | PathLike[str]) -> pd.DataFrame:
    """Read and check a table of own figures.

    Returns
    -------
    DataFrame
        ``area_id``, ``field``, ``value``, ``source``, one row per area and field.

    Raises
    ------
    InputError
        A column is missing, a field cannot be replaced, a value is outside the field's range, an area has
        two figures for one field.
    """
    table = read_csv_table(path, COLUMNS, key=("area_id", "field"))
    for row, (name, value) in enumerate(zip(table["field"], table["value"], strict=True), start=2):
        if name not in STEMS:
            raise InputError(
                "not a field that can be replaced",
                file=path,
                row=row,
                column="field",
                value=name,
                allowed=", ".join(STEMS),
            )
        entry = field(name)
        low = entry.minimum if entry.minimum is not None else -float("inf")
        high = entry.maximum if entry.maximum is not None else float("inf")
        if not low <= value <= high:
            raise InputError(
                f"not allowed as {name}",
                file=path,
                row=row,
                column="value",
                value=float(value),
                allowed=entry.allowed().removesuffix(", or empty"),
            )
    return table


def apply_overrides(
    regional: pd.DataFrame,
    areas: pd.DataFrame,
    overrides: pd.DataFrame,
    known: frozenset[str],
    file: str | PathLike[str] | None = None,
) -> pd.DataFrame:
    """Put own figures in, the narrowest area last: country, region, zone, site.

    Parameters
    ----------
    regional
        Regional figures with ``site_id``.
    areas
        ``zone``, ``state``, ``country`` of each site, same index.
    overrides
        From :func:`read_overrides`.
    known
        Every area that exists: a figure for one of them without a candidate in it is kept for later use, one
        for an unknown area is a slip of the pen.
    file
        Where the figures come from, for the message.

    Raises
    ------
    InputError
        An ``area_id`` is neither a site, a zone, a region nor a country.
    """
    unknown = ~overrides["area_id"].isin(known | set(regional["site_id"]))
    if unknown.any():
        at = int(unknown.to_numpy().argmax())
        raise InputError(
            "not a known area",
            file=file,
            row=at + 2,
            column="area_id",
            value=overrides["area_id"].iloc[at],
            allowed="a site_id, a zone of the grid, an ISO 3166-2 region or an ISO 3166-1 alpha-3 country",
        )
    regional = regional.copy()
    places = areas.assign(site=regional["site_id"].astype(object))
    for level in ("country", "state", "zone", "site"):
        for row in overrides.itertuples(index=False):
            here = (places[level] == row.area_id).fillna(False).astype(bool)
            if here.any():
                _put(regional, here, str(row.field), float(row.value), str(row.source), level)
    return regional


def _put(regional: pd.DataFrame, here: pd.Series, name: str, value: float, source: str, level: str) -> None:
    """Replace one figure and what is said about it; a flat year for AWARE, a known score for Aqueduct."""
    stem = STEMS[name]
    regional.loc[here, name] = value
    regional.loc[here, f"{stem}_source"] = f"own figure: {source}"
    if f"{stem}_level" in regional:
        regional.loc[here, f"{stem}_level"] = level
    if stem in ("carbon", "price"):
        regional.loc[here, f"{stem}_method"] = "own_figure"
        regional.loc[here, f"{stem}_year"] = pd.NA
    if stem == "price":
        regional.loc[here, "price_confidence"] = "high"
    if stem == "aware":
        regional.loc[here, list(MONTHS)] = value
    if stem == "aqueduct":
        regional.loc[here, ["aqueduct_bws_score_min", "aqueduct_bws_score_max"]] = value
        regional.loc[here, "aqueduct_bws_category"] = min(int(value), 4)
