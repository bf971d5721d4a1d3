"""The list of runs: search, tags, notes, and what is done with many of them at once."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


@pytest.fixture
def listed(server, visit, import_file, measured, tmp_path, request):
    """A tab on the list of three benchmarks of a model of their own, and the model's name."""
    tab = visit(server)
    name = f"listed {request.node.name[5:20]}"
    model = import_file(tab, onnx_models.write(tmp_path / f"{name}.onnx", metadata={"for": request.node.name}))
    for _ in range(3):
        measured(tab, model, budget_s=0.3)
    tab.page.goto(f"{server.origin}/runs?kind=benchmark&model={model.rsplit('/', 1)[-1]}")
    return tab


def rows(page):
    return page.get_by_role("grid", name="Runs").get_by_role("row")


def test_tag_note_search_and_filter(listed, expect) -> None:
    page = listed.page
    expect(rows(page)).to_have_count(4)
    page.get_by_role("checkbox").nth(0).click()
    page.get_by_role("checkbox").nth(1).click(modifiers=["Shift"])
    expect(page.get_by_role("toolbar")).to_contain_text("2 runs marked")
    page.get_by_role("button", name="Tag", exact=True).last.click()
    page.get_by_role("combobox", name="Add tags").fill("before the update")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep").click()
    expect(rows(page).filter(has_text="before the update")).to_have_count(2)

    # What was given before stays when the same runs are tagged again.
    page.get_by_role("toolbar").get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("combobox", name="Add tags").fill("nightly")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep").click()
    expect(rows(page).filter(has_text="nightly").filter(has_text="before the update")).to_have_count(2)

    # The note is written where it is read.
    third = rows(page).nth(3)
    third.hover()
    third.get_by_role("button", name="Add a note").click()
    page.get_by_role("textbox", name="Note").fill("the fan was loud")
    page.keyboard.press("Enter")
    expect(third).to_contain_text("the fan was loud")

    page.get_by_label("Search runs").fill("fan loud")
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"q=fan"))
    page.reload()
    expect(page.get_by_label("Search runs")).to_have_value("fan loud")
    page.get_by_label("Search runs").fill("")

    page.get_by_role("button", name="Show runs tagged before the update").first.click()
    expect(page).to_have_url(re.compile(r"tag=before"))
    expect(rows(page)).to_have_count(3)
    page.get_by_role("button", name="Tag: before the update").click()
    page.get_by_role("menuitem", name="Any tag").click()
    expect(page).not_to_have_url(re.compile(r"tag="))


def test_tags_that_came_while_the_dialog_was_open_stay(listed, ask, expect) -> None:
    page = listed.page
    expect(rows(page)).to_have_count(4)
    page.get_by_role("checkbox").nth(0).click()
    page.get_by_role("checkbox").nth(1).click()
    page.get_by_role("toolbar").get_by_role("button", name="Tag", exact=True).click()
    page.get_by_role("combobox", name="Add tags").fill("nightly")
    page.keyboard.press("Enter")
    for run in ask(listed, "GET", f"/runs?kind=benchmark&limit=3&model={page.url.rpartition('model=')[2]}")["runs"]:
        ask(listed, "PATCH", f"/runs/{run['id']}", {"tags": ["meanwhile"]})
    page.get_by_role("button", name="Keep").click()
    expect(rows(page).filter(has_text="nightly").filter(has_text="meanwhile")).to_have_count(2)
    expect(rows(page).filter(has_text="meanwhile")).to_have_count(3)


def test_many_marked_runs_are_asked_for_at_once(listed, expect) -> None:
    page = listed.page
    expect(rows(page)).to_have_count(4)
    page.get_by_role("checkbox").nth(0).click()
    page.get_by_role("checkbox").nth(2).click(modifiers=["Shift"])
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/api/v1/")[2]))
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog", name="Delete 3 runs?").get_by_role("listitem")).to_have_count(3)
    assert [url for url in asked if url.startswith("runs/")] == ["runs/read"]
    page.keyboard.press("Escape")
    asked.clear()
    with page.expect_download():
        page.get_by_role("toolbar").get_by_role("button", name="Export").click()
    assert [url for url in asked if url.startswith("runs/")] == ["runs/export"]


def test_delete_several_after_asking(listed, expect) -> None:
    page = listed.page
    expect(rows(page)).to_have_count(4)
    page.get_by_role("checkbox").nth(0).click()
    page.get_by_role("checkbox").nth(2).click()
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete 2 runs?")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    page.keyboard.press("Escape")  # of the dialog, not of the marks behind it
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("toolbar")).to_contain_text("2 runs marked")
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Keep them").click()
    expect(rows(page)).to_have_count(4)
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete 2").click()
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("toolbar")).to_have_count(0)


def without_age(row):
    """What a row says, but for how long ago it was: "just now" does not last."""
    return [line for line in row.inner_text().splitlines() if line != "just now" and not line.endswith("ago")]


def test_export_delete_and_import_again(listed, expect, tmp_path) -> None:
    page = listed.page
    expect(rows(page)).to_have_count(4)
    figures = without_age(rows(page).nth(1))
    page.get_by_role("checkbox").nth(0).click()
    with page.expect_download() as download:
        page.get_by_role("toolbar").get_by_role("button", name="Export").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name.endswith(".dlwb-runs.gz")
    download.value.save_as(file)
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete 1").click()
    expect(rows(page)).to_have_count(3)

    page.get_by_test_id("run-file-input").set_input_files(file)
    expect(page.get_by_text("1 run imported.")).to_be_visible()
    expect(rows(page)).to_have_count(4)
    assert without_age(rows(page).nth(1)) == figures

    # A file of runs can be dropped on any page; what is here already is left as it is.
    page.get_by_role("link", name="Devices", exact=True).click()
    expect(page.get_by_role("heading", name="Devices", level=1)).to_be_visible()
    expect(page.get_by_text("1 run imported.")).to_be_hidden()  # a drop on the toast of before would not reach the page
    drop_anywhere(page, file)
    expect(page).to_have_url(re.compile(r"/runs$"))
    expect(page.get_by_text("Nothing new in this file.")).to_be_visible()


def test_sort_is_in_the_address_and_keys_walk_the_rows(listed, expect) -> None:
    page = listed.page
    expect(rows(page)).to_have_count(4)
    page.get_by_role("button", name="Figure").click()
    expect(page).to_have_url(re.compile(r"sort=-throughput"))
    expect(page.get_by_role("columnheader", name="Figure")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("grid", name="Runs").focus()
    page.keyboard.press("End")
    page.keyboard.press("x")
    expect(rows(page).nth(3)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(rows(page).nth(3)).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/runs/[0-9a-f]+$"))
    expect(page.get_by_role("button", name="Add a note")).to_be_visible()


def drop_anywhere(page, path) -> None:
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 500, "data": data})
        page.wait_for_timeout(200)  # no hand is quicker, and the page draws its target meanwhile
