"""A clock that only moves when somebody waits, and requests that live in its time."""

from collections.abc import Callable

from dlwb.domain.inference import EffectiveConfig

TICK_S = 1e-7


class SimulatedClock:
    """Time that passes only by sleeping, plus a tick for every look at it, so that no loop stands still."""

    def __init__(self):
        self.time = 100.0

    def now(self):
        self.time += TICK_S
        return self.time

    def sleep_until(self, moment):
        self.time = max(self.time, moment)


class SimulatedQueue:
    """Requests on `streams` servers; the k-th inference takes `service_s(k)` seconds."""

    def __init__(self, clock: SimulatedClock, requests: int, service_s: Callable[[int], float], streams: int = 1):
        self.clock = clock
        self.service_s = service_s
        self.free_at = [0.0] * streams
        self.idle = list(range(requests))
        self.finish = {}
        self.latency = [0.0] * requests
        self.started = self.inferred = self.drains = 0
        self.start_times = []
        self.fewest_in_flight_at_start = requests

    def __len__(self):
        return len(self.latency)

    def acquire(self):
        self._collect()
        if not self.idle:
            self.clock.sleep_until(min(self.finish.values()))
            self._collect()
        return self.idle[0]

    def _collect(self):
        done = sorted((moment, i) for i, moment in self.finish.items() if moment <= self.clock.time)
        for _, index in done:
            del self.finish[index]
            self.idle.append(index)

    def start(self):
        index = self.idle.pop(0)
        self.fewest_in_flight_at_start = min(self.fewest_in_flight_at_start, len(self.finish))
        stream = min(range(len(self.free_at)), key=self.free_at.__getitem__)
        begin = max(self.clock.time, self.free_at[stream])
        end = begin + self.service_s(self.started)
        self.free_at[stream] = end
        self.latency[index] = (end - self.clock.time) * 1e3
        self.finish[index] = end
        self.start_times.append(self.clock.time)
        self.started += 1

    def latency_ms(self, index):
        return self.latency[index]

    def drain(self):
        self.drains += 1
        if self.finish:
            self.clock.sleep_until(max(self.finish.values()))
        self._collect()

    def infer(self):
        assert not self.finish, "a synchronous inference while others are in flight"
        taken = self.service_s(self.started)
        self.started += 1
        self.inferred += 1
        self.clock.sleep_until(self.clock.time + taken)
        return taken * 1e3


class SimulatedCompiled:
    """As much of a compiled model as measuring asks for."""

    compile_ms = 12.5

    def __init__(self, batch=1):
        self.batch = batch

    def effective(self, requests):
        return EffectiveConfig(
            device="SIM",
            execution_devices=("SIM",),
            batch=self.batch,
            requests=requests,
            streams=1,
            threads=1,
            precision="f32",
            optimal_requests=1,
            shapes={"x": (self.batch, 3)},
        )
