"""Trying a picture over REST: upload, answers, layers, and what is refused."""

import io
import json

import numpy as np
import pytest
from builders import shown_pictures
from PIL import Image

AS_IT_IS = {
    "config": {"device": "GPU"},
    "background": False,
    "preprocessing": {"color_order": "RGB", "mean": [0], "scale": [1], "resize": {"rule": "stretch"}},
}


@pytest.fixture
def picture(tmp_path):
    return shown_pictures.plain(tmp_path / "bright.png", 8)


@pytest.fixture
def tried(working, imported, finished):
    """Ask for a try; the finished run."""

    def ask(**wish):
        answer = working.post("/api/v1/runs/try", json=AS_IT_IS | {"models": [imported]} | wish)
        assert answer.status_code == 202, answer.text
        run = finished(working, answer.json()["id"])
        assert run["state"] == "succeeded", run["failure"]
        return run["id"]

    return ask


def uploaded(client, *files):
    id = client.post("/api/v1/uploads").json()["id"]
    for name, content in files:
        assert client.put(f"/api/v1/uploads/{id}/{name}", content=content).status_code == 201
    return id


def png_of(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return Image.open(io.BytesIO(answer.content))


def test_an_uploaded_picture_its_answer_and_its_map(working, tried, picture, settings):
    upload = uploaded(working, ("bright.png", picture.read_bytes()))
    run = tried(upload=upload, saliency={"method": "occlusion", "cells": 3, "steps": 4})
    document = working.get(f"/api/v1/runs/{run}/try").json()
    answer = document["answers"][0]
    assert answer["top"][0]["label"] == 8
    assert document["picture"] == "bright.png"
    asked = working.get(f"/api/v1/runs/{run}").json()["tried"]
    assert asked == {"picture": "bright.png", "models": [answer["model"]], "saliency": "occlusion"}
    shown = working.get(f"/api/v1/runs/{run}/try/picture")
    assert (shown.content, shown.headers["content-type"]) == (picture.read_bytes(), "image/png")
    heat = png_of(working.get(f"/api/v1/runs/{run}/try/saliency", params={"model": answer["model"][:6]}))
    assert (heat.mode, heat.size) == ("RGBA", (40, 30))
    assert working.get(f"/api/v1/runs/{run}/try/mask").status_code == 404
    assert working.get(f"/api/v1/runs/{run}/try/saliency", params={"model": "nobody"}).status_code == 404
    # what was uploaded is used up, and only the run keeps its copy
    assert working.delete(f"/api/v1/uploads/{upload}").status_code == 404
    assert not list((settings.workspace / "tmp").glob("try-*"))


def test_the_picture_of_a_run_can_be_tried_again(working, tried, picture):
    first = tried(path=str(picture))
    picture.unlink()
    second = tried(run=first, saliency={"masks": 20})
    found = working.get(f"/api/v1/runs/{second}/try").json()
    assert found["picture"] == "bright.png"
    assert found["saliency"]["masks"] == 20
    values = working.get(f"/api/v1/runs/{second}/files/{found['answers'][0]['saliency']['values']}")
    assert np.load(io.BytesIO(values.content)).shape == (32, 32)


def test_a_picture_of_a_dataset(working, tried, finished, tmp_path):
    folder = shown_pictures.classified(tmp_path / "shown", [2, 5], [2, 4])
    imported = working.post("/api/v1/datasets", json={"path": str(folder)}).json()["id"]
    dataset = finished(working, imported)["dataset"]
    run = tried(dataset=dataset, position=1)
    found = working.get(f"/api/v1/runs/{run}/try").json()
    assert (found["dataset"], found["position"], found["truth"]) == (dataset, 1, ["4"])
    assert found["answers"][0]["top"][0]["label"] == 5
    assert working.get("/api/v1/runs", params={"kind": "try"}).json()["total"] == 1


def test_a_broken_upload_fails_with_the_reason_and_leaves_nothing(working, imported, finished, settings):
    upload = uploaded(working, ("odd.jpg", b"\xff\xd8\xff\xe0 cut"))
    answer = working.post("/api/v1/runs/try", json=AS_IT_IS | {"models": [imported], "upload": upload})
    run = finished(working, answer.json()["id"])
    assert run["state"] == "failed"
    assert run["failure"]["type"] == "UnreadablePicture"
    assert "odd.jpg" in run["failure"]["message"]
    assert working.get(f"/api/v1/runs/{run['id']}/try").status_code == 409
    assert working.get(f"/api/v1/runs/{run['id']}/try/picture").status_code == 409
    assert not list((settings.workspace / "tmp").glob("try-*"))
    assert not (settings.workspace / "runs" / run["id"] / "picture").exists()


def test_a_queued_try_that_is_cancelled_leaves_no_picture(client, workbench, onnx_file, picture, settings):
    model = workbench.models.add(onnx_file)
    upload = uploaded(client, ("bright.png", picture.read_bytes()))
    # nothing carries runs out here: the run stays in the queue
    run = client.post("/api/v1/runs/try", json=AS_IT_IS | {"models": [model.id], "upload": upload}).json()["id"]
    assert len(list((settings.workspace / "tmp").glob("try-*"))) == 1
    assert client.post(f"/api/v1/runs/{run}/cancel").json()["state"] == "cancelled"
    assert not list((settings.workspace / "tmp").glob("try-*"))


WRONG = [
    ({}, "exactly one"),
    ({"path": "/a.png", "run": "b"}, "exactly one"),
    ({"path": "/a.png", "models": []}, "models"),
    ({"path": "/a.png", "saliency": {"method": "guess"}}, "saliency"),
    ({"path": "/a.png", "top": 0}, "top"),
]


def test_what_cannot_be_is_refused(working, imported, picture):
    for wish, word in WRONG:
        answer = working.post("/api/v1/runs/try", json=AS_IT_IS | {"models": [imported]} | wish)
        assert answer.status_code == 422
        assert word in json.dumps(answer.json())

    upload = uploaded(working, ("a.png", picture.read_bytes()), ("b.png", picture.read_bytes()))
    answer = working.post("/api/v1/runs/try", json=AS_IT_IS | {"models": [imported], "upload": upload})
    assert answer.status_code == 409
    assert "2 files" in answer.json()["error"]["message"]

    run = working.get("/api/v1/runs").json()["runs"][0]["id"]  # the import
    for part in ("", "/picture", "/mask", "/saliency"):
        assert working.get(f"/api/v1/runs/{run}/try{part}").status_code == 409
    again = working.post("/api/v1/runs/try", json=AS_IT_IS | {"models": [imported], "run": run})
    assert again.status_code == 409, again.text
