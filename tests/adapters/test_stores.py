"""The contract of `ports.Store`, kept by every store, then what only the SQL store promises."""

import contextlib
import json
import multiprocessing
import shutil
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from dlwb.adapters.stores import database, migrate
from dlwb.adapters.stores.database import open_engine, writing
from dlwb.adapters.stores.memory import MemoryStore
from dlwb.adapters.stores.sql import DATABASE, SqlStore
from dlwb.adapters.stores.tables import metadata
from dlwb.domain.errors import Ambiguous, DiskFull, Failure, InputError, NotFound, StoreError, WorkspaceTooNew
from dlwb.domain.inference import EffectiveConfig, InferenceConfig, MeasurePlan
from dlwb.domain.measurement import (
    Estimate,
    Histogram,
    LatencySummary,
    Measurement,
    RawMeasurement,
    Verdict,
    VerdictStatus,
)
from dlwb.domain.model import Converted, DimRange, FileRef, ImportOptions, Model, ModelFormat, Preprocessing, TensorSpec
from dlwb.domain.outcomes import BenchmarkOutcome, ImportOutcome
from dlwb.domain.output_adapter import Classification
from dlwb.domain.run import Advanced, Ended, Owner, Progress, Run, RunState, Started, Starting, Succeeded
from dlwb.domain.specs import BenchmarkSpec, ImportSpec, MachineSpec
from dlwb.domain.target import Environment
from dlwb.ports import ModelFigures, RunFilter
from dlwb.protocol import to_json

AT = "2030-01-01T00:00:00.000000+00:00"
OWNER = Owner("here", 4711, 12.5)


def at(second):
    return f"2030-01-01T00:00:{second:02d}.000000+00:00"


def a_model(id="feedc0de00000001", name="net", created=AT, files=()):
    return Model(
        id=id,
        name=name,
        format=ModelFormat.ONNX,
        task=None,
        inputs=(TensorSpec("x", (DimRange(1, None), 3, 8, 8), "f32", "NCHW"),),
        outputs=(TensorSpec("y", None, "f32"),),
        preprocessing=Preprocessing(mean=(1.0, 2.0, 3.0)),
        precision="f32",
        recipe=Converted(ModelFormat.ONNX, "00", "tool 1", ImportOptions(shapes={"x": (1, 3, 8, 8)})),
        files=files or (FileRef("model.xml", f"xml-of-{id}", 10), FileRef("model.bin", "shared", 20)),
        created=created,
        rt_info={"a.b": "c"},
    )


def a_run(id="abcd00000001", created=AT, model=None, spec=None):
    spec = spec or (BenchmarkSpec(model, InferenceConfig(), MeasurePlan()) if model else MachineSpec())
    return Run(id=id, spec=spec, created=created, owner=OWNER, model=model, model_name="net")


def an_outcome(fps=100.0, ms=10.0):
    effective = EffectiveConfig("CPU", ("CPU",), 1, 4, 2, 2, "f32", 4, {"x": (1, 3, 8, 8)})
    raw = RawMeasurement(
        effective,
        50.0,
        11.0,
        1.0,
        True,
        (),
        Histogram((1.0,), (1,)),
        9.0,
        12.0,
        10.0,
        1,
        0,
        None,
        None,
        "random",
        "done",
    )
    environment = Environment("h", "cpu", 2, 1, 2.0, True, None, None, 1, "os", "k", "3.11", False, False, None, 0.01)
    p50 = Estimate(ms, ms, ms)
    latency = LatencySummary(p50, None, None, None, None, ms, ms, ms, {"p90": 60})
    verdict = Verdict(VerdictStatus.OK)
    fps = Estimate(fps, fps, fps)
    return BenchmarkOutcome(
        Measurement(InferenceConfig(), MeasurePlan(), raw, fps, latency, 1, 0, verdict, environment)
    )


@pytest.fixture(params=["sql", "memory"])
def store(request, tmp_path):
    store = SqlStore(tmp_path) if request.param == "sql" else MemoryStore()
    yield store
    store.close()


