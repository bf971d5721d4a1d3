"""The other ways in: a folder chosen, a folder dropped, and the samples of the house."""

import re
from pathlib import Path

import pytest
from builders import tensorflow_models

pytestmark = [pytest.mark.browser, pytest.mark.openvino]


@pytest.fixture
def saved_model(tmp_path) -> Path:
    """A SavedModel is a folder, and nothing works without its file in the folder below."""
    return tensorflow_models.write_saved_model(tmp_path / "a saved – model")


def expect_the_saved_model(page, expect, name: str) -> None:
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(page.get_by_text("SavedModel").first).to_be_visible()
    expect(page.get_by_role("heading", name="Cost in theory")).to_be_visible()
    expect(page.get_by_text("MatMul").first).to_be_visible()


def test_a_folder_is_chosen(real_server, visit, expect, saved_model) -> None:
    page = visit(real_server).page
    page.get_by_label("Model folder").set_input_files(saved_model)
    expect_the_saved_model(page, expect, saved_model.name)


def test_a_folder_is_dropped(real_server, visit, expect, drop, saved_model) -> None:
    page = visit(real_server).page
    expect(page.get_by_role("heading", name="Drop a model here")).to_be_visible()
    drop(page, saved_model)
    expect_the_saved_model(page, expect, saved_model.name)


def test_a_sample_is_tried(real_server, visit, expect) -> None:
    page = visit(real_server).page
    page.get_by_role("button", name="Try a sample").click()
    page.get_by_role("menuitem", name=re.compile("classifier")).click()
    expect(page.get_by_role("heading", name="shapes-classifier", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="Cost in theory")).to_be_visible()

    # Once more it is there at once: the same bytes are the same model.
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("button", name="Try a sample").click()
    page.get_by_role("menuitem", name=re.compile("classifier")).click()
    expect(page.get_by_role("heading", name="shapes-classifier", level=1)).to_be_visible()
    page.get_by_role("link", name="Models", exact=True).first.click()
    expect(page.get_by_role("row").filter(has_text="shapes-classifier")).to_have_count(1)
