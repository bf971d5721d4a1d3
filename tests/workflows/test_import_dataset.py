"""The use case of importing datasets: archives and uploads, what is known already, crashes, and nothing left behind."""

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from builders import datasets as build
from builders.queue_parts import TheSeat

from dlwb.adapters.archives import Limits, is_archive, unpack
from dlwb.adapters.artifacts import FolderArtifacts
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.dataset import DatasetOptions
from dlwb.domain.errors import NotFound, RunCancelled, UnreadableDataset, UnsafeArchive, WorkerCrashed
from dlwb.domain.run import Run
from dlwb.domain.specs import DatasetImportSpec
from dlwb.worker.dataset_import import import_dataset
from dlwb.workflows.import_dataset import DatasetImportVerb, Places


class Importing:
    """A verb, its places, and a seat whose worker is this process."""

    def __init__(self, folder):
        self.folder = folder
        self.store = MemoryStore()
        self.artifacts = FolderArtifacts(folder)
        self.places = Places(folder / "datasets", folder / "tmp")
        self.tasks = []
        self.before = lambda task: None
        self.verb = DatasetImportVerb(
            self.store, self.artifacts, self.places, is_archive, lambda a, into: unpack(a, into, Limits(1 << 20))
        )

    def __call__(self, source, *, options=None, staged=False, id="aaaa00000001"):
        output = self.folder / "runs" / id
        output.mkdir(parents=True, exist_ok=True)

        def answer(task, hear):
            self.tasks.append(task)
            self.before(task)
            return import_dataset(task, output, lambda progress: None)

        spec = DatasetImportSpec(str(source), "data", options or DatasetOptions(), staged)
        run = Run(id, spec, f"2030-01-01T00:00:{len(self.tasks):02d}.000000+00:00")
        outcome = self.verb.work(run, TheSeat(answer, output))
        return self.store.find_dataset(outcome.dataset), outcome.existed

    def left_behind(self):
        return sorted(
            path.relative_to(self.folder).as_posix()
            for place in ("tmp", "datasets", "blobs", "runs")
            for path in (self.folder / place).rglob("*")
            if path.is_file()
        )


@pytest.fixture
def importing(tmp_path):
    return Importing(tmp_path / "workspace")


@pytest.fixture
def folder(tmp_path):
    return build.imagenet_txt(tmp_path / "data")


def packed(folder, archive):
    with zipfile.ZipFile(archive, "w") as out:
        for path in sorted(folder.rglob("*")):
            out.write(path, f"top/{path.relative_to(folder)}")
    return archive


def test_a_folder_stays_where_it_is(importing, folder):
    dataset, existed = importing(folder)
    assert (dataset.folder, dataset.owned, existed) == (str(folder), False, False)
    assert len(importing.left_behind()) == 1  # the list of samples


def test_an_archive_is_unpacked_into_the_workspace(importing, folder, tmp_path):
    dataset, _ = importing(packed(folder, tmp_path / "data.zip"))
    assert dataset.owned
    assert Path(dataset.folder) == importing.places.kept / dataset.id / "top"
    assert (Path(dataset.folder) / "p0.png").read_bytes() == (folder / "p0.png").read_bytes()
    assert (tmp_path / "data.zip").exists()
    assert [name for name in importing.left_behind() if name.startswith(("tmp", "runs"))] == []


def test_the_same_content_is_the_same_dataset(importing, folder, tmp_path):
    first, _ = importing(folder)
    second, existed = importing(packed(folder, tmp_path / "data.zip"))
    assert second == first
    assert existed
    assert len(importing.left_behind()) == 1


def test_a_new_name_and_new_names_of_classes_are_taken_over(importing, folder):
    importing(folder)
    options = DatasetOptions(name="cats", labels=("a", "b", "c"), first_class=0)
    dataset, existed = importing(folder, options=options)
    assert (existed, dataset.name, dataset.classes) == (True, "cats", ("a", "b", "c"))
    assert importing(folder)[0] == dataset


