"""NNCF's exceptions in our words; those of others, which only pass through it, stay what they are."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from nncf.errors import InvalidGroupSizeError

from dlwb.adapters.nncf.progress import OnProgress
from dlwb.adapters.openvino.errors import first_meaningful_line, message_of, speaks_of_memory
from dlwb.domain.errors import CannotQuantize, DlwbError
from dlwb.ports.engine import Tensors


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
        return CannotQuantize(
            f"The group size does not divide the weights: {reason}",
            "Choose a smaller group size, or -1 for one scale per channel.",
        )
    if isinstance(error, LookupError | TypeError | AttributeError | AssertionError):
        reason = f"it stumbled over something it does not know ({type(error).__name__}: {reason})"
    return CannotQuantize(
        f"NNCF cannot quantize this network: {reason}",
        "The run's log says where it happened; operations can be kept in floating point by name or by type.",
    )
