"""Pascal VOC: boxes, masks, lists, and XML of strangers."""

import pytest
from builders import datasets as build

from dlwb.adapters.datasets import files
from dlwb.adapters.datasets.voc import CLASSES, PascalVoc
from dlwb.domain.dataset import Box, DatasetOptions, Task
from dlwb.domain.errors import Ambiguous, UnreadableDataset
from dlwb.worker.dataset_choice import choose

ANY = DatasetOptions()


def test_boxes_count_from_1_and_include_the_last_pixel(tmp_path):
    data = PascalVoc().read(build.voc(tmp_path), ANY)
    assert data.classes == CLASSES
    assert data.pictures[0].boxes == (Box(CLASSES.index("cat"), 10.0, 5.0, 20.0, 15.0),)
    assert data.tasks == (Task.DETECTION,)


def test_boxes_that_begin_at_0_count_from_0(tmp_path):
    data = PascalVoc().read(build.voc(tmp_path, objects={"a": [build.voc_object("cat", (0, 0, 20, 15))]}), ANY)
    assert data.pictures[0].boxes[0] == Box(7, 0.0, 0.0, 20.0, 15.0)
    assert any("count pixels from 0" in note for note in data.notes)


def test_boxes_between_pixels_count_from_0(tmp_path):
    boxes = [build.voc_object("cat", (3.5, 4.25, 20.5, 15)), build.voc_object("cat", (1, 1, 9, 9))]
    data = PascalVoc().read(build.voc(tmp_path, ("a",), {"a": boxes}), ANY)
    assert data.pictures[0].boxes[0] == Box(7, 3.5, 4.25, 20.5, 15.0)
    assert any("many lie between pixels" in note for note in data.notes)


def test_a_few_boxes_between_pixels_say_nothing_as_in_the_original(tmp_path):
    boxes = [build.voc_object("cat", (11, 6, 20, 15))] * 9 + [build.voc_object("cat", (3, 45.7, 20, 60))]
    data = PascalVoc().read(build.voc(tmp_path, ("a",), {"a": boxes}), ANY)
    assert data.pictures[0].boxes[0] == Box(7, 10.0, 5.0, 20.0, 15.0)
    assert data.pictures[0].boxes[9] == Box(7, 2.0, 44.7, 20.0, 60.0)
    assert "Boxes count pixels from 1, although 1 of 40 sides lie between pixels." in data.notes


def test_difficult_objects_are_marked(tmp_path):
    data = PascalVoc().read(build.voc(tmp_path, objects={"a": [build.voc_object("dog", (1, 1, 9, 9), 1)]}), ANY)
    assert data.pictures[0].boxes[0].difficult


def test_other_classes_in_the_order_of_their_names(tmp_path):
    objects = {"a": [build.voc_object("zebra", (1, 1, 9, 9)), build.voc_object("ape", (1, 1, 9, 9))]}
    assert PascalVoc().read(build.voc(tmp_path, ("a",), objects), ANY).classes == ("ape", "zebra")


def test_a_label_map_decides_the_order(tmp_path):
    build.text(
        tmp_path / "labelmap.txt", "# label:color_rgb:parts:actions", "background:0,0,0::", "cat:1,2,3::", "ant:::"
    )
    data = PascalVoc().read(build.voc(tmp_path), ANY)
    assert data.classes == ("cat", "ant")
    assert data.pictures[0].boxes[0].label == 0
    with pytest.raises(UnreadableDataset, match=r"Annotations/a\.xml: 'cat' is no class"):
        PascalVoc().read(tmp_path, DatasetOptions(labels=("dog",)))


@pytest.mark.parametrize("first", [("_background_",), ("__ignore__", "_background_")])
def test_the_class_names_of_labelme_name_the_values_of_its_masks(tmp_path, first):
    build.voc(tmp_path, ("a",), masked=("a",))
    (tmp_path / "Annotations" / "a.xml").unlink()
    build.text(tmp_path / "class_names.txt", *first, "ape", "zebra")
    data = PascalVoc().read(tmp_path, ANY)
    assert data.classes == ("ape", "zebra")
    assert "Names of classes from 'class_names.txt'." in data.notes


def test_a_name_of_two_classes_is_refused(tmp_path):
    with pytest.raises(UnreadableDataset, match=r"Annotations/a\.xml: 'cat' is the name of 2 classes"):
        PascalVoc().read(build.voc(tmp_path), DatasetOptions(labels=("cat", "dog", "cat")))


