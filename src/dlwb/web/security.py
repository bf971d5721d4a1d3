"""Who may talk to this server: one gate in front of the API, the page and the viewers.

A start-up token stands in the URL that the terminal prints; it is exchanged once for a cookie that scripts cannot read
and that no other site's request carries. Programs send the token as `Authorization: Bearer`. A page of another site
cannot reach the server through a name that it points here (`Host`), nor send it commands (`Origin`), nor frame it.
"""

import os
import re
import secrets
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dlwb.domain.errors import Failure
from dlwb.web.errors import error_response

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECRET_BYTES = 32
# What `secrets.token_urlsafe(SECRET_BYTES)` makes: six bits in a letter.
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{-(-SECRET_BYTES * 8 // 6)},}}")
COOKIE_AGE_S = 30 * 24 * 3600
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FOREIGN_SITES = ("cross-site", "same-site")
ONWARD = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={target}"><title>dlwb</title>'
SIGN_IN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>dlwb: sign in</title>
<meta name="viewport" content="width=device-width"><style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1rem }}
input, button {{ font: inherit; padding: .4rem .6rem }} input {{ width: 100%; box-sizing: border-box; margin: .5rem 0 }}
</style></head><body><h1>Deep Learning Workbench</h1><p>{message}</p>
<form method="get"><label>Token <input name="token" autofocus autocomplete="off" spellcheck="false"></label>
<button>Open</button></form></body></html>
"""


@dataclass(frozen=True)
class Gate:
    """What opens the door.

    `token` is the start-up token; `session` is what the cookie holds (kept over restarts, so that an open page goes
    on); `hosts` are the names, in lower case and without port, under which the server may be addressed. `any_address`
    lets in every numeric address: a name that somebody else points here cannot be one.
    """

    token: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))
    hosts: frozenset[str] = LOOPBACK_NAMES
    any_address: bool = False
    _tickets: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Refuse secrets that a request without any would match."""
        if not self.token or not self.session:
            raise ValueError("An empty token or session would let everybody in.")

    def ticket(self) -> str:
        """A token that opens once."""
        ticket = secrets.token_urlsafe(SECRET_BYTES)
        self._tickets.add(ticket)
        return ticket

    def opens_with(self, token: str) -> bool:
        """Whether a token from a URL is the start-up token, or a ticket, which is then used up."""
        if _same(token, self.token):
            return True
        for ticket in self._tickets:
            if _same(token, ticket):
                self._tickets.discard(ticket)
                return True
        return False

    def knows_host(self, host: str) -> bool:
        """Whether `Host: host` addresses this server."""
        name = _without_port(host).lower()
        if name in self.hosts:
            return True
        if not self.any_address:
            return False
        try:
            return bool(ip_address(name.strip("[]")))
        except ValueError:
            return False

    def lets_in(self, request: Request) -> bool:
        """Whether the request carries the cookie or the token."""
        scheme, _, credential = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(credential.strip(), self.token):
            return True
        return _same(request.cookies.get(cookie_name(request), ""), self.session)


def kept_session(folder: Path) -> str:
    """The session secret of a workspace, made at its first start and readable by its owner only.

    It outlives the server, so that a page that is open goes on when the server was started again.
    """
    file = folder / "session.key"
    if (known := _stored_secret(file)) is not None:
        return known
    made = secrets.token_urlsafe(SECRET_BYTES)
    complete = folder / f"session.{secrets.token_hex(4)}"
    complete.touch(0o600)
    with complete.open("w", encoding="ascii") as writer:
        writer.write(made)
        writer.flush()
        os.fsync(writer.fileno())  # else a power cut can leave the name without the content
    complete.replace(file)
    return _stored_secret(file) or made  # another server may have been a moment later


def _stored_secret(file: Path) -> str | None:
    """The secret in a file; None when there is no file, or what it holds is no secret, as a power cut can leave it."""
    try:
        text = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    return text if _SECRET.fullmatch(text) else None


