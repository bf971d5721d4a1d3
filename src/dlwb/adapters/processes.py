"""Processes of this host, told apart by their start time, so that a reused process id fools nobody."""

import os
import socket
import sys

import psutil

from dlwb.domain.run import Owner

_SAME_START_S = 0.05  # the kernel counts in ticks of 10 ms; reading it twice may round differently


def owner_of(pid: int) -> Owner:
    """The process `pid` of this host.

    Raises:
        ProcessLookupError: there is no such process.
    """
    try:
        return Owner(socket.gethostname(), pid, _started(psutil.Process(pid)))
    except psutil.NoSuchProcess as error:
        raise ProcessLookupError(f"No process {pid}") from error


def is_running(owner: Owner) -> bool:
    """Whether exactly that process of this host runs; a zombie does not."""
    try:
        process = psutil.Process(owner.pid)
        return process.status() != psutil.STATUS_ZOMBIE and abs(_started(process) - owner.started) < _SAME_START_S
    except psutil.NoSuchProcess:
        return False


def _started(process: psutil.Process) -> float:
    """Seconds from boot to the start on Linux, where a clock set in between must not change it; else epoch seconds."""
    if sys.platform == "linux":
        return process.create_time() - psutil.boot_time()
    return process.create_time()


class LocalProcesses:
    """`ports.Processes` for the host it runs on."""

    def me(self) -> Owner:
        """The process that asks."""
        return owner_of(os.getpid())

    def is_alive(self, owner: Owner) -> bool:
        """Whether exactly that process still runs; processes of another host count as alive."""
        return owner.host != socket.gethostname() or is_running(owner)
