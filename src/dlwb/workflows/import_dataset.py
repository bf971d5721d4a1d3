"""Import: a folder or an archive of labelled pictures, or a recipe, becomes a dataset of the workspace."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from dlwb.domain.dataset import Dataset
from dlwb.domain.errors import NotFound, RunCancelled, UnreadableDataset, UnreadableModel, WorkerCrashed
from dlwb.domain.made_data import Augmented
from dlwb.domain.outcomes import DatasetImportOutcome, RunOutcome
from dlwb.domain.run import Progress, Run
from dlwb.domain.specs import DatasetImportSpec
from dlwb.ports import Artifacts, Store
from dlwb.protocol import DatasetImportAnswer, DatasetImportTask, Samples, from_json
from dlwb.workflows.verb import Seat, unexpected

SAMPLES_JSON = "samples.json"
CURRENT_TXT = "current.txt"
MOST_CRASHES = 20

# Whether a file is an archive, and unpacking one into a new folder.
IsArchive = Callable[[Path], bool]
Unpack = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Places:
    """Where datasets live: `kept` holds a folder for each that the workspace owns, `scratch` what is on its way in."""

    kept: Path
    scratch: Path


@dataclass(frozen=True, slots=True)
class _Source:
    """The folder to read; an `owned` one is ours and moves into the workspace."""

    folder: Path
    owned: bool


class DatasetImportVerb:
    """Labelled pictures become a dataset."""

    def __init__(
        self, store: Store, artifacts: Artifacts, places: Places, is_archive: IsArchive, unpack: Unpack
    ) -> None:
        self._store = store
        self._artifacts = artifacts
        self._places = places
        self._is_archive = is_archive
        self._unpack = unpack

    def work(self, run: Run, seat: Seat) -> RunOutcome:
        """Unpack where needed, let a worker read and verify, then store the list of samples and the dataset.

        The same pictures with the same labels are the dataset that is there already; its pictures are looked for in the new
        place only when they are no longer where they were.

        Raises:
            RunCancelled: somebody cancelled the import meanwhile. DiskFull. In both cases nothing stays behind.
        """
        assert isinstance(run.spec, DatasetImportSpec)
        with self._source(run, run.spec, seat) as source:
            answer = self._verified(self._task(run.spec, source), seat)
            return self._stored(run, run.spec, answer, source, seat.output / SAMPLES_JSON)

    # --- in ---------------------------------------------------------------------------------------

    @contextmanager
    def _source(self, run: Run, spec: DatasetImportSpec, seat: Seat) -> Iterator[_Source]:
        """The folder to read; what is ours of it is gone at the end, unless it was moved away."""
        scratch = self._places.scratch / f"dataset-{run.id}"
        try:
            yield self._unpacked(spec, scratch, seat)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            if spec.staged:
                shutil.rmtree(spec.source, ignore_errors=True)

    def _unpacked(self, spec: DatasetImportSpec, scratch: Path, seat: Seat) -> _Source:
        if spec.made is not None:
            scratch.mkdir(parents=True)
            return _Source(scratch, owned=True)
        path = Path(spec.source)
        inside = [one for one in path.rglob("*") if one.is_file()] if spec.staged else []
        archive = inside[0] if len(inside) == 1 else path
        if archive.is_file() and self._is_archive(archive):
            seat.advance(Progress("unpacking", None, archive.name))
            try:
                unpacked = scratch / archive.name  # whoever complains about the folder calls it by this name
                self._unpack(archive, unpacked)
            except UnreadableModel as error:  # the archive does not know what it holds
                raise UnreadableDataset(error.message, error.hint) from error
            return _Source(unpacked, owned=True)
        if not path.is_dir():
            raise NotFound(f"'{path}' is no longer there.", "Check the path; it is seen from this machine.")
        return _Source(path, owned=spec.staged)

    def _task(self, spec: DatasetImportSpec, source: _Source) -> DatasetImportTask:
        parent = self._store.find_dataset(spec.made.parent) if isinstance(spec.made, Augmented) else None
        samples = str(self._artifacts.path(parent.index)) if parent else ""
        return DatasetImportTask(str(source.folder), spec.options, spec.made, parent, samples)

    def _verified(self, task: DatasetImportTask, seat: Seat) -> DatasetImportAnswer:
        """The worker's answer; after a crash it goes picture by picture, and leaves out those that crash it.

        Raises:
            WorkerCrashed: it crashes anywhere else, or too often.
        """
        while True:
            try:
                answer = seat.ask(task)
            except WorkerCrashed:
                current = seat.output / CURRENT_TXT
                if task.made is not None or len(task.skip) >= MOST_CRASHES or (task.careful and not current.is_file()):
                    raise
                if task.careful:
                    task = replace(task, skip=(*task.skip, current.read_text(encoding="utf-8")))
                    current.unlink()
                task = replace(task, careful=True)
                continue
            (seat.output / CURRENT_TXT).unlink(missing_ok=True)
            if not isinstance(answer, DatasetImportAnswer):
                raise unexpected(answer)
            return answer

    # --- out --------------------------------------------------------------------------------------

    def _stored(
        self, run: Run, spec: DatasetImportSpec, answer: DatasetImportAnswer, source: _Source, samples: Path
    ) -> DatasetImportOutcome:
        with self._artifacts.changing():
            known = self._known(answer.id)
            if known is not None and is_intact(known, self._artifacts):
                self._store.replace_dataset(_as_wished(known, spec, answer))
                samples.unlink()
                return DatasetImportOutcome(known.id, existed=True)
            done = False
            home = self._places.kept / answer.id
            try:
                index = self._artifacts.add(samples, SAMPLES_JSON).sha256
                self._check_wanted(run)
                dataset = _dataset(run, spec, answer, index)
                if source.owned:
                    dataset = _moved(dataset, source, home)
                if known is None:
                    self._store.add_dataset(dataset)
                else:
                    kept = replace(dataset, name=known.name, created=known.created)
                    self._store.replace_dataset(_as_wished(kept, spec, answer))
                done = True
            finally:
                if not done or known is not None:
                    self._artifacts.keep_only(self._store.file_hashes())
                if not (done and source.owned):
                    shutil.rmtree(home, ignore_errors=True)  # of an import that failed, or of the one before
        samples.unlink()
        return DatasetImportOutcome(answer.id, existed=known is not None)

    def _known(self, id: str) -> Dataset | None:
        try:
            return self._store.find_dataset(id)
        except NotFound:
            return None

    def _check_wanted(self, run: Run) -> None:
        if self._store.cancel_requested(run.id):
            raise RunCancelled(f"The {run.what} was cancelled.")


def _moved(dataset: Dataset, source: _Source, home: Path) -> Dataset:
    """The dataset with its pictures where they stay."""
    shutil.rmtree(home, ignore_errors=True)
    home.parent.mkdir(parents=True, exist_ok=True)
    inside = Path(dataset.folder).relative_to(source.folder)
    shutil.move(source.folder, home)
    return replace(dataset, folder=str(home / inside), owned=True)


def is_intact(dataset: Dataset, artifacts: Artifacts) -> bool:
    """Whether all pictures and masks of a dataset are where they were, unchanged as far as size and date tell."""
    try:
        samples = from_json(Samples, artifacts.path(dataset.index).read_bytes())
        for sample in samples:
            stat = (Path(dataset.folder) / sample.picture).stat()
            if not sample.is_file(stat.st_size, stat.st_mtime_ns):
                return False
            if sample.mask is not None:
                stat = (Path(dataset.folder) / sample.mask).stat()
                if not sample.is_mask_file(stat.st_size, stat.st_mtime_ns):
                    return False
    except (OSError, NotFound):
        return False
    return True


def _as_wished(known: Dataset, spec: DatasetImportSpec, answer: DatasetImportAnswer) -> Dataset:
    """The dataset that is there, with the name and the names of classes that were given anew."""
    classes = answer.classes if spec.options.labels is not None or not known.classes else known.classes
    return replace(known, name=spec.options.name or known.name, classes=classes)


def _dataset(run: Run, spec: DatasetImportSpec, answer: DatasetImportAnswer, index: str) -> Dataset:
    return Dataset(
        id=answer.id,
        name=spec.display_name,
        format=answer.format,
        tasks=answer.tasks,
        samples=answer.samples,
        classes=answer.classes,
        folder=answer.root,
        owned=False,
        index=index,
        created=run.created,
        reason=answer.reason,
        counts=answer.counts,
        broken=answer.broken,
        ignore=answer.ignore,
        notes=answer.notes,
        left_out=answer.left_out,
        made=answer.made,
    )
