"""The REST API on the fake engine."""

import errno
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from builders import onnx_models

from dlwb.domain.inference import Effort, plan_for


def upload(client, *files):
    id = client.post("/api/v1/uploads").json()["id"]
    for name, content in files:
        assert client.put(f"/api/v1/uploads/{id}/{name}", content=content).status_code == 201
    return id


def test_status(client, settings):
    status = client.get("/api/v1/status").json()
    assert status["engine"] == "fake"
    assert status["workspace"] == str(settings.workspace)
    assert status["running"] is None
    assert status["queued"] == 0
    assert status["cpu"]


def test_import_by_path_then_again(working, imported, onnx_file):
    again = working.post("/api/v1/models", json={"path": str(onnx_file)})
    assert again.status_code == 200
    assert again.json()["existed"] is True
    assert again.json()["model"]["id"] == imported
    assert again.json()["model"]["name"] == "small net"
    assert again.json()["renamed_from"] is None
    renamed = working.post("/api/v1/models", json={"path": str(onnx_file), "options": {"name": "other"}}).json()
    assert (renamed["model"]["name"], renamed["renamed_from"]) == ("other", "small net")


def test_import_an_upload_with_options(working, onnx_file, settings, finished):
    id = upload(working, ("模型 v2.onnx", onnx_file.read_bytes()))
    body = {"upload": id, "options": {"name": "mine", "mean": [1, 2, 3], "color_order": "BGR"}}
    run = finished(working, working.post("/api/v1/models", json=body).json()["run"]["id"])
    assert run["state"] == "succeeded", run
    model = working.get(f"/api/v1/models/{run['model']}").json()
    assert model["name"] == "mine"
    assert model["preprocessing"]["color_order"] == "BGR"
    assert [f["name"] for f in model["files"] if f["name"].startswith("source/")]
    assert list((settings.workspace / "tmp" / "uploads").rglob("*.onnx")) == []


def test_two_uploads_of_the_same_file_at_once_make_one_model(working, onnx_file, finished):
    ids = [upload(working, (f"{name}.onnx", onnx_file.read_bytes())) for name in ("a", "b")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda id: working.post("/api/v1/models", json={"upload": id}).json(), ids))
    models = {finished(working, a["run"]["id"])["model"] if a["run"] else a["model"]["id"] for a in answers}
    assert len(models) == 1
    assert len(working.get("/api/v1/models").json()["models"]) == 1


def test_rename_list_download_remove(working, imported):
    assert working.patch(f"/api/v1/models/{imported}", json={"name": "Ünïcode ✓"}).json()["name"] == "Ünïcode ✓"
    (entry,) = working.get("/api/v1/models").json()["models"]
    assert entry["model"]["name"] == "Ünïcode ✓"
    assert entry["runs"] == 0
    file = working.get(f"/api/v1/models/{imported}/files/model.xml")
    assert file.content
    assert file.headers["content-disposition"].startswith("attachment")
    assert working.delete(f"/api/v1/models/{imported}").status_code == 204
    assert working.get(f"/api/v1/models/{imported}").status_code == 404


@pytest.mark.parametrize("name", ["../../dlwb.db", "source/%2e%2e/model.xml", "%2e%2e/x", "/etc/passwd", "nothing.xml"])
def test_only_files_of_the_model_are_downloaded(working, imported, name):
    assert working.get(f"/api/v1/models/{imported}/files/{name}").status_code == 404


def test_analysis(working, imported):
    analysis = working.get(f"/api/v1/models/{imported}/analysis").json()
    assert analysis["model"] == imported
    assert analysis["layers"]
    ((name, shape),) = analysis["input_shapes"].items()
    doubled = ",".join(map(str, [2 * shape[0], *shape[1:]]))
    for said in (f"{name}={doubled}", f"{name}:{doubled}", doubled):
        reshaped = working.get(f"/api/v1/models/{imported}/analysis", params={"shape": said})
        assert reshaped.json()["gflop"] == pytest.approx(2 * analysis["gflop"]), said


def test_wrong_shapes_are_all_named(working, imported):
    answer = working.get(f"/api/v1/models/{imported}/analysis", params={"shape": ["data=1,x", "other:"]})
    assert answer.status_code == 422
    assert len(answer.json()["error"]["problems"]) == 2


