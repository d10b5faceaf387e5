"""The ``kilowhere`` command; sub-commands are imported only when called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
import sys

import click

from pipeline import __version__
from pipeline.errors import InputError

#: name -> (module, attribute, one line of help); the modules import what they need when they run.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("pipeline.run.cli", "run", "Rank the candidate sites of one or more scenarios."),
    "check": ("pipeline.run.cli", "check", "Check configuration, candidates and datasets, and run nothing."),
    "scenarios": ("pipeline.run.cli", "scenarios", "List the scenarios that can be run."),
    "explain": (
        "pipeline.ranking.cli",
        "explain",
        "Why a site stands where it stands, alone or against another.",
    ),
    "account": ("pipeline.account.cli", "account", "Print the ledger of one site."),
    "report": ("pipeline.report.cli", "report", "Print the planning report of a scenario to PDF."),
    "diff": ("pipeline.ranking.cli", "diff", "Compare two runs: which sites moved, and why."),
    "designs": ("pipeline.facility.cli", "designs", "List the cooling designs."),
    "facility": (
        "pipeline.facility.cli",
        "facility",
        "PUE, WUE and peak power of cooling designs at a place.",
    ),
    "workload": (
        "pipeline.workload.cli",
        "workload",
        "Energy of training and serving models: MWh, joules per token, budgets, edge or cloud.",
    ),
    "validate": ("pipeline.validate_cli", "validate", "Hold a model against published and measured figures."),
    "weather": ("pipeline.weather.cli", "weather", "An hourly year of weather for any point on Earth."),
    "fields": ("pipeline.run.cli", "fields", "Explain columns: unit, range and meaning."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called (the recipe in click's documentation)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of a run."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kilowhere")
def kilowhere() -> None:
    """Where should the next megawatt of compute go, with which cooling, and at what cost?

    `kilowhere run` ranks the embedded candidate sites and writes a table, a map and a planning report.
    """


def main() -> None:
    """Entry of the console script: bad input is one line on stderr and exit code 2."""
    try:
        kilowhere(prog_name="kilowhere")
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
