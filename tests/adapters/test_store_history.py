"""What stores promise about many runs: search, order, annotations, removal, runs from elsewhere, and trends."""

import json
import random
import sqlite3
import zlib
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from unittest.mock import ANY

import pytest
from alembic import command
from alembic.config import Config
from builders.finished_runs import MODEL, at, benchmark, run_id, sweep
from sqlalchemy import event

from dlwb.adapters.stores import migrate, run_rows, sql
from dlwb.adapters.stores.database import open_engine, writing
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.adapters.stores.run_rows import outcome_row, run_columns
from dlwb.adapters.stores.sql import DATABASE, SqlStore
from dlwb.domain.annotation import Annotation, Origin
from dlwb.domain.errors import Ambiguous, Failure, InputError, NotFound, StoreError
from dlwb.domain.inference import InferenceConfig, MeasurePlan, Mode
from dlwb.domain.measurement import VerdictStatus
from dlwb.domain.run import Ended, Owner, Run, RunState
from dlwb.domain.specs import BenchmarkSpec, MachineSpec
from dlwb.ports import RunChoices, RunFilter, RunSort
from dlwb.protocol import to_plain

ORIGIN = Origin("there", "0.1", at(0), at(1))


@pytest.fixture(params=["sql", "memory"])
def store(request, tmp_path):
    store = SqlStore(tmp_path) if request.param == "sql" else MemoryStore()
    yield store
    store.close()


def fill(store, *runs):
    for run in runs:
        store.add_run(run)


def ids(store, **wanted):
    found = [int(run.id, 16) for run in store.runs(RunFilter(outcomes=False, **wanted))]
    assert store.count_runs(RunFilter(**{**wanted, "limit": 1, "offset": 0})) >= len(found)
    return found


def failed(number, **changes):
    spec = BenchmarkSpec(MODEL, InferenceConfig(device="NPU"), MeasurePlan())
    run = Run(run_id(number), spec, at(number), owner=Owner("carrier", 1, 1.0), model=MODEL, model_name="net")
    return replace(run, **changes).apply(Ended(RunState.FAILED, Failure("E", "m"), at(number)))


# --- annotations ----------------------------------------------------------------------------------


def test_an_annotation_is_kept_beside_a_run_that_does_not_change(store):
    run = benchmark(1)
    fill(store, run)
    revision = store.revision()
    store.annotate_run(run.id, Annotation(("a", "b c"), "Fan was\nloud."))
    assert store.revision() > revision
    expected = replace(run, annotation=Annotation(("a", "b c"), "Fan was\nloud."))
    assert store.find_run(run.id) == expected
    assert store.runs(RunFilter()) == (expected,)
    store.annotate_run(run.id, Annotation())
    assert store.find_run(run.id) == run
    with pytest.raises(NotFound):
        store.annotate_run("nothing", Annotation())


def test_an_annotation_stays_while_a_run_goes_on(store):
    run = Run(run_id(1), MachineSpec(), at(1))
    fill(store, run)
    store.annotate_run(run.id, Annotation(("kept",)))
    ended = run.apply(Ended(RunState.CANCELLED, Failure("E", "m"), at(2)))
    assert store.update_run(ended)
    assert store.find_run(run.id) == replace(ended, annotation=Annotation(("kept",)))
    assert ids(store, tags=("kept",)) == [1]
    assert [run.annotation.tags for run in store.unfinished()] == []


# --- search and filters ---------------------------------------------------------------------------


def test_every_word_of_a_search_must_fit_somewhere(store):
    fill(
        store,
        benchmark(1, name="ResNet-50"),
        benchmark(2, name="MobileNet", device="GPU"),
        benchmark(3, name="Größe_100%"),
        Run("abcdef123456", MachineSpec("NPU"), at(4)),
    )
    store.annotate_run(run_id(1), Annotation(("Nightly build",), "The FAN was loud"))
    assert ids(store, search="resnet") == [1]
    assert ids(store, search="NET") == [2, 1]
    assert ids(store, search="net gpu") == [2]
    assert ids(store, search="  net\t fan  nightly ") == [1]
    assert ids(store, search="GRÖSSE_100%") == [3]
    assert ids(store, search="gro\u0308ße") == [3]
    assert ids(store, search="%") == [3]
    assert ids(store, search="benchmark") == [3, 2, 1]
    assert ids(store, search="abcdef machine npu") == [0xABCDEF123456]
    assert ids(store, search="fan gpu") == []
    assert store.count_runs(RunFilter(search="net")) == 2