def cookie_name(request: Request) -> str:
    """The cookie's name; it holds the port, because browsers share cookies between all ports of a host."""
    return f"dlwb-{request.url.port or 80}"


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class Security:
    """ASGI middleware: asks the gate about every request and puts the protecting headers on every answer."""

    def __init__(self, app: ASGIApp, gate: Gate, body_limit: int, unlimited_below: str) -> None:
        self.app = app
        self.gate = gate
        self.body_limit = body_limit
        self.unlimited_below = unlimited_below

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def protect(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = self._judge(Request(scope, receive)) or self.app
        await answer(scope, receive, protect)

    def _judge(self, request: Request) -> Response | None:
        """An answer that ends the request, or None when it may pass."""
        host = request.headers.get("host", "")
        if not self.gate.knows_host(host):
            return _refuse(
                HTTPStatus.FORBIDDEN,
                "HostNotAllowed",
                f"This server is not '{host}'.",
                "Open it at the address that the terminal prints.",
            )
        if _is_foreign(request.headers, request.method, host):
            return _refuse(
                HTTPStatus.FORBIDDEN,
                "OriginNotAllowed",
                f"A page of another origin sent this {request.method}.",
                "Use the workbench's own page, or send the token from a program.",
            )
        if "token" in request.query_params and request.method in SAFE_METHODS:
            return self._exchange(request)
        if not self.gate.lets_in(request):
            return _ask_for_token(request, "Open the URL that the terminal prints.")
        return self._weigh(request)

    def _weigh(self, request: Request) -> Response | None:
        """Refuse a body that says itself that it is too large; one that does not is counted while it is read."""
        announced = request.headers.get("content-length", "0")
        if announced.isdecimal() and int(announced) <= self.body_limit:
            return None
        if announced.isdecimal() and request.url.path.startswith(self.unlimited_below):
            return None
        return _refuse(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "TooLarge",
            f"A request may have {self.body_limit:,} bytes; this one says '{announced}'.",
            f"Send files through {self.unlimited_below}.",
        )

    def _exchange(self, request: Request) -> Response:
        """Take the token out of the URL and hand out the cookie."""
        if not self.gate.opens_with(request.query_params["token"]):
            return _ask_for_token(request, "That token is not the one of this server; it changes at every start.")
        rest = urlencode([pair for pair in parse_qsl(request.url.query, keep_blank_values=True) if pair[0] != "token"])
        # Relative to this very host: a path that begins with two slashes would lead elsewhere.
        prefix = request.scope.get("root_path", "").rstrip("/")
        path = f"{prefix}/" + request.url.path.removeprefix(prefix).lstrip("/\\")
        target = f"{path}?{rest}" if rest else path
        if request.headers.get("sec-fetch-site") in FOREIGN_SITES:
            # A browser holds the cookie back on a redirect that another site's link began, but not on a new start.
            answer: Response = HTMLResponse(ONWARD.format(target=escape(target, quote=True)))
        else:
            answer = RedirectResponse(target, HTTPStatus.SEE_OTHER)
        answer.set_cookie(
            cookie_name(request),
            self.gate.session,
            max_age=COOKIE_AGE_S,
            path="/",
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer


def _is_foreign(headers: Headers, method: str, host: str) -> bool:
    """Whether a browser says that another site's page made this request.

    Another port of the same host counts as another site here, although cookies do not know ports. Following a link
    from elsewhere to the page is fine.
    """
    origin = headers.get("origin")
    if method not in SAFE_METHODS and origin is not None and origin.partition("://")[2].lower() != host.lower():
        return True
    site = headers.get("sec-fetch-site", "none")
    navigates = method in SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"
    return site in FOREIGN_SITES and not navigates


def _ask_for_token(request: Request, message: str) -> Response:
    if "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/"):
        return HTMLResponse(SIGN_IN.format(message=escape(message)), HTTPStatus.UNAUTHORIZED)
    answer = _refuse(HTTPStatus.UNAUTHORIZED, "NotSignedIn", "This request carries no valid token or cookie.", message)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _refuse(status: HTTPStatus, type: str, message: str, hint: str) -> Response:
    return error_response(status, Failure(type, message, hint))
