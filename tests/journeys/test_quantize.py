"""Quantize on the page: what may be lost, candidates as they come, a version beside its parent; refusals and weights alone."""

import re

import pytest
from builders import onnx_models, shown_pictures

pytestmark = pytest.mark.browser


def test_from_the_loss_one_accepts_to_a_version_beside_its_parent(
    server, visit, import_file, ask, expect, tmp_path
) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "smaller.onnx", metadata={"who": "smaller"}))
    shown = [i % 10 for i in range(60)]
    folder = shown_pictures.classified(tmp_path / "shown", shown, shown)
    imported = ask(tab, "POST", "/datasets", {"path": str(folder)})
    while imported["state"] not in ("succeeded", "failed"):
        page.wait_for_timeout(100)
        imported = ask(tab, "GET", f"/runs/{imported['id']}")

    # What is wrong stands at its field, all at once, before anything is started.
    page.goto(f"{server.origin}{model}/quantize?keep=fc")
    expect(page.get_by_role("heading", name="Smaller and faster, as right as you need it")).to_be_visible()
    page.get_by_role("combobox", name="Pictures", exact=True).click()
    page.get_by_role("option", name=re.compile("^shown")).click()
    estimate = page.get_by_test_id("estimate")
    expect(estimate).to_contain_text("20 pictures of 60 find the ranges, 40 others say how right")
    page.get_by_label("Largest loss").fill("300")
    page.get_by_role("button", name="Calibration and validation").click()
    calibration = page.get_by_label("For calibration", exact=True).and_(page.get_by_role("textbox"))
    calibration.fill("0")
    expect(page.get_by_text("300 points is not between 0 and 100.")).to_be_visible()
    expect(page.get_by_text("0 is too few.")).to_be_visible()
    expect(page.get_by_role("button", name="Quantize", exact=True)).to_be_disabled()
    page.get_by_label("Largest loss").fill("1")
    calibration.fill("15")
    expect(estimate).to_contain_text("15 pictures of 60 find the ranges, 45 others")

    # The operation that the address names stays in floating point; the device is one that the fake engine has.
    expect(page.get_by_role("button", name="How to quantize")).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("form", name="Quantization settings")).to_contain_text("fc")
    page.get_by_role("button", name="Quantize", exact=True).click()
    expect(page).to_have_url(re.compile(r"run="))

    # The verdict comes first, then the version beside its parent, then what was tried.
    expect(page.get_by_role("heading", name=re.compile("^The bound of 1 point is"))).to_be_visible(timeout=90_000)
    beside = page.get_by_role("region", name="Version beside its parent")
    for figure in ("Top-1", "Size of the weights", "Throughput", "Median latency"):
        expect(beside.get_by_role("row", name=re.compile(f"^{figure}"))).to_be_visible()
    attempts = page.get_by_role("grid", name="Attempts")
    expect(attempts).to_contain_text("everything in 8 bits")
    expect(attempts.get_by_label("best")).to_have_count(1)
    attempts.get_by_text("everything in 8 bits").click()
    expect(page.get_by_role("region", name="Chosen attempt")).to_contain_text("attempt 1")
    expect(page).to_have_url(re.compile(r"attempt=1"))
    expect(page.get_by_role("grid", name="Sensitivity of operations")).to_contain_text("stays float")

    # The pictures behind the loss are one click away, and so is the version, which knows where it comes from.
    expect(beside.get_by_role("link", name="Pictures that flipped")).to_have_attribute(
        "href", re.compile(r"/runs/\w+\?against=\w+")
    )
    page.get_by_role("link", name="Open the version").click()
    expect(page.get_by_role("heading", name="smaller INT8", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Beside its parent, smaller")).to_be_visible()
    page.get_by_role("link", name="Models", exact=True).first.click()
    rows = page.get_by_role("grid", name="Models").get_by_role("row")
    names = [row.split("\n") for row in rows.all_inner_texts()]
    parent = next(place for place, row in enumerate(names) if "smaller" in row)
    assert "smaller INT8" in names[parent + 1]


def test_weights_alone_need_no_pictures(server, visit, import_file, expect, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "weights.onnx", metadata={"who": "weights"}))
    page.goto(f"{server.origin}{model}/quantize")
    expect(page.get_by_role("button", name="Quantize", exact=True)).to_be_disabled()
    page.get_by_role("button", name="How to quantize").click()
    page.get_by_role("combobox", name="What is made smaller").click()
    page.get_by_role("option", name="Weights alone, 8 bits").click()
    expect(page.get_by_text("Without pictures the weights are made smaller and nothing is measured.")).to_be_visible()
    page.get_by_role("button", name="Quantize", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^The weights were made smaller"))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("grid", name="Quantizations of this model")).to_contain_text("weights INT8 weights")
