"""Which operations of a quantized network can only go back to floating point together, because they share a quantizer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import openvino as ov

from dlwb.adapters.nncf.operations import (
    FAKE_QUANTIZE,
    QUANTIZABLE,
    TRANSPARENT,
    kind_of,
    name_of,
    readers,
    sources,
)


@dataclass(frozen=True, slots=True)
class Together:
    """Operations of the rounded network that go back together.

    Args:
        computing: those that run in 8 bits.
        reached: those and all others that read a quantizer of the group, also through ones that only move numbers.
        quantizers: the quantizers of activations among the group's.
    """

    computing: tuple[ov.Node, ...]
    reached: tuple[ov.Node, ...]
    quantizers: tuple[ov.Node, ...]


def operations_together(
    rounded: ov.Model, named: Mapping[str, ov.Node], constants: frozenset[str]
) -> tuple[Together, ...]:
    """The groups, in the order of the graph.

    A quantizer serves what reads it; beyond operations that only move numbers (`TRANSPARENT`), also what reads these.
    Two quantizers that serve one operation belong together, and so do two operations that one quantizer serves.

    Args:
        rounded: the network in 8 bits.
        named: the operations of the network in floating point, by name; what has no such name was put in.
        constants: identifiers of all operations that give the same at every inference.
    """
    ordered = rounded.get_ordered_ops()
    place = {str(node.get_name()): index for index, node in enumerate(ordered)}
    served = [(node, _served(node, named)) for node in ordered if _is_quantizer(node, named, constants)]
    found = []
    for members in _joined([{str(node.get_name()) for node in nodes} for _, nodes in served]):
        reached = {str(node.get_name()): node for index in members for node in served[index][1]}
        in_order = tuple(sorted(reached.values(), key=lambda node: place[str(node.get_name())]))
        computing = tuple(node for node in in_order if kind_of(node) in QUANTIZABLE and name_of(node) in named)
        quantizers = tuple(served[index][0] for index in members if kind_of(served[index][0]) in FAKE_QUANTIZE)
        activations = tuple(node for node in quantizers if str(node.get_name()) not in constants)
        found.append(Together(computing or in_order, in_order, activations))
    return tuple(sorted(found, key=lambda group: place[str(group.computing[0].get_name())]))


def _is_quantizer(node: ov.Node, named: Mapping[str, ov.Node], constants: frozenset[str]) -> bool:
    """A quantizer of activations, or the end of what makes 8-bit weights into numbers again, where it is read."""
    if name_of(node) in named:
        return False
    if kind_of(node) in FAKE_QUANTIZE:
        return True
    read = any(name_of(port.get_node()) in named for output in node.outputs() for port in readers(output))
    return read and kind_of(node) != "Constant" and str(node.get_name()) in constants


def _served(quantizer: ov.Node, named: Mapping[str, ov.Node]) -> list[ov.Node]:
    found: dict[str, ov.Node] = {}
    pending = [quantizer]
    while pending:
        for reader in _readers_of(pending.pop()):
            name = str(reader.get_name())
            put_in = name_of(reader) not in named
            if name in found or (put_in and kind_of(reader) in FAKE_QUANTIZE):
                continue
            found[name] = reader
            if put_in or kind_of(reader) in TRANSPARENT:
                pending.append(reader)
    return list(found.values())


def _readers_of(node: ov.Node) -> Iterator[ov.Node]:
    for output in node.outputs():
        yield from (port.get_node() for port in readers(output))


def _joined(parts: list[set[str]]) -> list[list[int]]:
    """Indices of the parts, joined wherever two have a member in common; parts without members are left out."""
    groups: list[tuple[set[str], list[int]]] = []
    for index, part in enumerate(parts):
        if not part:
            continue
        touching = [group for group in groups if group[0] & part]
        groups = [group for group in groups if not group[0] & part]
        members = set(part).union(*(group[0] for group in touching))
        groups.append((members, sorted([index, *(i for group in touching for i in group[1])])))
    return [indices for _, indices in groups]


def same_constant(one: ov.Node, other: ov.Node) -> bool:
    """Whether two networks make a constant in the same way of the same numbers."""
    if kind_of(one) != kind_of(other) or one.get_output_element_type(0) != other.get_output_element_type(0):
        return False
    if kind_of(one) == "Constant":
        return bool(one.get_output_shape(0) == other.get_output_shape(0)) and _bytes(one) == _bytes(other)
    pairs = list(zip(sources(one), sources(other), strict=False))
    return len(pairs) == one.get_input_size() == other.get_input_size() and all(
        same_constant(mine.get_node(), theirs.get_node()) for mine, theirs in pairs
    )


def _bytes(constant: ov.Node) -> memoryview:
    data: memoryview = memoryview(constant.data.reshape(-1).view("u1"))
    return data
