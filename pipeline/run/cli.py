"""The commands that run and check scenarios."""

from __future__ import annotations

import os
import sys
import time

import click

from pipeline.datasets import ROOT
from pipeline.errors import InputError


def _say(message: str) -> None:
    click.echo(message, err=True)


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("--cores", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="Processors to use.")
@click.option("--force", is_flag=True, help="Make the results again even if they are current.")
def run(scenarios: tuple[str, ...], cores: int, force: bool) -> None:
    """Rank the candidate sites of SCENARIO (default: `default`; several may be named).

    Writes results/SCENARIO/ (ranking, gates, account, report, exports) and maps/SCENARIO.html.
    """
    from pipeline.run.engine import RunFailedError, one_run_at_a_time, run_snakemake
    from pipeline.run.overview import write_overview
    from pipeline.run.preflight import preflight
    from pipeline.run.state import inputs_digest, is_current, set_aside, sweep
    from pipeline.run.summary import summary

    names = list(dict.fromkeys(scenarios)) or ["default"]
    started = time.perf_counter()
    with one_run_at_a_time(_say):
        sweep()
        due = []
        for name in names:
            try:
                config = preflight(name)
            except InputError as error:
                _stop([name], str(error), 2)
            if force or not is_current(name, inputs_digest(config)):
                set_aside(name)
                due.append(name)
        if due:
            _say(f"kilowhere: running {', '.join(due)} on {cores} processor{'s' if cores > 1 else ''}")
            try:
                run_snakemake(due, cores, force, _say)
            except RunFailedError as failure:
                _stop(due, str(failure), 2 if failure.bad_input else 1)
            _say(f"kilowhere: done in {time.perf_counter() - started:.0f} s")
        write_overview()
        for name in names:
            if name not in due:
                _say(f"kilowhere: {name}: nothing to do, the results are current (every checksum compared)")
            click.echo(summary(name))


def _stop(scenarios: list[str], message: str, code: int) -> None:
    """Say what is wrong, see that no partial or old result looks current, and leave."""
    from pipeline.run.state import set_aside

    click.echo(f"error: {message}", err=True)
    for name in scenarios:
        folder = set_aside(name)
        if folder is not None:
            _say(f"results that do not belong to these inputs were moved to {folder.relative_to(ROOT)}")
    sys.exit(code)


@click.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
def check(scenarios: tuple[str, ...]) -> None:
    """Check configuration, candidates and datasets of SCENARIO (default: all), and run nothing."""
    from pipeline.config import scenario_names
    from pipeline.run.preflight import preflight

    for name in scenarios or scenario_names():
        preflight(name)
        click.echo(f"{name}: configuration, candidates and datasets are in order")


@click.command()
def scenarios() -> None:
    """List the scenarios that can be run."""
    from pipeline.config import load_config, scenario_names

    for name in scenario_names():
        config = load_config(name)
        click.echo(f"{name:<20} {config.title}")


@click.command()
@click.argument("names", nargs=-1, metavar="[COLUMN]...")
def fields(names: tuple[str, ...]) -> None:
    """Explain COLUMN (default: all columns): unit, what is allowed, meaning."""
    import difflib

    from pipeline.fields import registry

    known = registry()
    for name in names or known:
        if name not in known:
            near = ", ".join(difflib.get_close_matches(name, known, n=3)) or "none is near"
            raise InputError("no such column", value=name, allowed=f"a registered column ({near})")
        entry = known[name]
        unit = f" [{entry.unit}]" if entry.unit not in ("", "1") else ""
        click.echo(f"{name}{unit}: {entry.meaning} ({entry.allowed()})")
