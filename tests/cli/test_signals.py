"""Being told to stop in the middle of a run: the run is cancelled, the worker gone, the exit code right."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from dlwb.adapters.processes import LocalProcesses
from dlwb.cli.app import invoke
from dlwb.workbench import Workbench


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_the_run(dlwb, model_file, number):
    assert dlwb("model", "import", model_file, "--name", "net").code == 0
    command = [sys.executable, "-m", "dlwb.cli.app", "benchmark", "net", "--device", "GPU", "--budget", "100", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with Workbench() as workbench:
        until = time.monotonic() + 60
        while not (running := [r for r in workbench.runs.list() if r.spec.kind == "benchmark" and r.worker]):
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(number)
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        error = json.loads(out)["error"]
        assert error["type"] == "Interrupted"
        assert error["message"] == f"Stopped by {'Ctrl-C' if number == signal.SIGINT else 'SIGTERM'}."
        assert workbench.runs.get(running[0].id).state == "cancelled"
        assert not LocalProcesses().is_alive(running[0].worker)
    assert invoke(["run", "list", "--state", "cancelled"]) == 0
