"""What NNCF's quantizer finds out about a network, what it does with the options, and what it refuses, in words."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import openvino as ov
import pytest
from builders import quantizable_models as build
from openvino import opset13 as op

from dlwb.adapters.nncf.quantizer import NncfQuantizer
from dlwb.domain.errors import CannotQuantize, DiskFull
from dlwb.domain.quantization import BiasCorrection, Method, NetworkKind, Preset, QuantizationOptions
from dlwb.protocol import ModelFiles

pytestmark = pytest.mark.openvino

PLAIN = QuantizationOptions()


def saved(model, folder):
    folder.mkdir(exist_ok=True)
    ov.save_model(model, folder / "m.xml", compress_to_fp16=False)
    return ModelFiles(str(folder / "m.xml"), str(folder / "m.bin"))


def quantize(model, folder, options=PLAIN, data=None, hear=lambda fraction, words: None):
    data = data or build.inputs(model)
    return NncfQuantizer().quantize(saved(model, folder), lambda: data, len(data), options, hear)


def written(made, folder):
    return ov.Core().read_model(made.write((), folder).xml)


def count(model, kind):
    return sum(operation.get_type_name() == kind for operation in model.get_ops())


# --- what kind of network it is -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "where"),
    [("attention", "'attend'"), ("fused_attention", "'attend'"), ("residual", ""), ("two_inputs", "")],
)
def test_a_network_with_attention_is_taken_for_a_transformer(tmp_path, name, where):
    made = quantize(build.network(name), tmp_path)
    assert made.network is (NetworkKind.TRANSFORMER if where else None)
    assert where in made.notes[0]
    assert ("transformer" in made.notes[0]) == bool(where)


def test_what_is_asked_for_is_not_found_out(tmp_path):
    made = quantize(build.network("residual"), tmp_path, replace(PLAIN, network=NetworkKind.TRANSFORMER))
    assert made.network is NetworkKind.TRANSFORMER
    assert not any("because" in note for note in made.notes)


def test_operations_left_in_float_are_told_unless_they_were_to_be(tmp_path):
    model = build.network("attention")
    assert any("1 operation of a type" in note and "'mix'" in note for note in quantize(model, tmp_path).notes)
    kept = quantize(model, tmp_path, replace(PLAIN, keep_names=("mix",)))
    assert not any("'mix'" in note for note in kept.notes)
    convolutions = quantize(build.network("residual"), tmp_path, replace(PLAIN, keep_types=("Convolution",)))
    assert not any("stayed" in note for note in convolutions.notes)


# --- options --------------------------------------------------------------------------------------


def test_smoothing_is_for_transformers_and_can_be_switched_off(tmp_path):
    def smoothed(name, alpha):
        made = quantize(build.network(name), tmp_path, replace(PLAIN, smooth_quant=alpha))
        names = [operation.get_friendly_name() for operation in written(made, tmp_path / "out").get_ops()]
        return any("smooth" in name for name in names), any(
            "SmoothQuant was not applied" in note for note in made.notes
        )

    assert smoothed("attention", None) == (True, False)
    assert smoothed("attention", 0.5) == (True, False)
    assert smoothed("attention", -1.0) == (False, False)
    assert smoothed("residual", 0.5) == (False, True)


def test_biases_are_corrected_or_not(tmp_path):
    model = build.network("residual")

    def biases(correction):
        heard = []
        made = quantize(
            model, tmp_path, replace(PLAIN, correction=correction), hear=lambda _, words: heard.append(words)
        )
        bias = next(
            node for node in written(made, tmp_path / "out").get_ops() if node.get_friendly_name() == "conv2/bias"
        )
        return bias.input_value(1).get_node().data.copy(), any("iases" in words for words in heard)

    original = next(node for node in model.get_ops() if node.get_friendly_name() == "conv2/bias")
    plain, told = biases(BiasCorrection.NONE)
    assert np.array_equal(plain, original.input_value(1).get_node().data)
    assert not told
    for correction in (BiasCorrection.FAST, BiasCorrection.FULL):
        corrected, told = biases(correction)
        assert not np.array_equal(plain, corrected)
        assert told


def test_the_mixed_preset_lets_ranges_be_lopsided(tmp_path):
    def lowest(preset):
        made = quantize(build.network("two_inputs"), tmp_path, replace(PLAIN, preset=preset))
        nodes = {node.get_friendly_name(): node for node in written(made, tmp_path / "out").get_ops()}
        low, high = (nodes["x/fq_output_0"].input_value(port).get_node().data.item() for port in (1, 2))
        return low + high

    assert lowest(Preset.PERFORMANCE) == pytest.approx(0, abs=0.1)
    assert lowest(Preset.MIXED) != lowest(Preset.PERFORMANCE)


def test_names_and_types_are_those_that_the_graph_shows(tmp_path):
    x = op.parameter([1, 3, 8, 8], np.float32, name="x")
    y = x
    for _ in range(2):  # two operations of one name, which the graph tells apart
        y = op.relu(
            op.convolution(y, build.Weights()(3, 3, 1, 1), [1, 1], [0, 0], [0, 0], [1, 1], name="conv"), name="relu"
        )
    model = ov.Model([op.result(y, name="y")], [x], "twins")
    model.inputs[0].get_tensor().set_names({"x"})
    assert [group.operations for group in quantize(model, tmp_path).groups] == [("conv",), ("conv#2",)]
    kept = quantize(model, tmp_path, replace(PLAIN, keep_names=("conv#2",), keep_types=("ReLU",)))
    assert [group.operations for group in kept.groups] == [("conv",)]


def test_compressed_weights_are_kept_by_name_too(tmp_path):
    files = saved(build.network("fused_attention"), tmp_path)
    options = replace(PLAIN, method=Method.WEIGHTS_INT8, keep_names=("query",))
    small = ov.Core().read_model(NncfQuantizer().compress(files, options, tmp_path / "small").xml)
    kinds = {
        node.get_friendly_name(): node.input_value(1).get_node().get_type_name()
        for node in small.get_ops()
        if node.get_type_name() == "MatMul"
    }
    assert kinds["query"] == "Constant"
    assert kinds["key"] != "Constant"


def test_4_bits_take_half_of_8(tmp_path):
    files = saved(build.network("attention"), tmp_path)

    def weights(**options):
        made = NncfQuantizer().compress(files, replace(PLAIN, **options), tmp_path / "out")
        kinds = [node for node in ov.Core().read_model(made.xml).get_ops() if node.get_type_name() == "Constant"]
        return {kind: sum(node.get_element_type().get_type_name() == kind for node in kinds) for kind in ("u4", "u8")}

    four, half = (weights(method=Method.WEIGHTS_INT4, group_size=16, ratio=ratio) for ratio in (1.0, 0.5))
    assert four["u4"] > half["u4"] > 0
    assert weights(method=Method.WEIGHTS_INT8)["u4"] == 0


# --- refusals -------------------------------------------------------------------------------------


def refusal(call, *words):
    with pytest.raises(CannotQuantize) as caught:
        call()
    assert caught.value.hint
    for word in words:
        assert word in caught.value.message
    assert "\n" not in caught.value.message
    return caught.value


def test_nothing_to_quantize(tmp_path):
    x = op.parameter([1, 4], np.float32, name="x")
    model = ov.Model([op.result(op.tanh(x, name="t"))], [x], "plain")
    model.inputs[0].get_tensor().set_names({"x"})
    refusal(lambda: quantize(model, tmp_path), "no operation that could run in 8 bits")


def test_a_network_without_weights_cannot_be_compressed(tmp_path):
    x = op.parameter([1, 4], np.float32, name="x")
    files = saved(ov.Model([op.result(op.tanh(x, name="t"))], [x], "plain"), tmp_path)
    for method in (Method.WEIGHTS_INT8, Method.WEIGHTS_INT4):
        options = replace(PLAIN, method=method)
        refusal(lambda options=options: NncfQuantizer().compress(files, options, tmp_path / "out"), "no weights")


def test_a_network_with_branches(tmp_path):
    x = op.parameter([1, 4], np.float32, name="x")
    condition = op.parameter([1], np.bool_, name="condition")
    node = op.if_op(condition.output(0))
    bodies = []
    for offset in (1.0, 2.0):
        inner = op.parameter([1, 4], np.float32)
        bodies.append(ov.Model([op.result(op.add(inner, np.float32(offset)))], [inner]))
    node.set_then_body(bodies[0])
    node.set_else_body(bodies[1])
    node.set_input(x.output(0), *(body.get_parameters()[0] for body in bodies))
    output = node.set_output(*(body.get_results()[0] for body in bodies))
    node.set_friendly_name("choice")
    model = ov.Model([op.result(output)], [condition, x], "branch")
    refusal(lambda: quantize(model, tmp_path, data=[{}]), "branch", "'choice'")


def test_a_group_size_that_does_not_divide_the_weights(tmp_path):
    files = saved(build.network("attention"), tmp_path)
    options = replace(PLAIN, method=Method.WEIGHTS_INT4, group_size=24)
    error = refusal(
        lambda: NncfQuantizer().compress(files, options, tmp_path / "out"), "group size", "24", "64 weights"
    )
    assert "64 or a divisor" in error.hint
    assert "-1" in error.hint


def test_4_bits_where_nothing_can_have_4_bits(tmp_path):
    files = saved(build.network("residual"), tmp_path)
    options = replace(PLAIN, method=Method.WEIGHTS_INT4)
    refusal(lambda: NncfQuantizer().compress(files, options, tmp_path / "out"), "4 bits", "matrix products")


def test_an_inference_that_fails_on_the_data(tmp_path):
    """Open dimensions fit any data, and the operations behind them may not."""
    x = op.parameter([1, -1], np.float32, name="x")
    y = op.matmul(op.reshape(x, op.constant(np.array([2, 8])), False, name="fold"), build.Weights()(8, 4), False, False)
    model = ov.Model([op.result(y)], [x], "open")
    model.inputs[0].get_tensor().set_names({"x"})
    error = refusal(lambda: quantize(model, tmp_path, data=[{"x": np.ones((1, 15), np.float32)}]), "NNCF")
    assert "Exception from" not in error.message
    assert quantize(model, tmp_path, data=[{"x": np.ones((1, 16), np.float32)}]).groups


def test_ranges_without_end(tmp_path):
    x = op.parameter([1, 8], np.float32, name="x")
    y = op.matmul(
        op.divide(x, op.constant(np.zeros((1, 8), np.float32)), name="endless"), build.Weights()(8, 4), False, False
    )
    model = ov.Model([op.result(y)], [x], "endless")
    model.inputs[0].get_tensor().set_names({"x"})
    refusal(lambda: quantize(model, tmp_path))


def test_a_full_disk(tmp_path, small_disk):
    model = build.network("residual")
    made = quantize(model, tmp_path)
    (small_disk / "filler").write_bytes(bytes((2 << 20) - 16384))
    with pytest.raises(DiskFull):
        made.write((), small_disk / "out")


def test_a_folder_can_be_written_to_again_while_its_network_is_in_use(tmp_path):
    made = quantize(build.network("attention"), tmp_path)
    files = made.write(range(len(made.groups)), tmp_path / "out")
    mapped = ov.Core().read_model(files.xml)
    before = [node.data.copy() for node in mapped.get_ordered_ops() if node.get_type_name() == "Constant"]
    made.write((), tmp_path / "out")
    after = [node.data for node in mapped.get_ordered_ops() if node.get_type_name() == "Constant"]
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


# --- manners --------------------------------------------------------------------------------------


def test_nothing_goes_to_standard_output_and_no_bars_are_drawn(tmp_path, capfd):
    quantize(build.network("residual"), tmp_path)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "━" not in captured.err


def test_a_worker_that_does_not_quantize_does_not_load_it(tmp_path):
    files = saved(build.network("residual"), tmp_path)
    script = (
        "import sys\n"
        "import dlwb.worker.tasks\n"
        "from dlwb.plugins import load_engine\n"
        "from dlwb.domain.inference import InferenceConfig\n"
        "from dlwb.protocol import ModelFiles\n"
        "load_engine('openvino').compile(ModelFiles(*sys.argv[1:]), InferenceConfig(device='CPU'))\n"
        "print([name for name in ('nncf', 'scipy', 'sklearn', 'networkx') if name in sys.modules])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, files.xml, files.bin], check=True, capture_output=True, text=True
    )
    assert run.stdout.strip() == "[]"


def test_nothing_is_sent_and_torch_is_not_loaded(tmp_path):
    script = (
        "import sys\n"
        "from dlwb.plugins import load_quantizer\n"
        "load_quantizer('openvino')\n"
        "import nncf\n"
        "print(sys.modules['openvino_telemetry'], 'torch' in sys.modules)\n"
    )
    home = {"HOME": str(tmp_path)}
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=home)
    assert run.stdout.split() == ["None", "False"]
    assert list(tmp_path.iterdir()) == []
