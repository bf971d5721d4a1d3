from types import SimpleNamespace

from dlwb.calc.batch import has_batch, with_batch_one
from dlwb.domain.model import DimRange, TensorSpec

FREE = DimRange()


def model(inputs, outputs):
    return SimpleNamespace(inputs=tuple(inputs), outputs=tuple(outputs))


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


def test_a_first_dimension_without_a_layout_can_be_the_batch_where_it_is_free_or_one_or_shared():
    assert has_batch(model([spec(FREE, 3, 8, 8)], [spec(10)]))
    assert has_batch(model([spec(1, 3, 8, 8), spec(name="scale")], [spec(100, 7)]))
    assert has_batch(model([spec(8, 3, 8, 8)], [spec(8, 10)]))


def test_a_picture_or_a_sound_has_no_batch():
    assert not has_batch(model([spec(3, 8, 8)], [spec(FREE, 4)]))
    assert not has_batch(model([spec(16000)], [spec(1, 10)]))
    assert not has_batch(model([spec(3, 8, 8, layout="CHW")], [spec(3, 8, 8)]))
    assert not has_batch(model([spec(8, 3), spec(4, name="b")], [spec(8, 3)]))
    assert not has_batch(model([TensorSpec("data", None, "f32")], [spec(1)]))
    assert not has_batch(model([spec()], [spec(1)]))
    assert has_batch(model([spec(3, 8, 8, 4, layout="CHWN")], [spec(10)]))
