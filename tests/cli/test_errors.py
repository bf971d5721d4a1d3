"""Refusals: one shape, the right exit code, fact and next step, and nothing left behind."""

import subprocess
import sys


def test_usage_is_exit_code_two(dlwb):
    for words in (("benchmark",), ("no-such-verb",), ("benchmark", "m", "--streams", "zero")):
        assert dlwb(*words).code == 2, words
    assert dlwb("benchmark", "--json").document["error"]["type"] == "UsageError"


def test_all_wrong_options_are_told_at_once(dlwb, model_file):
    wrong = dlwb(
        "benchmark", model_file, "--device", "GPU", "--streams", "9", "--precision", "i3", "--mode", "offered", "--json"
    )
    assert wrong.code == 1
    error = wrong.document["error"]
    assert error["type"] == "InvalidOptions"
    assert len(error["problems"]) == 3, error
    assert dlwb("run", "list", "--kind", "benchmark", "--json").document["total"] == 0


def test_a_device_that_is_not_there_is_named_with_those_that_are(dlwb, model_file):
    error = dlwb("benchmark", model_file, "--device", "CPU", "--json").document["error"]
    assert "CPU" in error["message"]
    assert "GPU" in error["message"] + error["hint"]


def test_a_file_that_is_no_model(dlwb, tmp_path):
    file = tmp_path / "notes.onnx"
    file.write_text("these are my notes")
    refused = dlwb("model", "import", file, "--json")
    assert refused.code == 1
    assert refused.document["error"]["type"] == "UnknownFormat"
    assert dlwb("model", "list", "--json").document["models"] == []


def test_a_run_that_fails_says_why(dlwb, model_file):
    crashed = dlwb("benchmark", model_file, "--device", "GPU", "--property", "fake.crash=segfault", "--quick", "--json")
    assert crashed.code == 1
    assert crashed.document["error"]["type"] == "WorkerCrashed"
    assert dlwb("run", "list", "--state", "failed", "--json").document["total"] == 1


def test_without_json_the_error_goes_to_stderr(dlwb):
    refused = dlwb("model", "show", "nothing")
    assert refused.code == 1
    assert refused.out == ""
    assert "nothing" in refused.err


def test_help_and_the_command_line_never_load_an_engine():
    heavy = "{'openvino', 'nncf', 'torch', 'sqlalchemy', 'fastapi'}"
    code = f"import sys; from dlwb.cli.app import invoke; invoke(['--help']); sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
