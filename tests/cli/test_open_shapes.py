"""A model whose pictures may have any size needs one before it is measured, and is refused before it is queued."""

import pytest
from builders import onnx_models, shown_pictures

pytestmark = pytest.mark.openvino


@pytest.fixture
def any_size(tmp_path, monkeypatch, dlwb):
    monkeypatch.setenv("DLWB_ENGINE", "openvino")
    model = onnx_models.conv_model()
    for axis, name in ((2, "height"), (3, "width")):
        dim = model.graph.input[0].type.tensor_type.shape.dim[axis]
        dim.Clear()
        dim.dim_param = name
    path = tmp_path / "any size.onnx"
    path.write_bytes(model.SerializeToString())
    assert dlwb("model", "import", path, "--json").code == 0
    return "any size"


@pytest.mark.parametrize(
    ("verb", "batch"), [("benchmark", 1), ("benchmark", 2), ("profile", 1), ("sweep", 1), ("tune", 1)]
)
def test_it_is_refused_with_an_example(dlwb, any_size, verb, batch):
    refused = dlwb(verb, any_size, "--batch", batch, "--json")
    assert refused.code == 1
    error = refused.document["error"]
    assert error["type"] == "InvalidOptions"
    assert error["problems"][0]["option"] == "--shape"
    assert "'x'" in error["message"]
    assert f"x={batch},3,224,224" in error["hint"]
    kinds = [run["kind"] for run in dlwb("run", "list", "--json").document["runs"]]
    assert kinds == ["import"], "nothing was queued"


@pytest.mark.parametrize("verb", ["benchmark", "profile", "sweep", "tune"])
def test_it_is_told_what_to_type(dlwb, any_size, verb):
    assert "(--shape x=1,3,224,224)" in dlwb(verb, any_size).err


def test_the_model_itself_tells_it(dlwb, any_size):
    assert "for example --shape x=1,3,224,224" in dlwb("model", "show", any_size).out


def test_a_comparison_is_told_what_to_type(dlwb, any_size):
    assert "(--shape x=1,3,224,224)" in dlwb("compare", any_size, any_size, "--interleave", "--batch", 1).err


def test_a_shape_is_all_it_needs(dlwb, any_size):
    flags = ("--shape", "x=1,3,16,16", "--budget", "0.2", "--quick", "--json")
    measured = dlwb("benchmark", any_size, *flags)
    assert measured.code == 0, measured.err


@pytest.fixture
def picture(tmp_path):
    return shown_pictures.plain(tmp_path / "grey.png", 6)


def test_a_picture_is_shown_at_the_size_that_is_said(dlwb, any_size, picture):
    refused = dlwb("try", any_size, picture, "--json")
    assert refused.code == 1
    assert refused.document["error"]["terminal"] == "--shape x=1,3,224,224"
    tried = dlwb("try", any_size, picture, "--shape", "x=1,3,24,16", "--json")
    assert tried.code == 0, tried.err
    assert tried.document["answers"][0]["effective"]["shapes"] == {"x": [1, 3, 24, 16]}


def test_a_shape_by_name_leaves_a_model_alone_that_has_no_such_input(dlwb, any_size, picture, tmp_path):
    other = onnx_models.conv_model()
    other.graph.input[0].name = "picture"
    other.graph.node[0].input[0] = "picture"
    (tmp_path / "fixed.onnx").write_bytes(other.SerializeToString())
    tried = dlwb("try", any_size, picture, "--against", tmp_path / "fixed.onnx", "--shape", "x=1,3,24,24", "--json")
    assert tried.code == 0, tried.err
    mine, theirs = (answer["effective"]["shapes"] for answer in tried.document["answers"])
    assert mine == {"x": [1, 3, 24, 24]}
    assert theirs.keys() == {"picture"}
