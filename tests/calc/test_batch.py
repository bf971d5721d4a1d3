from dlwb.calc.batch import with_batch_one
from dlwb.domain.model import DimRange, TensorSpec

FREE = DimRange()


def spec(*shape, layout=None, name="data"):
    return TensorSpec(name, tuple(shape), "f32", layout)


def test_a_free_batch_becomes_one():
    assert with_batch_one([spec(FREE, 3, 8, 8), spec(4, name="b")]) == {"data": (1, 3, 8, 8), "b": (4,)}


def test_the_layout_says_where_the_batch_is():
    assert with_batch_one([spec(3, 8, 8, FREE, layout="CHWN")]) == {"data": (3, 8, 8, 1)}
    assert with_batch_one([spec(FREE, 8, 8, 3, layout="CHWN")]) is None


def test_nothing_is_assumed_when_nothing_or_more_is_free():
    assert with_batch_one([spec(1, 3, 8, 8)]) is None
    assert with_batch_one([spec(FREE, 3, FREE, 8)]) is None
    assert with_batch_one([TensorSpec("data", None, "f32")]) is None
    assert with_batch_one([spec(DimRange(2, 8), 3)]) is None
