"""One event stream for every open page.

Changes of this process's runs arrive by callback; those of other processes that share the workspace are noticed by
asking the store's revision once a second. With no page connected nothing runs. What happens close together leaves
together: one batch in half a second, and one in two seconds of mere progress while something is being measured,
because the page's redrawing would disturb it (METHODS §1.5).
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from anyio import to_thread
from fastapi.sse import ServerSentEvent

import dlwb
from dlwb.documents import Document, RunDocument
from dlwb.domain.errors import NotFound
from dlwb.domain.run import Run, RunState
from dlwb.ports import RunFilter
from dlwb.workbench import Workbench

POLL_S = 1.0
BATCH_S = 0.5
QUIET_BATCH_S = 2.0
RESUME_RUNS = 20
MOST_NEW = 100  # an import of runs can bring thousands, which nobody reads one by one
_log = logging.getLogger(__name__)
UNFINISHED = tuple(state for state in RunState if not state.is_finished)


class HelloDocument(Document):
    """First event of every stream; `server` changes when the server was started again."""

    version: str
    server: str
    measuring: bool


class MeasuringDocument(Document):
    """Whether something is being measured on this machine: the page goes quiet."""

    measuring: bool


ListName = Literal["runs", "models", "datasets"]


class ChangedDocument(Document):
    """A list to read again: runs went away, or models or datasets were added, renamed or removed."""

    list: ListName


EventName = Literal["hello", "run", "measuring", "changed"]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the store found.

    `changed` are runs that moved, that ended, or that came and ended between two looks; `gone` the ids of unfinished runs
    that are no more; `count` how many top-level runs there are, and `fewer` whether any went away; `names` by list and id.
    """

    changed: list[Run]
    gone: list[str]
    count: int
    fewer: bool
    names: dict[ListName, dict[str, str]]


@dataclass(eq=False)
class Listener:
    """One open stream: what it was not sent yet (the newest state of each run), and a bell for it."""

    waiting: dict[str, ServerSentEvent] = field(default_factory=dict)
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def post(self, key: str, event: ServerSentEvent) -> None:
        """Queue an event; an older one of the same key is replaced."""
        self.waiting.pop(key, None)
        self.waiting[key] = event
        self.bell.set()

    def take(self) -> list[ServerSentEvent]:
        """Everything that waits, in order."""
        events = list(self.waiting.values())
        self.waiting.clear()
        self.bell.clear()
        return events


