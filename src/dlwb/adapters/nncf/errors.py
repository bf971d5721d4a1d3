"""NNCF's exceptions in our words; those of others, which only pass through it, stay what they are."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import gcd

from nncf.errors import InvalidGroupSizeError

from dlwb.adapters.nncf.progress import OnProgress
from dlwb.adapters.openvino.errors import first_meaningful_line, message_of, speaks_of_memory
from dlwb.domain.errors import CannotQuantize, DlwbError
from dlwb.ports.engine import Tensors

_UNDIVIDED = re.compile(r'"([^"]*)" \(channel size: (\d+)\)')


class Outsiders:
    """Remembers what was raised while NNCF was at work by those whom it calls: the data, and whoever listens."""

    def __init__(self) -> None:
        self._raised: list[BaseException] = []

    def listener(self, on_progress: OnProgress) -> OnProgress:
        """The same listener; what it raises is remembered."""

        def call(fraction: float, words: str) -> None:
            with self._remembering():
                on_progress(fraction, words)

        return call

    def data(self, calibration: Callable[[], Iterable[Tensors]]) -> Iterator[Tensors]:
        """One pass over the data; what making it raises is remembered."""
        with self._remembering():
            items = iter(calibration())
        while True:
            with self._remembering():
                item = next(items, None)
            if item is None:
                return
            yield item

    @contextmanager
    def _remembering(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self._raised.append(error)
            raise

    def raised(self, error: BaseException) -> bool:
        """Whether this very exception came from outside."""
        return any(error is known for known in self._raised)


@contextmanager
def told_in_plain_words(outsiders: Outsiders) -> Iterator[None]:
    """Turn what NNCF, or the engine below it, raises into CannotQuantize; lack of memory or disk stays what it is."""
    try:
        yield
    except (DlwbError, MemoryError, OSError):
        raise
    except Exception as error:
        if outsiders.raised(error) or speaks_of_memory(message_of(error)):
            raise
        raise _in_plain_words(error) from error


def _in_plain_words(error: Exception) -> CannotQuantize:
    reason = first_meaningful_line(message_of(error))
    if isinstance(error, InvalidGroupSizeError):
        return _group_size(message_of(error), reason)
    if isinstance(error, LookupError | TypeError | AttributeError | AssertionError):
        reason = f"it stumbled over something it does not know ({type(error).__name__}: {reason})"
    return CannotQuantize(
        f"NNCF cannot quantize this network: {reason}",
        "The run's log says where it happened; operations can be kept in floating point by name or by type.",
    )


def _group_size(text: str, reason: str) -> CannotQuantize:
    """NNCF names every operation whose weights its groups do not divide, with the length of its channels."""
    failed = [(name, int(size)) for name, size in _UNDIVIDED.findall(text)]
    fits = gcd(*(size for _, size in failed))
    first = f": '{failed[0][0]}' has channels of {failed[0][1]} weights" if failed else ""
    more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
    return CannotQuantize(
        f"The group size does not divide the weights{first}{more} ({reason.rstrip('.')}).",
        f"Choose {f'{fits} or a divisor of it' if fits > 1 else 'another size'}, or -1 for one scale per channel.",
    )
