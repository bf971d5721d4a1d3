"""A compiled model of the fake engine: requests that take the time they are told to take."""

import json
import os
import random
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from dlwb.adapters.fake_network import FakeNetwork
from dlwb.adapters.input_data import InputSpec, prepare
from dlwb.domain.errors import CompileError, InferenceError, InputError
from dlwb.domain.inference import EffectiveConfig, Hint, InferenceConfig
from dlwb.domain.measurement import LayerStatus, RawLayer
from dlwb.domain.target import Device
from dlwb.ports import Tensors

# What `InferenceConfig.extra` may hold, and what it means.
EXTRAS = {
    "fake.latency_ms": "time of one inference of one frame in f32 on one stream",
    "fake.jitter": "relative half-width of a uniform, seeded spread of the latency (0.05 = ±5 %)",
    "fake.slowdown": "factor on every latency (1.05 = 5 % slower)",
    "fake.sleep_s": "seconds that compiling takes",
    "fake.allocate_gib": "memory to take while compiling, in GiB",
    "fake.crash": "what the first inference does: segfault, abort, exit, hang (deaf to SIGTERM), or fail",
}
_CRASHES = ("segfault", "abort", "exit", "hang", "fail")
_SHARES = {"conv": 0.55, "relu": 0.0, "pool": 0.15, "fc": 0.25, "prob": 0.05}
# Up to here the time between a completion and the next start counts as nothing: it is the timer's coarseness.
_IMMEDIATE_S = 2e-3


class FakeOptions:
    """`InferenceConfig.extra`, read and checked.

    Raises:
        CompileError: an unknown key, or a value that is no number.
    """

    def __init__(self, extra: dict[str, str]) -> None:
        unknown = sorted(set(extra) - set(EXTRAS))
        if unknown:
            known = ", ".join(EXTRAS)
            raise CompileError(f"Unsupported property {unknown[0]} by the fake engine.", f"It knows {known}.")
        self.crash = extra.get("fake.crash", "")
        if self.crash and self.crash not in _CRASHES:
            raise CompileError(f"Wrong value {self.crash} for fake.crash.", f"Use one of {', '.join(_CRASHES)}.")
        self.latency_ms = _number(extra, "fake.latency_ms", 2.0)
        self.jitter = _number(extra, "fake.jitter", 0.0)
        self.slowdown = _number(extra, "fake.slowdown", 1.0)
        self.sleep_s = _number(extra, "fake.sleep_s", 0.0)
        self.allocate_gib = _number(extra, "fake.allocate_gib", 0.0)


def _number(extra: dict[str, str], key: str, default: float) -> float:
    text = extra.get(key)
    if text is None:
        return default
    try:
        return float(text)
    except ValueError as error:
        raise CompileError(f"Wrong value {text} for {key}.", f"It is the {EXTRAS[key]}.") from error


class FakeCompiled:
    """`ports.Compiled` of the fake engine.

    One inference takes `latency_ms` x batch x slowdown, half of it in f16, and a tenth more for each further stream. It is
    dealt out to the operations in fixed shares, and an operation in 8 bits takes a quarter of its time in f32.
    """

    def __init__(self, network: FakeNetwork, device: Device, config: InferenceConfig, profiling: bool) -> None:
        self._options = FakeOptions(config.extra)
        self._network = network
        self._device = device
        self._config = config
        self._profiling = profiling
        self._hint = Hint.NONE if config.streams is not None else config.hint
        self._streams = config.streams or self._streams_by_hint()
        self._precision = config.precision or device.default_precision or "f32"
        self._inferred = 0
        begin = time.perf_counter()
        self._ballast = bytearray(int(self._options.allocate_gib * 1024**3))
        for page in range(0, len(self._ballast), 4096):
            self._ballast[page] = 1
        time.sleep(self._options.sleep_s)
        self._compile_ms = (time.perf_counter() - begin) * 1e3

    def _streams_by_hint(self) -> int:
        most = self._device.streams[1] if self._device.streams else 1
        return min(most, self._config.requests or most) if self._hint is Hint.THROUGHPUT else 1

    @property
    def compile_ms(self) -> float:
        """How long compiling took, in milliseconds."""
        return self._compile_ms

    @property
    def service_ms(self) -> float:
        """Time of one inference before jitter, in milliseconds."""
        return sum(self._time_ms(operation) for operation in _SHARES)

    def _time_ms(self, operation: str) -> float:
        options = self._options
        speed = 0.25 if operation in self._network.rounded else 0.5 if self._precision == "f16" else 1.0
        crowding = 1.0 + 0.1 * (self._streams - 1)
        return options.latency_ms * options.slowdown * self._network.batch * speed * crowding * _SHARES[operation]

    def effective(self, requests: int) -> EffectiveConfig:
        """The configuration in force, with `requests` in flight."""
        return EffectiveConfig(
            device=self._config.device,
            execution_devices=(self._device.name,),
            batch=self._network.batch,
            requests=requests,
            streams=self._streams,
            threads=self._config.threads,
            precision=self._precision,
            optimal_requests=self._streams,
            shapes={"data": self._network.input_shape},
            properties=dict(self._config.extra),
            hint=self._hint,
        )

    def queue(self, requests: int | None, inputs: Sequence[str], seed: int) -> "FakeQueue":
        """Requests; the data is checked like that of a real engine, and not looked at."""
        count = requests or self._streams
        prepare((InputSpec("data", self._network.input_shape, np.dtype(np.float32), "NCHW"),), inputs, count, seed)
        return FakeQueue(self, count, self._streams, self._options, seed)

    def stream(self, batches: Iterable[Tensors], requests: int | None) -> Iterator[Tensors]:
        """See `ports.Compiled`: the outputs of the one network, in the time that inferences take."""
        count = requests or 2 * self._streams
        queue = FakeQueue(self, count, self._streams, self._options, 0)
        made: deque[Tensors] = deque()
        for batch in batches:
            data = batch.get("data")
            if data is None or data.shape != self._network.input_shape:
                raise InputError(
                    f"The input 'data' takes {self._network.input_shape}, not {None if data is None else data.shape}.",
                    "Give the data in the shape that the model was compiled for.",
                )
            queue.acquire()
            if len(made) == count:
                yield made.popleft()
            queue.start()
            made.append(dict(self._network.results(data)))
        queue.drain()
        yield from made

    def count_inference(self) -> None:
        """Remember that an inference was started."""
        self._inferred += 1

    def layers(self) -> tuple[RawLayer, ...]:
        """The latency, dealt out to the operations in fixed shares."""
        if not self._profiling or not self._inferred:
            raise InferenceError("There are no counters.", "Compile with profiling, and infer at least once.")
        layers = []
        for order, node in enumerate(n for n in self._network.graph().nodes if n.name in _SHARES):
            time_us = self._time_ms(node.name) * 1e3
            fused = node.name == "relu"
            precision = "i8" if node.name in self._network.rounded else self._precision
            layers.append(
                RawLayer(
                    name=node.name,
                    type=node.type,
                    kernel="" if fused else f"fake_{node.type.lower()}",
                    precision=precision,
                    output_precision=self._precision,
                    output_layout="abcd"[: len(node.outputs[0].shape or ())],
                    order=order,
                    status=LayerStatus.NOT_RUN if fused else LayerStatus.EXECUTED,
                    time_us=(time_us,),
                    cpu_us=(time_us,),
                    output_shape=node.outputs[0].shape,
                    origin=("conv", "relu") if node.name == "conv" else (node.name,),
                )
            )
        return tuple(layers)

    def save_runtime_graph(self, path: Path) -> None:
        """Write the names of the executed operations."""
        path.write_text(json.dumps({"fake_runtime": [n for n, s in _SHARES.items() if s > 0]}), encoding="utf-8")


