"""What makes a network smaller, as the worker process sees it."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dlwb.domain.quantization import NetworkKind, QuantizationOptions
from dlwb.domain.quantization_report import OperationGroup
from dlwb.ports.engine import Tensors
from dlwb.protocol import ModelFiles

# Inputs of the network, picture by picture (or batch by batch); called again for every pass over them.
Calibration = Callable[[], Iterable[Tensors]]


@dataclass(frozen=True, slots=True)
class Tapped:
    """A network in floating point and in 8 bits, both with inner tensors as extra outputs.

    `outputs[g]` names the extra outputs that hold what group g makes, the same in both; `inputs[g]` those that hold what
    goes into it. A tensor may serve several groups.
    """

    exact: ModelFiles
    rounded: ModelFiles
    inputs: tuple[tuple[str, ...], ...]
    outputs: tuple[tuple[str, ...], ...]


class Quantized(Protocol):
    """A network in 8 bits, in memory, and what of it can go back to floating point."""

    @property
    def groups(self) -> tuple[OperationGroup, ...]:
        """What can go back, in the order of the graph; the whole network in floating point when all do."""

    @property
    def network(self) -> NetworkKind | None:
        """The kind of network that it was taken for."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what was left out or changed, such as operations that stayed in floating point and why."""

    def write(self, kept_float: Collection[int], folder: Path) -> ModelFiles:
        """Write `model.xml` and `model.bin` with these groups in floating point; 8-bit weights are stored in 8 bits.

        May be called any number of times, with any groups. Raises DiskFull.
        """

    def tapped(self, folder: Path) -> Tapped:
        """Write both forms with inner tensors as outputs, to see where the noise comes from. Raises DiskFull."""


class Quantizer(Protocol):
    """Makes networks of one engine smaller. Registered under the engine's name; only the worker process creates one."""

    def versions(self) -> dict[str, str]:
        """Versions of what does the work, for the Environment and the recipe."""

    def quantize(
        self,
        files: ModelFiles,
        calibration: Calibration,
        pictures: int,
        options: QuantizationOptions,
        on_progress: Callable[[float, str], None],
    ) -> Quantized:
        """Weights and activations in 8 bits; ranges come from the calibration inputs.

        Args:
            files: the network in floating point.
            calibration: inputs as the network gets them.
            pictures: how many inputs `calibration` has.
            options: with a method that needs data.
            on_progress: told how far it is (0..1), and in words what it does; may raise to stop.

        Raises:
            CannotQuantize: the reason in plain words; already in 8 bits, nothing to quantize, unsupported.
            InvalidOptions: operations to keep that are not in the network, and every other wrong option, all at once.
        """

    def compress(self, files: ModelFiles, options: QuantizationOptions, folder: Path) -> ModelFiles:
        """Weights alone in 8 or 4 bits, written to the folder. Raises what `quantize` raises, and DiskFull."""
