"""The queue's own rules, on parts that do as they are told. Real processes: test_queue_processes.py."""

import errno
import os
import time
from dataclasses import replace

import pytest
from builders.queue_parts import ME, Parts, TheVerb, eventually, in_thread, progress

from dlwb.domain.errors import CompileError, DiskFull, InputError, NotFound, RunCancelled, StoreError, WorkerCrashed
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.outcomes import MachineOutcome
from dlwb.domain.run import Owner, RunState, Starting
from dlwb.domain.specs import MachineSpec, ProfileSpec
from dlwb.ports import RunFilter

OTHER = Owner("here", 2, 2.0)
ELSEWHERE = Owner("elsewhere", 3, 3.0)


@pytest.fixture
def parts(tmp_path):
    return Parts(tmp_path)


def states(parts):
    return [run.state for run in parts.told]


def raising(error):
    def work(*_):
        raise error

    return work


def beside(tmp_path, parts, me):
    """Another process with the same store and the same slot."""
    return Parts(tmp_path, parts.store, parts.slot, me)


# --- one run --------------------------------------------------------------------------------------


def test_a_run_goes_through_its_life_in_order(parts):
    run = parts.queue.submit(MachineSpec(), "net")
    assert parts.store.find_run(run.id) == run
    assert (run.state, run.owner, run.model_name) == (RunState.QUEUED, ME, "net")
    finished = parts.queue.execute(run.id)
    assert states(parts) == [RunState.QUEUED, RunState.STARTING, RunState.RUNNING, RunState.SUCCEEDED]
    assert isinstance(finished.outcome, MachineOutcome)
    assert parts.store.find_run(run.id) == finished == parts.told[-1]
    assert finished.created <= finished.started <= finished.ended
    assert finished.worker.pid == 100
    assert not parts.slot.lock.locked()


def test_the_worker_gets_the_task_the_engine_a_folder_and_the_limit(parts, tmp_path):
    run = parts.queue.submit(MachineSpec())
    parts.queue.execute(run.id)
    (request,) = parts.launcher.requests
    assert (request.task.task, request.engine, request.memory_limit_bytes) == ("devices", "fake", 123)
    assert request.output == str(tmp_path / "runs" / run.id)
    assert (tmp_path / "runs" / run.id).is_dir()


def test_a_run_knows_the_model_of_its_spec(parts):
    assert parts.queue.submit(ProfileSpec("m", InferenceConfig()), "net").model == "m"


def test_progress_is_told_always_and_stored_at_most_once_a_second(parts):
    stored = []
    update = parts.store.update_run
    parts.store.update_run = lambda run: stored.append(run.progress.fraction) or update(run)

    def work(request, log, on_message):
        for i in range(100):
            on_message(progress(i / 100))

    parts.launcher.work = work
    parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    told = [run.progress.fraction for run in parts.told]
    assert [i / 100 for i in range(100)] == [f for f in told if f is not None and f < 1]
    assert len([f for f in stored if f is not None and f < 1]) <= 5


def test_a_listener_that_fails_does_not_fail_the_run_and_one_that_left_hears_nothing(parts, caplog):
    parts.queue.on_change(raising(ZeroDivisionError()))
    parts.queue.on_change(heard := [].append)
    stop = parts.queue.on_change(late := parts.told.append)
    stop()
    assert parts.queue.execute(parts.queue.submit(MachineSpec()).id).state is RunState.SUCCEEDED
    assert "A listener failed" in caplog.text
    assert len(parts.told) == 4
    assert heard is not late


