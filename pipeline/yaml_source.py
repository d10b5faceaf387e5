"""YAML text as data that remembers its lines, so that a wrong setting is named by file and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Any

import yaml

from pipeline.errors import InputError
from pipeline.files import read_text

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A mapping read from YAML, with the file and line of every key in it (``("gates", 0, "name")``)."""

    data: dict[str, Any]
    lines: dict[Path, tuple[str, int]] = field(default_factory=dict)

    def place(self, path: Path) -> tuple[str | None, int | None]:
        """File and line of a setting, or of the nearest one that encloses it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return (next(iter(self.lines.values()))[0], None) if self.lines else (None, None)


def read_yaml(path: str | PathLike[str]) -> Document:
    """Read one YAML mapping.

    Raises
    ------
    InputError
        The file is missing, empty, not UTF-8, not YAML, not a mapping, or has a key twice.
    """
    text = read_text(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        loader = yaml.SafeLoader("")
        lines: dict[Path, tuple[str, int]] = {}
        data = _build(node, loader, (), lines, str(path))
    except yaml.MarkedYAMLError as error:
        row = error.problem_mark.line + 1 if error.problem_mark else None
        raise InputError(f"not well-formed YAML ({error.problem})", file=path, row=row) from None
    except yaml.YAMLError as error:
        raise InputError(f"not well-formed YAML ({error})", file=path) from None
    if not isinstance(data, dict):
        raise InputError("the file must hold keys and values", file=path, value=data)
    return Document(data, lines)


def _build(
    node: yaml.Node | None,
    loader: yaml.SafeLoader,
    at: Path,
    lines: dict[Path, tuple[str, int]],
    file: str,
) -> Any:
    """Turn a node into data, noting the line of every key and item and refusing a key given twice."""
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, row = key_node.value, key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise InputError("a key must be plain text", file=file, row=row)
            if key in result:
                raise InputError("the key appears twice", file=file, row=row, column=dotted((*at, key)))
            lines[(*at, key)] = (file, row)
            result[key] = _build(value_node, loader, (*at, key), lines, file)
        return result
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            lines[(*at, index)] = (file, item.start_mark.line + 1)
            items.append(_build(item, loader, (*at, index), lines, file))
        return items
    return None if node is None else loader.construct_object(node)


def overlay(base: Document, top: Document) -> Document:
    """Lay one document over another: mappings merge key by key, everything else is replaced."""
    lines = dict(base.lines)
    data = _merge(base.data, top.data, (), lines)
    lines.update(top.lines)
    return Document(data, lines)


def _merge(
    base: Mapping[str, Any], top: Mapping[str, Any], at: Path, lines: dict[Path, tuple[str, int]]
) -> dict[str, Any]:
    merged = dict(base)
    for key, value in top.items():
        here = (*at, key)
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _merge(merged[key], value, here, lines)
        else:
            for known in [known for known in lines if known[: len(here)] == here]:
                del lines[known]
            merged[key] = value
    return merged


def dotted(path: Path) -> str:
    """``("gates", 0, "name")`` as ``gates[0].name``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
