"""Wrong options of several checks, told together."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from dlwb.domain.errors import InvalidOptions, OptionProblem


class Problems:
    """What several checks complain about."""

    def __init__(self) -> None:
        self._found: list[OptionProblem] = []
        self._hints: list[str] = []
        self._terminal: list[str] = []

    @contextmanager
    def collected(self, prefix: str = "") -> Iterator[None]:
        """Keep what a check complains about for later, with a prefix for the names of the options."""
        try:
            yield
        except InvalidOptions as error:
            self._found += [OptionProblem(prefix + problem.option, problem.message) for problem in error.problems]
            self._hints.append(error.hint)
            self._terminal.append(error.terminal)

    def tell(self, error: InvalidOptions | None) -> None:
        """Keep an error that was made and not raised, None: there is none."""
        with self.collected():
            if error is not None:
                raise error

    def add(self, problems: Iterable[OptionProblem]) -> None:
        """Keep more of them."""
        self._found += problems

    def raise_any(self) -> None:
        """Raises InvalidOptions: something was wrong."""
        if self._found:
            hints, typed = (filter(None, dict.fromkeys(told)) for told in (self._hints, self._terminal))
            raise InvalidOptions(tuple(dict.fromkeys(self._found)), " ".join(hints), terminal=", ".join(typed))
