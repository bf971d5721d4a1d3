"""A server on the fake engine: called directly (`client`) or listening (`listening`), and a browser to visit it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from builders import onnx_models
from fastapi.testclient import TestClient

from dlwb.config import Settings
from dlwb.web.app import create_app
from dlwb.web.security import Gate
from dlwb.workbench import Workbench

BASE = "http://127.0.0.1:5665"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        workspace=tmp_path / "workspace", slot=tmp_path / "slot.lock", engine="fake", upload_limit_gib=64 / 1024
    )


@pytest.fixture
def workbench(settings: Settings) -> Iterator[Workbench]:
    with Workbench(settings=settings) as workbench:
        yield workbench


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A built page, as small as can be."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><html><head><title>dlwb</title></head><body></body></html>")
    (folder / "assets" / "index-4f3a.js").write_text("export {};")
    (folder / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return folder


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def stranger(workbench: Workbench, gate: Gate, static: Path) -> Iterator[TestClient]:
    """A client that has not signed in."""
    with TestClient(create_app(workbench, gate=gate, static=static), base_url=BASE) as client:
        yield client


@pytest.fixture
def client(stranger: TestClient, gate: Gate) -> TestClient:
    """A program with the token."""
    stranger.headers["Authorization"] = f"Bearer {gate.token}"
    return stranger


@pytest.fixture
def working(client: TestClient, workbench: Workbench) -> TestClient:
    """A client of a server that carries its runs out."""
    workbench.start_background()
    return client


@pytest.fixture
def onnx_file(tmp_path: Path) -> Path:
    return onnx_models.write(tmp_path / "small net.onnx")


@pytest.fixture
def imported(working: TestClient, onnx_file: Path, finished) -> str:
    """The id of a model that was imported through the API."""
    answer = working.post("/api/v1/models", json={"path": str(onnx_file)})
    assert answer.status_code == 202, answer.text
    return finished(working, answer.json()["run"]["id"])["model"]


@pytest.fixture(scope="session")
def finished():
    """A function that waits until a run has ended and returns its document."""

    def ended(client: TestClient, run: str) -> dict | None:
        document = client.get(f"/api/v1/runs/{run}").json()
        return document if document["ended"] else None

    return lambda client, run: _wait_for(lambda: ended(client, run))


@pytest.fixture(scope="session")
def wait_for():
    """A function that returns the first true answer of another, within a minute."""
    return _wait_for


def _wait_for(look: Callable[[], object], seconds: float = 60.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="session")
def listening():
    """A context manager that lets an app listen on a free port and gives its origin."""

    @contextmanager
    def serve(app) -> Iterator[str]:
        door = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, args=([door],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
            door.close()

    return serve
