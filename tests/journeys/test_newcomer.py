"""Somebody new drops a model and follows the page's own suggestions to figures, layers and graphs."""

import re

import pytest
from builders import onnx_models
from onnx import helper

pytestmark = [pytest.mark.browser, pytest.mark.openvino]

NODES = [
    helper.make_node("Conv", ["x", "w"], ["c"], name="first conv", pads=[1, 1, 1, 1]),
    helper.make_node("Relu", ["c"], ["r"], name="first relu"),
    helper.make_node("MaxPool", ["r"], ["p"], name="pool", kernel_shape=[2, 2]),
    helper.make_node("Sigmoid", ["p"], ["y"], name="last"),
]


def test_from_a_dropped_file_to_numbers_layers_and_graphs(real_server, visit, expect, drop, tmp_path) -> None:
    page = visit(real_server).page
    expect(page.get_by_role("heading", name="Drop a model here")).to_be_visible()
    drop(page, onnx_models.write(tmp_path / "small net.onnx", nodes=NODES))

    # Overview: the theory is there, and what to do next.
    expect(page.get_by_role("heading", name="small net", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Cost in theory")).to_be_visible()
    expect(page.get_by_text("Convolution").first).to_be_visible()

    # Experiments: quick, start, a verdict and figures with their intervals.
    page.get_by_role("link", name="Experiments").click()
    page.get_by_text("Single run", exact=True).click()
    page.get_by_text("Quick", exact=True).click()
    page.get_by_role("button", name="Start the benchmark").click()
    expect(page.get_by_text("Median latency, closed load")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(re.compile(r"n = [\d,]+ requests"))).to_be_visible()
    percentiles = page.get_by_label("Latency percentiles")
    expect(percentiles).to_contain_text("p50")
    expect(percentiles).to_contain_text("ms")
    expect(page.get_by_role("heading", name="Conditions")).to_be_visible()

    # Layers: profile what was just measured, choose one.
    page.get_by_role("button", name="Profile this").click()
    table = page.get_by_role("grid", name="Layers")
    expect(table).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Probe factor")).to_be_visible()
    table.get_by_text("Convolution").first.click()
    chosen = page.get_by_role("region", name="Chosen layer")
    expect(chosen).to_contain_text("of all layers")

    # Graph: the chosen layer is selected on both sides.
    chosen.get_by_role("link", name="Show in graph").click()
    for pane in ("Original, as converted", "As executed"):
        expect(page.get_by_role("region", name=pane)).to_have_attribute("data-state", "ready")
    selected = page.get_by_role("complementary", name="Selected")
    expect(selected).to_contain_text("Executed as")
    for pane in page.frames[1:]:
        expect(pane.locator(".node.select").first).to_be_visible()

    # And from a node of the original back to the layer that carries it.
    original = page.frame_locator('iframe[title="Original, as converted"]')
    original.get_by_text("MaxPool", exact=True).first.click()
    expect(selected).to_contain_text("pool")
    selected.get_by_role("link", name="Show in layers").click()
    expect(page.get_by_role("region", name="Chosen layer")).to_contain_text("pool")
