"""How long measuring will take: before it begins from the plan, later from what has been measured so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.search import compile_key

# What a point costs beside its measuring, in seconds: windows until it is steady, and compiling where nobody knows better.
_WARM_UP_S = 1.5
_WARM_UP_WINDOWS = 5
_WINDOW_ROUNDS = 10
COMPILE_S = 0.4


@dataclass(frozen=True, slots=True)
class Speed:
    """What is known of a model: milliseconds per frame and seconds to compile; None: nothing yet."""

    frame_ms: float | None = None
    compile_s: float = COMPILE_S


def point_seconds(config: InferenceConfig, plan: MeasurePlan, speed: Speed) -> float:
    """Seconds that one point takes without compiling: warming up, and the least the plan measures.

    A slow model takes longer: its windows and blocks wait for a number of completions, up to the plan's budget.
    """
    at_least = plan.min_blocks * plan.block_s
    if speed.frame_ms is None:
        return _WARM_UP_S + at_least
    request_s = speed.frame_ms * (config.batch or 1) / 1e3
    warm_up = min(
        max(2.0, plan.budget_s / 5),
        max(_WARM_UP_S, _WARM_UP_WINDOWS * _WINDOW_ROUNDS * (config.requests or 1) * request_s),
    )
    measured = plan.min_blocks * max(plan.block_s, plan.min_block_completions * request_s)
    return 2 * request_s + warm_up + max(at_least, min(plan.budget_s, measured), request_s)


def search_seconds(points: Sequence[InferenceConfig], plan: MeasurePlan, speed: Speed) -> float:
    """Seconds that all points take, each compiled model compiled once."""
    compiled = len({repr(compile_key(point)) for point in points})
    return compiled * speed.compile_s + sum(point_seconds(point, plan, speed) for point in points)


def in_words(seconds: float) -> str:
    """Seconds up to two minutes, then minutes, then hours."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


class Forecast:
    """The seconds left of a search, from the time that its points have taken so far.

    Each point weighs what `point_seconds` expects of it at the speed seen so far; what is left takes as long per weight as
    what is done. The points are measured in random order, so that those done are like those left.
    """

    def __init__(self, points: Sequence[InferenceConfig], plan: MeasurePlan, speed: Speed) -> None:
        self._plan = plan
        self._speed = speed
        self._left = list(points)
        self._done: list[InferenceConfig] = []
        self._frames_ms: list[float] = []

    def finished(self, point: InferenceConfig, frame_ms: float | None = None) -> None:
        """One point less; `frame_ms` is its latency for each frame, where it could be measured."""
        self._left.remove(point)
        self._done.append(point)
        if frame_ms is not None:
            self._frames_ms.append(frame_ms)
            self._speed = Speed(median(self._frames_ms), self._speed.compile_s)

    def left_s(self, elapsed_s: float) -> float:
        """Seconds left, `elapsed_s` after the first point began."""
        done, left = (search_seconds(points, self._plan, self._speed) for points in (self._done, self._left))
        return left if done == 0 else elapsed_s * left / done
