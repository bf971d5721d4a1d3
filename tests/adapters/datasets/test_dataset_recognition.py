"""Every layout is recognised by its content, with a reason, and read right; what is wrong is told with its place."""

import zipfile

import numpy as np
import pytest
from builders import datasets as build

from dlwb.adapters.datasets.coco import Coco
from dlwb.adapters.datasets.imagenet_folders import ImageNetFolders
from dlwb.adapters.datasets.imagenet_txt import ImageNetText
from dlwb.adapters.datasets.tensors import RecordedTensors
from dlwb.adapters.datasets.unlabelled import UnlabelledPictures
from dlwb.adapters.datasets.voc import PascalVoc
from dlwb.adapters.datasets.yolo import Yolo
from dlwb.domain.dataset import DatasetOptions
from dlwb.domain.errors import NotFound, UnknownFormat, UnreadableDataset
from dlwb.worker.dataset_choice import choose

READERS = {
    "imagenet_txt": (ImageNetText, build.imagenet_txt),
    "imagenet_folders": (ImageNetFolders, build.imagenet_folders),
    "voc": (PascalVoc, build.voc),
    "coco": (Coco, build.coco),
    "yolo": (Yolo, build.yolo),
    "pictures": (UnlabelledPictures, lambda folder: build.picture(folder / "a.png").parent),
    "tensors": (RecordedTensors, build.recorded),
}
ANY = DatasetOptions()


@pytest.mark.parametrize("format", READERS)
def test_each_layout_is_recognised_with_a_reason(tmp_path, format):
    _, make = READERS[format]
    choice = choose(make(tmp_path / "data"), None)
    assert choice.reader.format == format
    assert choice.reason


@pytest.mark.parametrize("format", READERS)
def test_a_layout_is_found_inside_folders_that_only_wrap_it(tmp_path, format):
    _, make = READERS[format]
    make(tmp_path / "data" / "outer" / "inner")
    (tmp_path / "data" / "__MACOSX").mkdir()
    (tmp_path / "data" / ".DS_Store").touch()
    assert choose(tmp_path / "data", None).reader.format == format


@pytest.mark.parametrize("format", ["imagenet_txt", "voc", "coco", "yolo"])
def test_no_labelled_layout_looks_like_another(tmp_path, format):
    _, make = READERS[format]
    folder = make(tmp_path)
    others = {name: reader() for name, (reader, _) in READERS.items() if name not in (format, "pictures")}
    assert {name: reason for name, reader in others.items() if (reason := reader.recognise(folder))} == {}


def test_pictures_without_labels(tmp_path):
    build.picture(tmp_path / "deep" / "a.png")
    build.picture(tmp_path / "b.JPG".replace("JPG", "png"))
    data = UnlabelledPictures().read(tmp_path, ANY)
    assert [one.picture for one in data.pictures] == ["b.png", "deep/a.png"]
    assert data.tasks == ()


def test_recorded_inputs_without_labels(tmp_path):
    build.recorded(tmp_path)
    build.recording(tmp_path / "deep" / "B.NPZ", x=np.zeros(3))
    build.text(tmp_path / "notes.txt", "16 kHz")
    data = RecordedTensors().read(tmp_path, ANY)
    assert [one.picture for one in data.pictures] == ["r0.npz", "r1.npz", "r2.npz", "deep/B.NPZ"]
    assert data.tasks == ()


def test_arrays_beside_pictures_are_no_recorded_inputs(tmp_path):
    build.recorded(tmp_path)
    build.picture(tmp_path / "z" / "a.png")
    assert RecordedTensors().recognise(tmp_path) is None
    assert choose(tmp_path, None).reader.format == "pictures"


def test_a_format_chosen_by_hand_wins(tmp_path):
    folder = build.imagenet_txt(tmp_path)
    assert choose(folder, "pictures").reader.format == "pictures"
    assert "chosen by hand" in choose(folder, "imagenet_txt").reason


def test_an_archive_among_files_is_no_picture(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as out:
        out.writestr("a.txt", "x")
    assert UnlabelledPictures().recognise(tmp_path) is None


@pytest.mark.parametrize("names", [(), ("model.onnx", "notes.txt"), (".DS_Store",)])
def test_what_is_no_dataset_is_refused_with_what_is_there(tmp_path, names):
    for name in names:
        (tmp_path / name).write_text("x")
    with pytest.raises(UnknownFormat) as caught:
        choose(tmp_path, None)
    assert ("'model.onnx'" if len(names) > 1 else "is empty") in caught.value.message


def test_a_format_that_is_not_installed(tmp_path):
    with pytest.raises(NotFound, match="No dataset format named 'kitti' is installed"):
        choose(build.imagenet_txt(tmp_path), "kitti")


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("imagenet_txt", "has no text file"),
        ("imagenet_folders", "has no folders of pictures"),
        ("voc", "has no folder 'Annotations'"),
        ("coco", "has no JSON file"),
        ("yolo", "has a label file"),
        ("tensors", "holds no recorded inputs"),
    ],
)
def test_a_layout_chosen_by_hand_without_its_labels(tmp_path, format, words):
    build.picture(tmp_path / "a.png")
    with pytest.raises(UnreadableDataset, match=words):
        READERS[format][0]().read(tmp_path, ANY)
