"""The JSON documents of the terminal (`--json`) and the REST API.

Field names are a contract (docs/reference/json.md): more fields may come, none may change its meaning. Values are
fractions (0..1) unless the name carries a unit. Domain types stand inside as they are; a document chooses and joins.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from dlwb.domain.errors import Failure, OptionProblem
from dlwb.domain.graph import ModelAnalysis
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
from dlwb.domain.model import Model, ModelFormat, Preprocessing, Recipe, Shape, TensorSpec
from dlwb.domain.run import BenchmarkOutcome, BenchmarkSpec, ProfileSpec, Progress, Run, RunState
from dlwb.domain.target import Ceilings, Device, Environment, FitnessCheck, MachineReport


class Document(BaseModel):
    """Base of all documents: immutable, and a misspelt field is an error."""

    # What is written always has every field, so the schema of an answer says "required" even where there is a default.
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class ErrorBody(Document):
    """What went wrong, about what, and the next step; `problems` holds each wrong option of a form."""

    type: str
    message: str
    hint: str = ""
    problems: tuple[OptionProblem, ...] = ()


class ErrorDocument(Document):
    """The one shape of every error, in the terminal and over HTTP."""

    error: ErrorBody

    @classmethod
    def of(cls, failure: Failure) -> "ErrorDocument":
        """The document of a failure."""
        return cls(
            error=ErrorBody(type=failure.type, message=failure.message, hint=failure.hint, problems=failure.problems)
        )


class ModelFile(Document):
    """One file of a model: `name` inside the model, size in bytes."""

    name: str
    size: int
    sha256: str


class ModelDocument(Document):
    """A model as `dlwb model show` prints it. `size_bytes` is the size of the stored weights file."""

    id: str
    name: str
    format: ModelFormat
    task: str | None
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    preprocessing: Preprocessing
    parent: str | None
    recipe: Recipe
    precision: str
    created: str
    size_bytes: int
    files: tuple[ModelFile, ...]
    metadata: dict[str, str]

    @classmethod
    def of(cls, model: Model) -> "ModelDocument":
        """The document of a model."""
        return cls(
            id=model.id,
            name=model.name,
            format=model.format,
            task=model.task,
            inputs=model.inputs,
            outputs=model.outputs,
            preprocessing=model.preprocessing,
            parent=model.parent,
            recipe=model.recipe,
            precision=model.precision,
            created=model.created,
            size_bytes=model.file("model.bin").size,
            files=tuple(ModelFile(name=f.name, size=f.size, sha256=f.sha256) for f in model.files),
            metadata=model.rt_info,
        )


class ModelListEntry(Document):
    """A model in a list, with the best figures any run reached so far."""

    model: ModelDocument
    best_throughput_fps: float | None
    best_latency_ms: float | None
    runs: int
    last_run: str | None


class LayerCostDocument(Document):
    """Theory of one layer; 1 MAC = 2 FLOP."""

    name: str
    type: str
    gflop: float
    gmac: float
    giop: float
    parameters: int
    weights_bytes: int
    sparsity: float
    bytes_read: int
    bytes_written: int
    output_shape: Shape | None
    counted: bool


class UncountedDocument(Document):
    """Operations without a cost rule; `time_share` is their share of the executed time, when it was profiled."""

    type: str
    count: int
    time_share: float | None


class AnalysisDocument(Document):
    """What a model costs in theory. `assumed` says that the batch is dynamic and was counted as one."""

    model: str
    assumed: bool
    gflop: float
    gmac: float
    giop: float
    parameters: int
    weights_bytes: int
    weights_bytes_by_precision: dict[str, int]
    memory_min_bytes: int
    memory_max_bytes: int
    sparsity: float
    opset: str | None
    type_counts: dict[str, int]
    uncounted: tuple[UncountedDocument, ...]
    layers: tuple[LayerCostDocument, ...]
    input_shapes: dict[str, tuple[int, ...]]
    rules_version: int

    @classmethod
    def of(
        cls, analysis: ModelAnalysis, time_shares: dict[str, float] | None = None, assumed: bool = False
    ) -> "AnalysisDocument":
        """The document of an analysis; `time_shares` is executed time by operation type, from a profile."""
        layers = tuple(
            LayerCostDocument(
                name=layer.name,
                type=layer.type,
                gflop=layer.flop / 1e9,
                gmac=layer.mac / 1e9,
                giop=layer.iop / 1e9,
                parameters=layer.parameters,
                weights_bytes=layer.weights_bytes,
                sparsity=layer.zeros / layer.parameters if layer.parameters else 0.0,
                bytes_read=layer.bytes_read,
                bytes_written=layer.bytes_written,
                output_shape=layer.output_shape,
                counted=layer.counted,
            )
            for layer in analysis.layers
        )
        uncounted = tuple(
            UncountedDocument(
                type=u.type, count=u.count, time_share=None if time_shares is None else time_shares.get(u.type, 0.0)
            )
            for u in analysis.uncounted
        )
        return cls(
            model=analysis.model,
            assumed=assumed,
            gflop=analysis.gflop,
            gmac=analysis.gmac,
            giop=analysis.giop,
            parameters=analysis.parameters,
            weights_bytes=analysis.weights_bytes,
            weights_bytes_by_precision=analysis.weights_bytes_by_precision,
            memory_min_bytes=analysis.memory_min_bytes,
            memory_max_bytes=analysis.memory_max_bytes,
            sparsity=analysis.sparsity,
            opset=analysis.opset,
            type_counts=analysis.type_counts,
            uncounted=uncounted,
            layers=layers,
            input_shapes=analysis.input_shapes,
            rules_version=analysis.rules_version,
        )


# Left out of the document, not null, while there are too few completions for it.
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


class MachineDocument(Document):
    """State of the machine: environment, what follows from it, and the measured ceilings."""

    environment: Environment
    checks: tuple[FitnessCheck, ...]
    ceilings: Ceilings | None
    fit: bool

    @classmethod
    def of(cls, report: MachineReport) -> "MachineDocument":
        """The document of a machine report."""
        return cls(
            environment=report.environment,
            checks=report.checks,
            ceilings=report.ceilings,
            fit=all(check.ok for check in report.checks),
        )


class Headline(Document):
    """The figures of a benchmark that a list shows."""

    throughput_fps: Estimate
    latency_ms: Estimate
    verdict: Verdict
    effective: EffectiveConfig


class RunDocument(Document):
    """A run in a list: what, where it stands, and its headline when it is a finished benchmark.

    `config` and `plan` are there for the kinds that have them.
    """

    id: str
    kind: str
    state: RunState
    model: str | None
    model_name: str
    created: str
    started: str | None
    ended: str | None
    progress: Progress
    failure: Failure | None
    config: InferenceConfig | None
    plan: MeasurePlan | None
    headline: Headline | None

    @classmethod
    def of(cls, run: Run) -> "RunDocument":
        """The document of a run."""
        spec = run.spec
        headline = None
        if isinstance(run.outcome, BenchmarkOutcome):
            m = run.outcome.measurement
            headline = Headline(
                throughput_fps=m.throughput_fps,
                latency_ms=m.latency_ms.p50,
                verdict=m.verdict,
                effective=m.raw.effective,
            )
        return cls(
            id=run.id,
            kind=spec.kind,
            state=run.state,
            model=run.model,
            model_name=run.model_name,
            created=run.created,
            started=run.started,
            ended=run.ended,
            progress=run.progress,
            failure=run.failure,
            config=spec.config if isinstance(spec, BenchmarkSpec | ProfileSpec) else None,
            plan=spec.plan if isinstance(spec, BenchmarkSpec) else None,
            headline=headline,
        )


class RunListDocument(Document):
    """A page of runs, newest first; `total` counts all that fit the filter."""

    runs: tuple[RunDocument, ...]
    total: int


class DeviceListDocument(Document):
    """All devices the engine knows, also those it cannot use."""

    devices: tuple[Device, ...]


class ModelListDocument(Document):
    """All models, newest first."""

    models: tuple[ModelListEntry, ...]
