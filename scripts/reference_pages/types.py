"""Types of this project as the pages tell them: their words, their fields, and what stands in a hint."""

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel


def ours(hint: Any) -> Iterator[type]:
    """The classes of this project that stand in a hint."""
    if get_origin(hint) is not Literal and get_args(hint):
        for part in get_args(hint):
            yield from ours(part)
    elif is_ours(hint):
        yield hint


def is_ours(hint: Any) -> bool:
    """Whether a hint is a class of this project itself."""
    return inspect.isclass(hint) and hint.__module__.partition(".")[0] == "dlwb"


def hints_of(kind: type) -> dict[str, Any]:
    """The fields of a document or a dataclass with their types; an enum has none."""
    if issubclass(kind, Enum):
        return {}
    hints = get_type_hints(kind)
    if issubclass(kind, BaseModel):
        return {name: hints[name] for name in kind.model_fields}
    if not is_dataclass(kind):
        raise LookupError(f"{kind.__name__} is neither a document, a dataclass nor an enum.")
    return {field.name: hints[field.name] for field in fields(kind)}


def own_words(kind: type) -> str:
    """The docstring of a class itself. Raises LookupError where it has none but what it inherits or `dataclass` made."""
    words = inspect.cleandoc(kind.__dict__.get("__doc__") or "")
    if not words or words.startswith(f"{kind.__name__}("):
        raise LookupError(f"{kind.__module__}.{kind.__name__} stands on a reference page and has no docstring.")
    return words


def json_value(value: object) -> str:
    """A constant as JSON writes it."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
