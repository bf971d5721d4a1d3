"""Try a picture: from the accuracy view, with a second model, where it looks, and a file that is no picture."""

import json
import re
from pathlib import Path

import pytest
from builders import onnx_models, shown_pictures

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"


def test_a_picture_is_tried_beside_another_model_and_explained(server, visit, expect, import_file, tmp_path) -> None:
    tab = visit(server, width=1024, height=768, theme="dark")
    page = tab.page
    other = onnx_models.write(tmp_path / "other.onnx", metadata={"who": "other"})
    import_file(tab, other)
    page.goto(server.origin)
    model = import_file(tab, onnx_models.write(tmp_path / "tried.onnx", metadata={"who": "tried"}))
    page.goto(f"{server.origin}{model}/accuracy")
    page.get_by_role("link", name="Try a picture").click()
    expect(page.get_by_role("heading", name="What does it see?")).to_be_visible()

    page.get_by_test_id("picture-input").set_input_files(shown_pictures.plain(tmp_path / "bright.png", 7))
    best = page.get_by_role("list", name="Best classes")
    expect(best).to_have_count(1)
    expect(page.get_by_role("heading", name="bright.png")).to_be_visible()
    expect(page.get_by_text("recognised, not confirmed")).to_be_visible()
    picture = page.get_by_role("img", name=re.compile("bright.png"))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 40

    page.get_by_role("combobox", name="Beside it").click()
    page.get_by_role("option", name=re.compile("other")).click()
    expect(best).to_have_count(2)

    page.get_by_text("Cover places").click()
    page.get_by_role("button", name="Where does it look?").click()
    expect(page.get_by_text("Both maps have one scale")).to_have_count(2)
    heat = page.get_by_role("slider", name="Heat")
    heat.press("Home")
    expect(page.locator("img[src*=saliency]").first).to_have_css("opacity", "0")
    address = page.url

    if AXE.is_file():
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
        assert serious == [], json.dumps(serious, indent=1)[:3000]

    # A file that is no picture: the reason and the next step, and what was seen before stays.
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no picture")
    page.get_by_test_id("picture-input").set_input_files(bad)
    expect(page.get_by_role("alert")).to_contain_text("'bad.jpg' cannot be used")
    expect(page.get_by_role("alert")).to_contain_text("Save it again")
    expect(best).to_have_count(2)

    # The address of an answer shows it again.
    page.goto(address)
    expect(page.get_by_text("Both maps have one scale")).to_have_count(2)
