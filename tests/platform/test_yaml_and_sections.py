from pathlib import Path

import pytest
from pydantic import Field

from pipeline.configs.base import Section
from pipeline.configs.reading import read_sections, validate
from pipeline.errors import InputError
from pipeline.yaml_source import Document, dotted, overlay, read_yaml


class Gate(Section):
    name: str
    limit: float = Field(ge=0, le=1)


class Example(Section):
    title: str
    gates: tuple[Gate, ...] = ()
    depth: int = 3


def document(tmp_path: Path, text: str, name: str = "a.yaml") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_yaml(path)


def test_lines_are_remembered_through_an_overlay(tmp_path: Path) -> None:
    base = document(tmp_path, "title: x\ngates:\n  - name: a\n    limit: 0.5\ndepth: 1\n")
    top = document(tmp_path, "\ngates:\n  - name: b\n    limit: 7\n", "b.yaml")
    merged = overlay(base, top)
    assert merged.data == {"title": "x", "gates": [{"name": "b", "limit": 7}], "depth": 1}
    with pytest.raises(InputError, match=r"b\.yaml, row 4, column gates\[0\]\.limit: not allowed; found 7"):
        validate(Example, merged)


def test_mappings_merge_and_lists_are_replaced(tmp_path: Path) -> None:
    base = document(tmp_path, "a: {b: 1, c: {d: 2}}\ne: [1, 2]\n")
    top = document(tmp_path, "a: {c: {d: 3}}\ne: [9]\n", "b.yaml")
    assert overlay(base, top).data == {"a": {"b": 1, "c": {"d": 3}}, "e": [9]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\ndeth: 1\n", r"row 2, column deth: unknown key; found 'deth'; allowed: depth \(nearest\)"),
        ("depth: 1\n", "column title: the key is missing"),
        (
            "title: x\ndepth: deep\n",
            r"row 2, column depth: not allowed; found 'deep'; allowed: a valid integer",
        ),
        ("title: x\ngates:\n  - {name: a, limit: .nan}\n", r"row 3, column gates\[0\]\.limit"),
        (
            "title: x\ngates:\n  - {name: a, limit: 0, extra: 1}\n",
            "unknown key; found 'extra'; allowed: limit, name",
        ),
    ],
)
def test_setting_faults_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        validate(Example, document(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2\n", "row 2, column a: the key appears twice"),
        ("- 1\n- 2\n", "must hold keys and values"),
        ("a: [1\n", "not well-formed YAML"),
        ("a:\tb:\n - x: !!python/object:os.system 1\n", "not well-formed YAML"),
        ("", "is empty"),
    ],
)
def test_yaml_faults_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        document(tmp_path, text)


def test_sections_survive_the_command_line() -> None:
    gates = read_sections('{"gates": [{"name": "a", "limit": 1}]}', gates=(Gate,))["gates"]
    assert gates == (Gate(name="a", limit=1.0),)
    with pytest.raises(InputError, match="wrong sections"):
        read_sections("{}", gates=(Gate,))
    with pytest.raises(InputError, match="not JSON"):
        read_sections("{", gates=(Gate,))
    with pytest.raises(InputError, match="limit"):
        read_sections('{"gates": [{"name": "a", "limit": 2}]}', gates=(Gate,))


def test_dotted_names() -> None:
    assert dotted(("gates", 0, "name")) == "gates[0].name"
