"""Looking at a network before it is quantized: whether it is in 8 bits already, and what kind it is."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import openvino as ov

from dlwb.adapters.nncf.operations import FAKE_QUANTIZE, TRANSPARENT, constants_of, kind_of, name_of, readers, sources
from dlwb.domain.errors import CannotQuantize
from dlwb.domain.quantization import NetworkKind

_LOW_BITS = frozenset({"i8", "u8", "i4", "u4", "i2", "u2", "u3", "u6", "u1", "nf4", "f4e2m1", "f8e4m3", "f8e5m2"})
# What may lie between the softmax of attention and its products, besides operations that only move numbers.
_ON_THE_WAY = TRANSPARENT | {
    "Add",
    "Multiply",
    "Divide",
    "Subtract",
    "Select",
    "Convert",
    "Maximum",
    "Minimum",
    "Clamp",
}
_LOOPS = ("Loop", "TensorIterator")


def refuse_low_bits(model: ov.Model) -> None:
    """Raise CannotQuantize, saying what was found, for a network that has been quantized before."""
    found: Counter[str] = Counter()
    first: dict[str, str] = {}
    for node in all_operations(model):
        what = low_bits(node)
        if what:
            found[what] += 1
            first.setdefault(what, name_of(node))
    if found:
        parts = ", ".join(f"{count} {what} (the first is '{first[what]}')" for what, count in found.items())
        raise CannotQuantize(
            f"The network has been quantized already: it has {parts}.",
            "Quantize the floating-point network that it was made of.",
        )


def refuse_branches(model: ov.Model) -> None:
    """Raise CannotQuantize for a network with branches.

    NNCF would quantize each side with the data that goes there, but nothing inside could go back to floating point.
    """
    branch = next((name_of(node) for node in model.get_ordered_ops() if kind_of(node) == "If"), None)
    if branch is not None:
        raise CannotQuantize(
            f"The network has a branch ('{branch}', an operation If), and networks with branches cannot be quantized.",
            "Compressing the weights alone works; or take the branch out before importing.",
        )


def refuse_endless_ranges(rounded: ov.Model) -> None:
    """Raise CannotQuantize where the range of a quantizer is not a number: the network made none of its data."""
    for node in rounded.get_ordered_ops():
        if kind_of(node) == "FakeQuantize" and not all(_is_finite(node.input_value(port)) for port in range(1, 5)):
            raise CannotQuantize(
                f"The calibration data lead to values without end, or to no numbers, at '{name_of(node)}'.",
                "Check the preprocessing, or keep the operations there in floating point.",
            )


def _is_finite(output: ov.Output) -> bool:
    node = output.get_node()
    return kind_of(node) != "Constant" or bool(np.isfinite(node.get_data(dtype=np.float32)).all())


def all_operations(model: ov.Model) -> Iterator[ov.Node]:
    """All operations in topological order, each followed by those of its bodies."""
    for node in model.get_ordered_ops():
        yield node
        for body in bodies(node):
            yield from all_operations(body)


def bodies(node: ov.Node) -> tuple[ov.Model, ...]:
    """The networks inside a loop or a branch."""
    if kind_of(node) == "If":
        return node.get_then_body(), node.get_else_body()
    return (node.get_function(),) if kind_of(node) in _LOOPS else ()


def low_bits(node: ov.Node) -> str:
    """What an operation has to do with few bits: it rounds, or holds weights in few bits; empty where it has nothing."""
    if kind_of(node) in FAKE_QUANTIZE:
        return "quantizers of activations or weights"
    if kind_of(node) != "Constant" or str(node.get_element_type().get_type_name()) not in _LOW_BITS:
        return ""
    converted = any(kind_of(port.get_node()) == "Convert" for port in readers(node.output(0)))
    return f"tensors of weights in {node.get_element_type().get_type_name()}" if converted else ""


def kind_of_network(model: ov.Model) -> tuple[NetworkKind | None, str]:
    """A transformer if it has attention, and a sentence about what was found.

    Attention is the operation of that name, or a product of two activations, a softmax and another such product, with
    nothing between them but sums, scales, masks and rearrangements.
    """
    constants = constants_of(model)
    attention = [name_of(node) for node in model.get_ordered_ops() if _is_attention(node, constants)]
    if not attention:
        return None, "Quantized as a network without attention, because none was found."
    where = f"'{attention[0]}'" if len(attention) == 1 else f"'{attention[0]}' and {len(attention) - 1} more"
    return NetworkKind.TRANSFORMER, f"Quantized as a transformer, because of the attention at {where}."


def _is_attention(node: ov.Node, constants: frozenset[str]) -> bool:
    if kind_of(node) == "ScaledDotProductAttention":
        return True
    return kind_of(node) == "Softmax" and _comes_from_product(node, constants) and _goes_to_product(node, constants)


def _comes_from_product(softmax: ov.Node, constants: frozenset[str]) -> bool:
    pending, seen = [softmax.input_value(0).get_node()], set[str]()
    while pending:
        node = pending.pop()
        if node.get_name() in seen:
            continue
        seen.add(node.get_name())
        if _is_product_of_activations(node, constants):
            return True
        if kind_of(node) in _ON_THE_WAY:
            pending += [source.get_node() for source in sources(node)]
    return False


def _goes_to_product(softmax: ov.Node, constants: frozenset[str]) -> bool:
    pending, seen = [softmax], set[str]()
    while pending:
        node = pending.pop()
        for port in (port for output in node.outputs() for port in readers(output)):
            reader = port.get_node()
            if reader.get_name() in seen:
                continue
            seen.add(reader.get_name())
            if _is_product_of_activations(reader, constants):
                return True
            if kind_of(reader) in _ON_THE_WAY:
                pending.append(reader)
    return False


def _is_product_of_activations(node: ov.Node, constants: frozenset[str]) -> bool:
    return kind_of(node) == "MatMul" and not any(s.get_node().get_name() in constants for s in sources(node))
