"""What a candidate is worth, what the bound says of it, and what has to be said with that."""

import numpy as np
import pytest

from dlwb.calc.accuracy.paired import compare_records
from dlwb.calc.accuracy.records import object_record
from dlwb.calc.accuracy.report import report
from dlwb.calc.detections.pixels import segmented
from dlwb.calc.quantization.gentler import gentler, weights_words
from dlwb.calc.quantization.notes import about_result, pictures_needed
from dlwb.calc.quantization.standing import is_better
from dlwb.calc.quantization.yardstick import AgainstLabels, AgainstParent, Judgement, outcome_of
from dlwb.domain.accuracy import (
    Classified,
    ClassRecord,
    Detected,
    Direction,
    LikenessRecord,
    Metric,
    PixelRecord,
    Segmented,
)
from dlwb.domain.dataset import Box, Sample
from dlwb.domain.errors import InputError, InvalidOptions
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization import Bound, Method, Outcome, QuantizationOptions
from dlwb.domain.quantization_report import Attempt

SAMPLES = {i: Sample(f"{i}.png", 8, 8, label=0) for i in range(0, 400, 2)}


def classified(right, positions=SAMPLES):
    """The first `right` pictures are right, the others a place further back."""
    ranks = [0] * right + [1] * (len(positions) - right)
    return [
        PositionedRecord(position, ClassRecord(f"{position}.png", 0, rank, Classified((0,), (1.0,))))
        for position, rank in zip(positions, ranks, strict=True)
    ]


LIKE = {i: Sample(f"{i}.png", 8, 8) for i in range(50)}


def alike(cosine, nmse, count=50):
    return [PositionedRecord(i, LikenessRecord(str(i), ("y",), (cosine + i / 1e6,), (nmse,))) for i in range(count)]


def test_a_drop_is_what_the_parent_had_more():
    judged = AgainstLabels(SAMPLES, classified(160), Bound(0.01)).judge(classified(150))
    assert judged.metric.value == 0.75
    assert judged.drop.value == pytest.approx(0.05)
    assert judged.drop.low < 0.05 < judged.drop.high
    assert judged.outcome is Outcome.NOT_MET
    assert not judged.holds


def test_a_gain_is_a_negative_drop_and_a_relative_one_a_share_of_the_parent():
    labels = AgainstLabels(SAMPLES, classified(160), Bound(0.02, relative=True))
    judged = labels.judge(classified(168))
    assert judged.drop.value == pytest.approx(-0.05)
    assert judged.outcome is Outcome.MET
    assert labels.limit == pytest.approx(0.016)


def test_only_the_pictures_that_were_shown_are_compared():
    judged = AgainstLabels(SAMPLES, classified(160), None).judge(classified(100)[150:])
    assert judged.drop.value == pytest.approx(0.2)  # ten of fifty
    assert judged.outcome is Outcome.UNBOUNDED
    assert judged.holds


def test_three_pictures_of_three_hundred_are_one_per_cent():
    pictures = {i: Sample(f"{i}.png", 8, 8, label=0) for i in range(300)}
    judged = AgainstLabels(pictures, classified(250, pictures), Bound(0.01)).judge(classified(247, pictures))
    assert judged.outcome is Outcome.MET_ON_SAMPLE


def test_a_metric_that_is_not_measured_is_refused_with_those_that_are():
    with pytest.raises(InvalidOptions, match="top1, top5"):
        AgainstLabels(SAMPLES, classified(10), Bound(0.01, "map50"))


def test_no_share_of_nothing_can_be_lost():
    with pytest.raises(InputError):
        AgainstLabels(SAMPLES, classified(0), Bound(0.01, relative=True))
    with pytest.raises(InputError):
        AgainstParent(Bound(0.01, "nmse", relative=True), LIKE)


def test_a_bound_that_the_worst_candidate_would_keep_is_refused():
    for right, bound in ((2, Bound(0.01)), (0, Bound(0.0)), (20, Bound(0.1)), (150, Bound(1.0, relative=True))):
        with pytest.raises(InputError, match="no candidate can lose more") as refused:
            AgainstLabels(SAMPLES, classified(right), bound)
        assert refused.value.hint
    with pytest.raises(InputError, match=r"top-1 of the model itself is 0\.50 %"):
        AgainstLabels(SAMPLES, classified(1), Bound(0.01))
    assert AgainstLabels(SAMPLES, classified(3), Bound(0.01)).limit == 0.01
    assert AgainstLabels(SAMPLES, classified(0), None).limit is None
    assert AgainstParent(Bound(1.0), LIKE).limit == 1.0  # a cosine can go below zero
    assert AgainstParent(Bound(1.0, "nmse"), LIKE).limit == 1.0


