"""Labelled pictures are dropped, recognised with the reason, looked at, and given the names of their classes."""

import re
import zipfile
from pathlib import Path

import pytest
from builders import datasets as build

pytestmark = pytest.mark.browser


@pytest.fixture
def numbered(tmp_path) -> Path:
    """Three classes that have numbers only."""
    return build.imagenet_txt(tmp_path / "numbered", (0, 1, 2, 0))


@pytest.fixture
def pets(tmp_path) -> Path:
    """A zip of boxes and a mask, one picture cut short and one empty."""
    cat = [build.voc_object("cat", (1, 1, 9, 9))]
    folder = build.voc(
        tmp_path / "voc", ("a", "b", "c", "d"), {"b": [build.voc_object("dog", (2, 2, 9, 9))], "d": cat}, masked=("a",)
    )
    cut = folder / "JPEGImages" / "c.png"
    cut.write_bytes(cut.read_bytes()[:200])
    (folder / "JPEGImages" / "d.png").write_bytes(b"")
    with zipfile.ZipFile(tmp_path / "pets.zip", "w") as out:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            out.write(path, path.relative_to(folder))
    return tmp_path / "pets.zip"


def test_a_folder_is_dropped_and_its_classes_are_named(server, visit, expect, drop, numbered) -> None:
    page = visit(server, "/datasets").page
    expect(page.get_by_role("heading", name="No datasets yet")).to_be_visible()
    page.get_by_role("button", name="Import options").click()
    page.get_by_label("Name", exact=True).fill("beasts")
    drop(page, numbered)
    expect(page.get_by_role("heading", name="beasts", level=1)).to_be_visible()
    expect(
        page.get_by_text("Recognised as ImageNet, text: 'val.txt' has a picture and a class on each line.")
    ).to_be_visible()
    pictures = page.get_by_role("grid", name="Pictures", exact=True)
    expect(pictures.get_by_role("gridcell")).to_have_count(4)

    # Names are asked for before anything is measured, and counted against the labels.
    names = page.get_by_label("Label map", exact=True)
    names.fill("ant\nbee")
    page.get_by_role("button", name="Name the classes").click()
    expect(names).to_have_attribute("aria-invalid", "true")
    expect(names).to_have_value("ant\nbee")
    names.fill("ant\nbee\ncat")
    page.get_by_role("button", name="Name the classes").click()
    expect(page.get_by_role("heading", name="What are the classes called?")).to_have_count(0)

    page.get_by_role("row", name="ant 2").click()
    expect(pictures.get_by_role("gridcell")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"class=0"))
    pictures.get_by_role("gridcell").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Picture 1 of 2")
    page.get_by_role("dialog").press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text("Picture 2 of 2")
    page.get_by_role(
        "button", name="Picture before"
    ).click()  # there is none before: it keeps the focus, so keys still work
    expect(page.get_by_role("dialog")).to_contain_text("Picture 1 of 2")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog")).to_contain_text("Picture 2 of 2")
    labels = page.get_by_role("dialog").get_by_role("switch", name="Show the labels")
    expect(labels).to_be_checked()
    page.keyboard.press("1")
    expect(labels).not_to_be_checked()
    page.keyboard.press("1")
    expect(labels).to_be_checked()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show not only ant").click()
    expect(pictures.get_by_role("gridcell")).to_have_count(4)

    # What was said of these pictures is not said of the next.
    page.get_by_role("link", name="Datasets", exact=True).first.click()
    page.get_by_role("button", name="Import", exact=False).first.click()
    page.get_by_role("button", name="Import options").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")


def test_pictures_that_were_taken_for_a_model_are_a_dataset(server, visit, expect, pets) -> None:
    page = visit(server).page
    page.get_by_test_id("file-input").set_input_files(pets)
    expect(page.get_by_role("heading", name="pets", level=1)).to_be_visible()
    expect(page.get_by_text("2 pictures, 20 classes, 2 files left out")).to_be_visible()
    left_out = page.get_by_role("list", name="What is left out")
    expect(left_out).to_contain_text("c.png")
    expect(left_out).to_contain_text("it is empty")
    boxes = page.get_by_role("grid", name="Pictures", exact=True).locator("svg rect")
    expect(boxes.first).to_be_visible()
    page.keyboard.press("1")
    expect(boxes).to_have_count(0)

    # The run that made it leads back to it.
    page.get_by_role("link", name="Runs", exact=True).first.click()
    page.get_by_role("link", name="pets").click()
    page.get_by_role("link", name="Open the dataset").click()
    expect(page.get_by_role("heading", name="pets", level=1)).to_be_visible()


def test_what_is_no_dataset_is_refused_whole_and_nothing_typed_is_lost(server, visit, expect, tmp_path) -> None:
    page = visit(server, "/datasets?import=open").page
    page.get_by_role("button", name="Import options").click()
    page.get_by_label("Name", exact=True).fill("mine")
    panel = page.get_by_label("Import a dataset")
    with zipfile.ZipFile(tmp_path / "none.zip", "w"):
        pass
    page.get_by_test_id("file-input").set_input_files(tmp_path / "none.zip")
    expect(panel.get_by_role("alert")).to_contain_text("'none.zip' is empty.")
    page.get_by_role("button", name="Path on this server").click()
    page.get_by_label("Path", exact=True).fill("/no/such/pictures")
    page.get_by_role("button", name="Import this path").click()
    expect(panel.get_by_role("alert")).to_contain_text("There is no file or folder '/no/such/pictures'.")
    expect(panel.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_label("Name", exact=True)).to_have_value("mine")
