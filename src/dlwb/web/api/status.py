"""What the server is doing right now."""

import platform
import time
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request

import dlwb
from dlwb.documents import Document, RunDocument
from dlwb.domain.run import RunState
from dlwb.ports import RunFilter
from dlwb.web.api.access import Bench

router = APIRouter(tags=["server"])


class StatusDocument(Document):
    """The server at a glance; `running` is the run that works now, `cpu` the processor's name."""

    version: str
    engine: str
    workspace: str
    cpu: str
    running: RunDocument | None
    queued: int
    uptime_s: float


@router.get("/status")
def read_status(bench: Bench, request: Request) -> StatusDocument:
    """What the server is doing right now."""
    working = bench.runs.list(RunFilter(states=(RunState.STARTING, RunState.RUNNING), outcomes=False))
    return StatusDocument(
        version=dlwb.__version__,
        engine=bench.settings.engine,
        workspace=str(bench.settings.workspace),
        cpu=cpu_name(),
        running=RunDocument.of(working[0]) if working else None,
        queued=bench.runs.count(RunFilter(states=(RunState.QUEUED,))),
        uptime_s=time.monotonic() - request.app.state.started,
    )


@cache
def cpu_name() -> str:
    """The processor as the operating system calls it, or its architecture where nobody says more."""
    facts = Path("/proc/cpuinfo")
    if facts.is_file():
        for line in facts.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
