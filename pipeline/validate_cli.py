"""``kilowhere validate``: each model next to published and measured figures."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli_types import NewFile


@click.group()
def validate() -> None:
    """Compare models with published figures."""


@validate.command("facility")
@click.option(
    "--reference",
    required=True,
    type=click.Path(file_okay=False),
    help="Folder with the tables of published figures (docs/validation.md names them).",
)
@click.option("--draws", type=click.IntRange(20, 10_000), default=400, show_default=True)
@click.option("--plot", type=NewFile(".png"), help="Also write a picture of the comparisons.")
def validate_facility(reference: str, draws: int, plot: Path | None) -> None:
    """Print the facility model next to Lei 2025, EnergyPlus and what operators report."""
    from pipeline.facility.validation_report import report

    for line in report(reference, draws, None if plot is None else str(plot)):
        click.echo(line)


@validate.command("workload")
@click.option("--plot", type=NewFile(".png"), help="Also write a picture of the served tokens.")
def validate_workload(plot: Path | None) -> None:
    """Print the workload model next to billed hours, measured tokens and EcoLogits."""
    from pipeline.workload.validation_report import report

    for line in report(None if plot is None else str(plot)):
        click.echo(line)
