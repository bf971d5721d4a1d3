"""Conversion with the real engine: every format, every option, every refusal."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openvino as ov
import pytest
import tflite
from builders import ir_models, onnx_models, paddle_models, tensorflow_models, tflite_models
from onnx import TensorProto, helper, numpy_helper

import dlwb.adapters.openvino  # noqa: F401  (before openvino: it opts out of telemetry)
from dlwb.adapters.openvino.convert import convert
from dlwb.adapters.sources.registry import recognise
from dlwb.domain.errors import (
    DiskFull,
    DlwbError,
    InvalidOptions,
    MissingExtra,
    UnreadableModel,
    UnsupportedOperation,
)
from dlwb.domain.model import ColorOrder, DimRange, ImportOptions, ModelFormat, Preprocessing
from dlwb.protocol import ConvertAnswer

pytestmark = pytest.mark.openvino
NONE = ImportOptions()
ANY = DimRange()
IMAGE = np.random.default_rng(0).random((2, 3, 8, 8), np.float32)


def run(folder: Path, data: np.ndarray) -> np.ndarray:
    core = ov.Core()
    compiled = core.compile_model(core.read_model(folder / "model.xml"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.asarray(compiled(data)[0])


def import_file(path: Path, out: Path, options: ImportOptions = NONE) -> ConvertAnswer:
    found = recognise(path.parent, [path.name])
    return convert(found.format, path.parent / found.entry, options, out)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source with ü and space"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out put 輸出"


# --- formats --------------------------------------------------------------------------------------


def write_saved_model(folder: Path) -> Path:
    return tensorflow_models.write_saved_model(folder / "net") / "saved_model.pb"


def write_bytes(name: str, content: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return write


# How to write it, the inputs and outputs it has, an input, and the output that is right.
ONES = np.ones((1, 4), np.float32)
FORMATS = {
    "ir": (lambda d: ir_models.write(d / "m.xml"), ["x"], None, -2 * ONES, 0 * ONES),
    "frozen graph": (write_bytes("m.pb", tensorflow_models.graph_def()), ["x:0"], ["y:0"], ONES, 4 * ONES[:, :3]),
    "text graph": (write_bytes("m", tensorflow_models.GRAPH_TEXT.encode()), ["x:0"], ["y:0"], -ONES, 0 * ONES),
    "saved model": (write_saved_model, ["features"], ["scores"], ONES, 4 * ONES[:, :3]),
    "tflite": (write_bytes("m.tflite", tflite_models.model()), ["x"], ["y"], ONES, 2 * ONES),
    "tflite under another name": (write_bytes("m.onnx", tflite_models.model()), ["x"], ["y"], ONES, 2 * ONES),
    "paddle": (paddle_models.write, ["x"], ["y"], -3 * ONES, 0 * ONES),
    "paddle without weights": (write_bytes("m", paddle_models.program(weights=False)), ["x"], ["y"], ONES, ONES),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_formats_compute_what_the_source_computes(source: Path, out: Path, kind: str) -> None:
    write, inputs, outputs, data, expected = FORMATS[kind]
    answer = import_file(write(source), out)
    assert [i.name for i in answer.inputs] == inputs
    if outputs:
        assert [o.name for o in answer.outputs] == outputs
    np.testing.assert_allclose(run(out, data), expected)
    assert sorted(p.name for p in out.iterdir()) == ["model.bin", "model.xml"]
    assert answer.tool.startswith("OpenVINO 20")
    assert answer.preprocessing == Preprocessing()


def test_onnx_keeps_its_dynamic_batch_and_its_weights_exact(source: Path, out: Path) -> None:
    answer = import_file(onnx_models.write(source / "m.onnx"), out)
    assert (answer.inputs[0].name, answer.inputs[0].shape) == ("x", (ANY, 3, 8, 8))
    assert (answer.outputs[0].name, answer.outputs[0].shape) == ("y", (ANY, 4, 6, 6))
    assert answer.precision == "f32"
    reference = ov.Core().compile_model(ov.convert_model(source / "m.onnx"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    np.testing.assert_array_equal(run(out, IMAGE), reference(IMAGE)[0])


def test_onnx_with_external_weights(source: Path, out: Path, tmp_path: Path) -> None:
    import_file(onnx_models.write_external(source / "m.onnx", "sub/w.bin"), out)
    import_file(onnx_models.write(tmp_path / "inside.onnx"), tmp_path / "inside")
    np.testing.assert_array_equal(run(out, IMAGE), run(tmp_path / "inside", IMAGE))


def test_paddle_under_other_names(source: Path, out: Path) -> None:
    paddle_models.write(source, "net.v2").rename(source / "net.v2")
    (source / "net.v2.pdiparams").rename(source / "net.pdiparams")
    import_file(source / "net.v2", out)
    np.testing.assert_allclose(run(out, ONES), 2 * ONES)


def test_saved_model_under_another_name(source: Path, out: Path) -> None:
    import_file(write_saved_model(source).rename(source / "net/graph"), out)
    np.testing.assert_allclose(run(out, ONES), 4 * ONES[:, :3])


def test_ir_that_was_compressed_stays_compressed(source: Path, out: Path) -> None:
    ov.save_model(ov.convert_model(onnx_models.write(source / "m.onnx")), source / "m.xml", compress_to_fp16=True)
    assert import_file(source / "m.xml", out).precision == "f16"


def test_weights_to_fp16(source: Path, out: Path, tmp_path: Path) -> None:
    path = onnx_models.write(source / "m.onnx")
    assert import_file(path, out, ImportOptions(compress_to_fp16=True)).precision == "f16"
    import_file(path, tmp_path / "exact")
    sizes = [(folder / "model.bin").stat().st_size for folder in (out, tmp_path / "exact")]
    assert sizes[0] < 0.6 * sizes[1]


def test_a_network_without_weights(source: Path, out: Path) -> None:
    (source / "m.pdmodel").write_bytes(paddle_models.program(weights=False))
    assert import_file(source / "m.pdmodel", out).precision == "none"


def test_tensors_without_names_get_one(source: Path, out: Path) -> None:
    data = ov.opset13.parameter([1, 2], np.float32)
    data.set_friendly_name("data")
    total = ov.opset13.add(data, data)
    product = ov.opset13.multiply(data, data)
    product.set_friendly_name("data")
    ov.save_model(ov.Model([total, product], [data]), source / "m.xml", compress_to_fp16=False)
    answer = import_file(source / "m.xml", out)
    names = [t.name for t in (*answer.inputs, *answer.outputs)]
    assert names[0] == "data"
    assert len(set(names)) == 3
    assert import_file(source / "m.xml", out).outputs == answer.outputs


# --- options --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x", ""])
def test_shapes(source: Path, out: Path, name: str) -> None:
    path = onnx_models.write(source / "m.onnx")
    answer = import_file(path, out, ImportOptions(shapes={name: (DimRange(1, 8), 3, 16, DimRange(8, None))}))
    assert answer.inputs[0].shape == (DimRange(1, 8), 3, 16, DimRange(8, None))
    assert answer.outputs[0].shape == (DimRange(1, 8), 4, 14, DimRange(6, None))


def test_tensorflow_inputs_answer_to_their_short_name(source: Path, out: Path) -> None:
    (source / "m.pb").write_bytes(tensorflow_models.graph_def())
    answer = import_file(source / "m.pb", out, ImportOptions(shapes={"x": (5, 4)}, layouts={"x": "NC"}))
    assert (answer.inputs[0].shape, answer.inputs[0].layout) == ((5, 4), "NC")


def test_preprocessing_from_options_is_recorded_not_baked_in(source: Path, out: Path, tmp_path: Path) -> None:
    path = onnx_models.write(source / "m.onnx")
    options = ImportOptions(
        layouts={"x": "nchw"}, color_order=ColorOrder.BGR, mean=(1.5, 2, 3), scale=(255,), name="mine"
    )
    answer = import_file(path, out, options)
    expected = Preprocessing(ColorOrder.BGR, (1.5, 2, 3), (255, 255, 255), "NCHW", "options")
    assert answer.preprocessing == expected
    assert answer.inputs[0].layout == "NCHW"
    assert answer.rt_info["dlwb.mean"] == "1.5,2,3"
    assert answer.rt_info["model_info.scale_values"] == "255 255 255"
    assert answer.rt_info["model_info.reverse_input_channels"] == "NO"
    import_file(path, tmp_path / "plain")
    np.testing.assert_array_equal(run(out, IMAGE), run(tmp_path / "plain", IMAGE))
    again = import_file(out / "model.xml", tmp_path / "again")
    assert again.preprocessing == Preprocessing(ColorOrder.BGR, (1.5, 2, 3), (255, 255, 255), "NCHW", "metadata")


SAMPLE = {
    "dlwb.task": "classification",
    "dlwb.labels": "cat,dog,größe",
    "dlwb.color_order": "RGB",
    "dlwb.mean": "127.5,127.5,127.5",
    "dlwb.scale": "64.0,64.0,64.0",
    "dlwb.layout": "NCHW",
    "dlwb.resize": "stretch",
    "author": "somebody & co <x>",
}


def test_preprocessing_from_onnx_metadata(source: Path, out: Path, tmp_path: Path) -> None:
    answer = import_file(onnx_models.write(source / "m.onnx", metadata=SAMPLE), out)
    expected = Preprocessing(ColorOrder.RGB, (127.5,) * 3, (64.0,) * 3, "NCHW", "metadata")
    assert (answer.preprocessing, answer.task_name) == (expected, "classification")
    assert answer.rt_info["dlwb.labels"] == "cat,dog,größe"
    assert answer.rt_info["dlwb.resize"] == "stretch"
    assert answer.rt_info["framework.author"] == "somebody & co <x>"
    assert not any("conversion" in key or "version" in key.lower() for key in answer.rt_info)
    again = import_file(out / "model.xml", tmp_path / "again")
    assert (again.preprocessing, again.task_name) == (expected, "classification")


def test_options_win_over_metadata(source: Path, out: Path) -> None:
    path = onnx_models.write(source / "m.onnx", metadata=SAMPLE)
    answer = import_file(path, out, ImportOptions(mean=(0.0,), color_order=ColorOrder.BGR))
    assert answer.preprocessing == Preprocessing(ColorOrder.BGR, (0.0,) * 3, (64.0,) * 3, "NCHW", "mixed")


def test_metadata_that_does_not_fit_is_left_open(source: Path, out: Path) -> None:
    wrong = {"dlwb.layout": "NCHWDT", "dlwb.mean": "1,2", "dlwb.scale": "0,0,0", "dlwb.color_order": "XYZ"}
    answer = import_file(onnx_models.write(source / "m.onnx", metadata=wrong), out, ImportOptions(layouts={"": "NCHW"}))
    assert answer.preprocessing == Preprocessing(layout="NCHW", origin="options")


# --- refusals -------------------------------------------------------------------------------------


def refused(path: Path, out: Path, kind: type[DlwbError], options: ImportOptions = NONE) -> DlwbError:
    with pytest.raises(kind) as caught:
        import_file(path, out, options)
    assert caught.value.hint
    assert not out.exists() or not any(p.name.startswith("converting") for p in out.iterdir())
    return caught.value


def test_all_wrong_options_at_once(source: Path, out: Path) -> None:
    path = onnx_models.write(source / "m.onnx")
    options = ImportOptions(
        shapes={"x": (1, 3, 8), "nowhere": (1,)},
        layouts={"x": "NC", "elsewhere": "NCHW"},
        mean=(1.0, float("nan")),
        scale=(0.0,),
    )
    error = refused(path, out, InvalidOptions, options)
    assert isinstance(error, InvalidOptions)
    assert sorted(p.option for p in error.problems) == ["layouts", "layouts", "mean", "scale", "shapes", "shapes"]
    for word in ("'nowhere'", "'elsewhere'", "'NC' does not describe input 'x'", "divided by 0"):
        assert word in error.message


@pytest.mark.parametrize("shape", [(1, 4, 8, 8), (1, 3, 2, 2), (1, 3, 8, 0), (1, 3, 2**40, 8)])
def test_shapes_that_the_network_cannot_take(source: Path, out: Path, shape: tuple[int, ...]) -> None:
    path = onnx_models.write(source / "m.onnx")
    error = refused(path, out, InvalidOptions, ImportOptions(shapes={"": shape}))
    assert "shapes" in error.message


@pytest.mark.parametrize("layout", ["", "?!", "NNNN", "NCHWX", "pictures"])
def test_layouts_that_are_none(source: Path, out: Path, layout: str) -> None:
    path = onnx_models.write(source / "m.onnx")
    assert "NCHW is a layout" in refused(path, out, InvalidOptions, ImportOptions(layouts={"x": layout})).message


def test_mean_of_another_number_of_channels(source: Path, out: Path) -> None:
    path = onnx_models.write(source / "m.onnx")
    error = refused(path, out, InvalidOptions, ImportOptions(layouts={"": "NCHW"}, mean=(1, 2)))
    assert "2 numbers do not fit the 3 channels" in error.message


def test_unsupported_onnx_operations_are_named_with_their_domain(source: Path, out: Path) -> None:
    nodes = [
        helper.make_node("FooBar", ["x"], ["a"]),
        helper.make_node("Baz", ["a"], ["b"], domain="my.domain"),
        helper.make_node("Relu", ["b"], ["y"]),
    ]
    error = refused(onnx_models.write(source / "m.onnx", nodes=nodes), out, UnsupportedOperation)
    assert "FooBar (opset 17), my.domain.Baz" in error.message
    assert "'m.onnx'" in error.message


@pytest.mark.parametrize(
    ("name", "content", "operation"),
    [
        ("m.pb", tensorflow_models.graph_def("FooOp"), "FooOp"),
        ("m.tflite", tflite_models.model("MyOp"), "MyOp"),
        ("m.pdmodel", paddle_models.program("foo_op", weights=False), "foo_op"),
    ],
)
def test_unsupported_operations_are_named(source: Path, out: Path, name: str, content: bytes, operation: str) -> None:
    (source / name).write_bytes(content)
    message = refused(source / name, out, UnsupportedOperation).message
    assert message == f"'{name}' uses an operation that OpenVINO does not have: {operation}."


def test_an_operation_that_cannot_work(source: Path, out: Path) -> None:
    nodes = [helper.make_node("Conv", ["x", "w"], ["y"], group=2)]
    error = refused(onnx_models.write(source / "m.onnx", nodes=nodes), out, UnsupportedOperation)
    assert error.message.startswith("OpenVINO cannot convert Conv (opset 17) in 'm.onnx': Input channels dimension")


def test_every_operation_that_cannot_work_has_its_own_reason(source: Path, out: Path) -> None:
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], group=2),
        helper.make_node("MatMul", ["x", "w"], ["p"]),
        helper.make_node("Add", ["c", "p"], ["y"]),
    ]
    error = refused(onnx_models.write(source / "m.onnx", nodes=nodes), out, UnsupportedOperation)
    assert "Conv (opset 17): Input channels dimension" in error.message
    assert "MatMul (opset 17): " in error.message


@pytest.mark.parametrize(
    ("prefix", "place", "hint"),
    [("If_0_then_branch__/", "inside a branch (If)", "without the branch"), ("", "there", "with fixed shapes")],
    ids=["branch", "plain"],
)
def test_data_of_an_unknown_rank_is_the_reason(source: Path, out: Path, prefix: str, place: str, hint: str) -> None:
    nodes = [
        helper.make_node("Shape", ["x"], ["s"]),
        helper.make_node("NonZero", ["x"], ["n"]),
        helper.make_node("Gather", ["s", "n"], ["g"]),
        helper.make_node("Reshape", ["g", "minus"], ["m"]),
        helper.make_node("Reshape", ["x", "m"], ["r"]),
        helper.make_node("Conv", ["r", "w"], [f"{prefix}c"]),
        helper.make_node("Identity", [f"{prefix}c"], ["y"]),
    ]
    minus = numpy_helper.from_array(np.array([-1], np.int64))
    nodes.insert(0, helper.make_node("Constant", [], ["minus"], value=minus))
    error = refused(onnx_models.write(source / "m.onnx", nodes=nodes), out, UnsupportedOperation)
    assert error.message == (
        f"OpenVINO cannot convert Conv (opset 17) in 'm.onnx': the number of dimensions of the data is not known {place}."
    )
    assert hint in error.hint


def test_tflite_variables_are_no_damage(source: Path, out: Path) -> None:
    (source / "m.tflite").write_bytes(tflite_models.model(picture_type=int(tflite.TensorType.RESOURCE)))
    error = refused(source / "m.tflite", out, UnsupportedOperation)
    assert "'m.tflite' keeps variables" in error.message
    assert "copied" not in error.hint


def test_a_graph_with_a_loose_end(source: Path, out: Path) -> None:
    path = onnx_models.write(source / "m.onnx", nodes=[helper.make_node("Conv", ["x", "nope"], ["y"])])
    assert "nope" in refused(path, out, UnreadableModel).message


def test_damaged_content_behind_a_sound_head(source: Path, out: Path) -> None:
    content = bytearray(tflite_models.model())
    content[40:120] = os.urandom(80)
    (source / "m.tflite").write_bytes(content)
    message = refused(source / "m.tflite", out, UnreadableModel).message
    assert "cannot be read as TensorFlow Lite" in message
    assert str(source) not in message


def test_weights_of_another_ir(source: Path, out: Path) -> None:
    ir_models.write(source / "m.xml")
    (source / "m.bin").write_bytes(b"1234")
    assert "cannot be read as OpenVINO IR" in refused(source / "m.xml", out, UnreadableModel).message


def test_ir_with_an_unknown_operation(source: Path, out: Path) -> None:
    ir_models.write(source / "m.xml")
    text = (source / "m.xml").read_text()
    (source / "m.xml").write_text(text.replace('type="ReLU"', 'type="Frobnicate"'))
    assert refused(source / "m.xml", out, UnsupportedOperation).message.endswith("does not have: Frobnicate.")


def test_ir_with_an_operation_of_an_unknown_set(source: Path, out: Path) -> None:
    ir_models.write(source / "m.xml")
    text = (source / "m.xml").read_text()
    (source / "m.xml").write_text(text.replace('type="ReLU" version="opset1"', 'type="Frobnicate" version="mine"'))
    assert refused(source / "m.xml", out, UnsupportedOperation).message.endswith("does not have: Frobnicate.")


def test_metadata_with_odd_keys_survives(source: Path, out: Path) -> None:
    odd = {"names": "{0: 'cat', 1: 'größe'}", "weird key <&>": "v\n\nw", "a.b.c": "x", "1": "number"}
    answer = import_file(onnx_models.write(source / "m.onnx", metadata=odd | {"task": "detect"}), out)
    assert answer.task_name == "detection"
    assert {f"framework.{key}": value for key, value in odd.items()}.items() <= answer.rt_info.items()


@pytest.mark.parametrize(
    ("format", "package", "extra"),
    [(ModelFormat.KERAS, "tensorflow", "keras"), (ModelFormat.PYTORCH, "torch", "pytorch")],
)
def test_a_missing_extra_is_named_with_its_install_line(
    source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, format: ModelFormat, package: str, extra: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    (source / "m").write_bytes(b"\x89HDF\r\n\x1a\n" if format is ModelFormat.KERAS else TORCHSCRIPT)
    with pytest.raises(MissingExtra, match=package) as caught:
        convert(format, source / "m", NONE, out)
    assert caught.value.hint == f'Install it: pip install "dlwb[{extra}]"'


def _torchscript() -> bytes:
    import io
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in ("net/data.pkl", "net/code/__torch__.py", "net/constants.pkl"):
            archive.writestr(name, b"")
    return content.getvalue()


TORCHSCRIPT = _torchscript()


def test_a_full_disk(source: Path, small_disk: Path) -> None:
    weights = np.random.default_rng(0).random((1024, 1024), np.float32)
    data = ov.opset13.parameter([1, 1024], np.float32, name="x")
    ov.save_model(
        ov.Model([ov.opset13.matmul(data, weights, False, False)], [data]), source / "m.xml", compress_to_fp16=False
    )
    with pytest.raises(DiskFull):
        convert(ModelFormat.OPENVINO, source / "m.xml", NONE, small_disk / "out")


# --- real models ----------------------------------------------------------------------------------

SHARED = Path(os.environ.get("DLWB_SHARED_DATA", Path(__file__).parents[4] / "shared/data"))
REAL = {
    "squeezenet1.1.onnx": ("data", "f32"),
    "mobilenet-v2-1.0-224.onnx": ("input", "f32"),
    "mobilenet_v2_1.0_224_quant.tflite": ("input", "u8"),
    "mobilenet_v1_0.25_128_frozen.pb": ("input:0", "f32"),
    "resnet20-cifar10.onnx": ("data", "f32"),
    "yolox_nano.onnx": ("images", "f32"),
    "mobilenetv2-yolov3-nano-voc.onnx": ("data", "f32"),
    "deeplabv3_257_mv_gpu.tflite": ("sub_7", "f32"),
}


# The only one of them with metadata; its input is quantized, so it takes the pixels as they are.
SAYS = {"mobilenet_v2_1.0_224_quant.tflite": Preprocessing(ColorOrder.RGB, layout="NHWC", origin="metadata")}


@pytest.mark.shared_data
@pytest.mark.parametrize("name", REAL)
def test_real_models(name: str, out: Path) -> None:
    path = SHARED / "models" / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    answer = import_file(path, out)
    assert (answer.inputs[0].name, answer.precision) == REAL[name]
    assert answer.preprocessing == SAYS.get(name, Preprocessing())
    shape = tuple(1 if not isinstance(d, int) else d for d in answer.inputs[0].shape or ())
    assert np.isfinite(
        run(out, np.zeros(shape, answer.inputs[0].dtype.replace("f32", "float32").replace("u8", "uint8")))
    ).all()


def test_nothing_is_left_of_what_was_needed_on_the_way(source: Path, out: Path) -> None:
    (source / "m").write_bytes(tflite_models.model())
    import_file(source / "m", out)
    assert sorted(p.name for p in out.iterdir()) == ["model.bin", "model.xml"]
    shutil.rmtree(source)
    np.testing.assert_allclose(run(out, ONES), 2 * ONES)


def test_a_boolean_and_a_text_weight_do_not_decide_the_precision(source: Path, out: Path) -> None:
    nodes = [
        helper.make_node("Constant", [], ["s"], value=helper.make_tensor("s", TensorProto.INT64, [500], range(500))),
        helper.make_node("Cast", ["s"], ["f"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMax", ["f"], ["m"], keepdims=0),
        helper.make_node("Add", ["x", "m"], ["a"]),
        helper.make_node("Conv", ["a", "w"], ["y"]),
    ]
    assert import_file(onnx_models.write(source / "m.onnx", nodes=nodes), out).precision == "f32"


def test_the_weights_of_an_integer_convolution_decide_the_precision(source: Path, out: Path) -> None:
    codes = numpy_helper.from_array(np.ones((4, 3, 3, 3), np.uint8))
    nodes = [
        helper.make_node("Constant", [], ["codes"], value=codes),
        helper.make_node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"]),
        helper.make_node("ConvInteger", ["q", "codes", "z"], ["i"]),
        helper.make_node("Cast", ["i"], ["f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["f", "s"], ["y"]),
    ]
    assert import_file(onnx_models.write(source / "m.onnx", nodes=nodes), out).precision == "i32"
