"""One network that can be wired in floating point or in 8 bits, group by group."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import openvino as ov

from dlwb.adapters.nncf.grouping import Together, operations_together, same_constant
from dlwb.adapters.nncf.operations import LINEAR, constants_of, kind_of, name_of, readers


@dataclass(frozen=True, slots=True)
class Switch:
    """An input of an operation, and what feeds it in floating point and in 8 bits."""

    port: ov.Input
    exact: ov.Output
    rounded: ov.Output
    group: int


class Switchboard:
    """The quantized network, in which operations can be fed as they were in the floating-point network.

    Nothing is taken away and nothing computed again: a group goes back by connecting the inputs of its operations to what
    fed them before, original weights and biases included, and what nobody reads any longer is not written. So any groups
    can go back in any order, and with all of them back the network is the one that it was made of.
    """

    def __init__(self, exact: ov.Model, rounded: ov.Model) -> None:
        """Both with unique names; `rounded` was made from a copy of `exact`, and keeps the names. It is changed."""
        self.network = rounded
        self._donor = exact.clone()  # its constants are read by the other network
        self._named = {name_of(node): node for node in self._donor.get_ops()}
        self._there = {name_of(node): node for node in rounded.get_ops()}
        self._constants = constants_of(self._donor, rounded)
        self.groups = operations_together(rounded, self._named, self._constants)
        self._switches = tuple(self._all_switches())

    def set(self, kept_float: Collection[int]) -> None:
        """Wire these groups in floating point, and all others in 8 bits."""
        for switch in self._switches:
            switch.port.replace_source_output(switch.exact if switch.group in kept_float else switch.rounded)

    def result_of(self, node: ov.Node) -> ov.Output:
        """What an operation makes, its bias included."""
        bias = self._bias(node)
        return (node if bias is None else bias.get_node()).output(0)

    def made_by(self, output: ov.Output) -> ov.Output:
        """An output, or what it was made of by nothing but what was put in."""
        while name_of(output.get_node()) not in self._named:
            output = output.get_node().input_value(0)
        return output

    def _all_switches(self) -> Iterator[Switch]:
        for index, group in enumerate(self.groups):
            ports = [port for node in group.reached for port in node.inputs()]
            for port in (*ports, *self._biases(group)):
                yield from self._switch(port, index)

    def _switch(self, port: ov.Input, group: int) -> Iterator[Switch]:
        rounded = port.get_source_output()
        original = self._original(port)
        if self._is_constant(original):
            if not same_constant(original.get_node(), rounded.get_node()):
                yield Switch(port, original, rounded, group)
            return
        exact = self._there[name_of(original.get_node())].output(int(original.get_index()))
        if exact != rounded:
            yield Switch(port, exact, rounded, group)

    def _original(self, port: ov.Input) -> ov.Output:
        """What fed an input before; for an operation that was put in, what its quantizer was put after."""
        before = self._named.get(name_of(port.get_node()))
        if before is not None:
            return before.input_value(int(port.get_index()))
        source: ov.Output = port.get_source_output()
        return source if self._is_constant(source) else self.made_by(source)

    def _is_constant(self, output: ov.Output) -> bool:
        return str(output.get_node().get_name()) in self._constants

    def _biases(self, group: Together) -> Iterator[ov.Input]:
        reached = {str(node.get_name()) for node in group.reached}
        for node in group.computing:
            port = self._bias(node)
            if port is not None and str(port.get_node().get_name()) not in reached:
                yield port

    def _bias(self, node: ov.Node) -> ov.Input | None:
        """The input at which the bias of an operation with weights is added, where it has one."""
        if kind_of(node) not in LINEAR:
            return None
        after = readers(node.output(0))
        if len(after) != 1 or kind_of(after[0].get_node()) != "Add":
            return None
        other = after[0].get_node().input(1 - int(after[0].get_index()))
        return other if self._is_constant(other.get_source_output()) else None


def float_linear_operations(board: Switchboard) -> tuple[ov.Node, ...]:
    """The products of weights or activations that are in no group, and so stayed in floating point."""
    rounded = {str(node.get_name()) for group in board.groups for node in group.computing}
    ordered = board.network.get_ordered_ops()
    return tuple(node for node in ordered if kind_of(node) in LINEAR and str(node.get_name()) not in rounded)
