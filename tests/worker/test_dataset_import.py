"""Labelled pictures become a dataset: every picture is opened, every label held against it, nothing broken is fatal."""

import os
import shutil
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from builders import datasets as build
from PIL import Image

from dlwb.adapters.pictures import open_mask, open_picture
from dlwb.domain.dataset import Dataset, DatasetOptions, Sample, Task
from dlwb.domain.errors import InputError, UnknownFormat, UnreadableDataset
from dlwb.domain.made_data import Augmented, Changes, Generated, Motif
from dlwb.ports import LabelledData, LabelledPicture
from dlwb.protocol import LABELS_JSON, DatasetImportTask, MadeLabels, Samples, from_json, to_json
from dlwb.worker import dataset_choice, dataset_import
from dlwb.worker.dataset_import import import_dataset
from dlwb.worker.dataset_make import make_pictures


@pytest.fixture
def imported(tmp_path):
    """Import a folder; returns the answer, its samples by picture, and what was said on the way."""
    count = iter(range(1000))

    def run(folder: Path, **task):
        output = tmp_path / f"output{next(count)}"
        output.mkdir()
        said = []
        options = task.pop("options", DatasetOptions())
        answer = import_dataset(DatasetImportTask(str(folder), options, **task), output, said.append)
        samples = from_json(Samples, (output / "samples.json").read_bytes())
        return answer, {sample.picture: sample for sample in samples}, said

    return run


