import pytest
from builders.queue_parts import Parts, eventually, in_thread

from dlwb.domain.errors import DlwbError
from dlwb.domain.run import Owner, RunState
from dlwb.domain.specs import MachineSpec
from dlwb.workflows.executor import Executor


@pytest.fixture
def parts(tmp_path):
    return Parts(tmp_path)


@pytest.fixture
def executor(parts):
    executor = Executor(parts.queue)
    yield executor
    executor.stop()


def test_runs_are_executed_in_the_order_of_their_submission(parts, executor):
    executor.start()
    runs = [executor.submit(MachineSpec(), str(i)) for i in range(5)]
    eventually(lambda: parts.store.find_run(runs[-1].id).state.is_finished)
    assert parts.slot.history == [run.id for run in runs]


def test_one_that_fails_does_not_stop_the_next(parts, executor, caplog):
    executor.start()
    parts.slot.try_hold = lambda run: (_ for _ in ()).throw(ZeroDivisionError("broken"))
    broken = executor.submit(MachineSpec())
    eventually(lambda: "could not be brought to its end" in caplog.text)
    del parts.slot.try_hold
    assert not parts.store.find_run(broken.id).state.is_finished
    fine = executor.submit(MachineSpec())
    eventually(lambda: parts.store.find_run(fine.id).state is RunState.SUCCEEDED)


def test_stopping_cancels_what_runs_and_what_waits(parts, executor):
    parts.launcher.work = parts.launcher.until_killed
    executor.start()
    running, waiting = executor.submit(MachineSpec()), executor.submit(MachineSpec())
    eventually(lambda: parts.store.find_run(running.id).state is RunState.RUNNING)
    executor.stop()
    assert not executor._thread.is_alive()
    for run in (running, waiting):
        ended = parts.store.find_run(run.id)
        assert ended.state is RunState.CANCELLED
        assert "shut down" in ended.failure.message
    assert len(parts.launcher.requests) == 1


def test_an_idle_executor_finds_runs_of_processes_that_died(parts, tmp_path):
    other = Parts(tmp_path, parts.store, parts.slot, Owner("here", 2, 2.0))
    run = other.queue.submit(MachineSpec())
    executor = Executor(parts.queue, sweep_every_s=0.01)
    executor.start()
    parts.processes.dead.add(run.owner)
    eventually(lambda: parts.store.find_run(run.id).state is RunState.LOST)
    executor.stop()
    assert [told.state for told in parts.told if told.id == run.id] == [RunState.LOST]


def test_a_stopped_executor_takes_no_more(executor):
    executor.stop()
    executor.stop()
    with pytest.raises(DlwbError, match="shutting down"):
        executor.submit(MachineSpec())


def test_stopping_before_the_start_cancels_what_was_submitted(parts, executor):
    run = executor.submit(MachineSpec())
    stopping = in_thread(executor.stop)
    stopping.join(30)
    assert not stopping.is_alive()
    assert parts.store.find_run(run.id).state is RunState.CANCELLED


def test_a_run_that_was_cancelled_and_forgotten_while_it_waited_disturbs_nobody(parts, executor, caplog):
    parts.launcher.work = parts.launcher.until_killed
    executor.start()
    running, forgotten = executor.submit(MachineSpec()), executor.submit(MachineSpec())
    eventually(lambda: parts.store.find_run(running.id).state is RunState.RUNNING)
    waiting = executor.submit(MachineSpec())
    parts.queue.cancel(forgotten.id)
    parts.queue.remove([forgotten.id])
    executor.stop()
    for run in (running, waiting):
        assert parts.store.find_run(run.id).state is RunState.CANCELLED
    assert caplog.text == ""


def test_a_search_for_lost_runs_that_fails_does_not_end_the_thread(parts, tmp_path, caplog):
    def failing():
        raise PermissionError("not allowed")

    parts.queue.sweep_lost = failing
    executor = Executor(parts.queue, sweep_every_s=0.01)
    executor.start()
    eventually(lambda: "could not be looked for" in caplog.text)
    run = executor.submit(MachineSpec())
    eventually(lambda: parts.store.find_run(run.id).state is RunState.SUCCEEDED)
    executor.stop()
