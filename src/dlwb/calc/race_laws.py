"""What the laps so far forbid: configurations that cannot be the best need not be measured.

A *family* differs in nothing but batch and requests, a *group* in nothing but requests (it shares one compiled model).
The laws hold on every device that was looked at; each leaves a margin, because a law broken by a few per cent must not
cost the answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf, log

from dlwb.calc.standings import Lap, Standings

# How far beyond a law a configuration may still be.
_MARGIN = 0.05
# A waiting stream takes so long to notice its next request, which is inside the latency and goes away with more requests.
_WAKE_MS = 0.1
# Of streams that are idle more than this, nothing is known.
_LEAST_BUSY = 0.1
# Standard errors from which on a latency is surely over a limit.
SURE = 2.6


@dataclass(frozen=True, slots=True)
class Entrant:
    """A configuration as the race sees it; `family` is negative where no law applies."""

    group: int
    family: int
    batch: int
    requests: int
    streams: int


class Laws:
    """Bounds for entrants that have not run, from those of their family that have."""

    def __init__(self, entrants: Sequence[Entrant], standings: Standings) -> None:
        self._entrants = entrants
        self._standings = standings
        self._ran: dict[int, dict[int, int]] = {}

    def ran(self, entrant: int, lap_of: int | None = None) -> None:
        """From now on the laps of `entrant` count; `lap_of` is the one that ran in its place."""
        family = self._entrants[entrant].family
        if family >= 0:
            self._ran.setdefault(family, {})[entrant] = entrant if lap_of is None else lap_of

    def most_fps(self, entrant: int) -> float:
        """No more frames per second than this, as far as the laws know."""
        one = self._entrants[entrant]
        return min(self._by_busy_streams(one), self._by_gain(one), self._by_batch(one))

    def most_gain(self, entrant: int) -> float:
        """How many times as much it can do as those of its group with fewer requests, by how busy their streams were.

        Both would run under the same conditions, so this holds whatever others do meanwhile.
        """
        one = self._entrants[entrant]
        return min((1 / busy for _, busy in self._busy_with_fewer(one)), default=inf)

    def neighbours(self, entrant: int) -> tuple[int, ...]:
        """Those that differ from it by one step of the batch, in the requests alone, or in the family alone."""
        one = self._entrants[entrant]
        batches = sorted({other.batch for other in self._entrants if other.family == one.family})
        at = batches.index(one.batch)
        beside = {*batches[max(0, at - 1) : at], *batches[at + 1 : at + 2]}
        found = []
        for i, other in enumerate(self._entrants):
            if other.family == one.family:
                is_next = other.batch == one.batch or (other.batch in beside and other.requests == one.requests)
            else:
                as_full = other.requests * one.streams == one.requests * other.streams
                is_next = other.family >= 0 and other.batch == one.batch and as_full
            if is_next and i != entrant:
                found.append(i)
        return tuple(found)

    def is_over(self, entrant: int, limit_ms: float) -> bool:
        """Whether its latency is surely over a limit: that of a smaller batch with no more requests is already."""
        return any(self._standings.log_latency(lap_of).low(SURE) > log(limit_ms) for _, lap_of in self._below(entrant))

    def is_outdone(self, entrant: int) -> bool:
        """Whether one with less in flight has run, which answers no later."""
        return any(True for _ in self._below(entrant))

    def likely_fps(self, entrant: int) -> float | None:
        """What it will probably do: as much as the nearest batch of its family, else of anything with as many streams."""
        one = self._entrants[entrant]
        known = [(self._entrants[e], self._standings.fps(lap_of)) for e, lap_of in self._family(one.family)]
        known = known or [
            (self._entrants[e], self._standings.fps(lap_of)) for ran in self._ran.values() for e, lap_of in ran.items()
        ]
        return min(known, key=lambda k: (abs(log(k[0].batch / one.batch)), -k[1]))[1] if known else None

    # --- the laws ---------------------------------------------------------------------------------

    def _by_busy_streams(self, one: Entrant) -> float:
        """More requests fill no more than the time in which the streams had none."""
        bounds = (self._standings.fps(lap_of) / busy for lap_of, busy in self._busy_with_fewer(one))
        return self._with_margin(min(bounds, default=inf), one, 0.0)

    def _busy_with_fewer(self, one: Entrant) -> Iterable[tuple[int, float]]:
        """Those of the same batch with fewer requests, and the share of the time that their streams surely worked."""
        for e, lap_of in self._family(one.family):
            other = self._entrants[e]
            if other.batch == one.batch and other.streams <= other.requests < one.requests:
                lap = self._standings.laps(lap_of)[-1]
                busy = lap.busy - _WAKE_MS / max(lap.median_ms, _WAKE_MS)
                if busy > _LEAST_BUSY:
                    yield lap_of, busy

    def _by_gain(self, one: Entrant) -> float:
        """More requests gain no more than they did at a smaller batch, where the time between inferences weighs more."""
        ran = {(self._entrants[e].batch, self._entrants[e].requests): lap for e, lap in self._family(one.family)}
        few = min((r for b, r in ran if b == one.batch and r < one.requests), default=None)
        smaller = max((b for b, r in ran if b < one.batch and r == one.requests and (b, few) in ran), default=None)
        if few is None or smaller is None:
            return inf
        fps = self._standings.fps
        gain = fps(ran[smaller, one.requests]) / fps(ran[smaller, few])
        return self._with_margin(fps(ran[one.batch, few]) * max(1.0, gain), one)

    def _by_batch(self, one: Entrant) -> float:
        """Throughput over batch has one peak, and the time of a batch grows no slower beyond it than before."""
        best = self._best_by_batch(one.family)
        below = sorted(b for b in best if b < one.batch)
        above = sorted(b for b in best if b > one.batch)
        bounds = [inf]
        if len(above) >= 2 and best[above[0]] <= best[above[1]]:
            bounds.append(best[above[0]])
        if len(below) >= 2:
            b1, b2 = below[-2:]
            if best[b1] >= best[b2]:
                bounds.append(best[b2])
            t1, t2 = b1 / best[b1], b2 / best[b2]
            slope = (t2 * (1 - _MARGIN / 2) - t1 * (1 + _MARGIN / 2)) / (b2 - b1)
            bounds.append(one.batch / (t2 + max(0.0, slope) * (one.batch - b2)))
        return self._with_margin(min(bounds), one)

    def _with_margin(self, fps: float, one: Entrant, margin: float = _MARGIN) -> float:
        disturbed = max((self._standings.disturbance(lap) for lap in self._laps(one.family)), default=0.0)
        return fps * (1 + margin) / max(0.01, 1 - 2 * (disturbed + self._standings.unrest))

    # --- looking up -------------------------------------------------------------------------------

    def _family(self, family: int) -> Iterable[tuple[int, int]]:
        return self._ran.get(family, {}).items()

    def _laps(self, family: int) -> Iterable[Lap]:
        return (lap for _, lap_of in self._family(family) for lap in self._standings.laps(lap_of))

    def _below(self, entrant: int) -> Iterable[tuple[int, int]]:
        one = self._entrants[entrant]
        for e, lap_of in self._family(one.family):
            other = self._entrants[e]
            if e != entrant and other.batch <= one.batch and other.requests <= one.requests:
                yield e, lap_of

    def _best_by_batch(self, family: int) -> dict[int, float]:
        best: dict[int, float] = {}
        for e, lap_of in self._family(family):
            batch = self._entrants[e].batch
            best[batch] = max(best.get(batch, 0.0), self._standings.fps(lap_of))
        return best
