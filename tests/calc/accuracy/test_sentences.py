"""Accuracy in one sentence."""

import pytest

from dlwb.calc.accuracy.sentences import comparison_in_a_sentence, in_a_sentence, label_name, label_names, metric_words
from dlwb.domain.accuracy import AccuracyReport, Direction, Flip, Metric, MetricChange, PairedAccuracy
from dlwb.domain.dataset import Task
from dlwb.domain.evaluation import Evaluation
from dlwb.domain.model import Preprocessing


def evaluation(*metrics, task=Task.CLASSIFICATION, samples=1000, **more):
    report = AccuracyReport(task, samples, metrics, notes=more.pop("notes", ()))
    return Evaluation(task, report, None, Preprocessing(), effective=None, environment=None, **more)


def compared(*changes, flips=0, p_value=0.1):
    return PairedAccuracy(1000, changes, tuple(Flip(f"{i}.jpg", 1, 0.5) for i in range(flips)), p_value)


def change(name, difference, low, high, direction=Direction.HIGHER):
    return MetricChange(name, direction, 0.8, 0.8 + difference, difference, low, high)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (evaluation(Metric("top1", 0.761, 0.734, 0.787)), "Top-1 is 76.10 % [73.40, 78.70] on 1,000 pictures."),
        (
            evaluation(Metric("coco_ap", 0.5, 0.4, 0.6), task=Task.DETECTION, samples=1),
            "COCO AP is 50.00 % [40.00, 60.00] on 1 picture.",
        ),
        (
            evaluation(Metric("cosine", 0.99987, 0.9998, 0.9999), task=None),
            "Cosine with the other model's outputs is 0.9999 [0.9998, 0.9999] on 1,000 pictures.",
        ),
        (
            evaluation(samples=3, preview=True),
            "Nothing was measured: 3 pictures were shown, to see how the network is read.",
        ),
        (
            evaluation(task=Task.DETECTION, notes=("No picture shows an object that has to be found.",)),
            "There is no figure for 1,000 pictures. No picture shows an object that has to be found.",
        ),
    ],
)
def test_one_measurement(made, words):
    assert in_a_sentence(made) == words


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (
            compared(change("top1", -0.004, -0.008, -0.001), flips=12),
            "INT8 loses 0.40 points top-1 [0.10, 0.80]; 12 of 1,000 pictures flipped.",
        ),
        (
            compared(change("top1", 0.01, 0.002, 0.02), flips=12),
            "INT8 gains 1.00 points top-1 [0.20, 2.00]; 12 of 1,000 pictures flipped.",
        ),
        (
            compared(change("top1", -0.001, -0.005, 0.003), flips=3),
            "INT8 is not clearly better or worse: top-1 moves by −0.10 points [−0.50, +0.30]; 3 of 1,000 pictures flipped.",
        ),
        (
            compared(change("top1", 0.0, -0.003, 0.003)),
            "INT8 is exactly as right: top-1 is the same, and none of 1,000 pictures changed.",
        ),
        (
            compared(change("nmse", 0.01, 0.005, 0.02, Direction.LOWER), flips=2, p_value=None),
            "INT8 is worse: normalised squared error moves by +0.01 [+0.005, +0.02]; 2 of 1,000 pictures changed.",
        ),
        (compared(flips=2, p_value=None), "There is no figure to compare; 2 of 1,000 pictures changed."),
    ],
)
def test_two_on_the_same_pictures(result, words):
    assert comparison_in_a_sentence(result, "FP32", "INT8") == words


def test_the_leading_metric_is_told_and_one_model_twice_is_the_second_run():
    result = compared(change("map50", 0.5, 0.4, 0.6), change("coco_ap", -0.02, -0.03, -0.01), p_value=None)
    words = comparison_in_a_sentence(result.led_by("coco_ap"), "net", "net")
    assert words == "The second run loses 2.00 points COCO AP [1.00, 3.00]; 0 of 1,000 pictures changed."


def test_names_of_classes_by_number():
    masks = label_names(Task.SEGMENTATION, ("cat", ""))
    assert [label_name(masks, i) for i in (0, 1, 2, 3, None)] == ["background", "cat", "2", "3", "nothing"]
    assert label_names(Task.DETECTION, ("cat",)) == ("cat",)
    assert label_names(Task.SEGMENTATION, ()) == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("top1", "top-1"),
        ("coco_ap50", "COCO AP50"),
        ("coco_ar_small", "COCO AR, small objects"),
        ("coco_mask_ap", "COCO AP of masks"),
        ("coco_mask_ap_large", "COCO AP of masks, large objects"),
        ("something_new", "something new"),
    ],
)
def test_metrics_as_people_call_them(name, words):
    assert metric_words(name) == words


def test_a_name_that_begins_small_stays_so():
    made = evaluation(Metric("map50", 0.5, 0.4, 0.6), task=Task.DETECTION)
    assert in_a_sentence(made).startswith("mAP at IoU 0.5 is 50.00 %")