# --- runs that end badly --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "type", "message"),
    [
        (CompileError("The model does not compile.", "Try another device."), "CompileError", "does not compile"),
        (WorkerCrashed("The worker crashed with SIGSEGV."), "WorkerCrashed", "SIGSEGV"),
        (OSError(errno.ENOSPC, "No space left on device"), "DiskFull", "No space"),
        (ZeroDivisionError("oh"), "ZeroDivisionError", "oh"),
    ],
)
@pytest.mark.parametrize("where", ["prepare", "worker", "complete"])
def test_an_error_fails_the_run_and_leaves_the_log_only(parts, error, type, message, where):
    def leave_files(request, log, on_message):
        log.write_text("said\n")
        (log.parent / "half.bin").write_text("half")
        (log.parent / "sub").mkdir()
        if where == "worker":
            raise error

    parts.launcher.work = leave_files
    if where == "prepare":
        parts.verb.before = raising(error)
    if where == "complete":
        parts.verb.after = raising(error)
    run = parts.queue.submit(MachineSpec())
    finished = parts.queue.execute(run.id)
    assert finished.state is RunState.FAILED
    assert finished.failure.type == type
    assert message in finished.failure.message
    left = {path.name for path in parts.queue.folders.path(run.id).iterdir()}
    assert left <= {"log.txt"}
    assert parts.store.find_run(run.id) == finished
    assert not parts.slot.lock.locked()


def test_an_unexpected_error_leaves_its_trace_in_the_log(parts):
    parts.verb.after = raising(ZeroDivisionError("oh"))
    run = parts.queue.submit(MachineSpec())
    parts.queue.execute(run.id)
    assert "Traceback" in parts.queue.folders.log(run.id).read_text()


def test_a_run_that_succeeded_keeps_its_files(parts):
    parts.verb.after = lambda run, output: (output / "runtime.xml").write_text("<xml/>")
    run = parts.queue.submit(MachineSpec())
    parts.queue.execute(run.id)
    assert (parts.queue.folders.path(run.id) / "runtime.xml").read_text() == "<xml/>"


def test_a_kind_that_nobody_knows_fails(parts):
    run = parts.queue.submit(ProfileSpec("m", InferenceConfig()))
    assert parts.queue.execute(run.id).failure.type == "InputError"


def test_a_slot_that_cannot_be_used_fails_the_run(parts):
    parts.slot.try_hold = raising(StoreError("The lock file cannot be used."))
    finished = parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    assert finished.failure.message == "The lock file cannot be used."


def test_executing_what_is_not_there(parts):
    with pytest.raises(NotFound):
        parts.queue.execute("nothing")


# --- ends that cannot be stored -------------------------------------------------------------------


class Failing:
    """A store whose writes of finished runs fail `times` times."""

    def __init__(self, store, times, error=None):
        self._update, self.times = store.update_run, times
        self.error = error or DiskFull("No space is left.")
        store.update_run = self

    def __call__(self, run):
        if run.state.is_finished and self.times:
            self.times -= 1
            raise self.error
        return self._update(run)


def test_a_result_that_does_not_fit_the_disk_fails_the_run_and_makes_room(parts):
    Failing(parts.store, 1)
    parts.verb.after = lambda run, output: (output / "big.bin").write_text("big")
    run = parts.queue.submit(MachineSpec())
    finished = parts.queue.execute(run.id)
    assert (finished.state, finished.failure.type, finished.outcome) == (RunState.FAILED, "DiskFull", None)
    assert not (parts.queue.folders.path(run.id) / "big.bin").exists()


def test_an_end_that_could_not_be_stored_at_all_is_stored_as_soon_as_there_is_space(parts):
    Failing(parts.store, 2)
    run = parts.queue.submit(MachineSpec())
    with pytest.raises(DiskFull):
        parts.queue.execute(run.id)
    assert parts.store.find_run(run.id).state is RunState.RUNNING
    parts.queue.sweep_lost()
    stored = parts.store.find_run(run.id)
    assert (stored.state, stored.failure.type) == (RunState.FAILED, "DiskFull")


def test_an_end_that_found_the_database_locked_is_stored_later_with_what_it_said(parts):
    Failing(parts.store, 2, StoreError("Another process kept it locked."))
    parts.verb.before = raising(CompileError("It does not compile."))
    run = parts.queue.submit(MachineSpec())
    with pytest.raises(StoreError):
        parts.queue.execute(run.id)
    assert not parts.slot.lock.locked()
    parts.verb.before = lambda run: None
    parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    assert parts.store.find_run(run.id).failure.type == "CompileError"


