"""Records of pictures, reports with intervals, and two variants on the same pictures."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwb.calc.accuracy.outlines import compares_masks
from dlwb.calc.accuracy.paired import compare_records, mcnemar, paired_shares
from dlwb.calc.accuracy.pixels import count_pixels, figures
from dlwb.calc.accuracy.records import class_record, likeness, likeness_record, object_record, pixel_record, record_of
from dlwb.calc.accuracy.report import report
from dlwb.calc.accuracy.resampling import interval
from dlwb.calc.accuracy.trial import rank_trials
from dlwb.calc.detections.decode import decode
from dlwb.calc.detections.pixels import segmented
from dlwb.calc.preprocessing.frame import Frame
from dlwb.domain.accuracy import AccuracyReport, Classified, ClassRecord, Detected, Direction, MetricChange
from dlwb.domain.dataset import Box, Sample, Task
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.output_adapter import (
    Activation,
    BoxesAndScores,
    Classification,
    FinalBoxes,
    Segmentation,
    SsdDetections,
    YoloRows,
)
from dlwb.protocol import from_json, to_json


def picture(i, label=0):
    return ClassRecord(f"{i}.jpg", label, i % 3, Classified((label,), (1.0,)))


# --- classification -------------------------------------------------------------------------------


def test_top_k_counts_the_place_of_the_true_class():
    said = Classified((4, 2, 0, 1, 3, 5), (0.5, 0.2, 0.1, 0.1, 0.06, 0.04))
    ranks = [class_record(Sample("a", 1, 1, label=label), said).rank for label in (4, 2, 3, 5, 9)]
    assert ranks == [0, 1, 4, 5, None]
    made = report([], [class_record(Sample("a", 1, 1, label=label), said) for label in (4, 2, 3, 5, 9)])
    assert (made.metric("top1").value, made.metric("top5").value) == (1 / 5, 3 / 5)
    assert made.metrics[0].name == "top1"
    assert all(m.low < m.value < m.high for m in made.metrics)


def test_a_classification_report_has_every_class_and_what_was_taken_for_what():
    said = [(0, 0), (0, 1), (0, 1), (1, 1)]
    records = [ClassRecord(str(i), t, int(t != g), Classified((g,), (1.0,))) for i, (t, g) in enumerate(said)]
    made = report([], records)
    assert [(c.label, c.count, c.metric.value) for c in made.per_class] == [(0, 3, 1 / 3), (1, 1, 1.0)]
    assert {(c.truth, c.given): c.count for c in made.confusion} == {(0, 0): 1, (0, 1): 2, (1, 1): 1}


def test_a_sample_without_a_class_is_refused():
    with pytest.raises(ValueError, match=r"a\.jpg has no class"):
        class_record(Sample("a.jpg", 1, 1), Classified((0,), (1.0,)))
    with pytest.raises(ValueError, match="no records"):
        report([], [])


# --- objects --------------------------------------------------------------------------------------


def test_the_record_of_a_picture_counts_hits_misses_and_extras():
    truth = (Box(0, 0, 0, 10, 10), Box(0, 20, 0, 30, 10), Box(1, 0, 20, 10, 30), Box(1, 50, 50, 60, 60, difficult=True))
    found = Detected(
        ((0, 0, 10, 9), (0, 1, 10, 10), (0, 20, 10, 30), (50, 50, 60, 60), (20, 0, 30, 10)),
        (0.9, 0.8, 0.7, 0.6, 0.1),  # the last is not sure enough
        (0, 0, 0, 1, 0),
    )
    record = object_record(Sample("a", 100, 100, boxes=truth), found)
    assert (record.objects, record.hits, record.extra) == (3, 1, 2)
    assert record.score == pytest.approx(2 / 6)
    assert object_record(Sample("a", 9, 9, boxes=()), Detected()).score == 1.0


def test_a_detection_report_leads_with_the_metric_of_its_dataset():
    box = Box(0, 0, 0, 10, 10)
    found = Detected(((0.0, 0.0, 10.0, 10.0),), (0.9,), (0,))
    voc, coco = Sample("a", 99, 99, boxes=(box,)), Sample("a", 99, 99, boxes=(box,), number=7)
    for sample, name in ((voc, "map50"), (coco, "coco_ap")):
        made = report([sample, sample], [object_record(sample, found)] * 2)
        assert made.metrics[0].name == name
        assert (made.metrics[0].value, made.metrics[0].low, made.metrics[0].high) == (1.0, 1.0, 1.0)
        assert (made.per_class[0].count, made.per_class[0].metric.name) == (2, name)
    assert report([voc], [object_record(voc, found)], first="coco_ap50").metrics[0].name == "coco_ap50"


def test_a_single_picture_has_figures_without_an_interval():
    truth = tuple(Box(label, 20 * label, 0, 20 * label + 10, 10) for label in range(3))
    found = Detected(((0.0, 0.0, 10.0, 10.0), (20.0, 0.0, 30.0, 10.0)), (0.9, 0.8), (0, 1))
    sample = Sample("a", 99, 99, boxes=truth)
    made = report([sample], [object_record(sample, found)])
    assert [c.metric.value for c in made.per_class] == [1, 1, 0]
    assert made.metrics[0].low == made.metrics[0].high == made.metrics[0].value == pytest.approx(2 / 3)
    pixels = pixel_record(
        Sample("a", 2, 1), segmented(np.array([[0, 1]], np.uint16)), np.array([[0, 0]], np.uint8), 255
    )
    assert report([], [pixels]).metric("miou").high == 0.5


def test_pictures_without_any_object_have_no_figures():
    made = report([Sample("a", 9, 9, boxes=())], [object_record(Sample("a", 9, 9, boxes=()), Detected())])
    assert made.metrics == ()
    assert "No picture shows an object" in made.notes[0]


def outlined_square():
    """A picture with an outlined object, and what a network says that finds it."""
    square = np.zeros((20, 20), dtype=bool)
    square[2:8, 2:8] = True
    outline = segmented(square.astype(np.uint16)).masks[1]
    box = Box(0, 2, 2, 8, 8, polygons=((2, 2, 8, 2, 8, 8, 2, 8),))
    sample = Sample("a", 20, 20, boxes=(box,))
    record = object_record(sample, Detected(((2.0, 2.0, 8.0, 8.0),), (0.9,), (0,), (outline,)))
    return sample, record


def test_masks_are_compared_where_that_was_decided():
    sample, record = outlined_square()
    made = report([sample], [record], masks=True)
    assert made.task is Task.INSTANCE_SEGMENTATION
    assert made.metrics[0].name == "coco_mask_ap"
    assert made.metrics[0].value == pytest.approx(1.0)
    assert made.notes == ()
    boxes = Sample("a", 20, 20, boxes=(Box(0, 2, 2, 8, 8),))
    plain = report([boxes], [record])
    assert plain.task is Task.DETECTION
    assert plain.notes == ("The labels outline 0 of 1 object, so there are no figures of masks.",)
    detector = object_record(boxes, Detected(((2.0, 2.0, 8.0, 8.0),), (0.9,), (0,)))
    assert report([boxes], [detector]).notes == ()


def test_the_network_and_most_of_the_labels_decide_on_masks():
    sample, _ = outlined_square()
    boxes = Sample("b", 20, 20, boxes=(Box(0, 2, 2, 8, 8),))
    assert compares_masks(Task.INSTANCE_SEGMENTATION, [sample, boxes])
    assert not compares_masks(Task.INSTANCE_SEGMENTATION, [sample, boxes, boxes])
    assert not compares_masks(Task.DETECTION, [sample])


def test_an_object_without_an_outline_counts_with_its_box():
    sample, record = outlined_square()
    box = Sample("b", 20, 20, boxes=(Box(0, 2, 2, 8, 8),))
    made = report([sample, box], [record, record], masks=True)
    assert made.metric("coco_mask_ap").value == pytest.approx(1.0)
    words = "Objects without an outline in the labels: 1 of 2; for figures of masks their boxes count."
    assert made.notes == (words,)


def test_what_finds_nothing_has_figures_of_masks_too():
    sample, record = outlined_square()
    nothing = object_record(sample, Detected())
    made = report([sample], [nothing], masks=True)
    assert made.metrics[0].name == "coco_mask_ap"
    assert made.metrics[0].value == 0
    (change,) = (
        one for one in compare_records([sample], [record], [nothing], masks=True).changes if one.name == "coco_mask_ap"
    )
    assert change.difference == pytest.approx(-1)


# --- pixels ---------------------------------------------------------------------------------------


maps = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).integers(0, 4, (3, 2, 6, 5)))


@given(maps)
@settings(max_examples=50)
def test_mean_iou_and_pixel_accuracy_are_those_of_all_pixels_together(both):
    truth, given_ = both[:, 0].astype(np.uint8), both[:, 1].astype(np.uint16)
    truth[truth == 3] = 255
    records = [
        pixel_record(Sample(str(i), 5, 6), segmented(g), t, 255)
        for i, (t, g) in enumerate(zip(truth, given_, strict=True))
    ]
    values = figures(count_pixels(records), np.ones((1, 3)))
    counts = truth != 255
    expected = [
        np.sum((truth == c) & (given_ == c)) / np.sum(counts & ((truth == c) | (given_ == c)))
        for c in np.unique(truth[counts])
    ]
    assert values["miou"][0] == pytest.approx(np.mean(expected))
    assert values["pixel_accuracy"][0] == pytest.approx(np.mean((truth == given_)[counts]))


def test_a_mask_of_another_size_is_refused():
    with pytest.raises(ValueError, match="The mask of a is 3×2, the picture 5×6"):
        pixel_record(Sample("a", 5, 6), segmented(np.zeros((6, 5), np.uint16)), np.zeros((2, 3), np.uint8), 255)
    with pytest.raises(ValueError, match="has no mask"):
        record_of(Sample("a", 5, 6), segmented(np.zeros((6, 5), np.uint16)))


# --- likeness -------------------------------------------------------------------------------------


def test_likeness_of_outputs():
    a = np.array([1.0, 2.0, 3.0])
    assert likeness(a, a) == pytest.approx((1, 0))
    assert likeness(2 * a, a) == pytest.approx((1, 1))
    assert likeness(-a, a) == pytest.approx((-1, 4))
    assert likeness(np.zeros(3), a) == (0.0, 1.0)
    assert likeness(np.zeros(3), np.zeros(3)) == (1.0, 0.0)
    assert likeness(np.zeros(2), a) == (0.0, 1.0)
    records = [likeness_record(str(i), {"x": a + i, "y": a}, {"x": a, "y": a}) for i in range(4)]
    made = report([], records)
    assert made.task is None
    assert made.metric("nmse").direction is Direction.LOWER
    assert made.metric("nmse").value == pytest.approx(np.mean([3 * i * i / 14 / 2 for i in range(4)]))
    assert made.metric("cosine").low < made.metric("cosine").value <= 1
    assert [one.output for one in made.per_output] == ["x", "y"]
    assert made.per_output[1].cosine.value == pytest.approx(1)
    assert made.per_output[0].nmse.value == pytest.approx(2 * made.metric("nmse").value)
    with pytest.raises(ValueError, match="No output"):
        likeness_record("a", {"x": a}, {"y": a})


def test_numbers_that_are_not_finite_are_like_the_same_and_unlike_all_others():
    nan, inf = np.nan, np.inf
    assert likeness(np.array([inf, 1]), np.array([inf, 1])) == pytest.approx((1, 0))
    assert likeness(np.array([nan, -inf, 3]), np.array([nan, -inf, 3])) == pytest.approx((1, 0))
    assert likeness(np.array([nan, 2]), np.array([nan, -2])) == pytest.approx((-1, 4))
    assert likeness(np.array([inf, inf]), np.array([inf, inf])) == (1.0, 0.0)
    for odd in (nan, inf, -inf):
        assert likeness(np.array([odd, 1]), np.array([1, 1])) == (0.0, 1.0)
        assert likeness(np.array([1, 1]), np.array([odd, 1])) == (0.0, 1.0)
    assert likeness(np.array([inf, 1]), np.array([-inf, 1])) == (0.0, 1.0)
    huge = np.array([1e300, 2e300])
    assert likeness(huge, huge) == pytest.approx((1, 0))
    half = np.array([65504.0, 1.0], np.float16)
    assert likeness(half, half) == pytest.approx((1, 0))


ODD = st.sampled_from([0.0, 0.25, 1.0, -3.0, 1e30, float("nan"), float("inf"), float("-inf")])


@given(st.data())
def test_records_of_outputs_that_are_not_numbers_survive_the_round_trip(data):
    def drawn(*shape):
        size = int(np.prod(shape))
        return np.array(data.draw(st.lists(ODD, min_size=size, max_size=size)), np.float32).reshape(shape)

    sample = Sample("a.jpg", 4, 4, label=0, boxes=(Box(0, 0, 0, 2, 2),))
    frame, scores, boxes = Frame(4, 4, 4, 4, 1.0, 1.0), drawn(1, 3), drawn(1, 2, 4)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found = [
            decode(Classification("s", activation), {"s": scores}, [frame])[0]
            for activation in (Activation.NONE, Activation.SOFTMAX)
        ]
        found += [
            decode(BoxesAndScores("b", "s"), {"b": boxes, "s": drawn(1, 2, 3)}, [frame])[0],
            decode(FinalBoxes("b", "s", "l"), {"b": boxes, "s": drawn(1, 2), "l": drawn(1, 2)}, [frame])[0],
            decode(SsdDetections("o"), {"o": drawn(1, 1, 2, 7)}, [frame])[0],
            decode(YoloRows("o", objectness=True, transposed=False), {"o": drawn(1, 2, 7)}, [frame])[0],
            decode(Segmentation("p", smooth=True), {"p": drawn(1, 2, 4, 4)}, [frame])[0],
        ]
        records = [record_of(sample, one, np.zeros((4, 4), np.uint8)) for one in found]
        records.append(likeness_record("a.jpg", {"x": drawn(3)}, {"x": drawn(3)}))
    for record in records:
        line = PositionedRecord(3, record)
        assert from_json(PositionedRecord, to_json(line)) == line
        figures = report([sample], [record])
        assert from_json(AccuracyReport, to_json(figures)) == figures


# --- pairs ----------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
@settings(max_examples=100)
def test_the_interval_of_a_paired_difference_holds_it_and_turns_around(pairs):
    before, after = [a for a, _ in pairs], [b for _, b in pairs]
    change, back = paired_shares("top1", before, after), paired_shares("top1", after, before)
    assert -1 <= change.low <= change.difference <= change.high <= 1
    assert (back.low, back.difference, back.high) == pytest.approx((-change.high, -change.difference, -change.low))


def test_the_paired_interval_is_newcombes():
    kinds = np.repeat([0, 1, 2], [36, 2, 12])  # the first example of his paper: 36, 12, 2, 0
    change = paired_shares("top1", kinds <= 1, kinds != 1)
    assert (change.difference, change.low, change.high) == pytest.approx((0.2, 0.0569, 0.3404), abs=1e-4)


def test_the_paired_interval_covers_the_true_difference():
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(300):
        kinds = rng.choice(4, 80, p=[0.6, 0.15, 0.05, 0.2])  # both right, lost, won, neither
        change = paired_shares("top1", kinds <= 1, (kinds == 0) | (kinds == 2))
        covered += change.low <= -0.1 <= change.high
    assert 275 <= covered <= 297  # 95 % of 300 are 285


def test_a_difference_without_any_flip_still_has_an_interval():
    change = paired_shares("top1", [True] * 80 + [False] * 20, [True] * 80 + [False] * 20)
    assert change.low < 0 < change.high
    assert not change.significant


def test_mcnemar_is_the_exact_binomial_test():
    assert mcnemar(0, 0) == 1
    assert mcnemar(3, 3) == 1
    assert mcnemar(0, 6) == pytest.approx(2 * 0.5**6)
    assert mcnemar(2, 9) == mcnemar(9, 2) == pytest.approx(2 * sum(math.comb(11, k) for k in range(3)) / 2**11)
    assert 0 < mcnemar(900, 1100) < 1e-4


def test_two_variants_of_a_classifier_have_flips_with_the_losses_first():
    before = [ClassRecord(str(i), 0, rank, Classified((0,), (1.0,))) for i, rank in enumerate([0, 0, 1, 2])]
    after = [ClassRecord(str(i), 0, rank, Classified((0,), (1.0,))) for i, rank in enumerate([0, 3, 0, 2])]
    paired = compare_records([], before, after)
    assert [(f.picture, f.before, f.after) for f in paired.flips] == [("1", 1.0, 0.25), ("2", 0.5, 1.0)]
    assert [(c.name, c.difference) for c in paired.changes] == [("top1", 0.0), ("top5", 0.0)]
    assert paired.p_value == 1.0


def test_two_variants_of_a_detector_share_their_resamples():
    rng = np.random.default_rng(0)
    samples, good, bad = [], [], []
    for i in range(40):
        samples.append(Sample(str(i), 99, 99, boxes=(Box(0, 10, 10, 50, 50),)))
        hit = Detected(((10.0, 10.0, 50.0, 50.0),), (float(rng.random()),), (0,))
        good.append(object_record(samples[-1], hit))
        bad.append(object_record(samples[-1], hit if i % 4 else Detected()))
    paired = compare_records(samples, good, bad)
    change = paired.changes[0]
    assert (change.name, change.before, change.after) == ("map50", 1.0, pytest.approx(0.75))
    assert change.low < change.difference < change.high < 0
    assert change.significant
    same = compare_records(samples, good, good).changes[0]
    assert (same.low, same.difference, same.high) == (0, 0, 0)


def test_different_pictures_are_not_compared():
    with pytest.raises(ValueError, match="same pictures"):
        compare_records([], [picture(1)], [picture(2)])
    with pytest.raises(ValueError, match="different kinds"):
        compare_records([], [picture(1)], [likeness_record("1.jpg", {"x": np.ones(2)}, {"x": np.ones(2)})])


# --- intervals and trials -------------------------------------------------------------------------


def test_intervals_of_the_bootstrap_cover_the_truth():
    rng = np.random.default_rng(3)
    covered = 0
    for _ in range(60):
        records = []
        for i in range(40):
            right = rng.random() < 0.7
            cells = ((1, 1, 100),) if right else ((1, 0, 100),)
            records.append(
                pixel_record(
                    Sample(str(i), 10, 10),
                    segmented(np.full((10, 10), int(right), np.uint16)),
                    np.ones((10, 10), np.uint8),
                    255,
                )
            )
            assert records[-1].cells == cells
        accuracy = report([], records).metric("pixel_accuracy")
        covered += accuracy.low <= 0.7 <= accuracy.high
    assert covered >= 51  # 95 % of 60 are 57; fewer than 51 happen once in a thousand


def test_an_interval_stays_within_what_a_figure_can_be():
    drawn = np.array([0.7, 0.9, 1.0, np.nan, 0.8])
    low, high = interval(drawn, 0.97, 30)
    assert 0.6 < low < 0.97
    assert high == 1.0
    assert interval(np.full(9, 0.4), 0.4, 30) == (0.4, 0.4)
    assert interval(np.array([np.nan, np.nan]), 0.4, 30) == (0.4, 0.4)
    assert interval(drawn, 5.0, 30, (0.0, np.inf))[1] > 5


def test_a_more_usual_way_stays_ahead_of_a_lucky_one():
    usual = [picture(i) for i in range(12)]
    lucky = [*usual[:11], ClassRecord("11.jpg", 0, 0, Classified((0,), (1.0,)))]
    clear = [ClassRecord(f"{i}.jpg", 0, 0, Classified((0,), (1.0,))) for i in range(12)]
    assert [s.index for s in rank_trials([usual, lucky])] == [0, 1]
    assert [s.index for s in rank_trials([usual, lucky, clear])] == [2, 0, 1]
    assert rank_trials([clear])[0].score == 1.0


@pytest.mark.parametrize(
    ("difference", "low", "high", "direction", "word"),
    [
        (0.1, 0.05, 0.2, Direction.HIGHER, "better"),
        (-0.1, -0.2, -0.05, Direction.HIGHER, "worse"),
        (-0.1, -0.2, -0.05, Direction.LOWER, "better"),
        (0.1, -0.05, 0.2, Direction.HIGHER, "cant_tell"),
        (0.0, 0.0, 0.0, Direction.HIGHER, "same"),
    ],
)
def test_the_word_for_a_change_knows_which_way_is_better(difference, low, high, direction, word):
    assert MetricChange("top1", direction, 0.8, 0.8 + difference, difference, low, high).word == word
