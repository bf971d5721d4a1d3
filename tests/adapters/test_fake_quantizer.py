"""The fake engine's network in 8 bits: known speeds, known mistakes, one operation that is to blame."""

from itertools import combinations

import numpy as np
import pytest

from dlwb.adapters.fake_engine import FakeEngine
from dlwb.adapters.fake_network import FakeNetwork
from dlwb.adapters.fake_quantizer import FakeQuantizer
from dlwb.calc.analysis import analyse
from dlwb.domain.inference import InferenceConfig
from dlwb.domain.quantization import NetworkKind, QuantizationOptions
from dlwb.protocol import ModelFiles

GROUPS = ("conv", "pool", "fc")
CLASSES = 10


@pytest.fixture
def files(tmp_path):
    FakeNetwork("net").save(tmp_path / "model.xml", tmp_path / "model.bin")
    return ModelFiles(str(tmp_path / "model.xml"), str(tmp_path / "model.bin"))


def picture(label):
    """A picture of the brightness in the middle of a class."""
    return {"data": np.full((1, 3, 32, 32), (label + 0.5) * 256 / CLASSES, np.float32)}


@pytest.fixture
def made(files):
    options = QuantizationOptions(network=NetworkKind.TRANSFORMER)
    return FakeQuantizer().quantize(files, lambda: [picture(3)], 1, options, lambda fraction, words: None)


def compiled(files, precision="f32", *, profiling=False):
    return FakeEngine().compile(files, InferenceConfig(device="GPU", precision=precision), profiling=profiling)


def right(files):
    pictures = [picture(label) for label in range(CLASSES)]
    said = [int(result["prob"].argmax()) for result in compiled(files).stream(pictures, 1)]
    return sum(ours == label for label, ours in enumerate(said))


def test_every_operation_is_a_group(made):
    assert [group.operations for group in made.groups] == [(name,) for name in GROUPS]
    assert made.network is NetworkKind.TRANSFORMER
    assert made.notes == ()


def test_the_convolution_alone_costs_right_answers(made, files, tmp_path):
    assert right(files) == CLASSES
    for count in range(len(GROUPS) + 1):
        for kept in combinations(range(len(GROUPS)), count):
            candidate = made.write(kept, tmp_path / "candidate")
            assert (right(candidate) == CLASSES) == (0 in kept)
    assert right(made.write((), tmp_path / "candidate")) == 7


def test_every_operation_in_8_bits_saves_time_of_its_own(made, files, tmp_path):
    whole = compiled(files).service_ms
    saved = {
        name: whole - compiled(made.write([i for i in range(3) if i != index], tmp_path / "out")).service_ms
        for index, name in enumerate(GROUPS)
    }
    assert saved["conv"] > saved["fc"] > saved["pool"] > 0
    assert whole - compiled(made.write((), tmp_path / "out")).service_ms == pytest.approx(sum(saved.values()))
    assert compiled(made.write((), tmp_path / "out"), "f16").service_ms < compiled(files, "f16").service_ms


def test_layers_say_what_ran_in_8_bits(made, tmp_path):
    model = compiled(made.write((2,), tmp_path / "out"), profiling=True)
    model.queue(1, (), 0).infer()
    layers = {layer.name: layer for layer in model.layers()}
    assert {name: layers[name].precision for name in ("conv", "pool", "fc", "prob")} == {
        "conv": "i8",
        "pool": "i8",
        "fc": "f32",
        "prob": "f32",
    }
    assert sum(layer.time_us[0] for layer in layers.values()) == pytest.approx(model.service_ms * 1e3)


def test_the_graph_has_integer_work(made, files, tmp_path):
    plain = analyse(FakeEngine().read_graph(files, {}), "m")
    eight = analyse(FakeEngine().read_graph(made.write((), tmp_path / "out"), {}), "m")
    assert plain.giop == 0
    assert eight.giop + eight.gflop == pytest.approx(plain.gflop, rel=0.2)
    assert eight.giop > 0.9 * eight.gflop
    assert eight.parameters >= plain.parameters


def test_inner_results_show_where_the_noise_comes_from(made, tmp_path):
    tapped = made.tapped(tmp_path)
    exact, rounded = (next(iter(compiled(files).stream([picture(2)], 1))) for files in (tapped.exact, tapped.rounded))

    def noise(name):
        return float(((exact[name] - rounded[name]) ** 2).sum() / (exact[name] ** 2).sum())

    assert exact["conv"].shape == (1, 16, 32, 32)
    assert noise("data") == 0
    assert noise("conv") > 0.01


def test_what_stays_in_floating_point_is_told(files):
    options = QuantizationOptions(keep_names=("conv",), keep_types=("MatMul",))
    made = FakeQuantizer().quantize(files, lambda: [picture(3)], 1, options, lambda fraction, words: None)
    assert [group.operations for group in made.groups] == [("pool",)]
    assert made.notes == ("These operations stayed in floating point: conv, fc.",)
