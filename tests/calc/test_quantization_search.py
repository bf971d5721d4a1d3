"""The search within a bound, on networks that exist only as noise: every group adds some drop, unless it is put back."""

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.quantization.search import (
    MOST_ALONE,
    MOST_EXTRA,
    Answer,
    Candidate,
    Reranking,
    Search,
    fastest_first,
    filled,
    spread_over,
)
from dlwb.domain.measurement import Estimate


def searched(drops, limit, *, ranked=None, costs=None, screened=False):
    """Run a search to its end; returns it, and what was asked."""
    groups = len(drops)
    search = Search(ranked or drops, costs or (None,) * groups, sum(drops), limit, screened=screened)
    asked = []
    while search.question is not None:
        question = search.question
        asked.append(question)
        if isinstance(question, Reranking):
            search.answer(Answer(sensitivity=tuple(drops)))
            continue
        left = sum(drop for group, drop in enumerate(drops) if group not in question.kept)
        search.answer(Answer(left <= limit + 1e-12, left))
    return search, asked


small = st.floats(0.001, 1.0)


@given(st.lists(small, min_size=2, max_size=60), st.floats(0.05, 0.95))
def test_with_a_true_ranking_the_fewest_go_back_in_few_attempts(drops, share):
    limit = share * sum(drops)
    search, asked = searched(drops, limit)
    order = sorted(drops, reverse=True)
    fewest = next(n for n in range(len(drops) + 1) if sum(order[n:]) <= limit + 1e-12)
    if fewest == len(drops):
        assert search.gave_up
        return
    assert len(search.best()) == fewest
    assert len(asked) <= 2 * log2(len(drops) + 1) + 2 + 1 + MOST_EXTRA * 2 + 2 * log2(len(drops) + 1)


@given(st.lists(st.tuples(small, st.floats(0.1, 10.0)), min_size=2, max_size=40), st.floats(0.1, 0.9))
def test_costs_never_make_the_result_dearer(groups, share):
    drops, costs = [drop for drop, _ in groups], [cost for _, cost in groups]
    plain, _ = searched(drops, share * sum(drops))
    search, _ = searched(drops, share * sum(drops), costs=costs)
    assert bool(plain.holding) == bool(search.holding)
    if search.holding:
        assert search.cost(search.best()) <= min(search.cost(kept) for kept in plain.holding) + 1e-9


def test_two_cheap_groups_go_back_instead_of_a_dear_one():
    search, _ = searched([0.05, 0.04, 0.03, 0.001, 0.001], 0.06, costs=[100.0, 1.0, 1.0, 1.0, 1.0])
    assert search.best() == {1, 2}


def test_what_costs_most_and_matters_least_is_taken_back():
    """By sensitivity three must go back; the dearest of them, hardly more sensitive than the bound needs, need not."""
    drops, costs = [0.5, 0.2, 0.1, 0.001], [1.0, 50.0, 1.0, 100.0]
    search, _ = searched(drops, 0.205, ranked=[0.5, 0.3, 0.2, 0.1], costs=costs)
    assert search.best() == {0, 2}


def test_where_it_is_cheap_single_groups_are_tried_before_several():
    """Little more than the limit is lost: group 3 repairs it alone, though the ranking sees more noise in others."""
    drops = [0.001, 0.001, 0.001, 0.006, 0.001, 0.001, 0.001, 0.001]
    ranked = [8, 7, 6, 5, 4, 3, 2, 1]
    search, asked = searched(drops, 0.0075, ranked=ranked, screened=True)
    assert search.best() == {3}
    assert [one.kept for one in asked] == [{0}, {1}, {2}, {3}]
    _, plain = searched(drops, 0.0075, ranked=ranked)
    assert {3} not in [one.kept for one in plain[:4]]


def test_far_from_the_limit_several_go_back_first():
    drops = [0.01, 0.01, 0.01, 0.3, 0.01, 0.01, 0.01, 0.01]
    search, asked = searched(drops, 0.08, ranked=[8, 7, 6, 5, 4, 3, 2, 1], screened=True)
    assert search.best() == {3}
    assert len(asked[0].kept) > 1


@given(st.lists(st.tuples(small, st.floats(0.1, 10.0)), min_size=2, max_size=40), st.floats(0.1, 0.9))
def test_trying_single_groups_never_makes_the_result_dearer_than_the_cheapest_of_them(groups, share):
    drops, costs = [drop for drop, _ in groups], [cost for _, cost in groups]
    limit = share * sum(drops)
    search, asked = searched(drops, limit, costs=costs, screened=True)
    assert len({one.kept for one in asked if isinstance(one, Candidate)}) == sum(
        isinstance(o, Candidate) for o in asked
    )
    tried = sorted(range(len(drops)), key=lambda group: (-drops[group], group))[:MOST_ALONE]
    alone = [search.cost(frozenset({g})) for g in tried[: len(drops) - 1] if sum(drops) - drops[g] <= limit]
    if alone:
        assert search.cost(search.best()) <= min(alone) / 0.98 + 1e-9


def test_a_useless_ranking_is_measured_anew():
    rng = np.random.default_rng(3)
    drops = [float(d) for d in rng.uniform(0.0001, 0.001, 20)]
    drops[17] = 0.3
    search, asked = searched(drops, 0.02, ranked=[20 - i for i in range(20)])
    assert sum(isinstance(one, Reranking) for one in asked) == 1
    assert search.best() == {17}


def test_a_bound_that_nothing_meets_is_given_up():
    search, asked = searched([0.1] * 8, 0.05)
    assert search.gave_up
    assert search.finalists() == []
    assert all(len(one.kept) < 8 for one in asked if isinstance(one, Candidate))


def test_a_single_group_leaves_nothing_to_try():
    search, asked = searched([0.1], 0.05)
    assert search.gave_up
    assert asked == []


def test_nothing_is_asked_twice():
    _, asked = searched([float(i) for i in range(1, 30)], 100.0, costs=[float(30 - i) for i in range(1, 30)])
    kept = [one.kept for one in asked if isinstance(one, Candidate)]
    assert len(kept) == len(set(kept))


def test_finalists_put_back_no_more_than_they_must_and_promise_about_the_same():
    search, _ = searched([0.05, 0.04, 0.03, 0.001, 0.001], 0.06, costs=[1.8, 1.0, 1.0, 1.0, 1.0])
    assert search.finalists() == [{1, 2}, {0, 1}]
    dearer, _ = searched([0.05, 0.04, 0.03, 0.001, 0.001], 0.06, costs=[3.0, 1.0, 1.0, 1.0, 1.0])
    assert dearer.finalists() == [{1, 2}]


def test_the_fastest_that_is_measured_wins_and_a_tie_goes_to_the_smallest_loss():
    a, b, c = frozenset({1}), frozenset({2}), frozenset({3})
    clear = {a: Estimate(1.5, 1.49, 1.51), b: Estimate(2.0, 1.98, 2.02), c: Estimate(1.99, 1.97, 2.01)}
    assert fastest_first([a, b, c], clear, [0.0, 0.009, 0.001]) == [c, b, a]
    assert fastest_first([a, b], {a: clear[a]}, [0.0, 0.0]) == [a, b]
    assert fastest_first([], {}, []) == []


def test_times_and_costs():
    assert spread_over([("a", "b"), ("c",)], {"a": 1.0, "b": 2.0}) == [3.0, None]
    assert filled([3.0, None, -1.0]) == pytest.approx((3.0, 1.5, 0.075))
    assert filled([None, 0.0]) == (1.0, 1.0)
