"""Turning settings into section objects, and a fault in them into one line that a planner can act on."""

from __future__ import annotations

import difflib
import json
from typing import Any, TypeVar

from pydantic import ValidationError

from pipeline.configs.base import Section
from pipeline.errors import InputError
from pipeline.yaml_source import Document, dotted

Model = TypeVar("Model", bound=Section)


def validate(
    model: type[Model], document: Document, value: Any = None, prefix: tuple[str, ...] = ()
) -> Model:
    """Check ``value`` (default: the whole document) against a section's model.

    ``prefix`` is where the value stands in the document. Raises ``InputError`` with file, row, key, value and
    what is allowed for the first fault in file order.
    """
    try:
        return model.model_validate(document.data if value is None else value)
    except ValidationError as error:
        raise _first_error(error, model, document, prefix) from None


def read_sections(text: str, **models: type[Section] | tuple[type[Section]]) -> dict[str, Any]:
    """Turn a stage's ``--config`` text back into objects: ``read_sections(text, weather=WeatherConfig)``.

    A section that is a list takes ``list[Model]``-like models as ``(Model,)``: ``gates=(GateConfig,)``.

    Raises
    ------
    InputError
        The text is not JSON, lacks a section, has one too many, or a section does not fit its model.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"--config is not JSON ({error})") from None
    if not isinstance(data, dict) or set(data) != set(models):
        found = sorted(data) if isinstance(data, dict) else data
        raise InputError("--config has the wrong sections", value=found, allowed=", ".join(sorted(models)))
    document = Document(data)
    result: dict[str, Any] = {}
    for name, model in models.items():
        if isinstance(model, tuple):
            result[name] = tuple(validate(model[0], document, item, (name,)) for item in data[name])
        else:
            result[name] = validate(model, document, data[name], (name,))
    return result


def _first_error(
    error: ValidationError, model: type[Section], document: Document, prefix: tuple[str, ...]
) -> InputError:
    """Put the first fault, in file order, into words."""

    def where(detail: Any) -> tuple[str | int, ...]:
        # Pydantic puts the tags of unions into the location; what is not in the file is left out.
        path: tuple[str | int, ...] = prefix
        for part in detail["loc"]:
            longer = (*path, part)
            if longer in document.lines or part is detail["loc"][-1] or not document.lines:
                path = longer
        return path

    def order(detail: Any) -> tuple[str, int]:
        file, row = document.place(where(detail))
        return (file or "", row or 0)

    details = error.errors(include_url=False)
    places = [where(detail) for detail in details]

    def encloses_another(at: tuple[str | int, ...]) -> bool:
        return any(len(at) < len(other) and other[: len(at)] == at for other in places)

    inner = [detail for detail, at in zip(details, places, strict=True) if not encloses_another(at)]
    first = min(inner, key=order)
    path = where(first)
    file, row = document.place(path)
    message, allowed, value = first["msg"], None, first.get("input")
    if first["type"] == "extra_forbidden":
        message, value = "unknown key", path[-1]
        allowed = _siblings(model, path[len(prefix) : -1], str(path[-1]))
    elif first["type"] == "missing":
        message, value = "the key is missing", None
    else:
        message, _, allowed = message.partition("; allowed: ")
        message = message.removeprefix("Value error, ")
        if message.startswith("Input should be "):
            message, allowed = "not allowed", message.removeprefix("Input should be ")
    if isinstance(value, dict | list | tuple):
        value = None
    return InputError(message, file=file, row=row, column=dotted(path), value=value, allowed=allowed or None)


def _siblings(root: type[Section], parent: tuple[str | int, ...], wrong: str) -> str | None:
    """The keys that a section knows, nearest first, for the message about an unknown one."""
    model: Any = root
    for part in parent:
        if isinstance(part, int):
            continue
        entry = getattr(model, "model_fields", {}).get(part)
        model = _model_in(entry.annotation) if entry else None
    known = sorted(getattr(model, "model_fields", {}))
    if not known:
        return None
    near = difflib.get_close_matches(wrong, known, n=1)
    return (f"{near[0]} (nearest), " if near else "") + ", ".join(name for name in known if name not in near)


def _model_in(annotation: Any) -> Any:
    """The one section class inside an annotation such as ``tuple[GateConfig, ...]``; ``None`` if not one."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    inner = [_model_in(part) for part in getattr(annotation, "__args__", ())]
    found = [part for part in inner if part is not None]
    return found[0] if len(found) == 1 else None
