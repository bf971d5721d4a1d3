"""Runs: list, show, annotate, export and import, log, files, cancel, remove."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from dlwb.adapters.run_files import SUFFIX
from dlwb.documents import (
    Document,
    RunChoicesDocument,
    RunDocument,
    RunImportDocument,
    RunListDocument,
    RunsRemovedDocument,
    RunsRetaggedDocument,
)
from dlwb.domain.errors import InputError
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.moments import parse_span
from dlwb.domain.run import RunState
from dlwb.domain.specs import KINDS
from dlwb.ports import RunFilter, RunSort
from dlwb.web.api.access import Bench
from dlwb.web.api.pages import Offset
from dlwb.web.api.uploads import Desk

router = APIRouter(prefix="/runs", tags=["runs"])

LOG_CHUNK_CHARACTERS = 256 * 1024
MOST_LISTED = 1000
MOST_CHOSEN = 50_000  # their ids fit in the largest JSON body that is taken


class LogDocument(Document):
    """A stretch of a run's log; ask again `from` the position `next` for what came after it."""

    text: str
    next: int


class AnnotationRequest(Document):
    """What a person writes beside a run; what is left out stays as it is."""

    tags: tuple[str, ...] | None = None
    note: str | None = None


class RunsRequest(Document):
    """Several runs, by id or unique beginning of one."""

    ids: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_CHOSEN)]


class RunsQuestion(Document):
    """Several runs by their whole ids, as many as a page of the list may have."""

    ids: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_LISTED)]


class RetagRequest(RunsRequest):
    """Tags that several runs get, and tags that are taken off them; one in both is kept."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


class RunsUpload(Document):
    """The id of an upload that holds one file of runs."""

    upload: Annotated[str, Field(min_length=1)]


def _check_kind(kind: str) -> str:
    if kind not in KINDS:
        raise PydanticCustomError(
            "kind", "There is no such kind of run; there are {kinds}", {"kinds": ", ".join(KINDS)}
        )
    return kind


Kind = Annotated[str, AfterValidator(_check_kind)]


@router.get("")
def list_runs(
    bench: Bench,
    kind: Annotated[list[Kind], Query(description="import, benchmark, profile, sweep, …; repeatable")] = [],  # noqa: B006
    state: Annotated[list[RunState], Query(description="repeatable")] = [],  # noqa: B006
    model: Annotated[list[str], Query(description="repeatable; any of them")] = [],  # noqa: B006
    *,
    points: Annotated[bool, Query(description="the points of searches too")] = False,
    own: Annotated[bool, Query(description="without what was imported from elsewhere")] = False,
    search: Annotated[str, Query(max_length=200, description="words that must all occur")] = "",
    tag: Annotated[list[str], Query(description="repeatable; a run has all of them")] = [],  # noqa: B006
    device: Annotated[list[str], Query(description="repeatable; any of them")] = [],  # noqa: B006
    host: Annotated[list[str], Query(description="repeatable; any of them")] = [],  # noqa: B006
    verdict: Annotated[list[VerdictStatus], Query(description="repeatable; any of them")] = [],  # noqa: B006
    since: Annotated[str | None, Query(description="a date, a time, or how long ago: 2026-07-01, 12h, 7d, 4w")] = None,
    until: Annotated[str | None, Query(description="like since; a date counts as a whole")] = None,
    sort: RunSort = RunSort.CREATED,
    order: Literal["asc", "desc"] = "desc",
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 200,
    offset: Offset = 0,
) -> RunListDocument:
    """Runs, newest first unless asked otherwise; the points of a search are among them only when asked for."""
    first, last = parse_span(since, until, datetime.now(UTC))
    wanted = RunFilter(
        kinds=tuple(kind),
        states=tuple(state),
        models=tuple(bench.runs.model(one)[0] for one in model),
        top_level=not points,
        limit=limit,
        offset=offset,
        outcomes=False,
        search=search,
        tags=tuple(tag),
        devices=tuple(device),
        hosts=tuple(host),
        verdicts=tuple(verdict),
        since=first,
        until=last,
        sort=sort,
        ascending=order == "asc",
        own=own,
    )
    runs = tuple(RunDocument.of(run) for run in bench.runs.list(wanted))
    return RunListDocument(runs=runs, total=bench.runs.count(wanted))


@router.post("/read")
def read_runs(request: RunsQuestion, bench: Bench) -> RunListDocument:
    """Runs as they are now, without their results, newest first; what is gone is left out."""
    found = bench.runs.list(RunFilter(ids=request.ids, limit=len(request.ids), outcomes=False))
    return RunListDocument(runs=tuple(RunDocument.of(run) for run in found), total=len(found))


@router.get("/tags")
def list_tags(bench: Bench) -> RunChoicesDocument:
    """What runs can be filtered by: tags, devices and hosts, with how many runs have them."""
    return bench.runs.choices()


@router.post("/tags")
def retag_runs(request: RetagRequest, bench: Bench) -> RunsRetaggedDocument:
    """Add tags to several runs and take others off; the tags that nobody names stay what they are meanwhile."""
    return RunsRetaggedDocument(changed=bench.runs.retag(*request.ids, add=request.add, remove=request.remove))


@router.get("/export", response_class=Response, responses={200: {"content": {"application/gzip": {}}}})
def export_runs(
    bench: Bench,
    run: Annotated[list[str], Query(description="repeatable")] = [],  # noqa: B006
    model: Annotated[str | None, Query(description="all runs of this model")] = None,
) -> Response:
    """Runs with their results as one file, to import them into another workspace."""
    return _as_file(bench.runs.export(*run, model=model))


@router.post("/export", response_class=Response, responses={200: {"content": {"application/gzip": {}}}})
def export_many_runs(request: RunsRequest, bench: Bench) -> Response:
    """The same of more runs than an address has room for."""
    return _as_file(bench.runs.export(*request.ids))


def _as_file(content: bytes) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="runs{SUFFIX}"'}
    return Response(content, media_type="application/gzip", headers=headers)


@router.post("/import")
def import_runs(request: RunsUpload, bench: Bench, desk: Desk) -> RunImportDocument:
    """Take in the runs of an uploaded file, all or none; what is here already is skipped."""

    def use(folder: Path) -> RunImportDocument:
        files = [path for path in folder.rglob("*") if path.is_file()]
        if len(files) != 1:
            raise InputError(f"The upload holds {len(files)} files.", "Send the one file of runs.")
        return bench.runs.import_file(files[0])

    return desk.hand_over(request.upload, use)


@router.post("/remove")
def remove_runs(request: RunsRequest, bench: Bench) -> RunsRemovedDocument:
    """Forget several finished runs, all or none."""
    return RunsRemovedDocument(removed=bench.runs.remove(*dict.fromkeys(request.ids)))


@router.get("/{id}")
def read_run(id: str, bench: Bench) -> RunDocument:
    """One run, by id or unique beginning of one."""
    return RunDocument.of(bench.runs.get(id))


@router.patch("/{id}")
def annotate_run(id: str, request: AnnotationRequest, bench: Bench) -> RunDocument:
    """Write tags and a note beside a run, in place of those before."""
    return RunDocument.of(bench.runs.annotate(id, tags=request.tags, note=request.note))


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
