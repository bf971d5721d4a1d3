"""The query of a request: a parameter that an endpoint does not have is an error, not something to pass over."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_params_to_args
from fastapi.exceptions import RequestValidationError


def refuse_unknown(request: Request) -> None:
    """Refuse parameters of the query that the endpoint does not have, together with the values that are wrong.

    Who misspells a filter would otherwise take the answer without it for the answer with it.

    Raises:
        RequestValidationError: every problem of the query at once.
    """
    own = list(_with_those_it_needs(request.scope["route"].dependant))
    fields = [field for dependant in own for field in dependant.query_params]
    known = sorted({field.alias for field in fields})
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if not unknown:
        return
    there = f"it has {', '.join(known)}" if known else "it has none"
    problems: list[dict[str, Any]] = [
        {
            "type": "extra_forbidden",
            "loc": ("query", name),
            "msg": f"There is no such parameter; {there}",
            "input": None,
        }
        for name in unknown
    ]
    _, wrong = request_params_to_args(fields, request.query_params)
    raise RequestValidationError([*problems, *wrong])


def _with_those_it_needs(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for needed in dependant.dependencies:
        yield from _with_those_it_needs(needed)