# --- models ---------------------------------------------------------------------------------------


def test_a_model_comes_back_as_it_went_in(store):
    model = a_model()
    assert store.add_model(model)
    assert store.find_model(model.id) == model
    assert store.models() == (model,)


def test_adding_a_known_model_changes_nothing(store):
    store.add_model(a_model(name="first"))
    assert not store.add_model(a_model(name="second"))
    assert [m.name for m in store.models()] == ["first"]


def test_a_model_is_found_by_id_beginning_of_an_id_and_newest_name(store):
    old = a_model("aaaa000000000000", "net", at(1))
    new = a_model("aaaa111111111111", "net", at(2))
    named_like_an_id = a_model("cccc000000000000", "aaaa1", at(3))
    for model in (old, new, named_like_an_id):
        store.add_model(model)
    assert store.find_model("aaaa0000") == old
    assert store.find_model("net") == new
    assert store.find_model("aaaa1") == named_like_an_id
    assert store.find_model(new.id) == new
    assert [m.id for m in store.models()] == [named_like_an_id.id, new.id, old.id]


@pytest.mark.parametrize("text", ["", "aaa", "%", "aaaa2", "AAAA0000", "aaaa_00"])
def test_what_is_no_beginning_of_an_id_is_not_found(store, text):
    store.add_model(a_model("aaaa000000000000"))
    with pytest.raises(NotFound):
        store.find_model(text)


def test_a_beginning_of_two_ids_is_ambiguous(store):
    store.add_model(a_model("aaaa000000000000"))
    store.add_model(a_model("aaaa111111111111"))
    with pytest.raises(Ambiguous):
        store.find_model("aaaa")


def test_renaming_a_model(store):
    store.add_model(a_model())
    renamed = store.rename_model(a_model().id, "Süßes Netz 🦊")
    assert renamed == replace(a_model(), name="Süßes Netz 🦊")
    assert store.find_model("Süßes Netz 🦊") == renamed
    assert store.model_names() == {a_model().id: "Süßes Netz 🦊"}
    with pytest.raises(NotFound):
        store.rename_model("nothing", "x")


def test_replacing_a_model(store):
    store.add_model(a_model())
    configured = replace(a_model(), classes=("cat", "dog"), adapter=Classification("prob", background=True))
    before = store.revision()
    store.replace_model(configured)
    assert store.find_model(configured.id) == configured
    assert store.revision() != before
    with pytest.raises(NotFound):
        store.replace_model(replace(configured, id="cccc000000000000"))


def test_removing_a_model_tells_which_files_nobody_else_uses(store):
    one, other = a_model("aaaa000000000000"), a_model("bbbb000000000000")
    store.add_model(one)
    store.add_model(other)
    store.add_run(finished := a_run("1111aaaa", model=one.id))
    store.update_run(finished.apply(Ended(RunState.FAILED, Failure("E", "m"), AT)))
    store.add_run(a_run("2222aaaa", model=other.id))
    assert store.remove_model(one.id) == (FileRef("model.xml", "xml-of-aaaa000000000000", 10),)
    assert store.models() == (other,)
    assert [run.id for run in store.runs(RunFilter())] == ["2222aaaa"]
    with pytest.raises(NotFound):
        store.remove_model(one.id)


def test_content_that_a_model_uses_twice_is_told_once(store):
    store.add_model(a_model(files=(FileRef("model.bin", "same", 1), FileRef("source/w.bin", "same", 1))))
    assert [ref.sha256 for ref in store.remove_model(a_model().id)] == ["same"]


def test_a_model_with_an_unfinished_run_stays(store):
    store.add_model(a_model())
    store.add_run(a_run(model=a_model().id))
    with pytest.raises(InputError, match="not finished"):
        store.remove_model(a_model().id)
    assert store.models() == (a_model(),)


# --- runs -----------------------------------------------------------------------------------------


