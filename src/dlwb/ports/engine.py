"""An inference engine, as the worker process sees it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dlwb.domain.graph import Graph
from dlwb.domain.inference import EffectiveConfig, InferenceConfig
from dlwb.domain.measurement import RawLayer
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.domain.target import Ceilings, Device
from dlwb.protocol import ConvertAnswer, ModelFiles

if TYPE_CHECKING:  # the queue and the launcher stand on this module, and start without numpy
    import numpy as np
    import numpy.typing as npt


# Inputs or outputs of a network by name.
Tensors: TypeAlias = "Mapping[str, npt.NDArray[np.generic]]"


class Clock(Protocol):
    """Time, so that tests can hold it."""

    def now(self) -> float:
        """Seconds on a monotonic clock."""

    def sleep_until(self, moment: float) -> None:
        """Return as soon as `now() >= moment`."""


class RequestQueue(Protocol):
    """A fixed set of infer requests whose input tensors are already in place.

    The timed loop calls these and nothing else, so they must not allocate, log or convert. An
    implementation binds the engine's own functions where it can.
    """

    def __len__(self) -> int:
        """How many requests there are."""

    def acquire(self) -> int:
        """Wait until a request is idle and return its index; the next `start` uses that request."""

    def start(self) -> None:
        """Start the request that `acquire` returned last."""

    def latency_ms(self, index: int) -> float:
        """Submit-to-completion time of the last inference of request `index`, milliseconds."""

    def drain(self) -> None:
        """Wait until all requests are idle.

        Raises:
            InferenceError: one of the inferences failed.
        """

    def infer(self) -> float:
        """Run request 0 synchronously and return its latency in milliseconds."""


class Compiled(Protocol):
    """A model compiled for one configuration."""

    @property
    def compile_ms(self) -> float:
        """How long compiling took, in milliseconds."""

    def effective(self, requests: int) -> EffectiveConfig:
        """The configuration as read back from the compiled model, with `requests` in flight."""

    def queue(self, requests: int | None, inputs: Sequence[str], seed: int) -> RequestQueue:
        """Requests with data in place; None: as many as the device calls optimal.

        `inputs` are files (`.npy`, `.npz`, pictures, raw `.bin`); none: random data from `seed`.

        Raises:
            InputError: a file does not fit an input.
        """

    def stream(self, batches: Iterable[Tensors], requests: int | None) -> Iterator[Tensors]:
        """The outputs of each batch, in the order of the batches, with several inferences under way at a time.

        A batch has an array for every input, by name. The next one is taken only when a request is free for it, so that
        no more than `requests` (None: enough to keep the device busy) are held. Outputs are copies, and can be kept.

        Raises:
            InputError: an array does not fit its input. InferenceError: an inference failed.
        """

    def layers(self) -> tuple[RawLayer, ...]:
        """Counters since compilation; `time_us` holds one entry, the running mean as the engine gives it.

        Only for a model compiled with `profiling=True`.
        """

    def save_runtime_graph(self, path: Path) -> None:
        """Write the graph as executed, in IR form, for the graph viewer."""


class Engine(Protocol):
    """An inference engine. Only the worker process creates one."""

    @property
    def name(self) -> str:
        """The name it is registered under."""

    def versions(self, devices: Iterable[str]) -> dict[str, str]:
        """Versions of the engine and of its plug-ins for `devices`, for the Environment.

        A plug-in that cannot be loaded is left out.
        """

    def devices(self) -> tuple[Device, ...]:
        """Every device found, and those known but unusable, with the reason."""

    def convert(self, format: ModelFormat, entry: Path, options: ImportOptions, output: Path) -> ConvertAnswer:
        """Convert `entry` and write `model.xml` and `model.bin` to `output`.

        Raises:
            UnreadableModel: damaged or incomplete. UnsupportedOperation: names the operations.
            InvalidOptions: shapes or layouts that do not fit. MissingExtra: with the install line.
        """

    def read_graph(self, files: ModelFiles, shapes: dict[str, tuple[int, ...]]) -> Graph:
        """The operations of a model, with the named inputs reshaped.

        Raises:
            InvalidOptions: a shape does not fit the model.
        """

    def compile(self, files: ModelFiles, config: InferenceConfig, *, profiling: bool = False) -> Compiled:
        """Compile a model.

        Raises:
            DeviceUnavailable, CompileError, InvalidOptions.
        """

    def measure_ceilings(self, device: str) -> Ceilings:
        """Measure the roofline of a device, in under 10 seconds."""
