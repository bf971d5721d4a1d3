"""The OpenVINO engine: where the parts of this folder meet the `Engine` port."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import openvino as ov

from dlwb.adapters.openvino.compiled import OpenVinoCompiled
from dlwb.adapters.openvino.errors import compile_error, driver_hint, first_meaningful_line, message_of
from dlwb.adapters.openvino.shapes import reshape, set_batch
from dlwb.domain.config_rules import config_problems, device_parts
from dlwb.domain.errors import DeviceUnavailable, InvalidOptions, UnreadableModel
from dlwb.domain.graph import Graph
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.domain.target import Ceilings, Device
from dlwb.protocol import ConvertAnswer, ModelFiles

if TYPE_CHECKING:
    from dlwb.ports import Engine


class OpenVinoEngine:
    """`ports.Engine` on OpenVINO. Parts that a task does not need are not imported."""

    name = "openvino"

    def __init__(self) -> None:
        self._core = ov.Core()

    def versions(self, devices: Iterable[str]) -> dict[str, str]:
        """Version of the runtime, and builds of the plug-ins of `devices`."""
        versions = {"openvino": str(ov.get_version())}
        for part in sorted({part for device in devices for part in device_parts(device)}):
            try:
                found = self._core.get_versions(part)
            except RuntimeError:  # no such plug-in, or it does not load; compiling for it says why
                continue
            versions |= {f"openvino {name}": str(version.build_number) for name, version in found.items()}
        return versions

    def devices(self) -> tuple[Device, ...]:
        """Every device found, and those known but unusable, with the reason."""
        from dlwb.adapters.openvino.devices import list_devices

        return list_devices(self._core)

    def convert(self, format: ModelFormat, entry: Path, options: ImportOptions, output: Path) -> ConvertAnswer:
        """Convert `entry` and write `model.xml` and `model.bin` to `output`."""
        from dlwb.adapters.openvino.convert import convert

        return convert(format, entry, options, output)

    def read_graph(self, files: ModelFiles, shapes: dict[str, tuple[int, ...]]) -> Graph:
        """The operations of a model, with the named inputs reshaped."""
        from dlwb.adapters.openvino.graph import read_graph

        model = self._read(files)
        if shapes:
            reshape(model, shapes)
        return read_graph(model)

    def compile(self, files: ModelFiles, config: InferenceConfig, *, profiling: bool = False) -> OpenVinoCompiled:
        """Compile a model.

        Raises:
            DeviceUnavailable: the device is not there. InvalidOptions: all that is wrong with the configuration,
                or a shape or batch that the model cannot take. CompileError: the engine refused.
        """
        self._check(config)
        model = self._read(files)
        if config.shapes:
            reshape(model, config.shapes)
        if config.batch is not None:
            set_batch(model, config.batch)
        try:
            return OpenVinoCompiled(self._core, model, config, profiling=profiling)
        except DeviceUnavailable as error:
            raise self._with_alternatives(error.message, config.device) from error

    def measure_ceilings(self, device: str) -> Ceilings:
        """Measure the roofline of a device, in under 10 seconds."""
        from dlwb.adapters.openvino.ceilings import measure_ceilings

        return measure_ceilings(device)

    def _read(self, files: ModelFiles) -> ov.Model:
        try:
            return self._core.read_model(files.xml, files.bin)
        except RuntimeError as error:
            line = first_meaningful_line(message_of(error))
            raise UnreadableModel(f"The stored model cannot be read: {line}", "Import it again.") from error

    def _check(self, config: InferenceConfig) -> None:
        """Refuse what the engine would clamp silently; asks only the devices in question, so that no other loads."""
        problems = config_problems(config, self._asked_device(config.device))
        if problems:
            raise InvalidOptions(tuple(problems))

    def _asked_device(self, name: str) -> Device | None:
        """What the configuration's device accepts; None for a combination of devices, which does not say.

        Raises:
            DeviceUnavailable: with the devices that are there, or the reason why this one cannot be used.
        """
        for part in device_parts(name):
            try:
                supported = self._core.get_property(part, "SUPPORTED_PROPERTIES")
            except RuntimeError as error:
                raise self._unavailable(error, part) from error
        if ":" in name or "RANGE_FOR_STREAMS" not in supported:
            return None
        low, high = self._core.get_property(name, "RANGE_FOR_STREAMS")
        return Device(name=name, full_name=name, kind=device_parts(name)[0], available=True, streams=(low, high))

    def _unavailable(self, error: RuntimeError, device: str) -> DeviceUnavailable:
        reason = compile_error(error, device)
        if isinstance(reason, DeviceUnavailable):
            return self._with_alternatives(reason.message, device)
        message = f"Device '{device}' cannot be used: {first_meaningful_line(message_of(error))}"
        return self._with_alternatives(message, device)

    def _with_alternatives(self, message: str, device: str) -> DeviceUnavailable:
        there = ", ".join(self._core.available_devices) or "none"
        return DeviceUnavailable(message, f"Usable devices: {there}. {driver_hint(device)}")


if TYPE_CHECKING:

    def _is_engine(engine: OpenVinoEngine) -> Engine:
        return engine
