"""How often a certain answer is wrong, and how much it saves; all by simulation with fixed seeds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.quantization.certainty import Certainty, MeanTest, Range, is_mean, order_of
from dlwb.domain.accuracy import Classified, ClassRecord, LikenessRecord
from dlwb.domain.evaluation import PositionedRecord

WIDE = Range(-1.0, 1.0)


def decided(losses, limit, alpha, rng, known=None):
    """The answer and after how many of the losses, drawn in random order, it was there."""
    ranges = dict.fromkeys(range(len(losses)), WIDE) if known is None else known
    test = MeanTest(ranges, limit, alpha)
    for count, key in enumerate(rng.permutation(len(losses)), 1):
        test.add(int(key), float(losses[key]))
        if test.is_within is not None:
            return test.is_within, count
    raise AssertionError("With every loss known, the answer is.")


def flipped(pictures, lost, won):
    return np.concatenate([np.ones(lost), -np.ones(won), np.zeros(pictures - lost - won)])


@pytest.mark.parametrize(("lost", "won"), [(9, 3), (21, 15)])
@pytest.mark.parametrize("within", [True, False])
def test_near_the_limit_either_answer_is_wrong_no_more_often_than_promised(lost, won, within):
    """500 pictures, a limit of 1 %: 5 more lost than won are within, 6 are not. Without knowing who was right before."""
    alpha, runs = 0.1, 120
    losses = flipped(500, lost if not within else lost - 1, won)
    assert (losses.sum() <= 5) is np.bool_(within)
    rng = np.random.default_rng([lost, within])
    wrong = sum(decided(losses, 0.01, alpha, rng)[0] is not within for _ in range(runs))
    # At most α: 120 runs at 0.1 give 21 or more with a chance below 1 %.
    assert wrong < 21


def test_the_bets_are_not_idle():
    """At the limit the promise is nearly used up, so the test is not merely too careful to ever be wrong."""
    rng = np.random.default_rng(5)
    losses = flipped(1000, 60, 49)  # 11 more lost than won, one too many
    wrong = sum(decided(losses, 0.01, 0.3, rng)[0] for _ in range(60))
    assert 2 <= wrong <= 18 + 9


@pytest.mark.parametrize(("drop", "most"), [(0.3, 0.15), (0.1, 0.25), (0.05, 0.5)])
def test_a_clear_loss_is_seen_early(drop, most):
    losses = flipped(1000, int(1000 * drop) + 20, 20)
    rng = np.random.default_rng(1)
    counts = []
    for _ in range(10):
        within, count = decided(losses, 0.01, 0.01, rng)
        assert within is False
        counts.append(count)
    assert np.median(counts) / 1000 < most


def test_a_clear_keep_is_seen_early_on_many_pictures():
    losses = flipped(20_000, 100, 100)
    rng = np.random.default_rng(2)
    counts = []
    for _ in range(3):
        within, count = decided(losses, 0.01, 0.01, rng)
        assert within is True
        counts.append(count)
    assert np.median(counts) / 20_000 < 0.2


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=40), st.floats(-0.2, 0.5), st.integers(0, 9))
def test_by_counting_alone_the_answer_is_exact(losses, limit, seed):
    known = {i: Range(0.0, 1.0) if loss > 0 else Range(min(loss, 0.0), 0.0) for i, loss in enumerate(losses)}
    within, _ = decided(np.array(losses), limit, 1e-12, np.random.default_rng(seed), known)
    assert within is (sum(losses) <= limit * len(losses) + 1e-9)


def test_unusable_pictures_are_left_out_of_the_mean():
    test = MeanTest({0: WIDE, 1: WIDE, 2: WIDE}, 0.4)
    test.add(0, 1.0)
    test.leave_out(1)
    assert test.is_within is None
    test.add(2, 0.0)
    assert test.is_within is False


def classified(rank):
    return ClassRecord("", 0, rank, Classified((0,), (1.0,)))


def test_what_was_wrong_before_cannot_be_lost():
    before = {0: classified(3), 1: classified(0), 2: classified(None)}
    certainty = Certainty("top1", before, 0.0)
    assert certainty.add(PositionedRecord(1, classified(0)))  # the only one that could be lost was not
    assert not Certainty("top5", before, 0.0).add(PositionedRecord(1, classified(0)))


def test_who_stops_gets_the_same_answer_from_the_pictures_so_far():
    """3 of 300 keep within 1 %. After 3 of 299 that is certain, but 3 of 299 are more than 1 %."""
    before = {i: classified(0 if i < 299 else 5) for i in range(300)}
    certainty = Certainty("top1", before, 0.01)
    stopped = [certainty.add(PositionedRecord(i, classified(1 if i < 3 else 0))) for i in range(299)]
    assert not stopped[-1]
    assert certainty.add(PositionedRecord(299, classified(5)))


def test_likeness_is_a_mean_too():
    certainty = Certainty("cosine", dict.fromkeys(range(100), None), 0.001)
    alike = [certainty.add(PositionedRecord(i, LikenessRecord("", ("y",), (0.9,), (0.1,)))) for i in range(4)]
    assert alike[-1]
    assert is_mean("cosine")
    assert not is_mean("map50")


def test_the_order_is_random_and_belongs_to_the_seed():
    positions = list(range(10, 60))
    assert sorted(order_of(positions, 3)) == positions
    assert order_of(positions, 3) == order_of(positions, 3) != order_of(positions, 4)