def test_benchmark_profile_and_the_graph_overlay(working, imported, finished):
    config = {"device": "GPU", "hint": "none", "streams": 2}
    plan = {"effort": "quick", "budget_s": 0.5}
    queued = working.post("/api/v1/runs/benchmark", json={"model": imported, "config": config, "plan": plan})
    assert queued.status_code == 202, queued.text
    run = finished(working, queued.json()["id"])
    assert run["state"] == "succeeded", run
    result = working.get(f"/api/v1/runs/{run['id']}/benchmark").json()
    assert result["throughput_fps"]["value"] > 0
    assert result["plan"]["budget_s"] == 0.5
    assert run["headline"]["throughput_fps"] == result["throughput_fps"]
    (entry,) = working.get("/api/v1/models").json()["models"]
    assert entry["best_throughput_fps"] == pytest.approx(result["throughput_fps"]["value"])

    queued = working.post("/api/v1/runs/profile", json={"model": imported, "config": {"device": "GPU"}})
    run = finished(working, queued.json()["id"])
    assert run["state"] == "succeeded", run
    profile = working.get(f"/api/v1/runs/{run['id']}/profile").json()
    assert profile["layers"]
    assert working.get(f"/api/v1/runs/{run['id']}/files/runtime.xml").status_code == 200

    by_time = working.get(f"/api/v1/models/{imported}/overlay", params={"by": "time", "run": run["id"]}).json()
    assert set(by_time["runtime"]) <= {layer["name"] for layer in profile["layers"]}
    assert all(colour.startswith("#") for colour in by_time["original"].values())
    assert working.get(f"/api/v1/models/{imported}/overlay").json()["legend"]
    wrong_kind = working.get(f"/api/v1/runs/{run['id']}/benchmark")
    assert wrong_kind.status_code == 409


def test_a_profile_of_too_few_inferences_is_refused(working, imported):
    asked = {"model": imported, "config": {"device": "GPU"}, "inferences": 29}
    assert working.post("/api/v1/runs/profile", json=asked).status_code == 422


def test_look_at_the_machine(working, finished):
    assert working.get("/api/v1/machine").json() is None
    queued = working.post("/api/v1/runs/machine", json={"device": "GPU"})
    first = finished(working, queued.json()["id"])
    assert first["state"] == "succeeded"
    report = working.get("/api/v1/machine").json()
    assert report["ceilings"]["device"] == "GPU"
    assert report["checks"]

    # A later look does not change what an earlier one found.
    queued = working.post("/api/v1/runs/machine", json={"device": "GPU", "ceilings": False})
    second = finished(working, queued.json()["id"])
    assert working.get("/api/v1/machine").json()["ceilings"] is None
    assert working.get(f"/api/v1/runs/{first['id']}/machine").json() == report
    assert working.get(f"/api/v1/runs/{second['id']}/machine").json()["ceilings"] is None


def test_no_look_at_the_machine_in_another_run(working, imported):
    (run,) = working.get("/api/v1/runs").json()["runs"]
    assert working.get(f"/api/v1/runs/{run['id']}/machine").status_code == 409


def test_devices_that_nobody_could_take_for_a_cpu(client):
    names = [device["name"] for device in client.get("/api/v1/devices").json()["devices"]]
    assert names == ["GPU", "NPU"]


def test_cancel_a_run_that_waits(client, workbench, onnx_file):
    run = client.post("/api/v1/models", json={"path": str(onnx_file)}).json()["run"]  # nobody carries it out
    assert client.get("/api/v1/status").json()["queued"] == 1
    busy = client.delete(f"/api/v1/runs/{run['id']}")
    assert busy.status_code == 409
    assert client.post(f"/api/v1/runs/{run['id']}/cancel").json()["state"] == "cancelled"
    assert client.get("/api/v1/status").json()["queued"] == 0


def test_forget_a_run(working, imported):
    (run,) = working.get("/api/v1/runs").json()["runs"]
    assert working.delete(f"/api/v1/runs/{run['id']}").status_code == 204
    assert working.get(f"/api/v1/runs/{run['id']}").status_code == 404


def test_runs_are_filtered_and_counted(working, imported):
    runs = working.get("/api/v1/runs", params={"kind": "import", "state": "succeeded", "model": imported}).json()
    assert runs["total"] == 1
    assert runs["runs"][0]["model"] == imported
    assert working.get("/api/v1/runs", params={"own": True}).json()["total"] == 1
    assert working.get("/api/v1/runs", params={"kind": "benchmark"}).json() == {"runs": [], "total": 0}
    assert working.get("/api/v1/runs", params={"limit": 0}).status_code == 422
    assert working.get("/api/v1/runs", params={"state": "asleep"}).status_code == 422


