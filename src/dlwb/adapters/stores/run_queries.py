"""Questions about runs: pages of lists, counts, what can be filtered by, and the trend of a model.

All but the documents themselves comes from covering indexes: a row of `runs` takes some kilobytes, and a hundred thousand
of them are more than a list may read past. So a page is found by id first, then its documents are read.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, select

from dlwb.adapters.stores.run_rows import TAG_BOUND, decode, searchable, split_tags, to_run
from dlwb.adapters.stores.tables import outcomes, runs
from dlwb.adapters.stores.unreadable import Unreadable
from dlwb.domain.errors import StoreError
from dlwb.domain.headline import Headline
from dlwb.domain.measurement import Estimate, VerdictStatus
from dlwb.domain.run import Run, RunState
from dlwb.domain.specs import BenchmarkSpec
from dlwb.domain.trend import Series, TrendPoint, series_of
from dlwb.ports import ModelFigures, RunChoices, RunFilter, RunSort

_SORTED_BY = {
    RunSort.THROUGHPUT: runs.c.throughput_fps,
    RunSort.LATENCY: runs.c.latency_ms,
    RunSort.MODEL: runs.c.model_name,
}
# Each holds all that lists filter by, in one order.
_INDEX = {
    RunSort.CREATED: "ix_runs_list",
    RunSort.THROUGHPUT: "ix_runs_throughput",
    RunSort.LATENCY: "ix_runs_latency",
    RunSort.MODEL: "ix_runs_name",
}


def whole(outcome: bool) -> Select[Any]:
    """Runs with all that `run_rows.to_run` needs."""
    own = (runs.c.id, runs.c.document, runs.c.tags, runs.c.note)
    if not outcome:
        return select(*own)
    return select(*own, outcomes.c.codec, outcomes.c.data).select_from(runs.outerjoin(outcomes))


def page(connection: Connection, filter: RunFilter) -> list[Row[Any]]:
    """The rows of one page, in its order."""
    ids = _listed(select(runs.c.id), filter, filter.sort).order_by(*_order(filter))
    found = list(connection.execute(ids.limit(filter.limit).offset(filter.offset)).scalars())
    rows: dict[str, Row[Any]] = {}
    query = whole(filter.outcomes)
    for part in _parts(found):
        rows |= {row.id: row for row in connection.execute(query.where(runs.c.id.in_(part)))}
    return [rows[id] for id in found if id in rows]


def some(connection: Connection, ids: Sequence[str]) -> list[Run]:
    """The runs with these ids that are there, with their results, in no order."""
    query = whole(outcome=True)
    return [to_run(row) for part in _parts(ids) for row in connection.execute(query.where(runs.c.id.in_(part)))]


def states(connection: Connection, ids: Sequence[str]) -> dict[str, RunState]:
    """The states of the runs with these ids that are there."""
    query = select(runs.c.id, runs.c.state)
    found = (row for part in _parts(ids) for row in connection.execute(query.where(runs.c.id.in_(part))))
    return {row.id: RunState(row.state) for row in found}


def remove(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Delete runs, and the points of searches with them; the ids of all."""
    points = select(runs.c.id)
    all_ids = dict.fromkeys(ids)
    for part in _parts(ids):
        all_ids |= dict.fromkeys(connection.execute(points.where(runs.c.parent.in_(part))).scalars())
    for part in _parts(tuple(all_ids)):
        connection.execute(delete(runs).where(runs.c.id.in_(part)))
    return tuple(all_ids)


def count(connection: Connection, filter: RunFilter) -> int:
    """How many runs fit, whatever the limit."""
    query: Select[Any] = _listed(select(func.count()).select_from(runs), filter)
    return int(connection.execute(query).scalar_one())


def _listed(query: Select[Any], filter: RunFilter, sort: RunSort = RunSort.CREATED) -> Select[Any]:
    """The query for the runs that fit. It names the index, because SQLite knows nothing of how many rows a value has and
    would rather look up each of them than read an index that covers all.
    """
    query = query.where(*_conditions(filter))
    if filter.ids or filter.parents:
        return query
    index = "ix_runs_model" if filter.models else _INDEX[sort]
    return query.with_hint(runs, f"INDEXED BY {index}", "sqlite")


def _conditions(filter: RunFilter) -> list[ColumnElement[bool]]:
    """What a run must fulfil to be listed."""
    found: list[ColumnElement[bool]] = []
    for column, wanted in (
        (runs.c.id, filter.ids),
        (runs.c.model, filter.models),
        (runs.c.kind, filter.kinds),
        (runs.c.state, filter.states),
        (runs.c.parent, filter.parents),
        (runs.c.device, filter.devices),
        (runs.c.host, filter.hosts),
        (runs.c.verdict, filter.verdicts),
    ):
        if wanted:
            found.append(column.in_(wanted))
    if filter.own:
        found.append(runs.c.imported.is_(False))
    if filter.top_level:
        found.append(runs.c.parent.is_(None))
    if filter.since is not None:
        found.append(runs.c.created >= filter.since)
    if filter.until is not None:
        found.append(runs.c.created < filter.until)
    found += [func.instr(runs.c.tags, f"{TAG_BOUND}{tag}{TAG_BOUND}") > 0 for tag in filter.tags]
    for word in searchable(filter.search).split():
        found.append((func.instr(runs.c.searched, word) > 0) | (func.instr(runs.c.remarks, word) > 0))
    return found


