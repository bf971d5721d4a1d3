"""`dlwb sweep` in the terminal, on the fake engine."""

import json

import pytest

from dlwb.domain.errors import InputError
from dlwb.domain.inference import Effort, plan_for
from dlwb.workbench.searches import SearchShelf

QUICK = ("--device", "GPU", "--budget", "0.2", "--property", "fake.latency_ms=1")


def test_points_front_best_and_their_runs(dlwb, model_file):
    done = dlwb("sweep", model_file, *QUICK, "--batch", "1-2", "--streams", "1-2", "--json")
    assert done.code == 0, done.err
    document = done.document
    assert len(document["runs"]) == 4
    assert "4 points, 4 compiled models, about" in done.err
    assert set(document["pareto"]) <= {run["run"] for run in document["runs"]}
    assert document["best"]["run"] in document["pareto"]
    assert document["skipped"] == []
    best = next(run for run in document["runs"] if run["run"] == document["best"]["run"])
    assert best["throughput_fps"]["value"] == max(run["throughput_fps"]["value"] for run in document["runs"])

    point = dlwb("run", "show", best["run"], "--json").document
    assert point["throughput_fps"] == best["throughput_fps"]
    listed = dlwb("run", "list", "--json").document["runs"]
    assert [run["kind"] for run in listed] == ["sweep", "import"]
    shown = dlwb("run", "show", document["run"])
    assert "● best Highest throughput" in shown.out
    assert dlwb("run", "remove", document["run"]).code == 0
    assert dlwb("run", "show", best["run"]).code == 1


def test_a_limit_that_nothing_meets_names_the_nearest(dlwb, model_file):
    done = dlwb("sweep", model_file, *QUICK, "--batch", "1", "--latency-limit", "0.01", "--json")
    assert done.code == 3
    assert done.document["best"] is None
    assert done.document["nearest"]["reason"].startswith("No configuration meets the p50 latency limit of 0.01 ms")


def test_a_point_that_kills_its_worker_is_skipped_with_the_reason(dlwb, model_file, monkeypatch):
    monkeypatch.setenv("DLWB_MEMORY_LIMIT_GIB", "1")
    done = dlwb("sweep", model_file, *QUICK, "--batch", "1-2", "--json", "--property", "fake.allocate_gib=3")
    assert done.code == 1
    assert "None of the points" in done.document["error"]["message"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--streams", "1-9"), "outside the range of GPU, which is 1 to 4"),
        (("--batch", "1-700"), "700 points would take about"),
        (("--batch", "0"), "the smallest is 1"),
        (("--hint", "latency", "--streams", "1-2"), "explicit ones switch it off"),
        (("--streams", "1-2", "--property", "NUM_STREAMS=1"), "NUM_STREAMS=1 contradicts streams 2"),
        (("--latency-limit", "-5"), "--latency-limit: has to be a number above 0"),
        (("--device", "TPU"), "no device 'TPU'"),
    ],
)
def test_what_is_refused_before_the_start(dlwb, model_file, words, said):
    refused = dlwb("sweep", model_file, "--device", "GPU", *words, "--json")
    assert refused.code == 1
    assert said in json.dumps(refused.document, ensure_ascii=False)
    kinds = [run["kind"] for run in dlwb("run", "list", "--json").document["runs"]]
    assert "sweep" not in kinds


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--batch", "2..4"), "neither a number nor a range"),
        (("--batch", ""), "--batch: '' is neither a number nor a range."),
        (("--precision", ""), "--precision: '' names nothing."),
    ],
)
def test_lists_that_cannot_be_read_are_a_usage_error(dlwb, words, said):
    refused = dlwb("sweep", "m", *words, "--json")
    assert refused.code == 2
    assert said in refused.document["error"]["message"]


@pytest.mark.parametrize(
    ("flags", "plan"),
    [
        ((), plan_for(Effort.QUICK)),
        (("--quick",), plan_for(Effort.QUICK)),
        (("--standard",), plan_for(Effort.STANDARD)),
        (("--rigorous", "--budget", "9"), plan_for(Effort.RIGOROUS, 9.0)),
    ],
)
def test_the_effort_of_a_point(dlwb, model_file, monkeypatch, flags, plan):
    asked = []

    def estimate(_shelf, _model, _space, plan, _goal):
        asked.append(plan)
        raise InputError("enough")

    monkeypatch.setattr(SearchShelf, "estimate", estimate)
    assert dlwb("sweep", model_file, *flags).code == 1
    assert asked == [plan]


def test_efforts_that_contradict(dlwb):
    refused = dlwb("sweep", "m", "--quick", "--standard", "--rigorous", "--json")
    assert refused.code == 1
    told = refused.document["error"]["problems"]
    assert [one["option"] for one in told] == ["--standard", "--rigorous"]
    assert {one["message"] for one in told} == {"contradicts --quick."}


def test_nothing_to_sweep_is_a_usage_error(dlwb):
    assert dlwb("sweep").code == 2


def test_a_complete_sweep_is_not_continued(dlwb, model_file):
    done = dlwb("sweep", model_file, *QUICK, "--batch", "1", "--json").document
    refused = dlwb("sweep", "--continue", done["run"], "--json")
    assert refused.code == 1
    assert "is complete" in refused.document["error"]["message"]
    other = dlwb("benchmark", model_file, *QUICK, "--json").document
    assert "no sweep" in dlwb("sweep", "--continue", other["run"], "--json").document["error"]["message"]


def test_every_list_that_cannot_be_read_is_told_at_once(dlwb, model_file):
    refused = dlwb(
        "sweep", model_file, "--batch", "0-3x2", "--streams", "x", "--threads", "1-0", "--shape", "y", "--json"
    )
    assert refused.code == 2
    told = [problem["option"] for problem in refused.document["error"]["problems"]]
    assert told == ["--batch", "--streams", "--threads", "--shape"]
    assert dlwb("model", "list", "--json").document["models"] == []
