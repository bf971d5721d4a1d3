"""Run the server until somebody stops it."""

import asyncio
import errno
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from dlwb.domain.errors import InputError
from dlwb.web.app import create_app
from dlwb.web.security import LOOPBACK_NAMES, Gate, kept_session
from dlwb.workbench import Workbench

SHUTDOWN_S = 1
NEIGHBOUR_PORTS = 20
BACKLOG = 128

Say = Callable[[str], None]


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def serve(
    workbench: Workbench,
    *,
    host: str,
    port: int,
    open_browser: bool = False,
    static: Path | None = None,
    say: Say = _say,
) -> None:
    """Serve the page and the REST API until Ctrl-C or SIGTERM; open streams end within a second.

    `port` 0 takes any free port; when the port of the settings is taken, one beside it is used. The caller owns the
    workbench: its background work is to be started before, and the workbench to be closed after.

    Raises:
        InputError: the address or the port cannot be used.
    """
    listening = _listen(host, port, fallback=port == workbench.settings.port, say=say)
    chosen: int = listening.getsockname()[1]
    loopback = is_loopback(host)
    gate = Gate(
        session=kept_session(workbench.settings.workspace),
        hosts=LOOPBACK_NAMES | {host.lower()} | _own_names(loopback),
        any_address=not loopback,
    )
    app = create_app(workbench, gate=gate, static=static)
    address = f"http://{_in_url(host)}:{chosen}/"

    def started() -> None:
        if not loopback:
            say(
                f"Warning: listening on {host}, so other machines reach this server. Who has the token can read files "
                "and start runs here, and the traffic is not encrypted."
            )
        say(f"dlwb is running at {address}?token={gate.token}")
        if open_browser:
            # A ticket works once: the browser's command line, which other users see, then tells them nothing.
            threading.Thread(target=webbrowser.open, args=(f"{address}?token={gate.ticket()}",), daemon=True).start()

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    with listening, _signals_end_quietly():
        _Server(config, app, started).run([listening])


class _Server(uvicorn.Server):
    """uvicorn, which tells when it is up, and ends the event streams before it waits for connections to end."""

    def __init__(self, config: uvicorn.Config, app: FastAPI, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, give them a moment to say goodbye, then everything else."""
        self._app.state.events.close()
        await asyncio.sleep(0)
        await super().shutdown(sockets)


@contextmanager
def _signals_end_quietly() -> Iterator[None]:
    """Ctrl-C and SIGTERM are how a server ends; uvicorn raises them again after its shutdown, and they stop here."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except KeyboardInterrupt:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _own_names(loopback: bool) -> frozenset[str]:
    """Names of this machine, by which others may address a server that listens to them."""
    return frozenset() if loopback else frozenset({socket.gethostname().lower(), socket.getfqdn().lower()})


def _in_url(host: str) -> str:
    """The host as a browser on this machine reaches it."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _listen(host: str, port: int, *, fallback: bool, say: Say) -> socket.socket:
    """A listening socket on `port`; with `fallback` on a port near it when it is taken."""
    bind = partial(_bind, host.strip("[]"))
    try:
        return bind(port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise InputError(f"Cannot listen on {host}:{port}: {error.strerror}.", "Choose with --host.") from error
        if not fallback:
            raise InputError(f"Port {port} is taken.", "Choose another with --port; 0 takes any free one.") from error
    for other in [*range(port + 1, port + 1 + NEIGHBOUR_PORTS), 0]:
        try:
            found = bind(other)
        except OSError:
            continue
        say(f"Port {port} is taken (another dlwb?); using {found.getsockname()[1]}. Choose one with --port.")
        return found
    raise InputError(f"Port {port} is taken, and so are those near it.", "Choose another with --port.")


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.create_server((host, port), family=family, backlog=BACKLOG)
    # The event loop sets TCP_NODELAY on what it accepts only where the socket itself says that it is TCP; without it an
    # answer on a connection that was kept open takes 40 ms more.
    return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, made.detach())
