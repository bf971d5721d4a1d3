"""`ports.Store` in memory: for tests, and for whoever wants a workbench that leaves nothing behind."""

import threading
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from dlwb.adapters.stores.imported import refuse_different, with_searches
from dlwb.adapters.stores.memory_datasets import MemoryDatasets
from dlwb.adapters.stores.run_rows import searchable
from dlwb.domain.annotation import Annotation
from dlwb.domain.dataset import Dataset
from dlwb.domain.errors import Ambiguous, InputError, not_there, unknown
from dlwb.domain.model import FileRef, Model
from dlwb.domain.names import SHORTEST_BEGINNING
from dlwb.domain.run import Run
from dlwb.domain.specs import BenchmarkSpec, device_of
from dlwb.domain.trend import Series, TrendPoint, conditions_of, series_key, series_of
from dlwb.ports import ModelFigures, RunChoices, RunFilter, RunSort

T = TypeVar("T", Model, Run)


class MemoryStore(MemoryDatasets):
    """Models, datasets and runs in dictionaries behind one lock."""

    def __init__(self) -> None:
        self._models: dict[str, Model] = {}
        self._datasets: dict[str, Dataset] = {}
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

    def model_id(self, text: str) -> str:
        """See `ports.Store`."""
        return self.find_model(text).id

    def models(self) -> tuple[Model, ...]:
        """See `ports.Store`."""
        with self._lock:
            return tuple(sorted(self._models.values(), key=lambda model: (model.created, model.id), reverse=True))

    def model_names(self) -> dict[str, str]:
        """See `ports.Store`."""
        with self._lock:
            return {model.id: model.name for model in self._models.values()}

    def rename_model(self, id: str, name: str) -> Model:
        """See `ports.Store`."""
        with self._lock:
            if id not in self._models:
                raise unknown("model", id)
            self._models[id] = replace(self._models[id], name=name)
            self._revision += 1
            return self._models[id]

    def replace_model(self, model: Model) -> None:
        """See `ports.Store`."""
        with self._lock:
            if model.id not in self._models:
                raise unknown("model", model.id)
            self._models[model.id] = model
            self._revision += 1

    def remove_model(self, id: str) -> tuple[FileRef, ...]:
        """See `ports.Store`."""
        with self._lock:
            own_runs = [run for run in self._runs.values() if run.model == id]
            if busy := [run for run in own_runs if not run.state.is_finished]:
                raise InputError(f"Run {busy[0].id} of the model is not finished.", "Wait for it or cancel it first.")
            if id not in self._models:
                raise unknown("model", id)
            removed = self._models.pop(id)
            for run in own_runs:
                self._forget(run.id)
            used = {file.sha256 for model in self._models.values() for file in model.files}
            self._revision += 1
            return tuple({file.sha256: file for file in removed.files if file.sha256 not in used}.values())

    def file_hashes(self) -> frozenset[str]:
        """See `ports.Store`."""
        with self._lock:
            of_models = frozenset(ref.sha256 for model in self._models.values() for ref in model.files)
            return of_models | {dataset.index for dataset in self._datasets.values()}

    def add_run(self, run: Run) -> None:
        """See `ports.Store`."""
        with self._lock:
            self._runs[run.id] = run
            self._revision += 1

    def find_run(self, text: str) -> Run:
        """See `ports.Store`."""
        with self._lock:
            return _by_id(self._runs, "run", text)

    def run_id(self, text: str) -> str:
        """See `ports.Store`."""
        return self.find_run(text).id

    def runs(self, filter: RunFilter) -> tuple[Run, ...]:
        """See `ports.Store`."""
        with self._lock:
            fitting = _sorted(self._fitting(filter), filter)
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
            self._runs[run.id] = replace(run, annotation=stored.annotation)
            self._revision += 1
            return True

    def annotate_run(self, id: str, annotation: Annotation) -> None:
        """See `ports.Store`."""
        with self._lock:
            if id not in self._runs:
                raise unknown("run", id)
            self._runs[id] = replace(self._runs[id], annotation=annotation)
            self._revision += 1

    def known_runs(self, ids: Collection[str]) -> frozenset[str]:
        """See `ports.Store`."""
        with self._lock:
            return frozenset(ids) & self._runs.keys()

    def remove_runs(self, ids: Collection[str]) -> tuple[str, ...]:
        """See `ports.Store`."""
        with self._lock:
            for id in ids:
                if id not in self._runs:
                    raise unknown("run", id)
                if not self._runs[id].state.is_finished:
                    raise InputError(f"Run {id} is not finished.", "Cancel it first.")
            removed = tuple(run.id for run in self._runs.values() if run.id in ids or run.parent in ids)
            for id in removed:
                self._forget(id)
            self._revision += 1
        return removed

    def add_runs(self, new: Sequence[Run]) -> frozenset[str]:
        """See `ports.Store`."""
        by_id = {run.id: run for run in new}
        with self._lock:
            known = {id: self._runs[id] for id in by_id if id in self._runs}
            refuse_different(by_id, known)
            added = {id: run for id, run in by_id.items() if id not in known}
            completed = {run.id: run for run in with_searches(by_id, known)}
            self._runs |= added | completed
            self._revision += bool(added or completed)
        return frozenset(added)

    def model_of_runs(self, text: str) -> tuple[str, str]:
        """See `ports.Store`."""
        with self._lock:
            newest = [run for run in _sorted(list(self._runs.values()), RunFilter()) if run.model is not None]
        exact = [run for run in newest if run.model == text] or [run for run in newest if run.model_name == text]
        if exact:
            return exact[0].model or "", exact[0].model_name
        names = {run.model or "": run.model_name for run in newest if (run.model or "").startswith(text)}
        if not names or len(text) < SHORTEST_BEGINNING:
            raise not_there("model", text)
        if len(names) > 1:
            raise Ambiguous(f"Several models begin with '{text}'.", "Give more of the id.")
        return next(iter(names.items()))

    def run_choices(self) -> RunChoices:
        """See `ports.Store`."""
        with self._lock:
            top = [run for run in self._runs.values() if run.parent is None]
        return RunChoices(
            tags=dict(Counter(tag for run in top for tag in run.annotation.tags)),
            devices=dict(Counter(device for run in top if (device := device_of(run.spec)))),
            hosts=dict(Counter(host for run in top if (host := _host(run)))),
        )

    def trend(self, model: str, limit: int) -> tuple[Series, ...]:
        """See `ports.Store`."""
        with self._lock:
            measured = [run for run in self._runs.values() if run.model == model and run.headline is not None]
        grouped: dict[str, list[Run]] = {}
        for run in _sorted(measured, RunFilter())[:limit]:
            assert isinstance(run.spec, BenchmarkSpec)
            assert run.headline is not None
            grouped.setdefault(series_key(run.spec, run.headline), []).append(run)
        return tuple(_series(key, runs) for key, runs in grouped.items())

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
            and (not filter.ids or run.id in filter.ids)
            and (not filter.models or run.model in filter.models)
            and (not filter.parents or run.parent in filter.parents)
            and not (filter.top_level and run.parent)
            and not (filter.own and run.imported_from)
            and (not filter.devices or device_of(run.spec) in filter.devices)
            and (not filter.hosts or _host(run) in filter.hosts)
            and (not filter.verdicts or (run.headline is not None and run.headline.verdict.status in filter.verdicts))
            and set(filter.tags) <= set(run.annotation.tags)
            and (filter.since is None or run.created >= filter.since)
            and (filter.until is None or run.created < filter.until)
            and _has_words(run, searchable(filter.search).split())
        ]

    def _forget(self, run_id: str) -> None:
        del self._runs[run_id]
        self._cancels.discard(run_id)


