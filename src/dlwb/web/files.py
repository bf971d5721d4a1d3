"""Files that a browser fetches: their media types, their compressed forms, and "not modified" for those it has."""

from http import HTTPStatus
from pathlib import Path

from fastapi import Request
from fastapi.responses import FileResponse, Response

# The operating system's own table may be wrong (Windows lets any program change it), and a wrong type blocks scripts.
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".map": "application/json",
}
FOREVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
# Made when the page is built (ui/compress.mjs), best first: name of the coding in HTTP, ending of the file beside.
COMPRESSED = {"br": ".br", "gzip": ".gz"}


def file_answer(file: Path, request: Request, cache: str) -> Response:
    """A file of a known type, compressed if there is such a form and the browser takes it; status 304 if it has it."""
    coding, sent = _form(file, request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    answer = FileResponse(sent, media_type=MEDIA_TYPES[file.suffix], headers=headers, stat_result=sent.stat())
    if coding:
        answer.headers["content-encoding"] = coding
        answer.headers["etag"] = f'{answer.headers["etag"][:-1]}-{coding}"'  # other bytes need another tag
    tag = answer.headers["etag"]
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers | {"ETag": tag})
    return answer


def _form(file: Path, accepted: str) -> tuple[str, Path]:
    """The coding and the file to send: the best compressed form that is there and accepted, else the file itself."""
    for coding, ending in COMPRESSED.items():
        beside = file.with_name(file.name + ending)
        if accepts(accepted, coding) and beside.is_file():
            return coding, beside
    return "", file


def accepts(header: str, coding: str) -> bool:
    """Whether an `Accept-Encoding` header allows a coding: named, or by `*`, and not with a weight of 0 (RFC 9110 §12.5.3)."""
    weights = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = parameter.replace(" ", "").removeprefix("q=")
    weight = weights.get(coding, weights.get("*", "0")) or "1"
    try:
        return float(weight) > 0
    except ValueError:
        return False
