"""A queue of infer requests that costs nothing beyond the engine's own calls."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import openvino as ov
from openvino._pyopenvino import AsyncInferQueue as NativeQueue
from openvino._pyopenvino import InferRequest as NativeRequest

from dlwb.adapters.openvino.errors import inference_error


class OpenVinoQueue:
    """`ports.RequestQueue` on the engine's `AsyncInferQueue`, without a Python callback and with preset tensors.

    `acquire` and `start` are the engine's native functions themselves: its Python wrappers would build a request
    object and dispatch inputs on every call. `tensors[i]` are the input tensors of request i, in the order of the
    model's inputs; they are kept alive here, because the requests read them in place.
    """

    acquire: Callable[[], int]
    start: Callable[[], None]

    def __init__(self, queue: ov.AsyncInferQueue, tensors: Sequence[Sequence[ov.Tensor]], device: str) -> None:
        self._queue = queue
        self._tensors = tensors
        self._device = device
        self._requests = [NativeQueue.__getitem__(queue, i) for i in range(len(queue))]
        for request, inputs in zip(self._requests, tensors, strict=True):
            for i, tensor in enumerate(inputs):
                NativeRequest.set_input_tensor(request, i, tensor)
        self.acquire = partial(NativeQueue.get_idle_request_id, queue)
        self.start = partial(NativeQueue.start_async, queue, {}, None)
        self._first = self._requests[0]
        self._infer = partial(NativeRequest.infer, self._first, {}, True, False)

    def __len__(self) -> int:
        """How many requests there are."""
        return len(self._requests)

    def latency_ms(self, index: int) -> float:
        """Submit-to-completion time of the last inference of request `index`, milliseconds."""
        latency: float = self._requests[index].latency
        return latency

    def drain(self) -> None:
        """Wait until all requests are idle."""
        try:
            self._queue.wait_all()
        except RuntimeError as error:
            raise inference_error(error, self._device) from error

    def infer(self) -> float:
        """Run request 0 synchronously, outputs left where they are, and return its latency in milliseconds."""
        try:
            self._infer()
        except RuntimeError as error:
            raise inference_error(error, self._device) from error
        latency: float = self._first.latency
        return latency

    def native_request(self, index: int) -> Any:
        """The engine's own request object, for its counters."""
        return self._requests[index]
