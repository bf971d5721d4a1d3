"""The timed loops: three ways to put load on a model (METHODS §1.8), each cut into stretches that touch.

A loop calls the queue, the clock and one array; nothing is created, logged or converted in it. Load goes on from one
stretch to the next: the queue is never drained between them, and the time between two stretches, in which the caller
does its book-keeping, belongs to the second one, so it can only make a figure worse.
"""

import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dlwb.domain.inference import Arrivals, MeasurePlan, Mode
from dlwb.ports import Clock, RequestQueue

Floats = NDArray[np.float64]

# Completions that fit into one stretch; a stretch that reaches it ends early. No Python loop does that many a second.
CAPACITY = 1 << 18
# Under offered load: how long requests that were due before the end may take to be started after it.
GRACE_S = 5.0
_GAPS = 1 << 14


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one stretch saw: wall seconds and the latency of each completion, in milliseconds.

    `service_ms` is the time inside the engine; it differs from the latency only under offered load, where the latency
    counts from the moment the request was due. Both are views that the next stretch overwrites.
    """

    wall_s: float
    latency_ms: Floats
    service_ms: Floats


@dataclass(frozen=True, slots=True)
class Tail:
    """Requests that were due before the end and ended after it: their latencies in ms, and how many never started."""

    latency_ms: Floats
    unserved: int


class Load(Protocol):
    """One of the three loads, in operation from its creation to `finish`."""

    late_starts: int

    def run(self, seconds: float, completions: int, most_seconds: float) -> Stretch:
        """Go on until both `seconds` and `completions` are reached, or `most_seconds`.

        It ends at a completion, so the wall time of a stretch holds whole inferences.
        """

    def finish(self) -> Tail:
        """End the load: no new requests, and those in flight complete."""


def start_load(plan: MeasurePlan, queue: RequestQueue, clock: Clock) -> Load:
    """Put the plan's load on the queue."""
    match plan.mode:
        case Mode.SYNC:
            return SyncLoad(queue, clock)
        case Mode.CLOSED:
            return ClosedLoad(queue, clock)
        case Mode.OFFERED:
            return OfferedLoad(queue, clock, _gaps(plan))


def _gaps(plan: MeasurePlan) -> Iterator[float]:
    """Seconds between arrivals: always the same, or exponential (a Poisson process); repeats after 16384 arrivals."""
    if plan.rate is None:
        raise ValueError("Offered load needs a rate.")
    if plan.arrivals is Arrivals.CONSTANT:
        return cycle((1.0 / plan.rate,))
    rng = random.Random(plan.seed)  # noqa: S311 - a repeatable schedule, not a secret
    return cycle([rng.expovariate(plan.rate) for _ in range(_GAPS)])


class _Buffer:
    """Latencies of one stretch, in memory that is allocated once."""

    def __init__(self) -> None:
        self.values = array("d", bytes(8 * CAPACITY))
        self._view: Floats = np.frombuffer(self.values, dtype=np.float64)

    def first(self, count: int) -> Floats:
        return self._view[:count]


class SyncLoad:
    """One request at a time: the next starts when the last has completed."""

    late_starts = 0

    def __init__(self, queue: RequestQueue, clock: Clock) -> None:
        self._queue = queue
        self._now = clock.now
        self._buffer = _Buffer()
        self._boundary = clock.now()

    def run(self, seconds: float, completions: int, most_seconds: float) -> Stretch:
        """Infer again and again."""
        infer, now, values = self._queue.infer, self._now, self._buffer.values
        begin = self._boundary
        deadline, limit = begin + seconds, begin + most_seconds
        count = 0
        while True:
            values[count] = infer()
            count += 1
            moment = now()
            if (moment >= deadline and (count >= completions or moment >= limit)) or count == CAPACITY:
                break
        self._boundary = moment
        latencies = self._buffer.first(count)
        return Stretch(moment - begin, latencies, latencies)

    def finish(self) -> Tail:
        """Nothing is in flight."""
        return Tail(np.empty(0), 0)


