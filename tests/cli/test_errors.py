"""Refusals: one shape, the right exit code, fact and next step, and nothing left behind."""

import io
import json
import subprocess
import sys

import pytest
from builders import datasets, onnx_models
from rich.console import Console

from dlwb import workbench
from dlwb.cli import app, progress
from dlwb.domain.errors import Failure, InputError
from dlwb.domain.inference import InferenceConfig, MeasurePlan
from dlwb.domain.run import Advanced, Ended, Owner, Progress, Run, RunState, Started, Starting
from dlwb.domain.specs import BenchmarkSpec
from dlwb.workbench.rivals import RivalsShelf


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


def test_numbers_that_cannot_be_are_told_at_once_by_their_flags(dlwb, model_file):
    def told(*words):
        refused = dlwb(*words, "--device", "GPU", "--json")
        assert refused.code == 1, refused
        return [one["option"] for one in refused.document["error"]["problems"]]

    words = ("--streams", "0", "--batch", "0", "--threads", "-1", "--requests", "0", "--seed", "-1", "--budget", "0")
    flags = ["--batch", "--threads", "--requests", "--streams", "--budget", "--seed"]
    assert told("benchmark", model_file, *words) == flags
    assert told("profile", model_file, "--inferences", "1", "--batch", "0") == ["--inferences", "--batch"]
    limits = ("--latency-limit", "-1", "--memory-limit", "-2", "--budget", "0")
    assert told("tune", model_file, *limits) == ["--budget", "--latency-limit", "--memory-limit"]
    assert dlwb("tune", model_file, "--memory-limit", "inf").code == 2
    refused = dlwb("tune", model_file, "--device", "GPU", "--memory-limit", "-2").err
    assert "● --memory-limit: has to be a number above 0." in refused


def test_a_subject_of_a_comparison_keeps_its_number(dlwb, model_file):
    model = dlwb("model", "import", model_file, "--json").document["id"]
    words = ("--interleave", "--device", "GPU", "--streams", "0", "--seed", "-1", "--json")
    problems = dlwb("compare", model, model, *words).document["error"]["problems"]
    assert [one["option"] for one in problems] == ["--seed", "subject 1, --streams", "subject 2, --streams"]


def test_settings_that_would_be_dropped_are_refused(dlwb, model_file):
    hint = dlwb("benchmark", model_file, "--hint", "throughput", "--streams", "2", "--property", "bad", "--json")
    assert (hint.code, hint.document["error"]["type"]) == (2, "UsageError")
    assert [one["option"] for one in hint.document["error"]["problems"]] == ["--property", "--hint"]
    words = ("--device", "GPU", "--streams", "2", "--property", "NUM_STREAMS=1")
    (problem,) = dlwb("benchmark", model_file, *words, "--json").document["error"]["problems"]
    assert "NUM_STREAMS=1 contradicts streams 2" in problem["message"]


@pytest.mark.parametrize("verb", ["benchmark", "compare", "rivals", "tune"])
def test_a_budget_without_an_end_is_refused(dlwb, model_file, tmp_path, verb):
    model = dlwb("model", "import", model_file, "--json").document["id"]
    other = dlwb("model", "import", model_file, "--name", "b", "--json").document["id"]
    more = {"compare": (other, "--interleave"), "rivals": ("--dataset", datasets.imagenet_folders(tmp_path / "d"))}
    refused = dlwb(verb, model, *more.get(verb, ()), "--device", "GPU", "--budget", "1e300", "--json")
    assert refused.code == 1
    assert "it has to be above 0 and at most " in refused.document["error"]["message"]


def test_more_inferences_than_anybody_waits_for_are_refused(dlwb, model_file):
    refused = dlwb("profile", model_file, "--device", "GPU", "--inferences", "99999999999", "--json")
    assert refused.code == 1
    assert "99,999,999,999 are too many; at most 100,000." in refused.document["error"]["message"]


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


def test_the_terminal_says_what_to_type_and_the_hint_fits_every_face(dlwb):
    error = dlwb("model", "show", "nothing", "--json").document["error"]
    assert error["terminal"] == "dlwb model list"
    assert "dlwb" not in error["hint"]
    assert f"{error['hint']} ({error['terminal']})" in dlwb("model", "show", "nothing").err


def test_without_json_the_error_goes_to_stderr(dlwb):
    refused = dlwb("model", "show", "nothing")
    assert refused.code == 1
    assert refused.out == ""
    assert refused.err.startswith("● ")
    assert "nothing" in refused.err
    assert "NotFound" not in refused.err


def test_help_and_the_command_line_never_load_an_engine():
    heavy = "{'openvino', 'nncf', 'torch', 'sqlalchemy', 'fastapi', 'numpy'}"
    code = (
        f"import sys; from dlwb.cli.app import invoke; invoke(['--help']); sys.exit(bool({heavy} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    "verb", [("benchmark",), ("model", "import"), ("benchmark", "{model}", "--device", "GPU", "--input")]
)
def test_a_path_that_no_disk_can_hold(dlwb, model_file, verb):
    for path in ("x" * 5000, "~nobody-has-this-name/x", f"{model_file}/inner"):
        refused = dlwb(*(word.format(model=model_file) for word in verb), path, "--json")
        assert (refused.code, refused.document["error"]["type"]) == (1, "NotFound"), refused


