"""Finding the best over REST: what would be looked at, start, points as they come, the answer."""

import os
import signal

import pytest

from dlwb.calc.racing import DOMINATED
from dlwb.domain.errors import InvalidOptions
from dlwb.workbench import Workbench

API = "/api/v1"
BASE = {"device": "GPU", "extra": {"fake.latency_ms": "4"}}


def request(model, **changes):
    body = {"model": model, "space": {"base": BASE, "batch": [1, 2], "streams": [1, 2]}, "budget_s": 4.0}
    return body | changes


def test_from_the_estimate_to_the_answer(working, imported, finished):
    estimate = working.post(f"{API}/runs/tune/estimate", json=request(imported)).json()
    assert estimate["candidates"] == 2 + 2 * 2 * 3
    assert estimate["space"]["requests_per_stream"] == [1, 2, 4]
    assert estimate["compilations"] == 2 + 4
    assert estimate["sweep_seconds"] > estimate["seconds"] == 4.0
    started = working.post(f"{API}/runs/tune", json=request(imported))
    assert started.status_code == 202
    run = started.json()["id"]
    assert finished(working, run)["state"] == "succeeded"
    answer = working.get(f"{API}/runs/{run}/tune").json()
    assert answer["best"]["run"] in {r["run"] for r in answer["runs"]}
    points = working.get(f"{API}/runs/{run}/points").json()
    assert points["kind"] == "tune"
    assert points["best"] == answer["best"]
    assert {p["run"] for p in points["points"] if p["run"]} == {r["run"] for r in answer["runs"]}
    assert run in [r["id"] for r in working.get(f"{API}/runs").json()["runs"]]
    assert working.post(f"{API}/runs/{run}/continue").status_code == 409


def test_a_space_without_values_is_filled_in(working, imported):
    body = {"model": imported, "space": {"base": BASE}}
    space = working.post(f"{API}/runs/tune/estimate", json=body).json()["space"]
    assert (space["batch"], space["streams"]) == ([1, 2, 4, 8, 16, 32], [1, 2, 4])
    body["goal"] = {"kind": "latency"}
    space = working.post(f"{API}/runs/tune/estimate", json=body).json()["space"]
    assert (space["batch"], space["streams"], space["requests"]) == ([], [1], [1])


def test_a_cancelled_search_keeps_its_points_and_has_no_answer(working, imported, wait_for):
    body = request(imported, budget_s=60.0, space={"base": BASE})
    run = working.post(f"{API}/runs/tune", json=body).json()["id"]
    # Those that are still in the race have figures already, and no runs.
    racing = wait_for(lambda: working.get(f"{API}/runs/{run}/points?from=1").json()["provisional"])
    assert all(p["throughput_fps"]["low"] < p["throughput_fps"]["value"] and p["laps"] >= 1 for p in racing)
    assert working.post(f"{API}/runs/{run}/cancel").json()["state"] == "cancelled"
    left = working.get(f"{API}/runs/{run}/points").json()
    assert left["provisional"] == []
    # What has a run had left the race: the best of it is one of the losers. A restless machine lets nobody go for long.
    assert (left["best"], left["nearest"]) == (None, None)
    limited = working.get(f"{API}/runs/{run}/points?limit_ms=1000").json()
    assert (limited["best"] is not None) == (left["measured"] > 0)
    refused = working.get(f"{API}/runs/{run}/tune")
    assert refused.status_code == 409
    assert refused.json()["error"]["type"] == "RunCancelled"


def test_a_stopped_search_goes_on_where_it_was(working, workbench, imported, wait_for):
    # Neither its budget nor its answer ends it before it is stopped, on a busy machine either.
    body = request(imported, budget_s=60.0, space={"base": BASE})
    run = working.post(f"{API}/runs/tune", json=body).json()["id"]
    wait_for(lambda: working.get(f"{API}/runs/{run}").json()["progress"]["phase"] == "racing")
    assert working.post(f"{API}/runs/{run}/cancel").json()["state"] == "cancelled"
    beaten = beaten_in(working, workbench, run)  # perhaps nobody: a restless machine lets go late
    again = working.post(f"{API}/runs/{run}/continue")
    assert again.status_code == 202, again.text
    again = again.json()["id"]
    wait_for(lambda: working.get(f"{API}/runs/{again}").json()["progress"]["phase"] == "racing")
    # Who had been beaten is not measured again, and counts.
    assert beaten <= beaten_in(working, workbench, again)
    assert workbench.runs.get(again).spec.continues == run
    assert working.post(f"{API}/runs/{again}/cancel").json()["state"] == "cancelled"


def beaten_in(working, workbench, search):
    """The runs of the points that left the race of a search, or of the one that it goes on from."""
    points = working.get(f"{API}/runs/{search}/points").json()["points"]
    runs = [workbench.runs.get(point["run"]) for point in points if point["run"]]
    return {run.id for run in runs if run.headline.stop_reason == DOMINATED}


def test_a_worker_that_is_killed_costs_one_configuration(working, workbench, imported, wait_for, finished):
    body = request(imported, budget_s=20.0, space={"base": BASE, "batch": [1, 2, 4], "streams": [1, 2, 4]})
    run = working.post(f"{API}/runs/tune", json=body).json()["id"]
    wait_for(lambda: working.get(f"{API}/runs/{run}").json()["progress"]["phase"] == "racing")
    os.kill(workbench.runs.get(run).worker.pid, signal.SIGKILL)
    assert finished(working, run)["state"] == "succeeded"
    answer = working.get(f"{API}/runs/{run}/tune").json()
    assert [skipped["failure"]["type"] for skipped in answer["skipped"]] == ["WorkerKilled"]
    assert answer["best"]["run"] in {r["run"] for r in answer["runs"]}


@pytest.mark.parametrize(
    "change",
    [
        {"budget_s": 0},
        {"budget_s": -1},
        {"goal": {"latency_limit_ms": 0}},
        {"goal": {"memory_limit_bytes": -5}},
        {"goal": {"kind": "beauty"}},
        {"space": {"base": BASE, "streams": [9]}},
        {"space": {"base": BASE, "batch": [0]}},
        {"space": {"base": BASE, "batch": list(range(1, 2000))}},
        {"nonsense": 1},
    ],
)
def test_bad_wishes_are_refused(working, imported, change):
    assert working.post(f"{API}/runs/tune", json=request(imported, **change)).status_code == 422


def test_another_kind_of_run_has_no_answer(working, imported):
    run = working.get(f"{API}/runs").json()["runs"][0]["id"]
    assert "no search for the best" in working.get(f"{API}/runs/{run}/tune").json()["error"]["message"]


def test_the_sdk_takes_plain_words(workbench: Workbench, onnx_file):
    model = workbench.models.add(onnx_file)
    with pytest.raises(InvalidOptions, match="goal: Input should be"):
        workbench.tune(model, goal="beauty")
    with pytest.raises(InvalidOptions, match="no device 'CPU'"):
        workbench.tune(model, latency_limit_ms=5)
