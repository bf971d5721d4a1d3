"""Accuracy over REST: start, result, the worst pictures first, and what is refused."""

import pytest
from builders import shown_pictures


@pytest.fixture
def dataset(working, finished, tmp_path):
    shown = [i % 10 for i in range(24)]
    folder = shown_pictures.classified(tmp_path / "shown", shown, [*shown[:5], 0, *shown[6:]])
    answer = working.post("/api/v1/datasets", json={"path": str(folder)})
    assert answer.status_code == 202, answer.text
    return finished(working, answer.json()["id"])["dataset"]


def test_a_measurement_its_result_and_its_pictures(working, imported, dataset, finished):
    wish = {"model": imported, "dataset": dataset, "config": {"device": "GPU"}, "background": False}
    answer = working.post("/api/v1/runs/accuracy", json=wish)
    assert answer.status_code == 202, answer.text
    run = finished(working, answer.json()["id"])
    assert run["state"] == "succeeded", run["failure"]
    assert (run["model"], run["dataset"]) == (imported, dataset)
    result = working.get(f"/api/v1/runs/{run['id']}/accuracy").json()
    assert result["metrics"][0]["name"] == "top1"
    assert result["metrics"][0]["value"] == pytest.approx(23 / 24)
    page = working.get(f"/api/v1/runs/{run['id']}/accuracy/samples", params={"limit": 2}).json()
    assert page["total"] == 24
    assert page["samples"][0]["position"] == 5
    assert page["samples"][0]["score"] < page["samples"][1]["score"] == 1
    rest = working.get(f"/api/v1/runs/{run['id']}/accuracy/samples", params={"label": 0}).json()
    assert {one["position"] for one in rest["samples"]} == {0, 5, 10, 20}
    against = working.get(f"/api/v1/runs/{run['id']}/accuracy/against/{run['id']}").json()
    assert against["result"]["flips"] == []
    read = working.put(f"/api/v1/models/{imported}/reading", json={"run": run["id"]})
    assert read.status_code == 200, read.text
    assert read.json()["preprocessing"]["confirmed"]


def test_copies_of_one_picture_make_no_comparison_surer(working, imported, dataset, finished):
    asked = {"augment": {"dataset": dataset, "changes": {"noise": 0.001}, "copies": 3}}
    copied = finished(working, working.post("/api/v1/datasets", json=asked).json()["id"])["dataset"]
    widths = []
    for pictures in (dataset, copied):
        wish = {"model": imported, "dataset": pictures, "config": {"device": "GPU"}, "background": False}
        run = finished(working, working.post("/api/v1/runs/accuracy", json=wish).json()["id"])
        assert run["state"] == "succeeded", run["failure"]
        against = working.get(f"/api/v1/runs/{run['id']}/accuracy/against/{run['id']}").json()
        change, metric = against["result"]["changes"][0], working.get(f"/api/v1/runs/{run['id']}/accuracy").json()
        widths.append((change["high"] - change["low"], metric["metrics"][0]["high"] - metric["metrics"][0]["low"]))
    assert widths[0] == pytest.approx(widths[1])


def test_all_problems_of_a_wish_come_at_once(working, imported, dataset):
    wish = {"model": imported, "dataset": dataset, "family": "yolov99", "settings": {"nonsense": "1"}}
    wish |= {"config": {"device": "NPU9"}, "subset": {"percent": 300}, "preview": 3, "like": imported}
    answer = working.post("/api/v1/runs/accuracy", json=wish)
    assert answer.status_code == 422
    wrong = {problem["option"] for problem in answer.json()["error"]["problems"]}
    assert wrong == {"adapter", "set", "device", "percent", "preview"}


def test_a_run_of_another_kind_has_no_accuracy(working, imported):
    run = working.get("/api/v1/runs").json()["runs"][0]["id"]
    assert working.get(f"/api/v1/runs/{run}/accuracy").status_code == 409
