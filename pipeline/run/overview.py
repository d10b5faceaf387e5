"""The pages that link the scenarios, made anew after each run from every scenario with finished results."""

from __future__ import annotations

import subprocess
import sys

from pipeline.config import load_config, scenario_names
from pipeline.datasets import ROOT
from pipeline.run.state import read_manifest


def write_overview() -> list[str]:
    """Write ``maps/index.html`` and ``maps/comparison.html``; return the scenarios they hold.

    They are outside the DAG on purpose: what they link depends on which scenarios have been run, not on which
    one is being run.

    Raises
    ------
    subprocess.CalledProcessError
        The stage failed; its message has been printed.
    """
    finished = [name for name in scenario_names() if read_manifest(name) is not None]
    arguments = ["--index", "maps/index.html", "--comparison", "maps/comparison.html"]
    for name in finished:
        folder = f"results/{name}"
        title = load_config(name).title
        arguments += ["--scenario", name, title, f"{folder}/ranking.parquet", f"{folder}/robustness.json"]
    if finished:
        subprocess.run(  # noqa: S603 - our own interpreter and arguments
            [sys.executable, "-m", "pipeline.cartography.overview", *arguments],
            cwd=ROOT,
            check=True,
            stderr=subprocess.PIPE,
            text=True,
        )
    return finished
