"""A deterministic engine for tests and docs: two devices that are not there, and figures that are known beforehand."""

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dlwb.adapters.fake_compiled import FakeCompiled
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.domain.config_rules import config_problems, find_device
from dlwb.domain.errors import DeviceUnavailable, InvalidOptions, OptionProblem, UnreadableModel
from dlwb.domain.graph import Graph
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import IR_BIN, IR_XML, ImportOptions, ModelFormat, Preprocessing, Shape
from dlwb.domain.target import Ceilings, Device
from dlwb.protocol import ConvertAnswer, ModelFiles

if TYPE_CHECKING:
    from dlwb.ports import Engine

GIB = 1024**3

DEVICES = (
    Device(
        name="GPU",
        full_name="Fake GPU",
        kind="GPU",
        available=True,
        capabilities=("FP32", "FP16"),
        precisions=("f32", "f16"),
        default_precision="f16",
        streams=(1, 4),
        requests=(1, 64),
        optimal_requests=4,
        memory_bytes=8 * GIB,
        architecture="fake-gpu-1",
        driver="1.0",
    ),
    Device(
        name="NPU",
        full_name="Fake NPU",
        kind="NPU",
        available=True,
        capabilities=("FP16", "INT8"),
        precisions=("f16",),
        default_precision="f16",
        streams=(1, 1),
        requests=(1, 8),
        optimal_requests=2,
        memory_bytes=2 * GIB,
        architecture="fake-npu-1",
        driver="1.0",
    ),
)
_CEILINGS = {
    "GPU": Ceilings("GPU", {"f32": 1000.0, "f16": 2000.0}, 100.0, 400.0, 0.0),
    "NPU": Ceilings("NPU", {"f16": 4000.0, "i8": 8000.0}, 50.0, 200.0, 0.0),
}


class FakeEngine:
    """`ports.Engine` without an engine. See `fake_compiled.EXTRAS` for what a configuration can ask of it."""

    name = "fake"

    def versions(self, devices: Iterable[str]) -> dict[str, str]:
        """Versions that never change."""
        return {"fake": "1.0"} | {f"fake {device}": "1.0" for device in sorted(set(devices))}

    def devices(self) -> tuple[Device, ...]:
        """A GPU and an NPU; no CPU, so that nothing can take one for granted."""
        return DEVICES

    def convert(self, format: ModelFormat, entry: Path, options: ImportOptions, output: Path) -> ConvertAnswer:
        """Take any file that is not empty for the one network, named after the file.

        Raises:
            UnreadableModel: the file is empty. InvalidOptions: a shape that the network cannot take.
        """
        if entry.is_file() and entry.stat().st_size == 0:
            raise UnreadableModel(f"'{entry.name}' is empty.", "Give the whole file.")
        network = FakeNetwork(options.name or entry.stem)
        for name, shape in options.shapes.items():
            network = network.reshaped(_static(name, shape))
        network.save(output / IR_XML, output / IR_BIN)
        return ConvertAnswer(
            tool="fake 1.0",
            inputs=network.inputs(),
            outputs=network.outputs(),
            preprocessing=Preprocessing(
                color_order=options.color_order,
                mean=options.mean,
                scale=options.scale,
                layout="NCHW",
                origin="options" if options.color_order or options.mean or options.scale else "metadata",
            ),
            precision="f32",
            task_name="classification",
            rt_info={"conversion_parameters.framework": format.value},
        )

    def read_graph(self, files: ModelFiles, shapes: dict[str, tuple[int, ...]]) -> Graph:
        """The operations of the network, with `data` reshaped."""
        network = FakeNetwork.load(Path(files.xml))
        for name, shape in shapes.items():
            network = network.reshaped(_static(name, shape))
        return network.graph()

    def compile(self, files: ModelFiles, config: InferenceConfig, *, profiling: bool = False) -> FakeCompiled:
        """Compile, which takes as long as the configuration says.

        Raises:
            DeviceUnavailable, CompileError, InvalidOptions.
        """
        device = find_device(DEVICES, config.device)
        if device is None:
            there = ", ".join(d.name for d in DEVICES)
            raise DeviceUnavailable(f"There is no device '{config.device}' here.", f"Usable devices: {there}.")
        problems = config_problems(config, device)
        if problems:
            raise InvalidOptions(tuple(problems))
        network = FakeNetwork.load(Path(files.xml))
        for name, shape in config.shapes.items():
            network = network.reshaped(_static(name, shape))
        if config.batch is not None:
            network = network.reshaped((config.batch, *network.input_shape[1:]))
        return FakeCompiled(network, device, config, profiling)

    def measure_ceilings(self, device: str) -> Ceilings:
        """The ceilings of a fake device, after a moment of pretended work."""
        if device not in _CEILINGS:
            raise DeviceUnavailable(f"There is no device '{device}' here.", f"Usable: {', '.join(_CEILINGS)}.")
        time.sleep(0.05)
        return _CEILINGS[device]


def _static(name: str, shape: Shape) -> tuple[int, ...]:
    if name not in ("", "data"):
        raise InvalidOptions((OptionProblem("shapes", f"there is no input '{name}'."),), "The only input is 'data'.")
    dims = tuple(dim for dim in shape if isinstance(dim, int))
    if len(dims) != len(shape):
        raise InvalidOptions((OptionProblem("shapes", "the fake network takes fixed shapes only."),))
    return dims


if TYPE_CHECKING:

    def _is_engine(engine: FakeEngine) -> Engine:
        return engine
