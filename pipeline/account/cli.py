"""The command that prints the ledger of one site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pipeline.datasets import ROOT, load, sources
from pipeline.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.configs.account import AccountConfig


@click.command()
@click.argument("site")
@click.option("--design", help="Cooling design; by default the one chosen in the ranking.")
@click.option(
    "--against", help="Another site, or SITE:DESIGN: at which prices do both cost the same over the life?"
)
@click.option("--scenario", default="default", show_default=True, help="Whose account to print.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def account(site: str, design: str | None, against: str | None, scenario: str, as_json: bool) -> None:
    """Print energy, carbon, water and cost of SITE in a finished run, with bands and sources.

    A year of operation and the facility's life, as a table to paste into a report; what is missing says so.
    """
    import json

    from pipeline.account.bands import bands
    from pipeline.account.sheet import sheet, sheet_text
    from pipeline.config import load_config
    from pipeline.files import read_parquet

    work, results = ROOT / "work" / scenario, ROOT / "results" / scenario
    if not (work / "account.parquet").is_file() or not (results / "ranking.parquet").is_file():
        raise InputError(
            "there is no account; run `kilowhere run` first",
            file=work / "account.parquet",
            value=scenario,
            allowed="a scenario that ran",
        )
    ranking = read_parquet(results / "ranking.parquet").set_index("site_id")
    frames = [read_parquet(work / f"{name}.parquet") for name in ("account", "facility")]
    every = frames[0].merge(frames[1], on=["site_id", "design"])
    rows, wanted = _chosen(every, ranking, site, design)
    places, regional, weather = (
        read_parquet(work / f"{name}.parquet").set_index("site_id")
        for name in ("sites", "regional", "weather_sites")
    )
    regional = regional.join(weather[["weather_source"]])
    verdicts = read_parquet(work / "standards.parquet").merge(load("standards_rules"), on="rule")
    shares = read_parquet(work / "variance.parquet")
    shares = shares[(shares["site_id"] == site) & (shares["design"] == wanted)]
    titles = {
        name: f"{entry.title} ({entry.publisher}, {entry.vintage})" for name, entry in sources().items()
    }
    setting = load_config(scenario).account
    joined = rows.loc[[wanted]].reset_index(drop=True)
    joined = joined.merge(places[["country_iso3", "region_id"]].join(regional), on="site_id")
    found = sheet(
        places.loc[site],
        rows.loc[wanted],
        regional.loc[site],
        shares,
        bands(joined, setting.seed, setting.draws),
        verdicts[(verdicts["site_id"] == site) & (verdicts["design"] == wanted)],
        titles,
    )
    if against is not None:
        other, _, its = against.partition(":")
        rivals, rival = _chosen(every, ranking, other, its or None)
        found["break_even"] = _break_even(rows.loc[wanted], rivals.loc[rival], setting)
    click.echo(
        json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) if as_json else sheet_text(found)
    )


def _chosen(
    every: pd.DataFrame, ranking: pd.DataFrame, site: str, design: str | None
) -> tuple[pd.DataFrame, str]:
    """The rows of a site by design, and the design that is meant; by default the one the ranking chose."""
    import difflib

    if site not in ranking.index:
        near = ", ".join(difflib.get_close_matches(site, ranking.index.tolist(), n=3)) or "see ranking.csv"
        raise InputError("no such site", column="site_id", value=site, allowed=near)
    rows = every[every["site_id"] == site].set_index("design", drop=False)
    wanted = design or str(ranking.loc[site, "design"])
    if wanted not in rows.index:
        raise InputError("no such design", column="design", value=wanted, allowed=", ".join(rows.index))
    return rows, wanted


def _break_even(here: pd.Series, there: pd.Series, setting: AccountConfig) -> dict[str, Any]:
    """Prices at which two rows cost the same, for the JSON and the table."""
    from pipeline.account.breakeven import boundary, break_evens
    from pipeline.account.finance import annuity_factor

    annuity = annuity_factor(setting.cost.discount_rate_real, setting.life_years)
    return {
        "against": f"{there['site_id']}:{there['design']}",
        "cost": boundary(here.to_dict(), there.to_dict()),
        **break_evens(here.to_dict(), there.to_dict(), annuity),
    }
