"""What outputs mean, as people say it."""

import numpy as np
import pytest

from dlwb.domain.errors import InputError, InvalidOptions
from dlwb.domain.output_adapter import BoxUnit, Classification, FinalBoxes, YoloGrids, YoloHead, YoloVersion, Yolox
from dlwb.worker.by_hand import FAMILIES, adjusted, check_family, start_of

GRIDS = YoloGrids((YoloHead("a", ((1, 2),)), YoloHead("b", ((3, 4),))), 20)


def test_settings_become_fields_and_those_of_the_selection():
    made = adjusted(FinalBoxes("boxes"), {"unit": "share", "first_label": "1", "floor": "0.3", "scores": "conf"})
    assert (made.unit, made.first_label, made.scores, made.select.floor) == (BoxUnit.SHARE, 1, "conf", 0.3)
    assert adjusted(Yolox("o"), {"strides": "[8, 16]"}).strides == (8, 16)
    assert adjusted(Classification("p"), {"background": "true"}).background


def test_anchors_are_given_by_grid():
    made = adjusted(GRIDS, {"anchors": "26x48,67x84;189x126,1.5x2", "stretch": "1.05", "version": "v5"})
    assert [head.anchors for head in made.heads] == [((26, 48), (67, 84)), ((189, 126), (1.5, 2))]
    assert [head.stretch for head in made.heads] == [1.05, 1.05]
    assert made.version is YoloVersion.V5
    assert [head.output for head in made.heads] == ["a", "b"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"anchors": "26x48"}, "2 grids"),
        ({"anchors": "26,48;1x1"}, "not a size"),
        ({"stretch": "1,2,3"}, "2 grids"),
        ({"nonsense": "1"}, "no setting"),
        ({"classes": "many"}, "classes"),
        ({"floor": "low"}, "floor"),
    ],
)
def test_values_that_cannot_be_are_named(settings, words):
    with pytest.raises(InvalidOptions, match=words):
        adjusted(GRIDS, settings)


def test_every_family_can_be_named_and_only_those():
    for family in FAMILIES:
        check_family(family, {})
    with pytest.raises(InvalidOptions, match="no family"):
        check_family("yolov99", {})


def test_a_start_takes_the_output_that_fits():
    outputs = {"boxes": np.zeros((1, 100, 4)), "scores": np.zeros((1, 100, 21))}
    assert start_of("boxes_and_scores", outputs).boxes == "boxes"
    assert start_of("classification", outputs).output == "scores"
    with pytest.raises(InputError, match="cannot be read"):
        start_of("yolo_grids", outputs)
