"""What a cost rule is, and what it sees of an operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod

from dlwb.calc.shapes import largest
from dlwb.domain.graph import AttributeValue, Node


@dataclass(frozen=True, slots=True)
class Work:
    """Arithmetic operations of one run of an operation; a multiply-accumulate is 1 `mac` and 2 of the `ops`."""

    ops: int
    mac: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(self.ops + other.ops, self.mac + other.mac)


def macs(count: int) -> Work:
    """So many multiply-accumulates and nothing else."""
    return Work(2 * count, count)


class Operation:
    """A node as a rule sees it: sizes as plain numbers, and the values of small integer constants.

    A dimension that depends on data counts with its largest possible size.
    """

    __slots__ = ("_nodes", "node")

    def __init__(self, node: Node, nodes: Mapping[str, Node] | None = None) -> None:
        self.node = node
        self._nodes = nodes or {}

    def input(self, index: int) -> tuple[int, ...]:
        """Shape of an input. Raises UnknownSize when a dimension has no upper end."""
        return largest(self.node.inputs[index].shape)

    def output(self, index: int = 0) -> tuple[int, ...]:
        """Shape of an output. Raises UnknownSize when a dimension has no upper end."""
        return largest(self.node.outputs[index].shape)

    def input_size(self, index: int = 0) -> int:
        """Elements of an input."""
        return prod(self.input(index))

    def output_size(self, index: int = 0) -> int:
        """Elements of an output."""
        return prod(self.output(index))

    def has_input(self, index: int) -> bool:
        """Whether an optional input is connected."""
        return index < len(self.node.inputs)

    def number(self, name: str, default: int) -> int:
        """An integer attribute."""
        value = self.node.attributes.get(name, default)
        return value if isinstance(value, int) else default

    def numbers(self, name: str) -> tuple[int, ...]:
        """An attribute that is a list of integers; empty when it is not there."""
        value = self.node.attributes.get(name, ())
        return tuple(int(item) for item in value) if isinstance(value, tuple) else ()

    def text(self, name: str, default: str = "") -> str:
        """A text attribute."""
        return str(self.node.attributes.get(name, default)).lower()

    def flag(self, name: str, default: bool = False) -> bool:
        """A yes-or-no attribute."""
        return bool(self.node.attributes.get(name, default))

    def value(self, index: int) -> tuple[int, ...] | None:
        """The integers of a small constant at an input, or None when it is no such constant."""
        if not self.has_input(index) or index >= len(self.node.input_nodes):
            return None
        producer = self._nodes.get(self.node.input_nodes[index][0])
        found: AttributeValue | None = None if producer is None else producer.attributes.get("value")
        return tuple(int(item) for item in found) if isinstance(found, tuple) else None


@dataclass(frozen=True, slots=True)
class Rule:
    """How to count one operation type.

    `formula` gives the work; `text` is the same for people, with X and Y the numbers of elements of the
    first input and of the output. The work is integer work when all inputs in `operands` are 8-bit;
    None: all inputs that hold numbers to calculate with; empty: never.
    """

    formula: Callable[[Operation], Work]
    text: str
    operands: tuple[int, ...] | None = None


class CannotCount(Exception):
    """The work of this operation cannot be told from its shapes and attributes."""


def per_output(count: int, text: str = "") -> Rule:
    """`count` operations for each output element."""
    return Rule(lambda op: Work(count * op.output_size()), _with_reason(count, "Y", text))


def per_input(count: int, text: str = "", operands: tuple[int, ...] | None = None) -> Rule:
    """`count` operations for each element of the first input."""
    return Rule(lambda op: Work(count * op.input_size()), _with_reason(count, "X", text), operands)


def _with_reason(count: int, size: str, text: str) -> str:
    formula = size if count == 1 else f"{count}·{size}"
    return f"{formula} ({text})" if text else formula
