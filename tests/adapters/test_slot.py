import json
import multiprocessing
import os
import signal
import time

import pytest

from dlwb.adapters.processes import LocalProcesses, is_running, owner_of
from dlwb.adapters.slot import FileSlot
from dlwb.domain.errors import StoreError
from dlwb.domain.run import Owner, Run
from dlwb.domain.specs import MachineSpec

FORK = multiprocessing.get_context("fork")


def a_run(id="1234abcd"):
    return Run(id=id, spec=MachineSpec(), created="2030", model_name="net")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "slot.lock"


def test_one_holder_at_a_time(path):
    slot, other = FileSlot(path), FileSlot(path)
    assert slot.holder() == ""
    with slot.try_hold(a_run()):
        assert other.try_hold(a_run("5678")) is None
        assert slot.try_hold(a_run("5678")) is None
        assert other.holder() == f"machine of net, run 1234abcd, process {os.getpid()}"
    assert other.holder() == ""
    with other.try_hold(a_run("5678")):
        assert slot.try_hold(a_run()) is None


def test_the_slot_is_free_again_after_an_exception(path):
    slot = FileSlot(path)
    with pytest.raises(ZeroDivisionError), slot.try_hold(a_run()):
        raise ZeroDivisionError
    with slot.try_hold(a_run()):
        pass


def _hold_for_ever(path, ready):
    with FileSlot(path).try_hold(a_run()):
        ready.set()
        time.sleep(600)


def test_the_slot_is_free_again_when_its_holder_is_killed_and_its_note_is_stale(path):
    ready = FORK.Event()
    holder = FORK.Process(target=_hold_for_ever, args=(path, ready))
    holder.start()
    ready.wait(30)
    slot = FileSlot(path)
    assert slot.try_hold(a_run("5678")) is None
    assert f"process {holder.pid}" in slot.holder()
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(30)
    assert path.with_suffix(".json").exists()
    assert slot.holder() == ""
    with slot.try_hold(a_run("5678")):
        assert "run 5678" in slot.holder()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": 1}', "null"])
def test_a_note_that_cannot_be_read_is_nobody(path, note):
    slot = FileSlot(path)
    path.with_suffix(".json").write_text(note)
    assert slot.holder() == ""


def test_a_note_of_a_reused_process_id_is_nobody(path):
    slot = FileSlot(path)
    me = LocalProcesses().me()
    note = {"host": me.host, "pid": me.pid, "started": me.started - 10, "run": "1", "what": "machine run"}
    path.with_suffix(".json").write_text(json.dumps(note))
    assert slot.holder() == ""


def test_a_lock_file_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="DLWB_SLOT"):
        FileSlot(tmp_path / "file" / "slot.lock")


def _contend(path, record, barrier):
    slot = FileSlot(path)
    barrier.wait()
    held = 0
    while held < 25:
        turn = slot.try_hold(a_run())
        if turn is None:
            continue
        with turn, open(record, "a") as file:
            file.write(f"in {os.getpid()}\n")
            file.flush()
            time.sleep(0.001)
            file.write(f"out {os.getpid()}\n")
        held += 1


def test_processes_that_contend_never_overlap(path, tmp_path):
    record, barrier = tmp_path / "record", FORK.Barrier(3)
    workers = [FORK.Process(target=_contend, args=(path, record, barrier)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    lines = record.read_text().split("\n")[:-1]
    assert len(lines) == 3 * 25 * 2
    for entered, left in zip(lines[::2], lines[1::2], strict=True):
        assert entered.split()[0] == "in"
        assert left == entered.replace("in", "out")


# --- processes ------------------------------------------------------------------------------------


def test_this_process_is_alive_and_one_of_the_same_id_that_started_earlier_is_not():
    me = LocalProcesses().me()
    assert me.pid == os.getpid()
    assert LocalProcesses().is_alive(me)
    assert not is_running(Owner(me.host, me.pid, me.started - 1))


def test_a_zombie_is_dead():
    child = FORK.Process(target=time.sleep, args=(600,))
    child.start()
    owner = owner_of(child.pid)
    assert is_running(owner)
    os.kill(child.pid, signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not is_running(owner)
    child.join()
    assert not is_running(owner)


def test_a_process_of_another_host_counts_as_alive():
    assert LocalProcesses().is_alive(Owner("another-host", 1, 0.0))


def test_no_process_no_owner():
    with pytest.raises(ProcessLookupError):
        owner_of(2**22 + 1)
