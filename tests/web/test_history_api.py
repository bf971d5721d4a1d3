"""Runs as the page keeps them: searched, marked, exchanged; and the history of a model."""

import io
from dataclasses import replace

import pytest
from builders.finished_runs import MODEL, at, benchmark, run_id, sweep

from dlwb.adapters.run_files import pack
from dlwb.config import Settings
from dlwb.domain.annotation import Annotation
from dlwb.domain.bundle import RunBundle
from dlwb.workbench import Workbench

RUNS = (
    *sweep(1, points=2),
    replace(benchmark(5, 300.0, device="GPU"), annotation=Annotation(("nightly", "red"), "loud fan")),
    replace(benchmark(6, 200.0, name="other", model="feedc0de00000002"), annotation=Annotation(("red",))),
)


def packed(*runs):
    return pack(RunBundle("there", "0.1", at(50), (), runs or RUNS))


@pytest.fixture
def filled(client, workbench):
    workbench.runs.import_file(io.BytesIO(packed()))
    return client


def upload(client, *contents):
    id = client.post("/api/v1/uploads").json()["id"]
    for number, content in enumerate(contents):
        client.put(f"/api/v1/uploads/{id}/{number}.gz", content=content).raise_for_status()
    return id


def listed(client, **wanted):
    answer = client.get("/api/v1/runs", params=wanted)
    assert answer.status_code == 200, answer.text
    return [int(run["id"], 16) for run in answer.json()["runs"]]


def test_lists_are_searched_filtered_and_sorted(filled):
    assert listed(filled) == [6, 5, 1]
    assert listed(filled, search="FAN gpu") == [5]
    assert listed(filled, tag=["red", "nightly"]) == [5]
    assert listed(filled, tag="red", sort="throughput", order="asc") == [6, 5]
    assert listed(filled, sort="latency", order="asc") == [5, 6, 1]
    assert listed(filled, device=["GPU", "NPU"]) == [5]
    assert listed(filled, host="here") == [6, 5]
    assert listed(filled, verdict="noisy") == []
    assert listed(filled, since="2030-01-01", until="2030-01-01") == [6, 5, 1]
    assert listed(filled, since="2030-01-01T05:00", until="2030-01-01T06:00Z") == [5]
    assert listed(filled, since="1h") == [6, 5, 1]  # they are from the future
    assert listed(filled, model="other") == [6]
    assert listed(filled, model=["net", "other"]) == [6, 5, 1]
    assert listed(filled, model=["net", "other"], search="fan") == [5]
    assert listed(filled, points=True, search="net") == [5, 3, 2, 1]
    assert filled.get("/api/v1/runs", params={"search": "e", "limit": 1}).json()["total"] == 3


@pytest.mark.parametrize(
    "wanted", [{"since": "soon"}, {"until": "2030-02-30"}, {"sort": "colour"}, {"order": "up"}, {"search": "x" * 201}]
)
def test_a_filter_that_cannot_be_is_refused_by_name(filled, wanted):
    answer = filled.get("/api/v1/runs", params=wanted)
    assert answer.status_code == 422
    assert answer.json()["error"]["problems"][0]["option"] in wanted


def test_what_runs_can_be_filtered_by(filled):
    assert filled.get("/api/v1/runs/tags").json() == {
        "tags": [{"name": "red", "runs": 2}, {"name": "nightly", "runs": 1}],
        "devices": [{"name": "CPU", "runs": 2}, {"name": "GPU", "runs": 1}],
        "hosts": [{"name": "here", "runs": 2}],
    }


def test_tags_and_note_are_changed_apart(filled):
    url = f"/api/v1/runs/{run_id(5)}"
    changed = filled.patch(url, json={"tags": [" blue ", "blue"]}).json()
    assert (changed["tags"], changed["note"]) == (["blue"], "loud fan")
    assert filled.patch(url, json={"note": ""}).json()["tags"] == ["blue"]
    document = filled.get(url).json()
    assert (document["tags"], document["note"]) == (["blue"], "")
    assert document["imported_from"]["host"] == "there"
    refused = filled.patch(url, json={"tags": ["", "x" * 99], "note": "\0"})
    assert refused.status_code == 422
    assert [p["option"] for p in refused.json()["error"]["problems"]] == ["tags", "tags", "note"]
    assert filled.get(url).json() == document
    assert filled.patch("/api/v1/runs/nothing", json={"note": "x"}).status_code == 404