def test_lists_say_which_pictures_count(tmp_path):
    build.voc(tmp_path, ("a", "b", "c"), masked=("b", "c"))
    build.text(tmp_path / "ImageSets" / "Main" / "val.txt", "a", "b")
    build.text(tmp_path / "ImageSets" / "Main" / "train.txt", "c")
    build.text(tmp_path / "ImageSets" / "Main" / "cat_val.txt", "a 1", "b -1")
    build.text(tmp_path / "ImageSets" / "Segmentation" / "val.txt", "b", "x")
    data = PascalVoc().read(tmp_path, ANY)
    assert [(one.picture, one.mask) for one in data.pictures] == [
        ("JPEGImages/a.png", None),
        ("JPEGImages/b.png", "SegmentationClass/b.png"),
    ]
    assert data.tasks == (Task.DETECTION, Task.SEGMENTATION)
    assert [one.path for one in data.broken] == ["Annotations/x.xml", "SegmentationClass/x.png"]
    train = PascalVoc().read(tmp_path, DatasetOptions(split="train"))
    assert [one.picture for one in train.pictures] == ["JPEGImages/c.png"]


def test_masks_alone(tmp_path):
    build.voc(tmp_path, ("a", "b"), masked=("a",))
    for path in (tmp_path / "Annotations").iterdir():
        path.unlink()
    data = PascalVoc().read(tmp_path, ANY)
    assert data.tasks == (Task.SEGMENTATION,)
    assert [(one.picture, one.boxes) for one in data.pictures] == [("JPEGImages/a.png", None)]
    assert data.classes == ()  # nobody said what they are


def test_masks_alone_beside_the_lists_of_the_original_have_its_classes(tmp_path):
    build.voc(tmp_path, ("a",), masked=("a",))
    (tmp_path / "Annotations" / "a.xml").unlink()
    build.text(tmp_path / "ImageSets" / "Segmentation" / "val.txt", "a")
    assert PascalVoc().read(tmp_path, ANY).classes == CLASSES


@pytest.mark.parametrize("inside", ["VOCdevkit/VOC2012", "VOC2007"])
def test_the_folder_around_it_will_do(tmp_path, inside):
    build.voc(tmp_path / inside)
    (tmp_path / "README").touch()
    data = PascalVoc().read(tmp_path, ANY)
    assert data.pictures[0].picture == f"{inside}/JPEGImages/a.png"


def test_two_years_are_ambiguous(tmp_path):
    build.voc(tmp_path / "VOCdevkit" / "VOC2007")
    build.voc(tmp_path / "VOCdevkit" / "VOC2012")
    with pytest.raises(Ambiguous, match="VOCdevkit/VOC2007, VOCdevkit/VOC2012"):
        choose(tmp_path, None)


def test_missing_and_damaged_annotations_are_listed(tmp_path):
    build.voc(tmp_path, ("a", "b", "c", "d", "e"))
    build.text(tmp_path / "Annotations" / "b.xml", "<annotation><object>")
    build.text(tmp_path / "Annotations" / "c.xml", build.voc_xml("c", build.voc_object("cat", ("one", 1, 2, 3))))
    (tmp_path / "JPEGImages" / "d.png").unlink()
    (tmp_path / "Annotations" / "e.xml").unlink()
    data = PascalVoc().read(tmp_path, ANY)
    assert [one.picture for one in data.pictures] == ["JPEGImages/a.png"]
    reasons = {one.path: one.reason for one in data.broken}
    assert "it is damaged" in reasons["Annotations/b.xml"]
    assert "'one' where the number 'bndbox/xmin' should be" in reasons["Annotations/c.xml"]
    assert reasons["Annotations/d.xml"] == "There is no picture of that name."
    assert reasons["JPEGImages/e.png"] == "It has no annotation in 'Annotations'."


BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY a{i} "{("&a" + str(i - 1 or "") + ";") * 10}">' for i in range(1, 10))
    + "]><annotation><filename>&a9;</filename></annotation>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        BOMB.encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation><filename>&x;</filename></annotation>',
        b"<annotation>" + b"<a>" * 200_000,
    ],
    ids=["billion laughs", "in UTF-16", "another file", "deep"],
)
def test_hostile_xml_is_listed_and_nothing_happens(tmp_path, content):
    build.voc(tmp_path)
    (tmp_path / "Annotations" / "b.xml").write_bytes(content)
    data = PascalVoc().read(tmp_path, ANY)
    assert [one.path for one in data.broken] == ["Annotations/b.xml"]
    assert "root:" not in data.broken[0].reason


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["train", "trainval", "val"], "val"),
        (["test", "train", "trainval"], "test"),
        (["train", "trainval"], "train"),
        (["instances_train2017", "instances_val2017"], "instances_val2017"),
        (["ILSVRC2012_validation_ground_truth", "meta"], "ILSVRC2012_validation_ground_truth"),
        (["retrieval", "myset_valid"], "myset_valid"),
        (["a", "b"], "a"),
        ([], None),
    ],
)
def test_pictures_that_no_training_saw_are_preferred(names, chosen):
    assert files.preferred(names, None) == chosen
