"""A workbench as a process of its own, and a real browser that reaches nothing else."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest

START_S = 60
PATIENCE_MS = 30_000  # shared machines are slow; a journey that works takes far less


@dataclass
class Server:
    """A running workbench: its address, a sign-in link, everything it said so far, and its process."""

    origin: str
    sign_in: str
    log: Path
    process: subprocess.Popen[bytes]

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@contextmanager
def running(folder: Path, engine: str, port: int = 0) -> Iterator[Server]:
    """`dlwb serve` with a workspace of its own, on a free port unless one is given."""
    log = folder / "server.log"
    environment = {
        **os.environ,
        "DLWB_WORKSPACE": str(folder / "workspace"),
        "DLWB_SLOT": str(folder / "slot.lock"),
        "DLWB_ENGINE": engine,
    }
    command = [sys.executable, "-c", "from dlwb.cli.app import main; main()", "serve", "--port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
    try:
        yield _when_up(process, log)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _when_up(process: subprocess.Popen[bytes], log: Path) -> Server:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        found = re.search(r"(http://[\d.:]+)/\S*\?token=\S+", log.read_text(errors="replace"))
        if found:
            return Server(found[1], found[0], log, process)
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="module", autouse=True)
def built_page() -> None:
    """Skip where the page was left out of the installation."""
    if not (Path(str(resources.files("dlwb.web"))) / "static" / "index.html").is_file():
        pytest.skip("the page is not built (DLWB_SKIP_PAGE)")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workbench on the fake engine, shared by the journeys of one file."""
    with running(tmp_path_factory.mktemp("journey"), "fake") as server:
        yield server


@pytest.fixture(scope="module")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workbench on OpenVINO."""
    with running(tmp_path_factory.mktemp("journey"), "openvino") as server:
        yield server


@pytest.fixture
def serving() -> Callable[..., AbstractContextManager[Server]]:
    """For journeys that start and end their servers themselves: `with serving(folder, "fake", port) as server`."""
    return running


@dataclass
class Visit:
    """A signed-in tab, and what happened in it that nobody sees: requests to other hosts, errors of scripts."""

    page: object
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def visit(chromium) -> Iterator[Callable[..., Visit]]:
    """Open a tab of a server: `visit(server, "/models", theme="dark")`. Fails when a script of the page failed."""
    opened: list[tuple[object, Visit, Server]] = []

    def open_tab(
        server: Server, path: str = "/", *, theme: str = "light", width: int = 1440, height: int = 900
    ) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        visit = Visit(page)
        opened.append((context, visit, server))

        def guard(route) -> None:
            if urlsplit(route.request.url).netloc == urlsplit(server.origin).netloc:
                route.continue_()
            else:
                visit.elsewhere.append(route.request.url)
                route.abort()

        page.route(lambda url: True, guard)
        page.on("pageerror", lambda error: visit.errors.append(str(error)))
        page.goto(server.sign_in)
        if path != "/":
            page.goto(server.origin + path)
        return visit

    yield open_tab
    for context, visit, server in opened:
        context.close()
        print(f"--- server of this journey said:\n{server.said()}")  # pytest shows it when the test failed
        assert visit.errors == [], "a script of the page failed"
        assert visit.elsewhere == [], "the page asked another host"


@pytest.fixture
def expect():
    """Playwright's patient assertions."""
    sync_api = pytest.importorskip("playwright.sync_api")
    sync_api.expect.set_options(timeout=PATIENCE_MS)
    return sync_api.expect


@pytest.fixture
def import_file(expect) -> Callable[..., str]:
    """Choose a file on the home page and wait for its model's page; returns the model's address."""

    def choose(visit: Visit, file: Path) -> str:
        visit.page.get_by_test_id("file-input").set_input_files(file)
        expect(visit.page.get_by_role("heading", name=file.stem, level=1)).to_be_visible()
        return urlsplit(visit.page.url).path

    return choose


@pytest.fixture
def drop() -> Callable[..., None]:
    """Drop a file or a folder of this computer onto the home page.

    Through the browser's own door for drags: a script can drag neither folders nor files as the file system has them.
    """

    def dropped(page, path: Path) -> None:
        box = page.get_by_test_id("drop-zone").bounding_box()
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 20}
        data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
        session = page.context.new_cdp_session(page)
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, **place, "data": data})

    return dropped


@pytest.fixture
def ask() -> Callable[..., dict[str, object]]:
    """Call the REST API as the signed-in tab: `ask(visit, "POST", "/runs/benchmark", {...})`."""

    def call(visit: Visit, method: str, path: str, body: object = None) -> dict[str, object]:
        return visit.page.evaluate(
            """async ([method, path, body]) => {
                const headers = {"Content-Type": "application/json"};
                const answer = await fetch(new URL("api/v1" + path, document.baseURI), {method, headers, body});
                return answer.json();
            }""",
            [method, path, None if body is None else json.dumps(body)],
        )

    return call


@pytest.fixture
def carried(ask) -> Callable[..., str]:
    """Queue a run through the REST API and wait for its end; returns its id."""

    def carry(visit: Visit, kind: str, body: object) -> str:
        run = ask(visit, "POST", f"/runs/{kind}", body)
        end = time.monotonic() + 2 * PATIENCE_MS / 1000
        while run.get("state") not in ("succeeded", "failed", "cancelled", "lost"):
            assert "id" in run, run
            assert time.monotonic() < end, run
            visit.page.wait_for_timeout(100)
            run = ask(visit, "GET", f"/runs/{run['id']}")
        assert run["state"] == "succeeded", run
        return run["id"]

    return carry


@pytest.fixture
def measured(carried) -> Callable[..., str]:
    """Benchmark a model shortly on the fake GPU: `measured(visit, model, slowdown="1.05")`; returns the run's id."""

    def measure(visit: Visit, model: str, *, slowdown: str | None = None, budget_s: float = 1) -> str:
        config = {"device": "GPU", "extra": {} if slowdown is None else {"fake.slowdown": slowdown}}
        return carried(
            visit,
            "benchmark",
            {"model": model.rsplit("/", 1)[-1], "config": config, "plan": {"effort": "quick", "budget_s": budget_s}},
        )

    return measure


@pytest.fixture
def few_pairs() -> Callable[[Visit], None]:
    """Let what the page measures side by side end after two pairs of windows: most journeys need an answer, not a sure one."""

    def shorten(visit: Visit) -> None:
        def with_plan(route) -> None:
            plan = {"min_pairs": 2, "window_s": 0.1, "budget_s": 0.4}
            route.continue_(post_data=json.dumps({**route.request.post_data_json, "plan": plan}))

        visit.page.route("**/api/v1/runs/compare", with_plan)

    return shorten