def test_several_runs_are_read_without_results_and_what_is_gone_is_left_out(filled):
    found = filled.post("/api/v1/runs/read", json={"ids": [run_id(2), "nothing", run_id(6), run_id(2)]}).json()
    assert ([int(run["id"], 16) for run in found["runs"]], found["total"]) == ([6, 2], 2)
    assert found["runs"][0] == filled.get(f"/api/v1/runs/{run_id(6)}").json()
    assert filled.post("/api/v1/runs/read", json={"ids": []}).status_code == 422
    assert filled.post("/api/v1/runs/read", json={"ids": ["x"] * 1001}).status_code == 422


def test_tags_of_several_runs_are_changed_at_once_and_the_others_stay(filled):
    def tags():
        return [run["tags"] for run in filled.get("/api/v1/runs").json()["runs"]]

    assert tags() == [["red"], ["nightly", "red"], []]
    wish = {"ids": [run_id(i) for i in (1, 5, 6)], "add": ["nightly"], "remove": ["red", "never had"]}
    done = filled.post("/api/v1/runs/tags", json=wish).json()
    assert done == {"changed": [run_id(i) for i in (1, 5, 6)]}
    assert tags() == [["nightly"], ["nightly"], ["nightly"]]
    assert filled.get(f"/api/v1/runs/{run_id(5)}").json()["note"] == "loud fan"
    assert filled.post("/api/v1/runs/tags", json=wish).json() == {"changed": []}
    for bad, status in (({"add": ["x" * 99]}, 422), ({"ids": [run_id(1), "nothing"], "add": ["x"]}, 404)):
        assert filled.post("/api/v1/runs/tags", json=wish | bad).status_code == status
    assert tags() == [["nightly"], ["nightly"], ["nightly"]]


def test_several_runs_are_removed_or_none(filled):
    refused = filled.post("/api/v1/runs/remove", json={"ids": [run_id(5), "nothing"]})
    assert refused.status_code == 404
    assert listed(filled) == [6, 5, 1]
    done = filled.post("/api/v1/runs/remove", json={"ids": [run_id(5), run_id(1), run_id(5)]})
    assert done.json() == {"removed": [run_id(5), run_id(1)]}
    assert listed(filled, points=True) == [6]
    assert filled.post("/api/v1/runs/remove", json={"ids": []}).status_code == 422
    many = filled.post("/api/v1/runs/remove", json={"ids": [run_id(6)] * 10_001})
    assert many.json() == {"removed": [run_id(6)]}


def test_runs_travel_from_one_workspace_to_another(filled, tmp_path):
    answer = filled.get("/api/v1/runs/export", params={"run": [run_id(1), run_id(5)]})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/gzip"
    assert "attachment" in answer.headers["content-disposition"]
    with Workbench(settings=Settings(workspace=tmp_path / "second", slot=tmp_path / "slot", engine="fake")) as second:
        done = second.runs.import_file(io.BytesIO(answer.content))
        assert set(done.added) == {run_id(i) for i in (1, 2, 3, 5)}
        assert done.unknown_models == ("net",)
        assert second.runs.get(run_id(5)).annotation.tags == ("nightly", "red")
        assert second.runs.get(run_id(5)).measurement == RUNS[3].measurement


def test_more_runs_are_exported_than_an_address_has_room_for(filled, tmp_path):
    answer = filled.post("/api/v1/runs/export", json={"ids": [run_id(5)] * 4000})
    assert answer.headers["content-type"] == "application/gzip"
    assert "attachment" in answer.headers["content-disposition"]
    with Workbench(settings=Settings(workspace=tmp_path / "second", slot=tmp_path / "slot", engine="fake")) as second:
        assert second.runs.import_file(io.BytesIO(answer.content)).added == (run_id(5),)
    assert filled.post("/api/v1/runs/export", json={"ids": ["nothing"]}).status_code == 404


