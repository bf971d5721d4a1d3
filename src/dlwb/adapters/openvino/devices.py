"""Every device that the engine finds, and those it knows but cannot use, with the reason."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openvino as ov
import psutil

from dlwb.domain.target import Device

# Plug-ins that come with the engine for hardware. A device of another maker is found by the engine itself.
_HARDWARE = ("CPU", "GPU", "NPU")
# Names that spread or choose among other devices. BATCH takes one device, HETERO and MULTI a list.
_VIRTUAL = {
    "AUTO": "The engine chooses the best device",
    "HETERO": "One model split over several devices",
    "MULTI": "Requests spread over several devices",
    "BATCH": "Requests gathered into batches",
}
# The engine's capability → the precision hint that asks for it.
_PRECISIONS = {"FP32": "f32", "BF16": "bf16", "FP16": "f16"}
_MEMORY = ("GPU_DEVICE_TOTAL_MEM_SIZE", "NPU_DEVICE_TOTAL_MEM_SIZE")
_DRIVER = ("NPU_DRIVER_VERSION", "DRIVER_VERSION")
_MISSING_LIBRARY = re.compile(r"([\w.+-]+\.(?:so|dll|dylib)[.\d]*): cannot open shared object")
_CGROUP_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
_ADVICE = {
    "GPU": "On a machine with an Intel GPU install its OpenCL driver (intel-opencl-icd on Debian and Ubuntu); "
    "in a container also pass /dev/dri through.",
    "NPU": "On a machine with an Intel NPU install its Linux or Windows driver; "
    "in a container also pass /dev/accel through.",
}


def list_devices(core: ov.Core) -> tuple[Device, ...]:
    """All devices: usable ones first, then the virtual ones, then those known but unusable.

    The name of a virtual device can be compiled for as it stands (`HETERO:GPU,CPU`).
    """
    found = [_hardware(core, name) for name in core.available_devices]
    kinds = {device.kind for device in found}
    absent = [_missing(core, name) for name in _HARDWARE if name not in kinds]
    usable = [device for device in found if device.available]
    virtual = [_virtual(core, prefix, usable) for prefix in _VIRTUAL if usable]
    broken = [device for device in found if not device.available]
    return tuple(device for device in (*usable, *virtual, *broken, *absent) if device is not None)


def read_properties(core: ov.Core, name: str) -> dict[str, Any]:
    """All properties of a device that can be read now; one that throws is left out.

    Raises:
        RuntimeError: there is no such device, or its plug-in cannot be loaded.
    """
    supported = core.get_property(name, "SUPPORTED_PROPERTIES")
    modes: Mapping[str, str] = supported if isinstance(supported, dict) else dict.fromkeys(supported, "RO")
    values: dict[str, Any] = {}
    for key, mode in modes.items():
        if mode == "WO" or key == "SUPPORTED_PROPERTIES":
            continue
        try:
            values[key] = core.get_property(name, key)
        except Exception:  # noqa: S112 - plug-ins throw whatever they like for a property they cannot answer now
            continue
    return values


def _hardware(core: ov.Core, name: str) -> Device:
    kind = name.partition(".")[0]
    try:
        values = read_properties(core, name)
    except RuntimeError as error:
        return Device(name, f"{name} (not usable)", kind, False, problem=_problem(kind, str(error)))
    capabilities = tuple(str(item) for item in values.get("OPTIMIZATION_CAPABILITIES", ()))
    default = _text(values.get("INFERENCE_PRECISION_HINT"))
    return Device(
        name=name,
        full_name=str(values.get("FULL_DEVICE_NAME", name)),
        kind=kind,
        available=True,
        capabilities=capabilities,
        precisions=_precisions(kind, capabilities),
        default_precision=default if default in _PRECISIONS.values() else None,
        streams=_range(values.get("RANGE_FOR_STREAMS")),
        requests=_range(values.get("RANGE_FOR_ASYNC_INFER_REQUESTS")),
        optimal_requests=_integer(values.get("OPTIMAL_NUMBER_OF_INFER_REQUESTS")),
        memory_bytes=_usable_memory() if kind == "CPU" else _first_integer(values, _MEMORY),
        architecture=str(values.get("DEVICE_ARCHITECTURE", "")),
        driver=_driver(core, name, values),
        properties=_texts(values),
    )


def _virtual(core: ov.Core, prefix: str, usable: list[Device]) -> Device | None:
    """A name that spreads work over the `usable` devices; None when its plug-in is not installed."""
    try:
        values = read_properties(core, prefix)
    except RuntimeError:
        return None
    # Accelerators first: the engine reads the list as an order of preference.
    members = sorted(usable, key=lambda device: device.kind == "CPU")
    chosen = members[:1] if prefix == "BATCH" else members
    return Device(
        name=prefix if prefix == "AUTO" else f"{prefix}:{','.join(device.name for device in chosen)}",
        full_name=_VIRTUAL[prefix],
        kind=prefix,
        available=True,
        capabilities=tuple(str(item) for item in values.get("OPTIMIZATION_CAPABILITIES", ())),
        precisions=tuple(dict.fromkeys(p for device in chosen for p in device.precisions)),
        driver=_driver(core, prefix, values),
        virtual=True,
        properties=_texts(values),
    )


def _missing(core: ov.Core, name: str) -> Device | None:
    """A device whose plug-in is installed, but that cannot be used; None when there is no plug-in either."""
    try:
        values = read_properties(core, name)
    except RuntimeError as error:
        text = str(error)
        if "is not registered" in text:
            return None
        return Device(name, f"{name} (not usable)", name, False, problem=_problem(name, text))
    capabilities = tuple(str(item) for item in values.get("OPTIMIZATION_CAPABILITIES", ()))
    fact = f"No {name} was found: this machine has none, or its driver is missing."
    return Device(
        name=name,
        full_name=f"{name} (not found)",
        kind=name,
        available=False,
        problem=f"{fact} {_ADVICE.get(name, '')}".strip(),
        capabilities=capabilities,
        driver=_driver(core, name, values),
    )


def _problem(name: str, text: str) -> str:
    """Why a plug-in could not be loaded, in words, with what to do."""
    library = _MISSING_LIBRARY.search(text)
    if library is not None and "OpenCL" in library[1]:
        fact = f"The OpenCL driver ({library[1]}) is missing."
    elif library is not None:
        fact = f"A library of the {name} driver ({library[1]}) is missing."
    else:
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("Exception from")]
        fact = f"The {name} plug-in cannot be used: {lines[-1] if lines else 'the engine gave no reason.'}"
    return f"{fact} {_ADVICE.get(name, '')}".strip()


def _precisions(kind: str, capabilities: tuple[str, ...]) -> tuple[str, ...]:
    """The inference precisions that can be asked for; a CPU always runs f32, whatever it lists."""
    listed = tuple(_PRECISIONS[item] for item in ("FP32", "BF16", "FP16") if item in capabilities)
    return ("f32", *listed) if kind == "CPU" and "f32" not in listed else listed


def _driver(core: ov.Core, name: str, values: Mapping[str, Any]) -> str:
    """Version of the driver, where there is one, and of the plug-in."""
    versions = core.get_versions(name)
    builds = [str(version.build_number) for version in versions.values()]
    parts = [f"driver {values[key]}" for key in _DRIVER if key in values] + [f"plug-in {build}" for build in builds]
    return ", ".join(parts)


def _usable_memory() -> int:
    """Memory of the host, or of this container where that is less."""
    usable = int(psutil.virtual_memory().total)
    for file in _CGROUP_LIMITS:
        try:
            usable = min(usable, int(file.read_text(encoding="ascii")))
        except (OSError, ValueError):  # no such control group, or "max": no limit
            continue
    return usable


def _range(value: Any) -> tuple[int, int] | None:
    """(lowest, highest) of the engine's (low, high) or (low, high, step).

    A range of a single value is what a plug-in says that sets no limit (the CPU's requests are "1 to 1").
    """
    if not isinstance(value, tuple | list) or len(value) < 2 or value[0] == value[1]:
        return None
    return int(value[0]), int(value[1])


def _integer(value: Any) -> int | None:
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _first_integer(values: Mapping[str, Any], keys: tuple[str, ...]) -> int | None:
    return next((int(values[key]) for key in keys if _integer(values.get(key)) is not None), None)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: text for key, value in sorted(values.items()) if (text := _text(value)) is not None}


def _text(value: Any) -> str | None:
    """A property's value in words; None for one that has none (callbacks, pointers, unknown enum values)."""
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value)
        case ov.Type():
            return str(value.get_type_name())
        case dict():
            return ", ".join(f"{key}={item}" for key, item in value.items())
        case tuple() | list() | set():
            return ", ".join(str(item) for item in value)
    name = getattr(value, "name", None)  # the engine's enumerations
    return str(name) if name and name != "???" else None