def figures(connection: Connection) -> dict[str, ModelFigures]:
    """The figures of every model that has runs, by model id."""
    own = runs.c.imported.is_(False)
    query = (
        select(
            runs.c.model,
            func.count().filter(runs.c.parent.is_(None)),
            func.max(runs.c.created),
            func.max(runs.c.throughput_fps).filter(own),
            func.min(runs.c.latency_ms).filter(own),
        )
        .where(runs.c.model.is_not(None), runs.c.kind != "import")
        .group_by(runs.c.model)
    )
    return {model: ModelFigures(*rest) for model, *rest in connection.execute(query)}


def choices(connection: Connection) -> RunChoices:
    """What top-level runs can be filtered by."""
    grouped = (
        select(runs.c.tags, runs.c.device, runs.c.host, func.count())
        .where(runs.c.parent.is_(None))
        .group_by(runs.c.tags, runs.c.device, runs.c.host)
        .with_hint(runs, "INDEXED BY ix_runs_choices", "sqlite")
    )
    tags: Counter[str] = Counter()
    devices: Counter[str] = Counter()
    hosts: Counter[str] = Counter()
    for text, device, host, number in connection.execute(grouped):
        for tag in split_tags(text):
            tags[tag] += number
        devices[device] += number
        hosts[host] += number
    return RunChoices(dict(tags), _named(devices), _named(hosts))


def trend(connection: Connection, model: str, limit: int, unreadable: Unreadable) -> tuple[Series, ...]:
    """The newest benchmarks of a model as series, the one measured last first.

    A series is described by its newest run that can be read; those before it that cannot are left out.
    """
    query: Select[Any] = (
        select(*_TREND_COLUMNS)
        .where(runs.c.model == model, runs.c.series.is_not(None))
        .order_by(runs.c.created.desc(), runs.c.id.desc())
        .limit(limit)
    )
    read = cache(json.loads)
    points: dict[str, list[TrendPoint]] = {}
    for key, point in unreadable.left_out(
        "run", connection.execute(query), lambda row: (row.series, _point(row, read))
    ):
        points.setdefault(key, []).append(point)
    described = _described(connection, [of_series[0].run for of_series in points.values()], unreadable)
    found = []
    for key, of_series in points.items():
        while of_series and of_series[0].run not in described:
            del of_series[0]
            described |= _described(connection, [point.run for point in of_series[:1]], unreadable)
        if of_series:
            found.append(series_of(key, *described[of_series[0].run], tuple(reversed(of_series))))
    return tuple(found)


_MOST_PARAMETERS = 10_000
_TREND_COLUMNS = (
    runs.c.series,
    runs.c.created,
    runs.c.id,
    runs.c.parent,
    runs.c.imported,
    runs.c.throughput_fps,
    runs.c.throughput_low,
    runs.c.throughput_high,
    runs.c.latency_ms,
    runs.c.latency_low,
    runs.c.latency_high,
    runs.c.verdict,
    runs.c.conditions,
)


def _point(row: Row[Any], read: Any) -> TrendPoint:
    """The point of a row. Raises StoreError: there is something else in it than a benchmark has."""
    try:
        return TrendPoint(
            run=row.id,
            created=row.created,
            throughput_fps=Estimate(*map(float, (row.throughput_fps, row.throughput_low, row.throughput_high))),
            latency_ms=Estimate(*map(float, (row.latency_ms, row.latency_low, row.latency_high))),
            verdict=VerdictStatus(row.verdict),
            conditions=read(row.conditions),
            parent=row.parent,
            imported=row.imported,
        )
    except (TypeError, ValueError) as error:
        raise _no_benchmark(row.id) from error


def _described(
    connection: Connection, ids: list[str], unreadable: Unreadable
) -> dict[str, tuple[BenchmarkSpec, Headline]]:
    """What was asked of benchmarks and what they are known by, of those that can be read."""
    query: Select[Any] = select(runs.c.id, runs.c.document)
    found = (row for part in _parts(ids) for row in connection.execute(query.where(runs.c.id.in_(part))))
    return dict(unreadable.left_out("run", found, _description))


def _description(row: Row[Any]) -> tuple[str, tuple[BenchmarkSpec, Headline]]:
    run = decode(Run, row.document, f"Run {row.id}")
    if not isinstance(run.spec, BenchmarkSpec) or run.headline is None:
        raise _no_benchmark(row.id)
    return row.id, (run.spec, run.headline)


def _no_benchmark(id: str) -> StoreError:
    return StoreError(f"Run {id} in the workspace has no figures that this dlwb can read.", "Remove it by its id.")


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """A statement can only hold so many parameters."""
    return (ids[start : start + _MOST_PARAMETERS] for start in range(0, len(ids), _MOST_PARAMETERS))


def _named(counts: Counter[str]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if name}


def _order(filter: RunFilter) -> list[ColumnElement[Any]]:
    """The asked-for order; ties, and runs without the figure (always last), newest first."""
    newest: list[ColumnElement[Any]] = [runs.c.created.desc(), runs.c.id.desc()]
    if filter.sort is RunSort.CREATED:
        return [runs.c.created.asc(), runs.c.id.asc()] if filter.ascending else newest
    column = _SORTED_BY[filter.sort]
    return [(column.asc() if filter.ascending else column.desc()).nulls_last(), *newest]
