"""What cannot be done is said where it was asked for, as fact and next step; nothing else is lost."""

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


@pytest.mark.openvino
def test_a_truncated_file_is_refused_on_the_page(real_server, visit, expect, tmp_path) -> None:
    whole = onnx_models.write(tmp_path / "whole.onnx").read_bytes()
    cut = tmp_path / "cut.onnx"
    cut.write_bytes(whole[: len(whole) // 2])
    page = visit(real_server).page
    page.get_by_test_id("file-input").set_input_files(cut)
    refusal = page.get_by_label("Import a model").get_by_role("alert")
    expect(refusal).to_contain_text("cut.onnx")
    page.get_by_role("link", name="Models", exact=True).first.click()
    expect(page.get_by_role("heading", name="No models yet")).to_be_visible()


def test_options_are_good_for_one_model_and_a_refusal_keeps_them(server, visit, expect, tmp_path) -> None:
    page = visit(server).page
    name = page.get_by_label("Name", exact=True)
    page.get_by_role("button", name="Import options").click()
    name.fill("said once")
    page.get_by_label("Mean", exact=False).fill("a, b")
    file = onnx_models.write(tmp_path / "options.onnx", metadata={"who": "options"})
    page.get_by_test_id("file-input").set_input_files(file)
    expect(page.get_by_label("Import a model").get_by_role("alert").first).to_be_visible()
    expect(name).to_have_value("said once")
    page.get_by_label("Mean", exact=False).fill("")
    page.get_by_test_id("file-input").set_input_files(file)
    expect(page.get_by_role("heading", name="said once", level=1)).to_be_visible()
    page.get_by_role("link", name="Home", exact=True).first.click()
    page.get_by_role("button", name="Import options").click()
    expect(name).to_have_value("")


def test_wrong_options_are_marked_at_their_fields(server, visit, expect, import_file, tmp_path) -> None:
    tab = visit(server)
    page = tab.page
    model = import_file(tab, onnx_models.write(tmp_path / "fields.onnx"))
    page.goto(f"{server.origin}{model}/experiments?way=single")
    page.get_by_text("Explicit", exact=True).click()
    page.get_by_label("Streams").fill("99")
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Threads").fill("-3")
    page.get_by_role("button", name="Start the benchmark").click()
    expect(page.get_by_label("Streams")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Threads")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Streams").fill("2")
    page.get_by_label("Threads").fill("")
    page.get_by_text("Quick", exact=True).click()
    page.get_by_role("button", name="Start the benchmark").click()
    expect(page.get_by_text("Median latency, closed load")).to_be_visible()
