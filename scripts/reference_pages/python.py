"""The page of the SDK: what `from dlwb import …` offers, and what its results hold."""

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import dlwb
from dlwb.config import Settings
from dlwb.domain.errors import DlwbError, error_types
from reference_pages.json_documents import documents_and_where
from reference_pages.types import hints_of, is_ours, json_value, ours, own_words

_WIDTH = 110
_OTHERS = r"\b(?:dlwb|typing|collections|pathlib|types|datetime)(?:\.\w+)*\.(?=\w)"


def page() -> str:
    """The workbench and its parts with their methods, then every other name."""
    things = {name: getattr(dlwb, name) for name in dlwb.__all__ if name not in ("Workbench", "__version__")}
    others = {name: thing for name, thing in things.items() if not _is_error(thing)}
    lines = [
        "# Python",
        "",
        "All that is needed stands in one place, `from dlwb import …`; whatever else the package holds may change, but for",
        "`dlwb.ports`, which plug-ins are written against. First comes the workbench with its parts, then every other name,",
        "then what results hold beside what [JSON documents](json.md) tell of. Times are UTC, in ISO 8601.",
        "",
        "## Workbench",
        "",
        *_docstring(dlwb.Workbench),
        *_methods("workbench", dlwb.Workbench),
    ]
    parts = _parts()
    for name, kind in sorted(parts.items()):
        lines += [f"## workbench.{name}", "", *_docstring(kind), *_methods(f"workbench.{name}", kind)]
    for name, thing in sorted(others.items()):
        lines += [f"## {name}", "", *(_class(thing) if inspect.isclass(thing) else _callable(name, thing)), ""]
    wrong = ", ".join(f"`{name}`" for name in sorted(things.keys() - others.keys()))
    lines += ["## Errors", "", f"[Errors](errors.md) says what each means: {wrong}.", ""]
    lines += ["## What results hold", "", "These are met in results, and are not for `from dlwb import …`.", ""]
    for name, kind in sorted(_held((dlwb.Workbench, *parts.values()), others.values()).items()):
        lines += [f"### {name}", "", *_class(kind), ""]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    for name, kind in parts.items():
        # Docstrings call a part by its class, which nobody who uses it has to know.
        text = re.sub(rf"`{kind.__name__}\.(\w+)`", rf"[`workbench.{name}.\1`](#workbench{name}\1)", text)
    return text


def _held(askable: Iterable[type], offered: Iterable[Any]) -> dict[str, type]:
    """The types that stand in answers of methods and in what is offered, as far as no other section tells of them."""
    methods = [
        one for kind in askable for name, one in vars(kind).items() if name[0] != "_" and inspect.isfunction(one)
    ]
    pending = [kind for one in methods for kind in ours(get_type_hints(one).get("return"))]
    pending += [kind for one in offered if inspect.isclass(one) for kind in _inner(one)]
    held: dict[str, type] = {}
    while pending:
        kind = pending.pop()
        if _section(kind) is None and kind.__name__ not in held:
            held[kind.__name__] = kind
            pending += _inner(kind)
    return held


def _inner(kind: type) -> list[type]:
    hints = [*hints_of(kind).values(), *(get_type_hints(one.fget).get("return") for _, one in _properties(kind))]
    return [one for hint in hints for one in ours(hint)]


def _properties(kind: type) -> list[tuple[str, property]]:
    return [] if issubclass(kind, Enum) else inspect.getmembers(kind, lambda one: isinstance(one, property))


@cache
def _in_json() -> dict[str, type]:
    return documents_and_where()[0]


def _section(kind: type) -> str | None:
    """Where a type is told of, but for what results hold."""
    anchor = kind.__name__.lower()
    if getattr(dlwb, kind.__name__, None) is kind:
        return f"#{anchor}"
    return f"json.md#{anchor}" if _in_json().get(kind.__name__) is kind else None


def _parts() -> dict[str, type]:
    """What hangs on a workbench, by the name that it has there."""
    with TemporaryDirectory() as folder:
        settings = Settings(workspace=Path(folder) / "workspace")
        with dlwb.Workbench(settings=settings) as workbench:
            named = vars(workbench).items()
            return {name: type(part) for name, part in named if name[0] != "_" and name != "settings"}


def _is_error(thing: Any) -> bool:
    return inspect.isclass(thing) and issubclass(thing, DlwbError)