def test_against_the_parent_likeness_counts_and_lower_may_be_better():
    cosine = AgainstParent(Bound(0.01), LIKE).judge(alike(0.98, 0.1))
    assert cosine.drop.value == pytest.approx(0.02, abs=1e-3)
    assert cosine.outcome is Outcome.NOT_MET
    error = AgainstParent(Bound(0.2, "nmse"), LIKE).judge(alike(0.98, 0.1))
    assert error.metric.direction is Direction.LOWER
    assert error.drop.value == pytest.approx(0.1)
    assert error.outcome is Outcome.MET_ON_SAMPLE or error.outcome is Outcome.MET


def test_outcomes():
    bound = Bound(0.01)
    assert outcome_of(Estimate(0.0, -0.01, 0.01), bound) is Outcome.MET
    assert outcome_of(Estimate(0.005, -0.01, 0.02), bound) is Outcome.MET_ON_SAMPLE
    assert outcome_of(Estimate(0.0, 0.0, 0.0), bound) is Outcome.MET_ON_SAMPLE  # no interval could be made
    assert outcome_of(Estimate(0.011, 0.0, 0.02), bound) is Outcome.NOT_MET


def judgement(drop, outcome):
    return Judgement(Metric("top1", 0.5, 0.4, 0.6), Estimate(drop, drop - 0.01, drop + 0.01), outcome)


def test_what_holds_is_better_then_what_is_cheaper_then_what_loses_less():
    holds, fails = judgement(0.009, Outcome.MET_ON_SAMPLE), judgement(0.02, Outcome.NOT_MET)
    assert is_better(holds, 5, fails, 1)
    assert not is_better(fails, 1, holds, 5)
    assert is_better(holds, 1, judgement(0.0, Outcome.MET), 2)
    assert is_better(judgement(0.0, Outcome.MET), 1, holds, 1)
    assert is_better(judgement(0.015, Outcome.NOT_MET), 9, fails, 1)


def attempt(drop, outcome, metric="top1", pictures=300):
    return Attempt(3, "", (), Metric(metric, 0.6, 0.5, 0.7), drop, outcome, pictures, 1.0)


def test_too_few_pictures_are_told_with_how_many_would_do():
    told = list(about_result(attempt(Estimate(0.0, -0.02, 0.02), Outcome.MET_ON_SAMPLE), 3, Bound(0.01)))
    assert told[0] == (
        "On 300 pictures the drop is known to within ± 2 points; "
        "if it stays what it is, about 1,200 pictures would make sure of the bound."
    )
    assert "best of 3 candidates" in told[1]
    assert list(about_result(attempt(Estimate(0.0, -0.001, 0.001), Outcome.MET), 1, Bound(0.01))) == []
    assert list(about_result(attempt(Estimate(0.0, -0.02, 0.02), Outcome.UNBOUNDED), 1, None)) == []


def test_of_augmented_pictures_originals_are_asked_for():
    told = next(about_result(attempt(Estimate(0.0, -0.02, 0.02), Outcome.MET_ON_SAMPLE), 1, Bound(0.01), originals=30))
    assert told.startswith("On 30 originals the drop")
    assert "about 120 originals would" in told


def test_a_drop_without_an_interval_blames_few_pictures_only_where_they_are_few():
    exact = Estimate(0.0, 0.0, 0.0)
    told = [
        next(about_result(attempt(exact, Outcome.MET_ON_SAMPLE, "map50", count), 1, Bound(0.01))) for count in (1, 5000)
    ]
    assert told == [
        "1 picture cannot say how sure the drop is; 2 are the fewest.",
        "The drop is the same however 5,000 pictures are drawn again, which does not say how sure it is.",
    ]


