"""What NNCF reports of its progress, told to whoever waits for it, and its words sent to the log."""

import logging
import sys
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from typing import Any

from nncf.common.logging.track_progress import track

OnProgress = Callable[[float, str], None]

_WORDS = {
    "Statistics collection": "finding the ranges of activations",
    "Applying Smooth Quant": "smoothing outliers of activations",
    "Applying Fast Bias correction": "correcting biases",
    "Applying Bias correction": "correcting biases thoroughly",
    "Applying Weight Compression": "rounding weights",
    "Mixed-Precision assignment": "choosing the bits of each weight",
}


@contextmanager
def progress_told(on_progress: OnProgress, stages: int) -> Iterator[None]:
    """Tell `on_progress` of every step of NNCF's stages, each taken for an equal share; the bars are not drawn.

    NNCF has no hook for that: all its loops go through one class, whose iteration is replaced for the while. What
    `on_progress` raises comes out of NNCF as it is.
    """
    begun = depth = 0

    def told(bar: Any) -> Iterator[Any]:
        nonlocal begun, depth
        depth += 1
        try:
            if depth > 1:  # a stage within a step of another one
                yield from bar.sequence
                return
            begun += 1
            words = _WORDS.get(bar.description, bar.description)
            for done, item in enumerate(bar.sequence):
                on_progress(min((begun - 1 + min(done / _steps(bar), 1.0)) / stages, 1.0), words)
                yield item
        finally:
            depth -= 1

    drawn = track.__iter__
    track.__iter__ = told
    try:
        yield
    finally:
        track.__iter__ = drawn


def _steps(bar: Any) -> float:
    if isinstance(bar.sequence, Sized):
        return max(len(bar.sequence), 1)
    return float(bar.total or 1)


class _ToLog(logging.Handler):
    """Standard output belongs to others; what NNCF says goes to standard error, which is the run's log."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")


def _send_words_to_log() -> None:
    logger = logging.getLogger("nncf")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
    logger.addHandler(_ToLog())


_send_words_to_log()
