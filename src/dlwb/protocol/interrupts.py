"""Ctrl-C where an exception would be lost."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ENDINGS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_wait() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end of the block.

    Libraries in native code that call back into Python, as pydantic does while it builds an adapter, print the exception of an
    interrupt and go on as if there had been none: the run that was to be cancelled would go on as well.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is interrupted
        return
    came: list[int] = []
    handlers = {number: signal.getsignal(number) for number in _ENDINGS}
    handlers = {number: handler for number, handler in handlers.items() if handler is not None}
    for number in handlers:
        signal.signal(number, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for one in came:
        signal.raise_signal(one)
