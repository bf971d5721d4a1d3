"""A classifier that guesses is told from one that knows."""

from dataclasses import replace

import pytest

from dlwb.calc.accuracy.guessing import no_better_than_guessing
from dlwb.calc.stats import wilson
from dlwb.domain.accuracy import Direction, Metric
from dlwb.domain.dataset import Dataset, Task

TEN = Dataset("d", "ten", "imagenet_txt", (Task.CLASSIFICATION,), 400, tuple("abcdefghij"), "/", False, "", "", "")


def top1(right, pictures, name="top1"):
    share = wilson(right, pictures)
    return Metric(name, share.value, share.low, share.high, Direction.HIGHER)


@pytest.mark.parametrize("right", [0, 30, 45])
def test_what_guessing_gives_is_doubted(right):
    said = no_better_than_guessing(top1(right, 400), 400, TEN)
    assert "guessing among the 10 classes of 'ten' (10.0 %)" in said


def test_what_is_clearly_better_is_not():
    assert no_better_than_guessing(top1(60, 400), 400, TEN) == ""


def test_a_few_pictures_and_other_metrics_are_not_judged():
    assert no_better_than_guessing(top1(0, 12), 12, TEN) == ""
    assert no_better_than_guessing(top1(0, 400, "mean_iou"), 400, TEN) == ""
    assert no_better_than_guessing(top1(400, 400), 400, replace(TEN, classes=("one",))) == ""
