"""A sweep over REST: estimate, start, points as they come, stop and continue."""

import pytest

API = "/api/v1"
QUICK = {"effort": "quick", "budget_s": 0.2}


def request(model, **space):
    base = {"device": "GPU", "hint": "none", "extra": {"fake.latency_ms": "1"}}
    return {"model": model, "space": {"base": base, **space}, "plan": QUICK}


def test_from_the_estimate_to_the_points(working, imported, finished):
    body = request(imported, cells=[[1, 1], [2, 2]], requests=[2, 4])
    estimate = working.post(f"{API}/runs/sweep/estimate", json=body).json()
    assert (estimate["points"], estimate["compilations"], estimate["needs_confirmation"]) == (4, 2, False)
    assert estimate["seconds"] > 0
    run = working.post(f"{API}/runs/sweep", json=body).json()
    before = working.get(f"{API}/runs/{run['id']}/points").json()
    assert (before["total"], len(before["points"])) == (4, 4)
    assert finished(working, run["id"])["state"] == "succeeded"
    points = working.get(f"{API}/runs/{run['id']}/points").json()
    assert (points["measured"], points["failed"]) == (4, 0)
    assert points["best"]["run"] in points["pareto"]
    assert points["next"] == 4
    fresh = working.get(f"{API}/runs/{run['id']}/points", params={"from": 3}).json()
    assert [p["run"] for p in fresh["points"]] == [points["points"][3]["run"]]
    assert (fresh["measured"], fresh["total"], fresh["pareto"]) == (4, 4, points["pareto"])
    more_than_there_are = working.get(f"{API}/runs/{run['id']}/points", params={"from": 9}).json()
    assert more_than_there_are["points"] == points["points"]
    tight = working.get(f"{API}/runs/{run['id']}/points", params={"limit_ms": 0.001}).json()
    assert tight["best"] is None
    assert tight["nearest"]["run"]
    whole = working.get(f"{API}/runs/{run['id']}/sweep").json()
    assert {r["run"] for r in whole["runs"]} == {p["run"] for p in points["points"]}
    assert run["id"] in [r["id"] for r in working.get(f"{API}/runs").json()["runs"]]
    assert not {p["run"] for p in points["points"]} & {r["id"] for r in working.get(f"{API}/runs").json()["runs"]}


def test_a_stopped_sweep_continues(working, imported, finished, wait_for):
    run = working.post(f"{API}/runs/sweep", json=request(imported, batch=list(range(1, 9)))).json()["id"]
    wait_for(lambda: working.get(f"{API}/runs/{run}/points").json()["measured"] >= 1)
    assert working.post(f"{API}/runs/{run}/cancel").json()["state"] == "cancelled"
    left = working.get(f"{API}/runs/{run}/points").json()
    assert 1 <= left["measured"] < 8
    again = working.post(f"{API}/runs/{run}/continue").json()["id"]
    assert finished(working, again)["state"] == "succeeded"
    points = working.get(f"{API}/runs/{again}/points").json()
    assert points["measured"] == 8
    assert {p["run"] for p in left["points"] if p["run"]} < {p["run"] for p in points["points"]}
    refused = working.post(f"{API}/runs/{again}/continue")
    assert refused.status_code == 409
    assert "complete" in refused.json()["error"]["message"]


def test_an_enormous_sweep_wants_a_word(working, imported):
    body = request(imported, batch=list(range(1, 101)), requests=list(range(1, 101)))
    assert working.post(f"{API}/runs/sweep/estimate", json=body).json()["needs_confirmation"]
    refused = working.post(f"{API}/runs/sweep", json=body)
    assert refused.status_code == 422
    assert "10,000 points would take about" in refused.json()["error"]["message"]


def test_a_memory_limit_is_refused_before_the_start(working, imported):
    body = request(imported, batch=[1]) | {"goal": {"memory_limit_bytes": 10**9}}
    for path in ("sweep/estimate", "sweep"):
        refused = working.post(f"{API}/runs/{path}", json=body)
        assert refused.status_code == 422
        assert "memory_limit_bytes" in refused.text


def test_a_run_that_is_no_search_has_no_points(working, imported):
    run = working.get(f"{API}/runs").json()["runs"][0]["id"]
    assert "no points" in working.get(f"{API}/runs/{run}/points").json()["error"]["message"]


@pytest.mark.parametrize("change", [{"streams": [0]}, {"streams": [1, 99]}, {"batch": [-1]}])
def test_values_out_of_range_are_refused(working, imported, change):
    assert working.post(f"{API}/runs/sweep/estimate", json=request(imported, **change)).status_code == 422