class EventHub:
    """Watches the runs of a workspace while a page is open, and tells every page."""

    def __init__(self, workbench: Workbench) -> None:
        self._runs = workbench.runs
        self._models = workbench.models
        self._datasets = workbench.datasets
        self._server = secrets.token_hex(4)
        self._sequence = 0
        self._listeners: set[Listener] = set()
        self._changed: dict[str, Run] = {}
        self._unfinished: dict[str, Run] = {}
        self._revision: int | None = None
        self._count: int | None = None
        self._names: dict[ListName, dict[str, str]] = {}
        self._lists: set[ListName] = set()
        self._failing = False
        self._measuring = False
        self._wake = asyncio.Event()
        self._closed = False
        self._beginning = asyncio.Lock()
        self._pump: asyncio.Task[None] | None = None

    def close(self) -> None:
        """End every stream; called on the event loop."""
        self._closed = True
        self._wake.set()
        for listener in self._listeners:
            listener.bell.set()

    async def stream(self, resume: bool) -> AsyncIterator[ServerSentEvent]:
        """Events for one page until it leaves or the server ends.

        With `resume` (the page was connected before) the newest runs are sent too, for it may have missed their end.
        """
        listener = Listener()
        self._listeners.add(listener)
        try:
            await self._begin_watching()
            hello = HelloDocument(version=dlwb.__version__, server=self._server, measuring=self._measuring)
            yield self._event("hello", hello)
            for run in await self._known(resume):
                yield self._event("run", RunDocument.of(run))
            while not self._closed:
                await listener.bell.wait()
                for event in listener.take():
                    yield event
        finally:
            self._listeners.discard(listener)
            self._wake.set()

    async def _begin_watching(self) -> None:
        async with self._beginning:
            if self._pump is None or self._pump.done():
                self._changed.clear()  # what the last page left behind is older than what the store says now
                await self._look()
                self._settle()
                self._changed.clear()
                self._lists.clear()
                self._measuring = self._is_measuring()
                self._pump = asyncio.create_task(self._work())

    async def _known(self, resume: bool) -> list[Run]:
        known = dict(self._unfinished)
        if resume:
            newest = await to_thread.run_sync(
                self._runs.list, RunFilter(limit=RESUME_RUNS, top_level=True, outcomes=False)
            )
            known |= {run.id: run for run in newest}
        return sorted(known.values(), key=lambda run: run.created)

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()

        def hear(run: Run) -> None:
            loop.call_soon_threadsafe(self._note, run)

        unsubscribe = self._runs.on_change(hear)
        try:
            while self._listeners and not self._closed:
                await self._rest()
                if self._listeners and not self._closed:
                    await self._turn()
        finally:
            unsubscribe()

    async def _turn(self) -> None:
        """Look, and tell the pages. Whatever goes wrong, the next turn comes: pages would wait for ever without a word."""
        try:
            try:
                await self._look()
            finally:
                self._publish()  # what this process did needs no store
        except Exception:
            if not self._failing:
                _log.exception("What changed could not be found out; trying again until it can")
            self._failing = True
        else:
            self._failing = False

    def _note(self, run: Run) -> None:
        """A run of this process changed; a change of state is worth more hurry than progress.

        Points of a search are left out: its own progress tells that there are more of them.
        """
        if run.parent is not None:
            return
        before = self._changed.get(run.id) or self._unfinished.get(run.id)
        if before is None and run.state.is_finished:
            return  # the store told of its end already, or will
        # Who carries a run says what was written beside it when it began; the store knows better.
        self._changed[run.id] = run if before is None else replace(run, annotation=before.annotation)
        if before is None or before.state is not run.state:
            self._wake.set()

    async def _rest(self) -> None:
        """Sleep until it is time to look again: at once after a change of state, else by the clock."""
        await asyncio.sleep(BATCH_S)
        with suppress(TimeoutError):
            async with asyncio.timeout((QUIET_BATCH_S if self._measuring else POLL_S) - BATCH_S):
                await self._wake.wait()
        self._wake.clear()

    async def _look(self) -> None:
        """Find out what other processes did, if the store says that anything was written."""
        revision = await to_thread.run_sync(self._runs.revision)
        if revision == self._revision:
            return
        look = await to_thread.run_sync(self._find_changes, dict(self._unfinished))
        for run in look.changed:
            self._changed[run.id] = replace(self._changed.get(run.id, run), annotation=run.annotation)
        for id in look.gone:
            self._unfinished.pop(id, None)
        if look.fewer:
            self._lists.add("runs")
        self._lists |= {name for name, known in look.names.items() if known != self._names.get(name)}
        self._revision, self._count, self._names = revision, look.count, look.names

    def _settle(self) -> None:
        """Remember which of the runs that changed are still unfinished."""
        self._unfinished.update(self._changed)
        self._unfinished = {id: run for id, run in self._unfinished.items() if not run.state.is_finished}

    def _find_changes(self, before: dict[str, Run]) -> Look:
        """Ask the store; `before` are the unfinished runs that are known."""
        now = {run.id: run for run in self._runs.list(RunFilter(states=UNFINISHED, outcomes=False))}
        changed = [run for id, run in now.items() if before.get(id) != run]
        gone: list[str] = []
        for id in before.keys() - now.keys():
            try:
                changed.append(self._runs.get(id))
            except NotFound:
                gone.append(id)
        count = self._runs.count(RunFilter(top_level=True))
        known = count if self._count is None else self._count
        if count > known:
            seen = {run.id for run in changed}
            newest = RunFilter(limit=min(count - known, MOST_NEW), top_level=True, outcomes=False)
            changed += [run for run in self._runs.list(newest) if run.id not in seen]
        new = sum(run.parent is None for id, run in now.items() if id not in before)
        return Look(
            changed=changed,
            gone=gone,
            count=count,
            fewer=self._count is not None and count < known + new,
            names={"models": self._models.names(), "datasets": self._datasets.names()},
        )

    def _publish(self) -> None:
        self._settle()
        changed, self._changed = self._changed, {}
        lists, self._lists = self._lists, set()
        for id, run in changed.items():
            self._post(id, self._event("run", RunDocument.of(run)))
        for name in sorted(lists):
            self._post(f"changed {name}", self._event("changed", ChangedDocument(list=name)))
        measuring = self._is_measuring()
        if measuring != self._measuring:
            self._measuring = measuring
            self._post("measuring", self._event("measuring", MeasuringDocument(measuring=measuring)))

    def _is_measuring(self) -> bool:
        working = (run for run in self._unfinished.values() if run.state is not RunState.QUEUED)
        return any(run.spec.measures for run in working)

    def _post(self, key: str, event: ServerSentEvent) -> None:
        for listener in self._listeners:
            listener.post(key, event)

    def _event(self, name: EventName, document: Document) -> ServerSentEvent:
        self._sequence += 1
        return ServerSentEvent(event=name, id=f"{self._server}-{self._sequence}", raw_data=document.model_dump_json())