def _figures(runs: list[Run]) -> ModelFigures:
    measured = [run.headline for run in runs if run.headline is not None and run.imported_from is None]
    return ModelFigures(
        runs=sum(run.parent is None for run in runs),
        last_run=max(run.created for run in runs),
        best_throughput_fps=max((m.throughput_fps.value for m in measured), default=None),
        best_latency_ms=min((m.latency_ms.value for m in measured), default=None),
    )


def _host(run: Run) -> str:
    return run.headline.host if run.headline else run.owner.host if run.owner else ""


def _has_words(run: Run, words: list[str]) -> bool:
    own = searchable(run.model_name, run.id, run.spec.kind, device_of(run.spec))
    remarks = searchable(*run.annotation.tags, run.annotation.note)
    return all(word in own or word in remarks for word in words)


def _sorted(runs: list[Run], filter: RunFilter) -> list[Run]:
    newest = sorted(runs, key=lambda run: (run.created, run.id), reverse=True)
    match filter.sort:
        case RunSort.CREATED:
            return newest[::-1] if filter.ascending else newest
        case RunSort.MODEL:
            return sorted(newest, key=lambda run: run.model_name, reverse=not filter.ascending)
        case figure:
            measured = [run for run in newest if run.headline is not None]
            ordered = sorted(measured, key=lambda run: _figure(run, figure), reverse=not filter.ascending)
            return ordered + [run for run in newest if run.headline is None]


def _figure(run: Run, figure: RunSort) -> float:
    assert run.headline is not None
    return (run.headline.throughput_fps if figure is RunSort.THROUGHPUT else run.headline.latency_ms).value


def _series(key: str, runs: list[Run]) -> Series:
    """The series of these runs, the newest first."""
    spec, headline = runs[0].spec, runs[0].headline
    assert isinstance(spec, BenchmarkSpec)
    assert headline is not None
    return series_of(key, spec, headline, tuple(_point(run) for run in reversed(runs)))


def _point(run: Run) -> TrendPoint:
    assert run.headline is not None
    return TrendPoint(
        run=run.id,
        created=run.created,
        throughput_fps=run.headline.throughput_fps,
        latency_ms=run.headline.latency_ms,
        verdict=run.headline.verdict.status,
        conditions=conditions_of(run.headline),
        parent=run.parent,
        imported=run.imported_from is not None,
    )


def _by_id(things: dict[str, T], what: str, text: str) -> T:
    if text in things:
        return things[text]
    found = [thing for id, thing in things.items() if id.startswith(text)] if len(text) >= SHORTEST_BEGINNING else []
    if not found:
        raise not_there(what, text)
    if len(found) > 1:
        raise Ambiguous(f"Several {what}s begin with '{text}'.", "Give more of the id.")
    return found[0]
