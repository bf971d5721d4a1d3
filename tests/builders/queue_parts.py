"""A queue on parts that do as they are told."""

import threading
import time
from contextlib import contextmanager
from itertools import count

from dlwb.adapters.stores.memory import MemoryStore
from dlwb.domain.errors import Failure, WorkerKilled
from dlwb.domain.outcomes import MachineOutcome
from dlwb.domain.run import Ended, Owner, Progress, Run, RunState, Succeeded
from dlwb.domain.specs import model_of
from dlwb.domain.target import Environment, MachineReport
from dlwb.protocol import DevicesAnswer, DevicesTask, ProgressMessage
from dlwb.workflows.queue import Pace, RunQueue

ME = Owner("here", 1, 1.0)
REPORT = MachineReport(
    Environment("h", "cpu", 2, 1, 2.0, True, None, None, 1, "os", "k", "3.11", False, False, None, 0.01), ()
)


class TheProcesses:
    """Processes that live until they are in `dead`."""

    def __init__(self, me=ME):
        self.asking = me
        self.dead = set()

    def me(self):
        return self.asking

    def is_alive(self, owner):
        return owner not in self.dead


class TheSlot:
    """A slot inside this process, which remembers who held it when."""

    def __init__(self):
        self.lock = threading.Lock()
        self.held_by = None
        self.history = []

    def try_hold(self, run):
        if not self.lock.acquire(blocking=False):
            return None
        return self._held(run)

    def holder(self):
        return f"run {self.held_by.id}" if self.held_by else ""

    @contextmanager
    def _held(self, run):
        self.held_by = run
        self.history.append(run.id)
        try:
            yield
        finally:
            self.held_by = None
            self.lock.release()


class TheLauncher:
    """Does `work(request, log, on_message)` as if in a worker; `stop` makes a worker that waits on `killed` die."""

    def __init__(self):
        self.pids = count(100)
        self.stopped = []
        self.killed = threading.Event()
        self.work = lambda request, log, on_message: None
        self.requests = []

    def run(self, request, *, log, on_start, on_message):
        self.requests.append(request)
        on_start(Owner("here", next(self.pids), 2.0))
        self.work(request, log, on_message)
        if self.killed.is_set():
            raise WorkerKilled("Something outside killed the worker.")
        return DevicesAnswer(())

    def stop(self, worker):
        self.stopped.append(worker)
        self.killed.set()

    def until_killed(self, request, log, on_message):
        assert self.killed.wait(30)


class TheVerb:
    """A verb that always succeeds, unless told otherwise."""

    def __init__(self):
        self.before = lambda run: None
        self.after = lambda run, output: None

    def work(self, run, seat):
        self.before(run)
        seat.ask(DevicesTask())
        self.after(run, seat.output)
        return MachineOutcome(REPORT)


class TheSeat:
    """A seat that gives `answer` to every task; children go to `recorded`."""

    def __init__(self, answer, output):
        self.answer = answer
        self.output = output
        self.asked = []
        self.recorded = []
        self.progress = []

    def ask(self, task, hear=None, within=None):
        self.asked.append(task)

        def heard(message):
            if isinstance(message, ProgressMessage):
                self.advance(within(message.progress) if within else message.progress)
            elif hear is not None:
                hear(message)

        return self.answer(task, heard) if callable(self.answer) else self.answer

    def advance(self, progress):
        self.progress.append(progress)

    def record(self, spec, end, files=()):
        assert all(file.is_file() for file in files)
        failed = isinstance(end, Failure)
        event = Ended(RunState.FAILED, end, "t") if failed else Succeeded(end, "t")
        child = Run(f"c{len(self.recorded):03}", spec, "t", parent="parent", model=model_of(spec)).apply(event)
        self.recorded.append(child)
        return child


class Parts:
    """A queue and what it stands on."""

    def __init__(self, folder, store=None, slot=None, me=ME):
        self.store = store or MemoryStore()
        self.slot = slot or TheSlot()
        self.launcher = TheLauncher()
        self.processes = TheProcesses(me)
        self.verb = TheVerb()
        self.verbs = {"machine": self.verb}
        self.told = []
        self.queue = RunQueue(
            self.store,
            self.slot,
            self.launcher,
            self.processes,
            self.verbs,
            folder=folder / "runs",
            engine="fake",
            memory_limit=lambda: 123,
            pace=Pace(poll_s=0.005, patience_s=0.1),
        )
        self.queue.on_change(self.told.append)


def progress(fraction):
    return ProgressMessage(Progress("working", fraction, f"{fraction:.0%}"))


def in_thread(work):
    """Run `work` in a thread; returns it with `.result` after the end, or `.error`."""

    class Working(threading.Thread):
        result = error = None

        def run(self):
            try:
                self.result = work()
            except BaseException as error:
                self.error = error

    thread = Working()
    thread.start()
    return thread


def eventually(condition):
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.002)
