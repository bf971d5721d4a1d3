"""The queue with real processes: who dies, who kills whom, and what the store says afterwards."""

import os
import re
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from dlwb.adapters.launchers.local import LocalLauncher
from dlwb.adapters.processes import LocalProcesses
from dlwb.adapters.slot import FileSlot
from dlwb.adapters.stores.sql import SqlStore
from dlwb.domain.run import RunState
from dlwb.ports import RunFilter
from dlwb.workflows.queue import RunQueue

TESTS = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups")

# A process with a queue of its own on the workspace argv[1]; the rest of argv are runs to do, named by their trouble.
CARRIER = """
import sys
from pathlib import Path
from dlwb.adapters.launchers.local import LocalLauncher
from dlwb.adapters.processes import LocalProcesses
from dlwb.adapters.slot import FileSlot
from dlwb.adapters.stores.sql import SqlStore
from dlwb.domain.outcomes import (MachineOutcome)
from dlwb.domain.specs import (MachineSpec)
from dlwb.protocol import ModelFiles, ReadGraphTask
from dlwb.workflows.executor import Executor
from dlwb.workflows.queue import RunQueue
from builders.queue_parts import REPORT

class Verb:
    def work(self, run, seat):
        seat.ask(ReadGraphTask(ModelFiles(run.spec.device, ""), {}))
        return MachineOutcome(REPORT)

folder = Path(sys.argv[1])
queue = RunQueue(
    SqlStore(folder), FileSlot(folder / "slot.lock"), LocalLauncher(), LocalProcesses(), {"machine": Verb()},
    folder=folder / "runs", engine="troubled_engine:TroubledEngine",
)
queue.sweep_lost()
if sys.argv[2] == "cancel":
    print(queue.cancel(sys.argv[3]).state)
    sys.exit()
if sys.argv[2] == "serve":
    executor = Executor(queue)
    executor.start()
    for trouble in sys.argv[3:]:
        executor.submit(MachineSpec(trouble), "net")
    print("up", flush=True)
    sys.stdin.read()
    executor.stop()
else:
    for run in [queue.submit(MachineSpec(trouble), "net") for trouble in sys.argv[2:]]:
        print(run.id, queue.execute(run.id).state, flush=True)
"""


