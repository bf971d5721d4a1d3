"""Layers of several profiles side by side."""

import pytest
from builders.profiled_layers import profiled
from hypothesis import given
from hypothesis import strategies as st

from dlwb.calc.layer_match import match_layers
from dlwb.domain.comparison import Word
from dlwb.domain.measurement import LayerStatus


def names(groups):
    """The layer names of each group, per subject."""
    return [tuple(None if s is None else [layer.name for layer in s.layers] for s in g.sides) for g in groups]


def chain(*origins, times=None):
    """One layer after another, each made of these operations."""
    times = times or [10.0] * len(origins)
    return [
        profiled("+".join(origin), time, i, origin=tuple(origin))
        for i, (origin, time) in enumerate(zip(origins, times, strict=True))
    ]


def test_the_same_layers_match_one_to_one_in_execution_order():
    layers = chain(["conv"], ["pool"], ["fc"])
    groups = match_layers([layers, layers])
    assert names(groups) == [(["conv"], ["conv"]), (["pool"], ["pool"]), (["fc"], ["fc"])]
    assert [d.difference_us.value for g in groups for d in g.differences[1:]] == [0.0, 0.0, 0.0]
    assert {g.differences[1].delta.word for g in groups} <= {Word.SAME, Word.CANT_TELL}


def test_what_one_fuses_and_the_other_does_not_is_one_group_both_ways():
    fused = chain(["conv", "relu"], ["mul"], ["add"], ["fc"], times=[10, 4, 5, 7])
    other = chain(["conv"], ["relu"], ["mul", "add"], ["fc"], times=[8, 3, 6, 7])
    groups = match_layers([fused, other])
    assert names(groups) == [
        (["conv+relu"], ["conv", "relu"]),
        (["mul", "add"], ["mul+add"]),
        (["fc"], ["fc"]),
    ]
    assert groups[0].operations == ("conv", "relu")
    first, second, _ = groups
    assert (first.sides[0].time_us.value, first.sides[1].time_us.value) == (10, 11)
    assert first.differences[1].difference_us.value == 1
    assert second.differences[1].delta.ratio.value == pytest.approx(6 / 9)
    assert second.differences[1].delta.word is Word.FASTER
    assert first.differences[0] is None


def test_a_conversion_that_the_engine_inserted_goes_with_its_consumer():
    plain = chain(["conv"], ["fc"])
    converted = [
        profiled("in_reorder", 3.0, 0, type="Reorder", origin=(), consumer="conv"),
        *chain(["conv"], ["fc"]),
    ]
    groups = match_layers([plain, converted])
    assert names(groups) == [(["conv"], ["in_reorder", "conv"]), (["fc"], ["fc"])]
    assert groups[0].differences[1].difference_us.value == 3.0


def test_quantizers_go_with_the_operation_they_belong_to_and_tie_nothing_else():
    """NNCF's input quantizer of `fc` is fused into the convolution before it, and stands alone in front of `conv`."""
    plain = chain(["conv", "relu"], ["fc"])
    quantized = chain(["conv/fq_input_0"], ["conv", "relu", "conv/fq_weights_1", "fc/fq_input_0"], ["fc"])
    assert names(match_layers([plain, quantized])) == [
        (["conv+relu"], [layer.name for layer in quantized[:2]]),
        (["fc"], ["fc"]),
    ]


def test_names_that_a_conversion_made_up_tie_nothing_that_has_a_name():
    """`Multiply_7` of one conversion is another operation in the next."""
    one = chain(["conv1", "Multiply_7"], ["conv2", "Multiply_9"])
    other = chain(["conv1", "Multiply_9"], ["conv2", "Multiply_11"])
    assert [len(side) for group in names(match_layers([one, other])) for side in group] == [1, 1, 1, 1]
    nameless = chain(["Multiply_7"], ["Multiply_9"])
    assert names(match_layers([nameless, nameless])) == [
        (["Multiply_7"], ["Multiply_7"]),
        (["Multiply_9"], ["Multiply_9"]),
    ]


def test_layers_without_a_common_name_match_by_place_type_and_shape():
    one = [*chain(["conv"]), profiled("a", 5, 1, type="MatMul"), profiled("b", 6, 2, type="MatMul")]
    other = [*chain(["conv"]), profiled("x", 4, 1, type="MatMul"), profiled("y", 3, 2, type="Add")]
    assert names(match_layers([one, other])) == [
        (["conv"], ["conv"]),
        (["a"], ["x"]),
        (["b"], None),
        (None, ["y"]),
    ]


def test_what_one_has_alone_counts_with_all_its_time():
    groups = match_layers([chain(["conv"], ["pad"], times=[10, 4]), chain(["conv"], ["split"], times=[10, 6])[:1]])
    alone = groups[1]
    assert alone.sides[1] is None
    assert alone.differences[1].difference_us.value == -4
    assert alone.differences[1].delta is None


def test_a_layer_too_short_to_have_a_time_has_no_ratio():
    groups = match_layers([chain(["pad"], times=[0.0]), chain(["pad"], times=[1.0])])
    assert groups[0].differences[1].delta is None
    assert groups[0].differences[1].difference_us.value == 1.0


def test_layers_that_did_not_run_are_left_out():
    gone = profiled("relu", 0.0, 1, status=LayerStatus.NOT_RUN)
    assert names(match_layers([[*chain(["conv"]), gone], chain(["conv"])])) == [(["conv"], ["conv"])]


def test_more_than_two_and_one_without_a_profile():
    groups = match_layers([chain(["conv", "relu"]), None, chain(["conv"], ["relu"])])
    assert names(groups) == [(["conv+relu"], None, ["conv", "relu"])]
    assert [d is None for d in groups[0].differences] == [True, False, False]


splits = st.lists(st.integers(1, 4), min_size=1, max_size=8)


@given(splits, splits)
def test_every_layer_is_in_exactly_one_group_and_differences_add_up(one, other):
    """However the same operations are fused: nothing is lost, nothing counts twice."""

    def fused(sizes, time):
        operations = [f"op{i}" for i in range(sum(sizes))]
        parts, start = [], 0
        for size in sizes:
            parts.append(operations[start : start + size])
            start += size
        return chain(*parts, times=[time * size for size in sizes])

    a, b = fused(one, 3.0), fused(other, 5.0)
    groups = match_layers([a, b])
    for index, layers in enumerate((a, b)):
        found = [layer.name for group in groups if group.sides[index] for layer in group.sides[index].layers]
        assert sorted(found) == sorted(layer.name for layer in layers)
    total = sum(group.differences[1].difference_us.value for group in groups)
    assert total == pytest.approx(5.0 * sum(other) - 3.0 * sum(one))
