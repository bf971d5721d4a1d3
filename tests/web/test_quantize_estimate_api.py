"""What a quantization would use of its pictures, all that is wrong with a wish at once, and what is tried as it is tried."""

import pytest
from builders import datasets as build
from builders import shown_pictures

API = "/api/v1/runs"


@pytest.fixture
def dataset(working, finished, tmp_path):
    shown = [i % 10 for i in range(60)]
    folder = shown_pictures.classified(tmp_path / "shown", shown, shown)
    answer = working.post("/api/v1/datasets", json={"path": str(folder)})
    assert answer.status_code == 202, answer.text
    return finished(working, answer.json()["id"])["dataset"]


@pytest.fixture
def wish(imported, dataset):
    accuracy = {"settings": {}, "config": {"device": "GPU"}, "background": False}
    return {"model": imported, "dataset": dataset, "accuracy": accuracy, "bound": {"max_drop": 0.01}}


def test_the_estimate_counts_pictures_and_says_how_sure_they_make_it(working, wish):
    found = working.post(f"{API}/quantize/estimate", json=wish)
    assert found.status_code == 200, found.text
    estimate = found.json()
    assert (estimate["pictures"], estimate["calibration_pictures"], estimate["validation_pictures"]) == (60, 20, 40)
    assert estimate["metrics"] == ["top1", "top5"]
    assert "can at best be met on these pictures" in " ".join(estimate["sentences"])
    seeded = working.post(f"{API}/quantize/estimate", json={**wish, "calibration": {"seed": 1}}).json()
    assert (seeded["calibration_pictures"], seeded["validation_pictures"]) == (20, 40)
    both = working.post(f"{API}/quantize/estimate", json={**wish, "overlap": True}).json()
    assert both["validation_pictures"] == 60
    alike = working.post(f"{API}/quantize/estimate", json={**wish, "like_parent": True}).json()
    assert alike["metrics"] == ["cosine", "nmse"]


def test_copies_of_one_picture_are_on_one_side_and_count_as_one(working, wish, finished):
    asked = {"augment": {"dataset": wish["dataset"], "changes": {"flip": True}}}
    run = working.post("/api/v1/datasets", json=asked).json()["id"]
    copied = {**wish, "dataset": finished(working, run)["dataset"], "calibration": {"count": 25}}
    estimate = working.post(f"{API}/quantize/estimate", json=copied).json()
    assert (estimate["pictures"], estimate["calibration_pictures"], estimate["validation_pictures"]) == (120, 25, 94)
    assert "Even if none of 47 pictures changed" in " ".join(estimate["sentences"])


def test_only_pictures_with_labels_for_the_network_are_counted_for_validation(working, wish, finished, tmp_path):
    stems = [f"p{i}" for i in range(12)]
    folder = build.voc(tmp_path / "voc", stems, masked=stems[:3])
    run = working.post("/api/v1/datasets", json={"path": str(folder)}).json()["id"]
    found = {**wish, "dataset": finished(working, run)["dataset"], "bound": {"max_drop": 0.01}}

    def estimate(code=200, **more):
        answer = working.post(f"{API}/quantize/estimate", json={**found, **more})
        assert answer.status_code == code, answer.text
        return answer.json()

    def counted(estimate):
        return estimate["calibration_pictures"], estimate["validation_pictures"]

    any_task = estimate()
    assert counted(any_task) == (4, 8)
    assert any("12 for detection and 3 for segmentation" in words for words in any_task["sentences"])
    masks = {**wish["accuracy"], "task": "segmentation"}
    assert counted(estimate(accuracy=masks)) == (4, 3)
    assert counted(estimate(accuracy=masks, calibration={"count": 10})) == (10, 2)
    refused = estimate(422, accuracy=masks, calibration={"count": 12})["error"]
    assert "so none is left" in refused["message"]


def test_all_that_is_wrong_comes_at_once(working, wish):
    wrong = {
        **wish,
        "bound": {"max_drop": 2.0, "metric": "beauty"},
        "calibration": {"count": 0},
        "options": {"ratio": 3.0, "smooth_quant": 4.0},
        "accuracy": {**wish["accuracy"], "subset": {"percent": 300}, "config": {"device": "NPU9"}},
        "name": "two\nlines",
    }
    for path in (f"{API}/quantize/estimate", f"{API}/quantize"):
        answer = working.post(path, json=wrong)
        assert answer.status_code == 422
        assert "without a dataset" not in answer.json()["error"]["hint"]
        options = {problem["option"] for problem in answer.json()["error"]["problems"]}
        assert {"max_drop", "metric", "calibration.count", "validation.percent", "ratio", "smooth_quant"} <= options
        assert {"device", "name"} <= options


def test_classes_that_cannot_fit_are_told_before_anything_begins(working, finished, imported, tmp_path):
    folder = build.imagenet_folders(tmp_path / "animals", ("cat", "dog", "cow"))
    run = working.post("/api/v1/datasets", json={"path": str(folder)}).json()["id"]
    wish = {"model": imported, "dataset": finished(working, run)["dataset"], "accuracy": {"config": {"device": "GPU"}}}
    for path in ("quantize/estimate", "quantize"):
        answer = working.post(f"{API}/{path}", json={**wish, "bound": {"max_drop": 2.0}})
        problems = {problem["option"]: problem["message"] for problem in answer.json()["error"]["problems"]}
        assert "tells 10 classes apart, and 'animals' has 3" in problems["dataset"]
        assert "max_drop" in problems
    assert working.post(f"{API}/quantize/estimate", json={**wish, "like_parent": True}).status_code == 200


def test_what_was_tried_names_the_version_and_the_bound(working, wish, finished):
    started = working.post(f"{API}/quantize", json=wish)
    assert started.status_code == 202, started.text
    run = finished(working, started.json()["id"])
    assert run["state"] == "succeeded", run["failure"]
    tried = working.get(f"{API}/{run['id']}/quantize/attempts").json()
    result = working.get(f"{API}/{run['id']}/quantize").json()
    assert (run["bound"]["max_drop"], run["result"]["model"]) == (0.01, result["model"])
    assert (tried["model"], tried["model_name"]) == (result["model"], result["model_name"])
    assert tried["bound"]["max_drop"] == 0.01
    assert tried["metric"] == result["metric"] == "top1"
    assert result["model_name"] in tried["verdict"]
    assert [one["step"] for one in tried["attempts"]] == [one["step"] for one in result["attempts"]]
