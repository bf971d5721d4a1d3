"""Netron, served from the installed package under our own origin, with the shim that makes it a part of our page.

Netron as it comes calls other hosts and stops working half a year after its release, so it is pinned, its `index.html`
loads our shim before it starts, and the places that the shim takes hold of are checked when the server starts.
"""

from enum import StrEnum
from html import escape
from http import HTTPStatus
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from dlwb.domain.errors import DlwbError, NotFound
from dlwb.domain.model import IR_XML, FileRef, Model, ModelFormat
from dlwb.web.api.access import Bench
from dlwb.web.errors import status_of
from dlwb.web.files import ASK_AGAIN, file_answer

router = APIRouter(prefix="/viewers", include_in_schema=False)

PINNED = "9.3.3"
ASSET_TYPES = (".js", ".css", ".json", ".png", ".ico")
SHIM = "netron-shim.js"
RUNTIME_XML = "runtime.xml"
START = '<script type="text/javascript" src="index.js"></script>'
END_OF_HEAD = "</head>"
# What index.html is given and what the shim takes hold of; each must be there exactly once.
HOLDS = {
    "index.html": (START, END_OF_HEAD),
    "index.js": ("window.exports = {};", "new window.exports.browser.Host()", "new window.exports.view.View(host)"),
    "browser.js": (
        "browser.Host = class {",
        "async view(view) {",
        "openURL(url) {",
        "async _fetch(url, headers, encoding, callback, timeout) {",
        "window.exports.browser = browser;",
    ),
    "view.js": (
        "view.View = class {",
        "async render(target, signature) {",
        "async error(error, name, screen) {",
        "view.Graph = class extends grapher.Graph {",
        "this._table.set(node, obj);",
        "select(selection, source) {",
        "scrollTo(selection, behavior) {",
        "window.exports.view = view;",
    ),
}
# The file of each format that Netron opens: by its ending, and the ending it is served with when it has another.
ENDINGS: dict[ModelFormat, tuple[str, ...]] = {
    ModelFormat.OPENVINO: (".xml",),
    ModelFormat.ONNX: (".onnx",),
    ModelFormat.TENSORFLOW: (".pb",),
    ModelFormat.SAVED_MODEL: ("saved_model.pb", "saved_model.pbtxt"),
    ModelFormat.TFLITE: (".tflite",),
    ModelFormat.PADDLE: (".pdmodel", ".json"),
    ModelFormat.KERAS: (".keras", ".h5", ".hdf5"),
    ModelFormat.PYTORCH: (".pt", ".pth", ".pt2"),
}
FAILED = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>No graph</title><style>
:root {{ color-scheme: {theme} }} body {{ font: 15px/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 34rem }}
</style></head><body><p><b>{message}</b></p><p>{hint}</p></body></html>
"""


class GraphKind(StrEnum):
    """Which graph: the files as the user gave them, our IR (whose names profiles use), or the graph as executed."""

    ORIGINAL = "original"
    IR = "ir"
    RUNTIME = "runtime"


class Theme(StrEnum):
    """The page's theme; without one the operating system's counts."""

    DARK = "dark"
    LIGHT = "light"


def check_netron() -> None:
    """Make sure that the installed Netron is the one that the shim was written for.

    Raises:
        DlwbError: another version, or one that was changed.
    """
    installed = version("netron")
    hint = f"Install the one that dlwb was made for: pip install netron=={PINNED}"
    if installed != PINNED:
        raise DlwbError(f"Netron {installed} is installed; the graph viewer needs {PINNED}.", hint)
    for name, holds in HOLDS.items():
        text = (_netron() / name).read_text(encoding="utf-8")
        for hold in holds:
            if text.count(hold) != 1:
                raise DlwbError(f"Netron's {name} was changed: '{hold}' is not there exactly once.", hint)


def _netron() -> Path:
    return Path(str(resources.files("netron")))


@router.get("/netron/")
def show_graph(
    bench: Bench, graph: GraphKind, model: str | None = None, run: str | None = None, theme: Theme | None = None
) -> HTMLResponse:
    """Netron's page, told which graph to open: `model` for the original and the IR, `run` for the graph as executed."""
    try:
        address = _address(bench, graph, model, run)
    except DlwbError as error:
        scheme = theme.value if theme else "light dark"
        html = FAILED.format(theme=scheme, message=escape(error.message), hint=escape(error.hint))
        return HTMLResponse(html, status_of(error), headers={"Cache-Control": ASK_AGAIN})
    html = (_netron() / "index.html").read_text(encoding="utf-8")
    html = html.replace(START, f'<meta name="file" content="{escape(address, quote=True)}">\n{START}', 1)
    # After the styles, which the shim gives the page's theme, and before the body, so that nothing flashes.
    html = html.replace(END_OF_HEAD, f'<script src="{SHIM}"></script>\n{END_OF_HEAD}', 1)
    return HTMLResponse(html, headers={"Cache-Control": ASK_AGAIN})


def _address(bench: Bench, graph: GraphKind, model: str | None, run: str | None) -> str:
    """Where the graph's file is served, relative to Netron's page.

    Raises:
        NotFound: no such model or run, or it has no such graph.
    """
    if graph is GraphKind.RUNTIME:
        found_run = bench.runs.get(run or "")
        bench.runs.file(found_run.id, RUNTIME_XML)
        return f"../data/runs/{found_run.id}/{RUNTIME_XML}"
    found = bench.models.get(model or "")
    _, name = viewable(found, graph)
    return f"../data/models/{found.id}/{graph.value}/{quote(name)}"


def viewable(model: Model, graph: GraphKind) -> tuple[FileRef, str]:
    """The file of a model that Netron opens, and a name for it by which Netron knows the format.

    A version that was made here has no other original than its IR.

    Raises:
        NotFound: no file of the original is one that Netron opens.
    """
    if graph is GraphKind.IR or not model.source_files:
        return model.file(IR_XML), IR_XML
    endings = ENDINGS[model.format]
    for ending in endings:
        for ref in model.source_files:
            if ref.name.lower().endswith(ending):
                return ref, ref.name.rpartition("/")[2]
    if len(model.source_files) == 1:
        return model.source_files[0], f"model{endings[0]}"
    raise NotFound(f"'{model.name}' holds no file that the viewer opens.", "Look at the converted graph instead.")


@router.get("/data/models/{id}/{graph}/{name}")
def send_model_graph(id: str, graph: GraphKind, name: str, bench: Bench) -> FileResponse:
    """The one file of a model that the viewer was told to open.

    Not its weights: the viewer draws the same graph without them, and the shim keeps it from asking.
    """
    model = bench.models.get(id)
    ref, expected = viewable(model, graph)
    if name != expected:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(bench.models.file(model, ref.name), media_type="application/octet-stream")


@router.get("/data/runs/{id}/{name}")
def send_run_graph(id: str, name: str, bench: Bench) -> FileResponse:
    """The graph as executed, which a profile left."""
    if name != RUNTIME_XML:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(bench.runs.file(id, name), media_type="application/octet-stream")


@router.get("/netron/{name}")
def send_asset(name: str, request: Request) -> Response:
    """A script, style, table or icon of Netron, or our shim; never its Python files."""
    file = Path(__file__).parent / "shim" / SHIM if name == SHIM else _netron() / name
    if not name.endswith(ASSET_TYPES) or file.name != name or not file.is_file():
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return file_answer(file, request, ASK_AGAIN)
