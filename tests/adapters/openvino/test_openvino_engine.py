"""The OpenVINO engine on tiny models: the contract, the words of its errors, and no telemetry."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import openvino as ov
import pytest
from builders import engine_contract as contract
from openvino import opset16 as op

from dlwb.adapters.openvino.engine import OpenVinoEngine
from dlwb.adapters.openvino.errors import compile_error, first_meaningful_line, inference_error, message_of
from dlwb.adapters.openvino.inputs import input_specs, input_tensors
from dlwb.domain.errors import CompileError, DeviceUnavailable, InferenceError, InvalidOptions, UnreadableModel
from dlwb.domain.inference import Hint, InferenceConfig, Mode
from dlwb.protocol import ModelFiles

pytestmark = pytest.mark.openvino


def convolution(shape=(1, 3, 16, 16), *, fixed_batch=False):
    data = op.parameter(list(shape), np.float32, name="data")
    kernel = np.random.default_rng(0).standard_normal((8, 3, 3, 3), dtype=np.float32)
    node = op.relu(op.convolution(data, op.constant(kernel), [1, 1], [1, 1], [1, 1], [1, 1]))
    if fixed_batch:
        node = op.reshape(node, np.array([1, 2048], np.int64), False, name="flatten")
    return ov.Model([op.result(node)], [data], "tiny")


def saved(model, folder):
    ov.save_model(model, folder / "m.xml", compress_to_fp16=False)
    return ModelFiles(str(folder / "m.xml"), str(folder / "m.bin"))


@pytest.fixture(scope="module")
def engine():
    return OpenVinoEngine()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return saved(convolution(), tmp_path_factory.mktemp("ir"))


@pytest.fixture
def subject(engine, files):
    return contract.Subject(engine, files, "CPU")


@pytest.mark.parametrize("law", contract.CONTRACT, ids=lambda law: law.__name__)
def test_contract(subject, law):
    law(subject)


@pytest.mark.parametrize("law", contract.CONTRACT_WITH_FILES, ids=lambda law: law.__name__)
def test_contract_with_files(subject, tmp_path, law):
    law(subject, tmp_path)


@pytest.mark.parametrize("mode", list(Mode))
def test_every_load_can_be_measured(subject, mode):
    contract.every_load_can_be_measured(subject, mode)


# --- configuration --------------------------------------------------------------------------------


def test_precision_is_read_back_not_repeated(subject):
    assert subject.compile(precision="f32").effective(1).precision == "f32"
    assert "INFERENCE_NUM_THREADS" in subject.compile().effective(1).properties


def test_a_hint_is_told_how_many_requests_there_will_be(subject):
    """Otherwise one request would run on one of several streams, with part of the cores."""
    assert subject.compile(hint=Hint.THROUGHPUT, requests=1).effective(1).streams == 1


def test_properties_are_passed_as_they_are_and_win(subject):
    compiled = subject.compile(threads=1, extra={"INFERENCE_NUM_THREADS": "1", "EXECUTION_MODE_HINT": "ACCURACY"})
    assert compiled.effective(1).properties["EXECUTION_MODE_HINT"] == "ACCURACY"


def test_an_unknown_property_is_refused_by_name(subject):
    with pytest.raises(CompileError, match="Unsupported property NO_SUCH_THING by CPU"):
        subject.compile(extra={"NO_SUCH_THING": "1"})


def test_a_precision_the_device_has_not_is_refused_with_those_it_has(subject):
    with pytest.raises(CompileError, match=r"Supported values: bf16, f16, f32"):
        subject.compile(precision="i8")


@pytest.mark.parametrize("device", ["GPU", "NPU", "AUTO:GPU,CPU"])
def test_a_device_without_its_driver_says_so(engine, files, device):
    if device[:3] in engine._core.available_devices:
        pytest.skip("this machine has the device")
    with pytest.raises(DeviceUnavailable) as caught:
        engine.compile(files, InferenceConfig(device=device))
    assert "missing" in caught.value.message
    assert "CPU" in caught.value.hint
    assert "driver" in caught.value.hint


def test_combinations_of_devices_can_be_compiled(subject, engine, files):
    effective = engine.compile(files, InferenceConfig(device="AUTO:CPU")).effective(1)
    assert any("CPU" in name for name in effective.execution_devices)
    assert effective.precision in ("f32", "bf16", "f16")
    assert effective.streams >= 1


def test_a_batch_that_the_model_cannot_take_names_the_reason(engine, tmp_path):
    files = saved(convolution(fixed_batch=True), tmp_path)
    with pytest.raises(InvalidOptions, match="flatten"):
        engine.compile(files, InferenceConfig(batch=4))


def test_a_batch_beyond_the_memory_is_refused(subject):
    with pytest.raises(CompileError, match="not enough memory") as caught:
        subject.compile(batch=100_000_000)
    assert "smaller batch" in caught.value.hint


def test_shapes_that_stay_open_are_asked_for(engine, tmp_path):
    files = saved(convolution((-1, 3, -1, 16)), tmp_path)
    with pytest.raises(InvalidOptions, match="example data="):
        engine.compile(files, InferenceConfig())
    effective = engine.compile(files, InferenceConfig(shapes={"data": (2, 3, 8, 16)})).effective(1)
    assert effective.shapes == {"data": (2, 3, 8, 16)}
    assert effective.batch == 2


def test_a_damaged_model_is_told(engine, tmp_path):
    (tmp_path / "m.xml").write_text("<net")
    (tmp_path / "m.bin").write_bytes(b"")
    with pytest.raises(UnreadableModel, match="cannot be read"):
        engine.compile(ModelFiles(str(tmp_path / "m.xml"), str(tmp_path / "m.bin")), InferenceConfig())


def test_files_without_an_ending_can_be_compiled(engine, files, tmp_path):
    """The store keeps files under the hash of their content."""
    for name, source in (("xml-by-hash", files.xml), ("bin-by-hash", files.bin)):
        (tmp_path / name).write_bytes(Path(source).read_bytes())
    engine.compile(ModelFiles(str(tmp_path / "xml-by-hash"), str(tmp_path / "bin-by-hash")), InferenceConfig())


# --- data -----------------------------------------------------------------------------------------


def test_requests_have_data_of_their_own_that_repeats_with_the_seed(files):
    model = ov.Core().read_model(files.xml)
    one, two = (row[0].data for row in input_tensors(model, (), 2, 0))
    again = input_tensors(model, (), 1, 0)[0][0].data
    other = input_tensors(model, (), 1, 1)[0][0].data
    assert not np.array_equal(one, two)
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_the_data_reaches_the_model(subject, tmp_path):
    array = np.zeros((1, 3, 16, 16), np.float32)
    np.save(tmp_path / "zeros.npy", array)
    queue = subject.compile(precision="f32").queue(1, (str(tmp_path / "zeros.npy"),), 0)
    queue.infer()
    assert np.all(queue.native_request(0).get_output_tensor(0).data == 0)


def test_indices_stay_inside_their_table_and_masks_are_ones():
    ids = op.parameter([1, 64], np.int64, name="input_ids")
    mask = op.parameter([1, 64], np.int64, name="attention_mask")
    table = op.constant(np.zeros((50, 4), np.float32))
    rows = op.gather(table, op.convert(ids, "i32"), np.int64(0))
    model = ov.Model([op.result(rows), op.result(op.convert(mask, "f32"))], [ids, mask], "tokens")
    first, second = input_specs(model)
    assert (first.index_below, second.ones) == (50, True)
    tokens, ones = (tensor.data for tensor in input_tensors(model, (), 1, 0)[0])
    assert tokens.min() >= 0
    assert 20 < tokens.max() < 50
    assert np.all(ones == 1)


@pytest.mark.parametrize("kind", ["f32", "f16", "bf16", "i64", "i32", "u8", "i8", "boolean"])
def test_every_usual_element_type_gets_data(kind):
    data = op.parameter([2, 8], getattr(ov.Type, kind), name="x")
    model = ov.Model([op.result(op.convert(data, "f32"))], [data], "typed")
    request = ov.Core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"}).create_infer_request()
    request.set_input_tensors(input_tensors(model, (), 1, 0)[0])
    request.infer()
    out = request.get_output_tensor(0).data
    assert np.isfinite(out).all()
    assert np.unique(out).size > 1
    if kind in ("f32", "f16", "bf16"):
        assert 0.3 < out.std() < 3


# --- errors ---------------------------------------------------------------------------------------

LONG = """Exception from src/inference/src/cpp/core.cpp:117:
Exception from src/inference/src/dev/plugin.cpp:54:
Check 'false' failed at src/plugins/intel_cpu/src/config.cpp:266:
Wrong value i8 for property key X. Supported values: a, b

