"""How long measuring will take: before it begins from the plan, later from what has been measured so far."""

from collections import Counter
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
    return Workload(points).seconds(plan, speed)


class Workload:
    """How many points of each size there are to measure, and how many models to compile for them.

    A compiled model is shared out among the points that use it, so that any part of the points has its part of the compiling.
    """

    def __init__(self, points: Sequence[InferenceConfig]) -> None:
        keys = [repr(compile_key(point)) for point in points]
        sharing = Counter(keys)
        self._compilations = {id(point): 1 / sharing[key] for point, key in zip(points, keys, strict=True)}
        self._points = list(points)
        self._sizes = Counter((point.batch, point.requests) for point in points)
        self._compiling = sum(self._compilations.values())

    def remove(self, point: InferenceConfig) -> tuple[InferenceConfig, float]:
        """Take out a point; it comes back with its part of a compilation."""
        found = self._points.pop(self._points.index(point))
        part = self._compilations.pop(id(found))
        self._sizes[found.batch, found.requests] -= 1
        self._compiling -= part
        return found, part

    def add(self, point: InferenceConfig, part: float) -> None:
        """Put in a point that another workload gave away."""
        self._points.append(point)
        self._compilations[id(point)] = part
        self._sizes[point.batch, point.requests] += 1
        self._compiling += part

    def seconds(self, plan: MeasurePlan, speed: Speed) -> float:
        """Seconds that all of it takes; cheap, because points of one size are counted together."""
        measuring = sum(
            count * point_seconds(InferenceConfig(batch=batch, requests=requests), plan, speed)
            for (batch, requests), count in self._sizes.items()
        )
        return measuring + max(0.0, self._compiling) * speed.compile_s


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
        self._left = Workload(points)
        self._done = Workload(())
        self._frames_ms: list[float] = []
        self._compiles_s: list[float] = []

    def finished(self, point: InferenceConfig, seen: Speed | None = None) -> None:
        """One point less; `seen` is how fast it was, where it could be measured."""
        self._done.add(*self._left.remove(point))
        if seen is not None and seen.frame_ms is not None:
            self._frames_ms.append(seen.frame_ms)
            self._compiles_s.append(seen.compile_s)
            self._speed = Speed(median(self._frames_ms), median(self._compiles_s))

    def left_s(self, elapsed_s: float) -> float:
        """Seconds left, `elapsed_s` after the first point began."""
        done, left = (work.seconds(self._plan, self._speed) for work in (self._done, self._left))
        return left if done == 0 else elapsed_s * left / done
