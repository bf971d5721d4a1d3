"""The graph as executed is that of the profile one came from, and where there is none the page says so."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser

EXECUTED = 'iframe[title="As executed"]'


@pytest.fixture
def tab_and_model(server, visit, import_file, tmp_path, request):
    tab = visit(server)
    name = request.node.name[7:20]
    return tab, import_file(tab, onnx_models.write(tmp_path / f"{name}.onnx", metadata={"for": name}))


def profiled(carried, tab, model, device="GPU"):
    return carried(tab, "profile", {"model": model.rsplit("/", 1)[-1], "config": {"device": device}})


def test_a_profile_that_is_a_part_of_another_run_is_the_one_that_is_shown(
    server, tab_and_model, ask, carried, expect
) -> None:
    tab, model = tab_and_model
    page = tab.page
    made = carried(tab, "quantize", {"model": model.rsplit("/", 1)[-1], "options": {"method": "weights_int8"}})
    version = ask(tab, "GET", f"/runs/{made}/quantize")["model"]
    explained = carried(tab, "explain", {"version": version, "config": {"device": "GPU"}})
    part = ask(tab, "GET", f"/runs/{explained}/explain")["version_profile"]
    later = profiled(carried, tab, f"/models/{version}", "NPU")

    page.goto(f"{server.origin}/models/{version}/layers?run={part}")
    page.get_by_role("grid", name="Layers").get_by_role("row").nth(1).click()
    page.get_by_role("link", name="Show in graph").click()
    expect(page.locator(EXECUTED)).to_have_attribute("src", re.compile(part))
    page.reload()
    expect(page.locator(EXECUTED)).to_have_attribute("src", re.compile(part))

    # Without a wish it is the newest that was asked for by itself.
    page.goto(f"{server.origin}/models/{version}/graph")
    expect(page.locator(EXECUTED)).to_have_attribute("src", re.compile(later))


def test_an_imported_profile_has_no_graph_here(server, tab_and_model, carried, expect, tmp_path) -> None:
    tab, model = tab_and_model
    page = tab.page
    here, elsewhere = profiled(carried, tab, model), profiled(carried, tab, model)
    page.goto(f"{server.origin}/runs?kind=profile&q={elsewhere}")
    page.get_by_role("grid", name="Runs").get_by_role("checkbox").first.click()
    with page.expect_download() as download:
        page.get_by_role("toolbar").get_by_role("button", name="Export").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete 1").click()
    expect(page.get_by_role("heading", name="No run fits")).to_be_visible()
    page.get_by_test_id("run-file-input").set_input_files(file)
    expect(page.get_by_text("1 run imported.")).to_be_visible()

    page.goto(f"{server.origin}{model}/graph")
    expect(page.locator(EXECUTED)).to_have_attribute("src", re.compile(here))
    page.goto(f"{server.origin}{model}/graph?run={elsewhere}")
    expect(page.get_by_role("heading", name="Its graph is elsewhere")).to_be_visible()
    expect(page.locator(EXECUTED)).to_have_count(0)


def test_a_graph_that_is_gone_is_not_waited_for(server, tab_and_model, carried, expect) -> None:
    tab, model = tab_and_model
    run = profiled(carried, tab, model)
    (kept,) = server.log.parent.glob(f"workspace/**/{run}/runtime.xml")
    kept.unlink()
    page = tab.page
    page.goto(f"{server.origin}{model}/graph?view=runtime&run={run}")
    pane = page.get_by_role("region", name="As executed")
    expect(page.frame_locator(EXECUTED).get_by_text("has no file 'runtime.xml'")).to_be_visible()
    expect(pane).to_have_attribute("data-state", "failed")
    expect(pane.get_by_text("Drawing…")).to_have_count(0)
