"""What of Netron is served, and what is not."""

import pytest

from dlwb.domain.errors import DlwbError, NotFound
from dlwb.domain.model import Converted, FileRef, ImportOptions, Model, ModelFormat, Preprocessing
from dlwb.web.viewers import netron
from dlwb.web.viewers.netron import GraphKind, check_netron, viewable


def model(format, *sources):
    names = ("model.xml", "model.bin", "graph.json", *(f"source/{name}" for name in sources))
    recipe = Converted(format, "00", "tool", ImportOptions())
    files = tuple(FileRef(name, "00", 1) for name in names)
    return Model("id", "net", format, None, (), (), Preprocessing(), "f32", recipe, files, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("format", "sources", "file", "name"),
    [
        (ModelFormat.ONNX, ["net.onnx", "weights.data"], "source/net.onnx", "net.onnx"),
        (ModelFormat.ONNX, ["no ending"], "source/no ending", "model.onnx"),
        (ModelFormat.OPENVINO, ["a.bin", "a.xml"], "source/a.xml", "a.xml"),
        (ModelFormat.SAVED_MODEL, ["saved_model.pb", "variables/v.index"], "source/saved_model.pb", "saved_model.pb"),
        (ModelFormat.SAVED_MODEL, ["m/saved_model.pb", "m/x.pb"], "source/m/saved_model.pb", "saved_model.pb"),
        (ModelFormat.PADDLE, ["inference.json", "inference.pdiparams"], "source/inference.json", "inference.json"),
        (ModelFormat.TENSORFLOW, ["graph"], "source/graph", "model.pb"),
        (ModelFormat.TFLITE, ["Net.TFLite"], "source/Net.TFLite", "Net.TFLite"),
    ],
)
def test_the_file_that_netron_opens(format, sources, file, name):
    ref, shown = viewable(model(format, *sources), GraphKind.ORIGINAL)
    assert (ref.name, shown) == (file, name)


def test_the_converted_graph_is_always_there():
    assert viewable(model(ModelFormat.KERAS, "a", "b"), GraphKind.IR)[0].name == "model.xml"


def test_an_original_that_netron_cannot_open():
    with pytest.raises(NotFound, match="no file that the viewer opens"):
        viewable(model(ModelFormat.KERAS, "a", "b"), GraphKind.ORIGINAL)


def test_the_page_is_netrons_with_our_shim_before_everything(client, imported):
    html = client.get("/viewers/netron/", params={"graph": "original", "model": imported}).text
    assert f'<meta name="file" content="../data/models/{imported}/original/small%20net.onnx">' in html
    assert html.index('src="index.js"') < html.index('src="netron-shim.js"') < html.index("<body")
    assert client.get("/viewers/netron/netron-shim.js").headers["content-type"].startswith("text/javascript")


def test_the_model_is_served_and_its_weights_are_not(client, imported, onnx_file):
    original = client.get(f"/viewers/data/models/{imported}/original/small%20net.onnx")
    assert original.content == onnx_file.read_bytes()
    assert original.headers["content-type"] == "application/octet-stream"
    assert client.get(f"/viewers/data/models/{imported}/ir/model.xml").status_code == 200
    for name in (
        "ir/model.bin",
        "ir/graph.json",
        "original/model.xml",
        "original/..%2f..%2fdlwb.db",
        "nothing/model.xml",
    ):
        assert client.get(f"/viewers/data/models/{imported}/{name}").status_code in (404, 422), name


@pytest.mark.parametrize(
    "name", ["server.py", "__init__.py", "onnx.py", "index.html", "..%2fnetron%2fbase.js", "none.js"]
)
def test_other_files_of_netron_stay_where_they_are(client, name):
    assert client.get(f"/viewers/netron/{name}").status_code == 404


def test_assets_are_served_with_their_types(client):
    for name, type in (
        ("view.js", "text/javascript"),
        ("grapher.css", "text/css"),
        ("onnx-metadata.json", "application/json"),
    ):
        assert client.get(f"/viewers/netron/{name}").headers["content-type"].startswith(type)


@pytest.mark.parametrize("query", ["graph=original&model=none", "graph=runtime&run=none", "graph=runtime", "graph=ir"])
def test_a_graph_that_is_not_there_is_said_in_the_frame(client, query):
    answer = client.get(f"/viewers/netron/?{query}&theme=dark")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "color-scheme: dark" in answer.text


def test_a_name_cannot_break_out_of_the_page(client, workbench, imported):
    answer = client.get("/viewers/netron/", params={"graph": "ir", "model": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


def test_another_netron_is_refused(monkeypatch, tmp_path):
    check_netron()
    monkeypatch.setattr(netron, "PINNED", "9.9.9")
    with pytest.raises(DlwbError, match=r"needs 9\.9\.9"):
        check_netron()


def test_a_changed_netron_is_refused(monkeypatch):
    monkeypatch.setitem(netron.HOLDS, "view.js", ("window.exports.somethingNew = view;",))
    with pytest.raises(DlwbError, match=r"view\.js was changed"):
        check_netron()
