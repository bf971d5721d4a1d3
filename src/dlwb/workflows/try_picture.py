"""Try a picture: one or two models are shown it, and it stays in the run's folder with what they say."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from dlwb.domain.dataset import Sample
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import Model
from dlwb.domain.outcomes import RunOutcome, TryOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import TrySpec
from dlwb.domain.tried_picture import read_as
from dlwb.ports import Artifacts, Store
from dlwb.protocol import Samples, TryAnswer, TryTask, from_json
from dlwb.workflows.model_verbs import model_files
from dlwb.workflows.verb import Seat, unexpected


class TryVerb:
    """A picture is shown to models. `completed` fills in what a configuration leaves to the model (its batch)."""

    def __init__(
        self, store: Store, artifacts: Artifacts, completed: Callable[[Model, InferenceConfig], InferenceConfig]
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._completed = completed

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Let a worker show the picture; one that was staged for this run is gone afterwards, its copy stays.

        Raises:
            NotFound: a model or the dataset was removed meanwhile.
        """
        assert isinstance(run.spec, TrySpec)
        try:
            answer = seat.ask(self._task(run.spec))
        finally:
            drop_staged(run.spec)
        if not isinstance(answer, TryAnswer):
            raise unexpected(answer)
        return TryOutcome(answer.tried)

    def _task(self, spec: TrySpec) -> TryTask:
        models = [self._store.find_model(id) for id in spec.models]
        known = (*spec.readings, *[None] * len(models))
        return TryTask(
            files=tuple(model_files(model, self._artifacts) for model in models),
            models=tuple(
                read_as(model, one.reading) if one else model for model, one in zip(models, known, strict=False)
            ),
            configs=configs_of(models, spec.config, self._completed),
            spec=spec,
            sample=self._sample(spec),
        )

    def _sample(self, spec: TrySpec) -> Sample | None:
        """What the dataset says of the picture."""
        if spec.dataset is None or spec.position is None:
            return None
        index = self._store.find_dataset(spec.dataset).index
        samples: Samples = from_json(Samples, self._artifacts.path(index).read_bytes())
        return samples[spec.position]


def configs_of(
    models: Sequence[Model], config: InferenceConfig, completed: Callable[[Model, InferenceConfig], InferenceConfig]
) -> tuple[InferenceConfig, ...]:
    """The configuration of each model that is shown the same picture, without shapes of inputs that only others have."""
    inputs = [{spec.name for spec in model.inputs} for model in models]
    every = set().union(*inputs)
    return tuple(
        completed(model, replace(config, shapes={n: s for n, s in config.shapes.items() if n in own or n not in every}))
        for model, own in zip(models, inputs, strict=True)
    )


def drop_staged(spec: TrySpec) -> None:
    """Remove the picture that was staged for a run."""
    if spec.staged:
        shutil.rmtree(Path(spec.picture).parent, ignore_errors=True)


def forget_staged(run: Run) -> None:
    """Remove the staged picture of a run that ended, however it ended: one that was cancelled in the queue never worked."""
    if isinstance(run.spec, TrySpec) and run.state.is_finished:
        drop_staged(run.spec)
