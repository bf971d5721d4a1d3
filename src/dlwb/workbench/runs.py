"""The runs of a workspace, as the SDK offers them."""

import builtins
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import dlwb
from dlwb.adapters.run_files import pack, unpack
from dlwb.adapters.stores.sql import SqlStore
from dlwb.documents import HistoryDocument, RunChoicesDocument, RunImportDocument, SeriesDocument
from dlwb.domain.annotation import Annotation
from dlwb.domain.errors import InputError, NotFound
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.moments import as_recorded
from dlwb.domain.run import Run, RunState
from dlwb.ports import RunFilter
from dlwb.workflows.exchange import EXCHANGED, admit, collect
from dlwb.workflows.queue import OnChange, RunQueue

ANY = RunFilter()
MOST_POINTS = 5000  # of a history: more than anybody can tell apart, and little enough to answer at once
_ALL = 1_000_000
_ENDED = {RunState.SUCCEEDED: "succeeded", RunState.FAILED: "failed", RunState.LOST: "was lost"}
_FINISHED = tuple(state for state in RunState if state.is_finished)


class RunShelf:
    """The runs of a workspace: the queue and the history."""

    def __init__(self, store: SqlStore, queue: RunQueue) -> None:
        self._store = store
        self._queue = queue

    def list(self, filter: RunFilter = ANY) -> builtins.tuple[Run, ...]:
        """Runs that fit, newest first."""
        return self._store.runs(filter)

    def count(self, filter: RunFilter = ANY) -> int:
        """How many runs fit, whatever the limit."""
        return self._store.count_runs(filter)

    def get(self, text: str) -> Run:
        """A run by id or unique beginning of one. Raises NotFound, Ambiguous."""
        return self._store.find_run(text)

    def cancel(self, text: str) -> Run:
        """Cancel a run, whichever process carries it; one that was cancelled before is returned as it is.

        Raises:
            NotFound, Ambiguous; InputError: it has ended in another way already.
        """
        run = self.get(text)
        if run.state.is_finished and run.state is not RunState.CANCELLED:
            raise InputError(
                f"Run {run.id} ({run.what}) has ended already: it {_ENDED[run.state]}, and cannot be cancelled any more.",
                "What is not needed can be removed.",
                terminal=f"dlwb run remove {run.id}",
            )
        return self._queue.cancel(run.id)

    def remove(self, *texts: str) -> builtins.tuple[str, ...]:
        """Forget finished runs and their files, all or none; returns their ids. Raises NotFound, Ambiguous, InputError."""
        return self._queue.remove(texts)

    def annotate(self, text: str, *, tags: Sequence[str] | None = None, note: str | None = None) -> Run:
        """Write tags and a note beside a run, in place of those before; None leaves them as they are.

        Raises:
            NotFound, Ambiguous; InvalidOptions: a tag or the note cannot be kept, all problems at once.
        """
        run = self._store.find_run(text)
        before = run.annotation
        new = Annotation(before.tags if tags is None else tuple(tags), before.note if note is None else note).checked()
        self._store.annotate_run(run.id, new)
        return self._store.find_run(run.id)

    def tag(self, text: str, *tags: str) -> Run:
        """Add tags to a run. Raises what `annotate` raises."""
        self.retag(text, add=tags)
        return self.get(text)

    def untag(self, text: str, *tags: str) -> Run:
        """Take tags off a run, all or none. Raises NotFound, also when it does not have one; Ambiguous."""
        run = self.get(text)
        missing = [tag for tag in dict.fromkeys(tags) if tag not in run.annotation.tags]
        if missing:
            has = f"It has: {', '.join(run.annotation.tags)}." if run.annotation.tags else "It has no tags."
            names = ", ".join(f"'{tag}'" for tag in missing)
            raise NotFound(f"Run {run.id} has no tag {names}; nothing is changed.", has)
        self.retag(run.id, remove=tags)
        return self.get(text)

    def retag(self, *texts: str, add: Sequence[str] = (), remove: Sequence[str] = ()) -> builtins.tuple[str, ...]:
        """Add tags to runs and take others off; a tag in both is kept. Returns the ids of the runs that changed.

        Raises:
            NotFound, Ambiguous; InvalidOptions: a tag cannot be kept, or a run would have too many. Nothing is changed then.
        """
        changed: dict[str, Annotation] = {}
        for run in [self._store.find_run(text) for text in dict.fromkeys(texts)]:
            before = run.annotation
            kept = (tag for tag in before.tags if tag not in remove)
            after = Annotation((*kept, *add), before.note).checked()
            if after != before:
                changed[run.id] = after
        for id, annotation in changed.items():
            self._store.annotate_run(id, annotation)
        return tuple(changed)

    def choices(self) -> RunChoicesDocument:
        """Tags, devices and hosts that runs can be filtered by."""
        found = self._store.run_choices()
        return RunChoicesDocument.of(found.tags, found.devices, found.hosts)

    def model(self, text: str) -> builtins.tuple[str, str]:
        """Id and name of a model that is here, or that imported runs are of. Raises NotFound, Ambiguous."""
        id, name, _ = self._named(text)
        return id, name

    def history(self, text: str) -> HistoryDocument:
        """All benchmarks of a model over time, as series with their steps. Raises NotFound, Ambiguous."""
        id, name, known = self._named(text)
        series = self._store.trend(id, MOST_POINTS)
        points = sum(len(one.points) for one in series)
        total = self.count(RunFilter(models=(id,), verdicts=tuple(VerdictStatus)))
        return HistoryDocument(
            model=id,
            model_name=name,
            known=known,
            points=points,
            left_out=max(0, total - MOST_POINTS),
            unreadable=max(0, min(total, MOST_POINTS) - points),
            series=tuple(SeriesDocument.of(one) for one in series),
        )

    def export(self, *texts: str, model: str | None = None) -> bytes:
        """The content of a file with these runs, or with all of a model, for `import_file` of another workspace.

        Points of searches go along; model files do not.

        Raises:
            NotFound, Ambiguous; InputError: nothing is named; a run is not finished, means nothing elsewhere, or there are
                too many.
        """
        if not texts and model is None:
            raise InputError(
                "Nothing is named that is to be exported.", "Name runs, or a model.", terminal="--model MODEL"
            )
        chosen = [self._store.find_run(text) for text in dict.fromkeys(texts)]
        if model is not None:
            whole = RunFilter(
                kinds=EXCHANGED, states=_FINISHED, models=(self.model(model)[0],), limit=_ALL, top_level=True
            )
            chosen += self._store.runs(whole)
        return pack(collect(self._store, chosen, socket.gethostname(), dlwb.__version__, _now()))

    def import_file(self, file: Path | str | BinaryIO) -> RunImportDocument:
        """Take in the runs of a file that `export` made, all or none. Ids, dates and hosts stay what they were.

        Raises:
            UnknownFormat, InputError: the file is not one, damaged, or holds what cannot be. NotFound: there is none.
        """
        if isinstance(file, Path | str):
            with _opened(Path(file)) as opened:
                return self.import_file(opened)
        runs = admit(unpack(file), _now())
        added = self._store.add_runs(runs)
        known = {model.id for model in self._store.models()}
        return RunImportDocument(
            added=tuple(run.id for run in runs if run.id in added),
            skipped=tuple(run.id for run in runs if run.id not in added),
            unknown_models=tuple(dict.fromkeys(run.model_name for run in runs if run.model not in known)),
        )

    def _named(self, text: str) -> builtins.tuple[str, str, bool]:
        """Id and name of a model, and whether it is here."""
        try:
            found = self._store.find_model(text)
        except NotFound:
            return (*self._store.model_of_runs(text), False)
        return found.id, found.name, True

    def log(self, text: str) -> str:
        """What the worker and its libraries printed; bytes that are not UTF-8 are replaced."""
        log = self._queue.folders.log(self.get(text).id)
        return log.read_bytes().decode(errors="replace") if log.exists() else ""

    def file(self, text: str, name: str) -> Path:
        """Where a file that a run made lies, such as `runtime.xml`. Raises NotFound."""
        run = self.get(text)
        path = self._queue.folders.path(run.id) / name
        if Path(name).name != name or not path.is_file():
            raise NotFound(f"Run {run.id} has no file '{name}'.", "Only a finished profile has a runtime graph.")
        return path

    def on_change(self, listener: OnChange) -> Callable[[], None]:
        """Tell `listener` every change of the runs of this process, from their threads; returns how to stop that."""
        return self._queue.on_change(listener)

    def revision(self) -> int:
        """A number that changes whenever any process wrote to the workspace."""
        return self._store.revision()


def _now() -> str:
    return as_recorded(datetime.now(UTC))


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}.", "Give the path of a file of runs.") from error
