"""A sweep on the page: choose cells, watch the points come, look at one, stop it and go on; and what it refuses."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


@pytest.fixture
def experiments(server, visit, expect, import_file, tmp_path, request):
    """A tab on the sweep settings of a model of its own."""
    tab = visit(server)
    path = onnx_models.write(tmp_path / "swept.onnx", metadata={"for": request.node.name})
    model = import_file(tab, path)
    tab.page.goto(f"{server.origin}{model}/experiments?way=sweep")
    expect(tab.page.get_by_role("grid", name="Cells to measure")).to_be_visible()
    return tab.page


def cell(page, batch: int, streams: int):
    return page.get_by_role("gridcell", name=re.compile(rf"^Batch {batch}, {streams} streams?"))


def chosen(page):
    return page.get_by_role("grid", name="Cells to measure").get_by_role("gridcell", selected=True)


def measure_briefly(page) -> None:
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Time, each point").fill("0.2")


def test_choose_cells_by_mouse(experiments, expect) -> None:
    page = experiments
    start = page.get_by_role("button", name="Start the sweep")
    expect(start).to_be_disabled()

    # One cell, a range by dragging, another by Shift, and the same by dragging once more to give it back.
    cell(page, 1, 1).click()
    expect(chosen(page)).to_have_count(1)
    cell(page, 2, 1).hover()
    page.mouse.down()
    cell(page, 8, 3).hover()
    page.mouse.up()
    expect(chosen(page)).to_have_count(1 + 9)
    cell(page, 4, 2).click()
    expect(chosen(page)).to_have_count(9)
    cell(page, 16, 4).click(modifiers=["Shift"])
    expect(chosen(page)).to_have_count(9 + 1 + 5)
    expect(page.get_by_test_id("estimate")).to_contain_text("15 points")

    # Whole lines by their heads, everything and nothing, a batch of one's own.
    page.get_by_role("button", name="All cells with 4 streams").click()
    expect(chosen(page)).to_have_count(15 + 3)
    page.get_by_role("button", name="All", exact=True).click()
    expect(chosen(page)).to_have_count(24)
    page.get_by_role("button", name="All", exact=True).click()
    expect(chosen(page)).to_have_count(0)
    page.get_by_role("textbox", name="More batches").fill("3, 64-128x2")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="All cells with batch 128").click()
    expect(page.get_by_test_id("estimate")).to_contain_text("4 points")
    expect(start).to_be_enabled()


def test_choose_cells_by_keyboard_and_watch_the_points_come(experiments, server, expect) -> None:
    page = experiments
    page.get_by_role("button", name="All cells with batch 1", exact=True).focus()
    page.keyboard.press("Tab")
    expect(cell(page, 1, 1)).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(chosen(page)).to_have_count(4)
    measure_briefly(page)
    expect(page.get_by_test_id("estimate")).to_contain_text("4 points")
    page.get_by_role("button", name="Start the sweep").press("Enter")

    # The points come one by one; the time left is told, here and on the first page.
    points = page.get_by_role("grid", name="Points")
    expect(points.get_by_text("To come")).to_have_count(4)
    expect(page.get_by_role("article")).to_contain_text("left")
    expect(page.get_by_text(re.compile("^So far: batch"))).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-quiet", "")
    expect(page.get_by_text("4 of 4 points measured")).to_be_visible()
    expect(points.get_by_text("To come")).to_have_count(0)

    # Without a limit most streams win; under a limit that only the smallest meets, that one does.
    panel = page.get_by_role("region", name="Chosen point")
    expect(panel.get_by_role("heading")).to_contain_text("2 streams")
    page.get_by_role("textbox", name="Limit of the median latency").fill("1.05")
    expect(panel.get_by_role("heading")).to_have_text("Batch 1 · 1 stream")
    expect(page).to_have_url(re.compile("limit=1.05"))
    # The line does the same by keyboard: at its right end there is no limit any more.
    line = page.get_by_role("slider", name="Limit of the median latency")
    expect(line).to_have_attribute("aria-valuenow", "1.05")
    line.press("End")
    expect(panel.get_by_role("heading")).to_contain_text("2 streams")
    # And by mouse, further left than the fastest of all.
    box = line.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] - 2000, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page.get_by_text("No configuration meets the p50 latency limit")).to_be_visible()
    line.press("End")

    # A point is a run of its own that leads back to its sweep.
    scatter = page.get_by_role("group", name="Throughput over latency")
    scatter.press("Home")
    expect(panel.get_by_role("heading")).to_have_text("Batch 1 · 1 stream")
    panel.get_by_role("link", name="Open run").click()
    expect(page.get_by_text("Median latency, closed load")).to_be_visible()
    crumbs = page.get_by_role("navigation", name="Breadcrumbs")
    expect(crumbs).to_contain_text("swept")
    expect(crumbs).to_contain_text("Batch 1 · 1 stream")
    crumbs.get_by_role("link", name=re.compile("^Sweep")).click()
    expect(page.get_by_role("heading", name="Sweep of swept")).to_be_visible()
    expect(panel.get_by_role("heading")).to_have_text("Batch 1 · 1 stream")

    # Its settings begin a single run; in the matrix its cell is known.
    panel.get_by_role("button", name="Use as start").click()
    expect(page.get_by_role("form", name="Benchmark settings").get_by_label("Streams")).to_have_value("1")
    page.get_by_text("Sweep", exact=True).first.click()
    expect(page.get_by_role("gridcell", name=re.compile("^Batch 1, 1 stream, measured"))).to_be_visible()


def test_stop_and_continue(experiments, expect) -> None:
    page = experiments
    page.get_by_role("button", name="All cells with batch 1", exact=True).click()
    page.get_by_role("button", name="All cells with batch 2", exact=True).click()
    measure_briefly(page)
    page.get_by_role("button", name="Start the sweep").click()
    expect(page.get_by_text(re.compile("^So far: batch"))).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    stopped = page.get_by_text(re.compile(r"^\d of 8 points are measured\.$"))
    expect(stopped).to_be_visible()
    before = int(stopped.inner_text()[0])
    assert 1 <= before < 8

    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_text("8 of 8 points measured")).to_be_visible()
    # Both are rows among the experiments.
    expect(page.get_by_role("grid", name="Experiments of this model").get_by_text("Sweep", exact=True)).to_have_count(2)


def test_refusals_are_shown_where_they_belong_all_at_once(experiments, expect) -> None:
    page = experiments
    page.get_by_text("Lists", exact=True).click()
    batches = page.get_by_role("textbox", name="Batches")
    streams = page.get_by_role("textbox", name="Streams")
    batches.fill("1,two")
    expect(page.get_by_text("'two' is neither a number nor a range")).to_be_visible()
    batches.fill("0,1")
    streams.fill("2,99")
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Threads").fill("0")
    for field in (batches, streams, page.get_by_label("Threads")):
        expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("99 is outside the range of GPU, which is 1 to 4.")).to_be_visible()

    # Far too many have to be confirmed; beyond all measure they are refused.
    page.get_by_label("Threads").fill("")
    streams.fill("1-4")
    batches.fill("1-600")
    expect(page.get_by_test_id("estimate")).to_contain_text("2,400 points")
    page.get_by_role("button", name="Start the sweep").click()
    dialog = page.get_by_role("dialog", name="Measure 2,400 points?")
    expect(dialog).to_contain_text("about")
    dialog.get_by_role("button", name="Choose fewer").click()
    expect(dialog).to_be_hidden()
    page.get_by_label("Requests").fill("1-64")
    expect(page.get_by_text(re.compile("more than can be counted out"))).to_be_visible()
    expect(page.get_by_role("grid", name="Points")).to_have_count(0)
