"""Which entrants of a race keep within the limit on latency, and which surely do or do not."""

from collections.abc import Sequence
from math import log

from dlwb.calc.race_laws import SURE
from dlwb.calc.standings import Standings
from dlwb.domain.search import Goal, LimitPercentile

# The median latency that a limit is about is known by then, or as well as it ever will be.
_ROUNDS = 8
# A percentile takes its time to be earned: 662 completions (METHODS §1.7).
_EARNING_ROUNDS = 100


class LatencyLimit:
    """The limit of a goal, held against what the laps say; without a limit everything keeps within it."""

    def __init__(self, goal: Goal, standings: Standings) -> None:
        self._limit_ms = goal.latency_limit_ms
        self._is_p99 = goal.percentile is LimitPercentile.P99
        self._standings = standings

    def is_inside(self, entrant: int) -> bool:
        """Whether it keeps within the limit by its figures so far; a percentile that is not earned does not."""
        if self._limit_ms is None:
            return True
        if self._is_p99:
            p99 = self._standings.p99_ms(entrant)
            return p99 is not None and p99 <= self._limit_ms
        return self._standings.latency_ms(entrant) <= self._limit_ms

    def is_surely_inside(self, entrant: int) -> bool:
        """Whether it would keep within the limit if its laps were repeated."""
        if self._limit_ms is None:
            return True
        if self._is_p99:
            return self.is_inside(entrant)
        return self._standings.log_latency(entrant).high(SURE) <= log(self._limit_ms)

    def is_surely_over(self, entrant: int) -> bool:
        """Whether even its median latency exceeds the limit, however often its laps are repeated."""
        return self._limit_ms is not None and self._standings.log_latency(entrant).low(SURE) > log(self._limit_ms)

    def is_open(self, contenders: Sequence[int], round: int) -> bool:
        """Whether further rounds may show on which side of the limit one lies that could win."""
        if self._limit_ms is None:
            return False
        if self._is_p99 and round < _EARNING_ROUNDS and any(self._standings.p99_ms(e) is None for e in contenders):
            return True
        return round < _ROUNDS and any(not self.is_surely_inside(e) for e in contenders)
