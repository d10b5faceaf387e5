"""The commands that question a finished ranking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.datasets import ROOT
from pipeline.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.config import Config
    from pipeline.ranking.diff import Run


@click.command()
@click.argument("site")
@click.option("--against", metavar="SITE", help="Compare with this site instead of the whole order.")
@click.option("--scenario", default="default", show_default=True, help="Whose results to explain.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def explain(site: str, against: str | None, scenario: str, as_json: bool) -> None:
    """Print why SITE stands where it stands in a finished ranking."""
    from pipeline.files import read_parquet

    folder = _folder(scenario)
    config = _settings(scenario)
    ranking = read_parquet(folder / "ranking.parquet")
    robustness = _json(folder / "robustness.json")
    _known(ranking, site, folder)
    if against is None:
        from pipeline.ranking.explain import explain_site, site_text

        _print(explain_site(site, ranking, robustness, config.ranking), site_text, as_json)
        return
    _known(ranking, against, folder)
    from pipeline.ranking import gates
    from pipeline.ranking.explain import against_text, explain_against
    from pipeline.ranking.order import order_sites, with_completeness
    from pipeline.ranking.polygons import with_polygons
    from pipeline.ranking.tables import joined

    work = ROOT / "work" / scenario
    table = joined(
        *(read_parquet(work / f"{name}.parquet") for name in ("sites", "regional", "facility", "account"))
    )
    table = with_completeness(with_polygons(table, config.gates, ROOT), config.ranking)
    allowed = gates.passing(gates.evaluate(table, config.gates), len(table))
    order = order_sites(table, allowed, config.ranking)
    _print(explain_against(site, against, table, order, robustness, config.ranking), against_text, as_json)


@click.command()
@click.argument("before")
@click.argument("after")
@click.option(
    "--top", default=20, show_default=True, type=click.IntRange(min=1), help="How many sites to show."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON of all sites.")
def diff(before: str, after: str, top: int, as_json: bool) -> None:
    """Print which sites moved from run BEFORE to run AFTER, and why.

    A run is a scenario that has been run, or a folder with its results (a copy of results/SCENARIO).
    """
    from pipeline.ranking.diff import causes, compare_runs

    runs = [_run(name) for name in (before, after)]
    frame, why = compare_runs(*runs), causes(*runs)
    if as_json:
        import json

        rows = json.loads(frame.to_json(orient="records", double_precision=15))
        click.echo(json.dumps({"causes": why, "sites": rows}, indent=1, allow_nan=False))
        return
    for kind, names in why.items():
        click.echo(f"{kind}: {', '.join(names) if names else 'the same'}")
    click.echo("")
    click.echo("\n".join(_moves(frame[frame["moved"] > 0].head(top))))


def _moves(frame: pd.DataFrame) -> list[str]:
    from pipeline.ranking.explain import columns

    if frame.empty:
        return ["no site has another rank"]

    def rank(value: Any) -> str:
        return "out" if value != value or value is None else f"{float(value):.0f}"

    def change(value: Any) -> str:
        return "" if value != value else f"{float(value):+.4f}"

    rows = [["site", "from", "to", "score", "by weights", "by points", "by figures"]]
    rows += [
        [
            str(row["name"]),
            rank(row["rank_before"]),
            rank(row["rank_after"]),
            *(change(row[name]) for name in ("score_change", "by_weights", "by_points", "by_figures")),
        ]
        for row in frame.astype({"rank_before": float, "rank_after": float}).to_dict(orient="records")
    ]
    return columns(rows)


def _run(name: str) -> Run:
    from pipeline.configs.ranking import RankingConfig
    from pipeline.files import read_parquet
    from pipeline.ranking.diff import Run

    folder = Path(name) if Path(name).is_dir() else _folder(name)
    manifest = _json(folder / "manifest.json")
    config = RankingConfig.model_validate(manifest["config"]["ranking"])
    return Run(name, read_parquet(folder / "ranking.parquet"), config, manifest)


def _settings(scenario: str) -> Config:
    from pipeline.config import load_config

    return load_config(scenario)


def _folder(scenario: str) -> Path:
    folder = ROOT / "results" / scenario
    if not (folder / "ranking.parquet").is_file():
        raise InputError(
            "there are no results; run `kilowhere run` first",
            file=folder,
            value=scenario,
            allowed="a scenario that ran",
        )
    return folder


def _json(path: Path) -> dict[str, Any]:
    import json

    from pipeline.files import read_text

    try:
        found: dict[str, Any] = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON ({error.msg})", file=path, row=error.lineno) from None
    return found


def _known(ranking: pd.DataFrame, site: str, folder: Path) -> None:
    import difflib

    ids = ranking["site_id"].tolist()
    if site not in ids:
        near = ", ".join(difflib.get_close_matches(site, ids, n=3)) or "see ranking.csv"
        raise InputError(
            "no such site", file=folder / "ranking.parquet", column="site_id", value=site, allowed=near
        )


def _print(found: dict[str, Any], text: Any, as_json: bool) -> None:
    import json

    click.echo(json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) if as_json else text(found))
