"""YOLO: boxes and outlines in fractions, names from a configuration, and lines that cannot be read."""

import pytest
from builders import datasets as build

from dlwb.adapters.datasets.yolo import Yolo
from dlwb.adapters.datasets.yolo_config import read_config
from dlwb.domain.dataset import Box, DatasetOptions, Task
from dlwb.domain.errors import UnreadableDataset
from dlwb.worker.dataset_choice import choose

ANY = DatasetOptions()


def pictures_of(data):
    return {one.picture: one for one in data.pictures}


def test_boxes_are_fractions_around_a_centre(tmp_path):
    data = Yolo().read(build.yolo(tmp_path), ANY)
    assert data.classes == ("cat", "dog")
    both = pictures_of(data)
    assert both["images/val/a.png"].boxes == (
        Box(0, 0.4, 0.3, 0.6, 0.7),
        Box(1, 0.0, 0.0, 0.5, 0.5),
    )
    assert both["images/val/b.png"].boxes == ()
    assert all(one.relative for one in data.pictures)


def test_outlines(tmp_path):
    data = Yolo().read(build.yolo(tmp_path, {"a": ["1 0.1 0.2 0.5 0.2 0.5 0.6"]}), ANY)
    (box,) = data.pictures[0].boxes
    assert (box.x0, box.y0, box.x1, box.y1) == (0.1, 0.2, 0.5, 0.6)
    assert box.polygons == ((0.1, 0.2, 0.5, 0.2, 0.5, 0.6),)
    assert data.tasks == (Task.DETECTION, Task.INSTANCE_SEGMENTATION)


@pytest.mark.parametrize(
    "config",
    [
        "names: [cat, no]",
        "names: ['cat', \"no\"]",
        "names:\n- cat\n- no",
        "names:\n  0: cat\n  1: no",
        "path: ../datasets/x # root\nval: images/val\nnames:\n  1: no\n  0: cat\ndownload: |\n  import os\n  os.remove('x')",
    ],
)
def test_names_in_the_configuration(tmp_path, config):
    build.yolo(tmp_path, names=())
    (tmp_path / "data.yaml").write_text(config)
    assert Yolo().read(tmp_path, ANY).classes == ("cat", "no")


def test_names_in_a_text_file(tmp_path):
    build.yolo(tmp_path, names=())
    build.text(tmp_path / "classes.txt", "cat", "dog", "bird")
    assert Yolo().read(tmp_path, ANY).classes == ("cat", "dog", "bird")


def test_labels_beside_the_pictures_themselves(tmp_path):
    build.picture(tmp_path / "a.png")
    build.text(tmp_path / "a.txt", "3 0.5 0.5 0.5 0.5")
    build.text(tmp_path / "obj.names", "a", "b", "c", "d")
    choice = choose(tmp_path, None)
    assert choice.reader.format == "yolo"
    assert choice.reader.read(tmp_path, ANY).pictures[0].boxes[0].label == 3


def test_splits_by_folder_and_by_configuration(tmp_path):
    build.yolo(tmp_path, {"a": ["0 0.5 0.5 0.1 0.1"]}, names=(), split="train")
    build.yolo(tmp_path, {"b": ["0 0.5 0.5 0.1 0.1"]}, names=(), split="val")
    assert list(pictures_of(Yolo().read(tmp_path, ANY))) == ["images/val/b.png"]
    assert list(pictures_of(Yolo().read(tmp_path, DatasetOptions(split="train")))) == ["images/train/a.png"]
    (tmp_path / "data.yaml").write_text("train: images/train\nval: list.txt\nnames: [cat]")
    build.text(tmp_path / "list.txt", "./images/train/a.png", "./images/val/b.png")
    assert list(pictures_of(Yolo().read(tmp_path, ANY))) == ["images/train/a.png", "images/val/b.png"]


def test_a_yolo_class_out_of_range_is_refused_with_file_and_line(tmp_path):
    build.yolo(tmp_path, {"a": ["0 0.5 0.5 0.1 0.1", "2 0.5 0.5 0.1 0.1"]})
    with pytest.raises(UnreadableDataset, match=r"labels/val/a\.txt:2: class 2 is out of range"):
        Yolo().read(tmp_path, ANY)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("0 0.5 0.5 0.1", "4 numbers"),
        ("0 0.5 0.5 0.1 0.1 0.9", "6 numbers"),
        ("0 0.5 0.5 0.1 x", "not all numbers"),
        ("0 320 240 10 10", "fraction of the picture"),
        ("0 nan 0.5 0.1 0.1", "fraction of the picture"),
        ("0.5 0.5 0.5 0.1 0.1", "whole number"),
    ],
)
def test_a_line_that_cannot_be_read_leaves_its_picture_out(tmp_path, line, words):
    build.yolo(tmp_path, {"a": ["0 0.5 0.5 0.1 0.1", line], "b": ["0 0.5 0.5 0.1 0.1"]})
    data = Yolo().read(tmp_path, ANY)
    assert [one.picture for one in data.pictures] == ["images/val/b.png"]
    assert [one.path for one in data.broken] == ["images/val/a.png"]
    assert data.broken[0].reason.startswith("labels/val/a.txt:2: ")
    assert words in data.broken[0].reason


def test_yolo_labels_without_pictures_and_pictures_without_labels(tmp_path):
    build.yolo(tmp_path)
    build.picture(tmp_path / "images" / "val" / "extra.png")
    build.text(tmp_path / "labels" / "val" / "gone.txt", "0 0.5 0.5 0.1 0.1")
    data = Yolo().read(tmp_path, ANY)
    assert [one.path for one in data.broken] == ["labels/val/gone.txt"]
    assert pictures_of(data)["images/val/extra.png"].boxes == ()
    assert any("without a label file" in note and "extra.png" in note for note in data.notes)


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("names: [a, b]\nnc: 3", "says nc: 3, but names 2"),
        ("names: {0: a, 2: b}", "does not number"),
        ("names: [a, [b]]", "no list of names"),
        ("names: [a", "no YAML"),
    ],
)
def test_a_wrong_configuration(tmp_path, config, words):
    build.yolo(tmp_path, names=())
    (tmp_path / "data.yaml").write_text(config)
    with pytest.raises(UnreadableDataset, match=words):
        Yolo().read(tmp_path, ANY)


def test_nothing_in_a_configuration_is_run(tmp_path):
    (tmp_path / "data.yaml").write_text(f"names: !!python/object/apply:os.mkdir ['{tmp_path}/made']")
    assert read_config(tmp_path).names == (f"{tmp_path}/made",)
    assert not (tmp_path / "made").exists()
