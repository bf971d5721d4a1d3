"""Reading a model of any format into an `ov.Model`, with errors that name the operation or the damage."""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import openvino as ov

from dlwb.adapters.diskspace import disk_full_is_named
from dlwb.adapters.openvino.errors import message_of
from dlwb.adapters.openvino.fixed_conversion import UNKNOWN_RANK, convert_for_shapes
from dlwb.domain.errors import DlwbError, MissingExtra, UnreadableModel, UnsupportedOperation
from dlwb.domain.model import ModelFormat, Shape

# Names by which the engine tells formats apart; where a file is called otherwise, it gets a second name.
_ENDINGS = {
    ModelFormat.ONNX: (".onnx",),
    ModelFormat.TENSORFLOW: (".pb", ".pbtxt"),
    ModelFormat.TFLITE: (".tflite",),
    ModelFormat.PADDLE: (".pdmodel",),
    ModelFormat.KERAS: (".keras", ".h5"),
}
_SAVED_MODEL = "saved_model.pb"
_EXTRAS = {ModelFormat.KERAS: "keras", ModelFormat.PYTORCH: "pytorch"}
_TITLES = {
    ModelFormat.OPENVINO: "OpenVINO IR",
    ModelFormat.ONNX: "ONNX",
    ModelFormat.TENSORFLOW: "a TensorFlow graph",
    ModelFormat.SAVED_MODEL: "a TensorFlow SavedModel",
    ModelFormat.TFLITE: "TensorFlow Lite",
    ModelFormat.PADDLE: "a PaddlePaddle program",
    ModelFormat.KERAS: "a Keras model",
    ModelFormat.PYTORCH: "a PyTorch model",
}
_NO_RULE = re.compile(r"No conversion rule found for operations: (.+)")
_NO_TRANSLATOR = re.compile(r"No (?:translator|creator) found for (\S+) node")
_NOT_IN_OPSET = re.compile(r"doesn't contain the operation with type: (\S+?)\.?$", re.M)
_FOREIGN_OPSET = re.compile(r"Cannot create (\S+) layer .* from unsupported opset")
_FAILED = re.compile(r"onversion is failed for: (.+)")
_VERSIONED = re.compile(r"^(.+)-(\d+)$")
# What could not be converted: "-- Conv-16 with a message:" and the lines of the message, for each operation.
_LOGGED = re.compile(r"^-- (\S+) with a message:$", re.M)
_IN_A_BRANCH = re.compile(r"(?:then|else)_branch")
_VARIABLES = "Unexpected type: RESOURCE"
_ONE_CASE = "Export the network without the branch (If), for one of its cases."
_EXTEND = "Replace it in the original network, or export the network with operations that OpenVINO has."


def read_source(format: ModelFormat, entry: Path, scratch: Path, shapes: Mapping[str, Shape]) -> ov.Model:
    """Read the model that starts at `entry`; `scratch` is a folder for what is needed on the way.

    `shapes` (by input name) are used only where ONNX cannot be converted without them; the caller has to reshape.

    ONNX and the like always go through `convert_model`, whose transformations a plain `read_model` leaves out:
    with them MobileNetV2 has 157 operations instead of 2034, and quantization finds all of its layers.

    Raises:
        UnreadableModel: damaged or incomplete. UnsupportedOperation: names the operations. MissingExtra.
        InvalidOptions: it cannot be converted without shapes.
    """
    try:
        with disk_full_is_named(scratch):
            return _read(format, entry, scratch, shapes)
    except DlwbError:
        raise
    except ModuleNotFoundError as error:
        raise _missing(error, format) from error
    except Exception as error:  # the front ends raise whatever their layers raise
        raise translated(error, format, entry) from error


def _read(format: ModelFormat, entry: Path, scratch: Path, shapes: Mapping[str, Shape]) -> ov.Model:
    match format:
        case ModelFormat.OPENVINO:
            return ov.Core().read_model(entry, entry.with_suffix(".bin"))
        case ModelFormat.PYTORCH:
            from dlwb.adapters.openvino.pytorch import read_pytorch

            return read_pytorch(entry)
        case ModelFormat.KERAS:
            from dlwb.adapters.openvino.keras import export_keras

            exported = export_keras(_under_its_own_name(format, entry, scratch), scratch / "exported")
            return ov.convert_model(exported)
        case ModelFormat.SAVED_MODEL:
            return ov.convert_model(_under_its_own_name(format, entry, scratch).parent)
        case ModelFormat.ONNX:
            path = _under_its_own_name(format, entry, scratch)
            try:
                return ov.convert_model(path)
            except Exception as error:  # as in `read_source`
                if UNKNOWN_RANK not in str(error):
                    raise
                return convert_for_shapes(path, shapes, error)
        case _:
            return ov.convert_model(_under_its_own_name(format, entry, scratch))


