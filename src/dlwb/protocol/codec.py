"""Domain types as JSON, and back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from math import isfinite
from typing import Any, TypeVar, cast, overload

from pydantic import TypeAdapter, ValidationError

from dlwb.domain.errors import InvalidOptions, OptionProblem, WorkerProtocolError
from dlwb.protocol.interrupts import interrupts_wait

T = TypeVar("T")

_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """The pydantic adapter of a domain type or union; building one is slow, so each is kept."""
    if kind not in _ADAPTERS:
        with interrupts_wait():
            _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(value: Any, kind: Any | None = None) -> str:
    """`value` as one JSON document; `kind` is needed where the type alone does not tell (a union)."""
    return adapter(kind or type(value)).dump_json(value).decode()


def to_plain(value: Any, kind: Any | None = None) -> Any:
    """`value` as plain dicts, lists, strings and numbers."""
    return adapter(kind or type(value)).dump_python(value, mode="json")


@overload
def from_json(kind: type[T], document: str | bytes) -> T: ...


@overload
def from_json(kind: Any, document: str | bytes) -> Any: ...


def from_json(kind: Any, document: str | bytes) -> Any:
    """Decode a JSON document.

    Raises:
        WorkerProtocolError: the document is not of that type.
    """
    try:
        return adapter(kind).validate_json(document)
    except ValidationError as error:
        raise WorkerProtocolError(
            f"{_unfit(kind, error)}.", "Another version of dlwb wrote it; use that one."
        ) from error


def _unfit(kind: Any, error: ValidationError) -> str:
    """Where a document differs from its type, in short: of a union pydantic tells everything about every member."""
    name = getattr(kind, "__name__", "message or document")
    if any(problem["type"] == "json_invalid" for problem in error.errors(include_url=False)):
        return f"Not a {name}: it is not JSON"
    # The longest way in is that of the member of a union that fits best.
    where = max((problem["loc"] for problem in error.errors(include_url=False)), key=len)
    return f"Not a {name}: {'.'.join(map(str, where)) or 'all of it'} does not fit"


def unfit_fields(errors: Iterable[Mapping[str, Any]]) -> tuple[OptionProblem, ...]:
    """What pydantic complains about, as problems of options: each is named by its place in the document."""
    return tuple(OptionProblem(".".join(map(str, one["loc"])), f"{one['msg']}.") for one in errors)


def from_options(kind: type[T], values: Mapping[str, Any]) -> T:
    """A domain dataclass from words as people give them: `hint="latency"` becomes `Hint.LATENCY`.

    Raises:
        InvalidOptions: names every field that does not exist or has a value of the wrong kind.
    """
    known = {field.name for field in fields(cast(Any, kind))}
    problems = [OptionProblem(name, "there is no such option.") for name in values if name not in known]
    endless = (name for name, value in values.items() if isinstance(value, float) and not isfinite(value))
    problems += [OptionProblem(name, f"{values[name]:g} is no number to calculate with.") for name in endless]
    try:
        made: T = adapter(kind).validate_python({name: values[name] for name in values if name in known})
    except ValidationError as error:
        problems += unfit_fields(error.errors())
    if problems:
        raise InvalidOptions(tuple(problems), f"Options: {', '.join(sorted(known))}.")
    return made
