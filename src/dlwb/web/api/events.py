"""The event stream: one for every open page."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.sse import EventSourceResponse

from dlwb.documents import RunDocument
from dlwb.web.events import ChangedDocument, EventHub, HelloDocument, MeasuringDocument

router = APIRouter(tags=["server"])


@router.get("/events", response_class=EventSourceResponse)
async def follow_events(
    request: Request,
    last_event_id: Annotated[str | None, Header()] = None,
    last: Annotated[str | None, Query(description="As Last-Event-ID, for a page that opens a stream anew.")] = None,
) -> AsyncIterator[HelloDocument | RunDocument | MeasuringDocument | ChangedDocument]:
    """Events `hello` (first), `run` (a run changed), `measuring` (the page should go quiet, or need not any more) and `changed`.

    `changed` names a list to read again: runs went away, or models or datasets were added, renamed or removed.

    A client that was connected before says the last id it saw, and is sent the newest runs again.
    """
    hub: EventHub = request.app.state.events
    async for event in hub.stream(resume=bool(last_event_id or last)):
        yield event  # type: ignore[misc]  # FastAPI sends it as it is; the annotation describes its `data`
