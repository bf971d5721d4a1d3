"""The verbs of the command line: what one refuses is told by the flags that were typed, not by the fields behind them."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer
from typer.core import TyperArgument, TyperCommand

from dlwb.domain.errors import InvalidOptions, InvalidSettings, OptionProblem

_Function = TypeVar("_Function", bound=Callable[..., Any])

# The parameter that stands for a field of another name. A field finds a parameter of its own name without this.
_PARAMETERS = {
    "budget_s": "budget",
    "calibration": "subset",
    "calibration.count": "subset",
    "calibration.percent": "subset",
    "calibration.seed": "seed",
    "count": "subset",
    "extra": "property",
    "keep_names": "keep",
    "keep_types": "keep_type",
    "labels": "file",
    "latency_limit_ms": "latency_limit",
    "layouts": "layout",
    "memory_limit_bytes": "memory_limit",
    "models": "against",
    "note": "text",
    "percent": "subset",
    "precisions": "precision",
    "shapes": "shape",
    "subjects": "what",
    "validation.count": "validate",
    "validation.percent": "validate",
    "validation.seed": "validate_seed",
}


class Verb(TyperCommand):
    """One command; its errors name what one can type."""

    def invoke(self, ctx: Any) -> Any:  # typer's own context, whose class is private
        """Run it. Raises InvalidOptions, with flags and arguments in place of the names of fields."""
        try:
            return super().invoke(ctx)
        except InvalidSettings:
            raise  # nobody typed a flag for those
        except InvalidOptions as error:
            problems = as_typed(error.problems, self)
            raise type(error)(problems, error.hint, error.terminal) from error


class Verbs(typer.Typer):
    """A group of verbs."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        """As of `typer.Typer`, for a `Verb` unless `cls` says otherwise."""
        return super().command(name, **{"cls": Verb, **settings})


def as_typed(problems: Iterable[OptionProblem], verb: TyperCommand) -> tuple[OptionProblem, ...]:
    """The problems of fields as problems of the flags and arguments of a verb; what it has none for keeps its name."""
    words = {(parameter.name or "").rstrip("_"): _word(parameter) for parameter in verb.params}
    found: dict[OptionProblem, None] = {}
    for problem in problems:
        # A comparison says of which of its subjects it speaks: `subject 2, streams`.
        whose, comma, field = problem.option.rpartition(", ")
        word = words.get(field) or words.get(_PARAMETERS.get(field, ""), field)
        found[OptionProblem(f"{whose}{comma}{word}", problem.message)] = None
    return tuple(found)


def _word(parameter: Any) -> str:
    if isinstance(parameter, TyperArgument):
        metavar = parameter.metavar or str(parameter.name).upper()
        return metavar.strip("[]") if metavar.startswith("[") else metavar
    return str(max(parameter.opts, key=len))
