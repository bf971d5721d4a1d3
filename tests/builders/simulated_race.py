"""A race without a machine: configurations whose true figures are known, and laps with noise, drift and bursts."""

import random
from dataclasses import dataclass
from math import exp, inf

from dlwb.calc.race_laws import Entrant
from dlwb.calc.racing import LAP_S, Race, lap_s
from dlwb.calc.standings import Lap
from dlwb.domain.search import Goal


@dataclass(frozen=True)
class Network:
    """How a network behaves on a machine with `cores` cores.

    `frame_ms`: one frame on one core; `start_ms`: fixed part of an inference; `dispatch_ms`: the time that a stream is idle
    between two inferences when no other request waits; `serial`: the share that more threads do not speed up; `cache`:
    frames in flight from which on each costs more.
    """

    frame_ms: float = 5.0
    start_ms: float = 0.1
    dispatch_ms: float = 0.05
    serial: float = 0.1
    cache: float = 64.0
    cores: int = 2

    def inference_ms(self, batch: int, streams: int) -> float:
        threads = max(1, self.cores // streams)
        speed = 1 / (self.serial + (1 - self.serial) / threads)
        crowded = 1 + 0.15 * max(0.0, batch * streams / self.cache - 1) ** 0.5
        return self.start_ms + self.frame_ms * batch * crowded / speed

    def truth(self, batch: int, streams: int, requests: int) -> tuple[float, float, float]:
        """Frames per second, median latency (ms), and the share of the time that a request is in flight."""
        busy_streams = min(streams, requests)
        inside = self.inference_ms(batch, streams)
        gap = self.dispatch_ms * max(0.0, 1 - (requests / busy_streams - 1) / 3)
        cycle = (inside + gap) * requests / busy_streams
        latency = cycle - gap
        return batch * requests / cycle * 1e3, latency, latency / cycle


class Circuit:
    """Runs races on a network; `spent` is the simulated time.

    `spells`: how much slower the host is at times (a logarithm), and for how many seconds on average, as is the rest.
    """

    def __init__(
        self, network, *, batches=(1, 2, 4, 8, 16, 32), noise=0.03, drift=0.02, bursts=0.0, spells=(0.0, 5.0), seed=0
    ):
        self.network = network
        self.random = random.Random(seed)
        self.noise, self.drift, self.bursts = noise, drift, bursts
        self.spells, self.slow, self.changes = spells, False, 0.0
        self.spent = 0.0
        self.compiled = set()
        streams = [1]
        while streams[-1] < network.cores:
            streams.append(streams[-1] * 2)
        hints = [(1, network.cores, network.cores), (1, 1, 1)]
        points = [(b, s, s * k) for b in batches for s in streams for k in (1, 2, 4)]
        self.points = hints + points
        groups = {}
        self.entrants = [
            Entrant(groups.setdefault((b, s, i if i < 2 else -1), len(groups)), -1 if i < 2 else s, b, r, s)
            for i, (b, s, r) in enumerate(self.points)
        ]
        self.laps = dict.fromkeys(range(len(self.points)), 0)
        self.left = {}
        self.ran = []

    def truth(self, index):
        return self.network.truth(*self.points[index])

    def race(self, goal: Goal, budget_s=60.0) -> Race:
        race = Race(self.entrants, goal, 2, budget_s)
        while (index := race.next(self.spent)) is not None:
            group = self.entrants[index].group
            if group not in self.compiled:
                self.compiled.add(group)
                self.spent += 0.15
                race.compiled(index, 0.15)
            race.ran(index, self._lap(index))
            if index < 2 and self.laps[index] == 0:
                race.same(self.points.index(self.points[index], 2), index)
            self.laps[index] += 1
            self.ran.append(index)
            self.left.update(race.leaving())
        self.left.update(race.leaving())
        return race

    def _lap(self, index):
        fps, latency, busy = self.truth(index)
        _, streams, requests = self.points[index]
        cycle = latency * requests / min(requests, streams) / 1e3
        wanted = lap_s(latency) if self.laps[index] else LAP_S
        wall = max(wanted, cycle)
        self.spent += wall + max(0.2 * wanted, 2 * cycle)
        slow = self.random.gauss(0, self.noise) + self.drift * self._wave() + self._spell()
        foreign = 0.0
        if self.random.random() < self.bursts:
            foreign = self.random.uniform(0.1, 0.5)
            slow += foreign * self.random.uniform(0.5, 1.5)
        seen = max(0.0, foreign + self.random.uniform(-0.02, 0.02))
        return Lap(fps * exp(-slow), latency * exp(slow), wall, min(1.0, busy), seen)

    def _spell(self):
        slower, seconds = self.spells
        while slower and self.changes <= self.spent:
            self.slow = not self.slow
            self.changes += self.random.expovariate(1 / seconds)
        return slower * self.slow

    def _wave(self):
        return ((self.spent / 20) % 2) - 1

    def best(self, goal: Goal):
        """Index and value of the truly best within the limit; the value is inverse latency where latency is the goal."""
        values = [(self.value(i, goal), i) for i in range(len(self.points)) if self.meets(i, goal)]
        return max(values, default=(-inf, None))

    def value(self, index, goal):
        fps, latency, _ = self.truth(index)
        return fps if goal.kind.value == "throughput" else 1 / latency

    def meets(self, index, goal, slack=0.0):
        limit = goal.latency_limit_ms
        return limit is None or self.truth(index)[1] <= limit * (1 + slack)
