"""Datasets over REST: imported by path and upload, shown page by page with their pictures, named and removed."""

import io
import zipfile

import numpy as np
import pytest
from builders import datasets as build
from builders import onnx_models
from PIL import Image

API = "/api/v1/datasets"


@pytest.fixture
def imported(working, finished):
    """Import and return the document of the dataset."""

    def run(**request):
        answer = working.post(API, json=request)
        assert answer.status_code == 202, answer.text
        ended = finished(working, answer.json()["id"])
        assert ended["state"] == "succeeded", ended["failure"]
        return working.get(f"{API}/{ended['dataset']}").json()

    return run


@pytest.fixture
def voc(imported, tmp_path):
    objects = {"b": [build.voc_object("dog", (1, 1, 9, 9)), build.voc_object("cat", (1, 1, 9, 9))], "c": []}
    return imported(path=str(build.voc(tmp_path / "my pets", ("a", "b", "c"), objects, masked=("a",))))


def test_list_and_show(working, voc):
    listed = working.get(API).json()
    assert listed["datasets"] == [voc]
    assert {"voc", "coco", "yolo"} <= set(listed["formats"])
    assert (voc["name"], voc["samples"], voc["tasks"]) == ("my pets", 3, ["detection", "segmentation"])
    assert voc["reason"]


def test_upload_of_an_archive(working, imported, tmp_path):
    folder = build.imagenet_txt(tmp_path / "data")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for path in folder.iterdir():
            out.write(path, path.name)
    upload = working.post("/api/v1/uploads").json()["id"]
    working.put(f"/api/v1/uploads/{upload}/pets.zip", content=packed.getvalue())
    document = imported(upload=upload)
    assert (document["name"], document["samples"], document["owned"]) == ("pets", 4, True)


def test_upload_of_a_folder(working, imported, tmp_path):
    folder = build.imagenet_folders(tmp_path / "data")
    upload = working.post("/api/v1/uploads").json()["id"]
    for path in folder.rglob("*.png"):
        name = f"pets/{path.relative_to(folder)}"
        working.put(f"/api/v1/uploads/{upload}/{name}", content=path.read_bytes())
    document = imported(upload=upload, options={"name": "mine"})
    assert (document["name"], document["classes"], document["owned"]) == ("mine", ["cat", "dog"], True)


def test_datasets_that_come_with_dlwb(working, imported):
    listed = working.get(API).json()["shipped"]
    assert listed == ["shapes-classification", "shapes-detection"]
    document = imported(sample="shapes-classification")
    assert (document["samples"], document["classes"][0], document["broken"]) == (80, "circle", [])
    assert working.post(API, json={"sample": "cats"}).status_code == 404


def test_pages_of_samples_and_a_filter_by_class(working, voc):
    address = f"{API}/{voc['id']}/samples"
    whole = working.get(address).json()
    assert [one["picture"][-5:] for one in whole["samples"]] == ["a.png", "b.png", "c.png"]
    assert whole["total"] == 3
    first = whole["samples"][0]
    assert (first["position"], first["width"], first["has_mask"], first["mask_labels"]) == (0, 40, True, [7])
    assert first["boxes"][0]["label"] == 7
    page = working.get(address, params={"limit": 1, "offset": 1}).json()
    assert (page["samples"], page["total"]) == (whole["samples"][1:2], 3)
    dogs = working.get(address, params={"label": voc["classes"].index("dog")}).json()
    assert ([one["position"] for one in dogs["samples"]], dogs["total"]) == ([1], 1)


def test_pictures(working, voc):
    address = f"{API}/{voc['id']}/samples/0"
    thumbnail = working.get(f"{address}/thumbnail", params={"side": 64})
    assert (thumbnail.status_code, thumbnail.headers["content-type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(thumbnail.content)).size == (40, 30)
    assert working.get(f"{address}/thumbnail", params={"side": 64}).content == thumbnail.content
    picture = working.get(f"{address}/picture")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["x-content-type-options"] == "nosniff"
    assert Image.open(io.BytesIO(picture.content)).size == (40, 30)
    mask = np.asarray(Image.open(io.BytesIO(working.get(f"{address}/mask").content)).convert("RGBA"))
    assert mask[10, 15, 3] == 255
    assert mask[25, 35, 3] == 0


def test_a_picture_that_changed_is_not_opened(working, voc, tmp_path):
    build.picture(tmp_path / "my pets" / "JPEGImages" / "a.png", (50, 50))
    for what in ("thumbnail", "picture"):
        answer = working.get(f"{API}/{voc['id']}/samples/0/{what}")
        assert answer.status_code == 409
        assert "has been changed since" in answer.json()["error"]["message"]
    (tmp_path / "my pets" / "JPEGImages" / "a.png").unlink()
    assert "no longer there" in working.get(f"{API}/{voc['id']}/samples/0/picture").json()["error"]["message"]


def test_a_mask_that_changed_is_not_opened(working, voc, tmp_path):
    build.picture(tmp_path / "my pets" / "SegmentationClass" / "a.png")
    assert working.get(f"{API}/{voc['id']}/samples/0/mask").status_code == 409


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("samples/3/thumbnail", 404),
        ("samples/-1/picture", 404),
        ("samples/1/mask", 404),
        ("samples/0/thumbnail?side=99", 422),
        ("samples?limit=0", 422),
    ],
)
def test_what_is_not_there(working, voc, address, status):
    assert working.get(f"{API}/{voc['id']}/{address}").status_code == status


