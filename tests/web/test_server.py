"""The server as a process: how it starts, what it prints, and that it ends."""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import psutil
import pytest

from dlwb.domain.errors import InputError
from dlwb.web import server
from dlwb.web.server import is_loopback, serve

MIB = 1024 * 1024
RUN = "from dlwb.cli.app import main; main()"


class Running:
    """A `dlwb serve` that somebody started."""

    def __init__(self, process):
        self.process = process
        self.printed = ""
        while "token=" not in self.printed:
            line = process.stderr.readline()
            assert line, f"it ended: {self.printed}"
            self.printed += line
        self.url = urlsplit(re.search(r"http://\S+", self.printed).group())
        self.token = self.url.query.removeprefix("token=")

    @contextmanager
    def connected(self):
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=30)
        with closing(connection):
            yield connection

    def ask(self, method, path, body=None, **headers):
        with self.connected() as connection:
            connection.request(method, path, body, {"Authorization": f"Bearer {self.token}"} | headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        self.process.wait(60)
        return self.process.returncode


@pytest.fixture
def start(tmp_path):
    """A context manager that runs `dlwb serve` on the fake engine."""
    environment = os.environ | {
        "DLWB_WORKSPACE": str(tmp_path / "workspace"),
        "DLWB_SLOT": str(tmp_path / "slot.lock"),
        "DLWB_ENGINE": "fake",
    }

    @contextmanager
    def run(*arguments, **more):
        command = [sys.executable, "-c", RUN, "serve", *arguments]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment | more)
        try:
            yield Running(process)
        finally:
            process.kill()
            process.communicate()

    return run


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_although_a_page_listens(start, tmp_path, number):
    with start("--port", "0") as running, running.connected() as stream:
        assert running.ask("POST", "/api/v1/uploads")[0] == 201
        stream.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {running.token}"})
        answer = stream.getresponse()
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"
        assert answer.readline() == b"event: hello\n"
        assert running.end(number) == 0
        with answer:
            answer.read()  # raises when the stream was cut off
    assert list((tmp_path / "workspace" / "tmp" / "uploads").iterdir()) == []


def test_an_open_page_goes_on_after_a_restart(start):
    port = str(free_port())
    with start("--port", port) as running:
        _, _, headers = running.ask("GET", f"/?token={running.token}")
        cookie = headers["set-cookie"].split(";")[0]
        first = running.token
        running.end()
    with start("--port", port) as running, running.connected() as connection:
        assert running.token != first
        connection.request("GET", "/api/v1/status", headers={"Cookie": cookie})
        with connection.getresponse() as answer:
            assert answer.status == 200


def test_a_taken_port_of_the_settings_is_no_obstacle(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with start(DLWB_PORT=port) as running:
            assert f"Port {port} is taken" in running.printed
            assert running.ask("GET", "/api/v1/status")[0] == 200


def test_a_taken_port_that_was_asked_for_is_an_error(workbench):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(InputError, match="--port"):
        serve(workbench, host="127.0.0.1", port=taken.getsockname()[1])


def test_an_address_of_somebody_else_is_an_error(workbench):
    with pytest.raises(InputError, match="--host"):
        serve(workbench, host="192.0.2.1", port=0)


def test_answers_leave_at_once(workbench, monkeypatch):
    """Without TCP_NODELAY the second packet of an answer waits 40 ms for the browser's word that it has the first."""
    doors = []
    monkeypatch.setattr(server._Server, "run", lambda self, sockets: doors.extend(door.dup() for door in sockets))
    serve(workbench, host="127.0.0.1", port=0, say=lambda text: None)
    (door,) = doors
    with door:
        assert asyncio.run(accepted_option(door, socket.IPPROTO_TCP, socket.TCP_NODELAY))


async def accepted_option(door, level, option):
    """What an option is on a connection that the event loop accepts at `door`."""
    found = asyncio.get_running_loop().create_future()

    def connected(_, writer):
        found.set_result(writer.get_extra_info("socket").getsockopt(level, option))
        writer.close()

    async with await asyncio.start_server(connected, sock=door):
        _, writer = await asyncio.open_connection(*door.getsockname())
        value = await found
        writer.close()
        await writer.wait_closed()
    return value


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.3.2.1", True),
        ("0.0.0.0", False),
        ("bench", False),
    ],
)
def test_who_can_reach_an_address(host, alone):
    assert is_loopback(host) is alone


def test_an_address_that_others_reach_warns_and_lets_addresses_in(workbench, monkeypatch):
    said, apps = [], []

    def run(self, sockets):
        apps.append(self._app)
        self._tell_started()

    monkeypatch.setattr(server._Server, "run", run)
    serve(workbench, host="0.0.0.0", port=0, say=said.append)
    assert "other machines" in said[0]
    assert "not encrypted" in said[0]
    assert said[1].startswith("dlwb is running at http://127.0.0.1:")
    assert apps[0].state.gate.any_address
    said.clear()
    serve(workbench, host="127.0.0.1", port=0, say=said.append)
    assert len(said) == 1
    assert not apps[1].state.gate.any_address


