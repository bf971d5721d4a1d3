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
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from dlwb.calc.counters import window_mean
from dlwb.calc.graph_match import resolve_origins
from dlwb.domain.errors import EngineError
from dlwb.domain.inference import EffectiveConfig, Hint, InferenceConfig
from dlwb.domain.measurement import LayerStatus, RawLayer, RawProfile
from dlwb.domain.run import Progress
from dlwb.ports import Compiled, Engine, RequestQueue
from dlwb.protocol import ModelFiles

RUNTIME_GRAPH = "runtime.xml"

# Nine values give the median an interval of 96 % by rank alone.
WINDOWS = 9
_COMPILE_BUDGET_S = 3.0
_WINDOW_S = 0.1
_LONGEST_WINDOW = 64
_COLD_S = 0.01
_SLOW_S = 0.25
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
    on_progress(Progress("profiling", 0.0, "Compiling without counters"))
    timed_model, config = _timed_model(engine, files, config)
    timed = timed_model.queue(1, (), _SEED)
    plan = schedule(timed_model.compile_ms / 1000, _settle(timed), inferences)
    recording = _Recording()
    for number in range(plan.rounds):
        # Generated names differ from one compilation to the next; layers and file must come from the same one.
        graph_file = output / RUNTIME_GRAPH if number == 0 else None
        _round(engine.compile(files, config, profiling=True), timed, plan, recording, graph_file, on_progress)
    on_progress(Progress("profiling", 1.0, "Matching the layers with the operations of the model"))
    raw = recording.finish(timed_model.effective(1), plan.length)
    graph = engine.read_graph(files, raw.effective.shapes)
    return replace(raw, layers=resolve_origins(raw.layers, graph))


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


def _round(  # noqa: PLR0917 - what one round needs is what the whole pass holds
    compiled: Compiled,
    timed: RequestQueue,
    plan: Schedule,
    recording: "_Recording",
    graph_file: Path | None,
    on_progress: Callable[[Progress], None],
) -> None:
    """One fresh compilation: warm up, then its windows, each beside a timed one; then its graph, if asked for."""
    profiled = _Profiled(compiled, compiled.queue(1, (), _SEED))
    profiled.infer(plan.warmup - 1)
    for _ in range(plan.windows):
        if len(recording.timed_ms) % 2 == 0:
            timed_ms = _timed_window(timed, plan.timed)
            window = profiled.window(plan.length)
        else:
            window = profiled.window(plan.length)
            timed_ms = _timed_window(timed, plan.timed)
        recording.add(window, timed_ms)
        done, total = len(recording.timed_ms), plan.rounds * plan.windows
        on_progress(Progress("profiling", done / total, f"Window {done} of {total}, {plan.length} inferences each"))
    if graph_file is not None:
        compiled.save_runtime_graph(graph_file)


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
        self._compiled = compiled
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
        before, count_before = self._compiled.layers(), self._count
        latency_ms = _mean_ms(self._queue, length)
        self._count += length
        after, count = self._compiled.layers(), self._count
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
                "Counters have steps of 1 µs: profile tiny layers with a larger batch or shape (--batch, --shape). "
                "A model that is constant has nothing to run.",
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
