"""Results of measuring as documents."""

from typing import Annotated

from pydantic import Field

from dlwb.documents.document import Document
from dlwb.domain.inference import EffectiveConfig, InferenceConfig, MeasurePlan
from dlwb.domain.measurement import (
    Block,
    Estimate,
    ExecutionProfile,
    Histogram,
    LatencySummary,
    LayerProfile,
    PrecisionTransition,
    Share,
    Verdict,
)
from dlwb.domain.run import Run
from dlwb.domain.target import Ceilings, Environment

Unearned = Annotated[Estimate | None, Field(exclude_if=lambda estimate: estimate is None)]


class LatencyDocument(Document):
    """Latency of one request in milliseconds; a percentile that was not earned is absent (METHODS §1.7)."""

    p50: Estimate
    p90: Unearned = None
    p95: Unearned = None
    p99: Unearned = None
    p999: Unearned = None
    min: float
    max: float
    mean: float
    missing: dict[str, int]

    @classmethod
    def of(cls, summary: LatencySummary) -> "LatencyDocument":
        """The document of a latency summary."""
        return cls(
            p50=summary.p50,
            p90=summary.p90,
            p95=summary.p95,
            p99=summary.p99,
            p999=summary.p999,
            min=summary.min,
            max=summary.max,
            mean=summary.mean,
            missing=summary.missing,
        )


class BenchmarkDocument(Document):
    """The result of one benchmark. Times in the unit of their name; throughput in frames per second."""

    run: str
    model: str | None
    model_name: str
    created: str
    config: InferenceConfig
    effective: EffectiveConfig
    plan: MeasurePlan
    throughput_fps: Estimate
    latency_ms: LatencyDocument
    completions: int
    outliers: int
    compile_ms: float
    first_inference_ms: float
    warmup_s: float
    blocks: tuple[Block, ...]
    histogram: Histogram
    late_starts: int
    peak_rss_compile_bytes: int | None
    peak_rss_bytes: int | None
    input_source: str
    stop_reason: str
    verdict: Verdict
    environment: Environment

    @classmethod
    def of(cls, run: Run) -> "BenchmarkDocument":
        """The document of a finished benchmark run; raises the run's own error when it failed."""
        measurement = run.measurement
        raw = measurement.raw
        return cls(
            run=run.id,
            model=run.model,
            model_name=run.model_name,
            created=run.created,
            config=measurement.config,
            effective=raw.effective,
            plan=measurement.plan,
            throughput_fps=measurement.throughput_fps,
            latency_ms=LatencyDocument.of(measurement.latency_ms),
            completions=measurement.completions,
            outliers=measurement.outliers,
            compile_ms=raw.compile_ms,
            first_inference_ms=raw.first_inference_ms,
            warmup_s=raw.warmup_s,
            blocks=raw.blocks,
            histogram=raw.histogram,
            late_starts=raw.late_starts,
            peak_rss_compile_bytes=raw.peak_rss_compile_bytes,
            peak_rss_bytes=raw.peak_rss_bytes,
            input_source=raw.input_source,
            stop_reason=raw.stop_reason,
            verdict=measurement.verdict,
            environment=measurement.environment,
        )


class ProfileDocument(Document):
    """Where the time goes, layer by layer (METHODS §3)."""

    run: str
    model: str | None
    model_name: str
    created: str
    config: InferenceConfig
    effective: EffectiveConfig
    inferences: int
    latency_ms: Estimate
    profiled_latency_ms: Estimate
    probe_factor: float
    unexplained_share: float
    layers: tuple[LayerProfile, ...]
    by_type: tuple[Share, ...]
    by_precision: tuple[Share, ...]
    transitions: tuple[PrecisionTransition, ...]
    fused_away: int
    ceilings: Ceilings | None
    environment: Environment

    @classmethod
    def of(cls, run: Run) -> "ProfileDocument":
        """The document of a finished profile run; raises the run's own error when it failed."""
        profile: ExecutionProfile = run.profile
        return cls(
            run=run.id,
            model=run.model,
            model_name=run.model_name,
            created=run.created,
            config=profile.config,
            effective=profile.effective,
            inferences=profile.inferences,
            latency_ms=profile.latency_ms,
            profiled_latency_ms=profile.profiled_latency_ms,
            probe_factor=profile.probe_factor,
            unexplained_share=profile.unexplained_share,
            layers=profile.layers,
            by_type=profile.by_type,
            by_precision=profile.by_precision,
            transitions=profile.transitions,
            fused_away=profile.fused_away,
            ceilings=profile.ceilings,
            environment=profile.environment,
        )
