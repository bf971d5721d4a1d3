"""What the engine can run on here, and what it says about what it cannot."""

import openvino as ov
import pytest
from builders.layered_models import residual

from dlwb.adapters.openvino.devices import list_devices
from dlwb.domain.target import Device

pytestmark = pytest.mark.openvino

GPU_ERROR = (
    "Exception from src/inference/src/cpp/core.cpp:268:\n"
    'Cannot load library "/somewhere/libopenvino_intel_gpu_plugin.so": libOpenCL.so.1: cannot open shared object '
    "file: No such file or directory\n"
)


class Version:
    build_number = "2026.4.1-1-x"


class PretendedCore:
    """The part of `ov.Core` that listing needs, with the devices that a test wants."""

    def __init__(self, available: list[str], properties: dict[str, dict[str, object] | RuntimeError]) -> None:
        self.available_devices = available
        self._properties = properties

    def get_property(self, device: str, name: str) -> object:
        known = self._properties.get(device, RuntimeError(f'Device with "{device}" name is not registered'))
        if isinstance(known, RuntimeError):
            raise known
        if name == "SUPPORTED_PROPERTIES":
            return dict.fromkeys((*known, name), "RO")
        if isinstance(known[name], Exception):
            raise known[name]
        return known[name]

    def get_versions(self, device: str) -> dict[str, Version]:
        return {device: Version()}


def by_name(devices: tuple[Device, ...]) -> dict[str, Device]:
    assert len({device.name for device in devices}) == len(devices)
    return {device.name: device for device in devices}


@pytest.fixture(scope="module")
def found() -> dict[str, Device]:
    return by_name(list_devices(ov.Core()))


def test_the_cpu_tells_what_it_can_do(found):
    cpu = found["CPU"]
    assert cpu.available
    assert not cpu.virtual
    assert not cpu.problem
    assert cpu.full_name
    assert "f32" in cpu.precisions
    assert cpu.default_precision in cpu.precisions
    assert ("bf16" in cpu.precisions) == ("BF16" in cpu.capabilities)
    assert cpu.streams is not None
    assert 1 <= cpu.streams[0] <= cpu.streams[1]
    assert cpu.memory_bytes is not None
    assert cpu.memory_bytes > 2**28
    assert cpu.driver.startswith("plug-in ")
    assert cpu.properties["OPTIMIZATION_CAPABILITIES"] == ", ".join(cpu.capabilities)


def test_every_listed_name_that_is_available_compiles(found):
    core, model = ov.Core(), residual(width=8)
    for device in found.values():
        if device.available:
            core.compile_model(model, device.name)


def test_virtual_devices_are_marked(found):
    virtual = {device.kind for device in found.values() if device.virtual}
    assert virtual == {"AUTO", "HETERO", "MULTI", "BATCH"}


def test_what_is_unusable_says_why_and_what_to_do(found):
    for device in found.values():
        assert device.available != bool(device.problem), device
        if not device.available:
            assert device.problem.count(".") >= 2  # a fact and an advice


def test_a_missing_driver_is_named():
    core = PretendedCore(["CPU"], {"CPU": {"FULL_DEVICE_NAME": "A CPU"}, "GPU": RuntimeError(GPU_ERROR)})
    gpu = by_name(list_devices(core))["GPU"]
    assert not gpu.available
    assert gpu.problem.startswith("The OpenCL driver (libOpenCL.so.1) is missing. ")
    assert "intel-opencl-icd" in gpu.problem


def test_a_plug_in_without_a_device_is_no_available_device():
    npu_properties = {"AVAILABLE_DEVICES": [], "OPTIMIZATION_CAPABILITIES": ["FP16", "INT8"]}
    core = PretendedCore(["CPU"], {"CPU": {}, "NPU": npu_properties})
    npu = by_name(list_devices(core))["NPU"]
    assert not npu.available
    assert npu.problem.startswith("No NPU was found")
    assert npu.capabilities == ("FP16", "INT8")


def test_a_plug_in_that_is_not_installed_is_not_listed():
    core = PretendedCore(["CPU"], {"CPU": {}})
    assert set(by_name(list_devices(core))) == {"CPU"}


def test_several_gpus_are_listed_one_by_one_and_combined():
    gpu = {
        "FULL_DEVICE_NAME": "A GPU",
        "OPTIMIZATION_CAPABILITIES": ["FP32", "FP16", "INT8"],
        "RANGE_FOR_STREAMS": (1, 2),
        "RANGE_FOR_ASYNC_INFER_REQUESTS": (1, 16, 1),
        "GPU_DEVICE_TOTAL_MEM_SIZE": 8 * 2**30,
        "INFERENCE_PRECISION_HINT": ov.Type.f16,
        "DRIVER_VERSION": "24.1",
        "A_BROKEN_ONE": RuntimeError("no"),
    }
    core = PretendedCore(["CPU", "GPU.0", "GPU.1"], {"CPU": {}, "GPU.0": gpu, "GPU.1": gpu, "HETERO": {}, "BATCH": {}})
    found = by_name(list_devices(core))
    second = found["GPU.1"]
    assert (second.kind, second.streams, second.requests) == ("GPU", (1, 2), (1, 16))
    assert (second.precisions, second.default_precision) == (("f32", "f16"), "f16")
    assert (second.memory_bytes, second.driver) == (8 * 2**30, "driver 24.1, plug-in 2026.4.1-1-x")
    assert "A_BROKEN_ONE" not in second.properties
    assert "GPU" not in found  # a kind that was found is not missing
    assert {"HETERO:GPU.0,GPU.1,CPU", "BATCH:GPU.0"} <= set(found)


def test_a_device_that_answers_nothing_is_listed_with_the_reason():
    core = PretendedCore(
        ["CPU", "GPU"], {"CPU": {}, "GPU": RuntimeError("Exception from a.cpp:1:\nThe device is lost.")}
    )
    gpu = by_name(list_devices(core))["GPU"]
    assert not gpu.available
    assert "The device is lost." in gpu.problem
