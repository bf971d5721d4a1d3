"""A race between configurations in one process: the laps that `calc.racing` asks for, and what is known of each at its end."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from dlwb.calc.figure_words import amount, per_cent
from dlwb.calc.histogram import Distribution
from dlwb.calc.race_laws import Entrant
from dlwb.calc.racing import LAP_S, LAP_STRETCHES, TO_THE_END, Race, lap_s, race_plan
from dlwb.calc.standings import Lap
from dlwb.calc.stats import missing_for
from dlwb.calc.verdict import foreign_share
from dlwb.domain.errors import DlwbError, Failure
from dlwb.domain.inference import EffectiveConfig, InferenceConfig, MeasurePlan
from dlwb.domain.measurement import RawMeasurement
from dlwb.domain.run import Progress
from dlwb.domain.search import LimitPercentile, PointSoFar, compile_key
from dlwb.domain.target import Environment
from dlwb.ports import Clock, Engine, RequestQueue
from dlwb.protocol import (
    BenchmarkAnswer,
    PointMessage,
    PointStarted,
    ProgressMessage,
    RaceAnswer,
    RaceTask,
    RacingMessage,
    Tell,
)
from dlwb.worker.clock import SystemClock
from dlwb.worker.cpu_meter import CpuMeter
from dlwb.worker.environment import EnvironmentWatch, collect, refuse_other
from dlwb.worker.limits import is_exhaustion, out_of_memory
from dlwb.worker.loads import ClosedLoad, Floats, Stretch, salvo
from dlwb.worker.measure import input_source, no_garbage_collection
from dlwb.worker.sampling import Sampling
from dlwb.worker.stable import Mount, Stable

# Before each lap its configuration runs untimed for this share of it: the pipeline fills, its data come into the cache. The
# first time longer.
_LEAD_SHARE = 0.2
_FIRST_LEAD_S = 0.1
# From here on an inference is so long that filling the pipeline no longer counts, and waiting for it does.
_SLOW_S = 0.25
_TELL_EVERY_S = 0.5
# Those who watch are told seldom how all stand: between laps, and that takes half a millisecond for 40 configurations.
_STANDINGS_EVERY_S = 2.0


def race(engine: Engine, task: RaceTask, limit_bytes: int | None, tell: Tell) -> RaceAnswer:
    """Let the configurations of a task race; each is told when it leaves the race, or cannot run.

    `limit_bytes` is the most memory that this process may take, None: no limit.

    Raises:
        InputError: the task continues a search of another machine or engine.
    """
    tell(ProgressMessage(Progress("checking the machine", None, "its noise, and what else runs")))
    environment = collect(engine.versions(config.device for config in task.configs))
    if task.before is not None:
        refuse_other(task.before, environment)
    return _Meeting(engine, task, limit_bytes, environment, tell).hold()


@dataclass(slots=True)
class _Record:
    """What is kept of one configuration: its samples, and what was read back from it."""

    sampling: Sampling
    effective: EffectiveConfig
    compile_ms: float
    first_ms: float
    lap_s: float = 0.0
    lead_s: float = 0.0
    watched: list[Environment] = field(default_factory=list)


class _Meeting:
    """A race under way."""

    def __init__(
        self, engine: Engine, task: RaceTask, limit_bytes: int | None, environment: Environment, tell: Tell
    ) -> None:
        self._task = task
        self._limit_bytes = limit_bytes
        self._environment = environment
        self._tell = tell
        self._began = time.perf_counter()
        self._tell_at = 0.0
        self._standings_at = self._began + _STANDINGS_EVERY_S
        self._clock: Clock = SystemClock()
        self._plan = race_plan(task.inputs, task.seed)
        configs = (*task.configs, *(point.config for point in task.known))
        self._race = Race(entrants(configs, task.baselines), task.goal, task.baselines, task.budget_s)
        for index, point in enumerate(task.known, len(task.configs)):
            self._race.remember(index, Lap(point.fps, point.median_ms, LAP_S))
        self._stable = Stable(engine, task, limit_bytes)
        # A short lap says nothing of what others used meanwhile; with those before it, it does.
        self._meter = CpuMeter()
        self._records: dict[int, _Record] = {}

    def hold(self) -> RaceAnswer:
        """Run lap after lap, until the race is over."""
        while (index := self._race.next(self._spent_s)) is not None:
            self._tell(PointStarted(index))
            self._say_how_far()
            self._say_who_races()
            try:
                self._run(index)
            except (DlwbError, RuntimeError, MemoryError) as error:
                self._race.failed(index)
                self._tell(PointMessage(index, None, self._failure(error)))
            self._see_off()
            self._stable.keep({*self._race.racing(), index})
        self._see_off()  # the end of the last round lets some go, and no lap follows it
        for index in self._race.racing():
            self._take_leave(index, TO_THE_END)
        untried = tuple(i for i in self._race.untried() if i < len(self._task.configs))
        return RaceAnswer(self._race.ranking(), untried, self._race.stop_reason)

    @property
    def _spent_s(self) -> float:
        return time.perf_counter() - self._began

    def _run(self, index: int) -> None:
        begin = time.perf_counter()
        mount = self._stable.mount(index)
        if mount.fresh:
            self._race.compiled(index, time.perf_counter() - begin)
        first = index not in self._records
        if first:
            self._records[index] = self._begun(mount)
        self._race.ran(index, self._lap(index, mount))
        if first and index < self._task.baselines:
            for twin in self._twins(index):
                self._race.same(twin, index)

    def _begun(self, mount: Mount) -> _Record:
        effective = mount.compiled.effective(len(mount.queue))
        first_ms = mount.queue.infer()
        return _Record(Sampling(self._plan), effective, mount.compiled.compile_ms, first_ms)

    def _lap(self, index: int, mount: Mount) -> Lap:
        record, queue = self._records[index], mount.queue
        with EnvironmentWatch() as watch:
            try:
                with no_garbage_collection():
                    stretches = self._stretches(record, queue)
            except RuntimeError:
                queue.drain()  # says in our words what the engine's own functions raised inside the loop
                raise
        recent = self._meter.recent()
        seen = watch.completed(self._environment)
        record.watched.append(seen)
        wall = sum(wall_s for wall_s, _ in stretches)
        latencies = np.concatenate([latency_ms for _, latency_ms in stretches])
        median_ms = float(np.median(latencies))
        record.lap_s = record.lap_s or lap_s(median_ms)
        rate = latencies.size / wall
        return Lap(
            fps=rate * record.effective.batch,
            median_ms=median_ms,
            wall_s=wall,
            busy=min(1.0, rate * float(latencies.mean()) / 1e3 / len(queue)),
            foreign=foreign_share(replace(seen, foreign_cpu=recent.foreign if recent else None)),
            p99_ms=self._p99(record.sampling),
        )

    def _stretches(self, record: _Record, queue: RequestQueue) -> list[tuple[float, Floats]]:
        """Measure one lap; the stretches touch, unless an inference is slow, then each request runs once."""
        streams = min(record.effective.streams or 1, len(queue))
        if record.first_ms / 1e3 >= _SLOW_S and len(queue) <= streams:
            return [self._kept(record, salvo(queue, self._clock))]
        load = ClosedLoad(queue, self._clock)
        measured_s = record.lap_s or LAP_S
        lead = load.run(_LEAD_SHARE * measured_s if record.lap_s else _FIRST_LEAD_S, len(queue), LAP_S)
        record.lead_s = record.lead_s or lead.wall_s
        found: list[tuple[float, Floats]] = []
        while sum(wall_s for wall_s, _ in found) < measured_s * (1 - 1 / (2 * LAP_STRETCHES)):
            found.append(self._kept(record, load.run(measured_s / LAP_STRETCHES, streams, 10 * LAP_S)))
        load.finish()
        return found

    @staticmethod
    def _kept(record: _Record, stretch: Stretch) -> tuple[float, Floats]:
        record.sampling.add(stretch, None)
        return stretch.wall_s, stretch.latency_ms.copy()

    def _p99(self, sampling: Sampling) -> float | None:
        if self._task.goal.percentile is not LimitPercentile.P99 or missing_for("p99", sampling.completions):
            return None
        return Distribution.of(sampling.histogram()).quantile(0.99) / 1e3

    def _twins(self, baseline: int) -> Iterator[int]:
        """Explicit configurations that are what the engine's own hint chose."""
        hint, chosen = self._task.configs[baseline], self._records[baseline].effective
        for index, config in enumerate(self._task.configs):
            plain = replace(config, hint=hint.hint, streams=None, threads=None, requests=None, batch=hint.batch)
            if (
                index >= self._task.baselines
                and plain == hint
                and (config.batch or hint.batch) in (hint.batch, chosen.batch)
                and config.streams == chosen.streams
                and config.threads in (None, chosen.threads)
                and config.requests in (None, chosen.requests)
            ):
                yield index

    # --- telling ----------------------------------------------------------------------------------

    def _see_off(self) -> None:
        for index, reason in self._race.leaving():
            self._take_leave(index, reason)

    def _take_leave(self, index: int, reason: str) -> None:
        record = self._records.get(index)
        if record is not None:
            self._tell(PointMessage(index, BenchmarkAnswer(_raw(record, self._plan, reason), self._conditions(record))))

    def _conditions(self, record: _Record) -> Environment:
        """The environment, with what was seen during the laps of one configuration."""
        seen = record.watched
        return replace(
            self._environment,
            foreign_cpu=_mean([e.foreign_cpu for e in seen]),
            steal=_mean([e.steal for e in seen]),
            throttled_periods=_sum([e.throttled_periods for e in seen]),
            thermal_throttles=_sum([e.thermal_throttles for e in seen]),
        )

    def _failure(self, error: Exception) -> Failure:
        return Failure.of(out_of_memory(error, self._limit_bytes) if is_exhaustion(error) else error)

    def _say_how_far(self) -> None:
        now = time.perf_counter()
        if now < self._tell_at:
            return
        self._tell_at = now + _TELL_EVERY_S
        spent, count = self._spent_s, len(self._task.configs)
        left = self._race.left_s(spent)
        words = f"{min(count, self._race.tried - len(self._task.known))} of {count} configurations tried or ruled out"
        best = self._race.best()
        if best is not None:
            fps, ms, _ = self._race.so_far(best)
            spread = (fps.high - fps.low) / 2 / fps.value
            words += (
                f", {len(self._race.racing())} in the race, best so far {amount(fps.value)} frames/s "
                f"±{per_cent(spread)} at {ms.value:.3g} ms"
            )
        self._tell(ProgressMessage(Progress("racing", spent / (spent + left) if left else 1.0, words, round(left, 1))))

    def _say_who_races(self) -> None:
        now = time.perf_counter()
        if now < self._standings_at:
            return
        self._standings_at = now + _STANDINGS_EVERY_S
        configs = self._task.configs
        self._tell(
            RacingMessage(tuple(PointSoFar(configs[i], *self._race.so_far(i)) for i in sorted(self._race.racing())))
        )


