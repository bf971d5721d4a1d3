"""The built page: `index.html` for every address of the page's own, hashed files beside it."""

from html import escape
from http import HTTPStatus
from importlib import resources
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from dlwb.web.files import ASK_AGAIN, FOREVER, MEDIA_TYPES, file_answer

HASHED_FOLDER = "assets"
NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>dlwb: page not built</title><style>
:root {{ color-scheme: light dark }} body {{ font: 16px/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 40rem }}
</style></head><body><h1>The page is not built</h1>
<p>There is no <code>{file}</code>. In a checkout, <code>./run</code> builds it; an installed package carries it.</p>
<p>The API under <code>/api/v1</code> and the <code>dlwb</code> command work without it.</p></body></html>
"""


def packaged() -> Path:
    """Where an installed package carries the built page."""
    return Path(str(resources.files("dlwb.web"))) / "static"


class Page:
    """Serves the files below `static`, and nothing else."""

    def __init__(self, static: Path) -> None:
        self._static = static.resolve()
        self.router = APIRouter(include_in_schema=False)
        self.router.add_api_route("/{path:path}", self.show, methods=["GET", "HEAD"], response_class=HTMLResponse)

    def show(self, path: str, request: Request) -> Response:
        """A file of the page, or the page itself for one of its own addresses (deep links)."""
        if path.startswith(("api/", "viewers/")):
            raise HTTPException(HTTPStatus.NOT_FOUND)
        file = self._find(path)
        if file is None and Path(path).suffix in MEDIA_TYPES:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if file is None or file.name == "index.html":
            return self._index(request)
        hashed = file.relative_to(self._static).parts[0] == HASHED_FOLDER
        return file_answer(file, request, FOREVER if hashed else ASK_AGAIN)

    def _find(self, path: str) -> Path | None:
        """The file of that path, only if it really lies below `static` and is of a known type."""
        if "\0" in path:
            return None
        file = (self._static / path).resolve()
        if file.suffix in MEDIA_TYPES and file.is_relative_to(self._static) and file.is_file():
            return file
        return None

    def _index(self, request: Request) -> Response:
        index = self._static / "index.html"
        if not index.is_file():
            return HTMLResponse(NOT_BUILT.format(file=escape(str(index))), HTTPStatus.SERVICE_UNAVAILABLE)
        root = escape(f"{request.scope.get('root_path', '').rstrip('/')}/", quote=True)
        html = index.read_text(encoding="utf-8")
        # Addresses in the page are relative, so that it also works below a proxy's prefix and on deep links.
        if "<base " not in html:
            html = html.replace("<head>", f'<head><base href="{root}">', 1)
        return HTMLResponse(html, headers={"Cache-Control": ASK_AGAIN})
