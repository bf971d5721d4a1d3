"""What the laps of a race say: who is how much better than whom, and how sure that is.

Everything is in logarithms, so that a difference of 0.01 is one per cent. Laps of the same round were taken close together:
what the host did meanwhile hits both, and their difference is far surer than that of laps taken apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import median

from dlwb.domain.search import GoalKind

# Round 0 holds the first laps, each taken at a time of its own; those below are of one configuration alone.
FIRST = 0
# What the host changes between laps taken apart, beyond the noise of a lap (relative standard deviation).
_DRIFT = 0.03
# Noise of a lap before there is anything to estimate it from.
_NOISE = 0.015
# Both are what is known before the first lap; that is worth so many observations.
_WORTH = 4
_LEAST_NOISE = 0.004
# The kernel counts processor time in ticks; below this share of all cores others cannot be told from that.
_UNSEEN_FOREIGN = 0.05
# A host of which others always use a share x gives a lap now more and now less, by about this times x.
_UNREST = 0.3
# Cores that others take cost more than their share where threads wait for each other.
_FOREIGN_EFFECT = 1.5
# Foreign load of this share halves what a lap counts for.
_HALVING_FOREIGN = 0.05


@dataclass(frozen=True, slots=True)
class Lap:
    """What one configuration did in one short stretch.

    Frames per second, median latency of one request in milliseconds, wall seconds. `busy` is the share of the time that
    each request was in flight (0..1). `foreign` is the share of all cores that others used, None when unknown. `p99_ms` is
    that of all laps of the configuration so far, None while it is not earned.
    """

    fps: float
    median_ms: float
    wall_s: float
    busy: float = 1.0
    foreign: float | None = None
    p99_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A logarithm with its standard error."""

    value: float
    error: float

    def low(self, z: float) -> float:
        """Lower end, `z` standard errors down."""
        return self.value - z * self.error

    def high(self, z: float) -> float:
        """Upper end, `z` standard errors up."""
        return self.value + z * self.error


