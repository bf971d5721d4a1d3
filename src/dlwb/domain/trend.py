"""The benchmarks of a model over time: series of like measurements, and the steps in them."""

import hashlib
import json
from dataclasses import dataclass, field

from dlwb.domain.comparison import Word
from dlwb.domain.headline import Headline
from dlwb.domain.inference import EffectiveConfig, Mode
from dlwb.domain.measurement import Estimate, VerdictStatus
from dlwb.domain.specs import BenchmarkSpec

# What is told of the host beside the versions, in the order of `conditions_of`.
HOST_CONDITIONS = ("kernel", "governor", "cores usable")

_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One benchmark of a series. `latency_ms` is the median; `conditions` are versions and the state of the host.

    `parent` is the search that the run is a point of; `imported` says that it came from another workspace.
    """

    run: str
    created: str
    throughput_fps: Estimate
    latency_ms: Estimate
    verdict: VerdictStatus
    conditions: dict[str, str] = field(default_factory=dict)
    parent: str | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Benchmarks of one model that differ in nothing but time and versions, oldest first.

    All have the same effective configuration, load, device and host. `rate` is that of offered load, in requests per
    second; `extra` are engine properties that were asked for.
    """

    key: str
    device: str
    host: str
    cpu: str
    mode: Mode
    rate: float | None
    effective: EffectiveConfig
    extra: dict[str, str]
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """A stretch of a series without a step: the points `first` to `last` (both included) and their common value."""

    first: int
    last: int
    value: Estimate


@dataclass(frozen=True, slots=True)
class Change:
    """A condition that was different after a step; None where it was not known."""

    what: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A lasting change of a figure: `at` is the first point after it.

    `what` is the figure (`throughput_fps` or `latency_ms`), `ratio` after ÷ before with its 95 % interval, `word` what
    that means (more throughput and less latency are faster). `changes` are the conditions that became different there.
    """

    what: str
    at: int
    ratio: Estimate
    word: Word
    changes: tuple[Change, ...]


def series_key(spec: BenchmarkSpec, headline: Headline) -> str:
    """A fingerprint that two benchmarks of one model share when nothing but time and versions sets them apart."""
    effective = headline.effective
    offered = headline.mode is Mode.OFFERED
    facts = [
        headline.host,
        headline.cpu,
        effective.device,
        list(effective.execution_devices),
        effective.batch,
        effective.requests,
        effective.streams,
        effective.threads,
        effective.precision,
        effective.hint,
        sorted((name, list(shape)) for name, shape in effective.shapes.items()),
        headline.mode,
        [spec.plan.rate, spec.plan.arrivals] if offered else None,
        sorted(spec.config.extra.items()),
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:_KEY_LENGTH]


def series_of(key: str, spec: BenchmarkSpec, headline: Headline, points: tuple[TrendPoint, ...]) -> Series:
    """The series `key` of these points, described by one of its runs."""
    return Series(
        key=key,
        device=headline.effective.device,
        host=headline.host,
        cpu=headline.cpu,
        mode=headline.mode,
        rate=spec.plan.rate if headline.mode is Mode.OFFERED else None,
        effective=headline.effective,
        extra=spec.config.extra,
        points=points,
    )


def conditions_of(headline: Headline) -> dict[str, str]:
    """What can explain a step: versions of the parts, and the host as it was."""
    cores = f"{headline.cores_usable:g}" if headline.cores_usable else ""
    host = zip(HOST_CONDITIONS, (headline.kernel, headline.governor or "", cores), strict=True)
    return headline.versions | {name: value for name, value in host if value}