def test_a_run_comes_back_as_it_went_in_at_every_step_of_its_life(store):
    run = a_run(model="m")
    store.add_run(run)
    for event in (
        Starting(AT),
        Started(Owner("here", 4712, 13.5), AT),
        Advanced(Progress("measuring", 0.5, "Block 5 of 10")),
        Succeeded(an_outcome(), AT),
    ):
        assert store.find_run(run.id) == run
        run = run.apply(event)
        assert store.update_run(run)
    assert store.find_run(run.id) == run
    assert store.runs(RunFilter()) == (run,)
    assert store.runs(RunFilter(outcomes=False)) == (replace(run, outcome=None),)


@pytest.mark.parametrize(
    "last", [Succeeded(ImportOutcome("m"), AT), Ended(RunState.LOST, Failure("RunLost", "gone", "again"), AT)]
)
def test_a_finished_run_never_changes(store, last):
    run = a_run().apply(last)
    store.add_run(a_run())
    assert store.update_run(run)
    assert not store.update_run(replace(run, state=RunState.RUNNING))
    assert not store.update_run(replace(run, state=RunState.CANCELLED))
    assert store.find_run(run.id) == run


def test_a_run_that_is_not_there_cannot_be_updated(store):
    assert not store.update_run(a_run())
    assert store.count_runs(RunFilter()) == 0


def test_an_import_gets_its_model_when_it_succeeds(store):
    spec = ImportSpec(ModelFormat.ONNX, "/tmp/x", "m.onnx", "00", "m", ImportOptions())
    store.add_run(run := a_run(spec=spec))
    store.update_run(run.apply(Succeeded(ImportOutcome("feedc0de"), AT)))
    assert [r.id for r in store.runs(RunFilter(models=("feedc0de",)))] == [run.id]


def test_runs_are_listed_newest_first_filtered_and_paged(store):
    for i in range(6):
        store.add_run(a_run(f"run{i:05d}", at(i), model=f"m{i % 2}"))
    store.add_run(a_run("machine1", at(9)))
    store.update_run(a_run("run00002", at(2), model="m0").apply(Ended(RunState.CANCELLED, Failure("E", "m"), AT)))

    def ids(**filter):
        return [run.id for run in store.runs(RunFilter(**filter))]

    assert ids() == ["machine1", *(f"run{i:05d}" for i in (5, 4, 3, 2, 1, 0))]
    assert ids(limit=2, offset=1) == ["run00005", "run00004"]
    assert ids(models=("m0",)) == ["run00004", "run00002", "run00000"]
    assert ids(kinds=("machine",)) == ["machine1"]
    assert ids(states=(RunState.CANCELLED,)) == ["run00002"]
    assert ids(kinds=("benchmark", "machine"), states=(RunState.QUEUED,), models=("m0",)) == ["run00004", "run00000"]
    assert store.count_runs(RunFilter(models=("m0",), limit=1)) == 3
    assert [run.id for run in store.unfinished()] == [
        "run00000", "run00001", "run00003", "run00004", "run00005", "machine1",
    ]  # fmt: skip


def test_a_run_is_found_by_a_unique_beginning(store):
    for id in ("abcd1111", "abcd2222"):
        store.add_run(a_run(id))
    assert store.find_run("abcd1").id == "abcd1111"
    with pytest.raises(Ambiguous):
        store.find_run("abcd")
    for beginning in ("abc", "", "abcd3", "nothing"):
        with pytest.raises(NotFound):
            store.find_run(beginning)


def test_only_a_finished_run_can_be_removed(store):
    store.add_run(a_run())
    with pytest.raises(InputError, match="not finished"):
        store.remove_runs([a_run().id])
    store.update_run(a_run().apply(Succeeded(an_outcome(), AT)))
    store.remove_runs([a_run().id])
    assert store.runs(RunFilter()) == ()
    with pytest.raises(NotFound):
        store.remove_runs([a_run().id])


def test_a_wish_to_cancel_is_remembered(store):
    store.add_run(a_run())
    assert not store.cancel_requested(a_run().id)
    store.request_cancel(a_run().id)
    assert store.cancel_requested(a_run().id)
    assert not store.cancel_requested("another")
    store.update_run(a_run().apply(Starting(AT)))
    assert store.cancel_requested(a_run().id)