def test_a_run_begins_by_storing_what_could_not_be_stored_before(parts):
    failing = Failing(parts.store, 0, StoreError("Another process kept it locked."))
    first, second = parts.queue.submit(MachineSpec()), parts.queue.submit(MachineSpec())
    failing.times = 2
    with pytest.raises(StoreError):
        parts.queue.execute(first.id)
    seen = []
    parts.verb.before = lambda run: seen.append(parts.store.find_run(first.id).state)
    assert parts.queue.execute(second.id).state is RunState.SUCCEEDED
    assert seen == [RunState.FAILED]


def test_a_cancelled_run_whose_end_cannot_be_stored_is_ended_later(parts):
    run = parts.queue.submit(MachineSpec())
    parts.verb.before = lambda run: parts.store.request_cancel(run.id)
    Failing(parts.store, 1, StoreError("Another process kept it locked."))
    with pytest.raises(StoreError):
        parts.queue.execute(run.id)
    parts.queue.sweep_lost()
    assert parts.store.find_run(run.id).state is RunState.CANCELLED


def test_two_threads_may_store_the_same_end(parts):
    Failing(parts.store, 2)
    run = parts.queue.submit(MachineSpec())
    with pytest.raises(DiskFull):
        parts.queue.execute(run.id)
    update, nested = parts.store.update_run, []

    def meanwhile(run):
        if not nested:
            nested.append(run)
            parts.queue.sweep_lost()  # the other thread, between the look and the write of this one
        return update(run)

    parts.store.update_run = meanwhile
    parts.queue.sweep_lost()
    assert parts.store.find_run(run.id).failure.type == "DiskFull"


# --- turns ----------------------------------------------------------------------------------------


def test_the_oldest_run_goes_first(parts, tmp_path):
    other = beside(tmp_path, parts, OTHER)
    first, second = parts.queue.submit(MachineSpec(), "a"), other.queue.submit(MachineSpec(), "b")
    late = in_thread(lambda: other.queue.execute(second.id))
    eventually(lambda: parts.store.find_run(second.id).progress.message != "")
    assert parts.store.find_run(second.id).progress.message == f"for run {first.id} (machine of a) to start"
    parts.queue.execute(first.id)
    late.join(30)
    assert parts.slot.history == [first.id, second.id]


def test_a_run_says_what_it_waits_for(parts, tmp_path):
    other = beside(tmp_path, parts, OTHER)
    parts.launcher.work = parts.launcher.until_killed
    first, second = parts.queue.submit(MachineSpec()), other.queue.submit(MachineSpec())
    busy = in_thread(lambda: parts.queue.execute(first.id))
    eventually(lambda: parts.store.find_run(first.id).state is RunState.RUNNING)
    late = in_thread(lambda: other.queue.execute(second.id))
    eventually(lambda: other.told[-1].progress.message == f"for the run {first.id}")
    assert other.told[-1].state is RunState.QUEUED
    parts.launcher.killed.set()
    busy.join(30), late.join(30)
    assert late.result.state is RunState.SUCCEEDED


@pytest.mark.parametrize("why", ["dead", "elsewhere"])
def test_nobody_waits_for_a_run_whose_process_is_dead_or_on_another_host(parts, tmp_path, why):
    other = beside(tmp_path, parts, OTHER if why == "dead" else ELSEWHERE)
    parts.processes.dead.add(OTHER)
    parts.queue._pace = replace(parts.queue._pace, patience_s=1e9)
    other.queue.submit(MachineSpec())
    assert parts.queue.execute(parts.queue.submit(MachineSpec()).id).state is RunState.SUCCEEDED


def test_a_run_that_never_uses_its_turn_is_overtaken(parts, tmp_path):
    other = beside(tmp_path, parts, OTHER)
    forgotten, mine = other.queue.submit(MachineSpec()), parts.queue.submit(MachineSpec())
    assert parts.queue.execute(mine.id).state is RunState.SUCCEEDED
    assert parts.store.find_run(forgotten.id).state is RunState.QUEUED


