"""``python -m pipeline.manifest``: write ``manifest.json``, the last file of a run."""

from __future__ import annotations

import argparse
import json
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from pipeline import __version__
from pipeline.config import load_config
from pipeline.files import sha256_of, write_json
from pipeline.run.state import inputs_digest
from pipeline.stage import run

#: The libraries whose version could change a figure or a picture.
LIBRARIES = (
    "branca", "folium", "geopandas", "matplotlib", "numba", "numpy", "pandas", "pyarrow", "pyogrio", "pyproj",
    "scipy", "shapely", "snakemake",
)  # fmt: skip


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def main(arguments: list[str] | None = None) -> None:
    """Collect and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("config", "scenario", "manifest"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("inputs", "outputs"):
        parser.add_argument(f"--{name}", required=True, nargs="+")
    given = parser.parse_args(arguments)
    write_json(
        {
            "kilowhere": __version__,
            "python": platform.python_version(),
            "libraries": {name: _version(name) for name in LIBRARIES},
            "scenario": given.scenario,
            "finished_utc": datetime.now(UTC).isoformat(timespec="seconds"),
            "config": json.loads(given.config),
            "inputs_digest": inputs_digest(load_config(given.scenario)),
            "inputs": {path: sha256_of(path) for path in sorted(given.inputs)},
            "outputs": {path: sha256_of(path) for path in sorted(given.outputs)},
        },
        given.manifest,
    )


if __name__ == "__main__":
    raise SystemExit(run(main))
