"""Comparing over REST: stored runs at once, and side by side as a run."""

import pytest

API = "/api/v1"
CONFIG = {"device": "GPU", "extra": {"fake.latency_ms": "1"}}
SLOW = {"device": "GPU", "extra": {"fake.latency_ms": "1", "fake.slowdown": "1.05"}}


@pytest.fixture
def two(working, imported, finished):
    """Ids of two benchmarks of one model."""
    plan = {"effort": "quick", "budget_s": 0.5}
    bodies = [{"model": imported, "config": config, "plan": plan} for config in (CONFIG, SLOW)]
    ids = [working.post(f"{API}/runs/benchmark", json=body).json()["id"] for body in bodies]
    assert [finished(working, id)["state"] for id in ids] == ["succeeded"] * 2
    return ids


def test_stored_runs_and_side_by_side(working, two, imported, finished):
    answer = working.get(f"{API}/compare", params={"run": [*two, imported]})
    assert answer.status_code == 200, answer.text
    document = answer.json()
    assert [s["kind"] for s in document["subjects"]] == ["benchmark", "benchmark", "model"]
    assert {d["subject"] for d in document["deltas"]} == {1, 2}
    words = {(d["subject"], d["what"]): d["word"] for d in document["deltas"]}
    assert words[1, "latency_p50"] == "slower"
    assert all(len(figure["values"]) == 3 for figure in document["figures"])
    assert all(len(condition["values"]) == 3 for condition in document["conditions"])
    assert working.get(f"{API}/compare", params={"run": [two[0], "nothing"]}).status_code == 404
    assert working.get(f"{API}/compare").status_code == 422
    assert working.get(f"{API}/runs/{two[0]}/compare").status_code == 409
    compare_side_by_side(working, imported, two[1], finished)


def compare_side_by_side(working, imported, slower, finished):
    subjects = [{"model": imported, "config": CONFIG, "label": "now"}, {"run": slower}]
    started = working.post(
        f"{API}/runs/compare", json={"subjects": subjects, "plan": {"budget_s": 10, "window_s": 0.02}}
    )
    assert started.status_code == 202, started.text
    run = started.json()["id"]
    early = working.get(f"{API}/runs/{run}/compare")
    assert early.status_code == 409
    assert finished(working, run)["state"] == "succeeded"
    document = working.get(f"{API}/runs/{run}/compare").json()
    assert document["run"] == run
    assert [s["label"] for s in document["subjects"]] == ["now", ""]
    assert document["paired"]["subjects"][1]["deltas"][1]["word"] == "slower"
    assert working.get(f"{API}/compare", params={"run": run}).json() == document


@pytest.mark.parametrize(
    ("subjects", "said"),
    [
        ([{"model": "MODEL"}], "1 cannot be compared"),
        ([{"model": "MODEL"}, {}], "subject 2: give either a model or a run"),
        ([{"model": "MODEL", "config": CONFIG}, {"model": "MODEL", "config": {"device": "TPU"}}], "subject 2, device"),
    ],
)
def test_what_cannot_be_measured(working, imported, subjects, said):
    named = [{**s, "model": imported} if "model" in s else s for s in subjects]
    answer = working.post(f"{API}/runs/compare", json={"subjects": named})
    assert answer.status_code == 422
    assert said in answer.json()["error"]["message"]