class ClosedLoad:
    """All requests always in flight: each starts again as soon as it has completed."""

    late_starts = 0

    def __init__(self, queue: RequestQueue, clock: Clock) -> None:
        self._queue = queue
        self._now = clock.now
        self._buffer = _Buffer()
        for _ in range(len(queue)):
            queue.acquire()
            queue.start()
        self._boundary = clock.now()

    def run(self, seconds: float, completions: int, most_seconds: float) -> Stretch:
        """Restart every request that completes."""
        acquire, start, latency = self._queue.acquire, self._queue.start, self._queue.latency_ms
        now, values = self._now, self._buffer.values
        begin = self._boundary
        deadline, limit = begin + seconds, begin + most_seconds
        count = 0
        while True:
            index = acquire()
            moment = now()
            values[count] = latency(index)
            start()
            count += 1
            if (moment >= deadline and (count >= completions or moment >= limit)) or count == CAPACITY:
                break
        self._boundary = moment
        latencies = self._buffer.first(count)
        return Stretch(moment - begin, latencies, latencies)

    def finish(self) -> Tail:
        """Wait for the requests in flight; as many were in flight when measuring began, so they are not counted."""
        self._queue.drain()
        return Tail(np.empty(0), 0)


def salvo(queue: RequestQueue, clock: Clock) -> Stretch:
    """Start every request once, together, and wait for all: what a closed loop does when an inference is so long that
    filling the pipeline does not count, without the inferences that are still in flight when a stretch ends.
    """
    begin = clock.now()
    for _ in range(len(queue)):
        queue.acquire()
        queue.start()
    queue.drain()
    wall_s = clock.now() - begin
    latencies = np.array([queue.latency_ms(index) for index in range(len(queue))])
    return Stretch(wall_s, latencies, latencies)


class OfferedLoad:
    """Requests that arrive by a schedule, whether or not the model keeps up.

    The latency counts from the moment a request was due, so a stall is seen by every request that it delays, and not
    only by the one it hit (Gil Tene's *coordinated omission*). For the same reason the end of the measurement cuts
    nothing off: `finish` goes on until everything that was due has been served.
    """

    def __init__(self, queue: RequestQueue, clock: Clock, gaps: Iterator[float]) -> None:
        self._queue = queue
        self._clock = clock
        self._latency, self._service = _Buffer(), _Buffer()
        self._gaps = gaps
        # Milliseconds between due and started, for every request in flight; None: its latency has been read.
        self._waited: list[float | None] = [None] * len(queue)
        self._boundary = clock.now()
        self._due = self._boundary + next(gaps)
        self.late_starts = 0

    def run(self, seconds: float, completions: int, most_seconds: float) -> Stretch:
        """Start requests as they become due, and count those that completed."""
        acquire, start, latency = self._queue.acquire, self._queue.start, self._queue.latency_ms
        now, sleep_until, gaps, waited = self._clock.now, self._clock.sleep_until, self._gaps, self._waited
        latencies, services = self._latency.values, self._service.values
        begin = self._boundary
        deadline, limit = begin + seconds, begin + most_seconds
        # The schedule stands still while the caller keeps its books: that delay is ours, not the model's.
        due = self._due + (now() - begin)
        count = late = 0
        while True:
            index = acquire()
            moment = now()
            before = waited[index]
            if before is not None:
                waited[index] = None
                service = services[count] = latency(index)
                latencies[count] = before + service
                count += 1
                if (moment >= deadline and (count >= completions or moment >= limit)) or count == CAPACITY:
                    break
            if moment > due:
                late += 1
            else:
                sleep_until(due)
                moment = now()
            start()
            waited[index] = (moment - due) * 1e3
            due += next(gaps)
        self._boundary, self._due = moment, due
        self.late_starts += late
        return Stretch(moment - begin, self._latency.first(count), self._service.first(count))

    def finish(self) -> Tail:
        """Serve what was due before the end, for at most `GRACE_S`, and wait for the requests in flight."""
        queue, now, waited = self._queue, self._clock.now, self._waited
        end, give_up = self._boundary, self._boundary + GRACE_S
        tail = array("d")  # under overload it holds what was due and never started, which can be millions
        while self._due <= end and now() < give_up:
            index = queue.acquire()
            self._collect(index, tail)
            moment = now()
            queue.start()
            waited[index] = (moment - self._due) * 1e3
            self._due += next(self._gaps)
        queue.drain()
        for index in range(len(queue)):
            self._collect(index, tail)
        unserved = 0
        moment = now()
        while self._due <= end:
            tail.append((moment - self._due) * 1e3)
            self._due += next(self._gaps)
            unserved += 1
        return Tail(np.asarray(tail, dtype=np.float64), unserved)

    def _collect(self, index: int, tail: "array[float]") -> None:
        before = self._waited[index]
        if before is not None:
            tail.append(before + self._queue.latency_ms(index))
            self._waited[index] = None