# --- cancelling -----------------------------------------------------------------------------------


def test_cancelling_a_running_run_kills_its_worker_from_any_process(parts, tmp_path):
    other = beside(tmp_path, parts, OTHER)
    other.launcher.stop = parts.launcher.stop

    def work(request, log, on_message):
        (log.parent / "half.bin").write_text("half")
        parts.launcher.until_killed(request, log, on_message)

    parts.launcher.work = work
    run = parts.queue.submit(MachineSpec(), "net")
    working = in_thread(lambda: parts.queue.execute(run.id))
    eventually((parts.queue.folders.path(run.id) / "half.bin").exists)
    cancelled = other.queue.cancel(run.id[:6])
    working.join(30)
    assert working.result == cancelled == parts.store.find_run(run.id)
    assert (cancelled.state, cancelled.outcome) == (RunState.CANCELLED, None)
    assert cancelled.failure.type == "RunCancelled"
    assert cancelled.failure.message == "The machine of net was cancelled."
    assert cancelled.ended is not None
    assert {worker.pid for worker in parts.launcher.stopped} == {100}
    assert parts.told[-1] == cancelled
    assert not (parts.queue.folders.path(run.id) / "half.bin").exists()
    assert not parts.slot.lock.locked()


def test_cancelling_a_queued_run(parts, tmp_path):
    run = parts.queue.submit(MachineSpec())
    assert parts.queue.cancel(run.id).state is RunState.CANCELLED
    assert parts.queue.execute(run.id).state is RunState.CANCELLED
    assert parts.launcher.requests == []
    assert parts.slot.history == []


def test_cancelling_a_run_that_waits(parts, tmp_path):
    with parts.slot.try_hold(parts.queue.submit(MachineSpec())):
        run = parts.queue.submit(MachineSpec())
        waiting = in_thread(lambda: parts.queue.execute(run.id))
        eventually(lambda: parts.store.find_run(run.id).progress.phase == "waiting")
        parts.queue.cancel(run.id)
        waiting.join(30)
    assert waiting.result.state is RunState.CANCELLED


def test_a_finished_run_cannot_be_cancelled_any_more(parts):
    run = parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    assert parts.queue.cancel(run.id) == run
    assert not parts.store.cancel_requested(run.id)


def test_a_full_disk_keeps_nobody_from_stopping_the_work(parts):
    parts.launcher.work = parts.launcher.until_killed
    run = parts.queue.submit(MachineSpec())
    working = in_thread(lambda: parts.queue.execute(run.id))
    eventually(lambda: parts.store.find_run(run.id).state is RunState.RUNNING)
    parts.store.request_cancel = raising(DiskFull("No space is left."))
    with pytest.raises(DiskFull):
        parts.queue.cancel(run.id)
    working.join(30)
    assert parts.launcher.stopped
    assert working.result.state is RunState.FAILED


def test_cancelling_what_is_not_there(parts):
    with pytest.raises(NotFound):
        parts.queue.cancel("nothing")


