"""``kilowhere report``: where a scenario's report is, and its PDF."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.datasets import ROOT


@click.command()
@click.argument("scenario", default="default")
@click.option(
    "--pdf",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Print the report to this file (needs Chromium or Chrome).",
)
def report(scenario: str, pdf: Path | None) -> None:
    """Print the planning report of SCENARIO to PDF, or say where it is."""
    from pipeline.errors import InputError
    from pipeline.report.pdf import write_pdf

    page = ROOT / "results" / scenario / "report.html"
    if pdf is None:
        if not page.is_file():
            raise InputError("there is no report", file=page, allowed="a finished run: `kilowhere run` first")
        click.echo(str(page))
        return
    converter = write_pdf(page, pdf)
    click.echo(f"{pdf}: {pdf.stat().st_size / 1e6:.1f} MB, printed by {converter}")