def test_a_bound_that_is_not_met_is_said_in_the_unit_of_its_metric():
    lost = Estimate(0.3, 0.2, 0.4)
    told = [
        next(about_result(attempt(lost, Outcome.NOT_MET, metric), 2, bound))
        for metric, bound in (
            ("top1", Bound(0.01)),
            ("cosine", Bound(0.01)),
            ("map50", Bound(0.05, relative=True)),
        )
    ]
    assert [words.split(";")[0].removeprefix("No candidate keeps within a drop of ") for words in told] == [
        "1 point",
        "0.01",
        "5 % of the model's own mAP at IoU 0.5",
    ]


def test_how_many_pictures_are_needed():
    assert pictures_needed(Estimate(0.005, -0.01, 0.02), 300, 0.01) == 2700
    assert pictures_needed(Estimate(0.03, 0.005, 0.05), 100, 0.01) == 160
    assert pictures_needed(Estimate(0.01, 0.0, 0.02), 100, 0.01) is None
    assert pictures_needed(Estimate(0.0099999, 0.0, 0.02), 100, 0.01) is None


def test_weights_get_gentler_until_all_are_in_eight_bits():
    tried = list(gentler(QuantizationOptions(Method.WEIGHTS_INT4)))
    assert [one.ratio for one in tried[:-1]] == [1.0, 0.8, 0.6, 0.4, 0.2]
    assert tried[-1].method is Method.WEIGHTS_INT8
    assert [weights_words(one) for one in (tried[0], tried[1], tried[-1])] == [
        "all weights in 4 bits",
        "80 % of the weights in 4 bits",
        "all weights in 8 bits",
    ]
    assert len(list(gentler(QuantizationOptions(Method.WEIGHTS_INT8)))) == 1


def pixels(wrong, positions=range(40)):
    """Masks of ten pixels of class 1, of which some are taken for background."""
    return [
        PositionedRecord(
            i, PixelRecord(str(i), ((1, 1, 10 - wrong), (1, 0, wrong), (0, 0, 10)), Segmented(4, 5, (), ()))
        )
        for i in positions
    ]


def test_a_candidate_that_finds_nothing_lost_all_of_its_masks():
    outline = segmented(np.kron(np.eye(2), np.ones((5, 5))).astype(np.uint16)).masks[1]
    corners = (0.0, 0.0, 10.0, 10.0)
    samples = {i: Sample(str(i), 10, 10, boxes=(Box(0, *corners, rle=outline),)) for i in range(20)}
    found = Detected((corners,), (0.9,), (0,), (outline,))
    said = {
        words: [PositionedRecord(i, object_record(one, what)) for i, one in samples.items()]
        for words, what in (("all", found), ("nothing", Detected()))
    }
    labels = AgainstLabels(samples, said["all"], Bound(0.01), masks=True)
    assert labels.metric == "coco_mask_ap"
    judged = labels.judge(said["nothing"])
    assert (judged.metric.value, judged.drop.value, judged.holds) == (0, pytest.approx(1), False)


def test_a_candidate_shown_only_pictures_without_objects_is_refused():
    samples = {0: Sample("0", 10, 10, boxes=(Box(0, 0.0, 0.0, 5.0, 5.0),)), 1: Sample("1", 10, 10, boxes=())}
    found = Detected(((0.0, 0.0, 5.0, 5.0),), (0.9,), (0,))
    said = [PositionedRecord(i, object_record(samples[i], what)) for i, what in enumerate((found, Detected()))]
    labels = AgainstLabels(samples, said, Bound(0.01))
    with pytest.raises(InputError, match="has an object that counts for the mAP"):
        labels.judge(said[1:])


def test_metrics_that_are_no_means_are_compared_over_the_same_resamples():
    samples = {i: Sample(str(i), 4, 5, mask="m") for i in range(40)}
    mixed = [*pixels(1, range(20)), *pixels(3, range(20, 40))]
    worse = [*pixels(2, range(20)), *pixels(4, range(20, 40))]
    judged = AgainstLabels(samples, mixed, Bound(0.01)).judge(worse)
    expected = compare_records(list(samples.values()), [r.record for r in mixed], [r.record for r in worse])
    change = next(one for one in expected.changes if one.name == judged.metric.name)
    assert judged.drop.value == pytest.approx(-change.difference)
    assert (judged.drop.low, judged.drop.high) == pytest.approx((-change.high, -change.low))
    whole = report(list(samples.values()), [r.record for r in worse]).metrics[0]
    assert judged.metric == whole
    again = AgainstLabels(samples, mixed, None)
    assert again.judge(worse[:30]).drop != again.judge(worse).drop
