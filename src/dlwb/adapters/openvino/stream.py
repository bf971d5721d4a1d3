"""Batch after batch through a compiled network, with preset tensors and no callback."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import openvino as ov

from dlwb.adapters.openvino.errors import inference_error
from dlwb.adapters.openvino.inputs import fetch, fill
from dlwb.adapters.openvino.shapes import input_name
from dlwb.calc.shapes import shape_text
from dlwb.domain.errors import InputError
from dlwb.ports import Tensors


def stream(compiled: ov.CompiledModel, batches: Iterable[Tensors], requests: int, device: str) -> Iterator[Tensors]:
    """See `ports.Compiled.stream`."""
    inputs = [input_name(port) for port in compiled.inputs]
    outputs = [input_name(port) for port in compiled.outputs]
    idle: list[Any] = []
    busy: deque[Any] = deque()
    try:
        for _ in range(requests):
            idle.append(compiled.create_infer_request())
        for batch in batches:
            if not idle:
                request = busy.popleft()
                idle.append(request)
                yield _results(request, outputs)
            request = idle.pop()
            _feed(request, inputs, batch)
            request.start_async()
            busy.append(request)
        while busy:
            yield _results(busy.popleft(), outputs)
    except RuntimeError as error:
        raise inference_error(error, device) from error
    finally:
        for request in busy:  # somebody stopped listening, or an inference failed
            request.cancel()


def _feed(request: Any, inputs: list[str], batch: Tensors) -> None:
    for i, name in enumerate(inputs):
        if name not in batch:
            raise InputError(f"There is no data for the input '{name}'.", f"There is data for: {', '.join(batch)}.")
        tensor, array = request.get_input_tensor(i), batch[name]
        if tuple(tensor.shape) != array.shape or not _fits(array.dtype, tensor):
            raise InputError(
                f"The input '{name}' takes {shape_text(tuple(tensor.shape))} of {tensor.element_type.get_type_name()}, "
                f"not {shape_text(array.shape)} of {array.dtype}.",
                "Give the data in the shape and type that the model was compiled for.",
            )
        fill(tensor, array)


def _fits(dtype: np.dtype[Any], tensor: ov.Tensor) -> bool:
    return np.can_cast(dtype, np.float32 if tensor.element_type == ov.Type.bf16 else tensor.data.dtype, "same_kind")


def _results(request: Any, outputs: list[str]) -> Tensors:
    request.wait()
    return {name: fetch(request.get_output_tensor(i)) for i, name in enumerate(outputs)}
