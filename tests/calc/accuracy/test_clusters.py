"""Copies of one original say the same again: they make no figure surer than the originals do."""

from dataclasses import replace

import pytest

from dlwb.calc.accuracy.clusters import clusters_of
from dlwb.calc.accuracy.paired import compare_records
from dlwb.calc.accuracy.records import object_record
from dlwb.calc.accuracy.report import report
from dlwb.calc.quantization.yardstick import AgainstLabels, AgainstParent
from dlwb.domain.accuracy import Classified, ClassRecord, Detected, LikenessRecord, PixelRecord, Segmented
from dlwb.domain.dataset import Box, Sample
from dlwb.domain.evaluation import PositionedRecord
from dlwb.domain.quantization import Bound, Outcome

COUNT = 40
CORNERS = (0.0, 0.0, 10.0, 10.0)
SAMPLES = [Sample(f"{i}", 20, 20, label=0, boxes=(Box(0, *CORNERS),)) for i in range(COUNT)]


def classified(i, wrong):
    return ClassRecord(f"{i}", 0, int(i % wrong == 0), Classified((0,), (1.0,)))


def detected(i, wrong):
    return object_record(SAMPLES[i], Detected() if i % wrong == 0 else Detected((CORNERS,), (0.9 - i / 100,), (0,)))


def segmented(i, wrong):
    return PixelRecord(f"{i}", ((1, 1, 10 - wrong), (1, 0, wrong), (0, 0, i % 7)), Segmented(20, 20, (), ()))


def alike(i, wrong):
    return LikenessRecord(f"{i}", ("y",), (1 - i % wrong / 100,), (i / 1000,))


KINDS = [classified, detected, segmented, alike]


def copied(values, copies=10):
    """Each of them several times, one after another."""
    return [value for value in values for _ in range(copies)]


def copies_of(samples):
    return copied([replace(sample, original=i) for i, sample in enumerate(samples)])


def intervals(metrics):
    return {one.name: pytest.approx((one.value, one.low, one.high)) for one in metrics}


@pytest.mark.parametrize("record", KINDS)
def test_copies_leave_an_interval_as_wide_as_the_originals_do(record):
    records = [record(i, 4) for i in range(COUNT)]
    plain, augmented = report(SAMPLES, records), report(copies_of(SAMPLES), copied(records))
    assert intervals(plain.metrics) == {one.name: (one.value, one.low, one.high) for one in augmented.metrics}
    assert augmented.samples == 10 * COUNT
    for one, other in zip(plain.per_class, augmented.per_class, strict=True):
        assert (other.metric.low, other.metric.high) == pytest.approx((one.metric.low, one.metric.high))
    alone = report([replace(sample, original=None) for sample in copies_of(SAMPLES)], copied(records)).metrics[0]
    assert alone.high - alone.low < 0.5 * (augmented.metrics[0].high - augmented.metrics[0].low)


@pytest.mark.parametrize("record", KINDS)
def test_copies_make_no_difference_surer(record):
    before, after = ([record(i, wrong) for i in range(COUNT)] for wrong in (5, 3))
    plain = compare_records(SAMPLES, before, after)
    augmented = compare_records(copies_of(SAMPLES), copied(before), copied(after))
    for one, other in zip(plain.changes, augmented.changes, strict=True):
        assert (other.difference, other.low, other.high) == pytest.approx((one.difference, one.low, one.high))
    assert plain.p_value == augmented.p_value


def test_a_bound_is_not_surely_met_because_of_copies():
    records = [PositionedRecord(i, one) for i, one in enumerate(copied([classified(i, 4) for i in range(COUNT)]))]
    for samples, outcome in ((copies_of(SAMPLES), Outcome.MET_ON_SAMPLE), (copied(SAMPLES), Outcome.MET)):
        assert AgainstLabels(dict(enumerate(samples)), records, Bound(0.03)).judge(records).outcome is outcome
    alike_records = [PositionedRecord(i, one) for i, one in enumerate(copied([alike(i, 20) for i in range(COUNT)]))]
    for samples, outcome in ((copies_of(SAMPLES), Outcome.MET_ON_SAMPLE), (copied(SAMPLES), Outcome.MET)):
        judged = AgainstParent(Bound(0.105), dict(enumerate(samples))).judge(alike_records)
        assert judged.outcome is outcome


def test_clusters_of_some_pictures():
    clusters = clusters_of([*copies_of(SAMPLES)[:25], Sample("alone", 1, 1)], 26)
    assert (clusters.count, clusters.of[-1]) == (4, 3)
    some = clusters.some([1, 2, 12, 25])
    assert (some.count, list(some.of)) == (3, [0, 0, 1, 2])
    assert clusters_of((), 3).count == 3
