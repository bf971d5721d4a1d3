"""A model compiled for one configuration, and what the engine made of that configuration."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openvino as ov

from dlwb.adapters.openvino.errors import compile_error, inference_error
from dlwb.adapters.openvino.inputs import input_tensors
from dlwb.adapters.openvino.requests import OpenVinoQueue
from dlwb.adapters.openvino.shapes import batch_size, static_shapes
from dlwb.domain.errors import EngineError, InferenceError
from dlwb.domain.inference import EffectiveConfig, Hint, InferenceConfig
from dlwb.domain.measurement import RawLayer
from dlwb.ports import Tensors

# Read back into fields of their own, or of no interest to a reader of the result.
_TOLD_ELSEWHERE = {
    "SUPPORTED_PROPERTIES",
    "NETWORK_NAME",
    "OPTIMAL_NUMBER_OF_INFER_REQUESTS",
    "LOG_LEVEL",
    "DEVICE_PROPERTIES",
}


def hint_in_force(config: InferenceConfig) -> Hint:
    """Explicit streams switch the hint off: the engine would let it change what streams and threads mean."""
    return Hint.NONE if config.streams is not None else config.hint


def engine_properties(config: InferenceConfig, *, profiling: bool) -> dict[str, Any]:
    """The configuration in the engine's words. `extra` is passed as it is and wins."""
    hint = hint_in_force(config)
    properties: dict[str, Any] = {}
    if hint is not Hint.NONE:
        properties["PERFORMANCE_HINT"] = hint.value.upper()
        if config.requests is not None:
            # The hint chooses streams for that many requests; without it one request would run on half the cores.
            properties["PERFORMANCE_HINT_NUM_REQUESTS"] = config.requests
    if config.streams is not None:
        properties["NUM_STREAMS"] = config.streams
    if config.threads is not None:
        properties["INFERENCE_NUM_THREADS"] = config.threads
    if config.precision is not None:
        properties["INFERENCE_PRECISION_HINT"] = config.precision
    if profiling:
        properties["PERF_COUNT"] = True
    return properties | config.extra


class OpenVinoCompiled:
    """`ports.Compiled` of the OpenVINO engine."""

    def __init__(self, core: ov.Core, model: ov.Model, config: InferenceConfig, *, profiling: bool) -> None:
        self._config = config
        self._model = model
        self._shapes = static_shapes(model)
        properties = engine_properties(config, profiling=profiling)
        begin = time.perf_counter()
        try:
            self._compiled = core.compile_model(model, config.device, properties)
        except RuntimeError as error:
            raise compile_error(error, config.device) from error
        self._compile_ms = (time.perf_counter() - begin) * 1e3
        self._queue: OpenVinoQueue | None = None

    @property
    def compile_ms(self) -> float:
        """How long the engine's `compile_model` took, in milliseconds; reading the files is not in it."""
        return self._compile_ms

    @property
    def native(self) -> ov.CompiledModel:
        """The engine's own object."""
        return self._compiled

    def effective(self, requests: int) -> EffectiveConfig:
        """The configuration as read back from the compiled model, with `requests` in flight."""
        told = self._read_back()
        execution = self._property("EXECUTION_DEVICES")
        return EffectiveConfig(
            device=self._config.device,
            execution_devices=tuple(execution) if execution else (self._config.device,),
            batch=batch_size(self._model, self._config.batch),
            requests=requests,
            streams=_number(told.get("NUM_STREAMS")),
            threads=_number(told.get("INFERENCE_NUM_THREADS")),
            precision=told.get("INFERENCE_PRECISION_HINT"),
            optimal_requests=_number(self._property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")),
            shapes=self._shapes,
            properties=told,
            hint=hint_in_force(self._config),
        )

    def _read_back(self) -> dict[str, str]:
        """Every property that the compiled model tells, as text; some cannot be read and are left out.

        A combination of devices (AUTO, HETERO) tells those of each device; they count as its own when it is only one,
        else they carry the device's name (`GPU.NUM_STREAMS`).
        """
        told: dict[str, str] = {}
        for name in self._property("SUPPORTED_PROPERTIES") or ():
            value = None if name in _TOLD_ELSEWHERE else self._property(name)
            if value is not None:
                told[str(name)] = _text(value)
        members = self._property("DEVICE_PROPERTIES")
        if isinstance(members, Mapping):
            for device, values in members.items():
                prefix = "" if len(members) == 1 else f"{device}."
                for name, value in values.items():
                    if name not in _TOLD_ELSEWHERE:
                        told.setdefault(f"{prefix}{name}", _text(value))
        return told

    def _property(self, name: str) -> Any:
        try:
            return self._compiled.get_property(name)
        except (RuntimeError, TypeError):  # not supported by this device, or of a type that Python has no word for
            return None

    def queue(self, requests: int | None, inputs: Sequence[str], seed: int) -> OpenVinoQueue:
        """Requests with data in place; None: as many as the device calls optimal."""
        try:
            native = ov.AsyncInferQueue(self._compiled, requests or 0)
        except RuntimeError as error:
            raise inference_error(error, self._config.device) from error
        tensors = input_tensors(self._model, inputs, len(native), seed)
        self._queue = OpenVinoQueue(native, tensors, self._config.device)
        return self._queue

    def stream(self, batches: Iterable[Tensors], requests: int | None) -> Iterator[Tensors]:
        """See `ports.Compiled`. Twice as many requests as optimal: one is filled while another one works."""
        from dlwb.adapters.openvino.stream import stream

        optimal = _number(self._property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")) or 1
        return stream(self._compiled, batches, requests or 2 * optimal, self._config.device)

    def layers(self) -> tuple[RawLayer, ...]:
        """Counters since compilation, of the stream that the last queue's first request ran on."""
        from dlwb.adapters.openvino.runtime_graph import raw_layers

        if self._queue is None:
            raise InferenceError("There are no counters: nothing has been inferred yet.", "Infer first.")
        return raw_layers(self._compiled, self._queue.native_request(0))

    def save_runtime_graph(self, path: Path) -> None:
        """Write the graph as executed, in IR form and without any weights, for the graph viewer."""
        weights = path.with_suffix(".bin")
        try:
            ov.serialize(self._compiled.get_runtime_model(), str(path), str(weights))
        except RuntimeError as error:
            raise EngineError(
                f"{self._config.device} does not tell how it runs the model.",
                "Profile on one device, not a combination.",
            ) from error
        weights.unlink(missing_ok=True)  # the runtime graph has no constants, so this file is empty


def _text(value: Any) -> str:
    """A property's value in the engine's own short spelling (`bf16`, `THROUGHPUT`, `true`)."""
    if isinstance(value, ov.Type):
        return "undefined" if value == ov.Type.dynamic else str(value.get_type_name())
    if isinstance(value, bool):
        return "true" if value else "false"
    name = getattr(value, "name", None)
    if isinstance(name, str):
        return name
    if isinstance(value, list | tuple | set):
        return ",".join(_text(item) for item in value)
    return str(value)


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