def test_sizes_dates_and_counts(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data", (0, 2, 2, 0))
    answer, samples, said = imported(folder)
    stat = (folder / "p1.png").stat()
    sample = samples["p1.png"]
    assert (sample.width, sample.height, sample.label) == (40, 30, 2)
    assert sample.is_file(stat.st_size, stat.st_mtime_ns)
    assert (answer.samples, answer.counts) == (4, (2, 0, 2))
    assert answer.tasks == (Task.CLASSIFICATION,)
    assert [progress.phase for progress in said][-1] == "verifying pictures"


def test_broken_pictures_are_listed_and_not_fatal(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data", (0, 1, 2, 3, 4))
    (folder / "p0.png").write_bytes(b"")
    (folder / "p1.png").write_bytes((folder / "p1.png").read_bytes()[:200])
    (folder / "p2.png").write_text("<html>not found</html>")
    (folder / "p3.png").unlink()
    (folder / "p3.png").mkdir()
    answer, samples, _ = imported(folder)
    assert list(samples) == ["p4.png"]
    reasons = {one.path: one.reason for one in answer.broken}
    assert reasons["p0.png"] == "'p0.png' cannot be used: it is empty."
    assert "cannot be used" in reasons["p1.png"]
    assert "a web page" in reasons["p2.png"]
    assert "there is no such picture" in reasons["p3.png"]
    assert answer.left_out == 4


def test_no_usable_picture_at_all(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data", (0,))
    (folder / "p0.png").write_bytes(b"\x89PNG nothing")
    with pytest.raises(UnreadableDataset, match=r"No picture of 'data' can be used: 'p0\.png' cannot be used"):
        imported(folder)


def test_of_many_broken_pictures_the_first_are_listed(imported, tmp_path, monkeypatch):
    monkeypatch.setattr(dataset_import, "MOST_LISTED", 2)
    folder = build.imagenet_txt(tmp_path / "data", range(6))
    for i in range(4):
        (folder / f"p{i}.png").write_bytes(b"")
    answer, _, _ = imported(folder)
    assert (len(answer.broken), answer.left_out) == (2, 4)


def test_a_turned_picture_counts_as_people_see_it(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data", (0,))
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.open(folder / "p0.png").save(folder / "p0.png", exif=exif)
    _, samples, _ = imported(folder)
    assert (samples["p0.png"].width, samples["p0.png"].height) == (30, 40)


def test_a_voc_box_outside_the_picture_is_clipped_and_noted(imported, tmp_path):
    objects = {"a": [build.voc_object("cat", (11, 6, 60, 15)), build.voc_object("cat", (50, 6, 60, 15))]}
    answer, samples, _ = imported(build.voc(tmp_path / "data", objects=objects))
    (box,) = samples["JPEGImages/a.png"].boxes
    assert (box.x0, box.y0, box.x1, box.y1) == (10, 5, 40, 15)
    assert "Boxes that reach out of their picture, clipped: 1 (JPEGImages/a.png)." in answer.notes
    assert "Boxes outside their picture or inside out, left out: 1 (JPEGImages/a.png)." in answer.notes


def test_labels_of_another_size_are_noted(imported, tmp_path):
    folder = build.voc(tmp_path / "data")
    build.picture(folder / "JPEGImages" / "a.png", (50, 60))
    answer, _, _ = imported(folder)
    assert "Pictures with another size than their labels say: 1 (JPEGImages/a.png)." in answer.notes


def test_yolo_boxes_become_pixels(imported, tmp_path):
    _, samples, _ = imported(build.yolo(tmp_path / "data"))
    box = samples["images/val/a.png"].boxes[0]
    assert (box.x0, box.y0, box.x1, box.y1) == pytest.approx((16, 9, 24, 21))


def test_masks_are_opened_too(imported, tmp_path):
    folder = build.voc(tmp_path / "data", ("a", "b", "c"), masked=("a", "b", "c"))
    Image.fromarray(np.zeros((9, 9), np.uint8)).save(folder / "SegmentationClass" / "b.png")
    Image.fromarray(np.full((30, 40), 21, np.uint8)).save(folder / "SegmentationClass" / "c.png")
    answer, samples, _ = imported(folder)
    assert samples["JPEGImages/a.png"].mask_labels == (7,)
    assert set(samples) == {"JPEGImages/a.png"}
    reasons = [one.reason for one in answer.broken]
    assert "has 9 × 9 pixels, its picture 40 × 30" in reasons[0]
    assert "holds the number 21, and the last class is number 20" in reasons[1]


def test_the_same_content_has_the_same_id_wherever_it_lies_and_whatever_it_is_called(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    moved = tmp_path / "else" / "where"
    shutil.copytree(folder, moved)
    (moved / "p0.png").rename(moved / "renamed.png")
    lines = (moved / "val.txt").read_text().replace("p0.png", "renamed.png").splitlines()
    build.text(moved / "val.txt", *lines[::-1])
    assert imported(folder)[0].id == imported(moved.parent)[0].id


@pytest.mark.parametrize("change", ["picture", "label", "format", "class names"])
def test_other_content_has_another_id(imported, tmp_path, change):
    folder = build.imagenet_folders(tmp_path / "data")
    before = imported(folder)[0].id
    options = DatasetOptions()
    if change == "picture":
        build.picture(folder / "cat" / "cat0.png", seed=99)
    elif change == "label":
        (folder / "cat" / "cat0.png").rename(folder / "dog" / "cat0.png")
    elif change == "format":
        options = DatasetOptions(format="pictures")
    else:
        (folder / "dog").rename(folder / "hound")
    assert imported(folder, options=options)[0].id != before


def test_names_that_a_person_gives_are_not_content(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    named, _, _ = imported(folder, options=DatasetOptions(labels=("a", "b", "c"), first_class=0))
    assert named.classes == ("a", "b", "c")
    assert named.id == imported(folder)[0].id


def test_names_from_a_file_beside_are_content(imported, tmp_path):
    folder = build.yolo(tmp_path / "data")
    before = imported(folder)[0].id
    build.text(folder / "data.yaml", "val: images/val", "names: [cat, hound]")
    assert imported(folder)[0].id != before


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_listed(imported, tmp_path):
    folder = build.picture(tmp_path / "data" / "a.png").parent
    shutil.copy(folder / "a.png", os.path.join(os.fsencode(folder), b"b\xff.png"))
    answer, samples, _ = imported(folder)
    assert list(samples) == ["a.png"]
    assert [one.path for one in answer.broken] == ["b\\udcff.png"]


def test_a_folder_that_may_not_be_read(imported, tmp_path, monkeypatch):
    folder = build.imagenet_folders(tmp_path / "data")

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("dlwb.adapters.datasets.files.os.scandir", refuse)
    with pytest.raises(InputError, match="may not be read"):
        imported(folder)


def test_a_picture_that_crashed_a_worker_is_skipped(imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    answer, samples, _ = imported(folder, skip=("p1.png",), careful=True)
    assert "p1.png" not in samples
    assert "crashed" in answer.broken[0].reason
    assert (tmp_path / "output0" / "current.txt").read_text() == "p3.png"


def test_a_format_that_could_be_another_says_so(imported, tmp_path):
    folder = build.coco(tmp_path / "data")
    build.imagenet_txt(folder, (0, 1))
    answer, _, _ = imported(folder)
    assert answer.format == "coco"
    assert "It could also be read as imagenet_txt; the format can be chosen by hand." in answer.notes


def test_what_holds_no_pictures(imported, tmp_path):
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as out:
        out.writestr("x", "y")
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "inner.zip").rename(folder / "inner.zip")
    with pytest.raises(UnknownFormat, match=r"neither pictures nor recorded inputs, only 'inner\.zip'"):
        imported(folder)


# --- readers of others are not trusted ------------------------------------------------------------


class Careless:
    format = "careless"
    labelled = LabelledPicture("a.png")

    def recognise(self, folder):
        return "it says so"

    def read(self, folder, options):
        return LabelledData((Task.CLASSIFICATION,), (self.labelled, LabelledPicture("b.png", 0)), ("cat",))


@pytest.mark.parametrize(
    ("labelled", "words"),
    [
        (LabelledPicture("../secret.png", 0), "leads out of the folder"),
        (LabelledPicture("/etc/passwd", 0), "leads out of the folder"),
        (LabelledPicture("a\0.png", 0), "leads out of the folder"),
        (LabelledPicture("gone.png", 0), "cannot be read"),
        (LabelledPicture("b.png", mask="../m.png"), "leads out of the folder"),
    ],
)
def test_paths_of_a_reader_stay_inside(imported, tmp_path, monkeypatch, labelled, words):
    build.picture(tmp_path / "data" / "b.png")
    build.picture(tmp_path / "secret.png")
    monkeypatch.setattr(Careless, "labelled", labelled)
    monkeypatch.setattr(dataset_choice, "load_reader", lambda name: Careless())
    answer, samples, _ = imported(tmp_path / "data", options=DatasetOptions(format="careless"))
    assert list(samples) == ["b.png"]
    assert words in answer.broken[0].reason


def test_classes_of_a_reader_are_checked(imported, tmp_path, monkeypatch):
    build.picture(tmp_path / "data" / "b.png")
    monkeypatch.setattr(Careless, "labelled", LabelledPicture("b.png", 1, source="labels:7"))
    monkeypatch.setattr(dataset_choice, "load_reader", lambda name: Careless())
    with pytest.raises(UnreadableDataset, match=r"labels:7: 'b\.png' has class 1, but classes are 0 to 0"):
        imported(tmp_path / "data", options=DatasetOptions(format="careless"))


# --- made pictures --------------------------------------------------------------------------------


def test_generated_shapes_have_labels_for_every_task(imported, tmp_path):
    made = Generated(count=9, width=60, height=50, seed=4)
    answer, samples, _ = imported(empty(tmp_path), made=made)
    assert (answer.samples, answer.format, answer.made) == (9, "generated", made)
    assert set(answer.tasks) == set(Task)
    assert answer.counts == (2, 1, 1, 1, 1, 1, 1, 1)
    for name, sample in samples.items():
        assert open_picture(tmp_path / "made" / name).shape == (50, 60, 3)
        mask = open_mask(tmp_path / "made" / sample.mask)
        assert set(np.unique(mask)) == {0, sample.label + 1}
        for box in sample.boxes:
            assert box.label == sample.label
            assert mask[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)].any(axis=1).all()


def test_the_same_seed_generates_the_same_dataset(imported, tmp_path):
    ids = {
        imported(empty(tmp_path, str(i)), made=Generated(count=3, seed=seed))[0].id for i, seed in enumerate((1, 1, 2))
    }
    assert len(ids) == 2


def test_generated_noise_has_no_labels(imported, tmp_path):
    answer, _, _ = imported(empty(tmp_path), made=Generated(Motif.NOISE, 3, 20, 20))
    assert (answer.tasks, answer.classes, answer.samples) == ((), (), 3)


def test_generated_pictures_stay_marked_wherever_they_go(imported, tmp_path):
    made = Generated(count=2)
    imported(empty(tmp_path), made=made)
    assert imported(tmp_path / "made")[0].made == made


def empty(tmp_path, name="made"):
    (tmp_path / name).mkdir()
    return tmp_path / name


@pytest.fixture
def parent(imported, tmp_path):
    folder = build.voc(tmp_path / "data", ("a", "b", "c"), masked=("a",))
    answer, samples, _ = imported(folder)
    dataset = Dataset(
        answer.id, "cats", "voc", answer.tasks, 3, answer.classes, answer.root, False, "0", "now", answer.reason
    )
    return dataset, samples


def test_augmented_pictures_and_their_labels(imported, tmp_path, parent):
    dataset, before = parent
    made = Augmented(dataset.id, "cats", Changes(flip=True, noise=0.05), copies=4, seed=2)
    answer, samples, _ = imported(
        empty(tmp_path), made=made, parent=dataset, parent_samples=str(tmp_path / "output0" / "samples.json")
    )
    assert (answer.samples, answer.made, answer.classes) == (15, made, dataset.classes)
    assert answer.tasks == (Task.DETECTION, Task.SEGMENTATION)
    original = before["JPEGImages/a.png"]
    kept = samples["pictures/000000.png"]
    assert (kept.boxes, kept.mask_labels) == (original.boxes, original.mask_labels)
    corners = {(s.boxes[0].x0, s.boxes[0].x1) for name, s in samples.items() if name.startswith("pictures/000000-")}
    assert corners == {(10, 20), (20, 30)}
    for sample in samples.values():
        if sample.mask:
            mask = open_mask(tmp_path / "made" / sample.mask)
            (box,) = sample.boxes
            assert (mask[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] == 8).all()
    assert {name[:15]: sample.original for name, sample in samples.items()} == {
        f"pictures/{i:06d}": i for i in range(3)
    }
    assert {sample.number for sample in samples.values()} == {None}  # the original is not of COCO


def test_copies_of_copies_are_of_the_first_original_and_numbers_of_coco_stay_numbers(tmp_path):
    build.picture(tmp_path / "a.png", (8, 6))
    stat = (tmp_path / "a.png").stat()
    known = {"file_bytes": stat.st_size, "modified_ns": stat.st_mtime_ns}
    before = (Sample("a.png", 8, 6, boxes=(), number=7, original=5, **known),)
    (tmp_path / "samples.json").write_text(to_json(before))
    dataset = Dataset("d", "cats", "coco", (Task.DETECTION,), 1, ("cat",), str(tmp_path), False, "0", "now", "because")
    folder = tmp_path / "made"
    folder.mkdir()
    task = DatasetImportTask(
        str(folder),
        DatasetOptions(),
        Augmented("d", "cats", copies=2),
        parent=dataset,
        parent_samples=str(tmp_path / "samples.json"),
    )
    make_pictures(task, lambda _: None)
    made = from_json(MadeLabels, (folder / LABELS_JSON).read_bytes()).samples
    assert [(one.number, one.original) for one in made] == [(0, 5), (1, 5), (2, 5)]


def test_a_picture_that_changed_meanwhile_is_left_out_and_noted(imported, tmp_path, parent):
    dataset, _ = parent
    build.picture(Path(dataset.folder) / "JPEGImages" / "b.png", (41, 30))
    made = Augmented(dataset.id, "cats", Changes(noise=0.1), originals=False)
    answer, samples, _ = imported(
        empty(tmp_path), made=made, parent=dataset, parent_samples=str(tmp_path / "output0" / "samples.json")
    )
    assert list(samples) == ["pictures/000000-1.png", "pictures/000002-1.png"]
    assert answer.notes == ("Pictures of 'cats' that are gone or changed: 1 (JPEGImages/b.png).",)


# --- recorded inputs ------------------------------------------------------------------------------


def test_recorded_inputs_become_samples_without_a_size(imported, tmp_path):
    folder = build.recorded(tmp_path / "data")
    np.save(folder / "one.npy", np.ones(3))
    answer, samples, said = imported(folder)
    assert (answer.format, answer.tasks, answer.samples, answer.counts) == ("tensors", (), 4, ())
    stat = (folder / "one.npy").stat()
    sample = samples["one.npy"]
    assert (sample.width, sample.height, sample.labels) == (0, 0, frozenset())
    assert sample.is_file(stat.st_size, stat.st_mtime_ns)
    assert [progress.phase for progress in said][-1] == "verifying samples"
    assert said[-1].message.endswith("of 4 samples")


def test_broken_recorded_inputs_are_listed_and_not_fatal(imported, tmp_path):
    folder = build.recorded(tmp_path / "data", 2)
    (folder / "r1.npz").write_bytes((folder / "r1.npz").read_bytes()[:200])
    (folder / "empty.npy").write_bytes(b"")
    np.save(folder / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
    np.save(folder / "texts.npy", np.array(["a"]))
    np.save(folder / "infinite.npy", np.array([np.inf, np.nan]))
    answer, samples, _ = imported(folder)
    assert list(samples) == ["infinite.npy", "r0.npz"]
    reasons = {one.path: one.reason for one in answer.broken}
    assert "'r1.npz' is not a readable numpy file: " in reasons["r1.npz"]
    assert reasons["empty.npy"] == "'empty.npy' is not a readable numpy file: it is empty."
    assert "Python objects" in reasons["objects.npy"]
    assert "no network takes" in reasons["texts.npy"]
    assert answer.left_out == 4


def test_no_usable_recorded_input_at_all(imported, tmp_path):
    build.text(tmp_path / "data" / "a.npz", "text")
    with pytest.raises(UnreadableDataset, match=r"No sample of 'data' can be used: 'a\.npz' is not a readable"):
        imported(tmp_path / "data")


def test_recorded_inputs_are_known_by_content_and_not_by_name(imported, tmp_path):
    first, _, _ = imported(build.recorded(tmp_path / "a"))
    build.recorded(tmp_path / "b")
    (tmp_path / "b" / "r0.npz").rename(tmp_path / "b" / "other.npz")
    assert imported(tmp_path / "b")[0].id == first.id
    build.recording(tmp_path / "b" / "r2.npz", audio=np.ones((1, 1, 400), np.float32))
    assert imported(tmp_path / "b")[0].id != first.id
