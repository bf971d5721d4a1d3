"""The figures of a run that lists, scatters and trends show, without the raw aggregates behind them."""

from dataclasses import dataclass, replace
from typing import Literal

from dlwb.domain.accuracy import Metric
from dlwb.domain.comparison import PairedComparison, Word
from dlwb.domain.dataset import Task
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.inference import EffectiveConfig, Mode
from dlwb.domain.measurement import Estimate, Measurement, Verdict
from dlwb.domain.quantization import Outcome
from dlwb.domain.quantization_report import QuantizationReport
from dlwb.domain.target import MeasuredOn


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

    @property
    def measured_on(self) -> MeasuredOn:
        """What a search that takes this result over has to find unchanged."""
        return MeasuredOn(self.cpu, self.cores_usable, self.versions)

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


@dataclass(frozen=True, slots=True)
class SearchHeadline:
    """What a search is known by: the figures of the configuration that it recommends, units as in `Headline`, and what it is.

    `fits` False: no configuration meets the limits, and the figures are those of the nearest. `points` counts what was
    measured.
    """

    throughput_fps: Estimate
    latency_ms: Estimate
    verdict: Verdict
    batch: int
    streams: int | None
    requests: int
    fits: bool
    points: int
    kind: Literal["search"] = "search"

    @classmethod
    def of(cls, headline: Headline, fits: bool, points: int) -> "SearchHeadline":
        """The headline of a search from that of one of its points."""
        fps, ms, does = headline.throughput_fps, headline.latency_ms, headline.effective
        return cls(fps, ms, headline.verdict, does.batch, does.streams, does.requests, fits, points)


@dataclass(frozen=True, slots=True)
class ComparisonHeadline:
    """What a side-by-side comparison is known by: `ratio`, throughput of its fastest subject ÷ that of the reference.

    `label` names that subject, `reference` the other, `word` says what the ratio means. `subjects` counts the reference too.
    """

    label: str
    reference: str
    ratio: Estimate
    word: Word
    subjects: int
    kind: Literal["comparison"] = "comparison"

    @classmethod
    def of(cls, comparison: PairedComparison) -> "ComparisonHeadline | None":
        """The headline of a comparison; None when it holds no throughput beside a reference."""
        first = next(iter(comparison.subjects), None)
        deltas = [
            (subject, delta)
            for subject in comparison.subjects[1:]
            for delta in subject.deltas
            if delta.higher_is_better
        ]
        if first is None or not deltas:
            return None
        fastest, delta = max(deltas, key=lambda pair: pair[1].ratio.value)
        names = [subject.subject.label or subject.model_name for subject in (fastest, first)]
        return cls(names[0], names[1], delta.ratio, delta.word, len(comparison.subjects))


@dataclass(frozen=True, slots=True)
class QuantizeHeadline:
    """What a quantization is known by: the version, what the bound says of it, and the metric of the parent and of the version.

    The metrics are None where nothing was measured. `speed` is throughput, version ÷ parent, side by side; None: not measured.
    `model` is None in headlines that are older than this field.
    """

    outcome: Outcome
    baseline: Metric | None
    final: Metric | None
    speed: Estimate | None
    model: str | None = None
    kind: Literal["quantize"] = "quantize"

    @classmethod
    def of(cls, model: str, report: QuantizationReport, comparison: PairedComparison | None) -> "QuantizeHeadline":
        """The headline of a quantization."""
        paired = ComparisonHeadline.of(comparison) if comparison is not None else None
        return cls(report.outcome, report.baseline, report.final, paired.ratio if paired else None, model)


ResultHeadline = SearchHeadline | ComparisonHeadline | QuantizeHeadline
