"""`dlwb tune` in the terminal, on the fake engine, whose figures are known."""

import json

import pytest

from dlwb.cli.tune import show_tune
from dlwb.documents.search import SkippedDocument
from dlwb.documents.tune import TuneDocument
from dlwb.domain.errors import Failure
from dlwb.domain.inference import InferenceConfig

SMALL = ("--device", "GPU", "--property", "fake.latency_ms=4", "--budget", "5", "--batch", "1", "--streams", "2,4")

TINY = ("--device", "GPU", "--property", "fake.latency_ms=1", "--budget", "2", "--batch", "1", "--streams", "1")


def test_the_answer_with_baselines_front_and_runs(dlwb, model_file):
    done = dlwb("tune", model_file, *SMALL, "--json")
    assert done.code == 0, done.err
    document = done.document
    runs = {run["run"]: run for run in document["runs"]}
    # 4 streams at a time each take 30 % longer: 4 / 1.3 of one stream, which the throughput hint chooses by itself
    best = runs[document["best"]["run"]]
    assert best["effective"]["streams"] == 4
    assert document["best"]["reason"]
    assert len(document["baselines"]) == 2
    assert set(document["baselines"]) <= set(runs)
    assert set(document["pareto"]) <= set(runs)
    assert document["nearest"] is None
    assert 2 <= document["tried"] <= document["candidates"] == 2 + 2 * 3
    assert document["stop_reason"]

    listed = dlwb("run", "list", "--json").document["runs"]
    assert [run["kind"] for run in listed] == ["tune", "import"]
    result = listed[0]["result"]
    assert (result["throughput_fps"], result["streams"], result["fits"]) == (best["throughput_fps"], 4, True)
    row = next(line for line in dlwb("run", "list").out.splitlines() if "tune" in line)
    assert best["verdict"]["status"] in row
    shown = dlwb("run", "show", document["run"])
    assert "● best" in shown.out
    assert f"of {document['candidates']} configurations measured" in shown.out
    assert dlwb("run", "show", document["run"], "--json").document == document
    assert dlwb("run", "show", document["best"]["run"], "--json").document["run"] == document["best"]["run"]


def test_equal_failures_are_told_once(dlwb, model_file, capsys):
    document = TuneDocument.model_validate(dlwb("tune", model_file, *SMALL, "--json").document)
    failed = [(1, 1), (1, 2), (4, 1), (4, 2)]
    skipped = tuple(
        SkippedDocument(
            config=InferenceConfig(device="GPU", batch=b, streams=s), failure=Failure("CompileError", "No.")
        )
        for b, s in failed
    )
    told = {"skipped": skipped, "candidates": 38, "tried": 6}
    show_tune(document.model_copy(update=told))
    lines = capsys.readouterr().out.splitlines()
    assert any("2 of 38 configurations measured, 4 could not be, 32 ruled out" in line for line in lines)
    assert [line for line in lines if "skipped" in line] == [
        "skipped 4 configurations with batch 1/4, streams 1/2: No."
    ]


def test_an_answer_whose_run_was_removed_is_still_told(dlwb, model_file):
    document = dlwb("tune", model_file, *TINY, "--json").document
    assert dlwb("run", "remove", document["best"]["run"]).code == 0
    shown = dlwb("run", "show", document["run"])
    assert shown.code == 0, shown.err
    assert "● best" in shown.out
    assert "not known here" in shown.out


def test_for_latency_one_request_is_in_flight(dlwb, model_file):
    done = dlwb("tune", model_file, *SMALL[:4], "--goal", "latency", "--budget", "3", "--json")
    assert done.code == 0, done.err
    document = done.document
    best = next(run for run in document["runs"] if run["run"] == document["best"]["run"])
    assert (best["effective"]["requests"], best["effective"]["batch"]) == (1, 1)
    assert document["goal"]["kind"] == "latency"


