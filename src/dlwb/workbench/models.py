"""The models of a workspace, as the SDK offers them."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.samples import sample_names, sample_path
from dlwb.adapters.staging import discard, stage_path, stage_upload
from dlwb.adapters.stores.sql import SqlStore
from dlwb.config import GIB, Settings
from dlwb.domain.config_rules import size_problems
from dlwb.domain.errors import InputError, NotFound, PicturesFound
from dlwb.domain.graph import Graph
from dlwb.domain.model import GRAPH_JSON, ImportOptions, Model, Preprocessing, StagedModel
from dlwb.domain.outcomes import ImportOutcome
from dlwb.domain.output_adapter import OutputAdapter
from dlwb.domain.preprocessing_rules import endless_problems, preprocessing_problems
from dlwb.domain.problems import Problems
from dlwb.domain.run import Run
from dlwb.domain.specs import ImportSpec
from dlwb.ports import RunFilter
from dlwb.protocol import from_json
from dlwb.workbench.executing import execute_now
from dlwb.workbench.names import check_name
from dlwb.worker.by_hand import adjusted
from dlwb.worker.reading import known_preprocessing
from dlwb.workflows.executor import Executor
from dlwb.workflows.import_model import import_spec, model_id
from dlwb.workflows.queue import OnChange, RunQueue


class ModelShelf:
    """The models of a workspace."""

    def __init__(
        self, store: SqlStore, artifacts: FolderArtifacts, queue: RunQueue, executor: Executor, settings: Settings
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._queue = queue
        self._executor = executor
        self._staging = settings.workspace / "tmp"
        self._limit_bytes = int(settings.upload_limit_gib * GIB)
        queue.on_change(_drop_staged)

    def add(
        self, path: Path | str, options: ImportOptions | None = None, *, on_change: OnChange | None = None
    ) -> Model:
        """Import a model file, a folder or an archive; the same bytes and options give the same model.

        Raises:
            NotFound, UnknownFormat, UnreadableModel, UnsupportedOperation, UnsafeArchive, InvalidOptions, MissingExtra.
        """
        options = _checked(options)
        return self._import_now(stage_path(Path(path), self._staging, self._limit_bytes), options, on_change)

    def submit(self, path: Path | str, options: ImportOptions | None = None) -> Model | Run:
        """Queue an import; the model itself when it is there already."""
        options = _checked(options)
        return self._import_later(stage_path(Path(path), self._staging, self._limit_bytes), options)

    def submit_upload(self, folder: Path, options: ImportOptions | None = None) -> Model | Run:
        """Queue the import of what was uploaded to `folder`, which is consumed; the model when it is there already.

        Raises:
            PicturesFound: `folder` stays as it is, to be imported as a dataset. What `submit` raises.
        """
        try:
            options = _checked(options)
            staged = stage_upload(folder, self._staging, self._limit_bytes)
        except PicturesFound:
            raise
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder, ignore_errors=True)
        return self._import_later(staged, options)

    def samples(self) -> tuple[str, ...]:
        """Names of the models that ship with the workbench."""
        return sample_names()

    def add_sample(
        self, name: str, options: ImportOptions | None = None, *, on_change: OnChange | None = None
    ) -> Model:
        """Import a model that ships with the workbench, as `add`. Raises NotFound."""
        return self.add(sample_path(name), options, on_change=on_change)

    def submit_sample(self, name: str) -> Model | Run:
        """Queue the import of a model that ships with the workbench. Raises NotFound."""
        return self.submit(sample_path(name))

    def get(self, text: str) -> Model:
        """A model by id, unique beginning of an id, or name. Raises NotFound, Ambiguous."""
        return self._store.find_model(text)

    def resolve(self, text: str, *, on_change: OnChange | None = None) -> Model:
        """As `get`; what is neither id nor name but a path is imported."""
        try:
            return self.get(text)
        except NotFound:
            # `Path` raises where a name is longer than any can be, or `~name` is nobody's home
            if not os.path.exists(os.path.expanduser(text)):  # noqa: PTH110, PTH111
                if os.path.basename(text) != text:  # noqa: PTH119 - names have no separators, paths do
                    raise NotFound(
                        f"There is no file '{text}', and no model of that name.", "Check the path."
                    ) from None
                raise
        return self.add(Path(text).expanduser(), on_change=on_change)

    def list(self) -> tuple[Model, ...]:
        """All models, newest first."""
        return self._store.models()

    def names(self) -> dict[str, str]:
        """The name of every model by its id; cheap enough to ask every second."""
        return self._store.model_names()

    def rename(self, text: str, name: str) -> Model:
        """Give a model another name. Raises NotFound, Ambiguous, InvalidOptions."""
        check_name(name, "model")
        return self._store.rename_model(self.get(text).id, name)

    def configure(
        self,
        text: str,
        run: Run | None = None,
        *,
        preprocessing: Preprocessing | None = None,
        settings: Mapping[str, str] | None = None,
        classes: Sequence[str] | None = None,
    ) -> Model:
        """Store with a model how it is read, as confirmed by a person; what is left out stays.

        Args:
            text: the model.
            run: an accuracy run of it, whose reading is taken over before anything else.
            preprocessing: how pictures go in; fields that are None stay.
            settings: of the family of its outputs, such as `{"floor": "0.3"}`.
            classes: what it tells apart, in the order of its scores, without a background.

        Raises:
            NotFound, Ambiguous; InputError: nothing is said, or the run is of another model; InvalidOptions: numbers or
                settings that cannot be.
        """
        if run is None and preprocessing is None and not settings and classes is None:
            raise InputError(
                "Nothing is said that is to be stored with the model.",
                "Give an accuracy run of it, a preprocessing, settings or the names of its classes.",
                terminal="--from RUN, --mean, --scale, --color-order, --resize, --set, --labels",
            )
        wrong = Problems()
        wrong.add(preprocessing_problems(preprocessing))
        wrong.raise_any()
        model = self.get(text)
        if run is not None:
            model = _as_read(model, run)
        if preprocessing is not None:
            model = replace(model, preprocessing=known_preprocessing(model, preprocessing))
        if settings:
            model = replace(model, adapter=adjusted(_adapter_of(model), settings))
        if classes is not None:
            model = replace(model, classes=tuple(classes))
        model = replace(model, preprocessing=replace(model.preprocessing, confirmed=True))
        self._store.replace_model(model)
        return model

    def remove(self, text: str) -> str:
        """Forget a model, its finished runs and the files that no other model uses; returns its id.

        Raises:
            NotFound, Ambiguous; InputError while a run of it is unfinished.
        """
        id = self._store.model_id(text)
        runs = self._store.runs(RunFilter(models=(id,), limit=1_000_000, outcomes=False))
        with self._artifacts.changing():
            for orphan in self._store.remove_model(id):
                self._artifacts.remove(orphan.sha256)
        for run in runs:
            self._queue.folders.remove(run.id)
        return id

    def graph(self, model: Model) -> Graph:
        """The operations of a model, as imported."""
        return from_json(Graph, self.file(model, GRAPH_JSON).read_bytes())

    def file(self, model: Model, name: str) -> Path:
        """Where a file of a model lies. Raises NotFound."""
        try:
            return self._artifacts.path(model.file(name).sha256)
        except KeyError:
            names = ", ".join(ref.name for ref in model.files)
            raise NotFound(f"Model '{model.name}' has no file '{name}'.", f"It has: {names}.") from None

    def _import_now(self, staged: StagedModel, options: ImportOptions, on_change: OnChange | None) -> Model:
        spec = import_spec(staged, options)
        with _discarded_on_error(staged):
            known = self._known(spec)
            if known is not None:
                discard(staged)
                return known
            run = execute_now(self._queue, spec, spec.display_name, on_change)
        assert isinstance(run.outcome, ImportOutcome)
        return self._store.find_model(run.outcome.model)

    def _import_later(self, staged: StagedModel, options: ImportOptions) -> Model | Run:
        spec = import_spec(staged, options)
        with _discarded_on_error(staged):
            known = self._known(spec)
            if known is not None:
                discard(staged)
                return known
            return self._executor.submit(spec, spec.display_name)

    def _known(self, spec: ImportSpec) -> Model | None:
        """The model of these bytes and options, when it is there already; a name given anew becomes its name."""
        try:
            known = self._store.find_model(model_id(spec))
        except NotFound:
            return None
        name = spec.options.name
        return self._store.rename_model(known.id, name) if name and name != known.name else known


def _as_read(model: Model, run: Run) -> Model:
    """The model with the reading of an accuracy run."""
    reading = run.evaluation.reading
    if run.model != model.id or reading is None:
        raise InputError(
            f"Run {run.id} does not say how '{model.name}' is read.",
            "Choose an accuracy run of this model with labels.",
        )
    # Without names of its own the model's classes are those of the dataset by number: that is true only there.
    classes = reading.classes or model.classes
    return replace(model, adapter=reading.adapter, preprocessing=reading.preprocessing, classes=classes)


def _adapter_of(model: Model) -> OutputAdapter:
    if model.adapter is None:
        raise InputError(
            f"What the outputs of '{model.name}' mean is not stored yet, so it has no settings.",
            "Measure its accuracy once, then store how that run read it.",
            terminal="dlwb model configure MODEL --from RUN",
        )
    return model.adapter


def _checked(options: ImportOptions | None) -> ImportOptions:
    options, wrong = options or ImportOptions(), Problems()
    if options.name is not None:
        with wrong.collected():
            check_name(options.name, "model")
    # The rest is told by the import itself, together with what does not fit the model.
    wrong.add(size_problems(options.shapes))
    wrong.add(endless_problems("mean", options.mean) + endless_problems("scale", options.scale))
    wrong.raise_any()
    return options


@contextmanager
def _discarded_on_error(staged: StagedModel) -> Iterator[None]:
    """Until there is a run that owns the staged files, they go when something fails; those of a failed run are gone already."""
    try:
        yield
    except BaseException:
        discard(staged)
        raise


def _drop_staged(run: Run) -> None:
    """Remove the staged files of an import that ended, however it ended."""
    if isinstance(run.spec, ImportSpec) and run.state.is_finished:
        shutil.rmtree(run.spec.folder, ignore_errors=True)