def test_the_log_is_read_piece_by_piece(working, imported, workbench):
    (run,) = workbench.runs.list()
    log = workbench.runs.log(run.id)
    first = working.get(f"/api/v1/runs/{run.id}/log").json()
    assert first == {"text": log, "next": len(log)}
    assert working.get(f"/api/v1/runs/{run.id}/log", params={"from": 5}).json()["text"] == log[5:]
    assert working.get(f"/api/v1/runs/{run.id}/log", params={"from": 10**6}).json() == {"text": "", "next": 10**6}


def test_plans_hold_every_number_the_page_shows(client):
    plans = client.get("/api/v1/plans").json()
    assert [plan["budget_s"] for plan in plans["efforts"]] == [plan_for(effort).budget_s for effort in Effort]
    assert plans["profile_inferences"] == 30
    assert plans["default_effort"] == "standard"


def test_samples(client, workbench):
    assert client.get("/api/v1/samples").json()["samples"] == list(workbench.models.samples())
    assert client.post("/api/v1/models", json={"sample": "no such sample"}).status_code == 404


def test_browse_shows_folders_and_models_only(client, tmp_path):
    home = tmp_path / "my models"
    (home / "saved" / "variables").mkdir(parents=True)
    (home / "saved" / "saved_model.pb").write_bytes(b"x")
    (home / ".hidden").mkdir()
    for name in ("net.onnx", "NET.XML", "notes.md", ".secret.onnx"):
        (home / name).write_bytes(b"xyz")
    (home / "gone.onnx").symlink_to(home / "nowhere")
    page = client.get("/api/v1/browse", params={"path": str(home)}).json()
    assert page["parent"] == str(tmp_path)
    assert [(f["name"], f["is_model"]) for f in page["folders"]] == [("saved", True)]
    assert [(f["name"], f["size_bytes"]) for f in page["files"]] == [("net.onnx", 3), ("NET.XML", 3)]


def test_browse_shows_the_rest_where_the_servers_user_may_not_look(client, tmp_path, monkeypatch):
    """Tests may run as root, who may look everywhere."""
    home = tmp_path / "homes"
    for name in ("mine", "theirs"):
        (home / name).mkdir(parents=True)
    (home / "mine.onnx").write_bytes(b"xyz")
    (home / "link.onnx").symlink_to(home / "theirs" / "net.onnx")
    looked, stat = [], os.stat

    def refusing(path, *args, **kwargs):
        text = os.fspath(path) if not isinstance(path, int) else ""
        if text == str(home / "link.onnx") or text.startswith(f"{home / 'theirs'}{os.sep}"):
            looked.append(text)
            raise PermissionError(errno.EACCES, "Permission denied", text)
        return stat(path, *args, **kwargs)

    monkeypatch.setattr(os, "stat", refusing)
    answer = client.get("/api/v1/browse", params={"path": str(home)})
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert [(f["name"], f["is_model"]) for f in page["folders"]] == [("mine", False), ("theirs", False)]
    assert [f["name"] for f in page["files"]] == ["mine.onnx"]
    assert len(looked) > 1


@pytest.mark.parametrize(("path", "status"), [("relative", 404), ("/no/such/folder", 404), ("FILE", 409)])
def test_browse_where_nothing_is(client, onnx_file, path, status):
    answer = client.get("/api/v1/browse", params={"path": str(onnx_file) if path == "FILE" else path})
    assert answer.status_code == status
    assert answer.json()["error"]["hint"]


def test_a_start_clears_away_the_files_of_runs_that_are_no_more(workbench, settings):
    left = settings.workspace / "runs" / "aaaaaaaaaaaa"
    left.mkdir(parents=True)
    os.utime(left, (0, 0))
    workbench.start_background()
    assert not left.exists()


def test_settings_say_where_they_come_from(client, settings, monkeypatch):
    monkeypatch.setenv("DLWB_ENGINE", "fake")
    entries = {entry["name"]: entry for entry in client.get("/api/v1/settings").json()["settings"]}
    assert entries["engine"]["origin"] == "environment"
    assert entries["engine"]["variable"] == "DLWB_ENGINE"
    assert entries["port"] == {"name": "port", "value": "5665", "origin": "default", "variable": "DLWB_PORT"}
    assert entries["workspace"]["origin"] == "command line"


