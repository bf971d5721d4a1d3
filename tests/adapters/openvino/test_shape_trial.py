"""What a network with free inputs is found to take at import, without being compiled."""

import pytest
from builders import onnx_models, stateful_models

from dlwb.adapters.openvino.convert import convert
from dlwb.domain.errors import InvalidOptions
from dlwb.domain.model import ImportOptions, ModelFormat, ShapeExample

pytestmark = pytest.mark.openvino


def imported(path, tmp_path, **options):
    answer = convert(ModelFormat.ONNX, path, ImportOptions(**options), tmp_path / "out")
    return {spec.name: spec.example for spec in answer.inputs}


def any_size(path, metadata=None):
    model = onnx_models.conv_model(metadata=metadata)
    for axis, name in ((2, "height"), (3, "width")):
        dim = model.graph.input[0].type.tensor_type.shape.dim[axis]
        dim.Clear()
        dim.dim_param = name
    path.write_bytes(model.SerializeToString())
    return path


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (["batch", "time"], [2, "batch", 4]),
        ([None, None], [2, None, 4]),
        (["n", "t"], [2, "m", 4]),
    ],
)
def test_a_state_gets_the_batch_of_the_data_and_the_data_a_length_that_fits(tmp_path, data, state):
    path = stateful_models.write_recurrent(tmp_path / "net.onnx", data, state)
    found = imported(path, tmp_path)
    assert found == {"data": ShapeExample((1, 256), "trial"), "state": ShapeExample((2, 1, 4), "trial")}


def test_the_size_of_pictures_that_the_file_names_comes_first(tmp_path):
    path = any_size(tmp_path / "net.onnx", {"imgsz": "[48, 32]", "stride": "16"})
    assert imported(path, tmp_path) == {"x": ShapeExample((1, 3, 48, 32), "file")}


@pytest.mark.parametrize("imgsz", ["[1, 2, 3]", "large", "[0, 640]", "[]"])
def test_a_size_that_cannot_be_read_is_left_out(tmp_path, imgsz):
    path = any_size(tmp_path / "net.onnx", {"imgsz": imgsz})
    assert imported(path, tmp_path) == {"x": ShapeExample((1, 3, 224, 224), "trial")}


def test_there_is_none_where_nothing_is_free_or_nothing_fits(tmp_path):
    fixed = stateful_models.write_recurrent(tmp_path / "net.onnx", [1, 300], [2, 1, 4])
    assert imported(fixed, tmp_path) == {"data": None, "state": None}
    apart = stateful_models.write_recurrent(tmp_path / "net.onnx", ["batch", "time"], [2, 7, 4])
    assert imported(apart, tmp_path) == {"data": None, "state": None}


def test_what_can_be_converted_for_fixed_shapes_only_says_which(tmp_path):
    path = stateful_models.write_unknown_rank(tmp_path / "net.onnx")
    with pytest.raises(InvalidOptions) as caught:
        imported(path, tmp_path)
    assert "'data' has none (?,?)" in caught.value.message
    assert caught.value.terminal == "--shape data=1,256"
    assert imported(path, tmp_path, shapes={"data": (1, 256)}) == {"data": None}
    assert imported(path, tmp_path, shapes={"": (1, 300)}) == {"data": None}


def test_a_wrong_name_is_told_also_where_the_conversion_needs_the_shape(tmp_path):
    path = stateful_models.write_unknown_rank(tmp_path / "net.onnx")
    with pytest.raises(InvalidOptions, match="there is no input 'date'") as caught:
        imported(path, tmp_path, shapes={"date": (1, 256)})
    assert "'data' = ?,?" in caught.value.hint
