"""The jobs drawer shows what runs and what waits, from any page, and stops it."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


def test_a_toast_is_dismissed_where_one_is_and_opened_by_a_key(
    server, visit, expect, import_file, measured, tmp_path
) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "told.onnx", metadata={"who": "told"}))
    page.get_by_role("link", name="Devices", exact=True).click()
    toast = page.get_by_role("alert").filter(has_text=re.compile("benchmark.* is done", re.IGNORECASE))
    measured(tab, model)
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/devices$"))
    measured(tab, model)
    toast.get_by_role("link", name="Open it").press("Enter")
    expect(page).to_have_url(re.compile(rf"{model}/experiments\?run="))
    expect(toast).to_have_count(0)


def test_an_import_that_ended_elsewhere_leads_nobody_away(server, visit, expect, tmp_path) -> None:
    page = visit(server).page
    held = []
    page.route(
        "**/api/v1/models", lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/models")):
        page.get_by_test_id("file-input").set_input_files(
            onnx_models.write(tmp_path / "meanwhile.onnx", metadata={"who": "meanwhile"})
        )
    page.get_by_role("link", name="Models", exact=True).first.click()
    held[0].continue_()
    expect(page.get_by_role("row").filter(has_text="meanwhile")).to_be_visible()
    page.get_by_role("link", name="Home", exact=True).first.click()
    expect(page.get_by_role("heading", name="Drop a model here")).to_be_visible()
    page.wait_for_timeout(500)  # for whatever would lead away
    expect(page.get_by_role("heading", name="Drop a model here")).to_be_visible()


def test_a_log_goes_on_when_the_server_answers_again(server, visit, expect, import_file, measured, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "logged.onnx", metadata={"who": "logged"}))
    run = measured(tab, model, budget_s=0.3)
    page.route("**/log?*", lambda route: route.abort())
    page.goto(f"{server.origin}/runs/{run}")
    log = page.get_by_label("Log", exact=True)
    lost = page.get_by_role("alert").filter(has_text="does not answer")
    expect(lost).to_be_visible()
    page.unroute("**/log?*")
    expect(lost).to_have_count(0)
    expect(log).not_to_be_empty()


def test_watch_two_runs_and_cancel_them(server, visit, expect, import_file, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "patient.onnx"))
    page.goto(f"{server.origin}{model}/experiments?way=single")
    page.get_by_text("Rigorous", exact=True).click()
    start = page.get_by_role("button", name="Start the benchmark")
    start.click()
    expect(page.get_by_role("article").get_by_text("Running")).to_be_visible()
    start.click()
    expect(page.get_by_role("button", name=re.compile(r"Jobs:\s*2\s*unfinished"))).to_be_visible()

    page.get_by_role("link", name="Models", exact=True).first.click()
    page.keyboard.press("Shift+J")
    drawer = page.get_by_role("dialog", name="Jobs")
    expect(drawer.get_by_role("article")).to_have_count(2)
    working = drawer.get_by_role("article").filter(has_text="Running")
    working.get_by_role("button", name="Show log").click()
    expect(working.get_by_label("Log", exact=True)).to_be_visible()

    # The page keeps still meanwhile.
    expect(page.locator("html")).to_have_attribute("data-quiet", "")

    drawer.get_by_role("button", name="Take out of the queue").click()
    expect(drawer.get_by_role("article")).to_have_count(1)
    drawer.get_by_role("button", name="Cancel", exact=True).click()
    expect(drawer.get_by_text("Nothing runs and nothing waits")).to_be_visible()
    expect(drawer.get_by_text("Cancelled")).to_have_count(2)
    expect(page.locator("html")).not_to_have_attribute("data-quiet", "")

    # Back through the history the drawer closes; it is part of the address.
    page.go_back()
    expect(drawer).to_be_hidden()


def test_what_is_renamed_and_removed_elsewhere_shows_here(server, visit, expect, import_file, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "elsewhere.onnx", metadata={"who": "elsewhere"}))
    page.get_by_role("link", name="Models", exact=True).first.click()
    row = page.get_by_role("row").filter(has_text="elsewhere")
    expect(row).to_be_visible()
    address, here = f"{server.origin}/api/v1{model}", {"Origin": server.origin}
    assert page.request.patch(address, data={"name": "called otherwise"}, headers=here).ok
    expect(page.get_by_role("row").filter(has_text="called otherwise")).to_be_visible()
    assert page.request.delete(address, headers=here).ok
    expect(page.get_by_role("row").filter(has_text="called otherwise")).to_have_count(0)