def _missing(error: ModuleNotFoundError, format: ModelFormat) -> MissingExtra:
    extra = _EXTRAS.get(format)
    hint = f'Install it: pip install "dlwb[{extra}]"' if extra else f"Install it: pip install {error.name}"
    return MissingExtra(
        f"To import {_TITLES[format]}, the Python package '{error.name}' has to be installed beside dlwb.", hint
    )


def _under_its_own_name(format: ModelFormat, entry: Path, scratch: Path) -> Path:
    """`entry`, or the same files under a name that the engine takes for this format."""
    if format is ModelFormat.SAVED_MODEL:
        name = _SAVED_MODEL
        fits = entry.name == name
    else:
        fits = entry.suffix in _ENDINGS[format]
        name = entry.with_suffix(_ending(format, entry)).name
    if fits:
        return entry
    home = scratch / "renamed"
    for path in sorted(entry.parent.rglob("*")):
        if path.is_file() and scratch not in path.parents:
            target = home / (name if path == entry else path.relative_to(entry.parent))
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(path, target)
    return home / name


def _ending(format: ModelFormat, entry: Path) -> str:
    if format is ModelFormat.KERAS:
        with entry.open("rb") as file:
            return ".keras" if file.read(2) == b"PK" else ".h5"
    return _ENDINGS[format][0]


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def translated(error: Exception, format: ModelFormat, entry: Path) -> DlwbError:
    """A front end's exception in our words."""
    text = message_of(error).replace(f"{entry.parent}{os.sep}", "")
    operations = _unsupported(text)
    if operations:
        listed = ", ".join(operations)
        count = "an operation" if len(operations) == 1 else "operations"
        return UnsupportedOperation(f"'{entry.name}' uses {count} that OpenVINO does not have: {listed}.", _EXTEND)
    failed = _FAILED.search(text)
    if failed:
        names = ", ".join(_readable(name) for name in failed[1].split(", "))
        reason, hint = _why_not_converted(text.split("Summary:")[0])
        return UnsupportedOperation(f"OpenVINO cannot convert {names} in '{entry.name}': {reason}.", hint)
    if format is ModelFormat.TFLITE and _VARIABLES in text:
        return UnsupportedOperation(
            f"'{entry.name}' keeps variables from one inference to the next, which OpenVINO does not have for TensorFlow Lite.",
            "Export the network with its state as inputs and outputs.",
        )
    return UnreadableModel(
        f"'{entry.name}' cannot be read as {_TITLES[format]}: {_last_line(text)}.",
        "If the file was copied or downloaded, do that again; else export the model again.",
    )


def _why_not_converted(log: str) -> tuple[str, str]:
    """Why OpenVINO cannot convert operations that it has, and what to do."""
    _, *logged = _LOGGED.split(log)
    reasons = {_readable(name): _last_line(text) for name, text in zip(logged[::2], logged[1::2], strict=True)}
    hint = _ONE_CASE if _IN_A_BRANCH.search(log) else _EXTEND
    if UNKNOWN_RANK in log and all(UNKNOWN_RANK in reason or "dynamic" in reason for reason in reasons.values()):
        unknown = "the number of dimensions of the data is not known"
        if _IN_A_BRANCH.search(log):
            return f"{unknown} inside a branch (If)", hint
        return f"{unknown} there", "Export the network with fixed shapes."
    if len(set(reasons.values())) <= 1:
        return _last_line(log), hint
    return "; ".join(f"{name}: {reason}" for name, reason in reasons.items()), hint


def _unsupported(text: str) -> list[str]:
    names = [name for found in _NO_RULE.findall(text) for name in found.split(", ")]
    for pattern in (_NO_TRANSLATOR, _NOT_IN_OPSET, _FOREIGN_OPSET):
        names += pattern.findall(text)
    return sorted({_readable(name) for name in names})


def _readable(operation: str) -> str:
    """`Erf-13`, as the ONNX front end writes it, as `Erf (opset 13)`."""
    versioned = _VERSIONED.match(operation.strip())
    return f"{versioned[1]} (opset {versioned[2]})" if versioned else operation.strip()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".!")[:500] if lines else "the engine gave no reason"
