"""Compiled models and their requests kept alive between the laps of a race, as far as the memory allows."""

from collections.abc import Collection
from dataclasses import dataclass

import psutil

from dlwb.domain.search import compile_key
from dlwb.ports import Compiled, Engine, RequestQueue
from dlwb.protocol import RaceTask
from dlwb.worker.limits import is_exhaustion

# Of the memory that may be taken, models at rest take this share; the one that runs needs some too.
_RESTING_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Mount:
    """A compiled model with requests in place; `fresh`: it has just been compiled."""

    compiled: Compiled
    queue: RequestQueue
    fresh: bool


class Stable:
    """The compiled model and the requests of each configuration: made when they are wanted, let go when memory is short."""

    def __init__(self, engine: Engine, task: RaceTask, limit_bytes: int | None) -> None:
        """`limit_bytes` is what this process may take; None: what is available now."""
        self._engine = engine
        self._task = task
        self._keys = [repr(compile_key(config)) for config in task.configs]
        self._compiled: dict[str, Compiled] = {}
        self._queues: dict[int, RequestQueue] = {}
        self._limit = _RESTING_SHARE * min(limit_bytes or 1 << 62, psutil.virtual_memory().available)

    def mount(self, index: int) -> Mount:
        """The model and the requests of a configuration, compiled if need be.

        Raises:
            DeviceUnavailable, CompileError, InvalidOptions, InputError; or what an allocation raises that fails although
                nothing else is kept.
        """
        try:
            mounted = self._mount(index)
        except Exception as error:
            if not is_exhaustion(error) or not self._queues:
                raise
            self.keep(())
            mounted = self._mount(index)
        self._make_room(index)
        return mounted

    def _mount(self, index: int) -> Mount:
        key, config = self._keys[index], self._task.configs[index]
        fresh = key not in self._compiled
        if fresh:
            self._compiled[key] = self._engine.compile(self._task.files, config)
        compiled = self._compiled.pop(key)
        self._compiled[key] = compiled  # the last of the dictionary was used last
        queue = self._queues.pop(index, None)
        if queue is None:
            queue = compiled.queue(config.requests, self._task.inputs, self._task.seed)
        self._queues[index] = queue
        return Mount(compiled, queue, fresh)

    def _make_room(self, index: int) -> None:
        """Let go of what was not used for longest, until what is left may stay."""
        for other in [i for i in self._queues if i != index]:
            if psutil.Process().memory_info().rss <= self._limit:
                return
            self.keep([i for i in self._queues if i != other])

    def keep(self, indices: Collection[int]) -> None:
        """Let go of everything but these configurations."""
        self._queues = {i: queue for i, queue in self._queues.items() if i in indices}
        keys = {self._keys[i] for i in indices}
        self._compiled = {key: compiled for key, compiled in self._compiled.items() if key in keys}