def test_an_interrupt_prints_its_document(dlwb, monkeypatch):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(workbench.Workbench, "model_entries", interrupt)
    stopped = dlwb("model", "list", "--json")
    assert (stopped.code, stopped.document["error"]["type"]) == (130, "Interrupted")


def test_an_error_of_our_own_prints_its_document_and_the_details(dlwb, monkeypatch):
    def fail(*_args, **_options):
        raise ZeroDivisionError("the details")

    monkeypatch.setattr(app, "app", fail)
    failed = dlwb("model", "list", "--json")
    assert (failed.code, failed.document["error"]["type"]) == (1, "InternalError")
    assert "the details" in failed.err


def test_ctrl_c_while_the_command_line_is_still_loading():
    # The process sends itself the signal when the first module of the command line is looked for.
    code = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == "dlwb.cli.app":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
signal.signal(signal.SIGINT, signal.default_int_handler)
from dlwb.cli.entry import main
sys.argv[1:] = ["model", "list", "--json"]
main()
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "")
    assert json.loads(ended.stdout)["error"]["type"] == "Interrupted"


def test_a_run_that_waits_says_for_what_without_a_terminal(monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr(progress, "err", Console(file=said, width=200))
    waiting = Progress("waiting", None, "for the benchmark of other")
    run = Run("a", BenchmarkSpec("m", InferenceConfig(), MeasurePlan()), "2026-01-01T00:00:00Z", progress=waiting)
    with progress.shown("benchmark m") as listen:
        listen(run)
        for event in (
            Starting("t"),
            Started(Owner("here", 1, 2.0), "t"),
            Advanced(Progress("compiling", None, "for CPU")),
            Advanced(Progress("compiling", 0.5, "for CPU")),
            Ended(RunState.FAILED, Failure("NotFound", "It is gone."), "t"),
        ):
            run = run.apply(event)
            listen(run)
    assert said.getvalue().splitlines() == [
        "benchmark m: queued waiting for the benchmark of other",
        "benchmark m: starting",
        "benchmark m: running",
        "benchmark m: running compiling",
        "benchmark m: failed",
    ]


@pytest.mark.parametrize("name", ["", " ", "n" * 201, "two\nlines", "red\x1b[31m"])
def test_a_name_that_cannot_be_seen_or_typed_is_refused(dlwb, model_file, name):
    imported = dlwb("model", "import", model_file, "--name", "net", "--json")
    assert imported.code == 0
    for words, option in (
        (("model", "rename", "net", name), "NAME"),
        (("model", "import", model_file, "--name", name), "--name"),
    ):
        error = dlwb(*words, "--json").document["error"]
        assert (error["type"], error["problems"][0]["option"]) == ("InvalidOptions", option)
    assert dlwb("model", "list", "--json").document["models"][0]["model"]["name"] == "net"


def test_brackets_and_control_characters_of_a_name_reach_the_screen_as_text(dlwb, tmp_path):
    name = "net[v2] [/bold] [bold"
    file = onnx_models.write(tmp_path / "steers\x1b[31m.onnx")
    assert dlwb("model", "import", file).out.startswith("steers [31m ")
    assert dlwb("model", "rename", "steers [31m", name).out.startswith(name)
    for words in (("model", "list"), ("run", "list"), ("analyse", name), ("model", "remove", name)):
        shown = dlwb(*words)
        assert shown.code == 0
        assert name in shown.out or words == ("run", "list"), shown


def test_an_empty_workspace_is_refused_and_not_the_current_folder(dlwb, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for empty in ("", " "):
        refused = dlwb("--workspace", empty, "model", "list", "--json")
        assert refused.code == 1
        assert refused.document["error"]["problems"][0]["option"] == "workspace"
    assert list(tmp_path.glob("*")) == []


def test_a_wrong_setting_is_not_taken_for_the_flag_of_its_name(dlwb, monkeypatch):
    monkeypatch.setenv("DLWB_HOST", " ")
    error = dlwb("run", "list", "--host", "here", "--json").document["error"]
    assert (error["type"], error["problems"][0]["option"]) == ("InvalidSettings", "host")


def test_a_limit_beyond_what_the_database_counts_is_a_usage_error(dlwb):
    assert dlwb("run", "list", "--limit", "99999999999999999999999").code == 2


def test_what_is_typed_wrong_is_told_as_what_it_is(dlwb, tmp_path, model_file):
    def said(*words):
        ended = dlwb(*words, "--json")
        return ended.code, ended.document["error"]["message"], ended.document["error"]["hint"]

    assert said("benchmark", "./nosuch.onnx")[1] == "There is no file './nosuch.onnx', and no model of that name."
    assert said("run", "show", "e38")[1:] == (
        "'e38' is too short for the beginning of the id of a run.",
        "Give 4 characters of it at least.",
    )
    assert said("run", "show", "nobody")[1] == "There is no run 'nobody'."
    assert said("run", "export", "-o", str(tmp_path / "x.gz"))[1] == "Nothing is named that is to be exported."
    assert said("compare", "nobody")[1] == "A B [C…]: 1 cannot be compared; 2 to 6 can."
    code, message, hint = said("run", "list", "--kind", "foo")
    assert code == 2
    assert "'foo' is none of import, benchmark," in message
    assert hint == "See `dlwb run list --help`."
    assert said("benchmark", "--frob")[2] == "See `dlwb benchmark --help`."
    assert said("model", "import")[1].endswith("Give a PATH, or a --sample.")
    assert said("model", "import", "--sample", "nosuch")[1] == "There is no sample model 'nosuch'."


def test_samples_are_imported_by_name(dlwb):
    assert dlwb("model", "import", "--sample", "shapes-classifier", "--name", "net", "--json").document["name"] == "net"
    found = dlwb("dataset", "import", "--sample", "shapes-classification", "--json").document
    assert (found["name"], found["samples"]) == ("shapes-classification", 80)


@pytest.mark.parametrize("verb", ["quantize", "rivals"])
def test_engine_properties_reach_every_verb_that_measures(dlwb, model_file, tmp_path, verb):
    model = dlwb("model", "import", model_file, "--json").document["id"]
    pictures = datasets.imagenet_folders(tmp_path / "d")
    words = ("--dataset", pictures, "--device", "GPU", "--streams", "2", "--property", "NUM_STREAMS=1", "--json")
    problems = dlwb(verb, model, *words).document["error"]["problems"]
    assert {
        "option": "--property",
        "message": "NUM_STREAMS=1 contradicts streams 2, and would win; give one.",
    } in problems


def test_names_of_classes_reach_the_rivals(dlwb, model_file, tmp_path, monkeypatch):
    asked = []

    def spec(_shelf, _model, _dataset, wish, **_options):
        asked.append(wish.classes)
        raise InputError("enough")

    monkeypatch.setattr(RivalsShelf, "spec", spec)
    names = tmp_path / "names.txt"
    names.write_text("light\ndark\n")
    pictures = datasets.imagenet_folders(tmp_path / "d")
    assert dlwb("rivals", model_file, "--dataset", pictures, "--labels", names).code == 1
    assert asked == [("light", "dark")]


def test_what_would_change_nothing_is_refused_with_the_next_step(dlwb, model_file):
    run = dlwb("benchmark", model_file, "--device", "GPU", "--budget", "0.5", "--json").document["run"]
    dlwb("run", "tag", run, "red", "blue")

    def refused(*words):
        ended = dlwb(*words, "--json")
        assert ended.code == 1, ended.out
        error = ended.document["error"]
        return error["message"], f"{error['hint']} {error['terminal']}"

    assert refused("run", "tag", run, "red", "nothere", "--remove") == (
        f"Run {run} has no tag 'nothere'; nothing is changed.",
        "It has: red, blue. ",
    )
    assert dlwb("run", "show", run, "--json").code == 0
    assert [one["tags"] for one in dlwb("run", "list", "--tag", "red", "--json").document["runs"]] == [["red", "blue"]]
    message, hint = refused("run", "cancel", run)
    assert f"Run {run}" in message
    assert "has ended already: it succeeded" in message
    assert f"dlwb run remove {run}" in hint
    model = dlwb("run", "list", "--json").document["runs"][0]["model"]
    message, hint = refused("model", "configure", model)
    assert message == "Nothing is said that is to be stored with the model."
    assert "--from RUN" in hint
    assert dlwb("model", "show", model, "--json").document["preprocessing"]["confirmed"] is False


@pytest.mark.parametrize(
    ("group", "verb"),
    [("model", "rename"), ("model", "remove"), ("dataset", "rename"), ("dataset", "label"), ("dataset", "remove")],
)
def test_a_verb_that_takes_no_path_does_not_promise_to(dlwb, tmp_path, group, verb):
    file = onnx_models.write(tmp_path / "net.onnx") if group == "model" else datasets.imagenet_folders(tmp_path / "d")
    more = {"rename": ("other",), "label": (tmp_path,)}.get(verb, ())
    assert dlwb(group, verb, file, *more).code == 1
    assert dlwb(group, "list", "--json").document[f"{group}s"] == []
    assert "path is imported" not in " ".join(dlwb(group, verb, "--help").out.split())


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("benchmark", "--budget"), "--budget"),
        (("benchmark", "--mode", "offered", "--rate"), "--rate"),
        (("sweep", "--streams", "1", "--latency-limit"), "--latency-limit"),
        (("tune", "--budget"), "--budget"),
    ],
)
def test_what_is_no_number_to_calculate_with_is_refused(dlwb, model_file, words, option):
    for value in ("nan", "inf", "-inf", "1e999"):
        refused = dlwb(words[0], model_file, "--device", "GPU", *words[1:-1], f"{words[-1]}={value}", "--json")
        assert refused.code == 1, refused.err
        assert refused.document["error"]["problems"][0]["option"] == option
    assert dlwb("run", "list", "--kind", words[0], "--json").document["total"] == 0