def test_a_limit_that_nothing_meets_names_the_nearest(dlwb, model_file):
    done = dlwb("tune", model_file, *SMALL, "--latency-limit", "0.01", "--json")
    assert done.code == 3
    assert done.document["best"] is None
    assert done.document["nearest"]["reason"].startswith("No configuration meets the p50 latency limit of 0.01 ms")
    assert "limit not met" in dlwb("run", "show", done.document["run"]).out
    assert not dlwb("run", "list", "--json").document["runs"][0]["result"]["fits"]
    assert "limit not met" in dlwb("run", "list").out


def test_a_memory_limit_is_checked_in_a_process_of_its_own(dlwb, model_file):
    done = dlwb("tune", model_file, *TINY, "--memory-limit", "1", "--json")
    assert done.code == 3
    assert "memory limit" in done.document["nearest"]["reason"]
    peaks = [run["peak_rss_bytes"] for run in done.document["runs"]]
    assert any(peak for peak in peaks)


def test_a_precision_that_was_not_asked_for_is_not_tried(dlwb, model_file):
    document = dlwb("tune", model_file, *TINY, "--json").document
    assert {run["effective"]["precision"] for run in document["runs"]} == {"f16"}
    document = dlwb("tune", model_file, *TINY, "--precision", "f32,f16", "--json").document
    assert {run["effective"]["precision"] for run in document["runs"]} == {"f32", "f16"}
    assert len(document["baselines"]) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--streams", "1-9"), "outside the range of GPU, which is 1 to 4"),
        (("--batch", "0"), "the smallest is 1"),
        (("--batch", "1-700"), "candidates are too many"),
        (("--latency-limit", "0"), "--latency-limit: has to be a number above 0."),
        (("--memory-limit", "-1"), "--memory-limit: has to be a number above 0."),
        (("--budget", "0"), "has to be above 0"),
        (("--budget", "-3"), "has to be above 0"),
        (("--precision", "i4"), "does not offer i4"),
        (("--device", "TPU"), "no device 'TPU'"),
    ],
)
def test_what_is_refused_before_the_start(dlwb, model_file, words, said):
    refused = dlwb("tune", model_file, "--device", "GPU", *words, "--json")
    assert refused.code == 1
    assert said in json.dumps(refused.document, ensure_ascii=False)
    kinds = [run["kind"] for run in dlwb("run", "list", "--json").document["runs"]]
    assert "tune" not in kinds


def test_words_that_cannot_be_read_are_a_usage_error(dlwb):
    refused = dlwb("tune", "m", "--batch", "1..4", "--memory-limit", "inf", "--json")
    assert refused.code == 2
    told = [problem["option"] for problem in refused.document["error"]["problems"]]
    assert told == ["--batch", "--memory-limit"]


def test_an_unknown_goal_is_a_usage_error(dlwb, model_file):
    assert dlwb("tune", model_file, "--goal", "beauty").code == 2


def test_a_configuration_that_kills_its_worker_is_told_and_the_rest_goes_on(dlwb, model_file, monkeypatch):
    monkeypatch.setenv("DLWB_MEMORY_LIMIT_GIB", "1")
    done = dlwb("tune", model_file, *SMALL, "--property", "fake.allocate_gib=3", "--json")
    assert done.code == 1
    assert "None of the configurations could be measured" in done.document["error"]["message"]


def test_only_a_search_that_was_stopped_is_continued(dlwb, model_file):
    done = dlwb("tune", model_file, *TINY, "--json").document
    refused = dlwb("tune", "--continue", done["run"], "--json")
    assert refused.code == 1
    assert "complete" in refused.document["error"]["message"]
    point = dlwb("tune", "--continue", done["runs"][0]["run"], "--json")
    assert "no search for the best" in point.document["error"]["message"]
    assert dlwb("tune", model_file, "--continue", done["run"]).code == 2
    assert dlwb("tune").code == 2
