"""The engine's exceptions in our words: one meaningful line instead of a stack of source lines."""

import re

from dlwb.domain.errors import CompileError, DeviceUnavailable, EngineError, InferenceError

_SOURCE_LINE = re.compile(r"^(?:Exception from |Check '.*' failed at |While validating node )?\S*\.(?:cpp|hpp|h):\d+:?")
_LIBRARY = re.compile(r'Cannot load library "[^"]*?([^"/\\]+)": (?:\S*[/\\])?([^:/\\]+): cannot open shared object')
_NO_MEMORY = re.compile(r"bad_alloc|[Ff]ailed to allocate|allocate memory")
_NOT_REGISTERED = re.compile(r'Device with "([^"]+)" name is not registered')
_LONGEST = 300

_DRIVERS = {
    "GPU": "Install the GPU driver (the OpenCL runtime of the device) and start again.",
    "NPU": "Install the NPU driver with its compiler and start again.",
}


def first_meaningful_line(text: str) -> str:
    """The line of an engine message that says what happened, shortened; the lines around it name source files."""
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not _SOURCE_LINE.match(line) and not line.startswith("Check '")]
    library = _LIBRARY.search(text)
    line = f"The library {library[2]} is missing" if library else next(iter(told), "The engine gave no reason")
    line = line.removeprefix("NotFound: ").rstrip(".")
    return (line[:_LONGEST] + " …" if len(line) > _LONGEST else line) + "."


def message_of(error: BaseException) -> str:
    """The text of an exception, also where the engine put bytes in it that are not text."""
    try:
        text = str(error)
    except UnicodeDecodeError as broken:
        text = bytes(broken.object).decode("utf-8", errors="replace")
    return text.encode("utf-8", errors="replace").decode("utf-8")


def speaks_of_memory(text: str) -> bool:
    """Whether the engine says that it got no memory."""
    return bool(_NO_MEMORY.search(text))


def compile_error(error: BaseException, device: str) -> EngineError:
    """What to raise when `compile_model` failed: the device is not usable, or it refused the configuration."""
    text = message_of(error)
    line = first_meaningful_line(text)
    if _NOT_REGISTERED.search(text):
        return DeviceUnavailable(
            f"There is no device '{device}' here.",
            "The list of devices shows what there is.",
            terminal="dlwb device list",
        )
    if "Cannot load library" in text or "No available devices" in text or "not found any" in text.lower():
        return DeviceUnavailable(f"Device '{device}' cannot be used: {line}", driver_hint(device))
    if speaks_of_memory(text):
        return CompileError(f"{device} has not enough memory for this model.", "Try a smaller batch or fewer streams.")
    return CompileError(f"{device} cannot compile the model: {line}", _compile_hint(line))


def _compile_hint(line: str) -> str:
    if "Unsupported property" in line:
        return "Remove that property; the list of devices shows those of each."
    if "Wrong value" in line:
        return "Give one of the supported values."
    return "The run's log holds the engine's full message."


def driver_hint(device: str) -> str:
    """What to install for a device that the engine knows but cannot use."""
    for kind, hint in _DRIVERS.items():
        if kind in device:
            return hint
    return "The list of devices shows what can be used."


def inference_error(error: BaseException, device: str) -> EngineError:
    """What to raise when an inference failed."""
    text = message_of(error)
    if speaks_of_memory(text):
        return InferenceError(f"{device} ran out of memory.", "Try a smaller batch or fewer requests.")
    return InferenceError(
        f"An inference on {device} failed: {first_meaningful_line(text)}",
        "The run's log holds the engine's full message.",
    )
