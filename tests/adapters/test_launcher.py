"""Workers that crash, hang, eat memory, talk too much, or are killed; see tests/worker/troubled_engine.py."""

import errno
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from dlwb.adapters.launchers import endings
from dlwb.adapters.launchers.endings import judge_ending, oom_kills
from dlwb.adapters.launchers.local import LocalLauncher, worker_environment
from dlwb.adapters.processes import owner_of
from dlwb.domain.errors import (
    DiskFull,
    DlwbError,
    NotFound,
    OutOfMemory,
    StoreError,
    UnsupportedOperation,
    WorkerCrashed,
    WorkerKilled,
)
from dlwb.domain.graph import Graph
from dlwb.domain.run import Owner
from dlwb.protocol import (
    DevicesAnswer,
    DevicesTask,
    Hello,
    ModelFiles,
    ProgressMessage,
    ReadGraphAnswer,
    ReadGraphTask,
    Request,
    from_json,
)

ENGINE = "troubled_engine:TroubledEngine"
ENGINES = Path(__file__).parents[1] / "worker"
GIB = 1024**3
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups")


@pytest.fixture(autouse=True)
def engine_path(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ENGINES))


class Launch:
    """One launch in a folder of its own, and what was heard of it."""

    def __init__(self, folder):
        self.folder = folder
        self.log = folder / "log.txt"
        self.messages = []
        self.worker = None

    def __call__(self, trouble, limit=None, on_message=None, engine=ENGINE):
        self.folder.mkdir(exist_ok=True)
        task = DevicesTask() if trouble == "devices" else ReadGraphTask(ModelFiles(trouble, ""), {})
        return LocalLauncher().run(
            Request(task, engine, str(self.folder), limit),
            log=self.log,
            on_start=lambda worker: setattr(self, "worker", worker),
            on_message=on_message or self.messages.append,
        )

    @property
    def graph(self):
        return from_json(Graph, (self.folder / "graph.json").read_text())


@pytest.fixture
def launch(tmp_path):
    return Launch(tmp_path / "run")


