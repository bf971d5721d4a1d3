"""The datasets of a workspace, as the SDK offers them."""

import builtins
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dlwb.adapters.archives import Limits, unpack
from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.datasets import label_map
from dlwb.adapters.samples import dataset_names, dataset_path
from dlwb.adapters.staging import display_name
from dlwb.adapters.stores.sql import SqlStore
from dlwb.calc.subset import part, size_of
from dlwb.config import GIB, Settings
from dlwb.domain.dataset import Dataset, DatasetOptions, Sample, Subset
from dlwb.domain.errors import InputError, InvalidOptions, NotFound, OptionProblem
from dlwb.domain.made_data import Augmented, Changes, Generated
from dlwb.domain.outcomes import DatasetImportOutcome
from dlwb.domain.run import Run
from dlwb.domain.specs import DatasetImportSpec, dataset_of
from dlwb.plugins import dataset_formats
from dlwb.protocol import Samples, from_json
from dlwb.workbench.dataset_pictures import DatasetPictures
from dlwb.workbench.dataset_specs import (
    check_options,
    is_packed,
    kind_of,
    name_of_upload,
    no_archive,
    refuse_model,
    spec_augmented,
    spec_generated,
    spec_of,
)
from dlwb.workbench.executing import execute_now
from dlwb.workbench.names import check_name
from dlwb.workflows.executor import Executor
from dlwb.workflows.import_dataset import DatasetImportVerb, Places
from dlwb.workflows.queue import OnChange, RunQueue

_MOST_ENTRIES = 500_000  # of an archive: more than ImageNet's and COCO's largest parts
_KEPT_INDICES = 4
_DEFAULT = DatasetOptions()


