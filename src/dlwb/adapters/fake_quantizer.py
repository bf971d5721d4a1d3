"""A deterministic quantizer of the fake engine's network: three groups, of which one costs nearly all the accuracy."""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.fake_network import STEPS, FakeNetwork
from dlwb.adapters.kept_operations import check_options
from dlwb.domain.errors import CannotQuantize
from dlwb.domain.model import IR_BIN, IR_XML
from dlwb.domain.quantization import Method, NetworkKind, QuantizationOptions
from dlwb.domain.quantization_report import OperationGroup
from dlwb.ports.quantizer import Calibration, Tapped
from dlwb.protocol import ModelFiles

if TYPE_CHECKING:
    from dlwb.ports import Quantized, Quantizer

# What goes into each operation that can run in 8 bits, by the name of what made it.
_FED_BY = {"conv": "data", "pool": "conv", "fc": "pool"}
_WEIGHT_BITS = {Method.WEIGHTS_INT8: 8, Method.WEIGHTS_INT4: 4}


class FakeQuantized:
    """`ports.Quantized`: every operation is a group of its own."""

    def __init__(self, network: FakeNetwork, kind: NetworkKind | None) -> None:
        self._network = network
        self._kind = kind

    @property
    def groups(self) -> tuple[OperationGroup, ...]:
        """What can go back, in the order of the graph."""
        return tuple(OperationGroup((name,)) for name in self._network.rounded)

    @property
    def network(self) -> NetworkKind | None:
        """The kind of network that was asked for."""
        return self._kind

    @property
    def notes(self) -> tuple[str, ...]:
        """What stayed in floating point because it was asked for."""
        left = [name for name in STEPS if name not in self._network.rounded]
        return (f"These operations stayed in floating point: {', '.join(left)}.",) if left else ()

    def write(self, kept_float: Collection[int], folder: Path) -> ModelFiles:
        """Write the network with these groups in floating point. Raises DiskFull."""
        rounded = tuple(name for index, name in enumerate(self._network.rounded) if index not in kept_float)
        return _written(replace(self._network, rounded=rounded), folder)

    def tapped(self, folder: Path) -> Tapped:
        """Write both networks, with what every operation makes as an output. Raises DiskFull."""
        taps = ("data", *STEPS)
        return Tapped(
            exact=_written(replace(self._network, rounded=(), taps=taps), folder / "exact"),
            rounded=_written(replace(self._network, taps=taps), folder / "rounded"),
            inputs=tuple((_FED_BY[name],) for name in self._network.rounded),
            outputs=tuple((name,) for name in self._network.rounded),
        )


class FakeQuantizer:
    """`ports.Quantizer` for the fake engine. The data are looked through and change nothing."""

    def versions(self) -> dict[str, str]:
        """A version that never changes."""
        return {"fake quantizer": "1.0"}

    def quantize(
        self,
        files: ModelFiles,
        calibration: Calibration,
        pictures: int,
        options: QuantizationOptions,
        on_progress: Callable[[float, str], None],
    ) -> FakeQuantized:
        """Take the operations that may be in 8 bits. Raises CannotQuantize, InvalidOptions."""
        network = _checked(files, options)
        seen = 0
        for seen, item in enumerate(calibration(), start=1):
            on_progress(min((seen - 1) / max(pictures, 1), 1.0), "finding the ranges of activations")
            if "data" not in item or item["data"].shape != network.input_shape:
                there = ", ".join(f"'{name}' {value.shape}" for name, value in item.items())
                raise CannotQuantize(
                    f"The calibration data {there} do not fit the input 'data' {network.input_shape}.",
                    "Give the data in the shape of the network.",
                )
        if not seen:
            raise CannotQuantize("There are no calibration data.", "Give at least one picture.")
        on_progress(1.0, "finding what can go back to floating point")
        types = {node.name: node.type for node in network.graph().nodes}
        rounded = (name for name in STEPS if name not in options.keep_names and types[name] not in options.keep_types)
        network = replace(network, rounded=tuple(rounded))
        if not network.rounded:
            raise CannotQuantize("All operations are to stay in floating point.", "Name fewer operations to keep.")
        return FakeQuantized(network, options.network)

    def compress(self, files: ModelFiles, options: QuantizationOptions, folder: Path) -> ModelFiles:
        """Store the weights in fewer bits. Raises CannotQuantize, InvalidOptions, DiskFull."""
        return _written(replace(_checked(files, options), weight_bits=_WEIGHT_BITS[options.method]), folder)


def _checked(files: ModelFiles, options: QuantizationOptions) -> FakeNetwork:
    network = FakeNetwork.load(Path(files.xml))
    if network.rounded or network.weight_bits < 32:
        what = f"operations in 8 bits ({', '.join(network.rounded)})" if network.rounded else "compressed weights"
        raise CannotQuantize(
            f"The network has been quantized already: it has {what}.",
            "Quantize the floating-point network that it was made of.",
        )
    nodes = network.graph().nodes
    check_options(options, [node.name for node in nodes], sorted({node.type for node in nodes}))
    return network


def _written(network: FakeNetwork, folder: Path) -> ModelFiles:
    xml, weights = folder / IR_XML, folder / IR_BIN
    with disk_full_is_named(folder):
        folder.mkdir(parents=True, exist_ok=True)
        network.save(xml, weights)
    return ModelFiles(str(xml), str(weights))


if TYPE_CHECKING:

    def _is_quantizer(quantizer: FakeQuantizer) -> Quantizer:
        return quantizer

    def _is_quantized(quantized: FakeQuantized) -> Quantized:
        return quantized