def gone(pid):
    """Whether a process ended, or will in a moment."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def wait_for(path):
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)
    return path.read_text()


# --- the way it should be -------------------------------------------------------------------------


def test_an_answer_comes_back_after_hello_and_progress(launch):
    assert launch("fine") == ReadGraphAnswer()
    assert launch.graph == Graph("empty", ())
    assert isinstance(launch.messages[0], Hello)
    assert [type(m) for m in launch.messages[1:]] == [ProgressMessage] * (len(launch.messages) - 1)
    assert launch.messages[0].pid == launch.worker.pid
    assert gone(launch.worker.pid)


def test_another_task(launch):
    assert launch("devices") == DevicesAnswer(())


def test_the_worker_works_in_the_folder_of_the_run(launch):
    launch("folder")
    assert launch.graph.name == str(launch.folder)


def test_a_file_in_the_working_folder_is_no_module(launch):
    launch.folder.mkdir()
    (launch.folder / "numpy.py").write_text("raise SystemExit('hijacked')")
    (launch.folder / "pydantic.py").write_text("raise SystemExit('hijacked')")
    assert launch("fine") == ReadGraphAnswer()


def test_variables_that_tune_engines_behind_the_configuration_stay_out(launch, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("DLWB_SOMETHING", "kept")
    launch("environment OMP_NUM_THREADS")
    assert launch.graph.name == "unset"
    launch("environment DLWB_SOMETHING")
    assert launch.graph.name == "kept"
    assert "PATH" in worker_environment()


# --- errors the worker understands ----------------------------------------------------------------


def test_an_error_of_the_engine_comes_back_as_it_was(launch):
    with pytest.raises(UnsupportedOperation, match="no Foo") as caught:
        launch("refuse Foo")
    assert caught.value.hint == "Leave it out."


def test_an_unexpected_exception_is_named_and_its_trace_is_in_the_log(launch):
    with pytest.raises(DlwbError, match="ZeroDivisionError: nobody expected this"):
        launch("surprise")
    assert "troubled_engine.py" in launch.log.read_text()


@pytest.mark.parametrize("engine", ["no_such_module:Engine", "troubled_engine:NoSuchEngine", "no-such-engine"])
def test_an_engine_that_is_not_there_is_named(launch, engine):
    with pytest.raises(NotFound, match=engine):
        launch("fine", engine=engine)


# --- noise ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "noise"),
    [
        ("c_print", '{"message": "answer", "answer": {}}\nnoise without an end'),
        ("raw_noise", "straight to descriptor 1\n"),
        ("say hello", "hello\n"),
    ],
)
def test_what_is_printed_goes_to_the_log_and_breaks_no_message(launch, trouble, noise):
    assert launch(trouble) == ReadGraphAnswer()
    assert noise in launch.log.read_text()


def test_nobody_but_the_protocol_reads_standard_input(launch):
    assert launch("read_stdin") == ReadGraphAnswer()
    assert launch.graph.name == "''"


def test_a_second_run_adds_to_the_log(launch):
    launch("say one")
    launch("say two")
    assert launch.log.read_text() == "one\ntwo\n"


# --- death ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "error", "words"),
    [
        ("segfault", WorkerCrashed, "SIGSEGV"),
        ("thread_crash", WorkerCrashed, "SIGSEGV"),
        ("abort", WorkerCrashed, "SIGABRT.*std::runtime_error"),
        ("abort_for_memory", OutOfMemory, "std::bad_alloc"),
        ("bus_error", WorkerCrashed, "SIGBUS"),
        ("kill_itself", WorkerKilled, "SIGKILL"),
        ("leave 3", WorkerCrashed, "exit code 3"),
        ("leave 0", WorkerCrashed, "exit code 0"),
    ],
)
def test_a_death_is_told_by_its_kind(launch, trouble, error, words):
    with pytest.raises(error) as caught:
        launch(trouble)
    assert type(caught.value) is error
    assert re.search(words, str(caught.value))
    assert launch("fine") == ReadGraphAnswer()


def test_the_stack_of_a_crash_is_in_the_log(launch):
    with pytest.raises(WorkerCrashed):
        launch("segfault")
    assert "troubled_engine.py" in launch.log.read_text()


def test_a_worker_that_cannot_start_says_why(launch, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    with pytest.raises(WorkerCrashed, match="exit code"):
        launch("fine")


def test_a_folder_that_is_not_there_is_no_crash(tmp_path):
    with pytest.raises(StoreError, match="No worker could be started"):
        LocalLauncher().run(
            Request(DevicesTask(), ENGINE, str(tmp_path / "missing")),
            log=tmp_path / "log.txt",
            on_start=lambda _: None,
            on_message=lambda _: None,
        )


def test_a_full_disk_is_no_crash(launch, monkeypatch):
    def no_space(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    launch.folder.mkdir()
    monkeypatch.setattr(Path, "open", no_space)
    with pytest.raises(DiskFull):
        launch("fine")


def test_a_kill_by_the_kernel_is_told_apart(tmp_path, monkeypatch):
    (tmp_path / "vmstat").write_text("nr_free_pages 12\noom_kill 41\n")
    monkeypatch.setattr(endings, "_VMSTAT", tmp_path / "vmstat")
    assert oom_kills() == 41
    monkeypatch.setattr(endings, "_VMSTAT", tmp_path / "missing")
    assert oom_kills() == 0
    error = judge_ending(-signal.SIGKILL, tmp_path / "no log", oom_killed=True)
    assert isinstance(error, WorkerKilled)
    assert "ran out of memory" in error.message
    assert "outside" in judge_ending(-signal.SIGKILL, tmp_path / "no log", oom_killed=False).message


# --- memory ---------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is enforced on Linux only")
@pytest.mark.parametrize("trouble", ["allocate 3", "allocate_in_parts 3"])
def test_a_worker_that_eats_memory_over_its_limit_fails_with_the_limit(launch, trouble):
    with pytest.raises(OutOfMemory, match=r"1\.00 GiB.*smaller batch"):
        launch(trouble, limit=GIB)


def test_a_worker_below_its_limit_works(launch):
    assert launch("allocate 0.25", limit=GIB) == ReadGraphAnswer()


def test_an_allocation_that_fails_inside_the_engine_is_recognised(launch):
    with pytest.raises(OutOfMemory, match="std::bad_alloc"):
        launch("native_bad_alloc", limit=GIB)


# --- nothing is left behind -----------------------------------------------------------------------


def test_a_grandchild_ends_with_a_worker_that_crashed(launch, tmp_path):
    with pytest.raises(WorkerCrashed):
        launch(f"grandchild_then_segfault {tmp_path / 'pids'}")
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text().split())


@pytest.mark.parametrize("trouble", ["grandchild", "grandchild_with_lock_held"])
def test_stopping_kills_the_whole_family_from_another_process(launch, tmp_path, trouble):
    errors = []

    def run():
        try:
            launch(f"{trouble} {tmp_path / 'pids'}")
        except DlwbError as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    pids = [int(pid) for pid in wait_for(tmp_path / "pids").split()]
    stop = (
        "from dlwb.adapters.launchers.local import LocalLauncher; from dlwb.domain.run import Owner;"
        f"LocalLauncher().stop({launch.worker!r})"
    )
    subprocess.run([sys.executable, "-c", stop], check=True)
    thread.join(30)
    assert [type(error) for error in errors] == [WorkerKilled]
    assert all(gone(pid) for pid in pids)


def test_stopping_a_worker_that_is_gone_or_another_process_of_its_id_does_nothing(launch):
    launch("fine")
    LocalLauncher().stop(launch.worker)
    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
    here = owner_of(child.pid)
    LocalLauncher().stop(Owner(here.host, here.pid, here.started - 5))
    LocalLauncher().stop(Owner("another-host", here.pid, here.started))
    assert child.poll() is None
    LocalLauncher().stop(here)
    assert child.wait(20) == -signal.SIGKILL


def test_an_exception_of_a_callback_ends_the_worker(launch):
    def interrupt(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        launch("sleep 600", on_message=interrupt)
    assert gone(launch.worker.pid)


@pytest.mark.parametrize("trouble", ["grandchild", "grandchild_with_lock_held"])
def test_a_worker_does_not_outlive_a_parent_that_was_killed(tmp_path, trouble):
    pids = tmp_path / "pids"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, f"{trouble} {pids}", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ENGINES)},
    )
    family = [int(pid) for pid in wait_for(pids).split()]
    time.sleep(0.1)  # into the sleep that holds the interpreter's lock
    parent.kill()
    parent.wait()
    assert all(gone(pid) for pid in family)


PARENT = f"""
import sys
from pathlib import Path
from dlwb.adapters.launchers.local import LocalLauncher
from dlwb.protocol import ModelFiles, ReadGraphTask, Request
LocalLauncher().run(
    Request(ReadGraphTask(ModelFiles(sys.argv[1], ""), {{}}), {ENGINE!r}, sys.argv[2]),
    log=Path(sys.argv[2]) / "log.txt", on_start=lambda _: None, on_message=lambda _: None,
)
"""
