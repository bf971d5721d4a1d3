"""How networks are read on the first pictures, through whatever shows pictures to them."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from dlwb.calc.preprocessing.frame import frame_of
from dlwb.calc.preprocessing.picture_input import PictureInput
from dlwb.domain.dataset import Box, Dataset, Sample, Task
from dlwb.domain.errors import InputError
from dlwb.domain.model import Converted, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.output_adapter import Segmentation, SsdDetections
from dlwb.domain.preprocessing import Resize
from dlwb.domain.specs import AccuracySpec
from dlwb.worker.looking import Seen, Shown
from dlwb.worker.reading import candidates
from dlwb.worker.trial import decide

FRAME = frame_of((64, 64), (64, 64), Resize())
TARGET = PictureInput("in", "NCHW", 64, 64, 3, "f32")
SPEC = AccuracySpec("", "")
RECIPE = Converted(ModelFormat.ONNX, "ab" * 32, "fake 1.0", ImportOptions())


@dataclass
class Detector:
    """An SSD without a background: it finds the box of every picture, with the right class."""

    target: PictureInput = TARGET
    batch: int = 1
    shown: list[list[int]] = field(default_factory=list)

    def look(self, samples, preprocessing, read):
        self.shown.append([sample.boxes[0].label for _, sample in samples])
        for position, sample in samples:
            box = sample.boxes[0]
            corners = np.array([box.x0, box.y0, box.x1, box.y1]) / 64
            rows = np.array([0, box.label, 0.9, *corners], np.float32)[None, None, None]
            yield read(Seen((Shown(position, sample, FRAME),), (FRAME,), {"out": rows}))


def model_of(output):
    spec = TensorSpec("out", output.shape, str(output.dtype))
    return Model("m", "net", ModelFormat.ONNX, None, (), (spec,), Preprocessing(), "f32", RECIPE, (), "t")


def dataset_of(task, classes):
    return Dataset("d", "pictures", "voc", (task,), 40, classes, "/", False, "", "", "", counts=(10,) * len(classes))


def test_the_first_look_is_at_different_classes_of_a_dataset_that_is_sorted_by_class():
    samples = [(i, Sample(f"{i}.png", 64, 64, boxes=(Box(3 - i // 10, 8.0, 8.0, 40.0, 40.0),))) for i in range(40)]
    looker, dataset = Detector(), dataset_of(Task.DETECTION, ("a", "b", "c", "d"))
    found = candidates(looker, model_of(np.zeros((1, 1, 1, 7), np.float32)), dataset, SPEC, samples)
    assert set(looker.shown[0]) == {0, 1, 2, 3}
    assert {one.reading.adapter for one in found} == {SsdDetections("out", background=False)}


def test_a_first_class_that_no_first_picture_shows_is_still_found():
    """Of 74 pictures only the last four show class 0; it must not be taken for a background."""
    labels = [*(1 + i % 7 for i in range(70)), 0, 0, 0, 0]
    samples = [
        (i, Sample(f"{i}.png", 64, 64, boxes=(Box(label, 8.0, 8.0, 40.0, 40.0),))) for i, label in enumerate(labels)
    ]
    looker, dataset = Detector(), dataset_of(Task.DETECTION, tuple("abcdefgh"))
    found = candidates(looker, model_of(np.zeros((1, 1, 1, 7), np.float32)), dataset, SPEC, samples)
    assert 0 not in looker.shown[0]
    assert {one.reading.adapter.background for one in found} == {True, False}
    chosen = decide(looker, dataset, found, samples, lambda words: None).chosen
    assert chosen.reading.adapter == SsdDetections("out", background=False)


# --- segmentation ---------------------------------------------------------------------------------

STREET = ("road", "sidewalk", "building", "wall")


@dataclass
class Segmenter:
    """A network with a score for each class and none for a background, as SegFormer has them: it is always right."""

    channels: int
    target: PictureInput = TARGET
    batch: int = 1

    def look(self, samples, preprocessing, read):
        for position, sample in samples:
            scores = np.zeros((1, self.channels, 64, 64), np.float32)
            scores[0, sample.mask_labels[0]] = 1
            yield read(Seen((Shown(position, sample, FRAME),), (FRAME,), {"out": scores}))

    def open_mask(self, sample):
        return np.full((64, 64), sample.mask_labels[0] + 1, np.uint8)


MASKED = [(i, Sample(f"{i}.png", 64, 64, mask=f"{i}m.png", mask_labels=(i % 4,))) for i in range(40)]


@pytest.mark.parametrize("names", [(), STREET])
def test_a_network_without_a_background_is_read_class_by_class(names):
    looker, dataset = Segmenter(4), dataset_of(Task.SEGMENTATION, STREET)
    model = replace(model_of(np.zeros((1, 4, 64, 64), np.float32)), classes=names)
    found = candidates(looker, model, dataset, SPEC, MASKED)
    decision = decide(looker, dataset, found, MASKED, lambda words: None)
    assert decision.chosen.reading.adapter == Segmentation("out", first_label=1)
    if decision.tried:
        assert decision.tried[0].score == 1


def test_what_a_network_tells_apart_is_said_with_its_background():
    looker, dataset = Segmenter(7), dataset_of(Task.SEGMENTATION, STREET)
    with pytest.raises(InputError, match="tells 6 classes and a background apart, and 'pictures' has 4"):
        candidates(looker, model_of(np.zeros((1, 7, 64, 64), np.float32)), dataset, SPEC, MASKED)
