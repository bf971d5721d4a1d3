"""Every state of a view has an address: it can be sent, reloaded, and left with the back button."""

import re

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


@pytest.fixture
def profiled(server, visit, expect, import_file, tmp_path, request):
    """A tab on the layers of a model that was profiled."""
    tab = visit(server)
    import_file(tab, onnx_models.write(tmp_path / "addressed.onnx", metadata={"for": request.node.name}))
    tab.page.get_by_role("button", name="Profile the layers").click()
    expect(tab.page.get_by_role("grid", name="Layers")).to_be_visible()
    return tab


def test_reload_keeps_filter_sort_pane_and_choice(profiled, expect) -> None:
    page = profiled.page
    page.get_by_role("button", name="Layer", exact=True).click()
    page.get_by_text("Shares", exact=True).click()
    table = page.get_by_role("grid", name="Layers")
    name = table.get_by_role("row").nth(1).get_by_role("gridcell").nth(1).inner_text()
    table.get_by_role("row").nth(1).click()
    page.get_by_label("Filter layers").fill(name)
    expect(page).to_have_url(re.compile(r"sort=-name.*|.*layer="))

    address = page.url
    page.reload()
    expect(page.get_by_label("Filter layers")).to_have_value(name)
    expect(page.get_by_role("region", name="Chosen layer")).to_contain_text(name)
    expect(page.get_by_role("columnheader", name="Layer", exact=True)).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("heading", name="By type")).to_be_visible()
    assert page.url == address


def test_back_leads_through_the_views(profiled, expect) -> None:
    page = profiled.page
    page.get_by_role("link", name="Graph").click()
    expect(page).to_have_url(re.compile(r"/graph$"))
    page.get_by_role("link", name="Runs", exact=True).first.click()
    expect(page.get_by_role("grid", name="Runs")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/graph$"))
    page.go_back()
    expect(page.get_by_role("grid", name="Layers")).to_be_visible()


def test_an_address_of_nothing_says_so(server, visit, expect) -> None:
    page = visit(server, "/models/ffffffffffff").page
    expect(page.get_by_role("link", name="Show all models")).to_be_visible()
    page.goto(f"{server.origin}/no/such/page")
    expect(page.get_by_text("There is no such page")).to_be_visible()
