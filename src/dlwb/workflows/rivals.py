"""Rivals of 8 bits: reduced float precisions beside f32, in accuracy on the same pictures and in speed side by side."""

from dataclasses import replace

from dlwb.domain.comparison import CompareSubject
from dlwb.domain.evaluation import RECORDS
from dlwb.domain.model import Model
from dlwb.domain.outcomes import AccuracyOutcome, CompareOutcome, RivalsOutcome, RunOutcome
from dlwb.domain.run import Progress, Run
from dlwb.domain.specs import AccuracySpec, CompareSpec, RivalsSpec
from dlwb.ports import Artifacts, Store
from dlwb.protocol import EvaluateAnswer, EvaluateTask, InterleaveAnswer, InterleaveTask
from dlwb.workflows.compare import derive_paired
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.verb import Seat, unexpected


def subjects_of(spec: RivalsSpec) -> tuple[CompareSubject, ...]:
    """What is measured, the reference first: the model in each precision, then the quantized version as the reference runs."""
    model, config = spec.accuracy.model, spec.accuracy.config
    reduced = tuple(CompareSubject(model, replace(config, precision=name), name) for name in spec.precisions)
    version = (CompareSubject(spec.version, config, "quantized"),) if spec.version else ()
    return (CompareSubject(model, config, config.precision or ""), *reduced, *version)


class RivalsVerb:
    """Accuracy and speed of every rival; each accuracy, and the comparison, is a run of its own below this one."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Measure the speed of all side by side, then how right each is.

        Raises:
            NotFound: a model or the dataset was removed meanwhile.
        """
        spec = run.spec
        assert isinstance(spec, RivalsSpec)
        subjects = subjects_of(spec)
        models = [self._store.find_model(subject.model) for subject in subjects]
        measured = tuple(
            (model_files(model, self._artifacts), subject.config)
            for model, subject in zip(models, subjects, strict=True)
        )
        answer = seat.ask(InterleaveTask(measured, spec.plan))
        if not isinstance(answer, InterleaveAnswer):
            raise unexpected(answer)
        comparison = derive_paired(subjects, [model.name for model in models], answer.raw, answer.environment)
        seat.record(CompareSpec(subjects, spec.plan), CompareOutcome(comparison))
        accuracy = [
            self._accuracy(model, replace(spec.accuracy, model=model.id, config=subject.config), subject.label, seat).id
            for model, subject in zip(models, subjects, strict=True)
        ]
        return RivalsOutcome(tuple(accuracy), comparison)

    def _accuracy(self, model: Model, spec: AccuracySpec, label: str, seat: Seat) -> Run:
        """How right a model is in one precision, as a run of its own with its records."""
        seat.advance(Progress("accuracy", None, f"how right '{model.name}' is in {label}"))
        dataset = self._store.find_dataset(spec.dataset)
        parent = self._store.find_model(spec.parent) if spec.parent else None
        answer = seat.ask(
            EvaluateTask(
                files=model_files(model, self._artifacts),
                model=model,
                dataset=dataset,
                samples=str(self._artifacts.path(dataset.index)),
                spec=spec,
                parent=parent,
                parent_files=model_files(parent, self._artifacts) if parent else None,
            )
        )
        if not isinstance(answer, EvaluateAnswer):
            raise unexpected(answer)
        return seat.record(spec, AccuracyOutcome(answer.evaluation), [seat.output / RECORDS])
