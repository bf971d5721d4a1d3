"""A network in 8 bits, in memory, and what of it can go back to floating point."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import openvino as ov

from dlwb.adapters.nncf.operations import name_of
from dlwb.adapters.nncf.switchboard import Switchboard
from dlwb.adapters.nncf.taps import Tap, with_outputs
from dlwb.adapters.openvino.saving import save_ir
from dlwb.domain.model import IR_BIN, IR_XML
from dlwb.domain.quantization import NetworkKind
from dlwb.domain.quantization_report import OperationGroup
from dlwb.ports.quantizer import Tapped
from dlwb.protocol import ModelFiles

if TYPE_CHECKING:
    from dlwb.ports import Quantized


class NncfQuantized:
    """`ports.Quantized` of a network that NNCF has quantized."""

    def __init__(
        self, exact: ov.Model, board: Switchboard, network: NetworkKind | None, notes: tuple[str, ...]
    ) -> None:
        self._exact = exact
        self._board = board
        self._network = network
        self._notes = notes

    @property
    def groups(self) -> tuple[OperationGroup, ...]:
        """What can go back, in the order of the graph."""
        return tuple(OperationGroup(tuple(map(name_of, group.computing))) for group in self._board.groups)

    @property
    def network(self) -> NetworkKind | None:
        """The kind of network that it was quantized as."""
        return self._network

    @property
    def notes(self) -> tuple[str, ...]:
        """What was decided, and what stayed in floating point."""
        return self._notes

    def write(self, kept_float: Collection[int], folder: Path) -> ModelFiles:
        """Write the network with these groups in floating point. Raises DiskFull."""
        self._board.set(kept_float)
        return written(self._board.network, folder)

    def tapped(self, folder: Path) -> Tapped:
        """Write both networks with what goes into each group, and what it makes, as outputs. Raises DiskFull."""
        self._board.set(())
        board, groups = self._board, self._board.groups
        inputs = [[Tap.of(board.made_by(node.input_value(0))) for node in group.quantizers] for group in groups]
        outputs = [[Tap.of(board.result_of(node)) for node in group.computing] for group in groups]
        wanted = list(dict.fromkeys(tap for taps in (*inputs, *outputs) for tap in taps))
        exact, names = with_outputs(self._exact, wanted)
        rounded, _ = with_outputs(board.network, wanted)
        return Tapped(
            exact=written(exact, folder / "exact"),
            rounded=written(rounded, folder / "rounded"),
            inputs=tuple(tuple(dict.fromkeys(names[tap] for tap in taps)) for taps in inputs),
            outputs=tuple(tuple(dict.fromkeys(names[tap] for tap in taps)) for taps in outputs),
        )


def written(model: ov.Model, folder: Path) -> ModelFiles:
    """Write a network; all numbers keep their types. Raises DiskFull."""
    save_ir(model, folder, compress_to_fp16=False)
    return ModelFiles(str(folder / IR_XML), str(folder / IR_BIN))


if TYPE_CHECKING:

    def _is_quantized(quantized: NncfQuantized) -> Quantized:
        return quantized
