"""A quantization in a sentence."""

import pytest

from dlwb.calc.quantization.sentences import bound_words, change_words, in_a_sentence, so_far
from dlwb.domain.accuracy import Metric
from dlwb.domain.measurement import Estimate
from dlwb.domain.outcomes import QuantizeOutcome
from dlwb.domain.quantization import Bound, Outcome
from dlwb.domain.quantization_report import Attempt, QuantizationReport

TOP1 = Metric("top1", 0.8, 0.7, 0.9)
LOSS, GAIN = Estimate(0.004, 0.001, 0.008), Estimate(-0.0171, -0.0624, 0.0282)


def attempt(step, drop=LOSS, outcome=Outcome.MET, *, best=True):
    return Attempt(step, "everything", (), TOP1, drop, outcome, 10, 1.0, best=best)


def outcome(kind, drop=LOSS):
    report = QuantizationReport(kind, "top1", TOP1, TOP1, drop, 1, (attempt(1),), (), 5, 10)
    return QuantizeOutcome("v1", report)


@pytest.mark.parametrize(
    ("drop", "bound", "words"),
    [
        (LOSS, None, "loses 0.40 points top-1 [0.10, 0.80]"),
        (GAIN, None, "gains 1.71 points top-1 [−2.82, 6.24]"),
        (LOSS, Bound(0.01, relative=True), "loses 0.40 % of its top-1 [0.10, 0.80]"),
    ],
)
def test_a_loss_and_a_gain_are_told_apart(drop, bound, words):
    assert change_words(drop, "top1", bound) == words


def test_likeness_is_no_share():
    assert change_words(LOSS, "cosine", None) == "loses 0.004 cosine [0.001, 0.008]"


@pytest.mark.parametrize(
    ("bound", "words"), [(Bound(0.01), "1 point"), (Bound(0.005), "0.5 points"), (Bound(0.02, relative=True), "2 %")]
)
def test_a_bound_as_people_say_it(bound, words):
    assert bound_words(bound) == words


@pytest.mark.parametrize(
    ("kind", "begin"),
    [
        (Outcome.MET, "The bound of 1 point is met. It loses"),
        (
            Outcome.MET_ON_SAMPLE,
            "The bound of 1 point is met on these pictures, which are too few to be sure. It loses",
        ),
        (Outcome.NOT_MET, "The bound of 1 point is not met; this is the best candidate. It loses"),
    ],
)
def test_the_bound_comes_first(kind, begin):
    assert in_a_sentence(outcome(kind), Bound(0.01)).startswith(begin)


def test_without_a_bound_only_what_was_lost_is_said():
    words = in_a_sentence(outcome(Outcome.UNBOUNDED), None)
    assert words == "It loses 0.40 points top-1 [0.10, 0.80], and its speed was not measured."


def test_without_a_dataset_nothing_is_claimed():
    words = in_a_sentence(outcome(Outcome.UNBOUNDED, None), None)
    assert words == "The weights were made smaller; nothing was measured, because there was no dataset."


def test_where_a_search_stands():
    tried = [attempt(1, outcome=Outcome.NOT_MET), attempt(2), attempt(3, best=False)]
    bound = Bound(0.01)
    assert so_far((), bound, ended=False, kept=None) == "No candidate has been measured yet."
    assert so_far((), bound, ended=True, kept=None) == "Nothing was kept: no candidate was finished."
    going = so_far(tried, bound, ended=False, kept=None)
    assert going == "Of 3 candidates the best so far loses 0.40 points top-1 [0.10, 0.80], within the bound of 1 point."
    assert so_far(tried[:1], bound, ended=True, kept="net INT8") == (
        "Of 1 candidate the best so far loses 0.40 points top-1 [0.10, 0.80], more than the bound of 1 point; "
        "it is kept as 'net INT8'."
    )
