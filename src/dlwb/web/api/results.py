"""The result of a run, or the reason why there is none."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from dlwb.domain.errors import DlwbError
from dlwb.domain.run import Run
from dlwb.web.errors import Refused

T = TypeVar("T")


def the_result(document: Callable[[Run], T], run: Run) -> T:
    """The document of a finished run.

    Raises:
        Refused: there is no such result; status 409 with the run's own error, because the request was fine.
    """
    try:
        return document(run)
    except DlwbError as error:
        raise Refused(HTTPStatus.CONFLICT, type(error).__name__, error.message, error.hint) from error