def test_a_search_finds_no_run_by_what_lies_between_two_fields(store):
    fill(store, benchmark(1, name="net"))
    assert ids(store, search=f"net{run_id(1)}") == []


def test_runs_have_all_tags_and_one_of_each_other_list(store):
    fill(
        store,
        benchmark(1, host="a"),
        benchmark(2, host="b", device="GPU"),
        benchmark(3, host="c", verdict=VerdictStatus.NOISY),
        failed(4),
    )
    store.annotate_run(run_id(1), Annotation(("red", "blue")))
    store.annotate_run(run_id(2), Annotation(("red", "blue sky")))
    assert ids(store, tags=("red",)) == [2, 1]
    assert ids(store, tags=("blue",)) == [1]
    assert ids(store, tags=("blue", "red")) == [1]
    assert ids(store, tags=("re",)) == []
    assert ids(store, devices=("GPU", "NPU")) == [4, 2]
    assert ids(store, hosts=("a", "c")) == [3, 1]
    assert ids(store, hosts=("carrier",)) == [4]
    assert ids(store, verdicts=(VerdictStatus.NOISY,)) == [3]
    assert ids(store, verdicts=tuple(VerdictStatus)) == [3, 2, 1]
    assert ids(store, tags=("red",), devices=("CPU",), hosts=("a", "b"), verdicts=(VerdictStatus.OK,)) == [1]


def test_dates_bound_a_list(store):
    fill(store, *(benchmark(i) for i in range(5)))
    assert ids(store, since=at(2)) == [4, 3, 2]
    assert ids(store, until=at(2)) == [1, 0]
    assert ids(store, since=at(1), until=at(3)) == [2, 1]


def test_lists_can_be_ordered_each_way_and_what_has_no_figure_comes_last(store):
    fill(
        store,
        benchmark(1, 50.0, name="b"),
        benchmark(2, 300.0, name="a", streams=9),
        benchmark(3, 100.0, name="c"),
        failed(4, model_name="a"),
        benchmark(5, 100.0, name="b"),
    )
    assert ids(store, sort=RunSort.CREATED) == [5, 4, 3, 2, 1]
    assert ids(store, sort=RunSort.CREATED, ascending=True) == [1, 2, 3, 4, 5]
    assert ids(store, sort=RunSort.THROUGHPUT) == [2, 5, 3, 1, 4]
    assert ids(store, sort=RunSort.THROUGHPUT, ascending=True) == [1, 5, 3, 2, 4]
    assert ids(store, sort=RunSort.LATENCY, ascending=True) == [5, 3, 2, 1, 4]
    assert ids(store, sort=RunSort.LATENCY) == [1, 2, 5, 3, 4]
    assert ids(store, sort=RunSort.MODEL, ascending=True) == [4, 2, 5, 1, 3]
    assert ids(store, sort=RunSort.MODEL) == [3, 5, 1, 4, 2]


