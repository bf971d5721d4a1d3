"""The server dies under an open page and comes back: the page says so, keeps what it shows, and goes on by itself."""

import re
from urllib.parse import urlsplit

import pytest
from builders import onnx_models

pytestmark = pytest.mark.browser


def test_the_server_dies_and_comes_back(serving, visit, expect, import_file, tmp_path) -> None:
    with serving(tmp_path, "fake") as first:
        tab = visit(first)
        page = tab.page
        badge = page.get_by_role("status").filter(has_text=re.compile("Live|Reconnecting|Connecting"))
        model = import_file(tab, onnx_models.write(tmp_path / "patient.onnx"))
        page.goto(f"{first.origin}{model}/experiments?way=single")
        page.get_by_text("Rigorous", exact=True).click()
        page.get_by_role("button", name="Start the benchmark").click()
        expect(page.get_by_text("Running").first).to_be_visible()
        expect(badge).to_contain_text("Live")

        first.process.kill()
        expect(badge).to_contain_text("Reconnecting")
        expect(page.get_by_role("heading", name="patient", level=1)).to_be_visible()

    with serving(tmp_path, "fake", urlsplit(first.origin).port) as second:
        assert second.origin == first.origin
        expect(badge).to_contain_text("Live")
        # What happened meanwhile is known at once, without a reload: the run died with the server.
        page.get_by_role("link", name="Runs", exact=True).first.click()
        expect(page.get_by_text("Lost", exact=True).first).to_be_visible()
        # And what is done now arrives over the new stream.
        page.get_by_role("link", name="Home", exact=True).first.click()
        import_file(tab, onnx_models.write(tmp_path / "after.onnx", metadata={"a": "b"}))
