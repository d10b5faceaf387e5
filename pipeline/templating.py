"""Jinja as every page of the project uses it: data is escaped, and a missing name is an error."""

from __future__ import annotations

import jinja2


def environment(package: str) -> jinja2.Environment:
    """An environment for the ``templates`` folder of a package, such as ``pipeline.report``."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader(package, "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
