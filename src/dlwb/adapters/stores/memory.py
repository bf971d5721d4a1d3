"""`ports.Store` in memory: for tests, and for whoever wants a workbench that leaves nothing behind."""

import threading
from dataclasses import replace
from typing import TypeVar

from dlwb.domain.errors import Ambiguous, InputError, NotFound
from dlwb.domain.model import FileRef, Model
from dlwb.domain.outcomes import BenchmarkOutcome
from dlwb.domain.run import Run
from dlwb.ports import ModelFigures, RunFilter

SHORTEST_BEGINNING = 4
T = TypeVar("T", Model, Run)


class MemoryStore:
    """Models and runs in dictionaries behind one lock."""

    def __init__(self) -> None:
        self._models: dict[str, Model] = {}
        self._runs: dict[str, Run] = {}
        self._cancels: set[str] = set()
        self._settings: dict[str, str] = {}
        self._revision = 0
        self._lock = threading.RLock()

    def add_model(self, model: Model) -> bool:
        """See `ports.Store`."""
        with self._lock:
            if model.id in self._models:
                return False
            self._models[model.id] = model
            self._revision += 1
            return True

    def find_model(self, text: str) -> Model:
        """See `ports.Store`."""
        with self._lock:
            named = [model for model in self.models() if model.name == text]
            if text not in self._models and named:
                return named[0]
            return _by_id(self._models, "model", text)

    def models(self) -> tuple[Model, ...]:
        """See `ports.Store`."""
        with self._lock:
            return tuple(sorted(self._models.values(), key=lambda model: (model.created, model.id), reverse=True))

    def rename_model(self, id: str, name: str) -> Model:
        """See `ports.Store`."""
        with self._lock:
            if id not in self._models:
                raise NotFound(f"There is no model {id}.")
            self._models[id] = replace(self._models[id], name=name)
            self._revision += 1
            return self._models[id]

    def remove_model(self, id: str) -> tuple[FileRef, ...]:
        """See `ports.Store`."""
        with self._lock:
            own_runs = [run for run in self._runs.values() if run.model == id]
            if busy := [run for run in own_runs if not run.state.is_finished]:
                raise InputError(f"Run {busy[0].id} of the model is not finished.", "Wait for it or cancel it first.")
            if id not in self._models:
                raise NotFound(f"There is no model {id}.")
            removed = self._models.pop(id)
            for run in own_runs:
                self._forget(run.id)
            used = {file.sha256 for model in self._models.values() for file in model.files}
            self._revision += 1
            return tuple({file.sha256: file for file in removed.files if file.sha256 not in used}.values())

    def file_hashes(self) -> frozenset[str]:
        """See `ports.Store`."""
        with self._lock:
            return frozenset(ref.sha256 for model in self._models.values() for ref in model.files)

    def add_run(self, run: Run) -> None:
        """See `ports.Store`."""
        with self._lock:
            self._runs[run.id] = run
            self._revision += 1

    def find_run(self, text: str) -> Run:
        """See `ports.Store`."""
        with self._lock:
            return _by_id(self._runs, "run", text)

    def runs(self, filter: RunFilter) -> tuple[Run, ...]:
        """See `ports.Store`."""
        with self._lock:
            fitting = sorted(self._fitting(filter), key=lambda run: (run.created, run.id), reverse=True)
        page = fitting[filter.offset : filter.offset + filter.limit]
        return tuple(page if filter.outcomes else (replace(run, outcome=None) for run in page))

    def count_runs(self, filter: RunFilter) -> int:
        """See `ports.Store`."""
        with self._lock:
            return len(self._fitting(filter))

    def figures(self) -> dict[str, ModelFigures]:
        """See `ports.Store`."""
        with self._lock:
            by_model: dict[str, list[Run]] = {}
            for run in self._runs.values():
                if run.model is not None and run.spec.kind != "import":
                    by_model.setdefault(run.model, []).append(run)
        return {model: _figures(own_runs) for model, own_runs in by_model.items()}

    def update_run(self, run: Run) -> bool:
        """See `ports.Store`."""
        with self._lock:
            stored = self._runs.get(run.id)
            if stored is None or stored.state.is_finished:
                return False
            self._runs[run.id] = run
            self._revision += 1
            return True

    def remove_run(self, id: str) -> None:
        """See `ports.Store`."""
        with self._lock:
            if id not in self._runs:
                raise NotFound(f"There is no run {id}.")
            if not self._runs[id].state.is_finished:
                raise InputError(f"Run {id} is not finished.", "Cancel it first.")
            for point in [run.id for run in self._runs.values() if run.parent == id]:
                self._forget(point)
            self._forget(id)
            self._revision += 1

    def unfinished(self) -> tuple[Run, ...]:
        """See `ports.Store`."""
        with self._lock:
            open_runs = [run for run in self._runs.values() if not run.state.is_finished]
        return tuple(sorted(open_runs, key=lambda run: (run.created, run.id)))

    def request_cancel(self, id: str) -> None:
        """See `ports.Store`."""
        with self._lock:
            if id in self._runs:
                self._cancels.add(id)
            self._revision += 1

    def cancel_requested(self, id: str) -> bool:
        """See `ports.Store`."""
        return id in self._cancels

    def setting(self, key: str) -> str | None:
        """See `ports.Store`."""
        return self._settings.get(key)

    def set_setting(self, key: str, value: str) -> None:
        """See `ports.Store`."""
        with self._lock:
            self._settings[key] = value
            self._revision += 1

    def revision(self) -> int:
        """See `ports.Store`."""
        return self._revision

    def close(self) -> None:
        """See `ports.Store`; there is nothing to let go of."""

    def _fitting(self, filter: RunFilter) -> list[Run]:
        return [
            run
            for run in self._runs.values()
            if (not filter.kinds or run.spec.kind in filter.kinds)
            and (not filter.states or run.state in filter.states)
            and filter.model in (None, run.model)
            and (not filter.parents or run.parent in filter.parents)
            and not (filter.top_level and run.parent)
        ]

    def _forget(self, run_id: str) -> None:
        del self._runs[run_id]
        self._cancels.discard(run_id)


def _figures(runs: list[Run]) -> ModelFigures:
    measured = [run.outcome.measurement for run in runs if isinstance(run.outcome, BenchmarkOutcome)]
    return ModelFigures(
        runs=sum(run.parent is None for run in runs),
        last_run=max(run.created for run in runs),
        best_throughput_fps=max((m.throughput_fps.value for m in measured), default=None),
        best_latency_ms=min((m.latency_ms.p50.value for m in measured), default=None),
    )


def _by_id(things: dict[str, T], what: str, text: str) -> T:
    if text in things:
        return things[text]
    found = [thing for id, thing in things.items() if id.startswith(text)] if len(text) >= SHORTEST_BEGINNING else []
    if not found:
        raise NotFound(f"There is no {what} '{text}'.", f"`dlwb {what} list` shows all {what}s.")
    if len(found) > 1:
        raise Ambiguous(f"Several {what}s begin with '{text}'.", "Give more of the id.")
    return found[0]