class FakeQueue:
    """Requests on a simulated device with `streams` servers.

    The device has a time of its own: a request is finished at the moment that was computed when it started, however
    late the loop wakes up, and one that follows a completion at once starts at the completion. So figures are exact
    although sleeping is not.
    """

    def __init__(self, compiled: FakeCompiled, requests: int, streams: int, options: FakeOptions, seed: int) -> None:
        self._compiled = compiled
        self._service_s = compiled.service_ms * 1e-3
        self._jitter = options.jitter
        self._crash = options.crash
        self._random = random.Random(seed)  # noqa: S311 - a repeatable spread, not a secret
        self._free_at = [0.0] * streams
        self._finish: list[float] = [0.0] * requests
        self._submitted: list[float] = [0.0] * requests
        self._busy: list[int] = []
        self._idle = list(range(requests))
        self._moment = 0.0
        self._next = 0

    def __len__(self) -> int:
        """How many requests there are."""
        return len(self._finish)

    def acquire(self) -> int:
        """Wait until a request is idle and return its index."""
        if self._idle:
            self._next = self._idle[0]
            self._moment = time.perf_counter()
            return self._next
        first = min(self._busy, key=self._finish.__getitem__)
        _sleep_until(self._finish[first])
        self._busy.remove(first)
        self._idle.append(first)
        self._next, self._moment = first, self._finish[first]
        return first

    def start(self) -> None:
        """Start the request that `acquire` returned last."""
        if self._crash:
            _crash(self._crash)
        self._compiled.count_inference()
        now = time.perf_counter()
        submitted = self._moment if now - self._moment < _IMMEDIATE_S else now
        stream = min(range(len(self._free_at)), key=self._free_at.__getitem__)
        finish = max(submitted, self._free_at[stream]) + self._service_s * self._spread()
        self._free_at[stream] = finish
        self._submitted[self._next], self._finish[self._next] = submitted, finish
        self._idle.remove(self._next)
        self._busy.append(self._next)

    def _spread(self) -> float:
        return 1.0 + self._jitter * (2.0 * self._random.random() - 1.0)

    def latency_ms(self, index: int) -> float:
        """Submit-to-completion time of the last inference of request `index`, milliseconds."""
        return (self._finish[index] - self._submitted[index]) * 1e3

    def drain(self) -> None:
        """Wait until all requests are idle."""
        for index in self._busy:
            _sleep_until(self._finish[index])
        self._idle += self._busy
        self._busy = []

    def infer(self) -> float:
        """Run one inference and return its latency in milliseconds."""
        if self._crash:
            _crash(self._crash)
        self._compiled.count_inference()
        now = time.perf_counter()
        begin = self._moment if now - self._moment < _IMMEDIATE_S else now
        latency = self._service_s * self._spread()
        self._moment = begin + latency
        _sleep_until(self._moment)
        return latency * 1e3


def _sleep_until(moment: float) -> None:
    rest = moment - time.perf_counter()
    if rest > 0:
        time.sleep(rest)


def _crash(how: str) -> NoReturn:
    if how == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "abort":
        os.abort()
    if how == "exit":
        os._exit(3)
    if how == "fail":
        raise InferenceError("An inference on the fake device failed: asked to.", "Leave fake.crash out.")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(3600)