"""


def test_the_line_that_says_what_happened_is_found():
    assert first_meaningful_line(LONG) == "Wrong value i8 for property key X. Supported values: a, b."
    assert first_meaningful_line("") == "The engine gave no reason."
    assert len(first_meaningful_line("x" * 5000)) < 320


def test_bytes_that_are_no_text_do_no_harm():
    error = UnicodeDecodeError("utf-8", b"bad \xff model name", 4, 5, "invalid start byte")
    assert message_of(error)

    class Unprintable(RuntimeError):
        def __str__(self):
            raise error

    assert message_of(Unprintable()) == "bad \N{REPLACEMENT CHARACTER} model name"
    assert message_of(RuntimeError("half a \udcff surrogate")).isprintable()


def test_memory_and_other_failures_have_their_own_words():
    assert isinstance(compile_error(RuntimeError("std::bad_alloc"), "CPU"), CompileError)
    limited = compile_error(RuntimeError("Failed to allocate 288000000 bytes of memory"), "CPU")
    assert "not enough memory" in limited.message
    out_of_memory = inference_error(RuntimeError("[GPU] Failed to allocate memory"), "GPU")
    assert isinstance(out_of_memory, InferenceError)
    assert "out of memory" in out_of_memory.message
    assert "An inference on GPU failed: Wrong value" in inference_error(RuntimeError(LONG), "GPU").message


# --- nothing leaves the machine -------------------------------------------------------------------

SILENT = """
import pathlib, socket, sys
def forbidden(*args, **kwargs):
    pathlib.Path.home().joinpath("somebody-used-the-network").touch()
    raise OSError("no network here")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = forbidden
from dlwb.adapters.openvino.engine import OpenVinoEngine
from dlwb.domain.inference import InferenceConfig
from dlwb.protocol import ModelFiles
import openvino as ov
ov.convert_model(sys.argv[3])
OpenVinoEngine().compile(ModelFiles(*sys.argv[1:3]), InferenceConfig()).queue(1, (), 0).infer()
"""


def test_the_engine_sends_nothing_and_writes_nothing_at_home(files, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Relu", ["x"], ["y"])], "g", [value("x", 1, [1, 4])], [value("y", 1, [1, 4])]
    )
    source = tmp_path / "relu.onnx"
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)]), source)
    ended = subprocess.run(
        [sys.executable, "-c", SILENT, files.xml, files.bin, str(source)],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert ended.returncode == 0, ended.stderr
    assert list(home.rglob("*")) == []
