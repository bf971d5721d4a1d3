"""The form that the words of one command line fill in: all that is wrong with it is told together."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from dlwb.domain.errors import InvalidOptions
from dlwb.domain.problems import Problems


class UsageError(InvalidOptions):
    """The line is not of the form that `--help` tells, such as words where a number belongs; exit code 2."""


@contextmanager
def usage() -> Iterator[None]:
    """Words that are read in here are not of the form where they cannot be read. Raises UsageError."""
    try:
        yield
    except InvalidOptions as error:
        raise UsageError(error.problems, error.hint, error.terminal) from None


class Form(Problems):
    """What is wrong with the words of a line. Any that nobody can read make the whole a usage error."""

    def __init__(self) -> None:
        super().__init__()
        self._is_unreadable = False

    @contextmanager
    def collected(self, prefix: str = "") -> Iterator[None]:
        """Keep what the reading of some words complains about for later."""
        with super().collected(prefix):
            try:
                yield
            except UsageError:
                self._is_unreadable = True
                raise

    def raise_any(self) -> None:
        """Raises UsageError: some words cannot be read. InvalidOptions: all can, but are refused."""
        with usage() if self._is_unreadable else nullcontext():
            super().raise_any()
