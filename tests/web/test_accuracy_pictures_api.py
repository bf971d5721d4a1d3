"""Pictures of accuracy runs over REST: filtered, against another run, previews, and files to take away."""

import csv
import io

import pytest
from builders import shown_pictures

HAND = {"mean": [0.0], "scale": [1.0], "color_order": "RGB", "resize": {"rule": "stretch"}}


@pytest.fixture
def dataset(working, finished, tmp_path):
    shown = [i % 10 for i in range(24)]
    folder = shown_pictures.classified(tmp_path / "=shown", shown, [*shown[:5], 0, *shown[6:]])
    answer = working.post("/api/v1/datasets", json={"path": str(folder)})
    assert answer.status_code == 202, answer.text
    return finished(working, answer.json()["id"])["dataset"]


@pytest.fixture
def measure(working, imported, dataset, finished):
    """Measure, and return the id of the run."""

    def run(**wish):
        body = {"model": imported, "dataset": dataset, "config": {"device": "GPU"}, "background": False} | wish
        answer = working.post("/api/v1/runs/accuracy", json=body)
        assert answer.status_code == 202, answer.text
        ended = finished(working, answer.json()["id"])
        assert ended["state"] == "succeeded", ended["failure"]
        return ended

    return run


@pytest.fixture
def samples(working):
    """Positions and the whole answer of a question for samples."""

    def ask(run, **params):
        answer = working.get(f"/api/v1/runs/{run}/accuracy/samples", params=params)
        assert answer.status_code == 200, answer.text
        return [one["position"] for one in answer.json()["samples"]], answer.json()

    return ask


def test_pictures_come_with_the_truth_and_are_filtered_and_held_against_another_run(working, measure, samples):
    right = measure(preprocessing=HAND)["id"]
    shifted = measure(preprocessing=HAND | {"mean": [-26.0]})["id"]
    found, page = samples(right, outcome="wrong")
    assert found == [5]
    assert page["samples"][0]["truth"]["label"] == 0
    assert page["samples"][0]["truth"]["width"] == 45
    assert page["samples"][0]["change"] is None
    assert samples(right, label=0, given=5)[0] == [5]
    assert samples(right, label=5, given=0)[0] == []
    assert len(samples(right, outcome="right")[0]) == 23
    by_class = samples(right, sort="class")[1]["samples"]
    assert [one["truth"]["label"] for one in by_class] == sorted(one["truth"]["label"] for one in by_class)
    changed = samples(right, sort="change", against=shifted)[1]["samples"]
    assert changed[0]["change"] == changed[0]["score"] - changed[0]["other_score"] > 0
    assert changed[0]["other"]["kind"] == "class"
    assert abs(changed[0]["change"]) >= abs(changed[-1]["change"])
    against = working.get(f"/api/v1/runs/{right}/accuracy/against/{shifted}").json()
    assert "gains" in against["verdict"]
    assert "flipped" in against["verdict"]


def test_wishes_that_cannot_be_met_are_told(working, measure, imported):
    run = measure()["id"]
    path = f"/api/v1/runs/{run}/accuracy/samples"
    for params, option in (({"sort": "change"}, "sort"), ({"outcome": "missed"}, "outcome")):
        answer = working.get(path, params=params)
        assert answer.status_code == 422
        assert [one["option"] for one in answer.json()["error"]["problems"]] == [option]
    assert working.get(f"{path}/0/mask").status_code == 404
    assert working.get(f"{path}/999/mask").status_code == 404
    assert "not of a detector" in working.get(f"/api/v1/runs/{run}/accuracy/thresholds").json()["error"]["message"]
    other = working.get("/api/v1/runs", params={"kind": "import"}).json()["runs"][0]["id"]
    assert working.get(path, params={"against": other}).status_code in (400, 409, 422)
    assert working.get(f"/api/v1/runs/{other}/accuracy.csv").status_code == 409


def test_a_preview_shows_pictures_and_measures_nothing(working, measure, samples, imported, dataset):
    run = measure(preview=3)
    assert run["accuracy"] == {
        "task": "classification",
        "metric": None,
        "samples": 3,
        "precision": "f32",
        "preview": True,
    }
    document = working.get(f"/api/v1/runs/{run['id']}/accuracy").json()
    assert document["preview"]
    assert document["metrics"] == document["confusion"] == []
    assert document["reasons"]
    assert len(document["tried"]) > 1
    assert document["adapter"]["kind"] == "classification"
    assert "Nothing was measured" in document["verdict"]
    found, page = samples(run["id"])
    assert len(found) == page["total"] == 3
    assert working.put(f"/api/v1/models/{imported}/reading", json={"run": run["id"]}).status_code == 200
    whole = measure()["id"]
    refused = working.get(f"/api/v1/runs/{whole}/accuracy/against/{run['id']}")
    assert "preview" in refused.json()["error"]["message"]
    wish = {"model": imported, "dataset": dataset, "preview": 3, "like": imported}
    answer = working.post("/api/v1/runs/accuracy", json=wish)
    assert [one["option"] for one in answer.json()["error"]["problems"]] == ["preview", "device"]


def test_lists_show_the_first_figure_of_a_measurement(working, measure):
    run = measure()["id"]
    listed = next(one for one in working.get("/api/v1/runs").json()["runs"] if one["id"] == run)
    assert listed["accuracy"]["metric"]["name"] == "top1"
    assert listed["accuracy"]["metric"]["value"] == pytest.approx(23 / 24)
    assert listed["headline"] is None


def test_a_run_is_given_away_as_a_table_and_as_a_report(working, measure):
    run, other = measure()["id"], measure(preprocessing=HAND | {"mean": [-26.0]})["id"]
    table = working.get(f"/api/v1/runs/{run}/accuracy.csv", params={"against": other})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["file"] for row in rows][:2] == ["p000.png", "p001.png"]
    assert (rows[5]["result"], rows[5]["truth"], rows[5]["given"]) == ("wrong", "0", "5")
    assert rows[5]["other_result"] == "wrong"
    report = working.get(f"/api/v1/runs/{run}/accuracy.html", params={"pictures": 2})
    assert "attachment" in report.headers["content-disposition"]
    page = report.text
    assert page.count("<figure>") == page.count("data:image/jpeg;base64,") == 2
    assert "Top-1 is 95.83 %" in page
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    against = working.get(f"/api/v1/runs/{run}/accuracy.html", params={"against": other}).text
    assert f"Against run {other}" in against
    assert "Pictures that changed most" in against


def test_a_dataset_that_is_gone_leaves_records_and_reports(working, measure, samples, dataset):
    run = measure()["id"]
    assert working.delete(f"/api/v1/datasets/{dataset}").status_code == 204
    assert samples(run)[1]["samples"][0]["truth"] is None
    page = working.get(f"/api/v1/runs/{run}/accuracy.html").text
    assert "The dataset was removed." in page
    assert working.get(f"/api/v1/runs/{run}/accuracy.csv").text.splitlines()[1].startswith("p000.png,,")
