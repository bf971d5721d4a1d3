"""The per-layer pass (METHODS §3): counters on, in windows, beside the same model timed without counters.

How it measures, and why:

- The engine's counters are running means since compilation, in whole microseconds. A window's mean is the
  difference of two running totals: (b·m_b − a·m_a) / (b − a). Each m is truncated by up to 1 µs, so that the
  result is off by up to b / (b − a) µs: windows are long against what ran before them, and a fresh compilation
  starts the counting again. With all windows on one compilation the last of nine would be off by 9 µs.
- Only the first inference after a compilation is cold on models of 3 ms and more; on smaller ones about 5 ms are.
- Counters belong to one stream. A configuration of several streams is profiled as one stream with the threads of
  one stream, the other cores idle: what a layer costs, not how streams slow each other down.
- Each window of the profiled model has a window of the same model without counters beside it, in the order ABBA,
  so that a drift of the machine moves both.
"""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dlwb.calc.counters import window_mean
from dlwb.calc.graph_match import resolve_origins
from dlwb.domain.errors import EngineError
from dlwb.domain.inference import EffectiveConfig, Hint, InferenceConfig
from dlwb.domain.measurement import LayerStatus, RawLayer, RawProfile
from dlwb.domain.run import Progress
from dlwb.ports import Compiled, Engine, RequestQueue
from dlwb.protocol import RUNTIME_GRAPH, ModelFiles