def _methods(subject: str, kind: type) -> Iterator[str]:
    """The methods of a class in the order in which it defines them, how it is made first."""
    for name, method in vars(kind).items():
        if name == "__init__" and kind is dlwb.Workbench:
            yield from (f"### {kind.__name__}(…)", "", *_callable(kind.__name__, method), "")
        elif name[0] != "_" and inspect.isfunction(method):
            yield from (f"### {subject}.{name}", "", *_callable(f"{subject}.{name}", method), "")


def _callable(called: str, thing: Any) -> Iterator[str]:
    signature = inspect.signature(thing)
    parameters = [one for one in signature.parameters.values() if one.name != "self"]
    asked = list(_asked(parameters))
    answer = "" if called == "Workbench" else f" -> {_bare(signature.return_annotation)}"
    line = f"{called}({', '.join(asked)}){answer}"
    if len(line) > _WIDTH:
        line = "\n".join((f"{called}(", *(f"    {one}," for one in asked), f"){answer}"))
    yield from ("```text", line, "```", "")
    yield from _docstring(thing)
    if given := dict.fromkeys(ours(get_type_hints(thing).get("return"))):
        yield from (f"Returns {', '.join(_linked(one) for one in given)}.", "")


def _asked(parameters: list[inspect.Parameter]) -> Iterator[str]:
    """The parameters as they are written in a `def`."""
    starred = False
    for one in parameters:
        if one.kind is one.VAR_POSITIONAL:
            starred = True
        elif one.kind is one.KEYWORD_ONLY and not starred:
            starred = True
            yield "*"
        stars = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
        default = "" if one.default is one.empty else f" = {_constant(one.default)}"
        yield f"{stars}{one.name}: {_bare(one.annotation)}{default}"


def _docstring(thing: Any) -> Iterator[str]:
    """The words of a class or a function; what it raises as a list."""
    words = own_words(thing) if inspect.isclass(thing) else inspect.getdoc(thing) or ""
    said, _, raised = words.partition("Raises:\n")
    yield from (said.strip(), "")
    if raised:
        # `One, Other: why. Third: why.` may stand in one line or in several.
        names = "|".join(error_types())
        text = " ".join(raised.split())
        entries = re.split(rf"(?<=[.;]) (?=(?:(?:{names}), )*(?:{names}):)", text)
        yield from ("Raises:", "", *(f"* {entry}" for entry in entries), "")


def _class(kind: type) -> Iterator[str]:
    yield from _docstring(kind)
    if issubclass(kind, Enum):
        yield f"One of {', '.join(f'`{kind.__name__}.{one.name}` ({json_value(one.value)})' for one in kind)}."
        return
    defaults = {field.name: field for field in fields(kind)}
    yield from ("| field | type | default |", "|---|---|---|")
    for name, hint in hints_of(kind).items():
        yield f"| `{name}` | {_linked(hint)} | {_default(defaults[name])} |"
    for name, found in _properties(kind):
        words = (inspect.getdoc(found) or "").split("\n\n")[0].replace("\n", " ").replace("|", "\\|")
        answer = get_type_hints(found.fget).get("return")
        yield f"| `{name}` | {_linked(answer)} | read only: {words} |"


def _default(field: Field[Any]) -> str:
    """What a field is when nothing is said; of what is made anew each time, only what is the same on every machine."""
    if field.default is not MISSING:
        return f"`{_constant(field.default)}`"
    if field.default_factory is MISSING:
        return ""
    if field.default_factory in (dict, list, tuple):
        return "empty"
    return f"`{field.default_factory.__name__}()`" if is_ours(field.default_factory) else "depends on the machine"


def _linked(hint: Any) -> str:
    """A type as Python writes it, with a link at each of ours."""
    origin, parts = get_origin(hint), get_args(hint)
    if is_ours(hint):
        return f"[{hint.__name__}]({_section(hint) or f'#{hint.__name__.lower()}'})"
    if origin in (Union, UnionType):
        return " or ".join(_linked(part) for part in parts)
    if any(True for _ in ours(hint)):
        return f"{origin.__name__}\\[{', '.join('…' if part is Ellipsis else _linked(part) for part in parts)}\\]"
    return f"`{_bare(hint)}`"


def _constant(value: object) -> str:
    return f"{type(value).__name__}.{value.name}" if isinstance(value, Enum) else _bare(repr(value))


def _bare(hint: Any) -> str:
    """A hint, or any text, without the modules that its names come from."""
    if hint is None or hint is type(None):
        return "None"
    return re.sub(_OTHERS, "", hint if isinstance(hint, str) else inspect.formatannotation(hint))