class Workspace:
    """A workspace, and processes that carry runs in it."""

    def __init__(self, folder):
        self.folder = folder
        self.store = SqlStore(folder)
        self.carriers = []

    def carry(self, *arguments, stdin=subprocess.DEVNULL):
        carrier = subprocess.Popen(
            [sys.executable, "-c", CARRIER, str(self.folder), *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{TESTS / 'worker'}:{TESTS}"},
        )
        self.carriers.append(carrier)
        return carrier

    def reopened(self, verbs=None):
        """What a server does that starts on this workspace: sweep."""
        RunQueue(
            self.store,
            FileSlot(self.folder / "slot.lock"),
            LocalLauncher(),
            LocalProcesses(),
            verbs or {},
            folder=self.folder / "runs",
            engine="fake",
        ).sweep_lost()

    def run_in(self, state):
        """The one run in that state, as soon as there is one."""
        wait_until(lambda: self.store.count_runs(RunFilter(states=(state,))))
        return self.store.runs(RunFilter(states=(state,)))[0]

    def close(self):
        self.store.close()
        for carrier in self.carriers:
            carrier.kill()
            carrier.wait()
            for pipe in (carrier.stdin, carrier.stdout):
                if pipe is not None:
                    pipe.close()


@pytest.fixture
def workspace(tmp_path):
    workspace = Workspace(tmp_path / "workspace")
    yield workspace
    workspace.close()


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def alive(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def family(file):
    wait_until(file.exists)
    return [int(pid) for pid in file.read_text().split()]


def test_a_crash_fails_its_own_run_and_the_next_one_works(workspace):
    carrier = workspace.carry("segfault", "abort", "kill_itself", "fine")
    output, _ = carrier.communicate(timeout=120)
    assert [line.split()[1] for line in output.splitlines()] == ["failed", "failed", "failed", "succeeded"]
    failures = [run.failure.type for run in reversed(workspace.store.runs(RunFilter())) if run.failure]
    assert failures == ["WorkerCrashed", "WorkerCrashed", "WorkerKilled"]


def test_cancelling_from_another_process_is_quick_and_complete(workspace, tmp_path):
    workspace.carry(f"half_written {tmp_path / 'pid'}")
    (worker,) = family(tmp_path / "pid")
    run = workspace.run_in(RunState.RUNNING)
    assert run.worker.pid == worker
    assert list(workspace.folder.glob("runs/*/half.bin"))
    canceller = workspace.carry("cancel", run.id)
    wait_until(lambda: workspace.store.cancel_requested(run.id))
    asked = time.monotonic()
    wait_until(lambda: not alive(worker))
    assert time.monotonic() - asked < 5  # measured: a few hundredths; the bound is for busy machines
    assert canceller.communicate(timeout=60)[0] == "cancelled\n"
    assert workspace.carriers[0].communicate(timeout=60)[0] == f"{run.id} cancelled\n"
    cancelled = workspace.store.find_run(run.id)
    assert (cancelled.state, cancelled.failure.type) == (RunState.CANCELLED, "RunCancelled")
    assert [path.name for path in (workspace.folder / "runs" / run.id).iterdir()] == ["log.txt"]


def test_cancelling_takes_grandchildren_along(workspace, tmp_path):
    workspace.carry(f"grandchild_with_lock_held {tmp_path / 'pids'}")
    pids = family(tmp_path / "pids")
    workspace.carry("cancel", workspace.run_in(RunState.RUNNING).id)
    wait_until(lambda: not any(alive(pid) for pid in pids))


def test_a_run_in_another_process_waits_for_its_turn_and_says_for_what(workspace, tmp_path):
    workspace.carry(f"grandchild {tmp_path / 'pids'}", stdin=subprocess.PIPE)
    family(tmp_path / "pids")
    first = workspace.run_in(RunState.RUNNING)
    second = workspace.carry("fine")
    wait_until(lambda: workspace.run_in(RunState.QUEUED).progress.message)
    waiting = workspace.run_in(RunState.QUEUED)
    words = rf"for the machine of net, run {first.id}, process {workspace.carriers[0].pid}"
    assert re.fullmatch(words, waiting.progress.message)
    workspace.carry("cancel", first.id)
    assert second.communicate(timeout=60)[0] == f"{waiting.id} succeeded\n"


def test_runs_of_several_processes_never_overlap(workspace):
    carriers = [workspace.carry("sleep 0.05", "sleep 0.05") for _ in range(3)]
    for carrier in carriers:
        output, _ = carrier.communicate(timeout=120)
        assert output.count("succeeded") == 2
    spans = sorted((run.started, run.ended) for run in workspace.store.runs(RunFilter()))
    assert len(spans) == 6
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_a_server_killed_in_the_middle_of_a_run_shows_it_as_lost_and_the_rest_as_it_was(workspace, tmp_path):
    server = workspace.carry("serve", "fine", f"grandchild {tmp_path / 'pids'}", "fine", stdin=subprocess.PIPE)
    pids = family(tmp_path / "pids")
    running = workspace.run_in(RunState.RUNNING)
    (done,) = workspace.store.runs(RunFilter(states=(RunState.SUCCEEDED,)))
    queued = workspace.run_in(RunState.QUEUED)
    server.send_signal(signal.SIGKILL)
    server.wait(60)
    wait_until(lambda: not any(alive(pid) for pid in pids))
    workspace.reopened()
    assert workspace.store.find_run(done.id) == done
    for run in (running, queued):
        lost = workspace.store.find_run(run.id)
        assert (lost.state, lost.failure.type) == (RunState.LOST, "RunLost")
    assert workspace.carry("fine").communicate(timeout=60)[0].endswith("succeeded\n")


def test_what_a_run_left_is_salvaged_once_its_process_was_killed(workspace, tmp_path):
    kept = []

    class Verb:
        def salvage(self, run, folder):
            kept.append((folder / "half.bin").read_bytes())

    carrier = workspace.carry(f"half_written {tmp_path / 'pid'}")
    pids = family(tmp_path / "pid")
    running = workspace.run_in(RunState.RUNNING)
    wait_until(lambda: list(workspace.folder.glob("runs/*/half.bin")))
    carrier.send_signal(signal.SIGKILL)
    carrier.wait(60)
    workspace.reopened({"machine": Verb()})
    assert len(kept) == 1
    assert workspace.store.find_run(running.id).state is RunState.LOST
    assert [path.name for path in (workspace.folder / "runs" / running.id).iterdir()] == ["log.txt"]
    wait_until(lambda: not any(alive(pid) for pid in pids))


def test_a_server_that_is_shut_down_cancels_its_runs_and_leaves_no_worker(workspace, tmp_path):
    server = workspace.carry("serve", f"grandchild {tmp_path / 'pids'}", "fine", stdin=subprocess.PIPE)
    pids = family(tmp_path / "pids")
    server.stdin.close()
    assert server.wait(60) == 0
    wait_until(lambda: not any(alive(pid) for pid in pids))
    states = [run.state for run in workspace.store.runs(RunFilter())]
    assert states == [RunState.CANCELLED, RunState.CANCELLED]


def test_ctrl_c_cancels_the_run(workspace, tmp_path):
    carrier = workspace.carry(f"grandchild {tmp_path / 'pids'}")
    pids = family(tmp_path / "pids")
    carrier.send_signal(signal.SIGINT)
    assert carrier.wait(60) != 0
    wait_until(lambda: not any(alive(pid) for pid in pids))  # killed before the carrier ended; dying takes a moment
    assert workspace.run_in(RunState.CANCELLED).failure.type == "RunCancelled"


def test_the_queue_and_the_launcher_load_no_engine():
    for module in ("dlwb.workflows.queue", "dlwb.workflows.executor", "dlwb.adapters.launchers.local", "dlwb.plugins"):
        code = f"import sys, {module}; print([m for m in ('openvino', 'nncf', 'torch', 'numpy') if m in sys.modules])"
        assert (
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"
        ), module