def test_the_browser_gets_a_ticket_and_not_the_token(workbench, monkeypatch):
    said, opened = [], threading.Event()
    urls = []

    def open_browser(url):
        urls.append(url)
        opened.set()

    monkeypatch.setattr(server.webbrowser, "open", open_browser)
    monkeypatch.setattr(server._Server, "run", lambda self, sockets: self._tell_started())
    serve(workbench, host="127.0.0.1", port=0, open_browser=True, say=said.append)
    assert opened.wait(5)
    assert urls[0].split("token=")[0] == said[0].removeprefix("dlwb is running at ").split("token=")[0]
    assert urls[0].split("token=")[1] != said[0].split("token=")[1]


def test_a_large_upload_needs_no_memory(start):
    """300 MB come in and the server's memory hardly grows, while it also answers others."""
    size = 300 * MIB
    chunk = os.urandom(MIB)
    with start("--port", "0") as running:
        process = psutil.Process(running.process.pid)
        upload = running.ask("POST", "/api/v1/uploads")[1].decode().split('"')[3]
        running.ask("PUT", f"/api/v1/uploads/{upload}/small.bin", b"x" * MIB)
        before = process.memory_info().rss
        seen = []

        def body():
            for index in range(size // MIB):
                if index % 30 == 0:
                    seen.append(process.memory_info().rss)
                    assert running.ask("GET", "/api/v1/status")[0] == 200
                yield chunk

        headers = {"Content-Length": str(size)}
        status, answer, _ = running.ask("PUT", f"/api/v1/uploads/{upload}/big%20model.bin", body(), **headers)
        assert status == 201, answer
        assert f'"size_bytes":{size}' in answer.decode().replace(" ", "")
        assert max(seen) - before < 60 * MIB


def test_a_sender_that_goes_away_leaves_nothing(start, tmp_path):
    with start("--port", "0") as running, running.connected() as connection:
        upload = running.ask("POST", "/api/v1/uploads")[1].decode().split('"')[3]
        connection.putrequest("PUT", f"/api/v1/uploads/{upload}/half.bin")
        connection.putheader("Authorization", f"Bearer {running.token}")
        connection.putheader("Content-Length", str(50 * MIB))
        connection.endheaders()
        connection.send(bytes(20 * MIB))
        folder = tmp_path / "workspace" / "tmp" / "uploads"
        parts = lambda: list(folder.rglob("*.part"))  # noqa: E731
        end = time.monotonic() + 20
        while not parts() and time.monotonic() < end:
            time.sleep(0.02)
        assert parts()
        connection.close()
        while parts() and time.monotonic() < end:
            time.sleep(0.02)
        assert parts() == []
        assert running.ask("DELETE", f"/api/v1/uploads/{upload}")[0] == 204
        running.process.send_signal(signal.SIGINT)
        _, printed = running.process.communicate(timeout=60)
        assert "Traceback" not in printed


def measuring(running, model_file):
    """Begin a long benchmark; returns its id and its worker once it measures."""

    def ask(method, address, **body):
        status, answer, _ = running.ask(
            method, f"/api/v1{address}", json.dumps(body) if body else None, **{"Content-Type": "application/json"}
        )
        assert status < 300, answer
        return json.loads(answer)

    def until(look):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.05)
        raise AssertionError("it did not happen in time")

    run = ask("POST", "/models", path=str(model_file))["run"]["id"]
    model = until(lambda: ask("GET", f"/runs/{run}")["model"])
    plan = {"effort": "rigorous"}
    run = ask("POST", "/runs/benchmark", model=model, config={"device": "GPU"}, plan=plan)["id"]
    until(lambda: ask("GET", f"/runs/{run}")["progress"]["phase"] == "measuring")
    (worker,) = psutil.Process(running.process.pid).children(recursive=True)
    return run, worker


def state_of(running, run):
    return json.loads(running.ask("GET", f"/api/v1/runs/{run}")[1])


def test_its_end_ends_what_runs(start, onnx_file):
    with start("--port", "0") as running:
        run, worker = measuring(running, onnx_file)
        assert running.end() == 0
        assert not worker.is_running()
    with start("--port", "0") as running:
        after = state_of(running, run)
        assert after["state"] == "cancelled"
        assert "shut down" in after["failure"]["message"]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_in_the_middle_it_shows_the_run_as_lost(start, onnx_file):
    with start("--port", "0") as running:
        run, worker = measuring(running, onnx_file)
        running.end(signal.SIGKILL)
    with start("--port", "0") as running:
        after = state_of(running, run)
        assert after["state"] == "lost"
        assert after["failure"]["hint"]
        models = json.loads(running.ask("GET", "/api/v1/models")[1])["models"]
        assert len(models) == 1, "what was finished is as it was"
    psutil.wait_procs([worker], timeout=10)
    assert not worker.is_running()
