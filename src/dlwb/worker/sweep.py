"""Configurations measured one after another in one process, each compiled model used for all that share it."""

import time
from dataclasses import replace

from dlwb.domain.errors import DlwbError, Failure
from dlwb.domain.inference import InferenceConfig, Mode
from dlwb.domain.run import Progress
from dlwb.domain.search import compile_key
from dlwb.domain.target import Environment
from dlwb.ports import Compiled, Engine
from dlwb.protocol import BenchmarkAnswer, PointMessage, PointStarted, SweepTask, Tell
from dlwb.worker.clock import SystemClock
from dlwb.worker.environment import EnvironmentWatch, collect, refuse_other
from dlwb.worker.measure import measure

# The conditions are looked at again after so long; in between each point still records who else used the processor.
_LOOK_EVERY_S = 60.0


def sweep(engine: Engine, task: SweepTask, tell: Tell) -> None:
    """Measure every configuration, or say why it cannot be measured, and go on.

    Raises:
        InputError: the task continues a sweep of another machine or engine.
    """
    conditions = _Conditions(engine.versions(config.device for config in task.configs))
    if task.before is not None:
        refuse_other(task.before, conditions.now())
    shared = SharedCompilation(engine, task)
    for index, config in enumerate(task.configs):
        tell(PointStarted(index))
        try:
            environment = conditions.now()
            tell(PointMessage(index, _measured(shared, config, task, environment)))
        except DlwbError as error:
            tell(PointMessage(index, None, Failure.of(error)))


def _measured(
    shared: "SharedCompilation", config: InferenceConfig, task: SweepTask, environment: Environment
) -> BenchmarkAnswer:
    if task.plan.mode is Mode.SYNC:
        config = replace(config, requests=1)
    compiled = shared.compiled(config)
    queue = compiled.queue(config.requests, task.plan.inputs, task.plan.seed)
    with EnvironmentWatch() as watch:
        raw = measure(compiled, queue, task.plan, SystemClock(), _silence)
    # The peak of a process that has held other configurations says nothing about this one.
    raw = replace(raw, peak_rss_compile_bytes=None, peak_rss_bytes=None)
    return BenchmarkAnswer(raw, watch.completed(environment))


class SharedCompilation:
    """The compiled model of the last configuration, kept while the next ones can use it."""

    def __init__(self, engine: Engine, task: SweepTask) -> None:
        self._engine = engine
        self._files = task.files
        self._key: InferenceConfig | None = None
        self._compiled: Compiled | None = None

    def compiled(self, config: InferenceConfig) -> Compiled:
        """The model compiled for `config`. Raises DeviceUnavailable, CompileError, InvalidOptions."""
        key = compile_key(config)
        if self._compiled is None or key != self._key:
            self._compiled = None  # two at once could be more than the memory holds
            self._compiled = self._engine.compile(self._files, config)
            self._key = key
        return self._compiled


class _Conditions:
    """The environment, looked at anew every minute."""

    def __init__(self, versions: dict[str, str]) -> None:
        self._versions = versions
        self._environment: Environment | None = None
        self._looked = 0.0

    def now(self) -> Environment:
        if self._environment is None or time.monotonic() - self._looked > _LOOK_EVERY_S:
            self._environment = collect(self._versions)
            self._looked = time.monotonic()
        return self._environment


def _silence(_: Progress) -> None:
    """Points are short, and the sweep says how far it is."""