def test_pictures_that_moved_are_found_in_their_new_place(importing, folder, tmp_path):
    first, _ = importing(folder, options=DatasetOptions(name="cats"))
    shutil.move(folder, tmp_path / "moved")
    second, existed = importing(tmp_path / "moved")
    assert (existed, second.folder) == (True, str(tmp_path / "moved"))
    assert second == replace(first, folder=second.folder, index=second.index)
    assert len(importing.left_behind()) == 1


def test_a_picture_lost_from_the_workspace_comes_back(importing, folder, tmp_path):
    archive = packed(folder, tmp_path / "data.zip")
    first, _ = importing(archive)
    (Path(first.folder) / "p0.png").unlink()
    second, existed = importing(archive)
    assert existed
    assert (Path(second.folder) / "p0.png").exists()
    third, _ = importing(folder)
    assert third.folder == second.folder


def test_an_upload_is_consumed(importing, folder, tmp_path):
    staged = tmp_path / "workspace" / "tmp" / "dataset-up"
    shutil.copytree(folder, staged)
    dataset, _ = importing(staged, staged=True)
    assert dataset.owned
    assert not staged.exists()
    assert (Path(dataset.folder) / "p0.png").exists()


def test_an_uploaded_archive_is_unpacked(importing, folder, tmp_path):
    staged = tmp_path / "workspace" / "tmp" / "dataset-up"
    staged.mkdir(parents=True)
    packed(folder, staged / "data.zip")
    dataset, _ = importing(staged, staged=True)
    assert Path(dataset.folder).name == "top"
    assert not staged.exists()


def refused(importing, error, *arguments, **options):
    with pytest.raises(error) as caught:
        importing(*arguments, **options)
    assert importing.left_behind() == []
    assert importing.store.datasets() == ()
    return caught.value.message


def test_a_bomb_leaves_nothing_behind(importing, tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.png", bytes(2 << 20))
    assert "unpacks to more than" in refused(importing, UnsafeArchive, tmp_path / "bomb.zip")


def test_a_damaged_archive(importing, folder, tmp_path):
    archive = packed(folder, tmp_path / "data.zip")
    archive.write_bytes(archive.read_bytes()[:-40])
    assert "is damaged" in refused(importing, UnreadableDataset, archive)


def test_a_path_out_of_the_archive(importing, tmp_path):
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as out:
        out.writestr("../evil.png", b"x")
    assert "'..'" in refused(importing, UnsafeArchive, tmp_path / "evil.zip")


def test_a_folder_that_went_away(importing, tmp_path):
    assert "no longer there" in refused(importing, NotFound, tmp_path / "gone")


def test_a_cancel_before_the_end_leaves_nothing(importing, folder, tmp_path):
    archive = packed(folder, tmp_path / "data.zip")
    importing.store.cancel_requested = lambda id: True
    with pytest.raises(RunCancelled):
        importing(archive)
    assert importing.store.datasets() == ()
    assert [name for name in importing.left_behind() if not name.startswith("runs")] == []


# --- pictures that crash the decoder --------------------------------------------------------------


def test_a_picture_that_crashes_the_worker_is_found_and_left_out(importing, folder):
    def crash(task):
        if "p2.png" not in task.skip:
            if task.careful:
                (importing.folder / "runs" / "aaaa00000001" / "current.txt").write_text("p2.png")
            raise WorkerCrashed("It died of SIGSEGV.")

    importing.before = crash
    dataset, _ = importing(folder)
    assert [(task.careful, task.skip) for task in importing.tasks] == [(False, ()), (True, ()), (True, ("p2.png",))]
    assert dataset.samples == 3
    assert [one.path for one in dataset.broken] == ["p2.png"]


def test_a_worker_that_crashes_elsewhere_is_an_error(importing, folder):
    def crash(task):
        raise WorkerCrashed("It died of SIGSEGV.")

    importing.before = crash
    with pytest.raises(WorkerCrashed):
        importing(folder)
    assert len(importing.tasks) == 2