class DatasetShelf:
    """The datasets of a workspace."""

    def __init__(
        self, store: SqlStore, artifacts: FolderArtifacts, queue: RunQueue, executor: Executor, settings: Settings
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._queue = queue
        self._executor = executor
        self._places = places_in(settings.workspace)
        self._indices: dict[str, Samples] = {}
        self.pictures = DatasetPictures(settings.workspace / "thumbnails", self.samples)

    # --- in ---------------------------------------------------------------------------------------

    def add(
        self, path: Path | str, options: DatasetOptions | None = None, *, on_change: OnChange | None = None
    ) -> Dataset:
        """Import a folder of labelled pictures or recorded inputs, which stays in place, or an archive of one, which is unpacked.

        The same pictures with the same labels are the same dataset.

        Raises:
            NotFound, UnknownFormat, UnreadableDataset, UnsafeArchive, InvalidOptions, Ambiguous; InputError.
        """
        return self._now(spec_of(Path(path), options or _DEFAULT), on_change)

    def submit(self, path: Path | str, options: DatasetOptions | None = None) -> Run:
        """Queue an import. Raises NotFound, UnknownFormat, InvalidOptions at once."""
        return self._later(spec_of(Path(path), options or _DEFAULT))

    def submit_upload(self, folder: Path, options: DatasetOptions | None = None) -> Run:
        """Queue the import of what was uploaded to `folder`, which is consumed: pictures with labels, or one archive."""
        options = options or _DEFAULT
        check_options(options)
        files = [path for path in folder.rglob("*") if path.is_file()]
        if len(files) == 1 and not is_packed(files[0]):
            raise no_archive(files[0])
        refuse_model(folder)
        name = display_name(Path(files[0].name)) if len(files) == 1 else name_of_upload(folder, files)
        self._places.scratch.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix="dataset-", dir=self._places.scratch))
        shutil.move(folder, staged / kind_of(files).plural)
        return self._later(DatasetImportSpec(str(staged), options.name or name, options, staged=True))

    def shipped(self) -> builtins.tuple[str, ...]:
        """Names of the datasets that ship with the workbench."""
        return dataset_names()

    def add_shipped(
        self, name: str, options: DatasetOptions | None = None, *, on_change: OnChange | None = None
    ) -> Dataset:
        """Import a dataset that ships with the workbench, as `add`. Raises NotFound."""
        return self.add(dataset_path(name), options, on_change=on_change)

    def submit_shipped(self, name: str) -> Run:
        """Queue the import of a dataset that ships with the workbench. Raises NotFound."""
        return self.submit(dataset_path(name))

    def generate(
        self, recipe: Generated | None = None, name: str | None = None, *, on_change: OnChange | None = None
    ) -> Dataset:
        """Draw pictures with labels from a seed. Raises InvalidOptions."""
        return self._now(spec_generated(recipe or Generated(), name), on_change)

    def submit_generated(self, recipe: Generated, name: str | None = None) -> Run:
        """Queue the drawing of pictures. Raises InvalidOptions."""
        return self._later(spec_generated(recipe, name))

    def augment(
        self,
        dataset: Dataset | str,
        changes: Changes,
        *,
        copies: int = 1,
        originals: bool = True,
        seed: int = 0,
        name: str | None = None,
        on_change: OnChange | None = None,
    ) -> Dataset:
        """Changed copies of the pictures of a dataset, as a dataset of their own. Raises InvalidOptions, NotFound."""
        found = self._found(dataset)
        recipe = Augmented(found.id, found.name, changes, copies, originals, seed)
        return self._now(spec_augmented(recipe, found, name), on_change)

    def submit_augmented(self, recipe: Augmented, name: str | None = None) -> Run:
        """Queue the making of changed copies; `recipe.parent` is an id. Raises InvalidOptions, NotFound."""
        found = self.get(recipe.parent)
        return self._later(spec_augmented(replace(recipe, parent=found.id, parent_name=found.name), found, name))

    # --- what is there ----------------------------------------------------------------------------

    def get(self, text: str) -> Dataset:
        """A dataset by id, unique beginning of an id, or name. Raises NotFound, Ambiguous."""
        return self._store.find_dataset(text)

    def resolve(self, text: str, *, on_change: OnChange | None = None) -> Dataset:
        """As `get`; what is neither id nor name but a path is imported."""
        try:
            return self.get(text)
        except NotFound:
            # `Path` raises where a name is longer than any can be, or `~name` is nobody's home
            if not os.path.exists(os.path.expanduser(text)):  # noqa: PTH110, PTH111
                raise
        return self.add(Path(text).expanduser(), on_change=on_change)

    def names(self) -> dict[str, str]:
        """The name of every dataset by its id; cheap enough to ask every second."""
        return self._store.dataset_names()

    def list(self) -> builtins.tuple[Dataset, ...]:
        """All datasets, newest first."""
        return self._store.datasets()

    def formats(self) -> builtins.tuple[str, ...]:
        """Names of the formats that can be chosen by hand."""
        return dataset_formats()

    def rename(self, text: str, name: str) -> Dataset:
        """Give a dataset another name. Raises NotFound, Ambiguous, InvalidOptions."""
        check_name(name, "dataset")
        return self._replaced(replace(self.get(text), name=name))

    def label(self, text: str, lines: Sequence[str]) -> Dataset:
        """Give the classes of a dataset their names, from the lines of a label map.

        Raises:
            NotFound, Ambiguous; InvalidOptions: no label map, or one with fewer names than there are classes in the labels.
        """
        dataset = self.get(text)
        # Names given so far may be more than there are classes, and others may be fewer.
        classes = 1 + max((label for sample in self.samples(dataset) for label in sample.labels), default=-1)
        names = label_map.parse(lines).names
        if len(names) > classes:
            names = label_map.parse(lines).without_background().names
        if len(names) < classes:
            problem = f"it has names for {len(names)} of {classes} classes that the pictures have."
            raise InvalidOptions(
                (OptionProblem("labels", problem),),
                "Give the label map that belongs to the labels.",
                terminal="dlwb dataset label DATASET FILE",
            )
        return self._replaced(replace(dataset, classes=names, counts=dataset.counts[: len(names)]))

    def label_lines(self, path: Path) -> builtins.tuple[str, ...]:
        """The lines of a label map in a file of text or JSON. Raises UnreadableDataset."""
        return label_map.lines_of(path)

    def class_names(self, path: Path, dataset: Dataset | None = None) -> builtins.tuple[str, ...]:
        """The names of classes in a label map, without a background; as the dataset calls them, where it uses WordNet ids.

        Raises:
            UnreadableDataset, InvalidOptions.
        """
        read = label_map.read(path).without_background()
        return read.keys if dataset and set(dataset.classes) & set(read.keys) else read.names

    def remove(self, text: str) -> str:
        """Forget a dataset; pictures that were unpacked or made are deleted, those in a folder of yours stay. Returns its id.

        Raises:
            NotFound, Ambiguous; InputError while a run uses it.
        """
        id = self._store.dataset_id(text)
        busy = [run for run in self._store.unfinished() if id in (run.dataset, dataset_of(run.spec))]
        if busy:
            raise InputError(f"Run {busy[0].id} uses '{self.names()[id]}'.", "Wait for it or cancel it first.")
        with self._artifacts.changing():
            for orphan in self._store.remove_dataset(id):
                self._artifacts.remove(orphan)
            shutil.rmtree(self._places.kept / id, ignore_errors=True)
        self.pictures.forget(id)
        return id

    # --- its pictures -----------------------------------------------------------------------------

    def samples(self, dataset: Dataset) -> Samples:
        """All usable pictures with their labels, in the order of the labels. Raises NotFound."""
        known = self._indices.pop(dataset.index, None)
        if known is None:
            known = from_json(Samples, self._artifacts.path(dataset.index).read_bytes())
        self._indices[dataset.index] = known
        for oldest in tuple(self._indices)[:-_KEPT_INDICES]:
            self._indices.pop(oldest, None)
        return known

    def page(
        self, dataset: Dataset, offset: int = 0, limit: int = 100, label: int | None = None
    ) -> builtins.tuple[builtins.tuple[builtins.tuple[int, Sample], ...], int]:
        """Pictures with their positions, only those that show a class where one is given; and how many there are in all."""
        fitting = [
            (position, sample)
            for position, sample in enumerate(self.samples(dataset))
            if label is None or label in sample.labels
        ]
        return tuple(fitting[offset : offset + limit]), len(fitting)

    def subset(self, dataset: Dataset | str, subset: Subset) -> builtins.tuple[int, ...]:
        """Positions of the pictures of a subset, every class in proportion where labels allow. Raises InvalidOptions."""
        samples = self.samples(self._found(dataset))
        size_of(subset, len(samples))
        return tuple(position for position, _ in part(list(enumerate(samples)), subset))

    # --- within -----------------------------------------------------------------------------------

    def discard_orphans(self) -> None:
        """Remove pictures in the workspace that belong to no dataset, as killed imports leave them."""
        with self._artifacts.changing():
            known = self._store.dataset_names().keys()  # also of those that this dlwb cannot read
            for path in self._places.kept.glob("*"):
                if path.name not in known:
                    shutil.rmtree(path, ignore_errors=True)

    def _found(self, dataset: Dataset | str) -> Dataset:
        return dataset if isinstance(dataset, Dataset) else self.resolve(dataset)

    def _replaced(self, dataset: Dataset) -> Dataset:
        self._store.replace_dataset(dataset)
        return dataset

    def _now(self, spec: DatasetImportSpec, on_change: OnChange | None) -> Dataset:
        run = execute_now(self._queue, spec, spec.display_name, on_change)
        assert isinstance(run.outcome, DatasetImportOutcome)
        return self._store.find_dataset(run.outcome.dataset)

    def _later(self, spec: DatasetImportSpec) -> Run:
        return self._executor.submit(spec, spec.display_name)


def places_in(workspace: Path) -> Places:
    """Where datasets live in a workspace."""
    return Places(workspace / "datasets", workspace / "tmp")


def import_verb(store: SqlStore, artifacts: FolderArtifacts, settings: Settings) -> DatasetImportVerb:
    """The verb, with archives limited as the settings say."""
    limits = Limits(int(settings.upload_limit_gib * GIB), entries=_MOST_ENTRIES)
    return DatasetImportVerb(
        store,
        artifacts,
        places_in(settings.workspace),
        is_packed,
        lambda archive, into: unpack(archive, into, limits),
    )
