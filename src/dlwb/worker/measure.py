"""Measuring one configuration: first inference, warm-up, blocks until the figures are sure enough (METHODS §1)."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dlwb.calc.warmup import is_steady
from dlwb.domain.inference import EffectiveConfig, MeasurePlan, Mode
from dlwb.domain.measurement import RawMeasurement
from dlwb.domain.run import Progress
from dlwb.ports import Clock, Compiled, RequestQueue
from dlwb.worker.cpu_meter import CpuMeter, peak_rss_bytes
from dlwb.worker.loads import Load, Stretch, start_load
from dlwb.worker.sampling import Sampling

OnProgress = Callable[[Progress], None]

_WINDOW_S = 0.25
_WINDOW_ROUNDS = 10
_WARMUP_MOST_S = 15.0
# A fifth of a short budget would leave room for the four windows that are needed, and for no fifth.
_WARMUP_LEAST_S = 2.0
_WARMUP_SHARE = 0.2
# A window may take this share of the time for warming up, so that even a slow model gets its four windows.
_WINDOW_SHARE = 1 / 6
_TELL_EVERY_S = 0.5

PRECISION_REACHED = "precision reached"
BUDGET_SPENT = "budget spent"


@dataclass(frozen=True, slots=True)
class WarmUp:
    """How warming up went: its seconds, whether it ended because the figures were steady, and completions per second."""

    seconds: float
    steady: bool
    rate: float


def measure(
    compiled: Compiled, queue: RequestQueue, plan: MeasurePlan, clock: Clock, on_progress: OnProgress
) -> RawMeasurement:
    """Measure until the plan's precision is reached or its budget is spent.

    The load never pauses between its start and its end, and Python's garbage collector rests meanwhile. `on_progress`
    is called between blocks, at most twice a second.

    Raises:
        InferenceError: an inference failed.
    """
    compiled_rss = peak_rss_bytes()
    first_ms = queue.infer()
    tell = _Teller(plan, compiled.effective(len(queue)), clock, on_progress)
    sampling = Sampling(plan)
    try:
        with no_garbage_collection():
            load = start_load(plan, queue, clock)
            warm = _warm_up(load, plan, len(queue), tell)
            late_before = load.late_starts
            stop_reason = _sample(load, plan, sampling, warm, tell)
            tail = load.finish()
    except RuntimeError:
        queue.drain()  # says in our words what the engine's own functions raised inside the loop
        raise
    sampling.add_tail(tail)
    shortest, longest = sampling.range_ms
    return RawMeasurement(
        # Read at the end: AUTO may have moved from the device it began on to a better one.
        effective=compiled.effective(len(queue)),
        compile_ms=compiled.compile_ms,
        first_inference_ms=first_ms,
        warmup_s=warm.seconds,
        steady=warm.steady,
        blocks=sampling.block_records(),
        histogram=sampling.histogram(),
        latency_min_ms=shortest,
        latency_max_ms=longest,
        latency_mean_ms=sampling.mean_ms,
        completions=sampling.completions,
        late_starts=load.late_starts - late_before,
        peak_rss_compile_bytes=compiled_rss,
        peak_rss_bytes=peak_rss_bytes(),
        input_source=input_source(plan),
        stop_reason=stop_reason,
        unserved=tail.unserved,
    )


def _warm_up(load: Load, plan: MeasurePlan, requests: int, tell: "_Teller") -> WarmUp:
    """Run windows until four in a row agree, or the time is up."""
    most = min(_WARMUP_MOST_S, max(_WARMUP_LEAST_S, _WARMUP_SHARE * plan.budget_s))
    windows: list[float] = []
    elapsed, steady, rate = 0.0, False, 0.0
    while not steady and elapsed < most:
        stretch = load.run(_WINDOW_S, _WINDOW_ROUNDS * requests, most * _WINDOW_SHARE)
        elapsed += stretch.wall_s
        rate = stretch.latency_ms.size / stretch.wall_s
        windows.append(_window_figure(plan, stretch))
        steady = is_steady(windows)
        tell.warming_up(len(windows))
    return WarmUp(elapsed, steady, rate)


def _window_figure(plan: MeasurePlan, stretch: Stretch) -> float:
    """What has to become steady: throughput, or under offered load, where that is given, the time in the engine."""
    if plan.mode is Mode.OFFERED:
        return float(np.median(stretch.service_ms))
    return stretch.latency_ms.size / stretch.wall_s


def _sample(load: Load, plan: MeasurePlan, sampling: Sampling, warm: WarmUp, tell: "_Teller") -> str:
    """Add blocks until the plan is content; returns why it stopped."""
    share = plan.budget_s / plan.min_blocks
    # Fewer completions where the model is so slow that the least number of blocks would not fit the budget.
    completions = max(1, min(plan.min_block_completions, int(warm.rate * share)))
    meter = CpuMeter()
    while True:
        stretch = load.run(plan.block_s, completions, 2 * max(plan.block_s, share))
        lap = meter.lap()
        sampling.add(stretch, lap.foreign if lap else None)
        if sampling.is_precise():
            return PRECISION_REACHED
        if sampling.elapsed_s + sampling.last_wall_s / 2 > plan.budget_s:
            return BUDGET_SPENT
        tell.measuring(sampling)


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Collect what there is, then let Python's garbage collector rest while the block lasts."""
    gc.collect()
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Teller:
    """Says how far the measurement is, at most twice a second; between blocks, so that no block pays for it."""

    def __init__(self, plan: MeasurePlan, effective: EffectiveConfig, clock: Clock, on_progress: OnProgress) -> None:
        self._plan = plan
        self._batch = effective.batch
        self._clock = clock
        self._on_progress = on_progress
        self._next = clock.now()

    def warming_up(self, windows: int) -> None:
        self._tell("warming up", None, lambda: f"Warming up, {windows} windows")

    def measuring(self, sampling: Sampling) -> None:
        fraction = min(1.0, sampling.elapsed_s / self._plan.budget_s)
        self._tell("measuring", fraction, lambda: self._figures(sampling))

    def _figures(self, sampling: Sampling) -> str:
        rate = sampling.completions / sampling.elapsed_s * self._batch
        return f"{rate:.4g} frames/s, median latency {sampling.last_median_ms:.4g} ms, {sampling.blocks} blocks"

    def _tell(self, phase: str, fraction: float | None, words: Callable[[], str]) -> None:
        now = self._clock.now()
        if now >= self._next:
            self._next = now + _TELL_EVERY_S
            self._on_progress(Progress(phase, fraction, words()))


def input_source(plan: MeasurePlan) -> str:
    """What the model is fed with, in words."""
    if not plan.inputs:
        return f"random, seed {plan.seed}"
    names = ", ".join(Path(name).name for name in plan.inputs[:3])
    return f"files: {names}" + (f" and {len(plan.inputs) - 3} more" if len(plan.inputs) > 3 else "")
