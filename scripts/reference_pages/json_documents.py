"""The page of JSON documents."""

import inspect
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from fastapi.routing import APIRoute

from dlwb import documents
from dlwb.cli.printed import PRINTS
from dlwb.web.app import NOUNS_AND_VERBS
from reference_pages.types import hints_of, is_ours, json_value, ours, own_words


def page() -> str:
    """Every document of the terminal and the REST API, and every type that stands in one, with its fields or values."""
    found, said = documents_and_where()
    lines = [
        "# JSON documents",
        "",
        "The same documents come from `--json` and from the REST API. Field names are a contract: more fields may come, none",
        "changes its meaning. Values are fractions (0..1) unless the name or the words above the fields say a unit; moments are",
        "UTC, in ISO 8601. What is called None is `null`.",
        "",
        "Each section says where the document comes from; those that say nothing stand inside others. Addresses are below",
        "`/api/v1`. A body may leave out what has a default.",
        "",
    ]
    for name, kind in sorted(found.items()):
        lines += [f"## {name}", "", own_words(kind), ""]
        if kind in said:
            lines += [*said[kind], ""]
        if issubclass(kind, Enum):
            lines += [f"One of {', '.join(f'`{json_value(member.value)}`' for member in kind)}.", ""]
        else:
            lines += ["| field | type |", "|---|---|"]
            lines += [f"| `{field}` | {_shape(hint)} |" for field, hint in hints_of(kind).items()]
            lines.append("")
    return "\n".join(lines)


def documents_and_where() -> tuple[dict[str, type], dict[type, list[str]]]:
    """All types by name, and of those that are whole documents a line for each way to meet them."""
    said: dict[type, list[str]] = {}
    for how, kinds in (("Printed by", _printed()), ("Answer of", _routes(answers=True)), ("Body of", _routes())):
        for kind, places in kinds.items():
            said.setdefault(kind, []).append(f"* {how} {', '.join(f'`{place}`' for place in places)}.")
    pending = [*said, *(getattr(documents, name) for name in documents.__all__ if name != "Document")]
    found: dict[str, type] = {}
    while pending:
        kind = pending.pop()
        if found.setdefault(kind.__name__, kind) is not kind:
            raise LookupError(f"Two types in documents are called {kind.__name__}; one section cannot be about both.")
        inner = [one for hint in hints_of(kind).values() for one in ours(hint)]
        pending += [one for one in inner if found.get(one.__name__) is not one]
    return found, said


def _printed() -> dict[type, list[str]]:
    by_kind: dict[type, list[str]] = {documents.ErrorDocument: ["every verb that fails"]}
    for verb, kinds in sorted(PRINTS.items()):
        for kind in kinds:
            by_kind.setdefault(kind, []).append(f"dlwb {verb}")
    return by_kind


def _routes(*, answers: bool = False) -> dict[type, list[str]]:
    """The documents that the REST API takes, or answers with, and the addresses where it does."""
    by_kind: dict[type, list[str]] = {}
    for route in (route for module in NOUNS_AND_VERBS for route in module.router.routes):
        assert isinstance(route, APIRoute)
        hints = get_type_hints(route.endpoint)
        answer = hints.pop("return", NoneType)
        for kind in dict.fromkeys(one for hint in ([answer] if answers else hints.values()) for one in ours(hint)):
            if issubclass(kind, documents.Document):
                by_kind.setdefault(kind, []).extend(f"{method} {route.path}" for method in sorted(route.methods or ()))
    return {kind: sorted(places) for kind, places in by_kind.items()}


_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null", Path: "string", Any: "any"}


def _shape(hint: Any) -> str:
    """A type as JSON has it, with links to the sections of ours."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " or ".join(_shape(part) for part in parts)
    if origin is Literal:
        return " or ".join(f"`{json_value(value)}`" for value in parts)
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return f"object of {_grouped(parts[1])} by {_shape(parts[0])}"
    if origin is tuple and Ellipsis not in parts:
        return f"list of {len(parts)}: {', '.join(_grouped(part) for part in parts)}"
    if origin is not None:
        return f"list of {_grouped(parts[0])}"
    if hint in _PLAIN:
        return _PLAIN[hint]
    if is_ours(hint):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    raise LookupError(f"There is no word for {hint} yet.")


def _grouped(hint: Any) -> str:
    words = _shape(hint)
    return f"({words})" if get_origin(hint) in (Union, UnionType, Literal) else words
