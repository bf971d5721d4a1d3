"""Files that a browser fetches: their media types, and "not modified" for those it has."""

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


def file_answer(file: Path, request: Request, cache: str) -> Response:
    """A file of a known type; status 304 without it when the browser's copy is the same."""
    headers = {"Cache-Control": cache}
    answer = FileResponse(file, media_type=MEDIA_TYPES[file.suffix], headers=headers, stat_result=file.stat())
    tag = answer.headers["etag"]
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers | {"ETag": tag})
    return answer
