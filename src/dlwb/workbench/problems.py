"""Wrong options of several checks, told together."""

from collections.abc import Iterator
from contextlib import contextmanager

from dlwb.domain.errors import InvalidOptions, OptionProblem


class Problems:
    """What several checks complain about."""

    def __init__(self) -> None:
        self._found: list[OptionProblem] = []
        self._hints: list[str] = []

    @contextmanager
    def collected(self, prefix: str = "") -> Iterator[None]:
        """Keep what a check complains about for later, with a prefix for the names of the options."""
        try:
            yield
        except InvalidOptions as error:
            self._found += [OptionProblem(prefix + problem.option, problem.message) for problem in error.problems]
            self._hints.append(error.hint)

    def raise_any(self) -> None:
        """Raises InvalidOptions: something was wrong."""
        if self._found:
            problems = tuple(dict.fromkeys(self._found))
            raise InvalidOptions(problems, " ".join(hint for hint in dict.fromkeys(self._hints) if hint))