@pytest.mark.parametrize("moment", ["prepare", "start", "progress", "answer", "complete"])
def test_a_cancel_at_any_moment_wins(parts, moment):
    """Also one that comes between the start of the worker and the moment at which others can see it."""
    run = parts.queue.submit(MachineSpec())
    steps = []

    def cancel_at(step):
        steps.append(step)
        if step == moment:
            parts.queue.cancel(run.id)

    def work(request, log, on_message):
        (log.parent / "half.bin").write_text("half")
        cancel_at("progress")
        on_message(progress(0.5))
        cancel_at("answer")
        parts.launcher.killed.clear()  # the kill comes too late: the answer is there

    update = parts.store.update_run

    def ask_just_before_the_worker_is_seen(changed):
        if moment == "start" and changed.state is RunState.RUNNING and not steps[1:]:
            parts.store.request_cancel(run.id)  # the canceller now looks for a worker and finds none
        return update(changed)

    parts.store.update_run = ask_just_before_the_worker_is_seen
    parts.verb.before = lambda run: cancel_at("prepare")
    parts.launcher.work = work
    parts.verb.after = lambda run, output: cancel_at("complete")
    assert parts.queue.execute(run.id).state is RunState.CANCELLED
    reached = {"start": ["prepare"], "progress": ["prepare", "progress", "answer"]}
    in_order = ["prepare", "progress", "answer", "complete"]
    assert steps == (reached.get(moment) or in_order[: in_order.index(moment) + 1])
    assert parts.told[-1].state is RunState.CANCELLED
    assert parts.store.find_run(run.id).outcome is None
    assert list(parts.queue.folders.path(run.id).iterdir()) == []


def test_a_verb_may_notice_the_cancel_itself(parts):
    parts.verb.after = raising(RunCancelled("The import was cancelled."))
    finished = parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    assert (finished.state, finished.failure.message) == (RunState.CANCELLED, "The import was cancelled.")


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_cancels_and_goes_on_its_way(parts, interrupt):
    def work(request, log, on_message):
        (log.parent / "half.bin").write_text("half")
        raise interrupt

    parts.launcher.work = work
    run = parts.queue.submit(MachineSpec())
    with pytest.raises(interrupt):
        parts.queue.execute(run.id)
    assert parts.store.find_run(run.id).state is RunState.CANCELLED
    assert not (parts.queue.folders.path(run.id) / "half.bin").exists()
    assert not parts.slot.lock.locked()


# --- lost runs ------------------------------------------------------------------------------------


def test_runs_of_dead_processes_are_lost_and_everything_finished_stays(parts, tmp_path):
    other = beside(tmp_path, parts, OTHER)
    done = other.queue.execute(other.queue.submit(MachineSpec()).id)
    queued = other.queue.submit(MachineSpec(), "net")
    running = other.queue.submit(MachineSpec(), "net")
    worker = Owner("here", 555, 5.0)
    parts.store.update_run(replace(running.apply(Starting("2030")), state=RunState.RUNNING, worker=worker))
    other.queue.folders.make(running.id).joinpath("half.bin").write_text("half")
    other.queue.folders.log(running.id).write_text("said")
    mine = parts.queue.submit(MachineSpec())
    far = beside(tmp_path, parts, ELSEWHERE).queue.submit(MachineSpec())

    assert parts.queue.sweep_lost() == ()
    parts.processes.dead.add(OTHER)
    assert {run.id for run in parts.queue.sweep_lost()} == {queued.id, running.id}
    for id in (queued.id, running.id):
        lost = parts.store.find_run(id)
        assert (lost.state, lost.failure.type) == (RunState.LOST, "RunLost")
        assert "process 2 on here" in lost.failure.message
    assert parts.store.find_run(done.id) == done
    assert parts.store.find_run(mine.id) == mine
    assert parts.store.find_run(far.id) == far
    assert parts.launcher.stopped == [worker]
    assert [path.name for path in parts.queue.folders.path(running.id).iterdir()] == ["log.txt"]
    assert parts.queue.sweep_lost() == ()


class Keeper(TheVerb):
    """A verb that keeps what its lost runs left."""

    def __init__(self, error=None):
        super().__init__()
        self.error = error
        self.kept = []

    def salvage(self, run, folder):
        if self.error is not None:
            raise self.error
        self.kept.append((run.id, sorted(path.name for path in folder.iterdir())))


def abandoned(parts, tmp_path):
    """A run that wrote something before its process died."""
    other = beside(tmp_path, parts, OTHER)
    run = other.queue.submit(MachineSpec())
    worker = Owner("here", 555, 5.0)
    parts.store.update_run(replace(run.apply(Starting("2030")), state=RunState.RUNNING, worker=worker))
    other.queue.folders.make(run.id).joinpath("half.bin").write_text("half")
    parts.processes.dead.add(OTHER)
    return run


