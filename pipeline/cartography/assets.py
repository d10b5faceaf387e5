"""The page's scripts and styles, from the package's own folder."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import read_text, sha256_of

FOLDER = Path(__file__).parent / "assets"

#: In the order in which they are put together; later ones use earlier ones.
SCRIPTS = (
    *("core", "data", "outlines", "score", "stamps", "sites", "legend", "popup", "table"),
    *("whatif", "compare", "state", "main"),
)
STYLES = ("page", "panels", "print")


@cache
def leaflet() -> tuple[str, str]:
    """Leaflet's script (with its licence in front) and style, after their checksums have been compared.

    Raises
    ------
    InputError
        A file is not the one that ``tools/build_map_assets.py`` wrote.
    """
    folder = FOLDER / "vendor"
    record = json.loads(read_text(folder / "vendor.json"))
    for name, expected in record["files_sha256"].items():
        found = sha256_of(folder / name)
        if found != expected:
            raise InputError("the checksum does not match", file=folder / name, value=found, allowed=expected)
    licence = read_text(folder / "leaflet.LICENSE.txt").strip()
    script = read_text(folder / "leaflet.js")
    return f"/*! Leaflet {record['version']}\n{licence}\n*/\n{script}", read_text(folder / "leaflet.css")


def script() -> str:
    """The page's own script: all modules in one function, so that they share a scope and nothing leaks."""
    modules = [read_text(FOLDER / "js" / f"{name}.js") for name in SCRIPTS]
    return '(function () {\n"use strict";\n' + "\n".join(modules) + "\n})();\n"


def style() -> str:
    """Leaflet's style and the page's own."""
    return "\n".join([leaflet()[1], *(read_text(FOLDER / "css" / f"{name}.css") for name in STYLES)])
