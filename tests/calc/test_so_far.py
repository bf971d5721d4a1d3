"""Where a search for a smaller network stands, in a sentence."""

from dlwb.calc.quantization.sentences import so_far
from dlwb.domain.accuracy import Metric
from dlwb.domain.measurement import Estimate
from dlwb.domain.quantization import Bound, Outcome
from dlwb.domain.quantization_report import Attempt


def attempt(step, drop, outcome, kept=(), best=False):
    estimate = Estimate(drop, drop - 0.01, drop + 0.01)
    return Attempt(step, "as a whole", kept, Metric("top1", 0.7, 0.6, 0.8), estimate, outcome, 100, 1.0, best=best)


FIRST = attempt(1, 0.05, Outcome.NOT_MET, best=True)
SECOND = attempt(2, 0.005, Outcome.MET_ON_SAMPLE, ("a", "b"), best=True)
BOUND = Bound(0.01)


def test_before_anything_was_measured():
    assert so_far((), BOUND, ended=False, kept=None) == "No candidate has been measured yet."
    assert so_far((), BOUND, ended=True, kept=None) == "Nothing was kept: no candidate was finished."


def test_the_last_best_stands_for_the_search():
    said = so_far((FIRST, SECOND), BOUND, ended=False, kept=None)
    assert said == "Of 2 candidates the best so far loses 0.50 points top-1 [−0.50, 1.50], within the bound of 1 point."


def test_a_search_that_was_ended_says_what_is_kept():
    said = so_far((FIRST,), BOUND, ended=True, kept="net INT8")
    assert said.startswith(
        "Of 1 candidate the best so far loses 5.00 points top-1 [4.00, 6.00], more than the bound of 1"
    )
    assert said.endswith("; it is kept as 'net INT8'.")
    assert so_far((FIRST,), None, ended=True, kept=None).endswith("loses 5.00 points top-1 [4.00, 6.00].")
