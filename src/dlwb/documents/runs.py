"""Runs in lists, as documents."""

from dlwb.documents.document import Document
from dlwb.domain.annotation import Origin
from dlwb.domain.errors import Failure
from dlwb.domain.headline import AccuracyHeadline, Headline, ResultHeadline
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.quantization import Bound
from dlwb.domain.run import Progress, Run, RunState
from dlwb.domain.saliency import SaliencyMethod
from dlwb.domain.specs import BenchmarkSpec, ProfileSpec, QuantizeSpec, TrySpec


class TriedDocument(Document):
    """What a try shows to which models: the `picture` as the user calls it, and how it was asked where they look, if at all."""

    picture: str
    models: tuple[str, ...]
    saliency: SaliencyMethod | None

    @classmethod
    def of(cls, spec: TrySpec) -> "TriedDocument":
        """The document of what was asked."""
        return cls(picture=spec.name, models=spec.models, saliency=spec.saliency.method if spec.saliency else None)


class RunDocument(Document):
    """A run in a list: what, where it stands, and its headline when it is a finished benchmark.

    `config` and `plan` are there for the kinds that have them; `parent` is the search that a run is a point of.
    `tags` and `note` are what a person wrote beside it; `imported_from` says that it was made elsewhere.
    `dataset` is the one that it used or made, `bound` what a quantization may lose at most, `tried` what a try shows. `accuracy`
    is the headline of a finished accuracy run, `result` that of a finished search (its best point), side-by-side comparison or
    quantization.
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
    parent: str | None
    headline: Headline | None
    tags: tuple[str, ...]
    note: str
    imported_from: Origin | None
    dataset: str | None
    bound: Bound | None
    tried: TriedDocument | None
    accuracy: AccuracyHeadline | None
    result: ResultHeadline | None

    @classmethod
    def of(cls, run: Run) -> "RunDocument":
        """The document of a run."""
        spec = run.spec
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
            parent=run.parent,
            headline=run.headline,
            tags=run.annotation.tags,
            note=run.annotation.note,
            imported_from=run.imported_from,
            dataset=run.dataset,
            bound=spec.bound if isinstance(spec, QuantizeSpec) else None,
            tried=TriedDocument.of(spec) if isinstance(spec, TrySpec) else None,
            accuracy=run.accuracy,
            result=run.result,
        )


class RunListDocument(Document):
    """A page of runs, newest first; `total` counts all that fit the filter."""

    runs: tuple[RunDocument, ...]
    total: int


class RunLogDocument(Document):
    """All that the worker and the engine said during a run, as text."""

    run: str
    log: str


class RunExportDocument(Document):
    """A file that runs were written to: its absolute `path`, and how large it is."""

    path: str
    bytes: int
