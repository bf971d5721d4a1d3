"""Inner tensors of a network as outputs."""

from collections.abc import Sequence
from dataclasses import dataclass

import openvino as ov
from openvino import opset13

from dlwb.adapters.nncf.operations import kind_of, name_of, readers
from dlwb.adapters.openvino.shapes import input_name


@dataclass(frozen=True, slots=True)
class Tap:
    """An output of an operation, by names that hold in copies of the network."""

    operation: str
    index: int

    @classmethod
    def of(cls, output: ov.Output) -> "Tap":
        """Where an output is."""
        return cls(name_of(output.get_node()), int(output.get_index()))


def with_outputs(model: ov.Model, taps: Sequence[Tap]) -> tuple[ov.Model, dict[Tap, str]]:
    """A copy of a network with these tensors as further outputs, and the names of the outputs.

    A tensor that comes in or goes out already keeps its name, since that is the network's signature.
    """
    copy = model.clone()
    nodes = {name_of(node): node for node in copy.get_ops()}
    names: dict[Tap, str] = {}
    results = []
    for number, tap in enumerate(taps):
        output = nodes[tap.operation].output(tap.index)
        leaves = any(kind_of(port.get_node()) == "Result" for port in readers(output))
        if not leaves and kind_of(output.get_node()) != "Parameter":
            output.get_tensor().set_names({f"tap {number}"})
        names[tap] = input_name(output)
        if not leaves:
            results.append(opset13.result(output))
    copy.add_results(results)
    return copy, names
