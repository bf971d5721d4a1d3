"""Which class of a network is which of a dataset: by name, by number, or not at all."""

from dataclasses import replace

import pytest

from dlwb.calc.accuracy.class_names import COCO, VOC, names_said, namings, without_background
from dlwb.domain.dataset import Dataset, Task
from dlwb.domain.output_adapter import Classification, FinalBoxes, Segmentation, Yolox

PLAIN = Dataset("d", "pictures", "voc", (Task.DETECTION,), 10, (), "/", False, "", "", "")
BOXES = Yolox("out")


def labels(adapter, count, known, dataset):
    return [naming.labels for naming in namings(adapter, count, known, dataset)]


def test_cocos_classes_are_found_among_those_of_voc():
    voc = replace(PLAIN, classes=VOC)
    (naming,) = namings(BOXES, 80, (), voc)
    assert naming.names == COCO
    assert {VOC[label]: COCO[i] for i, label in enumerate(naming.labels) if label is not None} == {
        **{name: name for name in VOC if name in COCO},
        "aeroplane": "airplane", "diningtable": "dining table", "motorbike": "motorcycle",
        "pottedplant": "potted plant", "sofa": "couch", "tvmonitor": "tv",
    }  # fmt: skip


def test_as_many_classes_are_the_same_classes():
    assert labels(BOXES, 80, (), replace(PLAIN, classes=COCO)) == [()]
    assert labels(BOXES, 3, (), replace(PLAIN, classes=("a", "b", "c"))) == [()]


def test_networks_that_number_with_cocos_gaps():
    first = namings(FinalBoxes("b"), None, (), replace(PLAIN, classes=COCO))
    gaps = next(naming for naming in first if len(naming.names) == 90)
    assert gaps.labels[12] == COCO.index("stop sign")  # number 13 of the paper, of which 12 does not exist
    assert gaps.labels[11] is None
    assert gaps.labels[89] == 79


@pytest.mark.parametrize("count", [2, 4, 81])
def test_other_numbers_of_named_classes_fit_nothing(count):
    assert namings(BOXES, count, (), replace(PLAIN, classes=("a", "b", "c"))) == ()


def test_a_dataset_without_names_may_show_some_classes_only():
    some = replace(PLAIN, counts=(1,) * 999)
    assert labels(Classification("p"), 1000, (), some) == [()]
    assert namings(Classification("p"), 998, (), some) == ()


def test_names_are_matched_whatever_their_spelling():
    dataset = replace(PLAIN, classes=("Traffic_Light", "dog"))
    assert labels(BOXES, 3, ("cat", "traffic light", "DOG"), dataset) == [(None, 0, 1)]
    assert namings(BOXES, 3, ("cat", "cow", "hen"), dataset) == ()


TWO_CRANES = ("tench", "crane", "maillot", "maillot", "crane")


def test_of_classes_with_the_same_name_the_first_is_the_first():
    dataset = replace(PLAIN, classes=TWO_CRANES)
    assert labels(Classification("p"), 5, TWO_CRANES, dataset) == [(0, 1, 2, 3, 4)]
    assert labels(Classification("p"), 4, ("crane", "maillot", "crane", "maillot"), dataset) == [(1, 2, 4, 3)]


def test_of_classes_with_the_same_name_all_are_the_only_one():
    dataset = replace(PLAIN, classes=("crane", "tench"))
    assert labels(Classification("p"), 5, TWO_CRANES, dataset) == [(1, 0, None, None, 0)]


def test_in_masks_background_stays_and_unknown_classes_are_nobodys():
    dataset = replace(PLAIN, classes=("cat", "dog"))
    (mapped,) = labels(Segmentation("o"), 3, ("dog", "hen", "cat"), dataset)
    assert mapped[:2] == (0, 2)
    assert mapped[3] == 1
    assert mapped[2] > len(dataset.classes)


def test_a_background_is_no_class():
    assert without_background(("background", "cat")) == ("cat",)
    assert without_background(("cat", "background")) == ("cat", "background")


@pytest.mark.parametrize(
    "info",
    [
        {"framework.names": "{0: 'cat', 1: 'hot dog'}"},
        {"framework.names": "['cat', 'hot dog']"},
        {"model_info.labels": "cat hot_dog"},
        {"model_info.labels": "background cat hot_dog"},
        {"dlwb.labels": "cat, hot dog"},
    ],
)
def test_names_are_read_from_the_file(info):
    assert names_said(info) == ("cat", "hot dog")


@pytest.mark.parametrize("text", ["", "{0: 'cat', 2: 'dog'}", "__import__('os')", "{0: 1}", "7", "("])
def test_names_that_are_none_are_left_alone(text):
    assert names_said({"framework.names": text}) == ()
