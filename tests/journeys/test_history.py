"""A model over time: its points as a drawing and as rows, two of them compared."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


def test_history_of_a_model(server, visit, import_file, measured, expect, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "aging.onnx", metadata={"who": "aging"}))
    page.get_by_role("link", name="History").click()
    expect(page.get_by_role("heading", name="No history yet")).to_be_visible()
    runs = [measured(tab, model, budget_s=0.3) for _ in range(3)]
    measured(tab, model, slowdown="1.2", budget_s=0.3)

    # The new points came by themselves; two series, the longer one shown.
    expect(page.get_by_role("grid", name="Series", exact=True).get_by_role("row")).to_have_count(3)
    points = page.get_by_role("grid", name="Points of the series")
    expect(points.get_by_role("row")).to_have_count(4)
    expect(page.get_by_role("heading", name="Throughput over time")).to_be_visible()
    page.get_by_text("Median latency", exact=True).click()
    expect(page).to_have_url(re.compile(r"figure=latency_ms"))
    expect(page.get_by_role("heading", name="Median latency over time")).to_be_visible()

    page.get_by_role("grid", name="Series", exact=True).get_by_text("fake.slowdown 1.2").click()
    expect(points.get_by_role("row")).to_have_count(2)
    page.go_back()
    page.goto(f"{server.origin}{model}/history")
    expect(points.get_by_role("row")).to_have_count(4)

    # As a table, for those who do not see the drawing.
    page.get_by_role("figure").get_by_text("Table", exact=True).click()
    expect(page.get_by_role("figure").get_by_role("row")).to_have_count(4)

    # What is deleted is gone from here too, also right after it was looked at.
    gone = measured(tab, model, budget_s=0.3)
    expect(points.get_by_role("row")).to_have_count(5)
    points.get_by_role("row").nth(1).dblclick()
    expect(page).to_have_url(re.compile(rf"/runs/{gone}$"))
    page.get_by_role("button", name="Delete this run").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(page).to_have_url(re.compile(r"/runs$"))
    page.go_back()
    page.go_back()
    expect(points.get_by_role("row")).to_have_count(4)

    points.focus()
    for key in ("j", "x", "j", "x", "c"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile(rf"/compare\?run={runs[2]}&run={runs[1]}"))
    expect(page.get_by_role("list", name="Verdicts").get_by_role("listitem")).to_have_count(2)


def test_advice_is_tried_with_one_click(server, visit, import_file, measured, few_pairs, expect, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    few_pairs(tab)
    model = import_file(tab, onnx_models.write(tmp_path / "advised.onnx", metadata={"who": "advised"}))
    measured(tab, model)
    page.goto(server.origin + model)
    panel = page.locator("section").filter(has=page.get_by_role("heading", name="What limits it here"))
    expect(panel).to_contain_text("A profile tells which layers the time is in.")
    trial = panel.get_by_role("button", name="Try it").first
    expect(trial).to_be_visible()
    trial.click()
    answer = panel.get_by_role("link", name="Comparison")
    expect(answer).to_be_visible(timeout=90_000)
    expect(panel).to_contain_text(re.compile("Faster|Slower|Same|Can’t tell"))
    answer.click()
    expect(page.get_by_role("heading", name="Measured side by side")).to_be_visible()
