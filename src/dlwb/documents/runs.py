"""Runs in lists, as documents."""

from dlwb.documents.document import Document
from dlwb.domain.errors import Failure
from dlwb.domain.inference import EffectiveConfig, InferenceConfig, MeasurePlan
from dlwb.domain.measurement import (
    Estimate,
    Verdict,
)
from dlwb.domain.run import BenchmarkOutcome, BenchmarkSpec, ProfileSpec, Progress, Run, RunState


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