def test_names(working, voc, imported, tmp_path):
    assert working.patch(f"{API}/{voc['id']}", json={"name": "cats"}).json()["name"] == "cats"
    plain = imported(path=str(build.imagenet_txt(tmp_path / "plain", (0, 1))))
    named = working.patch(f"{API}/{plain['id']}", json={"labels": ["0: ant", "1: bee"]})
    assert named.json()["classes"] == ["ant", "bee"]
    short = working.patch(f"{API}/{plain['id']}", json={"labels": ["ant"]})
    assert (short.status_code, short.json()["error"]["problems"][0]["option"]) == (422, "labels")


def test_names_in_json_as_keras_writes_them(working, imported, tmp_path):
    plain = imported(path=str(build.imagenet_txt(tmp_path / "plain", (0, 1))))
    named = working.patch(f"{API}/{plain['id']}", json={"labels": ["{", '"0": "ant",', '"1": "bee"', "}"]})
    assert named.json()["classes"] == ["ant", "bee"]
    broken = working.patch(f"{API}/{plain['id']}", json={"labels": ['{"0": "ant",']})
    assert (broken.status_code, broken.json()["error"]["problems"][0]["option"]) == (422, "labels")


def test_generate_augment_and_remove(working, imported):
    drawn = imported(generate={"count": 2, "width": 32, "height": 32}, options={"name": "shapes"})
    assert (drawn["name"], drawn["samples"], drawn["made"]["kind"]) == ("shapes", 2, "generated")
    made = imported(augment={"dataset": drawn["id"], "changes": {"flip": True}})
    assert (made["samples"], made["made"]["parent"], made["caveat"] != "") == (4, drawn["id"], True)
    for one in (made, drawn):
        assert working.delete(f"{API}/{one['id']}").status_code == 204
    assert working.get(API).json()["datasets"] == []
    assert working.get(f"{API}/{drawn['id']}").status_code == 404


@pytest.mark.parametrize(
    ("request_", "status", "kind"),
    [
        ({}, 422, "InvalidOptions"),
        ({"path": "/nowhere/at/all"}, 404, "NotFound"),
        ({"path": "relative"}, 404, "NotFound"),
        ({"path": "/etc/hostname"}, 422, "UnknownFormat"),
        ({"upload": "0123"}, 404, "NotFound"),
        ({"path": "/", "generate": {}}, 422, "InvalidOptions"),
        ({"path": "/", "options": {"format": "kitti"}}, 422, "InvalidOptions"),
        ({"path": "/", "options": {"first_class": 7}}, 422, "InvalidOptions"),
        ({"generate": {"count": 0, "width": 9}}, 422, "InvalidOptions"),
        ({"augment": {"dataset": "0000", "changes": {"flip": True}}}, 404, "NotFound"),
    ],
)
def test_what_is_refused_at_once(client, request_, status, kind):
    answer = client.post(API, json=request_)
    assert (answer.status_code, answer.json()["error"]["type"]) == (status, kind), answer.text


def test_an_import_that_fails_says_why(working, finished, tmp_path):
    (tmp_path / "empty").mkdir()
    run = working.post(API, json={"path": str(tmp_path / "empty")}).json()["id"]
    ended = finished(working, run)
    assert (ended["state"], ended["failure"]["type"]) == ("failed", "UnknownFormat")
    assert ended["dataset"] is None


def test_a_model_given_as_a_dataset_is_called_a_model(client, tmp_path):
    model = onnx_models.write(tmp_path / "net.onnx")
    error = client.post(API, json={"path": str(model)}).json()["error"]
    assert "'net.onnx' is no dataset but a model" in error["message"]
    assert "dlwb model import" in error["hint"]
    model.write_bytes(model.read_bytes()[:-100])
    assert "is no dataset: it looks like" in client.post(API, json={"path": str(model)}).json()["error"]["message"]


