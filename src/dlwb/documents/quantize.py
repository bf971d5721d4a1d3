"""Quantization as documents."""

from dlwb.calc.quantization.sentences import in_a_sentence, so_far
from dlwb.documents.document import Document
from dlwb.domain.accuracy import Metric
from dlwb.domain.comparison import PairedComparison
from dlwb.domain.dataset import Subset
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Model
from dlwb.domain.quantization import Bound, NetworkKind, Outcome, QuantizationOptions
from dlwb.domain.quantization_report import Attempt, RankedGroup
from dlwb.domain.run import Run, RunState
from dlwb.domain.sample_kind import SampleKind
from dlwb.domain.specs import QuantizeSpec


class QuantizeDocument(Document):
    """A smaller version of a model, and how it came about (METHODS §6). Drops and metrics are fractions 0..1.

    `verdict` says it in a sentence. `model` is the version, `parent` what it was made from. `drop` is what was lost of
    `metric` (of the parent's value where the bound is relative), `drop_high` the upper end of its 95 % interval. `attempts`
    are all candidates, `ranking` how sensitive operations are, `kept_float` those that stayed in floating point in the end.
    `comparison` has parent and version measured side by side, `baseline_run` and `accuracy_run` are runs with the accuracy of
    both on the same pictures, or on recorded inputs where `sample_kind` says so. `options` are those that the version was made
    with. `bytes` are sizes of stored weights.
    """

    run: str
    model: str
    model_name: str
    existed: bool
    parent: str
    parent_name: str
    dataset: str | None
    sample_kind: SampleKind
    created: str
    verdict: str
    outcome: Outcome
    bound: Bound | None
    metric: str
    baseline: float | None
    final: float | None
    drop: float | None
    drop_low: float | None
    drop_high: float | None
    baseline_metric: Metric | None
    final_metric: Metric | None
    attempts: tuple[Attempt, ...]
    chosen: int | None
    ranking: tuple[RankedGroup, ...]
    kept_float: tuple[str, ...]
    comparison: PairedComparison | None
    baseline_run: str | None
    accuracy_run: str | None
    parent_bytes: int | None
    model_bytes: int | None
    options: QuantizationOptions
    network: NetworkKind | None
    config: InferenceConfig
    calibration: Subset
    validation: Subset
    calibration_pictures: int
    validation_pictures: int
    stages: dict[str, float]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, run: Run, parent: Model | None, version: Model | None) -> "QuantizeDocument":
        """The document of a finished run; raises the run's own error. `parent` and `version` are None once removed."""
        found, spec = run.quantization, run.spec
        assert isinstance(spec, QuantizeSpec)
        report = found.report
        return cls(
            run=run.id,
            model=found.model,
            model_name=version.name if version else found.model,
            existed=found.existed,
            parent=spec.accuracy.model,
            parent_name=parent.name if parent else run.model_name,
            dataset=spec.accuracy.dataset or None,
            sample_kind=report.sample_kind,
            created=run.created,
            verdict=in_a_sentence(found, spec.bound),
            outcome=report.outcome,
            bound=spec.bound,
            metric=report.metric,
            baseline=report.baseline.value if report.baseline else None,
            final=report.final.value if report.final else None,
            drop=report.drop.value if report.drop else None,
            drop_low=report.drop.low if report.drop else None,
            drop_high=report.drop.high if report.drop else None,
            baseline_metric=report.baseline,
            final_metric=report.final,
            attempts=report.attempts,
            chosen=report.chosen,
            ranking=report.ranking,
            kept_float=report.kept_float,
            comparison=found.comparison,
            baseline_run=found.baseline,
            accuracy_run=found.accuracy,
            parent_bytes=parent.file("model.bin").size if parent else None,
            model_bytes=version.file("model.bin").size if version else None,
            options=report.options or spec.options,
            network=report.network,
            config=spec.accuracy.config,
            calibration=spec.calibration,
            validation=spec.accuracy.subset,
            calibration_pictures=report.calibration_pictures,
            validation_pictures=report.validation_pictures,
            stages=report.stages,
            notes=report.notes,
        )


class AttemptsDocument(Document):
    """What a quantization has tried so far, while it runs or after it was ended.

    `verdict` says in a sentence where it stands. `sample_kind` says what candidates are shown. `metric` is empty until
    something was measured. `model` is the version that was made of it, also of a search that was ended early; None: there is
    none, or it was removed.
    """

    run: str
    state: RunState
    verdict: str
    sample_kind: SampleKind
    metric: str
    bound: Bound | None
    attempts: tuple[Attempt, ...]
    ranking: tuple[RankedGroup, ...]
    model: str | None
    model_name: str | None

    @classmethod
    def of(
        cls,
        run: Run,
        attempts: tuple[Attempt, ...],
        ranking: tuple[RankedGroup, ...],
        version: Model | None,
        sample_kind: SampleKind = SampleKind.PICTURE,
    ) -> "AttemptsDocument":
        """The document of a run, whatever its state."""
        spec = run.spec
        assert isinstance(spec, QuantizeSpec)
        name = version.name if version else None
        return cls(
            run=run.id,
            state=run.state,
            verdict=so_far(attempts, spec.bound, ended=run.state.is_finished, kept=name),
            sample_kind=sample_kind,
            metric=attempts[0].metric.name if attempts else "",
            bound=spec.bound,
            attempts=attempts,
            ranking=ranking,
            model=version.id if version else None,
            model_name=name,
        )


class QuantizeEstimate(Document):
    """What a quantization would use of a dataset of `pictures` pictures or recorded inputs, and what that can tell.

    `metrics` are those that a bound can be about, the usual one first. `sentences` have to be said before it is started.
    """

    pictures: int
    calibration_pictures: int
    validation_pictures: int
    metrics: tuple[str, ...]
    sentences: tuple[str, ...]
