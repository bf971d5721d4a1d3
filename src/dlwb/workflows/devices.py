"""Which devices there are: asked of the engine in a worker, remembered in the store."""

import os
import socket
import time
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from dlwb.domain.target import Device
from dlwb.ports import Store
from dlwb.protocol import DevicesAnswer, DevicesTask, from_json, to_json
from dlwb.workflows.query import Query
from dlwb.workflows.verb import unexpected

SETTING = "devices"
KEEP_S = 3600.0


@dataclass(frozen=True, slots=True)
class _Known:
    """A device list and when it was asked for, in seconds since the epoch."""

    asked_s: float
    devices: tuple[Device, ...]


class KnownDevices:
    """The device list of one engine, on this machine with the cores that this process may use.

    Asking costs a worker process (half a second or more), so the answer is kept for an hour, or until somebody asks for
    a fresh one: devices change when a driver is installed, not between two benchmarks.
    """

    def __init__(self, store: Store, query: Query, engine: str) -> None:
        self._store = store
        self._query = query
        self._engine = engine

    def get(self, *, refresh: bool = False) -> tuple[Device, ...]:
        """All devices, the unusable ones with their reason.

        Raises:
            WorkerError: the engine could not be asked.
        """
        key = f"{SETTING}:{self._engine}:{_place(self._engine)}"
        stored = None if refresh else self._store.setting(key)
        if stored is not None:
            known = from_json(_Known, stored)
            if 0 <= time.time() - known.asked_s < KEEP_S:
                return known.devices
        devices = self._ask()
        self._store.set_setting(key, to_json(_Known(time.time(), devices)))
        return devices

    def _ask(self) -> tuple[Device, ...]:
        with self._query(DevicesTask()) as (answer, _):
            if not isinstance(answer, DevicesAnswer):
                raise unexpected(answer)
            return answer.devices


def _place(engine: str) -> str:
    """What a device list depends on: the host, the cores that may be used, the release of the engine where it is a package."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        release = version(engine)
    except PackageNotFoundError:
        release = "-"
    return f"{socket.gethostname()}:{cores}:{release}"
