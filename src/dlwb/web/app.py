"""The server as one ASGI application."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute

import dlwb
from dlwb.adapters.staging import UPLOADS
from dlwb.config import GIB
from dlwb.documents import ErrorDocument
from dlwb.web import errors
from dlwb.web.api import (
    accuracy,
    advice,
    analysis,
    benchmark,
    browse,
    compare,
    datasets,
    devices,
    events,
    explain,
    history,
    machine,
    models,
    overlay,
    plans,
    profile,
    quantize,
    rivals,
    runs,
    samples,
    settings,
    status,
    sweep,
    try_picture,
    tune,
    uploads,
    versions,
)
from dlwb.web.events import EventHub
from dlwb.web.page import Page, packaged
from dlwb.web.queries import refuse_unknown
from dlwb.web.security import Gate, Security
from dlwb.web.uploads import UploadDesk
from dlwb.web.viewers import netron
from dlwb.workbench import Workbench

API = "/api/v1"
MAX_JSON_BYTES = 1024 * 1024
NOUNS_AND_VERBS = (
    status, settings, models, uploads, samples, analysis, history, advice, overlay, sweep, tune, runs, benchmark, profile,
    machine, devices, plans, browse, compare, datasets, accuracy, quantize, try_picture,
    explain, versions, rivals,
    events,
)  # fmt: skip


def bare_app() -> FastAPI:
    """The API alone, with the shapes of its errors: enough to describe it, not to run it."""
    app = FastAPI(
        title="dlwb",
        summary="The Deep Learning Workbench",
        version=dlwb.__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # both load their scripts from other hosts
        redoc_url=None,
        generate_unique_id_function=_operation_id,
        responses={"default": {"model": ErrorDocument, "description": "What went wrong, and the next step."}},
        # On by default in FastAPI, and able to export where a variable says so: nothing leaves this machine.
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    errors.install(app)
    api = APIRouter(prefix=API, max_body_size=MAX_JSON_BYTES, dependencies=[Depends(refuse_unknown)])
    for module in NOUNS_AND_VERBS:
        api.include_router(module.router)
    app.include_router(api)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def create_app(
    workbench: Workbench, *, gate: Gate | None = None, static: Path | None = None, root_path: str = ""
) -> FastAPI:
    """The whole server: API, event stream, uploads, viewers and page.

    `gate` decides who may enter (None: a fresh token, loopback names only); `static` is the built page (None: the one
    in the package). The workbench must outlive the app; its background work is started and stopped by the caller.
    """
    netron.check_netron()
    gate = gate or Gate()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.started = time.monotonic()
        app.state.events = EventHub(workbench)
        settings = workbench.settings
        app.state.uploads = UploadDesk(settings.workspace / "tmp" / UPLOADS, int(settings.upload_limit_gib * GIB))
        try:
            yield
        finally:
            app.state.events.close()
            app.state.uploads.close()

    app = bare_app()
    app.router.lifespan_context = life
    app.root_path = root_path
    app.state.workbench = workbench
    app.state.gate = gate
    app.include_router(netron.router)
    app.include_router(Page(static or packaged()).router)
    app.add_middleware(Security, gate=gate, body_limit=MAX_JSON_BYTES, unlimited_below=f"{API}/uploads/")
    return app