def test_figures_are_the_best_of_the_benchmarks(store):
    for i, (fps, ms) in enumerate([(100.0, 10.0), (300.0, 40.0), (50.0, 5.0)]):
        run = a_run(f"run{i:05d}", at(i), model="m")
        store.add_run(run)
        store.update_run(run.apply(Succeeded(an_outcome(fps, ms), AT)))
    store.add_run(a_run("queued00", at(7), model="untried"))
    store.add_run(a_run("machine1", at(9)))
    assert store.figures() == {
        "m": ModelFigures(3, at(2), 300.0, 5.0),
        "untried": ModelFigures(1, at(7), None, None),
    }


# --- settings and revision ------------------------------------------------------------------------


def test_settings_are_remembered(store):
    assert store.setting("a") is None
    store.set_setting("a", "1")
    store.set_setting("a", "2")
    store.set_setting("b", "")
    assert (store.setting("a"), store.setting("b")) == ("2", "")


def test_every_write_changes_the_revision_and_no_reading_does(store):
    run = a_run(model="m")
    seen = [store.revision()]
    for write in (
        lambda: store.add_model(a_model()),
        lambda: store.rename_model(a_model().id, "x"),
        lambda: store.add_run(run),
        lambda: store.update_run(run.apply(Starting(AT))),
        lambda: store.request_cancel(run.id),
        lambda: store.update_run(run.apply(Succeeded(an_outcome(), AT))),
        lambda: store.remove_runs([run.id]),
        lambda: store.set_setting("a", "1"),
        lambda: store.remove_model(a_model().id),
    ):
        write()
        seen.append(store.revision())
        store.models(), store.runs(RunFilter()), store.unfinished(), store.setting("a")
        assert store.revision() == seen[-1]
    assert len(set(seen)) == len(seen)


# --- SQL only -------------------------------------------------------------------------------------


def test_everything_is_there_after_reopening(tmp_path):
    store = SqlStore(tmp_path)
    run = a_run(model=a_model().id)
    store.add_model(a_model())
    store.add_run(run)
    store.update_run(run.apply(Succeeded(an_outcome(), AT)))
    store.close()
    again = SqlStore(tmp_path)
    assert again.find_model("net") == a_model()
    assert again.find_run(run.id) == run.apply(Succeeded(an_outcome(), AT))
    again.close()


def test_two_stores_see_each_other(tmp_path):
    one, other = SqlStore(tmp_path), SqlStore(tmp_path)
    before = other.revision()
    one.add_run(a_run())
    assert other.find_run(a_run().id) == a_run()
    assert other.revision() != before
    one.close(), other.close()


