"""Input tensors of a compiled model: what each input takes, and the data in the engine's own memory."""

from collections.abc import Sequence

import numpy as np
import openvino as ov

from dlwb.adapters.input_data import InputSpec, prepare
from dlwb.adapters.numpy_files import Array
from dlwb.adapters.openvino.shapes import input_name
from dlwb.domain.errors import InputError

_PASSED_THROUGH = {"Convert", "Unsqueeze", "Squeeze", "Reshape"}


def input_specs(model: ov.Model) -> tuple[InputSpec, ...]:
    """What every input of a static model takes.

    Raises:
        InputError: an element type that no data can be made for.
    """
    return tuple(_spec(port) for port in model.inputs)


def _spec(port: ov.Output) -> InputSpec:
    name = input_name(port)
    kind = port.get_element_type()
    if kind == ov.Type.bf16:
        dtype = np.dtype(np.float32)
    else:
        try:
            dtype = np.dtype(kind.to_dtype())
        except RuntimeError as error:
            raise _no_data(name, kind) from error
    if dtype.kind not in "fiub":
        raise _no_data(name, kind)
    layout = port.get_node().layout
    integer = dtype.kind in "iu" and dtype.itemsize >= 4
    return InputSpec(
        name=name,
        shape=tuple(port.get_shape()),
        dtype=dtype,
        layout=None if layout.empty else _letters(layout),
        names=(*sorted(port.get_names()), port.get_node().get_friendly_name()),
        index_below=_table_size(port) if integer else None,
        ones="mask" in name.lower() and dtype.kind in "iub",
    )


def _no_data(name: str, kind: ov.Type) -> InputError:
    return InputError(
        f"No data can be made for input '{name}' of type {kind.get_type_name()}.",
        "Export the part of the model behind that input, which takes numbers.",
    )


def _letters(layout: ov.Layout) -> str:
    return str(layout).strip("[]").replace(",", "")


def _table_size(port: ov.Output) -> int | None:
    """Rows of the smallest table that the input indexes (through casts and reshapes), or None."""
    sizes: list[int] = []
    pending = list(port.get_target_inputs())
    while pending:
        target = pending.pop()
        node = target.get_node()
        kind = node.get_type_name()
        if kind in _PASSED_THROUGH and target.get_index() == 0:
            pending.extend(node.output(0).get_target_inputs())
        elif kind == "Gather" and target.get_index() == 1:
            rows = _gathered_rows(node)
            sizes.extend([] if rows is None else [rows])
    return min(sizes, default=None)


def _gathered_rows(gather: ov.Node) -> int | None:
    table = gather.input_value(0).get_partial_shape()
    axis_node = gather.input_value(2).get_node()
    if table.rank.is_dynamic or axis_node.get_type_name() != "Constant":
        return None
    dim = table[int(np.asarray(axis_node.get_data()).item()) % table.rank.get_length()]
    return int(dim.get_length()) if dim.is_static else None


def input_tensors(model: ov.Model, files: Sequence[str], requests: int, seed: int) -> list[list[ov.Tensor]]:
    """Tensors for every request (outer list) and input (inner list), in memory that the engine allocated.

    Raises:
        NotFound, InputError: see `prepare`.
    """
    arrays = prepare(input_specs(model), files, requests, seed)
    kinds = [port.get_element_type() for port in model.inputs]
    return [[_tensor(array, kind) for array, kind in zip(row, kinds, strict=True)] for row in arrays]


def _tensor(array: Array, kind: ov.Type) -> ov.Tensor:
    tensor = ov.Tensor(kind, ov.Shape(array.shape))
    fill(tensor, array)
    return tensor


def fill(tensor: ov.Tensor, array: Array) -> None:
    """Copy an array of the tensor's shape into it."""
    if tensor.element_type == ov.Type.bf16:
        # The upper half of a float32 is a bfloat16.
        bits = np.ascontiguousarray(array, dtype=np.float32).view(np.uint32) >> np.uint32(16)
        np.copyto(tensor.data.view(np.uint16), bits.astype(np.uint16))
    else:
        np.copyto(tensor.data, array)


def fetch(tensor: ov.Tensor) -> Array:
    """A copy of what a tensor holds, as an array."""
    if tensor.element_type == ov.Type.bf16:
        widened: Array = (tensor.data.view(np.uint16).astype(np.uint32) << np.uint32(16)).view(np.float32)
        return widened
    copied: Array = tensor.data.copy()
    return copied
