"""Names that belong to their classes by nothing but their order are doubted where they cannot be right as they are."""

from types import SimpleNamespace

import pytest

from dlwb.domain.evaluation import Reading
from dlwb.domain.model import Preprocessing
from dlwb.domain.output_adapter import Activation, Classification, FinalBoxes, Segmentation, SsdDetections, Yolox
from dlwb.domain.specs import TrySpec
from dlwb.worker.names_in_order import about_names, counted_from

MODEL = SimpleNamespace(name="net", adapter=None)
SCORES = Classification("y", Activation.NONE, background=False)


def doubts(adapter=SCORES, names=(), count=2, model=MODEL, **said):
    return list(about_names(model, TrySpec(**said), Reading(adapter, Preprocessing()), names, count))


def test_the_names_of_a_dataset_with_one_class_more_or_less_are_not_taken_over():
    assert doubts(classes_shown=("a", "b")) == []
    assert "perhaps" in doubts(classes_shown=("a", "b", "c"))[0].lower()
    assert doubts(classes_shown=("a", "b", "c", "d")) == []  # nothing speaks for a background


@pytest.mark.parametrize(("names", "doubted"), [(("a", "b"), 0), (("background", "a", "b"), 0), (("a",), 1)])
def test_names_of_masks_may_begin_with_the_background(names, doubted):
    assert len(doubts(Segmentation("y", "NCHW"), names)) == doubted


def test_what_was_told_is_not_doubted():
    first_is_none = Classification("y", Activation.NONE, background=True)
    assert "gives 3 scores" in doubts(first_is_none)[0]
    assert doubts(first_is_none, background=True) == []
    assert doubts(first_is_none, model=SimpleNamespace(name="net", adapter=first_is_none)) == []


def test_nobody_knows_how_many_classes_there_are():
    assert doubts(FinalBoxes("y"), ("a", "b"), count=None) == []


def test_only_numbers_of_the_network_itself_can_be_counted_from_1():
    assert counted_from(FinalBoxes("y"), 1).first_label == 1
    assert counted_from(SsdDetections("y"), 0).background is False
    assert counted_from(Yolox("y"), 1) == Yolox("y")