def test_the_tables_are_what_the_migrations_make(tmp_path):
    SqlStore(tmp_path).close()
    engine = open_engine(tmp_path / DATABASE)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_head_is_the_last_migration():
    config = Config()
    config.set_main_option("script_location", str(migrate._SCRIPTS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_an_up_to_date_workspace_opens_without_alembic(tmp_path, monkeypatch):
    SqlStore(tmp_path).close()

    def no_upgrade(*_):
        raise AssertionError("upgraded")

    monkeypatch.setattr(migrate, "_upgrade", no_upgrade)
    SqlStore(tmp_path).close()


def test_a_workspace_of_a_newer_version_is_refused_and_left_alone(tmp_path):
    SqlStore(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (tmp_path / DATABASE).read_bytes()
    with pytest.raises(WorkspaceTooNew, match="9999"):
        SqlStore(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == before


def test_a_database_of_somebody_else_is_refused(tmp_path):
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="not one of dlwb"):
        SqlStore(tmp_path)


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / DATABASE).write_bytes(b"something else entirely " * 1000)
    with pytest.raises(StoreError, match="damaged, or not a database"):
        SqlStore(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be made"):
        SqlStore(tmp_path / "file" / "workspace")


def test_a_document_that_cannot_be_read_is_named_and_takes_no_list_down(tmp_path, caplog):
    store = SqlStore(tmp_path)
    good, bad = a_run("abcd00000001"), a_run("abcd00000002")
    store.add_run(good)
    store.add_run(bad)
    store.add_model(a_model("feedc0de00000001", "good"))
    store.add_model(a_model("feedc0de00000002", "bad"))
    with writing(store._engine) as connection:
        connection.execute(text("UPDATE runs SET document = '{}' WHERE id = :id"), {"id": bad.id})
        connection.execute(text("UPDATE models SET document = '{}' WHERE name = 'bad'"))
    for _ in range(2):
        assert store.runs(RunFilter()) == (good,)
        assert store.unfinished() == (good,)
        assert [model.name for model in store.models()] == ["good"]
    assert [bad.id in line.message for line in caplog.records] == [True, False], "once each, not at every look"
    assert "feedc0de00000002" in caplog.messages[1]
    for found in (lambda: store.find_run(bad.id), lambda: store.find_model("bad")):
        with pytest.raises(StoreError, match="cannot read") as caught:
            found()
        assert "validation error" not in caught.value.message
    store.close()


def test_what_cannot_be_read_can_be_removed(tmp_path):
    store = SqlStore(tmp_path)
    store.add_model(model := a_model())
    store.add_run(run := a_run(model=model.id))
    store.add_run(other := a_run("beef00000002", model=model.id))
    with writing(store._engine) as connection:
        connection.execute(text("UPDATE runs SET document = '{}'"))
        connection.execute(text("UPDATE models SET document = '{}'"))
    assert store.run_id(run.id[:4]) == run.id
    assert store.remove_runs([run.id]) == (run.id,), "not finished, but nobody can carry it any more"
    assert store.model_id("net") == model.id
    store.remove_model(model.id)
    assert store.model_names() == {}
    assert store.known_runs([run.id, other.id]) == frozenset()
    store.close()


def test_what_could_not_be_read_again_is_not_stored(tmp_path):
    store = SqlStore(tmp_path)
    wrong = Preprocessing(mean=(float("nan"),))
    with pytest.raises(StoreError, match=r"Model 'net' cannot be stored.*preprocessing\.mean"):
        store.add_model(replace(a_model(), preprocessing=wrong))
    store.add_model(a_model())
    with pytest.raises(StoreError, match="cannot be stored"):
        store.replace_model(replace(a_model(), preprocessing=wrong))
    spec = ImportSpec(ModelFormat.ONNX, "f", "e", "s", "n", ImportOptions(scale=(float("inf"),)))
    with pytest.raises(StoreError, match=r"cannot be stored.*scale"):
        store.add_run(replace(a_run(), spec=spec))
    assert store.models() == (a_model(),)
    assert store.runs(RunFilter()) == ()
    store.close()


def test_a_failed_write_leaves_nothing_behind(tmp_path):
    store = SqlStore(tmp_path)

    def fail_in_the_middle():
        with writing(store._engine) as connection:
            connection.execute(text("INSERT INTO settings VALUES ('a', '1')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_the_middle()
    assert store.setting("a") is None
    store.close()


def _claim(folder, number, barrier, results):
    store = SqlStore(folder)
    barrier.wait()
    for i in range(40):
        # Reads, then writes: what fails with "locked" when a transaction does not announce that it writes.
        store.add_model(a_model(f"{i:016x}", f"by {number}"))
        store.set_setting(f"{number}-{i}", "done")
    results.put(store.revision())
    store.close()


def test_processes_that_write_at_once_take_turns(tmp_path):
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(4), context.Queue()
    workers = [context.Process(target=_claim, args=(tmp_path, n, barrier, results)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    store = SqlStore(tmp_path)
    assert len(store.models()) == 40
    assert all(store.setting(f"{n}-{i}") == "done" for n in range(4) for i in range(40))
    store.close()


def test_a_result_that_could_not_be_read_back_is_refused(tmp_path):
    store = SqlStore(tmp_path)
    store.add_run(run := a_run(model="m"))
    broken = run.apply(Succeeded(an_outcome(fps=float("nan")), AT))
    with pytest.raises(StoreError, match="cannot be stored"):
        store.update_run(broken)
    assert store.find_run(run.id) == run
    store.close()


def test_a_disk_without_a_write_ahead_log_is_refused(monkeypatch):
    class Share:
        """What a connection to a database on a network share says."""

        isolation_level = ""

        def execute(self, statement):
            return self

        def fetchone(self):
            return ("delete",)

    with pytest.raises(StoreError, match="network share"):
        database._configure(Share(), None)


def fill(disk):
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass


def test_a_full_disk_is_named_and_loses_nothing(small_disk):
    store = SqlStore(small_disk)
    run = a_run(model="m")
    store.add_run(run)
    store.set_setting("kept", "yes")
    fill(small_disk)
    big = "y" * 3_000_000
    with pytest.raises(DiskFull, match="unharmed"):
        store.set_setting("big", big)
    assert store.setting("kept") == "yes"
    assert store.setting("big") is None
    store.close()

    (small_disk / "filler").unlink()
    again = SqlStore(small_disk)
    assert again.find_run(run.id) == run
    assert again.setting("kept") == "yes"
    assert again.update_run(run.apply(Succeeded(an_outcome(), AT)))
    again.close()
    with sqlite3.connect(small_disk / DATABASE) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert shutil.disk_usage(small_disk).free > 0


def test_a_copy_is_made_before_an_upgrade(tmp_path, monkeypatch):
    store = SqlStore(tmp_path)
    store.set_setting("a", "1")
    store.close()
    with sqlite3.connect(tmp_path / DATABASE) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    monkeypatch.setattr(migrate, "HEAD", "9999")
    with pytest.raises(Exception, match="9999"):  # there is no such step; the copy comes before it
        SqlStore(tmp_path)
    copy = tmp_path / f"{DATABASE}.before-9999"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT value FROM settings").fetchall() == [("1",)]
    connection.close()


def test_a_workspace_of_the_first_step_gets_parents_and_headlines(tmp_path):
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    path = tmp_path / DATABASE
    engine = open_engine(path)
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    run = a_run("run00000", model="m").apply(Succeeded(an_outcome(200.0, 4.0), AT))
    plain = json.loads(to_json(run))
    outcome = plain.pop("outcome")
    for later in ("headline", "parent"):
        plain.pop(later)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO runs VALUES (?, 'benchmark', 'succeeded', 'm', ?, 200.0, 4.0, 0, ?)",
            (run.id, run.created, json.dumps(plain | {"outcome": None})),
        )
        data = zlib.compress(json.dumps(outcome).encode())
        connection.execute("INSERT INTO outcomes VALUES (?, 'json+zlib/1', ?)", (run.id, data))
    connection.close()

    store = SqlStore(tmp_path)
    assert store.find_run(run.id) == run
    listed = store.runs(RunFilter(outcomes=False))[0]
    assert listed.outcome is None
    assert listed.headline == run.headline
    assert listed.headline.throughput_fps.value == 200.0
    store.close()


def test_points_of_a_search_are_listed_apart_and_go_with_it(store):
    store.add_run(a_run("search00", at(0), model="m"))
    for i in range(3):
        store.add_run(replace(a_run(f"point{i:03}", at(1 + i), model="m"), parent="search00"))
    store.add_run(a_run("other000", at(9), model="m"))
    assert [run.id for run in store.runs(RunFilter(top_level=True))] == ["other000", "search00"]
    assert [run.id for run in store.runs(RunFilter(parents=("search00",)))] == ["point002", "point001", "point000"]
    assert store.count_runs(RunFilter(top_level=True)) == 2
    assert store.figures()["m"].runs == 2
    for run in store.runs(RunFilter()):
        store.update_run(run.apply(Ended(RunState.CANCELLED, Failure("RunCancelled", "stopped"), AT)))
    assert set(store.remove_runs(["search00"])) == {"search00", "point000", "point001", "point002"}
    assert [run.id for run in store.runs(RunFilter())] == ["other000"]
