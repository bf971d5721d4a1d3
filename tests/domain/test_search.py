"""Spaces of configurations."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dlwb.domain.inference import Hint, InferenceConfig
from dlwb.domain.search import SearchSpace, compile_key

NUMBERS = st.lists(st.integers(1, 6), max_size=4, unique=True).map(tuple)


def test_an_empty_space_is_the_base_alone():
    base = InferenceConfig(device="GPU", batch=3)
    assert SearchSpace(base).points() == (base,)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_every_combination_once(batch, streams, threads, requests):
    space = SearchSpace(batch=batch, streams=streams, threads=threads, requests=requests)
    points = space.points()
    assert len(points) == space.size == space.count == len({repr(point) for point in points})
    assert {point.batch for point in points} == set(batch or (None,))
    for streams_given in {point.streams for point in points}:
        hints = {point.hint for point in points if point.streams == streams_given}
        assert hints == {Hint.THROUGHPUT if streams_given is None else Hint.NONE}


@given(NUMBERS, NUMBERS, NUMBERS)
def test_points_that_share_a_compiled_model_are_neighbours(batch, streams, requests):
    keys = [repr(compile_key(p)) for p in SearchSpace(batch=batch, streams=streams, requests=requests).points()]
    changes = sum(a != b for a, b in pairwise(keys))
    assert changes == len(set(keys)) - 1


def test_cells_take_the_place_of_batch_and_streams():
    space = SearchSpace(batch=(1, 2), streams=(1, 2), cells=((8, 1), (4, 2)), requests=(2, 4))
    assert space.size == 4
    assert [(p.batch, p.streams, p.requests) for p in space.points()] == [(8, 1, 2), (8, 1, 4), (4, 2, 2), (4, 2, 4)]


def test_points_that_come_out_equal_are_one():
    space = SearchSpace(streams=(2,), hints=(Hint.LATENCY, Hint.THROUGHPUT))
    assert space.size == 2
    assert len(space.points()) == space.count == 1
    assert SearchSpace(batch=(1, 1, 2)).count == 2


def test_requests_change_the_compiled_model_only_under_a_hint():
    explicit = InferenceConfig(streams=2, hint=Hint.NONE, requests=3)
    hinted = InferenceConfig(hint=Hint.THROUGHPUT, requests=3)
    assert compile_key(explicit) == InferenceConfig(streams=2, hint=Hint.NONE)
    assert compile_key(hinted) == hinted


@given(NUMBERS, NUMBERS, NUMBERS)
def test_requests_for_each_stream(batch, streams, multiples):
    space = SearchSpace(batch=batch, streams=streams, requests=(7,), requests_per_stream=multiples)
    points = space.points()
    assert len(points) == space.size == space.count
    explicit = bool(streams and multiples)
    assert {p.requests for p in points} == ({s * m for s in streams for m in multiples} if explicit else {7})