def test_settings_of_the_file_are_known_as_such(client, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "config" / "dlwb").mkdir(parents=True)
    (tmp_path / "config" / "dlwb" / "config.toml").write_text("upload_limit_gib = 0.0625\nengine = 'other'\n")
    answer = client.get("/api/v1/settings").json()
    assert answer["file"] == str(tmp_path / "config" / "dlwb" / "config.toml")
    entries = {entry["name"]: entry["origin"] for entry in answer["settings"]}
    assert entries["upload_limit_gib"] == "file"
    assert entries["engine"] == "command line", "the file says something else"


class TestBadInput:
    """A clear error, and nothing lost."""

    @pytest.fixture
    def failure(self, finished):
        return lambda client, body: self.failed(client, body, finished)

    def failed(self, client, body, finished):
        answer = client.post("/api/v1/models", json=body)
        if answer.status_code != 202:
            return answer.status_code, answer.json()["error"]
        run = finished(client, answer.json()["run"]["id"])
        assert run["state"] == "failed"
        return run["state"], run["failure"]

    def test_a_truncated_model(self, working, onnx_file, failure):
        id = upload(working, ("cut.onnx", onnx_file.read_bytes()[:-40]))
        where, error = failure(working, {"upload": id})
        assert where in (422, "failed")
        assert error["type"] in ("UnreadableModel", "UnknownFormat")
        assert error["hint"]

    def test_something_that_is_no_model(self, working, failure):
        id = upload(working, ("holiday.onnx", b"\x89PNG\r\n\x1a\n" + bytes(100)))
        status, error = failure(working, {"upload": id})
        assert (status, error["type"]) == (422, "UnknownFormat")

    def test_an_xml_without_its_bin(self, working, failure):
        id = upload(working, ("net.xml", b'<?xml version="1.0"?><net name="n" version="11"><layers/></net>'))
        status, error = failure(working, {"upload": id})
        assert status == 422
        assert ".bin" in error["message"] + error["hint"]

    def test_an_archive_that_leaves_its_folder(self, working, tmp_path, settings, failure):
        archive = tmp_path / "evil.zip"
        with zipfile.ZipFile(archive, "w") as evil:
            evil.writestr("../../escaped.onnx", onnx_models.conv_model().SerializeToString())
        id = upload(working, ("evil.zip", archive.read_bytes()))
        status, error = failure(working, {"upload": id})
        assert (status, error["type"]) == (422, "UnsafeArchive")
        assert list(settings.workspace.rglob("escaped.onnx")) == []

    def test_a_zip_bomb(self, working, tmp_path, settings, failure):
        archive = tmp_path / "bomb.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("zeros.onnx", "w") as zeros:
            for _ in range(80):
                zeros.write(bytes(1024 * 1024))
        id = upload(working, ("bomb.zip", archive.read_bytes()))
        status, error = failure(working, {"upload": id})
        assert (status, error["type"]) == (422, "UnsafeArchive")
        assert sum(p.stat().st_size for p in (settings.workspace / "tmp").rglob("*") if p.is_file()) == 0

    def test_a_path_that_is_not_there(self, working, failure):
        assert failure(working, {"path": "/no/such/model.onnx"})[0] == 404

    def test_impossible_shapes_fail_the_import_with_their_name(self, working, onnx_file, failure):
        where, error = failure(working, {"path": str(onnx_file), "options": {"shapes": {"nothing": [1, 3]}}})
        assert where in (422, "failed")
        assert error["type"] == "InvalidOptions"
        assert "nothing" in error["message"]

    def test_a_device_that_is_not_there(self, working, imported):
        body = {"model": imported, "config": {"device": "TPU"}}
        answer = working.post("/api/v1/runs/benchmark", json=body)
        assert answer.status_code == 422
        assert "TPU" in answer.json()["error"]["message"]

    def test_every_wrong_option_is_named_at_once(self, working, imported):
        body = {"model": imported, "config": {"device": "GPU", "streams": 99, "precision": "f8", "batch": 0}}
        answer = working.post("/api/v1/runs/benchmark", json=body)
        assert answer.status_code == 422
        assert {p["option"] for p in answer.json()["error"]["problems"]} >= {"streams", "precision", "batch"}

    def test_nothing_is_left_in_the_queue(self, working, imported, wait_for):
        working.post("/api/v1/runs/benchmark", json={"model": imported, "config": {"device": "TPU"}})
        assert wait_for(lambda: working.get("/api/v1/status").json()["queued"] == 0)