def test_all_runs_of_a_model_are_exported(filled):
    whole = filled.get("/api/v1/runs/export", params={"model": "net"}).content
    filled.post("/api/v1/runs/remove", json={"ids": [run_id(1), run_id(5)]})
    done = filled.post("/api/v1/runs/import", json={"upload": upload(filled, whole)}).json()
    assert sorted(done["added"]) == [run_id(i) for i in (1, 2, 3, 5)]
    assert done["skipped"] == []
    assert listed(filled, points=True, own=True) == [], "nothing was made here"
    again = filled.post("/api/v1/runs/import", json={"upload": upload(filled, whole)}).json()
    assert (again["added"], len(again["skipped"])) == ([], 4)


def test_there_must_be_something_to_export(filled):
    assert filled.get("/api/v1/runs/export").status_code == 409
    assert filled.get("/api/v1/runs/export", params={"run": "nothing"}).status_code == 404


def test_an_upload_that_holds_no_runs_is_refused_and_used_up(filled):
    for contents, status in (((b"hello",), 422), ((packed(), packed()), 409)):
        id = upload(filled, *contents)
        assert filled.post("/api/v1/runs/import", json={"upload": id}).status_code == status
        assert filled.post("/api/v1/runs/import", json={"upload": id}).status_code == 404


def test_a_different_run_of_the_same_id_is_refused(filled):
    id = upload(filled, packed(benchmark(9), benchmark(5, 301.0)))
    refused = filled.post("/api/v1/runs/import", json={"upload": id})
    assert refused.status_code == 409
    assert run_id(5) in refused.json()["error"]["message"]
    assert listed(filled) == [6, 5, 1]


def test_the_history_of_a_model_names_steps_and_what_changed(client, workbench):
    def run(i):
        late = i >= 10
        return benchmark(i, 90.0 + i % 3 if late else 120.0 + i % 3, versions={"openvino": "2" if late else "1"})

    workbench.runs.import_file(io.BytesIO(packed(*(run(i) for i in range(20)), benchmark(30, host="far"))))
    document = client.get(f"/api/v1/models/{MODEL}/history").json()
    assert (document["model"], document["model_name"], document["known"]) == (MODEL, "net", False)
    assert (document["points"], document["left_out"]) == (21, 0)
    far, here = document["series"]
    assert (far["host"], len(far["points"]), far["steps"]) == ("far", 1, [])
    assert [point["run"] for point in here["points"]] == [run_id(i) for i in range(20)]
    assert {step["what"] for step in here["steps"]} == {"throughput_fps", "latency_ms"}
    for step in here["steps"]:
        assert (step["at"], step["run"], step["word"]) == (10, run_id(10), "slower")
        assert step["changes"] == [{"what": "openvino", "before": "1", "after": "2"}]
    first, last = here["throughput_fps"]["levels"]
    assert (first["first"], first["last"], last["first"], last["last"]) == (0, 9, 10, 19)
    assert last["value"]["low"] < 91 < last["value"]["high"]
    assert client.get("/api/v1/models/net/history").json() == document
    assert client.get("/api/v1/models/nothing/history").status_code == 404


def test_a_model_without_benchmarks_has_an_empty_history(working, imported):
    document = working.get(f"/api/v1/models/{imported}/history").json()
    assert (document["known"], document["series"], document["points"]) == (True, [], 0)


def test_imported_runs_join_those_measured_here(working, imported, finished, workbench):
    body = {"model": imported, "config": {"device": "GPU"}, "plan": {"effort": "quick", "budget_s": 1}}
    answer = working.post("/api/v1/runs/benchmark", json=body)
    own = finished(working, answer.json()["id"])
    assert own["state"] == "succeeded", own
    workbench.runs.import_file(io.BytesIO(packed(benchmark(1, model=imported, name="small net"))))
    history = working.get(f"/api/v1/models/{imported}/history").json()
    assert {(s["host"], s["points"][0]["imported"]) for s in history["series"]} == {
        ("here", True),
        (own["headline"]["host"], False),
    }
    (entry,) = working.get("/api/v1/models").json()["models"]
    assert entry["best_throughput_fps"] == own["headline"]["throughput_fps"]["value"]