def entrants(configs: tuple[InferenceConfig, ...], baselines: int) -> tuple[Entrant, ...]:
    """The configurations as the race sees them; no law applies to those whose streams the engine chooses."""
    groups: dict[str, int] = {}
    families: dict[str, int] = {}
    found = []
    for index, config in enumerate(configs):
        group = groups.setdefault(repr(compile_key(config)), len(groups))
        family = families.setdefault(repr(replace(config, batch=None, requests=None)), len(families))
        lawless = config.streams is None or baselines > index
        streams = config.streams or 1
        found.append(Entrant(group, -1 if lawless else family, config.batch or 1, config.requests or streams, streams))
    return tuple(found)


def _raw(record: _Record, plan: MeasurePlan, reason: str) -> RawMeasurement:
    sampling = record.sampling
    shortest, longest = sampling.range_ms
    return RawMeasurement(
        effective=record.effective,
        compile_ms=record.compile_ms,
        first_inference_ms=record.first_ms,
        warmup_s=record.lead_s,
        # A race has no time to wait for steadiness; a drift from lap to lap is found in the blocks.
        steady=True,
        blocks=sampling.block_records(),
        histogram=sampling.histogram(),
        latency_min_ms=shortest,
        latency_max_ms=longest,
        latency_mean_ms=sampling.mean_ms,
        completions=sampling.completions,
        late_starts=0,
        # The peak of a process that holds several configurations says nothing about one.
        peak_rss_compile_bytes=None,
        peak_rss_bytes=None,
        input_source=input_source(plan),
        stop_reason=reason,
    )


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
