"""Everything can be reached without a mouse."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


def test_palette_chords_filter_and_rows(server, visit, expect, import_file, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    for name in ("alpha", "beta", "gamma"):
        page.goto(server.origin + "/")
        import_file(tab, onnx_models.write(tmp_path / f"{name}.onnx", metadata={"who": name}))

    page.keyboard.press("g")
    page.keyboard.press("m")
    table = page.get_by_role("grid", name="Models")
    expect(table.get_by_role("row")).to_have_count(4)

    # The filter, and the palette out of the filter.
    page.keyboard.press("/")
    page.keyboard.type("bet")
    expect(table.get_by_role("row")).to_have_count(2)
    page.keyboard.press("Control+k")
    search = page.get_by_role("textbox", name="Go to or do")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    page.get_by_label("Filter models").focus()
    page.keyboard.press("Escape")
    expect(table.get_by_role("row")).to_have_count(4)

    # Rows by j and k, Enter opens.
    table.focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/models/[0-9a-f]+$"))

    # The views of a model, the palette as a way to another, the list of keys.
    page.keyboard.press("3")
    expect(page).to_have_url(re.compile(r"/layers$"))
    page.keyboard.press("Control+k")
    expect(search).to_be_focused()
    page.keyboard.type("alpha")
    expect(page.get_by_role("button", name=re.compile("^alpha"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="alpha", level=1)).to_be_visible()
    page.keyboard.press("Shift+?")
    keys = page.get_by_role("dialog", name="Keyboard")
    expect(keys).to_be_visible()

    # What lies under a dialog does not hear the keys.
    address = page.url
    page.keyboard.press("3")
    page.keyboard.press("g")
    page.keyboard.press("m")
    page.wait_for_timeout(200)
    assert page.url == address
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    drawer = page.get_by_role("dialog", name="Jobs")
    page.keyboard.press("Shift+J")
    expect(drawer).to_be_visible()
    page.keyboard.press("Shift+J")
    expect(drawer).to_be_hidden()


def test_rename_and_delete_with_confirmation(server, visit, expect, import_file, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    import_file(tab, onnx_models.write(tmp_path / "delta.onnx", metadata={"who": "delta"}))
    page.get_by_role("button", name="More about delta").press("Enter")
    page.get_by_role("menuitem", name="Rename").press("Enter")
    page.get_by_role("textbox", name="Name").fill("epsilon ε")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="epsilon ε", level=1)).to_be_visible()
    page.get_by_role("button", name="More about epsilon ε").press("Enter")
    page.get_by_role("menuitem", name="Delete").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete").press("Enter")
    expect(page).to_have_url(re.compile(r"/models$"))
    expect(page.get_by_text("epsilon ε")).to_have_count(0)