@pytest.mark.parametrize("sort", list(RunSort))
@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"search": "net"},
        {"models": (MODEL,)},
        {"models": (MODEL, "other")},
        {"top_level": True},
        {"kinds": ("benchmark",)},
    ],
)
def test_pages_follow_each_other_without_gaps(store, sort, ascending, wanted):
    rng = random.Random(3)
    fill(store, *(benchmark(i, rng.choice([10.0, 20.0, 30.0]), created=at(i // 3)) for i in range(20)), failed(20))
    whole = ids(store, sort=sort, ascending=ascending, **wanted)
    assert len(set(whole)) == 21
    pages = [ids(store, sort=sort, ascending=ascending, limit=4, offset=start, **wanted) for start in range(0, 24, 4)]
    assert [id for page in pages for id in page] == whole


def test_both_stores_answer_any_filter_alike(tmp_path):
    rng = random.Random(5)
    sql, memory = SqlStore(tmp_path), MemoryStore()
    names, tags = ("Net", "other net", "ünder"), ("red", "blue", "re")
    runs = [
        replace(
            benchmark(i, rng.choice([1.0, 2.0, 3.0]), name=rng.choice(names), device=rng.choice("AB"), model=rng.choice(
                ("aaaa", "bbbb")), verdict=rng.choice(list(VerdictStatus))),
            annotation=Annotation(tuple(rng.sample(tags, rng.randrange(3))), rng.choice(("", "Note"))),
            parent=rng.choice((None, run_id(0))),
        )
        for i in range(1, 60)
    ]  # fmt: skip
    fill(sql, *runs), fill(memory, *runs)
    for _ in range(150):

        def some(values):
            return tuple(rng.sample(values, rng.choice((0, 0, 1, 2))))

        wanted = RunFilter(
            kinds=rng.choice(((), ("benchmark",), ("sweep",))),
            states=rng.choice(((), (RunState.SUCCEEDED,))),
            models=rng.choice(((), (), ("aaaa",), ("aaaa", "cccc"), ("aaaa", "bbbb"))),
            ids=rng.choice(((), (), (), tuple(run_id(i) for i in range(20, 90)))),
            parents=rng.choice(((), (), (run_id(0),))),
            top_level=rng.random() < 0.3,
            limit=rng.choice((5, 100)),
            offset=rng.choice((0, 3)),
            outcomes=False,
            search=rng.choice(("", "net", "NET note", "ü", "red", "b", "zzz")),
            tags=some(tags),
            devices=some(["A", "B"]),
            verdicts=some(list(VerdictStatus)),
            since=rng.choice((None, at(10))),
            until=rng.choice((None, at(40))),
            sort=rng.choice(list(RunSort)),
            ascending=rng.random() < 0.5,
        )
        assert sql.runs(wanted) == memory.runs(wanted), wanted
        assert sql.count_runs(wanted) == memory.count_runs(wanted), wanted
    assert sql.run_choices() == memory.run_choices()
    assert sql.figures() == memory.figures()
    assert sql.trend("aaaa", 100) == memory.trend("aaaa", 100)
    assert sql.trend("aaaa", 7) == memory.trend("aaaa", 7)
    sql.close()


def test_lists_and_trends_never_read_past_documents(tmp_path):
    store = SqlStore(tmp_path)
    fill(store, *sweep(1), benchmark(9))
    statements = []
    event.listen(store._engine, "before_cursor_execute", lambda *a: statements.append((a[2], a[3])))
    for sort in RunSort:
        for ascending in (False, True):
            for wanted in (
                {},
                {"search": "net"},
                {"models": (MODEL,)},
                {"models": (MODEL, "other")},
                {"top_level": True, "devices": ("CPU",)},
            ):
                filter = RunFilter(sort=sort, ascending=ascending, limit=2, **wanted)
                store.runs(filter), store.count_runs(filter)
    store.run_choices(), store.figures(), store.trend(MODEL, 10)
    asked = [(text, values) for text, values in statements if "document" not in text and text.startswith("SELECT")]
    assert len(asked) > 50
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        for text, values in asked:
            plan = " | ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", values))
            assert "USING COVERING INDEX" in plan, (text, plan)
    connection.close()
    store.close()


def test_what_runs_can_be_filtered_by(store):
    assert store.run_choices() == RunChoices()
    fill(store, *sweep(1), benchmark(9, host="b"), benchmark(10, device="GPU"))
    store.annotate_run(run_id(9), Annotation(("x", "y")))
    store.annotate_run(run_id(10), Annotation(("x",)))
    assert store.run_choices() == RunChoices({"x": 2, "y": 1}, {"CPU": 2, "GPU": 1}, {"b": 1, "here": 1})


# --- removal --------------------------------------------------------------------------------------


def test_several_runs_go_at_once_with_their_points(store):
    fill(store, *sweep(1, points=3), benchmark(8), benchmark(9))
    all_ids = {run.id for run in store.runs(RunFilter(outcomes=False))}
    assert store.known_runs([*all_ids, "nothing"]) == all_ids
    removed = store.remove_runs([run_id(1), run_id(9)])
    assert ids(store) == [8]
    assert sorted(removed) == sorted(all_ids - {run_id(8)})
    assert store.known_runs(all_ids) == {run_id(8)}


@pytest.mark.parametrize("problem", ["unknown", "unfinished"])
def test_all_runs_are_removed_or_none(store, problem):
    fill(store, benchmark(1), Run(run_id(2), MachineSpec(), at(2)))
    bad = "000000000999" if problem == "unknown" else run_id(2)
    with pytest.raises((NotFound, InputError)):
        store.remove_runs([run_id(1), bad])
    assert ids(store) == [2, 1]


# --- runs from elsewhere --------------------------------------------------------------------------


def test_runs_from_elsewhere_are_added_once(store):
    runs = [replace(run, imported_from=ORIGIN, annotation=Annotation(("theirs",))) for run in sweep(1)]
    assert store.add_runs(runs) == {run.id for run in runs}
    assert store.find_run(runs[1].id) == runs[1]
    store.annotate_run(runs[0].id, Annotation(("mine",)))
    revision = store.revision()
    later = [replace(run, imported_from=replace(ORIGIN, imported=at(99))) for run in runs]
    assert store.add_runs([*later, benchmark(9)]) == {run_id(9)}
    assert store.revision() > revision
    assert store.find_run(runs[0].id).annotation.tags == ("mine",)
    assert store.find_run(runs[0].id).imported_from == ORIGIN
    assert ids(store, tags=("theirs",)) == [3, 2]


def test_nothing_is_encoded_or_decoded_while_the_database_is_locked(tmp_path, monkeypatch):
    """A run that measures meanwhile waits ten seconds for its progress to be stored, then fails."""
    store, locked, seen = SqlStore(tmp_path), [], []

    @contextmanager
    def noted(engine):
        with writing(engine) as connection:
            locked.append(True)
            yield connection
        locked.clear()

    def watched(work):
        def working(*args):
            seen.append(bool(locked))
            return work(*args)

        return working

    monkeypatch.setattr(sql, "writing", noted)
    for name in ("to_json", "decode"):
        monkeypatch.setattr(run_rows, name, watched(getattr(run_rows, name)))
    search, *points = (replace(run, imported_from=ORIGIN) for run in sweep(1))
    store.add_runs([replace(points[0], parent=None)])
    store.add_runs([search, *points])
    store.add_runs([search, *points])
    assert ids(store, parents=(search.id,)) == [3, 2]
    assert len(seen) > 10
    assert not any(seen)
    store.close()


def test_runs_that_arrive_twice_at_once_are_added_once(tmp_path, monkeypatch):
    store, other = SqlStore(tmp_path), SqlStore(tmp_path)
    runs = [replace(run, imported_from=ORIGIN) for run in sweep(1)]
    meanwhile = [runs[:1]]

    @contextmanager
    def late(engine):
        if meanwhile:
            monkeypatch.setattr(sql, "writing", writing)
            other.add_runs(meanwhile.pop())
        with writing(engine) as connection:
            yield connection

    monkeypatch.setattr(sql, "writing", late)
    assert store.add_runs(runs) == {run.id for run in runs[1:]}
    assert ids(store) == [3, 2, 1]
    store.close()
    other.close()


def test_a_point_that_came_without_its_search_gets_it_when_it_arrives(store):
    search, point, other = (replace(run, imported_from=ORIGIN) for run in sweep(1))
    store.add_runs([replace(point, parent=None)])
    store.annotate_run(point.id, Annotation(("mine",)))
    revision = store.revision()
    assert store.add_runs([search, point, other]) == {search.id, other.id}
    assert ids(store, parents=(search.id,)) == [3, 2]
    assert ids(store, top_level=True) == [1]
    found = store.find_run(point.id)
    assert (found.outcome, found.annotation.tags, found.parent) == (point.outcome, ("mine",), search.id)
    assert store.revision() > revision
    fill(store, own := benchmark(9))
    revision = store.revision()
    store.add_runs([replace(own, parent=search.id, imported_from=ORIGIN)])
    assert (store.find_run(own.id), store.revision()) == (own, revision)


def test_a_run_that_comes_home_is_the_one_that_is_there(store):
    own = replace(benchmark(1), owner=Owner("here", 1, 1.0), worker=Owner("here", 2, 1.0), parent=run_id(7))
    fill(store, own)
    assert store.add_runs([replace(benchmark(1), imported_from=ORIGIN)]) == frozenset()
    assert store.find_run(own.id) == own


def test_a_different_run_of_the_same_id_is_refused_with_all_others(store):
    fill(store, benchmark(1, 100.0))
    with pytest.raises(InputError, match="different"):
        store.add_runs([benchmark(2), benchmark(1, 101.0)])
    assert ids(store) == [1]


def test_the_best_figures_of_a_model_are_those_reached_here(store):
    fill(store, benchmark(1, 100.0))
    store.add_runs([replace(benchmark(2, 900.0), imported_from=ORIGIN)])
    assert (ids(store), ids(store, own=True), ids(store, own=True, sort=RunSort.THROUGHPUT)) == ([2, 1], [1], [1])
    figures = store.figures()[MODEL]
    assert (figures.runs, figures.best_throughput_fps, figures.best_latency_ms) == (2, 100.0, 20.0)


def test_a_model_can_be_named_by_its_runs_alone(store):
    fill(store, benchmark(1, model="aaaa0000aaaa0000", name="old"), benchmark(2, model="aaaa1111aaaa1111", name="net"))
    fill(store, benchmark(3, model="bbbb0000aaaa0000", name="net"))
    assert store.model_of_runs("aaaa0000aaaa0000") == ("aaaa0000aaaa0000", "old")
    assert store.model_of_runs("net") == ("bbbb0000aaaa0000", "net")
    assert store.model_of_runs("aaaa1") == ("aaaa1111aaaa1111", "net")
    with pytest.raises(Ambiguous):
        store.model_of_runs("aaaa")
    for text in ("aaa", "", "nothing"):
        with pytest.raises(NotFound):
            store.model_of_runs(text)


# --- trend ----------------------------------------------------------------------------------------


def test_alike_benchmarks_are_a_series_oldest_first(store):
    alike = [benchmark(i, 100.0 + i) for i in (1, 3, 5)]
    fill(store, *alike, benchmark(4, streams=7), benchmark(6, host="there"), failed(7), benchmark(8, model="other000"))
    there, here, other = store.trend(MODEL, 100)
    assert (there.host, here.host, other.effective.streams) == ("there", "here", 7)
    assert [point.run for point in here.points] == [run.id for run in alike]
    assert here.effective == alike[0].headline.effective
    assert (here.device, here.cpu, here.mode, here.rate, here.extra) == ("CPU", "Test CPU", "closed", None, {})
    point = here.points[0]
    assert point.throughput_fps == alike[0].headline.throughput_fps
    assert point.latency_ms == alike[0].headline.latency_ms
    assert point.conditions["openvino"] == "2030.1"
    assert (point.verdict, point.parent, point.imported) == (VerdictStatus.OK, None, False)


def test_points_of_searches_and_imported_runs_are_in_the_trend(store):
    fill(store, *sweep(1))
    store.add_runs([replace(benchmark(9), imported_from=ORIGIN)])
    series = store.trend(MODEL, 100)
    points = {point.run: point for one in series for point in one.points}
    assert points[run_id(2)].parent == run_id(1)
    assert points[run_id(9)].imported
    assert len(points) == 3


def test_a_trend_shows_the_newest(store):
    fill(store, *(benchmark(i) for i in range(10)))
    (series,) = store.trend(MODEL, 4)
    assert [int(point.run, 16) for point in series.points] == [6, 7, 8, 9]
    assert all(a.created < b.created for a, b in pairwise(series.points))
    assert store.trend("nothing", 4) == ()


# --- SQL only -------------------------------------------------------------------------------------


def test_a_workspace_of_the_second_step_gets_columns_as_if_written_today(tmp_path):
    offered = benchmark(3)
    config = replace(offered.spec.config, extra={"B": "2", "A": "1"})
    shapes = replace(offered.headline.effective, shapes={"z": (1,), "a": (2, 3)})
    offered = replace(
        offered,
        spec=replace(offered.spec, plan=replace(offered.spec.plan, rate=7.0), config=config),
        headline=replace(offered.headline, mode=Mode.OFFERED, effective=shapes),
    )
    runs = [*sweep(20), failed(1), Run(run_id(2), MachineSpec("NPU"), at(2)), offered]
    _write_as_of_step_two(tmp_path, runs)

    store = SqlStore(tmp_path)
    with writing(store._engine) as connection:
        rows = {row["id"]: row for row in connection.exec_driver_sql("SELECT * FROM runs").mappings().all()}
    for run in runs:
        expected = run_columns(run) | {"document": ANY, "tags": "", "note": "", "remarks": ""}
        assert {name: rows[run.id][name] for name in expected} == expected
        assert store.find_run(run.id) == run
    assert len(store.trend(MODEL, 100)) == 3
    store.close()


def _write_as_of_step_two(folder, runs):
    """A database as the second step left it: no conditions of the host in headlines, nothing of annotations."""
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    config.set_main_option("path_separator", "os")
    engine = open_engine(folder / DATABASE)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for run in runs:
            document = to_plain(replace(run, outcome=None))
            for later in ("annotation", "imported_from"):
                del document[later]
            for later in ("kernel", "governor", "cores_usable") if document["headline"] else ():
                del document["headline"][later]
            columns = ("kind", "state", "model", "parent", "created", "throughput_fps", "latency_ms")
            values = [run_columns(run)[name] for name in columns]
            connection.exec_driver_sql(
                f"INSERT INTO runs (id, document, cancel_requested, {', '.join(columns)}) VALUES (?, ?, 0{', ?' * 7})",
                (run.id, json.dumps(document), *values),
            )
            if run.outcome is not None:
                row = outcome_row(run)
                connection.exec_driver_sql("INSERT INTO outcomes VALUES (?, ?, ?)", tuple(row.values()))
    engine.dispose()


@pytest.mark.parametrize(
    "damage",
    [
        "document = '{}'",
        "document = 'no JSON'",
        f"document = (SELECT document FROM runs WHERE id = '{run_id(40)}')",  # of a run that is no benchmark
        "verdict = 'splendid'",
        "conditions = 'no JSON'",
        "throughput_fps = NULL",
    ],
)
def test_what_cannot_be_read_takes_no_trend_down(tmp_path, damage):
    store = SqlStore(tmp_path)
    fill(store, *(benchmark(i, 100.0) for i in range(4)), benchmark(9, 50.0, device="NPU"), failed(40))
    before = store.trend(MODEL, 100)
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute(f"UPDATE runs SET {damage} WHERE id IN (?, ?, ?)", (run_id(3), run_id(2), run_id(9)))
    (series,) = store.trend(MODEL, 100)
    store.close()
    assert [point.run for point in series.points] == [run_id(0), run_id(1)]
    assert len(before) == 2
    assert replace(series, points=()) in [replace(one, points=()) for one in before]


@pytest.mark.parametrize("data", [b"\x00\xff", zlib.compress(b"\xff"), zlib.compress(b"{")])
def test_a_damaged_result_is_told_as_such_and_can_be_removed(tmp_path, data):
    store = SqlStore(tmp_path)
    fill(store, benchmark(1, 100.0), benchmark(2, 100.0))
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("UPDATE outcomes SET data = ? WHERE run = ?", (data, run_id(1)))
    with pytest.raises(StoreError, match=f"The result of run {run_id(1)} in the workspace"):
        store.find_run(run_id(1))
    assert [run.id for run in store.runs(RunFilter())] == [run_id(2)]
    assert store.remove_runs([run_id(1)]) == (run_id(1),)
    store.close()
