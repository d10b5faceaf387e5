"""The pages that link the scenarios, made anew when the finished scenarios have changed."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

from pipeline.config import scenario_names
from pipeline.datasets import ROOT
from pipeline.files import write_text
from pipeline.run.state import read_manifest

PAGES = ("maps/index.html", "maps/comparison.html")


def write_overview() -> bool:
    """Write the index and the comparison unless they already show the finished scenarios as they are.

    They are outside the DAG on purpose: what they link depends on which scenarios have been run, not on the
    one that is being run. A stamp, written last, tells what they were made from: a run killed before leaves
    it old.
    Returns whether they were written.

    Raises
    ------
    subprocess.CalledProcessError
        The stage failed; its message is in ``stderr``.
    """
    found = {name: read_manifest(name) for name in scenario_names()}
    finished = {name: manifest for name, manifest in found.items() if manifest is not None}
    made_from = {name: manifest["inputs_digest"] for name, manifest in finished.items()}
    digest = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()
    stamp = ROOT / "work" / "overview.sha256"
    known = stamp.read_text(encoding="utf-8") if stamp.is_file() else ""
    if not finished or (known == digest and all((ROOT / page).is_file() for page in PAGES)):
        return False
    arguments = ["--index", PAGES[0], "--comparison", PAGES[1]]
    for name in finished:
        folder = f"results/{name}"
        title = finished[name]["config"]["title"]
        arguments += ["--scenario", name, title, f"{folder}/ranking.parquet", f"{folder}/robustness.json"]
    subprocess.run(  # noqa: S603 - our own interpreter and arguments
        [sys.executable, "-m", "pipeline.cartography.overview", *arguments],
        cwd=ROOT,
        check=True,
        stderr=subprocess.PIPE,
        text=True,
    )
    write_text(digest, stamp)
    return True
