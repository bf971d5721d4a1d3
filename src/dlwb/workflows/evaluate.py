"""Accuracy: a model is shown the pictures of a dataset, and held against their labels."""

from dlwb.domain.outcomes import AccuracyOutcome, RunOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import AccuracySpec
from dlwb.ports import Artifacts, Store
from dlwb.protocol import EvaluateAnswer, EvaluateTask
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.verb import Seat, unexpected


class AccuracyVerb:
    """A model is measured on a dataset; what it said of each picture stays in the run's folder."""

    def __init__(self, store: Store, artifacts: Artifacts) -> None:
        self._store = store
        self._artifacts = artifacts

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Let a worker show the pictures to the model.

        Raises:
            NotFound: model, parent or dataset was removed meanwhile.
        """
        assert isinstance(run.spec, AccuracySpec)
        model = self._store.find_model(run.spec.model)
        dataset = self._store.find_dataset(run.spec.dataset)
        parent = self._store.find_model(run.spec.parent) if run.spec.parent else None
        answer = seat.ask(
            EvaluateTask(
                files=model_files(model, self._artifacts),
                model=model,
                dataset=dataset,
                samples=str(self._artifacts.path(dataset.index)),
                spec=run.spec,
                parent=parent,
                parent_files=model_files(parent, self._artifacts) if parent else None,
            )
        )
        if not isinstance(answer, EvaluateAnswer):
            raise unexpected(answer)
        return AccuracyOutcome(answer.evaluation)
