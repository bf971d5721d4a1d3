"""What a search over configurations looks at, and what it looks for."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import product

from dlwb.domain.inference import Hint, InferenceConfig
from dlwb.domain.measurement import Estimate
from dlwb.domain.model import Shape

# Seconds that a search for the best may take when nobody says otherwise.
TUNE_BUDGET_S = 60.0
MOST_TUNE_BUDGET_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class SearchSpace:
    """Configurations around `base`: every combination of the values of each axis; an empty axis keeps the base's value.

    `cells` are chosen (batch, streams) pairs; where there are any they take the place of the axes `batch` and `streams`.
    `requests_per_stream` are requests as multiples of the streams; they take the place of `requests` at points with
    explicit streams, because 4 requests are plenty for one stream and leave most of 16 idle.
    """

    base: InferenceConfig = field(default_factory=InferenceConfig)
    batch: tuple[int, ...] = ()
    streams: tuple[int, ...] = ()
    threads: tuple[int, ...] = ()
    requests: tuple[int, ...] = ()
    hints: tuple[Hint, ...] = ()
    precisions: tuple[str, ...] = ()
    shapes: tuple[dict[str, Shape], ...] = ()
    cells: tuple[tuple[int, int], ...] = ()
    requests_per_stream: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many combinations there are, before equal ones are taken together; cheap for spaces of any size."""
        count = len(self.cells) or max(1, len(self.batch)) * max(1, len(self.streams))
        explicit = bool(self.cells or self.streams or self.base.streams)
        requests = self.requests_per_stream if self.requests_per_stream and explicit else self.requests
        for axis in (self.threads, requests, self.hints, self.precisions, self.shapes):
            count *= max(1, len(axis))
        return count

    @property
    def count(self) -> int:
        """How many different configurations there are; counted out only where some may be equal."""
        numbers = (self.batch, self.streams, self.threads, self.requests, self.requests_per_stream)
        axes = (self.cells, *numbers, self.precisions)
        if len(self.hints) > 1 or len(self.shapes) > 1 or any(len(set(axis)) < len(axis) for axis in axes):
            return len(self.points())
        return self.size

    def points(self) -> tuple[InferenceConfig, ...]:
        """All configurations, each once, those that share a compiled model beside each other.

        Explicit streams switch a hint off (see `EffectiveConfig.hint`), so such points carry the hint `none`.
        """
        base = self.base
        pairs: list[tuple[int | None, int | None]] = list(self.cells) or list(
            product(self.batch or (base.batch,), self.streams or (base.streams,))
        )
        rest = product(
            self.shapes or (base.shapes,),
            self.precisions or (base.precision,),
            self.hints or (base.hint,),
            self.threads or (base.threads,),
            pairs,
        )
        found: list[InferenceConfig] = []
        seen: set[str] = set()
        for shapes, precision, hint, threads, (batch, streams) in rest:
            for requests in self._requests(streams):
                point = replace(
                    base,
                    shapes=shapes,
                    precision=precision,
                    hint=Hint.NONE if streams is not None else hint,
                    threads=threads,
                    batch=batch,
                    streams=streams,
                    requests=requests,
                )
                if repr(point) not in seen:
                    seen.add(repr(point))
                    found.append(point)
        return tuple(found)

    def _requests(self, streams: int | None) -> tuple[int | None, ...]:
        if self.requests_per_stream and streams is not None:
            return tuple(streams * multiple for multiple in self.requests_per_stream)
        return self.requests or (self.base.requests,)


def compile_key(config: InferenceConfig) -> InferenceConfig:
    """What a model is compiled for: configurations with the same key share one compiled model.

    The number of requests belongs to it only under a hint, which chooses streams for that many.
    """
    if config.streams is None and config.hint is not Hint.NONE:
        return config
    return replace(config, requests=None)


class GoalKind(StrEnum):
    """What the best configuration is best at."""

    THROUGHPUT = "throughput"
    LATENCY = "latency"


class LimitPercentile(StrEnum):
    """Which latency a limit is about; a p99 that the sample has not earned meets no limit."""

    P50 = "p50"
    P99 = "p99"


@dataclass(frozen=True, slots=True)
class Goal:
    """The most throughput, or the least median latency, among configurations within the limits.

    `latency_limit_ms` is for the latency of one request at `percentile`; `memory_limit_bytes` for the peak resident set
    of the process that measures.
    """

    kind: GoalKind = GoalKind.THROUGHPUT
    latency_limit_ms: float | None = None
    percentile: LimitPercentile = LimitPercentile.P50
    memory_limit_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class PointSoFar:
    """What a configuration that is still in a race has done so far: frames per second, and median latency of a request in ms.

    The intervals (95 %) hold the drift of the host between laps. `laps` is how many it ran.
    """

    config: InferenceConfig
    throughput_fps: Estimate
    latency_ms: Estimate
    laps: int
