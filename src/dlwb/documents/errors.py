"""Errors as documents: one shape in the terminal and over HTTP."""

from dlwb.documents.document import Document
from dlwb.domain.errors import Failure, OptionProblem


class ErrorBody(Document):
    """What went wrong, about what, and the next step; `problems` holds each wrong option of a form.

    `terminal` is what to type for the next step in the terminal: an option or a command.
    """

    type: str
    message: str
    hint: str = ""
    problems: tuple[OptionProblem, ...] = ()
    terminal: str = ""


class ErrorDocument(Document):
    """The one shape of every error, in the terminal and over HTTP."""

    error: ErrorBody

    @classmethod
    def of(cls, failure: Failure) -> "ErrorDocument":
        """The document of a failure."""
        return cls(
            error=ErrorBody(
                type=failure.type,
                message=failure.message,
                hint=failure.hint,
                problems=failure.problems,
                terminal=failure.terminal,
            )
        )
