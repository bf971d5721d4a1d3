"""The real clock."""

import time


class SystemClock:
    """`ports.Clock` on the system's monotonic clock.

    `now` is bound on the instance, so that the timed loop calls the interpreter's own function.
    """

    # The kernel wakes a sleeper some 60 µs late; the last stretch is spun, short enough to leave the cores alone.
    _SPIN_S = 100e-6

    def __init__(self) -> None:
        self.now = time.perf_counter

    def sleep_until(self, moment: float) -> None:
        """Return as soon as `now() >= moment`."""
        now = self.now
        rest = moment - now()
        if rest > self._SPIN_S:
            time.sleep(rest - self._SPIN_S)
        while now() < moment:
            pass