def test_a_model_of_several_files_given_as_a_dataset_is_called_a_model(client, tmp_path):
    """Of a folder and of an upload, at once; beside pictures it is none of our business."""
    (tmp_path / "ir").mkdir()
    xml = (
        b"<net name='n' version='11'><layers><layer id='0' name='x' type='Parameter' version='opset1'/></layers></net>"
    )
    files = {"net.xml": xml, "net.bin": b"weights"}
    for name, content in files.items():
        (tmp_path / "ir" / name).write_bytes(content)
    error = client.post(API, json={"path": str(tmp_path / "ir")}).json()["error"]
    assert "'net.xml' is no dataset but a model" in error["message"]
    assert "dlwb model import" in error["hint"]

    upload = client.post("/api/v1/uploads").json()["id"]
    for name, content in files.items():
        client.put(f"/api/v1/uploads/{upload}/{name}", content=content)
    answer = client.post(API, json={"upload": upload})
    assert answer.status_code == 422
    assert "'net.xml' is no dataset but a model" in answer.json()["error"]["message"]

    Image.new("RGB", (8, 8)).save(tmp_path / "ir" / "a.png")
    assert client.post(API, json={"path": str(tmp_path / "ir")}).status_code == 202


@pytest.mark.parametrize("files", [{}, {"a.txt": b"x", "b.txt": b"x"}], ids=["empty", "texts"])
def test_an_archive_without_pictures_is_called_by_its_name(working, finished, tmp_path, files):
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    run = working.post(API, json={"path": str(tmp_path / "none.zip")}).json()["id"]
    assert "'none.zip'" in finished(working, run)["failure"]["message"]


def test_files_without_a_folder_are_called_pictures(working, finished):
    upload = working.post("/api/v1/uploads").json()["id"]
    for name in ("a.txt", "b.txt"):
        working.put(f"/api/v1/uploads/{upload}/{name}", content=b"x")
    run = working.post(API, json={"upload": upload}).json()["id"]
    assert "'pictures' holds no dataset" in finished(working, run)["failure"]["message"]


def test_a_dataset_in_use_is_not_removed(working, workbench, voc):
    from dlwb.domain.made_data import Augmented, Changes
    from dlwb.domain.specs import DatasetImportSpec

    made = Augmented(voc["id"], "my pets", Changes(flip=True))
    workbench._queue.submit(DatasetImportSpec("", "x", made=made))  # nobody executes it
    answer = working.delete(f"{API}/{voc['id']}")
    assert (answer.status_code, "uses 'my pets'" in answer.json()["error"]["message"]) == (409, True)


def test_the_server_does_not_decode_before_a_worker_did(client):
    import subprocess
    import sys

    code = "import sys, dlwb.web.app; print([m for m in ('yaml', 'pycocotools') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_pictures_given_as_a_model_are_told_from_one_and_need_not_be_sent_again(working, imported, tmp_path):
    folder = build.voc(tmp_path / "data", ("a", "b", "c"))
    upload = working.post("/api/v1/uploads").json()["id"]
    for path in (path for path in folder.rglob("*") if path.is_file()):
        working.put(f"/api/v1/uploads/{upload}/pets/{path.relative_to(folder)}", content=path.read_bytes())
    refused = working.post("/api/v1/models", json={"upload": upload})
    error = refused.json()["error"]
    assert (refused.status_code, error["type"]) == (422, "PicturesFound")
    assert "dataset" in error["hint"]
    document = imported(upload=upload)
    assert (document["name"], document["format"], document["samples"]) == ("pets", "voc", 3)
    assert working.post(API, json={"upload": upload}).status_code == 404


@pytest.mark.parametrize(("what", "shown"), [("models", ["net.onnx", "pets.zip"]), ("datasets", ["pets.zip"])])
def test_files_to_browse(client, tmp_path, what, shown):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "saved_model.pb").write_bytes(b"x")
    for name in ("net.onnx", "pets.zip", "a.png"):
        (tmp_path / name).write_bytes(b"x")
    page = client.get("/api/v1/browse", params={"path": str(tmp_path), "what": what}).json()
    assert [file["name"] for file in page["files"]] == shown
    assert page["folders"][0]["is_model"] == (what == "models")


def test_recorded_inputs_come_by_upload_and_have_no_pictures(working, finished):
    upload = working.post("/api/v1/uploads").json()["id"]
    for number in range(2):
        array = io.BytesIO()
        np.save(array, np.full(3, number))
        working.put(f"/api/v1/uploads/{upload}/{number}.npy", content=array.getvalue())
    run = finished(working, working.post(API, json={"upload": upload}).json()["id"])
    address = f"{API}/{run['dataset']}"
    document = working.get(address).json()
    assert (document["name"], document["sample_kind"], document["samples"]) == ("samples", "sample", 2)
    assert [one["picture"] for one in working.get(f"{address}/samples").json()["samples"]] == [
        "samples/0.npy",
        "samples/1.npy",
    ]
    for what in ("thumbnail", "picture", "mask"):
        answer = working.get(f"{address}/samples/0/{what}")
        assert answer.status_code == 409
        assert answer.json()["error"]["message"] == "'samples' holds recorded inputs, so it has no pictures to show."