# Nine values give the median an interval of 96 % by rank alone.
WINDOWS = 9
_COMPILE_BUDGET_S = 3.0
_WINDOW_S = 0.1
_LONGEST_WINDOW = 64
_COLD_S = 0.01
_SLOW_S = 0.25
_GLANCES = 3
_GLANCE_S = 0.1
_GLANCE_COLD = 5
_SEED = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the windows are laid out: `rounds` fresh compilations with `windows` windows each.

    `warmup` inferences come before a round's first window, `length` are in each profiled window and `timed` in
    each window without counters.
    """

    rounds: int
    windows: int
    warmup: int
    length: int
    timed: int


def profile(  # noqa: PLR0917 - the worker hands over a task and its surroundings
    engine: Engine,
    files: ModelFiles,
    config: InferenceConfig,
    inferences: int,
    output: Path,
    on_progress: Callable[[Progress], None],
) -> RawProfile:
    """Measure a model layer by layer, and write the graph as executed to `output` as `runtime.xml`.

    Args:
        engine: where to run.
        files: the model.
        config: precision, shapes, threads and device are used as they are; always one request on one stream.
        inferences: the least number of profiled inferences.
        output: an existing folder.
        on_progress: told after each window.

    Raises:
        DeviceUnavailable, CompileError, InvalidOptions: as `Engine.compile`.
        EngineError: the engine compiled the model differently from one time to the next, or gives no counters.
    """
    return profile_in_turns(engine, ((files, config),), inferences, (output,), on_progress)[0]


def profile_in_turns(
    engine: Engine,
    subjects: Sequence[tuple[ModelFiles, InferenceConfig]],
    inferences: int,
    outputs: Sequence[Path],
    on_progress: Callable[[Progress], None],
) -> tuple[RawProfile, ...]:
    """`profile` for several subjects at once: window i of each lies beside window i of the others.

    The order of the subjects is turned around from one window to the next (ABBA), so that a drift of the machine moves all.
    `outputs` has an existing folder for the graph of each. Raises what `profile` raises.
    """
    on_progress(Progress("profiling", 0.0, "compiling without counters"))
    seats = _seats(engine, subjects, inferences, outputs)
    rounds, windows = seats[0].plan.rounds, seats[0].plan.windows
    for number in range(rounds):
        # Generated names differ from one compilation to the next; layers and file must come from the same one.
        for seat in seats:
            seat.begin_round(engine)
        for window in range(number * windows, (number + 1) * windows):
            for seat in seats if window % 2 == 0 else reversed(seats):
                seat.window()
            done = (window + 1) / (rounds * windows)
            words = f"window {window + 1} of {rounds * windows}, {seats[0].plan.length} inferences each"
            on_progress(Progress("profiling", done, words))
        for seat in seats:
            seat.end_round(graph=number == 0)
    on_progress(Progress("profiling", 1.0, "matching the layers with the operations of the model"))
    return tuple(seat.finished(engine) for seat in seats)


def _seats(
    engine: Engine,
    subjects: Sequence[tuple[ModelFiles, InferenceConfig]],
    inferences: int,
    outputs: Sequence[Path],
) -> "tuple[_Seat, ...]":
    """Every subject compiled without counters; all get as many rounds of as many windows."""
    compiled = [(files, *_timed_model(engine, files, config)) for files, config in subjects]
    timed = [model.queue(1, (), _SEED) for _, model, _ in compiled]
    plans = [
        schedule(model.compile_ms / 1000, _settle(queue), inferences)
        for (_, model, _), queue in zip(compiled, timed, strict=True)
    ]
    fewest = min(plans, key=lambda plan: plan.rounds)
    return tuple(
        _Seat(files, config, model, queue, replace(plan, rounds=fewest.rounds, windows=fewest.windows), output)
        for (files, model, config), queue, plan, output in zip(compiled, timed, plans, outputs, strict=True)
    )


class _Seat:
    """One subject: the model without counters, the one with counters of this round, and what was seen so far."""

    def __init__(  # noqa: PLR0917 - all that belongs to one subject
        self,
        files: ModelFiles,
        config: InferenceConfig,
        timed_model: Compiled,
        timed: RequestQueue,
        plan: Schedule,
        output: Path,
    ) -> None:
        self.plan = plan
        self._files = files
        self._config = config
        self._timed_model = timed_model
        self._timed = timed
        self._output = output
        self._recording = _Recording()
        self._profiled: _Profiled | None = None

    def begin_round(self, engine: Engine) -> None:
        """Compile afresh with counters, and warm up."""
        compiled = engine.compile(self._files, self._config, profiling=True)
        self._profiled = _Profiled(compiled, compiled.queue(1, (), _SEED))
        self._profiled.infer(self.plan.warmup - 1)

    def window(self) -> None:
        """One window with counters beside one without, first the one, then the other in turns."""
        assert self._profiled is not None
        if len(self._recording.timed_ms) % 2 == 0:
            timed_ms = _timed_window(self._timed, self.plan.timed)
            window = self._profiled.window(self.plan.length)
        else:
            window = self._profiled.window(self.plan.length)
            timed_ms = _timed_window(self._timed, self.plan.timed)
        self._recording.add(window, timed_ms)

    def end_round(self, *, graph: bool) -> None:
        """Let go of the compiled model, whose graph is written first if asked for."""
        assert self._profiled is not None
        if graph:
            self._profiled.compiled.save_runtime_graph(self._output / RUNTIME_GRAPH)
        self._profiled = None

    def finished(self, engine: Engine) -> RawProfile:
        """What was seen, its layers joined with the operations of the model."""
        raw = self._recording.finish(self._timed_model.effective(1), self.plan.length)
        graph = engine.read_graph(self._files, raw.effective.shapes)
        return replace(raw, layers=resolve_origins(raw.layers, graph))


def glance(engine: Engine, subjects: Sequence[ModelFiles], config: InferenceConfig) -> tuple[tuple[RawLayer, ...], ...]:
    """The layers of several models with their times from a few short windows in turns.

    That is enough to put operations in an order, and too little to be shown to anybody.

    Raises:
        DeviceUnavailable, CompileError, InvalidOptions: as `Engine.compile`.
        EngineError: the engine gives no counters.
    """
    single = replace(config, hint=Hint.NONE, streams=1, requests=1)
    seats = []
    for files in subjects:
        compiled = engine.compile(files, single, profiling=True)
        profiled = _Profiled(compiled, compiled.queue(1, (), _SEED))
        cold = profiled.window(_GLANCE_COLD)
        length = max(_GLANCE_COLD, math.ceil(_GLANCE_S * 1000 / max(cold.latency_ms, 1e-3)))
        seats.append((files, compiled, profiled, length, _Recording()))
    for _ in range(_GLANCES):
        for _, _, profiled, length, recording in seats:
            recording.add(profiled.window(length), 0.0)
    found = []
    for files, compiled, _, length, recording in seats:
        raw = recording.finish(compiled.effective(1), length)
        found.append(resolve_origins(raw.layers, engine.read_graph(files, raw.effective.shapes)))
    return tuple(found)


def _timed_model(engine: Engine, files: ModelFiles, config: InferenceConfig) -> tuple[Compiled, InferenceConfig]:
    """The model without counters on one stream, and the configuration for that."""
    compiled = engine.compile(files, config)
    single = one_stream(config, compiled.effective(1))
    return (compiled if single == config else engine.compile(files, single)), single


def one_stream(config: InferenceConfig, effective: EffectiveConfig) -> InferenceConfig:
    """`config` on one stream with the threads that a stream of it has; as it is if it has no more."""
    if effective.streams is None or effective.streams <= 1:
        return config
    threads = max(1, effective.threads // effective.streams) if effective.threads else None
    return replace(config, hint=Hint.NONE, streams=1, threads=threads, requests=1)


def schedule(compile_s: float, latency_s: float, inferences: int) -> Schedule:
    """Lay out the windows, so that small models get long windows and slow ones no more than was asked for."""
    warmup = max(2, math.ceil(_COLD_S / latency_s))
    least = max(1, math.ceil(inferences / WINDOWS))
    length = max(least, min(_LONGEST_WINDOW, math.ceil(_WINDOW_S / latency_s)))
    warmup = min(warmup, max(2, length // 2))
    rounds = max(1, min(WINDOWS, int(_COMPILE_BUDGET_S / (compile_s + warmup * latency_s))))
    windows = math.ceil(WINDOWS / rounds)
    timed = length if latency_s < _SLOW_S else max(1, length // 4)
    return Schedule(math.ceil(WINDOWS / windows), windows, warmup, length, timed)


def _settle(queue: RequestQueue) -> float:
    """Run a fresh model until it is warm; its latency in seconds."""
    first = queue.infer()
    count = max(3, min(20, math.ceil(_COLD_S * 1000 / max(first, 1e-3))))
    return max(1e-6, statistics.median(queue.infer() for _ in range(count)) / 1000)


def _timed_window(timed: RequestQueue, count: int) -> float:
    """Mean latency in ms; one inference goes before, because the other model has just had the caches."""
    timed.infer()
    return _mean_ms(timed, count)


def _mean_ms(queue: RequestQueue, count: int) -> float:
    return math.fsum(queue.infer() for _ in range(count)) / count


@dataclass(frozen=True, slots=True)
class _Window:
    """Times per layer in µs, and the mean latency in ms, over one window; `layers` as at its end."""

    layers: tuple[RawLayer, ...]
    time_us: tuple[float, ...]
    cpu_us: tuple[float, ...]
    latency_ms: float


class _Profiled:
    """A model compiled with counters, and how often it ran."""

    def __init__(self, compiled: Compiled, queue: RequestQueue) -> None:
        self.compiled = compiled
        self._queue = queue
        self._count = 0

    def infer(self, count: int) -> None:
        """Run `count` times outside any window."""
        for _ in range(count):
            self._queue.infer()
        self._count += count

    def window(self, length: int) -> _Window:
        """Measure `length` inferences; one goes before, because the other model has just had the caches."""
        self.infer(1)
        before, count_before = self.compiled.layers(), self._count
        latency_ms = _mean_ms(self._queue, length)
        self._count += length
        after, count = self.compiled.layers(), self._count
        pairs = list(zip(before, after, strict=True))
        return _Window(
            after,
            tuple(window_mean(count_before, old.time_us[-1], count, new.time_us[-1]) for old, new in pairs),
            tuple(window_mean(count_before, old.cpu_us[-1], count, new.cpu_us[-1]) for old, new in pairs),
            latency_ms,
        )


class _Recording:
    """The windows so far. Layers are joined by their place: generated names differ between compilations."""

    def __init__(self) -> None:
        self.windows: list[_Window] = []
        self.timed_ms: list[float] = []

    def add(self, window: _Window, timed_ms: float) -> None:
        first = self.windows[0] if self.windows else window
        if [layer.type for layer in first.layers] != [layer.type for layer in window.layers]:
            raise EngineError(
                "The engine compiled the model differently from one time to the next, so its layers cannot be joined.",
                "Profile it on another device, or with explicit streams and threads.",
            )
        self.windows.append(window)
        self.timed_ms.append(timed_ms)

    def finish(self, effective: EffectiveConfig, length: int) -> RawProfile:
        """The profile, with the layer names of the first compilation."""
        if not any(any(window.time_us) for window in self.windows):
            raise EngineError(
                f"{effective.device} gave no counters above 0 for any layer of this model.",
                "Counters have steps of 1 µs: profile tiny layers with a larger batch or shape. "
                "A model that is constant has nothing to run.",
                terminal="--batch N, --shape SHAPE",
            )
        return RawProfile(
            effective,
            tuple(self._layer(i) for i in range(len(self.windows[0].layers))),
            len(self.windows) * length,
            tuple(window.latency_ms for window in self.windows),
            tuple(self.timed_ms),
        )

    def _layer(self, i: int) -> RawLayer:
        seen = [window.layers[i] for window in self.windows]
        ran = any(layer.status is LayerStatus.EXECUTED for layer in seen)
        return replace(
            seen[0],
            time_us=tuple(window.time_us[i] for window in self.windows),
            cpu_us=tuple(window.cpu_us[i] for window in self.windows),
            status=LayerStatus.EXECUTED if ran else seen[0].status,
        )
