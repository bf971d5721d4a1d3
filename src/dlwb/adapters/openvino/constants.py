"""What is known of a constant's content: how many elements, how many stand for zero, how many bytes.

Constants may be mapped from a file of many gigabytes, so everything walks them in pieces and never
makes a second copy.
"""

from collections.abc import Iterable, Iterator
from math import prod

import numpy as np
import numpy.typing as npt
import openvino as ov

from dlwb.adapters.openvino.shapes import sizes
from dlwb.domain.graph import AttributeValue, ConstantFacts

Codes = npt.NDArray[np.int16]

_CHUNK_ELEMENTS = 1 << 22
_SMALL = 16
_INTEGERS = frozenset({"i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64"})
_PLAIN = _INTEGERS | {"f16", "bf16", "f32", "f64", "boolean"}
_QUANTIZED_BITS = {"u8": 8, "i8": 8, "u4": 4, "i4": 4}


def constant_facts(constant: ov.Node, zero_point: ov.Node | None = None) -> ConstantFacts:
    """Count a constant's elements, zeros and stored bytes.

    Args:
        constant: the constant.
        zero_point: the constant that is subtracted from this one to dequantize it; an element equal
            to its zero point stands for zero.

    Text and element types without a number have no zeros. Types that numpy does not know are
    unpacked by the engine.
    """
    kind = str(constant.get_element_type().get_type_name())
    elements = prod(sizes(constant.get_output_shape(0)))
    if kind == "string":
        # The engine gives the size of its string objects, not of the text.
        return ConstantFacts(elements, 0, sum(len(text.encode()) for text in constant.get_value_strings()))
    zeros = _zeros(constant, kind, elements, zero_point) if elements else 0
    return ConstantFacts(elements, zeros, int(constant.get_byte_size()))


def _zeros(constant: ov.Node, kind: str, elements: int, zero_point: ov.Node | None) -> int:
    if kind in _QUANTIZED_BITS and zero_point is not None:
        return _equal_to_zero_point(constant, kind, zero_point)
    if kind in _QUANTIZED_BITS and _QUANTIZED_BITS[kind] < 8:
        return elements - sum(int(np.count_nonzero(codes)) for codes in _codes(constant, kind, _CHUNK_ELEMENTS))
    if kind in _PLAIN:
        # bfloat16 comes as float16: other values, but the same bit patterns are zero.
        flat = constant.data.reshape(-1)
        pieces = (flat[start : start + _CHUNK_ELEMENTS] for start in range(0, elements, _CHUNK_ELEMENTS))
        return elements - sum(int(np.count_nonzero(piece)) for piece in pieces)
    return elements - int(np.count_nonzero(constant.get_data(dtype=np.float32)))


def _equal_to_zero_point(constant: ov.Node, kind: str, zero_point: ov.Node) -> int:
    """Elements equal to their zero point, which may be one number or one per channel or group."""
    shape = sizes(constant.get_output_shape(0))
    points = np.asarray(zero_point.get_data(dtype=np.float32)).astype(np.int16)
    if points.size == 1:
        return sum(int(np.count_nonzero(codes == points.item())) for codes in _codes(constant, kind, _CHUNK_ELEMENTS))
    points = np.broadcast_to(points, shape)
    row = prod(shape[1:])
    rows = max(_CHUNK_ELEMENTS // max(row, 1) // 2 * 2, 2)
    found = 0
    for index, codes in enumerate(_codes(constant, kind, rows * row)):
        found += int(np.count_nonzero(codes.reshape(-1, *shape[1:]) == points[index * rows : (index + 1) * rows]))
    return found


def _codes(constant: ov.Node, kind: str, chunk: int) -> Iterator[Codes]:
    """The stored numbers in pieces of `chunk` elements; `chunk` is even, because a byte holds two 4-bit numbers."""
    elements = prod(sizes(constant.get_output_shape(0)))
    raw = constant.data.reshape(-1)
    for start in range(0, elements, chunk):
        stop = min(start + chunk, elements)
        if _QUANTIZED_BITS[kind] == 8:
            yield raw[start:stop].astype(np.int16)
            continue
        packed = raw[start // 2 : (stop + 1) // 2].view(np.uint8)
        codes = np.stack((packed & 15, packed >> 4), axis=-1).reshape(-1)[: stop - start].astype(np.int16)
        yield np.where(codes > 7, codes - 16, codes).astype(np.int16) if kind == "i4" else codes


def shared_with(named: Iterable[tuple[ov.Node, str]]) -> dict[str, str]:
    """By name of a constant, the name of the first constant that lies on the same bytes of the weights file.

    An IR holds equal contents once, so that weights which several layers share lie on one place even where the
    conversion gave every layer its own constant. Contents of fewer than 16 elements, or of one number throughout
    (biases of zero, scales of one), can be equal by chance and are left out.
    """
    found: dict[str, str] = {}
    first: dict[tuple[int, str, int], str] = {}
    for operation, name in named:
        if operation.get_type_name() != "Constant":
            continue
        kind = str(operation.get_element_type().get_type_name())
        elements = prod(sizes(operation.get_output_shape(0)))
        if kind == "string" or elements < _SMALL:
            continue
        stored = operation.data.reshape(-1)
        earlier = first.setdefault((int(stored.ctypes.data), kind, elements), name)
        if earlier != name and not _is_one_number(stored.view(np.uint8), stored.itemsize):
            found[name] = earlier
    return found


def _is_one_number(stored: npt.NDArray[np.uint8], width: int) -> bool:
    """Whether all numbers of `width` bytes are the same."""
    numbers = stored.reshape(-1, width)
    rows = max(_CHUNK_ELEMENTS // width, 1)
    return all(bool((numbers[at : at + rows] == numbers[0]).all()) for at in range(0, len(numbers), rows))


def small_values(constant: ov.Node) -> dict[str, AttributeValue]:
    """`value` of an integer constant of a few elements (axes, sizes), which cost rules need; else nothing."""
    kind = str(constant.get_element_type().get_type_name())
    if kind not in _INTEGERS or prod(sizes(constant.get_output_shape(0))) > _SMALL:
        return {}
    return {"value": tuple(int(item) for item in constant.data.reshape(-1))}


def zero_points(operations: Iterable[ov.Node]) -> dict[str, ov.Node]:
    """By the engine's identifier of a quantized constant, the constant that holds its zero points.

    The pattern is `Subtract(Convert(weights), [Convert](zero points))`.
    """
    found: dict[str, ov.Node] = {}
    for operation in operations:
        if operation.get_type_name() != "Subtract":
            continue
        weights, points = (_converted_constant(operation.input_value(index).get_node()) for index in (0, 1))
        if weights is None or points is None:
            continue
        shape, other = sizes(weights.get_output_shape(0)), sizes(points.get_output_shape(0))
        if str(weights.get_element_type().get_type_name()) in _QUANTIZED_BITS and _broadcasts(other, shape):
            found[str(weights.get_name())] = points
    return found


def _converted_constant(node: ov.Node) -> ov.Node | None:
    if node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return node if node.get_type_name() == "Constant" else None


def _broadcasts(source: tuple[int, ...], target: tuple[int, ...]) -> bool:
    if len(source) > len(target):
        return prod(source) == 1
    return all(a in (1, b) for a, b in zip(reversed(source), reversed(target), strict=False))
