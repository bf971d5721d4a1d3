"""Runs: list, show, log, files, cancel, remove."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse

from dlwb.documents import Document, RunDocument, RunListDocument
from dlwb.domain.run import RunState
from dlwb.ports import RunFilter
from dlwb.web.api.access import Bench

router = APIRouter(prefix="/runs", tags=["runs"])

LOG_CHUNK_CHARACTERS = 256 * 1024


class LogDocument(Document):
    """A stretch of a run's log; ask again `from` the position `next` for what came after it."""

    text: str
    next: int


@router.get("")
def list_runs(
    bench: Bench,
    kind: Annotated[list[str], Query(description="import, benchmark, profile or machine; repeatable")] = [],  # noqa: B006
    state: Annotated[list[RunState], Query(description="repeatable")] = [],  # noqa: B006
    model: str | None = None,
    *,
    points: Annotated[bool, Query(description="the points of searches too")] = False,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> RunListDocument:
    """Runs, newest first; the points of a search are among them only when asked for."""
    wanted = RunFilter(
        kinds=tuple(kind),
        states=tuple(state),
        model=bench.models.get(model).id if model else None,
        top_level=not points,
        limit=limit,
        offset=offset,
        outcomes=False,
    )
    runs = tuple(RunDocument.of(run) for run in bench.runs.list(wanted))
    return RunListDocument(runs=runs, total=bench.runs.count(wanted))


@router.get("/{id}")
def read_run(id: str, bench: Bench) -> RunDocument:
    """One run, by id or unique beginning of one."""
    return RunDocument.of(bench.runs.get(id))


@router.delete("/{id}", status_code=204)
def remove_run(id: str, bench: Bench) -> None:
    """Forget a finished run."""
    bench.runs.remove(id)


@router.post("/{id}/cancel")
def cancel_run(id: str, bench: Bench) -> RunDocument:
    """Stop a run; a run that waits leaves the queue."""
    return RunDocument.of(bench.runs.cancel(id))


@router.get("/{id}/log")
def read_log(id: str, bench: Bench, start: Annotated[int, Query(alias="from", ge=0)] = 0) -> LogDocument:
    """What the run's worker and the native libraries in it printed, from character `from` on."""
    text = bench.runs.log(id)[start : start + LOG_CHUNK_CHARACTERS]
    return LogDocument(text=text, next=start + len(text))


@router.get("/{id}/files/{name}", response_class=FileResponse)
def download_run_file(id: str, name: str, bench: Bench) -> FileResponse:
    """One file that a run left, such as `runtime.xml`, as a download."""
    return FileResponse(bench.runs.file(id, name), media_type="application/octet-stream", filename=name)
