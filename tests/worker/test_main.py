"""The worker from the inside of its pipe, without a launcher."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dlwb.domain.model import ImportOptions, ModelFormat
from dlwb.protocol import (
    AnswerMessage,
    ConvertTask,
    DevicesTask,
    FailureMessage,
    Hello,
    Message,
    ModelFiles,
    ProgressMessage,
    ReadGraphTask,
    Request,
    from_json,
    to_json,
)
from dlwb.worker.limits import is_exhaustion, out_of_memory

HERE = Path(__file__).parent


def talk(line, folder):
    """Send one line and keep the pipe open until the worker is done; its messages, and what it printed."""
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "dlwb.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": str(HERE), "PATH": "/usr/bin:/bin"},
        cwd=folder,
        start_new_session=True,
    )
    worker.stdin.write(line)
    worker.stdin.flush()
    messages = [from_json(Message, answer) for answer in worker.stdout.read().splitlines()]
    errors = worker.stderr.read().decode()
    worker.stdin.close()
    worker.stdout.close()
    worker.stderr.close()
    return messages, worker.wait(), errors


def request(task, folder, engine="troubled_engine:TroubledEngine"):
    return to_json(Request(task, engine, str(folder))).encode() + b"\n"


def test_one_request_gives_hello_progress_and_an_answer(tmp_path):
    messages, code, _ = talk(request(DevicesTask(), tmp_path), tmp_path)
    assert [type(m) for m in messages] == [Hello, ProgressMessage, AnswerMessage]
    assert code == 0


@pytest.mark.parametrize("line", [b"\n", b"{}\n", b"nonsense\n", b'{"task": {"task": "fly"}}\n', b"\xff\xfe\n"])
def test_what_is_no_request_is_refused_in_words(tmp_path, line):
    messages, code, _ = talk(line, tmp_path)
    assert [type(m) for m in messages] == [FailureMessage]
    assert messages[0].failure.type == "WorkerProtocolError"
    assert code == 0


def test_a_worker_without_a_request_ends(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "dlwb.worker"],
        check=True,
        input=b"",
        capture_output=True,
        cwd=tmp_path,
        start_new_session=True,
    )
    assert b"WorkerProtocolError" in done.stdout


def test_the_worker_loads_neither_the_store_nor_the_web_nor_telemetry(tmp_path):
    unwanted = ["sqlalchemy", "alembic", "fastapi", "uvicorn", "typer", "rich", "psutil", "dlwb.workbench", "openvino"]
    names = ",".join([*unwanted, "openvino_telemetry"])
    talk(request(ReadGraphTask(ModelFiles(f"modules {names}", ""), {}), tmp_path), tmp_path)
    found = json.loads((tmp_path / "graph.json").read_text())["name"].split(",")
    # None in sys.modules makes an import fail: that is how telemetry is kept out.
    assert found == ["absent"] * len(unwanted) + ["None"]


def test_a_conversion_leaves_the_model_and_its_graph(tmp_path):
    (tmp_path / "net.onnx").write_bytes(b"a model")
    task = ConvertTask(ModelFormat.ONNX, str(tmp_path), "net.onnx", ImportOptions())
    (tmp_path / "output").mkdir()
    messages, _, errors = talk(request(task, tmp_path / "output", engine="fake"), tmp_path)
    assert isinstance(messages[-1], AnswerMessage), errors
    assert {path.name for path in (tmp_path / "output").iterdir()} >= {"model.xml", "model.bin", "graph.json"}


@pytest.mark.parametrize(
    ("error", "exhaustion"),
    [
        (MemoryError(), True),
        (RuntimeError("Exception from core.cpp:109:\nstd::bad_alloc"), True),
        (OSError("Cannot allocate memory"), True),
        (RuntimeError("allocation of a bad idea"), False),
        (ValueError("shape"), False),
    ],
)
def test_an_allocation_that_failed_is_recognised(error, exhaustion):
    assert is_exhaustion(error) is exhaustion


def test_the_limit_is_in_the_message():
    error = out_of_memory(RuntimeError("first\nstd::bad_alloc"), 3 * 1024**3)
    assert "3.00 GiB (std::bad_alloc)" in error.message
    assert "limit" not in out_of_memory(MemoryError(), None).message
