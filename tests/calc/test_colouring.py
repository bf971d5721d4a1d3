"""Colours of the graphs: the same thing has the same colour in both, and everybody can tell them apart."""

import itertools

import numpy as np
import pytest

from dlwb.calc.colouring import Overlay, by_precision, by_time, by_type
from dlwb.calc.families import Family, family_of
from dlwb.domain.graph import Graph, Node, Port
from dlwb.domain.measurement import Estimate, LayerProfile, LayerStatus

PORT = Port((1, 8), "f32")


def node(name: str, kind: str, *inputs: str) -> Node:
    return Node(name, kind, (PORT,) * len(inputs), (PORT,), tuple((source, 0) for source in inputs))


GRAPH = Graph(
    "m",
    (
        node("data", "Parameter"),
        node("weights", "Constant"),
        node("conv", "Convolution", "data", "weights"),
        node("relu", "ReLU", "conv"),
        node("prob", "SoftMax", "relu"),
        node("out", "Result", "prob"),
    ),
)


def layer(name: str, kind: str, share: float, precision: str, *origin: str, consumer: str | None = None, ran=True):
    status = LayerStatus.EXECUTED if ran else LayerStatus.NOT_RUN
    time = Estimate(share, share, share)
    return LayerProfile(
        name, kind, "jit", precision, precision, "ab", 0, status, time, share, share, 0.0, None, 0, None, None, None,
        (1, 8), origin, consumer,
    )  # fmt: skip


LAYERS = (
    layer("data", "Input", 0.0, "f32", "data", ran=False),
    layer("reorder", "Reorder", 0.04, "f32", consumer="conv"),
    layer("conv", "Convolution", 0.952, "u8", "conv", "relu"),
    layer("prob", "Softmax", 0.008, "f32", "prob"),
)


def colours_of(overlay: Overlay) -> dict[str, str]:
    return {entry.label: entry.colour for entry in overlay.legend}


def test_by_type_the_model_has_colours_without_a_profile():
    overlay = by_type(GRAPH, ())
    colours = colours_of(overlay)
    assert overlay.original == {
        "conv": colours["Convolution"],
        "relu": colours["Element by element"],
        "prob": colours["Pooling and reduction"],
    }
    assert overlay.runtime == {}
    assert overlay.to_runtime == {}


def test_by_type_both_graphs_agree():
    overlay = by_type(GRAPH, LAYERS)
    assert overlay.runtime["conv"] == overlay.original["conv"]
    assert overlay.runtime["prob"] == overlay.original["prob"]
    assert overlay.runtime["reorder"] == colours_of(overlay)["Conversion"]
    assert "data" not in overlay.runtime
    assert set(overlay.runtime.values()) | set(overlay.original.values()) == set(colours_of(overlay).values())


def test_by_time_fused_operations_are_as_hot_as_their_layer():
    overlay = by_time(GRAPH, LAYERS)
    hottest, cool = overlay.legend[-1].colour, overlay.legend[1].colour
    assert overlay.original == {"conv": hottest, "relu": hottest, "prob": cool}
    assert overlay.runtime["conv"] == hottest
    assert overlay.runtime["reorder"] == overlay.legend[3].colour
    assert len(overlay.legend) == 6  # a scale is shown whole
    assert "data" not in overlay.runtime


@pytest.mark.parametrize(
    ("share", "step"),
    [(0.0, 0), (0.0049, 0), (0.005, 1), (0.01, 2), (0.0199, 2), (0.02, 3), (0.05, 4), (0.1, 5), (1, 5)],
)
def test_each_share_has_its_step(share, step):
    overlay = by_time(GRAPH, (layer("conv", "Convolution", share, "f32", "conv"),))
    assert overlay.runtime["conv"] == overlay.legend[step].colour


def test_by_precision_only_what_occurs_is_in_the_legend():
    overlay = by_precision(GRAPH, LAYERS)
    colours = colours_of(overlay)
    assert set(colours) == {"f32", "8-bit"}
    assert overlay.original == {"conv": colours["8-bit"], "relu": colours["8-bit"], "prob": colours["f32"]}
    assert by_precision(GRAPH, (layer("conv", "Convolution", 1, "f64", "conv"),)).legend[0].label == "other"


def test_names_lead_from_one_graph_to_the_other():
    overlay = by_type(GRAPH, LAYERS)
    assert overlay.to_runtime["relu"] == ("conv",)
    assert "weights" not in overlay.to_runtime
    assert overlay.to_original["conv"] == ("conv", "relu")
    assert overlay.to_original["reorder"] == ("conv", "relu")


def test_types_of_model_and_engine_share_families():
    pairs = [("MatMul", "FullyConnected"), ("MaxPool", "Pooling"), ("Add", "Eltwise"), ("Concat", "Concatenation")]
    for operation, executed in pairs:
        assert family_of(operation) is family_of(executed) is not Family.OTHER
    assert family_of("SoftMax") is family_of("Softmax") is Family.REDUCTION
    assert family_of("FakeQuantize") is Family.CONVERSION
    assert family_of("NobodyKnows") is Family.OTHER
    assert family_of("Constant") is None


# Simulated dichromacy on linear RGB (Viénot, Brettel and Mollon 1999).
DICHROMATS = {
    "protanopia": np.array([[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]),
    "deuteranopia": np.array([[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour: str, seen_as: np.ndarray) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(seen_as @ linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("sight", ["normal", *DICHROMATS])
def test_no_two_colours_of_a_legend_look_alike(sight):
    matrix = DICHROMATS.get(sight, np.eye(3))
    everything = tuple(layer(kind, kind, 0.1, "f32") for kind in ("MatMul", "Convolution", "Add", "Pooling", "Concat"))
    everything += tuple(layer(kind, kind, 0.1, "f32") for kind in ("Interpolate", "Reorder", "NobodyKnows"))
    legends = [by_type(GRAPH, everything).legend, by_time(GRAPH, LAYERS).legend]
    precisions = ("f32", "bf16", "f16", "u8", "u4", "f64")
    legends.append(by_precision(GRAPH, tuple(layer(p, "Convolution", 0.1, p) for p in precisions)).legend)
    assert [len(legend) for legend in legends] == [8, 6, 6]
    for legend in legends:
        for one, other in itertools.combinations(legend, 2):
            distance = float(np.linalg.norm(lab(one.colour, matrix) - lab(other.colour, matrix)))
            assert distance > 10, (one, other, distance)
