"""Whether classes can be those of a dataset, known from shapes alone."""

from dataclasses import replace

import pytest

from dlwb.calc.accuracy.other_classes import sure_mismatch
from dlwb.domain.dataset import Dataset, Task
from dlwb.domain.model import Converted, DimRange, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.output_adapter import Classification, YoloRows
from dlwb.domain.specs import AccuracySpec

RECIPE = Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions())
PETS = Dataset(
    "d",
    "pets",
    "imagenet_folders",
    (Task.CLASSIFICATION,),
    9,
    ("cat", "dog", "cow"),
    "/",
    False,
    "0",
    "t",
    "",
    counts=(3, 3, 3),
)
ANY = DimRange(1, None)


def model(*shape, **fields):
    outputs = (TensorSpec("y", shape or None, "f32"),)
    whole = Model("m", "net", ModelFormat.ONNX, None, (), outputs, Preprocessing(), "f32", RECIPE, (), "t")
    return replace(whole, **fields)


def found(one, dataset=PETS, **wish):
    return sure_mismatch(one, dataset, AccuracySpec("m", "d", **wish))


@pytest.mark.parametrize("shape", [(1, 10), (ANY, 10), (1, 10, 1, 1), (2, 10)])
def test_another_number_of_classes_is_known_from_the_shape(shape):
    message, hint = found(model(*shape))
    assert message == "The model tells 10 classes apart, and 'pets' has 3."
    assert "label map" in hint


@pytest.mark.parametrize("shape", [(1, 3), (ANY, 3), (1, 4), (1, 3, 1, 1)])
def test_as_many_classes_with_or_without_a_background_fit(shape):
    assert found(model(*shape)) is None


def test_where_classes_are_numbered_the_dataset_may_show_fewer():
    numbered = replace(PETS, classes=())
    assert found(model(1, 10), numbered) is None
    assert found(model(1, 2), numbered) is not None


def test_names_count_more_than_numbers():
    assert found(model(1, 10), classes=("cow", *(str(i) for i in range(9)))) is None
    assert "None of the names" in found(model(1, 10), classes=tuple("abcdefghij"))[0]
    assert found(model(1, 10, rt_info={"model_info.labels": "horse cow"})) is None


@pytest.mark.parametrize(
    ("one", "wish"),
    [
        (model(1, ANY), {}),
        (model(), {}),
        (model(1, 10, 10), {}),
        (model(1, 10), {"parent": "other"}),
        (model(1, 10), {"settings": {"background": "true"}}),
        (model(1, 10, outputs=(TensorSpec("y", (1, 10), "f32"), TensorSpec("z", (1, 3), "f32"))), {}),
    ],
    ids=["open", "no rank", "planes", "against a parent", "by hand", "two outputs"],
)
def test_what_nobody_knows_yet_is_left_to_a_look_at_pictures(one, wish):
    assert found(one, **wish) is None


def test_pictures_with_boxes_may_be_read_by_something_else():
    assert found(model(1, 10), replace(PETS, tasks=(Task.DETECTION, Task.CLASSIFICATION))) is None


def test_what_is_stored_with_the_model_is_known_of_any_family():
    stored = model(1, 10, adapter=Classification("y", background=True))
    assert "9 classes" in found(stored)[0]
    boxes = replace(PETS, tasks=(Task.DETECTION,))
    rows = YoloRows("y", objectness=False, transposed=True)
    assert "6 classes" in found(model(1, 10, 8400, adapter=rows), boxes)[0]
    assert found(model(1, 7, 8400, adapter=rows), boxes) is None
    assert found(model(1, 10, adapter=Classification("gone"))) is None