class Standings:
    """All laps of all entrants, by round."""

    def __init__(self, kind: GoalKind) -> None:
        self._kind = kind
        self._laps: dict[int, dict[int, Lap]] = {}
        self._noise: float | None = None
        self._unrest: float | None = None
        self._foreign = 0.0

    def add(self, entrant: int, round: int, lap: Lap) -> None:
        """Remember a lap; a second one of the same round takes the place of the first."""
        self._laps.setdefault(entrant, {})[round] = lap
        self._foreign = median([lap.foreign or 0.0 for laps in self._laps.values() for lap in laps.values()])
        self._noise = self._unrest = None

    def disturbance(self, lap: Lap) -> float:
        """The relative error that others may have caused, 0 where they cannot be told from counting in ticks.

        What others use all the time slows all laps alike, more or less (`unrest`); only what is unusual on this host sets
        a lap apart.
        """
        return max(0.0, abs((lap.foreign or 0.0) - self._foreign) - _UNSEEN_FOREIGN)

    @property
    def unrest(self) -> float:
        """The relative error of every lap that this host adds to what any host does; 0 on a quiet one.

        It shows in laps of one configuration that differ, and where others use the cores all the time.
        """
        if self._unrest is None:
            self._unrest = max(_UNREST * max(0.0, self._foreign - _UNSEEN_FOREIGN), self._seen_unrest())
        return self._unrest

    def weight(self, lap: Lap) -> float:
        """What a lap counts for (0..1)."""
        return _weight(self.disturbance(lap))

    def laps(self, entrant: int) -> tuple[Lap, ...]:
        """The laps of an entrant, oldest first."""
        return tuple(self._laps.get(entrant, {}).values())

    def has_run(self, entrant: int) -> bool:
        """Whether there is at least one lap."""
        return entrant in self._laps

    def fps(self, entrant: int) -> float:
        """Typical throughput, in frames per second."""
        return _median([(lap.fps, self.weight(lap)) for lap in self.laps(entrant)])

    def latency_ms(self, entrant: int) -> float:
        """Typical median latency of one request, in milliseconds."""
        return _median([(lap.median_ms, self.weight(lap)) for lap in self.laps(entrant)])

    def p99_ms(self, entrant: int) -> float | None:
        """The 99th percentile, None while it is not earned."""
        laps = self.laps(entrant)
        return laps[-1].p99_ms if laps else None

    def score(self, lap: Lap) -> float:
        """Logarithm of what is to be large."""
        return log(lap.fps) if self._kind is GoalKind.THROUGHPUT else -log(lap.median_ms)

    def typical(self, entrant: int) -> float:
        """Median score of an entrant, whatever the rounds."""
        return _median([(self.score(lap), self.weight(lap)) for lap in self.laps(entrant)])

    def gap(self, entrant: int, to: int) -> Gap:
        """How far `entrant` is ahead of `to`: the paired rounds and the first laps together, each by its sureness."""
        noise = self.noise()
        mine, theirs = self._laps[entrant], self._laps[to]
        pairs = [
            (self.score(mine[r]) - self.score(theirs[r]), _weight(_apart(mine[r], theirs[r])))
            for r in mine.keys() & theirs.keys()
            if r > FIRST
        ]
        parts: list[tuple[float, float]] = []
        if pairs:
            # A median of three or more lets one burst go by, for which it needs half as many again.
            inefficiency = 1.5 if len(pairs) >= 3 else 1.0
            amount = sum(weight for _, weight in pairs)
            parts.append((_median(pairs), 2 * noise**2 * inefficiency / amount))
        first, other = mine.get(FIRST), theirs.get(FIRST)
        if first is not None and other is not None:
            variance = 2 * (_DRIFT**2 + noise**2 + self.unrest**2) + (_FOREIGN_EFFECT * _apart(first, other)) ** 2
            parts.append((self.score(first) - self.score(other), variance))
        if not parts:
            return Gap(self.typical(entrant) - self.typical(to), sqrt(2) * (_DRIFT + noise + self.unrest))
        precision = sum(1 / variance for _, variance in parts)
        return Gap(sum(value / variance for value, variance in parts) / precision, sqrt(1 / precision))

    def log_latency(self, entrant: int) -> Gap:
        """Logarithm of the median latency in milliseconds."""
        return Gap(log(self.latency_ms(entrant)), self._level_error(entrant))

    def log_fps(self, entrant: int) -> Gap:
        """Logarithm of the throughput in frames per second."""
        return Gap(log(self.fps(entrant)), self._level_error(entrant))

    def _level_error(self, entrant: int) -> float:
        """Relative standard error of a figure taken alone, beside which nothing else ran."""
        laps = self.laps(entrant)
        amount = sum(self.weight(lap) for lap in laps)
        disturbance = min(self.disturbance(lap) for lap in laps)
        return sqrt((_DRIFT**2 + self.noise() ** 2 + self.unrest**2) / amount + disturbance**2)

    def noise(self) -> float:
        """Relative standard deviation of one lap beside others of its round, from all rounds so far."""
        if self._noise is None:
            self._noise = self._estimated_noise()
        return self._noise

    def _seen_unrest(self) -> float:
        """By how much laps of one configuration differ, beyond what they do on a quiet host."""
        quiet = _DRIFT**2 + _NOISE**2
        squares, freedom = _WORTH * quiet, float(_WORTH)
        for laps in self._laps.values():
            left = [(self.score(lap), self.weight(lap)) for lap in laps.values()]
            amount = sum(weight for _, weight in left)
            level = sum(score * weight for score, weight in left) / amount
            squares += sum(weight * (score - level) ** 2 for score, weight in left)
            freedom += max(0.0, amount - 1)
        return sqrt(max(0.0, squares / freedom - quiet))

    def _estimated_noise(self) -> float:
        """What is left of the scores when each entrant's level and each round's common change are taken out."""
        rows = {e: {r: lap for r, lap in laps.items() if r > FIRST} for e, laps in self._laps.items()}
        rows = {e: laps for e, laps in rows.items() if len(laps) >= 2}
        rounds = sorted({r for laps in rows.values() for r in laps})
        level = {e: _mean([self.score(lap) for lap in laps.values()]) for e, laps in rows.items()}
        squares = seen = 0.0
        for r in rounds:
            left = [(self.score(laps[r]) - level[e], self.weight(laps[r])) for e, laps in rows.items() if r in laps]
            common = _median(left)
            squares += sum(weight * (value - common) ** 2 for value, weight in left)
            seen += max(0.0, sum(weight for _, weight in left) - 1)
        seen -= min(seen, 0.5 * len(rows))
        # A restless host may change from one lap to the next, until the rounds show that it changes slowly.
        squares += _WORTH * _NOISE**2 + max(0.0, _WORTH - seen) * self.unrest**2
        return max(_LEAST_NOISE, sqrt(squares / (_WORTH + seen)))


def _apart(a: Lap, b: Lap) -> float:
    """By how much more others used the cores during one lap than during the other, beyond what ticks can tell."""
    return max(0.0, abs((a.foreign or 0.0) - (b.foreign or 0.0)) - _UNSEEN_FOREIGN)


def _weight(disturbance: float) -> float:
    return 1.0 / (1.0 + (disturbance / _HALVING_FOREIGN) ** 2)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _median(values: Sequence[tuple[float, float]]) -> float:
    """Weighted median of (value, weight): half of the weight lies on either side."""
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    reached = 0.0
    for i, (value, weight) in enumerate(ordered):
        reached += weight
        if reached > half * (1 + 1e-9):
            return value
        if reached >= half * (1 - 1e-9) and i + 1 < len(ordered):
            return (value + ordered[i + 1][0]) / 2
    return ordered[-1][0]
