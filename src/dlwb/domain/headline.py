"""The figures of a run that lists, scatters and trends show, without the raw aggregates behind them."""

from dataclasses import dataclass, replace

from dlwb.domain.accuracy import Metric
from dlwb.domain.dataset import Task
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.inference import EffectiveConfig, Mode
from dlwb.domain.measurement import Estimate, Measurement, Verdict


@dataclass(frozen=True, slots=True)
class Headline:
    """What a benchmark is known by. Throughput in frames per second, latencies of one request in milliseconds.

    `latency_ms` is the median, `latency_p99_ms` absent where it was not earned. `effective` comes without the engine's
    own properties. `stop_reason` says why measuring ended; `host`, `cpu`, `kernel`, `governor`, `cores_usable` and
    `versions` where it happened.
    """

    throughput_fps: Estimate
    latency_ms: Estimate
    latency_p99_ms: Estimate | None
    verdict: Verdict
    effective: EffectiveConfig
    mode: Mode
    compile_ms: float
    peak_rss_bytes: int | None
    stop_reason: str
    host: str
    cpu: str
    versions: dict[str, str]
    kernel: str = ""
    governor: str | None = None
    cores_usable: float | None = None

    @classmethod
    def of(cls, measurement: Measurement) -> "Headline":
        """The headline of a measurement."""
        raw, environment = measurement.raw, measurement.environment
        return cls(
            throughput_fps=measurement.throughput_fps,
            latency_ms=measurement.latency_ms.p50,
            latency_p99_ms=measurement.latency_ms.p99,
            verdict=measurement.verdict,
            effective=replace(raw.effective, properties={}),
            mode=measurement.plan.mode,
            compile_ms=raw.compile_ms,
            peak_rss_bytes=raw.peak_rss_bytes,
            stop_reason=raw.stop_reason,
            host=environment.host,
            cpu=environment.cpu,
            versions=environment.versions,
            kernel=environment.kernel,
            governor=environment.governor,
            cores_usable=environment.cores_usable,
        )


@dataclass(frozen=True, slots=True)
class AccuracyHeadline:
    """What an accuracy run is known by: its first metric (None of a preview), over how many pictures, and at what precision.

    `task` None: likeness to another model.
    """

    task: Task | None
    metric: Metric | None
    samples: int
    precision: str | None
    preview: bool = False

    @classmethod
    def of(cls, evaluation: Evaluation) -> "AccuracyHeadline":
        """The headline of a measurement of accuracy."""
        report = evaluation.report
        return cls(
            task=evaluation.task,
            metric=report.metrics[0] if report.metrics else None,
            samples=report.samples,
            precision=evaluation.effective.precision,
            preview=evaluation.preview,
        )