@pytest.mark.parametrize("end", ["swept", "cancelled"])
def test_a_verb_keeps_what_it_wants_of_a_run_without_a_process_before_it_is_dropped(parts, tmp_path, end):
    parts.verbs["machine"] = keeper = Keeper()
    run = abandoned(parts, tmp_path)
    if end == "swept":
        parts.queue.sweep_lost()
    else:
        parts.queue.cancel(run.id)
    assert keeper.kept == [(run.id, ["half.bin"])]
    assert [worker.pid for worker in parts.launcher.stopped] == [555]
    assert list(parts.queue.folders.path(run.id).iterdir()) == []
    mine = parts.queue.submit(MachineSpec())
    parts.queue.cancel(mine.id)  # its process lives, and cleans up itself
    assert len(keeper.kept) == 1


@pytest.mark.parametrize(
    "error", [DiskFull("No space."), OSError(errno.EIO, "read"), ValueError("damaged"), NotFound("model")]
)
def test_what_cannot_be_kept_keeps_no_run_from_being_lost(parts, tmp_path, error):
    parts.verbs["machine"] = Keeper(error)
    runs = [abandoned(parts, tmp_path) for _ in range(2)]
    assert {run.id for run in parts.queue.sweep_lost()} == {run.id for run in runs}
    assert not any(list(parts.queue.folders.path(run.id).iterdir()) for run in runs)


@pytest.mark.parametrize("error", [PermissionError("files of root"), FileNotFoundError("another was faster")])
def test_files_that_cannot_be_removed_are_no_error_of_the_run(parts, tmp_path, monkeypatch, error):
    other = beside(tmp_path, parts, OTHER)
    runs = [other.queue.submit(MachineSpec()) for _ in range(2)]
    other.queue.folders.make(runs[0].id).joinpath("half").mkdir()
    monkeypatch.setattr("dlwb.workflows.folders.shutil.rmtree", raising(error))
    parts.processes.dead.add(OTHER)
    assert {run.id for run in parts.queue.sweep_lost()} == {run.id for run in runs}
    other.verb.before = raising(CompileError("no"))
    failed = other.queue.submit(MachineSpec())
    other.queue.folders.make(failed.id).joinpath("half").mkdir()
    assert other.queue.execute(failed.id).failure.type == "CompileError"


def test_removing_a_run_takes_its_folder(parts):
    run = parts.queue.submit(MachineSpec())
    with pytest.raises(InputError):
        parts.queue.remove([run.id])
    parts.queue.execute(run.id)
    parts.queue.remove([run.id[:6]])
    assert parts.store.runs(RunFilter()) == ()
    assert not parts.queue.folders.path(run.id).exists()


def test_removing_a_search_takes_the_folders_of_its_points(parts):
    run = parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    point = replace(run, id="aaaaaaaaaaaa", parent=run.id)
    parts.store.add_run(point)
    parts.queue.folders.make(point.id)
    assert parts.queue.remove([run.id]) == (run.id,)
    assert not parts.queue.folders.path(point.id).exists()


def test_old_folders_of_runs_that_are_no_more_are_cleared_away(parts, tmp_path):
    folders = parts.queue.folders
    run = parts.queue.execute(parts.queue.submit(MachineSpec()).id)
    queued = beside(tmp_path, parts, OTHER).queue.submit(MachineSpec())
    mine = tmp_path / "runs" / "my notes"
    mine.mkdir()
    long_ago = time.time() - 48 * 3600
    for path in (*(folders.make(id) for id in (run.id, queued.id, "aaaaaaaaaaaa")), mine):
        (path / "file").write_text("x")
        os.utime(path, (long_ago, long_ago))
    folders.make("bbbbbbbbbbbb")  # perhaps a point that another process is about to store
    parts.queue.discard_orphans()
    left = {path.name for path in (tmp_path / "runs").iterdir()}
    assert left == {run.id, queued.id, "bbbbbbbbbbbb", "my notes"}
